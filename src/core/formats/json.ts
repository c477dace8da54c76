import { cleanName, type ClassMapProblem } from './classMap.ts';

/** A JSON text's value, or why it has none. */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: ClassMapProblem } {
  try {
    return { value: JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text) as unknown };
  } catch (error) {
    const reason = cleanName(error instanceof Error ? error.message : String(error)).name;
    return { problem: { code: 'jsonInvalid', details: { reason } } };
  }
}

/** The fields of a JSON object; null for anything else. */
export function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : null;
}

/** An id of a class map, −1 … 65,535; null for anything else. */
export function idOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isInteger(value) && value >= -1 && value <= 65_535 ? value : null;
}

const SHOWN = 40;

/** A stranger's value as a message may show it. */
export function shown(value: unknown): string {
  const text = cleanName(JSON.stringify(value) ?? 'undefined').name;
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** The parts that every class in JSON must have. */
export interface JsonIdentity {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly id: number;
  /** Cleaned; `raw` is the name as it is written. */
  readonly name: string;
  readonly raw: string;
}

/**
 * The id and name of one class of a JSON list. Null, with a problem, where one is missing or cannot be used.
 *
 * @param number place in the list, from 1
 * @param list name of the list, for the problem
 */
export function identityOf(
  value: unknown,
  number: number,
  list: string,
  problems: ClassMapProblem[],
): JsonIdentity | null {
  const fields = fieldsOf(value);
  const raw = fields?.['name'];
  const { name } = typeof raw === 'string' ? cleanName(raw) : { name: '' };
  if (fields === null || typeof raw !== 'string' || name === '') {
    problems.push({ code: 'entryInvalid', details: { number, list } });
    return null;
  }
  const id = idOf(fields['id']);
  if (id === null) {
    problems.push({ code: 'idInvalid', details: { name, text: shown(fields['id']) } });
    return null;
  }
  return { fields, id, name, raw };
}
