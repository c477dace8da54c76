/** The pixels of an object: spans of columns, row by row, sorted, neither overlapping nor touching in a row. */
export interface Spans {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** The first row that may have a span. */
  readonly firstRow: number;
  /** Number of the first span of row `firstRow` + r; one entry more than rows. */
  readonly starts: Uint32Array;
  /** Two entries a span: `from` ≤ column < `to`. */
  readonly bounds: Uint32Array;
}

/** Pixels of all spans. */
export function areaOf({ bounds }: Spans): number {
  let area = 0;
  for (let i = 0; i < bounds.length; i += 2) area += (bounds[i + 1] as number) - (bounds[i] as number);
  return area;
}

/** Calls back for every span: row, first column, column after the last. */
export function forEachSpan(
  { firstRow, starts, bounds }: Spans,
  visit: (y: number, from: number, to: number) => void,
): void {
  for (let row = 0; row + 1 < starts.length; row++) {
    const end = 2 * (starts[row + 1] as number);
    for (let i = 2 * (starts[row] as number); i < end; i += 2) {
      visit(firstRow + row, bounds[i] as number, bounds[i + 1] as number);
    }
  }
}

/**
 * Writes a value into the pixels of all spans.
 *
 * @param plane row-major, width × height of the spans
 */
export function fillSpans(plane: Uint8Array | Uint16Array, spans: Spans, value: number): void {
  forEachSpan(spans, (y, from, to) => {
    plane.fill(value, y * spans.width + from, y * spans.width + to);
  });
}

/**
 * Spans of the pixels of a plane that are not 0.
 *
 * @param plane row-major, width × height
 * @throws {RangeError} if the plane has another size
 */
export function spansOfPlane(plane: Uint8Array | Uint16Array, width: number, height: number): Spans {
  if (plane.length !== width * height) throw new RangeError(`The plane is not ${width} × ${height}.`);
  const starts = new Uint32Array(height + 1);
  let bounds = new Uint32Array(1024);
  let used = 0;
  for (let y = 0, at = 0; y < height; y++) {
    const end = at + width;
    while (at < end) {
      while (at < end && plane[at] === 0) at++;
      if (at === end) break;
      const from = at;
      while (at < end && plane[at] !== 0) at++;
      if (used === bounds.length) bounds = doubled(bounds);
      bounds[used++] = from - y * width;
      bounds[used++] = at - y * width;
    }
    starts[y + 1] = used / 2;
  }
  return { width, height, firstRow: 0, starts, bounds: bounds.slice(0, used) };
}

/** The pixels of `spans` that `others` lack; both of one size. */
export function withoutSpans(spans: Spans, others: Spans): Spans {
  const { width, height, firstRow } = spans;
  const starts = new Uint32Array(spans.starts.length);
  // A span of the others splits one in two at most.
  const bounds = new Uint32Array(spans.bounds.length + others.bounds.length);
  let used = 0;
  for (let row = 0; row + 1 < starts.length; row++) {
    const otherRow = firstRow + row - others.firstRow;
    let other = 2 * (others.starts[otherRow] ?? 0);
    const otherEnd = 2 * (others.starts[otherRow + 1] ?? 0);
    for (let i = 2 * (spans.starts[row] as number); i < 2 * (spans.starts[row + 1] as number); i += 2) {
      let from = spans.bounds[i] as number;
      const to = spans.bounds[i + 1] as number;
      while (other < otherEnd && (others.bounds[other + 1] as number) <= from) other += 2;
      for (let cut = other; cut < otherEnd && (others.bounds[cut] as number) < to; cut += 2) {
        const cutFrom = others.bounds[cut] as number;
        if (from < cutFrom) {
          bounds[used++] = from;
          bounds[used++] = cutFrom;
        }
        from = others.bounds[cut + 1] as number;
      }
      if (from < to) {
        bounds[used++] = from;
        bounds[used++] = to;
      }
    }
    starts[row + 1] = used / 2;
  }
  return { width, height, firstRow, starts, bounds: bounds.slice(0, used) };
}

/** A copy of twice the length. */
export function doubled(array: Uint32Array): Uint32Array<ArrayBuffer> {
  const longer = new Uint32Array(2 * array.length);
  longer.set(array);
  return longer;
}
