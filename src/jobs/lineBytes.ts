import { sortedByCodePoint } from '../core/dataset/listedFile.ts';
import { sortLines } from '../core/split/sortLines.ts';

const LINE_FEED = 10;

/** Lines as files have them, encoded once: a million texts are put together sooner from bytes than from texts. */
export class LineBytes {
  readonly #lines: readonly string[];
  readonly #bytes: Buffer;
  /** Where each line begins, and where the last one ends. */
  readonly #starts: Uint32Array;
  /** No line holds a line feed of its own, as names of files may. */
  readonly #arePlain: boolean;

  constructor(lines: readonly string[]) {
    this.#lines = lines;
    this.#bytes = Buffer.from(lines.length === 0 ? '' : `${lines.join('\n')}\n`);
    this.#starts = new Uint32Array(lines.length + 1);
    const found = fillStarts(this.#bytes, this.#starts);
    this.#arePlain = found === lines.length;
    if (this.#arePlain) return;
    for (const [line, text] of lines.entries()) {
      this.#starts[line + 1] = (this.#starts[line] ?? 0) + Buffer.byteLength(text) + 1;
    }
  }

  /** The text of some lines, in this order, each with a line feed behind it. */
  pick(indices: Int32Array): Uint8Array<ArrayBuffer> {
    const [bytes, starts] = [this.#bytes, this.#starts];
    let length = 0;
    for (const line of indices) length += (starts[line + 1] as number) - (starts[line] as number);
    const picked = new Uint8Array(length);
    let to = 0;
    for (const line of indices) {
      const end = starts[line + 1] as number;
      for (let at = starts[line] as number; at < end; at++) picked[to++] = bytes[at] as number;
    }
    return picked;
  }

  /** The text of all lines, sorted by code points. */
  sorted(): Uint8Array {
    if (!this.#arePlain) return new LineBytes(sortedByCodePoint(this.#lines)).#bytes;
    const bytes = this.#bytes;
    const order = this.#starts.slice(0, -1);
    sortLines(bytes, order);
    const sorted = new Uint8Array(bytes.length);
    let to = 0;
    for (const start of order) {
      for (let at = start; ; at++) {
        const byte = bytes[at] as number;
        sorted[to++] = byte;
        if (byte === LINE_FEED) break;
      }
    }
    return sorted;
  }
}

/** Returns the number of line feeds. */
function fillStarts(bytes: Uint8Array, starts: Uint32Array): number {
  let found = 0;
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === LINE_FEED) starts[++found] = at + 1;
  }
  return found;
}
