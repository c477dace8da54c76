/** A piece of a text, in UTF-16 units; `end` is the first one after it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A member of a JSON object. */
export interface JsonMember {
  readonly key: string;
  readonly value: Span;
}

/**
 * The value of a JSON text, with or without BOM. This and the functions below look for places only: in a text that is
 * no JSON they find some, but always end. None of them recurses, so that no depth is too deep.
 */
export function rootOf(text: string): Span {
  return valueAt(text, text.startsWith('\ufeff') ? 1 : 0);
}

/** The elements of an array; none where the span is no array. */
export function elementsOf(text: string, array: Span): Span[] {
  const elements: Span[] = [];
  if (text[array.start] !== '[') return elements;
  let at = afterBlanks(text, array.start + 1);
  while (at < array.end && text[at] !== ']') {
    const element = valueAt(text, at);
    elements.push(element);
    at = afterBlanks(text, element.end);
    if (text[at] === ',') at = afterBlanks(text, at + 1);
  }
  return elements;
}

/** The members of an object; none where the span is no object. */
export function membersOf(text: string, object: Span): JsonMember[] {
  const members: JsonMember[] = [];
  if (text[object.start] !== '{') return members;
  let at = afterBlanks(text, object.start + 1);
  while (at < object.end && text[at] !== '}') {
    const key = valueAt(text, at);
    const value = valueAt(text, afterBlanks(text, key.end) + 1);
    members.push({ key: keyOf(text.slice(key.start, key.end)), value });
    at = afterBlanks(text, value.end);
    if (text[at] === ',') at = afterBlanks(text, at + 1);
  }
  return members;
}

function keyOf(text: string): string {
  try {
    return String(JSON.parse(text));
  } catch {
    return '';
  }
}

/** The member of an object that counts: of several with one key the last, as `JSON.parse` has it. */
export function memberOf(text: string, object: Span, key: string): Span | null {
  return membersOf(text, object).findLast((member) => member.key === key)?.value ?? null;
}

function afterBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at++;
  return at;
}

/** The value that begins at a place, or after the blanks there. */
export function valueAt(text: string, from: number): Span {
  const start = afterBlanks(text, from);
  let depth = 0;
  let at = start;
  do {
    const sign = text[at];
    if (sign === '"') at = endOfString(text, at);
    else {
      if (sign === '{' || sign === '[') depth++;
      else if (sign === '}' || sign === ']') depth--;
      at++;
      if (depth === 0 && sign !== '}' && sign !== ']') at = endOfWord(text, at);
    }
  } while (depth > 0 && at < text.length);
  return { start, end: at };
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

/** After a number, `true`, `false` or `null`. */
function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !' \t\r\n,]}'.includes(text[at] ?? '')) at++;
  return at;
}
