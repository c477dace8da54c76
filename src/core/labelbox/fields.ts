import { cleanName } from '../formats/classMap.ts';
import type { ClassName } from './model.ts';

/** Members of a JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** A number, or a text that is one (E1, CSV); null for anything else. */
export function numberOf(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : null;
}

/** A text of at least one character; null for anything else. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The elements of an array; none for anything else. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? (value as readonly unknown[]) : [];
}

/** Years 1970 to 2100: outside of them a number is no date. */
const LAST_DATE = Date.UTC(2100, 0);

/**
 * Milliseconds since 1970 of an ISO 8601 text (as UTC where it names no zone), or of a number or digits that are
 * milliseconds already (CSV, also as `1.5557E+12`); null for anything else.
 */
export function dateOf(value: unknown): number | null {
  const milliseconds = numberOf(value);
  if (milliseconds !== null) return milliseconds > 0 && milliseconds < LAST_DATE ? milliseconds : null;
  const match =
    typeof value === 'string'
      ? /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)\s*(Z|[+-]\d\d:?\d\d)?)?$/.exec(value.trim())
      : null;
  if (match === null) return null;
  const [, day = '', time = '00:00', zone = 'Z'] = match;
  const date = Date.parse(`${day}T${time}${zone.length === 5 ? `${zone.slice(0, 3)}:${zone.slice(3)}` : zone}`);
  return Number.isNaN(date) ? null : date;
}

/** A class's name; a stranger's text may hold anything. */
export function classNameOf(written: string): ClassName {
  return { written, name: cleanName(written).name };
}

/** `#rrggbb` in lower case; null for anything else. */
export function colourOf(value: unknown): string | null {
  return typeof value === 'string' && /^#[\da-f]{6}$/i.test(value) ? value.toLowerCase() : null;
}
