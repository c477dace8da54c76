import type { Place } from './model.ts';
import type { FindingDetails, LabelboxRule } from './rules.ts';

/** Takes what is found in a file, in its order. */
export interface ElementSink {
  /**
   * An element that could be read.
   *
   * @param index of all elements, broken ones included, from 0
   */
  element(value: unknown, index: number, place: Place): void;
  /** @param index of the element that is meant, which is left out if it is broken; null: the file itself */
  finding(rule: LabelboxRule, details: FindingDetails, index: number | null, place: Place): void;
}

/** UTF-8 to text; bytes that are none become U+FFFD. */
export type Decode = (bytes: Uint8Array) => string;

export interface ElementLimits {
  /** An element of more bytes is left out. */
  readonly maxElementBytes: number;
}

/** Splits a file of one container into its elements. */
export interface Splitter {
  /** Looks at the bytes that have come; `isLast`: there will be no more. */
  advance(isLast: boolean): void;
}

export const BLANKS: ReadonlySet<number> = new Set([9, 10, 13, 32]);

const REPLACEMENT = '\ufffd';

/** Whether bytes hold anything that is not UTF-8: their text has more U+FFFD than they encode. */
export function hasInvalidBytes(bytes: Uint8Array, text: string): boolean {
  let count = 0;
  for (let at = text.indexOf(REPLACEMENT); at >= 0; at = text.indexOf(REPLACEMENT, at + 1)) count++;
  if (count === 0) return false;
  for (let at = bytes.indexOf(0xef); at >= 0; at = bytes.indexOf(0xef, at + 1)) {
    if (bytes[at + 1] === 0xbf && bytes[at + 2] === 0xbd) count--;
  }
  return count > 0;
}

/** Why `JSON.parse` refused a text, without the piece of it that engines quote at length. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').slice(0, 160);
}
