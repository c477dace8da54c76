/**
 * Where the outlines of regions run: pixels of which another id lies within `width` pixels, in the square around them. Each
 * side of an edge has its own; the edge of the image is none.
 *
 * @param ids row-major
 * @param width pixels, 1 and up
 * @returns 1 on outlines, a byte a pixel
 */
export function outlinesOf(
  ids: Uint8Array | Uint16Array,
  size: { readonly width: number; readonly height: number },
  width: number,
): Uint8Array {
  const { width: columns, height: rows } = size;
  const inside = new Uint8Array(ids.length);
  // By row: no other id within the width.
  for (let y = 0; y < rows; y++) {
    const start = y * columns;
    for (let from = 0; from < columns;) {
      const id = ids[start + from];
      let to = from + 1;
      while (to < columns && ids[start + to] === id) to++;
      const first = from === 0 ? 0 : from + width;
      const last = to === columns ? columns : to - width;
      if (first < last) inside.fill(1, start + first, start + last);
      from = to;
    }
  }
  // By column, as far as that holds for pixels of the same id: counted down from above, then up from below.
  const outlines = new Uint8Array(ids.length);
  const run = new Int32Array(columns);
  const sweep = (y: number, before: number): void => {
    for (let x = 0, at = y * columns; x < columns; x++, at++) {
      const isFirst = before < 0 || before >= rows;
      const other = before * columns + x;
      // The edge of the image hides nothing.
      if (inside[at] === 0) run[x] = 0;
      else if (isFirst) run[x] = width + 1;
      else run[x] = ids[at] === ids[other] ? (run[x] as number) + 1 : 1;
      if ((run[x] as number) <= width) outlines[at] = 1;
    }
  };
  for (let y = 0; y < rows; y++) sweep(y, y - 1);
  for (let y = rows - 1; y >= 0; y--) sweep(y, y + 1);
  return outlines;
}
