import { Filter } from './unfilter.ts';

/** How the filters of a file are chosen. `horizontal` is None where a pixel is a byte or less, Sub elsewhere. */
export type FilterChoice = 'horizontal' | 'up' | 'byRow';

/**
 * Filters the rows of one pass in place.
 *
 * `byRow` takes, for each row, Up where it leaves fewer places at which a run of equal bytes ends: what a run-length
 * coder pays for.
 *
 * @param data rows with room for a filter byte before each; row r starts at `from + r × (rowBytes + 1)`
 * @param rowBytes bytes a row without the filter byte
 * @param step bytes a pixel, at least 1
 */
export function filterInPlace(
  data: Uint8Array,
  from: number,
  rowBytes: number,
  rows: number,
  step: number,
  choice: FilterChoice,
): void {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  // From the last row up, because Up needs the unfiltered row above.
  for (let row = rows - 1; row >= 0; row--) {
    const start = from + row * (rowBytes + 1) + 1;
    const above = start - rowBytes - 1;
    const useUp =
      row > 0 && (choice === 'up' || (choice === 'byRow' && upIsCheaper(data, view, start, rowBytes, step)));
    if (useUp) {
      data[start - 1] = Filter.up;
      subtractRow(data, view, start, above, rowBytes);
    } else if (step === 1) {
      data[start - 1] = Filter.none;
    } else {
      data[start - 1] = Filter.sub;
      for (let i = start + rowBytes - 1; i >= start + step; i--) {
        data[i] = (data[i] as number) - (data[i - step] as number);
      }
    }
  }
}

/** Four byte-wise differences at once: a borrow cannot pass the highest bit that is set before. */
function subtractBytes(a: number, b: number): number {
  return ((a | 0x80808080) - (b & 0x7f7f7f7f)) ^ (~(a ^ b) & 0x80808080);
}

function subtractRow(data: Uint8Array, view: DataView, start: number, above: number, rowBytes: number): void {
  const words = rowBytes & ~3;
  let i = 0;
  for (; i < words; i += 4) {
    view.setInt32(start + i, subtractBytes(view.getInt32(start + i, true), view.getInt32(above + i, true)), true);
  }
  for (; i < rowBytes; i++) data[start + i] = (data[start + i] as number) - (data[above + i] as number);
}

function upIsCheaper(data: Uint8Array, view: DataView, start: number, rowBytes: number, step: number): boolean {
  return step === 1
    ? upBreaksFewerRuns(data, view, start, rowBytes)
    : upLeavesMoreZeros(data, start, start - rowBytes - 1, rowBytes, step);
}

/** Compares the places where a byte differs from the byte before it, unfiltered and after Up. */
function upBreaksFewerRuns(data: Uint8Array, view: DataView, start: number, rowBytes: number): boolean {
  const above = start - rowBytes - 1;
  const words = rowBytes & ~3;
  const inFours = rowBytes & ~15;
  let balance = 0;
  let lastRaw = 0;
  let lastAbove = 0;
  let i = 0;
  while (i < words) {
    // Where both rows go on as they were there are no breaks: most of a mask is passed four words at a step.
    const flatRaw = Math.imul(lastRaw, 0x01010101);
    const flatAbove = Math.imul(lastAbove, 0x01010101);
    while (i < inFours && isFlat(view, start + i, flatRaw) && isFlat(view, above + i, flatAbove)) i += 16;
    const end = Math.min(words, i + 16);
    let lastUp = (lastRaw - lastAbove) & 255;
    for (; i < end; i += 4) {
      const raw = view.getInt32(start + i, true);
      const upper = view.getInt32(above + i, true);
      const up = subtractBytes(raw, upper);
      balance += nonZeroBytes(raw ^ ((raw << 8) | lastRaw)) - nonZeroBytes(up ^ ((up << 8) | lastUp));
      lastRaw = raw >>> 24;
      lastAbove = upper >>> 24;
      lastUp = up >>> 24;
    }
  }
  let lastUp = (lastRaw - lastAbove) & 255;
  for (; i < rowBytes; i++) {
    const raw = data[start + i] as number;
    const up = (raw - (data[above + i] as number)) & 255;
    balance += (raw === lastRaw ? 0 : 1) - (up === lastUp ? 0 : 1);
    lastRaw = raw;
    lastUp = up;
  }
  return balance > 0;
}

/** Whether the four words from `at` all are `word`. */
function isFlat(view: DataView, at: number, word: number): boolean {
  return (
    ((view.getInt32(at, true) ^ word) |
      (view.getInt32(at + 4, true) ^ word) |
      (view.getInt32(at + 8, true) ^ word) |
      (view.getInt32(at + 12, true) ^ word)) ===
    0
  );
}

function nonZeroBytes(word: number): number {
  const high = (((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080;
  return Math.imul(high >>> 7, 0x01010101) >>> 24;
}

function upLeavesMoreZeros(data: Uint8Array, start: number, above: number, rowBytes: number, step: number): boolean {
  let balance = 0;
  for (let i = step; i < rowBytes; i++) {
    const raw = data[start + i] as number;
    balance += (raw === data[start + i - step] ? 0 : 1) - (raw === data[above + i] ? 0 : 1);
  }
  return balance > 0;
}
