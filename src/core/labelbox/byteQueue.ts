const NEWLINE = 10;

/**
 * Bytes of a file that have come and are not used up. A chunk that is used up at once is never copied; what is left of
 * it is, so that its memory may be used again.
 */
export class ByteQueue {
  /** Valid from {@link start} to {@link end}. */
  bytes: Uint8Array = new Uint8Array();
  start = 0;
  end = 0;
  /** Place of `bytes[start]` in the file: the byte, and the line, from 1. */
  offset = 0;
  line = 1;
  #own: Uint8Array = new Uint8Array();

  get length(): number {
    return this.end - this.start;
  }

  /** Adds a chunk, which must stay as it is until {@link keep}. */
  append(chunk: Uint8Array): void {
    if (this.length === 0) {
      this.bytes = chunk;
      this.start = 0;
      this.end = chunk.length;
      return;
    }
    const length = this.length + chunk.length;
    const hasRoom = this.bytes === this.#own && this.end + chunk.length <= this.#own.length;
    if (!hasRoom) this.#move(length);
    this.#own.set(chunk, this.end);
    this.end += chunk.length;
  }

  /** Copies what is left, so that the last chunk may be used for something else. */
  keep(): void {
    if (this.length > 0 && this.bytes !== this.#own) this.#move(this.length);
    else if (this.length === 0) this.bytes = new Uint8Array();
  }

  /** Uses up `count` bytes. */
  drop(count: number): void {
    this.line += countLines(this.bytes, this.start, this.start + count);
    this.start += count;
    this.offset += count;
  }

  /** Uses up the line end that stands at the start. */
  skipLine(): void {
    this.line++;
    this.start++;
    this.offset++;
  }

  #move(capacity: number): void {
    const rest = this.bytes.subarray(this.start, this.end);
    if (this.#own.length < capacity) {
      const larger = new Uint8Array(Math.max(capacity, 2 * this.#own.length, 1 << 16));
      larger.set(rest);
      this.#own = larger;
    } else if (this.bytes === this.#own) this.#own.copyWithin(0, this.start, this.end);
    else this.#own.set(rest);
    this.end = rest.length;
    this.bytes = this.#own;
    this.start = 0;
  }
}

function countLines(bytes: Uint8Array, from: number, to: number): number {
  const piece = bytes.subarray(from, to);
  let count = 0;
  for (let at = piece.indexOf(NEWLINE); at >= 0 && at < piece.length; at++) if (piece[at] === NEWLINE) count++;
  return count;
}
