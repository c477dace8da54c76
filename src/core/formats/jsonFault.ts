import { cleanName } from './classMap.ts';

/** Where a text stops being JSON; both from 1. */
export interface JsonFault {
  readonly line: number;
  readonly column: number;
  /** What V8 says of it, in English, without the place. */
  readonly reason: string;
}

/** The fault of a text that is no JSON. */
export function jsonFault(text: string): JsonFault {
  const body = text.startsWith('\ufeff') ? text.slice(1) : text;
  const message = messageOf(body) ?? '';
  const before = body.slice(0, placeOf(body, message));
  const lines = before.split(/\r\n|\n|\r/);
  const reason = cleanName(
    message.replace(/(?:, (?:\.\.\.)?".*)? (?:is not valid JSON|in JSON(?: at position .*)?)$/s, ''),
  );
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1, reason: reason.name };
}

function placeOf(body: string, message: string): number {
  const [, position] = / at position (\d+)/.exec(message) ?? [];
  if (position !== undefined) return Number(position);
  if (!isOfToken(message)) return body.length;
  // V8 tells no place of a token. The shortest beginning that has the fault, too, ends with it.
  let [without, within] = [0, body.length];
  while (within - without > 1) {
    const middle = (without + within) >> 1;
    if (isOfToken(messageOf(body.slice(0, middle)) ?? '')) within = middle;
    else without = middle;
  }
  return within - 1;
}

/** Texts that break off have another message. */
function isOfToken(message: string): boolean {
  return message.endsWith('is not valid JSON');
}

/** Null for JSON. */
function messageOf(body: string): string | null {
  try {
    JSON.parse(body);
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
