import { linesOf, MAX_NAME_LENGTH, cleanName } from '../formats/classMap.ts';
import { fieldsOf, parseJson } from '../formats/json.ts';
import { readCells } from '../labelbox/csvRecord.ts';
import { fillTemplate } from '../png/errors.ts';
import { colourDifference } from './colourDifference.ts';
import { labOf, type Lab, type Rgb } from './lab.ts';
import { x11Colours } from './x11Colours.ts';

/** A colour with a name. */
export interface Swatch {
  readonly name: string;
  readonly lab: Lab;
}

/** Why a file of swatches cannot be used: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const SWATCH_PROBLEMS = {
  swatchesEmpty: 'There is no line such as "brick, #aa4a44" in {path}.',
  swatchInvalid: 'Swatch {number} of {path} has no name and colour such as #aa4a44.',
  swatchesJson: '{path} is not valid JSON: {reason}',
  swatchesMany: '{path} has more than {most} colours.',
} as const;

export type SwatchProblemCode = keyof typeof SWATCH_PROBLEMS;

/** A file of swatches cannot be used. */
export class SwatchProblem extends Error {
  override readonly name = 'SwatchProblem';
  readonly code: SwatchProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: SwatchProblemCode, details: Readonly<Record<string, string | number>>) {
    super(fillTemplate(SWATCH_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** Larger files of swatches are none. */
export const MOST_SWATCH_BYTES = 1 << 20;
const MOST_SWATCHES = 10_000;

/** The colours of X11. */
export function x11Swatches(): Swatch[] {
  return [...x11Colours()].map(([colour, name]) => ({
    name,
    lab: labOf(colour >> 16, (colour >> 8) & 255, colour & 255),
  }));
}

/**
 * The swatches of a file: JSON (`{"brick": "#aa4a44"}` or a list of `{"name": …, "hex": …}`), a GIMP palette, or lines
 * `brick, #aa4a44` with commas, semicolons or tabs, where a first line may head the columns.
 *
 * @param path for errors
 * @throws SwatchProblem
 */
export function readSwatches(text: string, path: string): Swatch[] {
  const clean = text.replace(/^\ufeff/, '');
  const found = /^\s*[[{]/.test(clean)
    ? fromJson(clean, path)
    : /^GIMP Palette/.test(clean)
      ? fromGimp(clean, path)
      : fromLines(clean, path);
  if (found.length === 0) throw new SwatchProblem('swatchesEmpty', { path });
  if (found.length > MOST_SWATCHES) throw new SwatchProblem('swatchesMany', { path, most: MOST_SWATCHES });
  return found;
}

/** The swatch that is least different from a colour by CIEDE2000, the first of equals, and how different it is. */
export function nearestSwatch(
  lab: Lab,
  swatches: readonly Swatch[],
): { readonly name: string; readonly difference: number } | null {
  let found: { name: string; difference: number } | null = null;
  for (const { name, lab: other } of swatches) {
    const difference = colourDifference(lab, other);
    if (found === null || difference < found.difference) found = { name, difference };
  }
  return found;
}

function fromJson(text: string, path: string): Swatch[] {
  const parsed = parseJson(text);
  if ('problem' in parsed)
    throw new SwatchProblem('swatchesJson', { path, reason: String(parsed.problem.details['reason']) });
  const { value } = parsed;
  const pairs: (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.map((one: unknown) => {
        const fields = fieldsOf(one);
        return [fields?.['name'], fields?.['hex'] ?? fields?.['colour'] ?? fields?.['color']] as const;
      })
    : Object.entries(fieldsOf(value) ?? {});
  return pairs.map(([name, colour], at) => swatch(name, hexColour(colour), at + 1, path));
}

/** `170  74  68	brick`, after lines `Name:`, `Columns:` and comments. */
function fromGimp(text: string, path: string): Swatch[] {
  return linesOf(text).flatMap((line, at) => {
    const [, red, green, blue, name] = /^\s*(\d{1,3})\s+(\d{1,3})\s+(\d{1,3})\s*(.*)$/.exec(line) ?? [];
    if (red === undefined) return [];
    const rgb: Rgb = [Number(red), Number(green), Number(blue)];
    return [swatch(name, rgb.every((sample) => sample < 256) ? rgb : null, at + 1, path)];
  });
}

function fromLines(text: string, path: string): Swatch[] {
  const lines = linesOf(text)
    .map((line, at) => ({ line, number: at + 1 }))
    .filter(({ line }) => line.trim() !== '' && !/^\s*(?:#(?![\da-f]{6}\b)|;)/i.test(line));
  const delimiter = [',', '\t', ';'].find((sign) => lines.some(({ line }) => line.includes(sign))) ?? ',';
  return lines.flatMap(({ line, number }, at) => {
    const [one = '', other = ''] = readCells(line, delimiter).map((cell) => cell.trim());
    const [name, colour] = hexColour(other) === null ? [other, hexColour(one)] : [one, hexColour(other)];
    return colour === null && at === 0 ? [] : [swatch(name, colour, number, path)];
  });
}

function swatch(name: unknown, colour: Rgb | null, number: number, path: string): Swatch {
  const cleaned = typeof name === 'string' ? cleanName(name).name.slice(0, MAX_NAME_LENGTH) : '';
  if (cleaned === '' || colour === null) throw new SwatchProblem('swatchInvalid', { path, number });
  return { name: cleaned, lab: labOf(...colour) };
}

function hexColour(value: unknown): Rgb | null {
  const digits = typeof value === 'string' ? /^#?([\da-f]{6})$/i.exec(value.trim())?.[1] : undefined;
  if (digits === undefined) return null;
  const colour = Number.parseInt(digits, 16);
  return [colour >> 16, (colour >> 8) & 255, colour & 255];
}
