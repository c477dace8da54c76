import { ByteQueue } from './byteQueue.ts';
import { CsvElements } from './csvElements.ts';
import { BLANKS, type Decode, type ElementLimits, type ElementSink, type Splitter } from './elementSink.ts';
import { JsonElements } from './jsonElements.ts';
import { LineElements } from './lineElements.ts';
import type { Container } from './model.ts';

export type { Decode, ElementLimits, ElementSink } from './elementSink.ts';

/** 64 MiB: far more than the label of any image takes. */
export const DEFAULT_LIMITS: ElementLimits = { maxElementBytes: 1 << 26 };

const OPEN = 0x7b;
const OPEN_LIST = 0x5b;
const NEWLINE = 10;

/**
 * Splits an export into elements while it is read: push chunks of any size, then end. The container is recognised by
 * the first bytes: a JSON array, JSON objects one after the other, NDJSON, or CSV. Memory is bounded by a chunk and an
 * element; every problem is one finding and the rest is read.
 */
export class ElementReader {
  readonly #queue = new ByteQueue();
  readonly #decode: Decode;
  readonly #sink: ElementSink;
  readonly #limits: ElementLimits;
  #splitter: Splitter | null = null;
  #container: Container | null = null;
  #hasBegun = false;
  #isRefused = false;

  constructor(decode: Decode, sink: ElementSink, limits: ElementLimits = DEFAULT_LIMITS) {
    this.#decode = decode;
    this.#sink = sink;
    this.#limits = limits;
  }

  /** How the elements are written; null before that is known, or where there are none. */
  get container(): Container | null {
    return this.#container;
  }

  /** Header and delimiter of a CSV; null for others. */
  get csv(): { readonly header: readonly string[]; readonly delimiter: string } | null {
    return this.#splitter instanceof CsvElements ? this.#splitter.format : null;
  }

  /** @param chunk may be used for something else afterwards */
  push(chunk: Uint8Array): void {
    if (this.#isRefused || chunk.length === 0) return;
    this.#queue.append(chunk);
    this.#advance(false);
    this.#queue.keep();
  }

  /** Says that the file ends here. */
  end(): void {
    if (!this.#isRefused) this.#advance(true);
  }

  #advance(isLast: boolean): void {
    if (this.#splitter === null && this.#begins(isLast)) this.#splitter = this.#recognise(isLast);
    this.#splitter?.advance(isLast);
  }

  /** Skips a byte order mark and blanks; false where nothing else has come. */
  #begins(isLast: boolean): boolean {
    const queue = this.#queue;
    if (!this.#hasBegun) {
      if (queue.length < 3 && !isLast) return false;
      const [first, second, third] = queue.bytes.subarray(queue.start, queue.end);
      const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
      // Of two bytes of UTF-16 one is 0 where the file begins as exports do, with a character of ASCII.
      if (isMarked || (queue.length > 1 && (first === 0) !== (second === 0))) {
        this.#sink.finding('utf16', {}, null, { offset: 0, length: 0, line: 1 });
        this.#isRefused = true;
        return false;
      }
      if (first === 0xef && second === 0xbb && third === 0xbf) queue.drop(3);
      this.#hasBegun = true;
    }
    let at = queue.start;
    while (at < queue.end && BLANKS.has(queue.bytes[at] ?? 0)) at++;
    queue.drop(at - queue.start);
    return queue.length > 0;
  }

  #recognise(isLast: boolean): Splitter | null {
    const queue = this.#queue;
    const first = queue.bytes[queue.start];
    if (first === OPEN_LIST) {
      queue.drop(1);
      this.#container = 'jsonArray';
      return new JsonElements(queue, this.#decode, this.#sink, this.#limits, true);
    }
    if (first !== OPEN) {
      this.#container = 'csv';
      return new CsvElements(queue, this.#decode, this.#sink, this.#limits);
    }
    const container = this.#recogniseObjects(isLast);
    if (container === null) return null;
    this.#container = container;
    return container === 'ndjson'
      ? new LineElements(queue, this.#decode, this.#sink, this.#limits)
      : new JsonElements(queue, this.#decode, this.#sink, this.#limits, false);
  }

  /** NDJSON has an object in its first line, and another in its second; null where more bytes are needed. */
  #recogniseObjects(isLast: boolean): 'ndjson' | 'jsonObjects' | null {
    const { bytes, start, end } = this.#queue;
    const found = bytes.subarray(start, end).indexOf(NEWLINE);
    let next = found < 0 ? end : start + found + 1;
    while (next < end && BLANKS.has(bytes[next] ?? 0)) next++;
    if (next < end) return bytes[next] === OPEN ? 'ndjson' : 'jsonObjects';
    if (isLast) return found < 0 ? 'jsonObjects' : 'ndjson';
    return end - start > this.#limits.maxElementBytes ? 'jsonObjects' : null;
  }
}
