/** Edges by the rows of an image that they meet: 0 ≤ first ≤ last < height. */
export interface EdgeRows {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

/**
 * Goes through the rows of an image from top to bottom with the edges that each row meets. Time: rows between the first
 * edge and the last, and the edges of each row; memory: the edges.
 *
 * @param visit gets the row, and the numbers of its edges, ascending, in the first `count` entries of `active`
 */
export function sweepRows(
  { first, last }: EdgeRows,
  visit: (y: number, active: Int32Array, count: number) => void,
): void {
  if (first.length === 0) return;
  let [top, bottom] = [Infinity, -1];
  for (const row of first) if (row < top) top = row;
  for (const row of last) if (row > bottom) bottom = row;
  const { starts, edges } = byFirstRow(first, top, bottom - top + 1);
  const active = new Int32Array(edges.length);
  let count = 0;
  for (let y = top; y <= bottom; y++) {
    let kept = 0;
    for (let i = 0; i < count; i++) {
      const edge = active[i] as number;
      if ((last[edge] as number) >= y) active[kept++] = edge;
    }
    const start = starts[y - top] as number;
    let fresh = (starts[y - top + 1] as number) - 1;
    count = kept + fresh + 1 - start;
    for (let at = count - 1, old = kept - 1; fresh >= start; at--) {
      if (old >= 0 && (active[old] as number) > (edges[fresh] as number)) active[at] = active[old--] as number;
      else active[at] = edges[fresh--] as number;
    }
    if (count > 0) visit(y, active, count);
  }
}

/** The numbers of the edges by their first row, and where each row's begin. */
function byFirstRow(
  first: Int32Array,
  top: number,
  rows: number,
): { readonly starts: Int32Array; readonly edges: Int32Array } {
  const starts = new Int32Array(rows + 1);
  for (const row of first) starts[row - top + 1] = (starts[row - top + 1] as number) + 1;
  for (let row = 0; row < rows; row++) starts[row + 1] = (starts[row + 1] as number) + (starts[row] as number);
  const edges = new Int32Array(first.length);
  const next = starts.slice();
  for (let edge = 0; edge < first.length; edge++) {
    const row = (first[edge] as number) - top;
    edges[next[row] as number] = edge;
    next[row] = (next[row] as number) + 1;
  }
  return { starts, edges };
}
