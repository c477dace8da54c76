/** Filter types (PNG specification, 9.2). */
export const Filter = { none: 0, sub: 1, up: 2, average: 3, paeth: 4 } as const;

/**
 * Removes the filters of `rows` rows in place. Row r is read from `from + r × (rowBytes + 1)` and written without its
 * filter byte to `from + r × rowBytes`, so the result is contiguous and needs no second buffer.
 *
 * @param data decompressed image data; overwritten
 * @param from offset of the first row's filter byte
 * @param rowBytes bytes a row without the filter byte
 * @param step bytes that Sub, Average and Paeth look back
 * @returns the rows done: `rows`, or the number of the first row whose filter type is unknown
 */
export function unfilterInPlace(data: Uint8Array, from: number, rowBytes: number, rows: number, step: number): number {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  let source = from;
  let target = from;
  for (let row = 0; row < rows; row++) {
    const filter = data[source] as number;
    const first = row === 0;
    source++;
    if (filter === Filter.none || (filter === Filter.up && first)) data.copyWithin(target, source, source + rowBytes);
    else if (filter === Filter.up) up(data, view, source, target, rowBytes);
    else if (filter === Filter.sub || (filter === Filter.paeth && first))
      sub(data, view, source, target, rowBytes, step);
    else if (filter === Filter.average) average(data, source, target, rowBytes, step, first);
    else if (filter !== Filter.paeth) return row;
    else if (step === 1) paethOfBytes(data, view, source, target, rowBytes);
    else paeth(data, source, target, rowBytes, step);
    source += rowBytes;
    target += rowBytes;
  }
  return rows;
}

/** Four byte-wise sums at once: the carries of the lower seven bits cannot reach the neighbour byte. */
function addBytes(a: number, b: number): number {
  return ((a & 0x7f7f7f7f) + (b & 0x7f7f7f7f)) ^ ((a ^ b) & 0x80808080);
}

// In all of these `target` lies before `source` and rows are walked upwards, so nothing is overwritten unread.

function up(data: Uint8Array, view: DataView, source: number, target: number, rowBytes: number): void {
  const above = target - rowBytes;
  const words = rowBytes & ~3;
  let i = 0;
  for (; i < words; i += 4) {
    const sum = addBytes(view.getInt32(source + i, true), view.getInt32(above + i, true));
    view.setInt32(target + i, sum, true);
  }
  for (; i < rowBytes; i++) data[target + i] = (data[source + i] as number) + (data[above + i] as number);
}

function sub(data: Uint8Array, view: DataView, source: number, target: number, rowBytes: number, step: number): void {
  if (step === 1) {
    subOfBytes(data, view, source, target, rowBytes);
  } else if (step === 4) {
    let left = 0;
    for (let i = 0; i < rowBytes; i += 4) {
      left = addBytes(left, view.getInt32(source + i, true));
      view.setInt32(target + i, left, true);
    }
  } else {
    for (let i = 0; i < step; i++) data[target + i] = data[source + i] as number;
    for (let i = step; i < rowBytes; i++) {
      data[target + i] = (data[source + i] as number) + (data[target + i - step] as number);
    }
  }
}

function subOfBytes(data: Uint8Array, view: DataView, source: number, target: number, rowBytes: number): void {
  const words = rowBytes & ~3;
  let left = 0;
  let i = 0;
  while (i < words) {
    // Inside a region the row says 0: the left neighbour goes on.
    let word = 0;
    while (i < words && (word = view.getInt32(source + i, true)) === 0) {
      view.setInt32(target + i, left, true);
      i += 4;
    }
    if (i === words) break;
    // Sums of the bytes so far, by doubling; the last byte is the next word's left neighbour.
    const pairs = addBytes(word, word << 8);
    const sums = addBytes(left, addBytes(pairs, pairs << 16));
    view.setInt32(target + i, sums, true);
    left = Math.imul(sums >>> 24, 0x01010101);
    i += 4;
  }
  for (left &= 255; i < rowBytes; i++) {
    left = (left + (data[source + i] as number)) & 255;
    data[target + i] = left;
  }
}

function average(
  data: Uint8Array,
  source: number,
  target: number,
  rowBytes: number,
  step: number,
  first: boolean,
): void {
  const above = target - rowBytes;
  for (let i = 0; i < rowBytes; i++) {
    const left = i < step ? 0 : (data[target + i - step] as number);
    const upper = first ? 0 : (data[above + i] as number);
    data[target + i] = (data[source + i] as number) + ((left + upper) >> 1);
  }
}

/** The neighbour that left + upper − upperLeft comes nearest to (PNG specification, 9.4). */
function paethPredictor(left: number, upper: number, upperLeft: number): number {
  const toLeft = Math.abs(upper - upperLeft);
  const toUpper = Math.abs(left - upperLeft);
  const toUpperLeft = Math.abs(left + upper - 2 * upperLeft);
  if (toLeft <= toUpper && toLeft <= toUpperLeft) return left;
  return toUpper <= toUpperLeft ? upper : upperLeft;
}

function paethOfBytes(data: Uint8Array, view: DataView, source: number, target: number, rowBytes: number): void {
  const above = target - rowBytes;
  let left = 0;
  let upperLeft = 0;
  let i = 0;
  while (i < rowBytes) {
    // Inside a region the row says 0 and the row above goes on as this one does, which makes Paeth predict just that:
    // four pixels at once.
    const flat = Math.imul(left, 0x01010101);
    while (i + 4 <= rowBytes && view.getInt32(source + i, true) === 0 && view.getInt32(above + i, true) === flat) {
      view.setInt32(target + i, flat, true);
      upperLeft = left;
      i += 4;
    }
    const end = Math.min(rowBytes, i + 4);
    for (; i < end; i++) {
      const upper = data[above + i] as number;
      left = ((data[source + i] as number) + paethPredictor(left, upper, upperLeft)) & 255;
      data[target + i] = left;
      upperLeft = upper;
    }
  }
}

function paeth(data: Uint8Array, source: number, target: number, rowBytes: number, step: number): void {
  const above = target - rowBytes;
  for (let i = 0; i < step; i++) data[target + i] = (data[source + i] as number) + (data[above + i] as number);
  for (let i = step; i < rowBytes; i++) {
    const left = data[target + i - step] as number;
    const predicted = paethPredictor(left, data[above + i] as number, data[above + i - step] as number);
    data[target + i] = (data[source + i] as number) + predicted;
  }
}
