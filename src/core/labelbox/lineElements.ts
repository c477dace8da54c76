import type { ByteQueue } from './byteQueue.ts';
import {
  BLANKS,
  hasInvalidBytes,
  reasonOf,
  type Decode,
  type ElementLimits,
  type ElementSink,
  type Splitter,
} from './elementSink.ts';

const NEWLINE = 10;

/** Splits NDJSON: every line that is not blank is an element. */
export class LineElements implements Splitter {
  readonly #queue: ByteQueue;
  readonly #decode: Decode;
  readonly #sink: ElementSink;
  readonly #limits: ElementLimits;
  #index = 0;
  /** Bytes of the present line that hold no line end. */
  #searched = 0;
  /** The line that is being skipped because it is too long; null where none is. */
  #tooLong: { readonly offset: number; readonly line: number } | null = null;

  constructor(queue: ByteQueue, decode: Decode, sink: ElementSink, limits: ElementLimits) {
    this.#queue = queue;
    this.#decode = decode;
    this.#sink = sink;
    this.#limits = limits;
  }

  advance(isLast: boolean): void {
    const queue = this.#queue;
    for (;;) {
      const { bytes, start, end } = queue;
      const found = bytes.indexOf(NEWLINE, start + this.#searched);
      if (found >= 0 && found < end) {
        this.#take(start, found, false);
        queue.drop(found - start);
        queue.skipLine();
        this.#searched = 0;
        continue;
      }
      if (isLast) {
        if (end > start || this.#tooLong !== null) this.#take(start, end, true);
        queue.drop(end - start);
        return;
      }
      this.#searched = end - start;
      if (this.#searched > this.#limits.maxElementBytes) {
        this.#tooLong ??= { offset: queue.offset, line: queue.line };
        queue.drop(end - start);
        this.#searched = 0;
      }
      return;
    }
  }

  #take(start: number, end: number, isLast: boolean): void {
    const { bytes, offset, line } = this.#queue;
    const limit = this.#limits.maxElementBytes;
    if (this.#tooLong !== null || end - start > limit) {
      const place = this.#tooLong ?? { offset, line };
      const length = offset + end - start - place.offset;
      this.#sink.finding('elementTooLarge', { limit: Math.round(limit / 2 ** 20) }, this.#index++, {
        ...place,
        length,
      });
      this.#tooLong = null;
      return;
    }
    let first = start;
    while (first < end && BLANKS.has(bytes[first] ?? 0)) first++;
    if (first === end) return;
    const place = { offset: offset + first - start, length: end - first, line };
    const text = this.#decode(bytes.subarray(first, end));
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      if (isLast) this.#sink.finding('truncated', {}, this.#index++, place);
      else this.#sink.finding('brokenElement', { reason: reasonOf(error) }, this.#index++, place);
      return;
    }
    if (hasInvalidBytes(bytes.subarray(first, end), text)) {
      this.#sink.finding('bytesInvalid', {}, this.#index, place);
    }
    this.#sink.element(value, this.#index++, place);
  }
}
