/** One bit a pixel, each row from its own word on, lowest bit first; bits beyond the width are 0. */
export interface BitPlane {
  readonly width: number;
  readonly height: number;
  /** 32-bit words a row. */
  readonly stride: number;
  readonly words: Int32Array;
}

/** The neighbourhood of one step: all eight neighbours or the four beside, above and below. */
export type Element = 'rectangle' | 'cross';

export function emptyPlane(width: number, height: number): BitPlane {
  const stride = Math.ceil(width / 32);
  return { width, height, stride, words: new Int32Array(stride * height) };
}

/** Pixels whose id is not `background`. */
export function foreground(ids: Uint8Array | Uint16Array, width: number, height: number, background: number): BitPlane {
  const plane = emptyPlane(width, height);
  if (ids instanceof Uint8Array && width % 4 === 0 && ids.byteOffset % 4 === 0) {
    fillByFours(plane, new Int32Array(ids.buffer, ids.byteOffset, ids.length >>> 2), background);
    return plane;
  }
  for (let y = 0, at = 0, word = 0; y < height; y++) {
    for (let left = width; left > 0; left -= 32, word++) {
      const end = at + Math.min(32, left);
      let bits = 0;
      for (let bit = 0; at < end; at++, bit++) if (ids[at] !== background) bits |= 1 << bit;
      plane.words[word] = bits;
    }
  }
  return plane;
}

/** Four bytes at a step, for most of which one comparison tells that they are background. */
function fillByFours({ width, height, words }: BitPlane, fours: Int32Array, background: number): void {
  const none = Math.imul(background, 0x01010101);
  for (let y = 0, at = 0, word = 0; y < height; y++) {
    for (let left = width; left > 0; left -= 32, word++) {
      const end = Math.min(32, left);
      if (end === 32 && areAll(fours, at, none)) {
        at += 8;
        continue;
      }
      let bits = 0;
      for (let bit = 0; bit < end; bit += 4, at++) {
        const differing = (fours[at] as number) ^ none;
        if (differing !== 0) bits |= differingBytes(differing) << bit;
      }
      words[word] = bits;
    }
  }
}

/** Whether the eight words from `at` on are `word`. */
function areAll(words: Int32Array, at: number, word: number): boolean {
  return (
    (((words[at] as number) ^ word) |
      ((words[at + 1] as number) ^ word) |
      ((words[at + 2] as number) ^ word) |
      ((words[at + 3] as number) ^ word) |
      ((words[at + 4] as number) ^ word) |
      ((words[at + 5] as number) ^ word) |
      ((words[at + 6] as number) ^ word) |
      ((words[at + 7] as number) ^ word)) ===
    0
  );
}

/** One bit for each byte of a word that is not 0, the lowest first. */
function differingBytes(word: number): number {
  const high = (((word & 0x7f7f7f7f) + 0x7f7f7f7f) | word) & 0x80808080;
  // Moves bits 0, 8, 16 and 24 beside each other, from bit 24 on.
  return (Math.imul(high >>> 7, 0x01020408) >>> 24) & 15;
}

export function union(plane: BitPlane, other: BitPlane): BitPlane {
  const words = plane.words.slice();
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) | (other.words[i] as number);
  return { ...plane, words };
}

export function intersection(plane: BitPlane, other: BitPlane): BitPlane {
  const words = plane.words.slice();
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & (other.words[i] as number);
  return { ...plane, words };
}

/** The pixels of `plane` that are not in `removed`. */
export function without(plane: BitPlane, removed: BitPlane): BitPlane {
  const words = plane.words.slice();
  for (let i = 0; i < words.length; i++) words[i] = (words[i] as number) & ~(removed.words[i] as number);
  return { ...plane, words };
}

/** The pixels that are not in `plane`. */
export function complement(plane: BitPlane): BitPlane {
  const { width, height, stride, words } = plane;
  const out = { width, height, stride, words: words.map((bits) => ~bits) };
  clearBeyondWidth(out);
  return out;
}

/**
 * Binary dilation by `iterations` steps of a 3×3 element; what lies outside the image adds nothing (OpenCV's default
 * border). A rectangle is a square of side 2 · iterations + 1, done along rows and then along columns by doubling; a
 * cross becomes a diamond and is done step by step.
 */
export function dilate(plane: BitPlane, element: Element, iterations: number): BitPlane {
  // Beyond the image's longer side (for the diamond, both sides) nothing changes any more.
  const steps = Math.min(iterations, plane.width + plane.height);
  if (element === 'rectangle') return dilateColumns(dilateRows(plane, steps), steps);
  let current = plane;
  for (let step = 0; step < steps; step++) current = dilateByCross(current);
  return current;
}

/**
 * Moves to each side by which single pixels spread to `steps` on each. At the image's edge what reaches n is only n + 1
 * wide, so it may move by as much without a gap.
 */
function movesFor(steps: number): number[] {
  const moves: number[] = [];
  for (let reach = 0; reach < steps;) {
    const move = Math.min(steps - reach, reach + 1);
    moves.push(move);
    reach += move;
  }
  return moves;
}

function dilateRows(plane: BitPlane, steps: number): BitPlane {
  if (steps < 32) return dilateRowsByLess(plane, steps);
  let current = plane;
  for (const reach of movesFor(steps)) {
    const next = { ...plane, words: current.words.slice() };
    const wordShift = reach >>> 5;
    const bitShift = reach & 31;
    for (let row = 0; row < plane.words.length; row += plane.stride) {
      orShiftedRow(next.words, current.words, row, plane.stride, wordShift, bitShift);
    }
    clearBeyondWidth(next);
    current = next;
  }
  return current;
}

/** Rows by fewer steps than a word has bits: only words at edges have anything to do. */
function dilateRowsByLess(plane: BitPlane, steps: number): BitPlane {
  const { stride, words } = plane;
  const out = { ...plane, words: new Int32Array(words.length) };
  for (let row = 0; row < words.length; row += stride) {
    let before = 0;
    let own = words[row] as number;
    for (let word = 0; word < stride; word++) {
      const behind = word + 1 < stride ? (words[row + word + 1] as number) : 0;
      let bits = own;
      if (own !== -1 && (before | own | behind) !== 0) {
        for (let step = 1; step <= steps; step++) {
          bits |= (own << step) | (own >>> step) | (before >>> (32 - step)) | (behind << (32 - step));
        }
      }
      out.words[row + word] = bits;
      before = own;
      own = behind;
    }
  }
  clearBeyondWidth(out);
  return out;
}

/** Adds the row moved left and right by 32 · wordShift + bitShift pixels. */
function orShiftedRow(
  out: Int32Array,
  from: Int32Array,
  row: number,
  stride: number,
  wordShift: number,
  bitShift: number,
): void {
  const rest = 32 - bitShift;
  for (let word = 0; word < stride; word++) {
    const left = word - wordShift;
    const right = word + wordShift;
    let bits = out[row + word] as number;
    if (left >= 0) bits |= (from[row + left] as number) << bitShift;
    if (right < stride) bits |= (from[row + right] as number) >>> bitShift;
    // A shift by 32 is a shift by 0.
    if (bitShift !== 0) {
      if (left > 0) bits |= (from[row + left - 1] as number) >>> rest;
      if (right + 1 < stride) bits |= (from[row + right + 1] as number) << rest;
    }
    out[row + word] = bits;
  }
}

function dilateColumns(plane: BitPlane, steps: number): BitPlane {
  let current = plane.words;
  for (const reach of movesFor(steps)) {
    const distance = reach * plane.stride;
    const next = current.slice();
    for (let above = 0, i = distance; i < current.length; above++, i++) {
      next[above] = (next[above] as number) | (current[i] as number);
      next[i] = (next[i] as number) | (current[above] as number);
    }
    current = next;
  }
  return { ...plane, words: current };
}

function dilateByCross(plane: BitPlane): BitPlane {
  const { stride, words } = plane;
  const next = { ...plane, words: words.slice() };
  for (let row = 0; row < words.length; row += stride) orShiftedRow(next.words, words, row, stride, 0, 1);
  for (let i = stride; i < words.length; i++) {
    next.words[i] = (next.words[i] as number) | (words[i - stride] as number);
    next.words[i - stride] = (next.words[i - stride] as number) | (words[i] as number);
  }
  clearBeyondWidth(next);
  return next;
}

function clearBeyondWidth({ width, stride, words }: BitPlane): void {
  const used = width & 31;
  if (used === 0) return;
  const mask = (1 << used) - 1;
  for (let i = stride - 1; i < words.length; i += stride) words[i] = (words[i] as number) & mask;
}

/** Calls `visit` with every run of pixels that are in `plane`, from one index (y · width + x) to before another. */
export function forEachRun(
  { width, height, stride, words }: BitPlane,
  visit: (from: number, to: number) => void,
): void {
  for (let y = 0; y < height; y++) {
    for (let word = 0; word < stride; word++) {
      let bits = words[y * stride + word] as number;
      let at = y * width + 32 * word;
      while (bits !== 0) {
        const skipped = trailingZeros(bits);
        // A shift by 32 is a shift by 0, so that a run to the last bit is cut off in two steps.
        const rest = bits >>> skipped;
        const length = rest === -1 >>> skipped ? 32 - skipped : trailingZeros(~rest);
        visit(at + skipped, at + skipped + length);
        if (skipped + length === 32) break;
        bits = rest >>> length;
        at += skipped + length;
      }
    }
  }
}

function trailingZeros(bits: number): number {
  return 31 - Math.clz32(bits & -bits);
}
