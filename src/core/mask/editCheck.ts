import { MOST_RUNS, type MaskEdit, type PaletteEdit } from './edits.ts';

const LARGEST_ID = 0xffff;

/**
 * Whether a value from elsewhere (a page, a backup) has the shape of an edit and stays within the bounds of a mask.
 * Whether it fits the ids, only applying it tells.
 *
 * @param pixels of the mask
 */
export function isMaskEdit(value: unknown, pixels: number): value is MaskEdit {
  if (!isRecord(value)) return false;
  switch (value['kind']) {
    case 'palette':
      return isPalette(value['palette']);
    case 'lut':
      return value['table'] instanceof Uint16Array && [256, 65_536].includes(value['table'].length);
    case 'pixels':
      return value['runs'] instanceof Uint32Array && areRuns(value['runs'], pixels);
    default:
      return false;
  }
}

function isPalette(value: unknown): value is PaletteEdit['palette'] {
  if (!isRecord(value)) return false;
  const { rgb, alpha, transparencyEntries } = value as Partial<PaletteEdit['palette']>;
  if (!(rgb instanceof Uint8Array) || !(alpha instanceof Uint8Array)) return false;
  const entries = rgb.length / 3;
  if (!Number.isInteger(entries) || entries < 1 || entries > 256 || alpha.length !== entries) return false;
  if (transparencyEntries === undefined || !Number.isInteger(transparencyEntries)) return false;
  if (transparencyEntries < 0 || transparencyEntries > entries) return false;
  // An entry that tRNS leaves out is opaque (PNG specification, 11.3.2.1).
  return alpha.subarray(transparencyEntries).every((opacity) => opacity === 255);
}

function areRuns(runs: Uint32Array, pixels: number): boolean {
  if (runs.length % 4 !== 0 || runs.length / 4 > MOST_RUNS) return false;
  let end = 0;
  for (let at = 0; at < runs.length; at += 4) {
    const start = runs[at] as number;
    const length = runs[at + 1] as number;
    const isWithin = start >= end && length > 0 && start + length <= pixels;
    if (!isWithin || (runs[at + 2] as number) > LARGEST_ID || (runs[at + 3] as number) > LARGEST_ID) return false;
    end = start + length;
  }
  return true;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
