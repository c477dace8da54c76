import type { ByteQueue } from './byteQueue.ts';
import { readCells, recordValue } from './csvRecord.ts';
import { hasInvalidBytes, type Decode, type ElementLimits, type ElementSink, type Splitter } from './elementSink.ts';

const QUOTE = 0x22;
const NEWLINE = 10;
const RETURN = 13;
const DELIMITERS = [0x2c, 9, 0x3b];

/**
 * Splits CSV (RFC 4180, or separated by tabs or semicolons as spreadsheets write it) into records, each as an object
 * with the header's names. A quote that is never closed costs its line.
 */
export class CsvElements implements Splitter {
  readonly #queue: ByteQueue;
  readonly #decode: Decode;
  readonly #sink: ElementSink;
  readonly #limits: ElementLimits;
  #header: readonly string[] | null = null;
  #delimiter = 0x2c;
  #index = 0;
  #at = 0;
  #inQuotes = false;
  #atCellStart = true;
  #tooLong: { readonly offset: number; readonly line: number } | null = null;

  constructor(queue: ByteQueue, decode: Decode, sink: ElementSink, limits: ElementLimits) {
    this.#queue = queue;
    this.#decode = decode;
    this.#sink = sink;
    this.#limits = limits;
  }

  /** How records are read; null before the header has come. */
  get format(): { readonly header: readonly string[]; readonly delimiter: string } | null {
    return this.#header && { header: this.#header, delimiter: String.fromCharCode(this.#delimiter) };
  }

  advance(isLast: boolean): void {
    const queue = this.#queue;
    if (this.#header === null && !this.#findDelimiter(isLast)) return;
    for (;;) {
      const length = this.#scanRecord();
      if (length >= 0) {
        this.#take(length);
        continue;
      }
      if (!isLast && queue.length <= this.#limits.maxElementBytes) return;
      if (this.#inQuotes && this.#leaveOutLine()) continue;
      if (isLast) {
        if (queue.length > 0 || this.#tooLong !== null) this.#take(queue.length);
        return;
      }
      this.#tooLong ??= { offset: queue.offset, line: queue.line };
      queue.drop(queue.length);
      this.#at = 0;
      return;
    }
  }

  /** Takes the delimiter that occurs most in the header; false where its end has not come. */
  #findDelimiter(isLast: boolean): boolean {
    const { bytes, start, end } = this.#queue;
    const header = bytes.subarray(start, end);
    const length = header.indexOf(NEWLINE);
    if (length < 0 && !isLast && header.length < this.#limits.maxElementBytes) return false;
    const counts = DELIMITERS.map(
      (sign) => header.subarray(0, length < 0 ? header.length : length).filter((byte) => byte === sign).length,
    );
    this.#delimiter = DELIMITERS[counts.indexOf(Math.max(...counts))] ?? 0x2c;
    return true;
  }

  /** Length of the present record without its line end; −1 where its end has not come. */
  #scanRecord(): number {
    const { bytes, start, end } = this.#queue;
    const delimiter = this.#delimiter;
    let inQuotes = this.#inQuotes;
    let atCellStart = this.#atCellStart;
    let at = start + this.#at;
    for (; at < end; at++) {
      const byte = bytes[at] ?? 0;
      if (inQuotes) {
        // A doubled quote closes and, right after, opens again.
        if (byte === QUOTE) {
          inQuotes = false;
          atCellStart = true;
        }
      } else if (byte === QUOTE) {
        inQuotes = atCellStart;
      } else if (byte === NEWLINE) {
        this.#reset();
        return at - start;
      } else atCellStart = byte === delimiter;
    }
    this.#at = at - start;
    this.#inQuotes = inQuotes;
    this.#atCellStart = atCellStart;
    return -1;
  }

  #take(length: number): void {
    const queue = this.#queue;
    const { bytes, start, offset, line } = queue;
    const { maxElementBytes } = this.#limits;
    const isReturned = length > 0 && bytes[start + length - 1] === RETURN;
    const text = bytes.subarray(start, start + length - (isReturned ? 1 : 0));
    if (this.#tooLong !== null || text.length > maxElementBytes) {
      const place = this.#tooLong ?? { offset, line };
      const whole = { ...place, length: offset + text.length - place.offset };
      this.#sink.finding('elementTooLarge', { limit: Math.round(maxElementBytes / 2 ** 20) }, this.#index++, whole);
      this.#tooLong = null;
    } else if (text.length > 0) {
      const decoded = this.#decode(text);
      const cells = readCells(decoded, String.fromCharCode(this.#delimiter));
      const place = { offset, length: text.length, line };
      if (this.#header === null) this.#header = cells.map((name) => name.trim());
      else {
        if (hasInvalidBytes(text, decoded)) this.#sink.finding('bytesInvalid', {}, this.#index, place);
        this.#emit(cells, this.#header, place);
      }
    }
    queue.drop(Math.min(length + 1, queue.length));
    this.#reset();
  }

  #emit(cells: readonly string[], header: readonly string[], place: { offset: number; length: number; line: number }) {
    const index = this.#index++;
    const value = recordValue(header, cells, (rule, details = {}) => this.#sink.finding(rule, details, index, place));
    this.#sink.element(value, index, place);
  }

  /** The record's first line is left out, since its quote is not closed; false where it has no second line. */
  #leaveOutLine(): boolean {
    const queue = this.#queue;
    const length = queue.bytes.subarray(queue.start, queue.end).indexOf(NEWLINE);
    if (length < 0) {
      this.#sink.finding('truncated', {}, this.#index++, {
        offset: queue.offset,
        length: queue.length,
        line: queue.line,
      });
      queue.drop(queue.length);
      this.#reset();
      return false;
    }
    const place = { offset: queue.offset, length, line: queue.line };
    this.#sink.finding('brokenElement', { reason: 'a quote is not closed' }, this.#index++, place);
    queue.drop(length + 1);
    this.#reset();
    return true;
  }

  #reset(): void {
    this.#at = 0;
    this.#inQuotes = false;
    this.#atCellStart = true;
  }
}
