import { prefixCode, type PrefixCode } from './huffman.ts';
import { adlerOfRuns, runsOfRows, type RowRuns } from './rowRuns.ts';

/** Deflate's limits (RFC 1951, 3.2.5). */
const LONGEST_MATCH = 258;
const SHORTEST_MATCH = 3;
const FARTHEST = 32_768;

const END_OF_BLOCK = 256;
/** Literals, the end of the block, lengths; distances. */
const LITERAL_SYMBOLS = 286;
const DISTANCE_SYMBOLS = 30;
const MOST_BITS = 15;

/** As many as zlib puts into a block: codes fit what is near, and their description stays a small part. */
const TOKENS_A_BLOCK = 16_384;

/** Where runs are shorter than this many bytes on average, a coder of single bytes does better. */
const SHORTEST_MEAN_RUN = 8;
/** Bytes below which the description of a block's codes outweighs the codes. */
const SMALLEST = 4096;

/**
 * A zlib stream of the rows of a mask with filter None, for which neither rows are filtered nor bytes are searched: the
 * image is taken as runs of equal bytes, and a piece of it is coded as a run or as a copy from the row above, straight
 * or shifted by a pixel or two, as outlines go. Several times as fast as zlib's run-length strategy, and smaller.
 * Equal for equal pixels everywhere: it depends on no version of zlib.
 *
 * @param pixels row-major, a byte a pixel (or packed ones), without filter bytes
 * @param width bytes a row
 * @returns null for images of another kind: small ones, and those that are no regions of one value
 */
export function deflateRows(pixels: Uint8Array, width: number): Uint8Array | null {
  const length = pixels.length + pixels.length / width;
  if (length < SMALLEST || length >= 2 ** 31) return null;
  const runs = runsOfRows(pixels, width, Math.floor(length / SHORTEST_MEAN_RUN));
  return runs === null ? null : new RowCoder(runs, width + 1).code();
}

/** Codes one stream. */
class RowCoder {
  readonly #runs: RowRuns;
  readonly #stride: number;
  /** A literal, or length << 16 | distance. */
  readonly #tokens = TOKENS;
  #tokenCount = 0;
  readonly #literals = new Uint32Array(LITERAL_SYMBOLS);
  readonly #distances = new Uint32Array(DISTANCE_SYMBOLS);
  readonly #out = new BitWriter();

  constructor(runs: RowRuns, stride: number) {
    this.#runs = runs;
    this.#stride = stride;
  }

  code(): Uint8Array {
    // 32 KiB window, fastest (RFC 1950, 2.2).
    this.#out.put(0x0178, 16);
    this.#tokenise();
    this.#endBlock(true);
    return this.#out.ended(adlerOfRuns(this.#runs));
  }

  #tokenise(): void {
    const { starts, values, count } = this.#runs;
    const stride = this.#stride;
    const shifts = stride + MOST_SHIFT <= FARTHEST && stride > MOST_SHIFT + 1 ? SHIFTS : NO_SHIFTS;
    const length = starts[count] as number;
    let run = 0;
    let above = 0;
    for (let at = 0; at < length;) {
      while ((starts[run + 1] as number) <= at) run++;
      const rest = (starts[run + 1] as number) - at;
      const isInside = at > (starts[run] as number);
      if (rest >= LONGEST_MATCH) {
        // Nothing is shorter than a run of the greatest length.
        if (isInside) this.#addMatch(LONGEST_MATCH, 1);
        else this.#addLiteral(values[run] as number);
        at += isInside ? LONGEST_MATCH : 1;
        continue;
      }
      let best = isInside ? rest : 0;
      let distance = 1;
      // A copy costs more bits than a run.
      let needed = Math.max(best + 1, SHORTEST_MATCH);
      if (at >= stride) while ((starts[above + 1] as number) <= at - stride) above++;
      for (const shift of shifts) {
        const from = at - stride - shift;
        if (from < 0) continue;
        const copied = this.#copyLength(at, run, from, above);
        if (copied > needed) {
          best = copied;
          needed = copied;
          distance = stride + shift;
          if (best === LONGEST_MATCH) break;
        }
      }
      if (best < SHORTEST_MATCH) {
        this.#addLiteral(values[run] as number);
        at++;
      } else {
        this.#addMatch(best, distance);
        at += best;
      }
    }
  }

  /**
   * For how many bytes the stream goes on at one place as it did at an earlier one, at most as long as a match can be.
   *
   * @param run the one at `at`
   * @param near a run near `from`
   */
  #copyLength(at: number, run: number, from: number, near: number): number {
    const { starts, values, count } = this.#runs;
    let source = near;
    while ((starts[source] as number) > from) source--;
    while ((starts[source + 1] as number) <= from) source++;
    let length = 0;
    for (let target = run; target < count && values[target] === values[source];) {
      const targetEnd = (starts[target + 1] as number) - at;
      const sourceEnd = (starts[source + 1] as number) - from;
      length = Math.min(targetEnd, sourceEnd);
      if (length >= LONGEST_MATCH) return LONGEST_MATCH;
      if (targetEnd === length) target++;
      if (sourceEnd === length) source++;
    }
    return length;
  }

  #addLiteral(value: number): void {
    this.#literals[value] = (this.#literals[value] as number) + 1;
    this.#add(value);
  }

  #addMatch(length: number, distance: number): void {
    const lengthSymbol = lengthSymbolOf(length);
    const distanceSymbol = distanceSymbolOf(distance);
    this.#literals[lengthSymbol] = (this.#literals[lengthSymbol] as number) + 1;
    this.#distances[distanceSymbol] = (this.#distances[distanceSymbol] as number) + 1;
    this.#add((length << 16) | distance);
  }

  #add(token: number): void {
    if (this.#tokenCount === TOKENS_A_BLOCK) this.#endBlock(false);
    this.#tokens[this.#tokenCount++] = token;
  }

  /** Writes the tokens at hand as a block with codes of its own (RFC 1951, 3.2.7). */
  #endBlock(isLast: boolean): void {
    this.#literals[END_OF_BLOCK] = 1;
    const literals = prefixCode(this.#literals, MOST_BITS);
    const distances = prefixCode(this.#distances, MOST_BITS);
    const out = this.#out;
    out.makeRoom(BYTES_OF_CODES + 6 * this.#tokenCount);
    out.put(isLast ? 1 : 0, 1);
    out.put(2, 2);
    putCodes(out, literals, distances);
    for (let i = 0; i < this.#tokenCount; i++) putToken(out, this.#tokens[i] as number, literals, distances);
    out.put(literals.codes[END_OF_BLOCK] as number, literals.lengths[END_OF_BLOCK] as number);
    this.#tokenCount = 0;
    this.#literals.fill(0);
    this.#distances.fill(0);
  }
}

/** Of one stream at a time. */
const TOKENS = new Int32Array(TOKENS_A_BLOCK);

/** How far beside the place above a copy may come from. */
const SHIFTS: readonly number[] = [0, 1, -1, 2, -2];
const MOST_SHIFT = 2;
const NO_SHIFTS: readonly number[] = [];

/** Lengths 3 … 258 share symbols 257 … 285, four to a power of two; how many bits follow grows with them. */
function lengthSymbolOf(length: number): number {
  if (length === LONGEST_MATCH) return 285;
  const value = length - SHORTEST_MATCH;
  if (value < 4) return 257 + value;
  const power = 31 - Math.clz32(value);
  return 257 + 4 * (power - 1) + ((value >> (power - 2)) & 3);
}

/** Distances 1 … 32,768 share symbols 0 … 29, two to a power of two. */
function distanceSymbolOf(distance: number): number {
  const value = distance - 1;
  if (value < 2) return value;
  const power = 31 - Math.clz32(value);
  return 2 * power + ((value >> (power - 1)) & 1);
}

function putToken(out: BitWriter, token: number, literals: PrefixCode, distances: PrefixCode): void {
  const length = token >>> 16;
  if (length === 0) {
    out.put(literals.codes[token] as number, literals.lengths[token] as number);
    return;
  }
  const symbol = lengthSymbolOf(length);
  out.put(literals.codes[symbol] as number, literals.lengths[symbol] as number);
  if (symbol >= 265 && symbol < 285) {
    const bits = (symbol - 261) >> 2;
    out.put((length - SHORTEST_MATCH) & ((1 << bits) - 1), bits);
  }
  const distance = token & 0xffff;
  const distanceSymbol = distanceSymbolOf(distance);
  out.put(distances.codes[distanceSymbol] as number, distances.lengths[distanceSymbol] as number);
  if (distanceSymbol >= 4) {
    const bits = (distanceSymbol - 2) >> 1;
    out.put((distance - 1) & ((1 << bits) - 1), bits);
  }
}

/** More than the description of two codes takes. */
const BYTES_OF_CODES = 512;

/** The order in which the lengths of the code for lengths are written (RFC 1951, 3.2.7). */
const LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;

/** Describes two codes by the lengths of their codes, which are run-length coded and have a code of their own. */
function putCodes(out: BitWriter, literals: PrefixCode, distances: PrefixCode): void {
  const literalCount = Math.max(257, usedLength(literals.lengths));
  const distanceCount = usedLength(distances.lengths);
  const lengths = new Uint8Array(literalCount + distanceCount);
  lengths.set(literals.lengths.subarray(0, literalCount));
  lengths.set(distances.lengths.subarray(0, distanceCount), literalCount);
  const symbols = lengthRuns(lengths);
  const frequencies = new Uint32Array(19);
  for (const { symbol } of symbols) frequencies[symbol] = (frequencies[symbol] as number) + 1;
  const code = prefixCode(frequencies, 7);
  let written: number = LENGTH_ORDER.length;
  while (code.lengths[LENGTH_ORDER[written - 1] as number] === 0) written--;
  written = Math.max(4, written);
  out.put(literalCount - 257, 5);
  out.put(distanceCount - 1, 5);
  out.put(written - 4, 4);
  for (const symbol of LENGTH_ORDER.slice(0, written)) out.put(code.lengths[symbol] as number, 3);
  for (const { symbol, bits, extra } of symbols) {
    out.put(code.codes[symbol] as number, code.lengths[symbol] as number);
    out.put(extra, bits);
  }
}

function usedLength(lengths: Uint8Array): number {
  let used = lengths.length;
  while (used > 0 && lengths[used - 1] === 0) used--;
  return used;
}

interface LengthSymbol {
  readonly symbol: number;
  /** How many bits follow it, and which. */
  readonly bits: number;
  readonly extra: number;
}

/** 16 repeats the length before 3 to 6 times; 17 and 18 stand for 3 to 10 and 11 to 138 zeros. */
function lengthRuns(lengths: Uint8Array): LengthSymbol[] {
  const symbols: LengthSymbol[] = [];
  for (let at = 0; at < lengths.length;) {
    const length = lengths[at] as number;
    let end = at + 1;
    while (lengths[end] === length) end++;
    let left = end - at;
    at = end;
    if (length !== 0) {
      symbols.push({ symbol: length, bits: 0, extra: 0 });
      left--;
    }
    while (left >= 3) {
      const isLong = length === 0 && left >= 11;
      const taken = Math.min(left, length !== 0 ? 6 : isLong ? 138 : 10);
      if (length !== 0) symbols.push({ symbol: 16, bits: 2, extra: taken - 3 });
      else if (isLong) symbols.push({ symbol: 18, bits: 7, extra: taken - 11 });
      else symbols.push({ symbol: 17, bits: 3, extra: taken - 3 });
      left -= taken;
    }
    for (; left > 0; left--) symbols.push({ symbol: length, bits: 0, extra: 0 });
  }
  return symbols;
}

/** Where small streams are written in turn: fresh memory would cost more than the writing. */
const ROOM = new Uint8Array(1 << 16);

/** Bits packed into bytes from the least significant on; one at a time. */
class BitWriter {
  #bytes = ROOM;
  #length = 0;
  #held = 0;
  #heldBits = 0;

  /** Makes sure of room for so many more bytes. */
  makeRoom(bytes: number): void {
    if (this.#length + bytes + 8 <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(2 * this.#bytes.length, this.#length + bytes + 8));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }

  /** At most 16 bits, into room that was made. */
  put(value: number, bits: number): void {
    this.#held |= value << this.#heldBits;
    this.#heldBits += bits;
    while (this.#heldBits >= 8) {
      this.#bytes[this.#length++] = this.#held & 255;
      this.#held >>>= 8;
      this.#heldBits -= 8;
    }
  }

  /** All bytes, filled up, with a checksum behind them, most significant byte first. */
  ended(checksum: number): Uint8Array {
    this.put(0, -this.#heldBits & 7);
    const out = this.#bytes.slice(0, this.#length + 4);
    new DataView(out.buffer).setUint32(this.#length, checksum);
    return out;
  }
}
