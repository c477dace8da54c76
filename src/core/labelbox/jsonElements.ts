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
import type { Place } from './model.ts';
import type { FindingDetails, LabelboxRule } from './rules.ts';

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN = 0x7b;
const CLOSE = 0x7d;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;

/** An element so many times the size of the largest before is looked at for the beginning of another one within. */
const SUSPICIOUS_RATIO = 16;
const LEAST_SUSPICIOUS = 1 << 18;
/** First keys of rows; those of the file's own elements are added. */
const FIRST_KEYS = ['ID', 'DataRow ID', 'data_row'];
const MAX_FIRST_KEYS = 16;
/** A beginning is looked for in so many bytes: a brace, blanks, and a key. */
const HEAD = 160;

/** Where the scan of the present element is. */
interface Scan {
  /** Bytes from the element's first one that have been looked at. */
  at: number;
  depth: number;
  inString: boolean;
}

/**
 * Splits a JSON array, or JSON objects that follow each other, into elements, each parsed by itself.
 *
 * An element that is not JSON costs itself only. Where a brace or a quote is missing, its end cannot be told from its
 * signs: then the beginning of the next row is looked for by its first key, which in one file is the same in every row.
 */
export class JsonElements implements Splitter {
  readonly #queue: ByteQueue;
  readonly #decode: Decode;
  readonly #sink: ElementSink;
  readonly #limits: ElementLimits;
  readonly #inArray: boolean;
  #state: 'between' | 'element' | 'lost' | 'closed' | 'ended' = 'between';
  #scan: Scan = { at: 0, depth: 0, inString: false };
  #index = 0;
  #largest = 0;
  readonly #firstKeys = new Set(FIRST_KEYS);
  /** The broken element that the bytes being skipped belong to. */
  #lost: { readonly place: Place; readonly rule: LabelboxRule; readonly details: FindingDetails } | null = null;

  /** @param inArray the queue stands after the opening bracket of a list */
  constructor(queue: ByteQueue, decode: Decode, sink: ElementSink, limits: ElementLimits, inArray: boolean) {
    this.#queue = queue;
    this.#decode = decode;
    this.#sink = sink;
    this.#limits = limits;
    this.#inArray = inArray;
  }

  advance(isLast: boolean): void {
    for (;;) {
      const state = this.#state;
      const goesOn =
        state === 'between'
          ? this.#between(isLast)
          : state === 'element'
            ? this.#element(isLast)
            : state === 'lost'
              ? this.#skip(isLast)
              : state === 'closed'
                ? this.#afterList()
                : false;
      if (!goesOn) return;
    }
  }

  /** Looks for the next element; false where more bytes are needed, or none come. */
  #between(isLast: boolean): boolean {
    const queue = this.#queue;
    const { bytes, end } = queue;
    let at = queue.start;
    while (at < end && (BLANKS.has(bytes[at] ?? 0) || bytes[at] === COMMA)) at++;
    queue.drop(at - queue.start);
    if (at === end) {
      if (isLast) {
        if (this.#inArray) this.#sink.finding('unclosed', {}, null, this.#place(0));
        this.#state = 'ended';
      }
      return false;
    }
    if (bytes[at] === CLOSE_LIST && this.#inArray) {
      queue.drop(1);
      this.#state = 'closed';
      return true;
    }
    this.#state = 'element';
    this.#scan = { at: 0, depth: 0, inString: false };
    return true;
  }

  #element(isLast: boolean): boolean {
    const queue = this.#queue;
    const length = this.#scanElement();
    if (length >= 0) return this.#emit(length);
    const suspicious = Math.max(LEAST_SUSPICIOUS, SUSPICIOUS_RATIO * this.#largest);
    const isTooLarge = queue.length > this.#limits.maxElementBytes;
    if (!isLast && !isTooLarge && queue.length < suspicious) return false;
    const next = this.#findHead(1, queue.length);
    if (next > 0) return this.#leaveOut(next, 'brokenElement', { reason: 'it is not closed' });
    if (isTooLarge) {
      const details = { limit: Math.round(this.#limits.maxElementBytes / 2 ** 20) };
      this.#lose('elementTooLarge', details);
      return true;
    }
    if (!isLast) {
      // The next look comes at twice the size.
      this.#largest = Math.max(this.#largest, Math.ceil((2 * queue.length) / SUSPICIOUS_RATIO));
      return false;
    }
    const isScalar = this.#scan.depth === 0 && !this.#scan.inString;
    if (isScalar && !this.#inArray) return this.#emit(queue.length);
    this.#sink.finding('truncated', {}, this.#index++, this.#place(queue.length));
    queue.drop(queue.length);
    this.#state = 'ended';
    return false;
  }

  /** Length of the present element; −1 where its end has not come. */
  #scanElement(): number {
    const { bytes, start, end } = this.#queue;
    const scan = this.#scan;
    let at = start + scan.at;
    let { depth, inString } = scan;
    while (at < end) {
      if (inString) {
        let byte = 0;
        while (at < end && (byte = bytes[at] ?? 0) !== QUOTE && byte !== BACKSLASH) at++;
        if (at >= end) break;
        if (byte === QUOTE) {
          inString = false;
          at++;
        } else if (at + 1 < end) at += 2;
        else break;
        continue;
      }
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) inString = true;
      else if (byte > 0x5a) {
        if (byte === OPEN || byte === OPEN_LIST) depth++;
        else if (byte === CLOSE || byte === CLOSE_LIST) {
          if (depth === 0) return at - start;
          if (--depth === 0) return at + 1 - start;
        }
      } else if (depth === 0 && byte === COMMA) return at - start;
      at++;
    }
    scan.at = at - start;
    scan.depth = depth;
    scan.inString = inString;
    return -1;
  }

  #emit(length: number): boolean {
    const queue = this.#queue;
    const bytes = queue.bytes.subarray(queue.start, queue.start + length);
    const text = this.#decode(bytes);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      const next = this.#findHead(1, length);
      const details = { reason: reasonOf(error) };
      if (next > 0) return this.#leaveOut(next, 'brokenElement', details);
      // An element of well-formed brackets ends where they do; anything else ends where a row begins.
      if (queue.bytes[queue.start] !== OPEN || length < 2) this.#lose('brokenElement', details);
      else this.#leaveOut(length, 'brokenElement', details);
      return true;
    }
    if (length > this.#largest) this.#largest = length;
    this.#learnKey(length);
    const place = this.#place(length);
    if (hasInvalidBytes(bytes, text)) this.#sink.finding('bytesInvalid', {}, this.#index, place);
    this.#sink.element(value, this.#index++, place);
    queue.drop(length);
    this.#state = 'between';
    return true;
  }

  #learnKey(length: number): void {
    if (this.#firstKeys.size >= MAX_FIRST_KEYS || this.#index > 64) return;
    const { bytes, start } = this.#queue;
    const head = this.#decode(bytes.subarray(start, start + Math.min(length, HEAD)));
    const key = /^\{\s*"([^"\\]+)"\s*:/.exec(head)?.[1];
    if (key !== undefined) this.#firstKeys.add(key);
  }

  #leaveOut(length: number, rule: LabelboxRule, details: FindingDetails): boolean {
    this.#sink.finding(rule, details, this.#index++, this.#place(length));
    this.#queue.drop(length);
    this.#state = 'between';
    return true;
  }

  /** From here on bytes belong to a broken element, until a row begins. */
  #lose(rule: LabelboxRule, details: FindingDetails): void {
    this.#lost = { place: this.#place(0), rule, details };
    this.#queue.drop(1);
    this.#state = 'lost';
  }

  #skip(isLast: boolean): boolean {
    const queue = this.#queue;
    const next = this.#findHead(0, queue.length);
    const found = next >= 0;
    // A beginning may lie across the end of what has come; one byte before it tells whether it is one.
    const count = found ? next : isLast ? queue.length : Math.max(0, queue.length - HEAD - 1);
    queue.drop(count);
    if (!found && !isLast) return false;
    const { place, rule, details } = this.#lost ?? { place: this.#place(0), rule: 'brokenElement', details: {} };
    const length = queue.offset - place.offset;
    this.#sink.finding(rule, details, this.#index++, { ...place, length });
    this.#lost = null;
    this.#state = found ? 'between' : 'ended';
    return found;
  }

  #afterList(): boolean {
    const queue = this.#queue;
    const { bytes, end } = queue;
    let at = queue.start;
    while (at < end && BLANKS.has(bytes[at] ?? 0)) at++;
    queue.drop(at - queue.start);
    if (at === end) return false;
    this.#sink.finding('trailingText', {}, null, this.#place(0));
    queue.drop(queue.length);
    this.#state = 'ended';
    return false;
  }

  /** Where, from `from` to `to`, a row begins: a brace after a comma, a bracket or a line's end, and a first key. */
  #findHead(from: number, to: number): number {
    const { bytes, start, end } = this.#queue;
    const limit = start + to;
    for (let at = bytes.indexOf(OPEN, start + from); at >= 0 && at < limit; at = bytes.indexOf(OPEN, at + 1)) {
      let before = at - 1;
      while (before >= start && (bytes[before] === 32 || bytes[before] === 9 || bytes[before] === 13)) before--;
      const sign = before >= start ? bytes[before] : COMMA;
      if (sign !== COMMA && sign !== OPEN_LIST && sign !== 10) continue;
      let key = at + 1;
      while (key < end && BLANKS.has(bytes[key] ?? 0)) key++;
      if (bytes[key] !== QUOTE) continue;
      const close = bytes.subarray(key + 1, Math.min(end, key + HEAD)).indexOf(QUOTE);
      if (close > 0 && this.#firstKeys.has(this.#decode(bytes.subarray(key + 1, key + 1 + close)))) return at - start;
    }
    return -1;
  }

  #place(length: number): Place {
    return { offset: this.#queue.offset, length, line: this.#queue.line };
  }
}
