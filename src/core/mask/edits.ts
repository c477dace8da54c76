import type { BitDepth, Palette } from '../png/types.ts';
import { extendPalette } from '../palette/extendPalette.ts';
import { histogramById } from './histogram.ts';
import type { Mask } from './mask.ts';
import { lookUp } from './remap.ts';

/**
 * A change of a mask as data: it travels between host, pages and jobs, and is kept in backups. Applied to the same mask
 * it always gives the same result.
 */
export type MaskEdit = PaletteEdit | LutEdit | PixelsEdit;

/** Another palette; the ids stay. */
export interface PaletteEdit {
  readonly kind: 'palette';
  readonly palette: Palette;
}

/** Every id becomes what the table says. */
export interface LutEdit {
  readonly kind: 'lut';
  /** 256 targets where the ids are bytes, else 65,536. */
  readonly table: Uint16Array;
}

/** Single pixels become other ids. */
export interface PixelsEdit {
  readonly kind: 'pixels';
  readonly runs: PixelRuns;
}

/**
 * Runs of pixels in reading order that do not overlap, four numbers each: index of the first pixel (y · width + x),
 * pixels, id before, id after. A run may go on in the next row.
 */
export type PixelRuns = Uint32Array;

/** Runs that one edit may hold: 64 MiB. */
export const MOST_RUNS = 4 * 1024 * 1024;

export type EditProblemCode =
  /** RGB and grey masks have no palette. */
  | 'notPaletted'
  /** RGB and RGBA masks have no ids to change. */
  | 'noIds'
  /** An id has no place in the format: above 255 in a palette mask, above 65,535 anywhere. */
  | 'idTooLarge'
  /** The edit was made for another mask: size, ids or palette contradict it. */
  | 'mismatch';

/** An edit cannot be applied to this mask; nothing was changed. */
export class EditError extends Error {
  override readonly name = 'EditError';
  readonly code: EditProblemCode;

  constructor(code: EditProblemCode) {
    super(EDIT_PROBLEMS[code]);
    this.code = code;
  }
}

/** English sentences of the problems; the host translates them. */
export const EDIT_PROBLEMS: Readonly<Record<EditProblemCode, string>> = {
  notPaletted: 'This mask has no palette. Re-encode it with a palette first.',
  noIds: 'The pixels of this mask are colours, not ids. Re-encode it by a class map first.',
  idTooLarge: 'An id is too large for this file: palette masks hold 0 to 255, 16-bit grey masks 0 to 65535.',
  mismatch: 'The change was made for another version of this mask and does not fit it.',
};

/**
 * The mask after one edit; `mask` itself is not changed. Where new ids need it, palette masks get deeper (up to 8 bits)
 * and longer palettes ({@link extendPalette}), grey masks deeper (up to 16 bits); an edit of ids never makes the depth or
 * the palette smaller.
 *
 * @throws EditError
 */
export function applyEdit(mask: Mask, edit: MaskEdit): Mask {
  if (edit.kind === 'palette') return withPalette(mask, edit.palette);
  if (mask.encoding === 'colour') throw new EditError('noIds');
  return edit.kind === 'lut' ? withTable(mask, edit.table) : withRuns(mask, edit.runs);
}

/**
 * The mask after several edits, in order.
 *
 * @throws EditError of the first that cannot be applied
 */
export function applyEdits(mask: Mask, edits: readonly MaskEdit[]): Mask {
  return edits.reduce(applyEdit, mask);
}

/** Whether the edits leave every pixel as it is: such a mask is saved without touching its compressed pixels. */
export function keepsPixels(edits: readonly MaskEdit[]): boolean {
  return edits.every(({ kind }) => kind === 'palette');
}

function withPalette(mask: Mask, palette: Palette): Mask {
  if (mask.encoding !== 'palette') throw new EditError('notPaletted');
  const entries = palette.rgb.length / 3;
  const isWhole = Number.isInteger(entries) && entries >= 1 && entries <= 2 ** mask.bitDepth;
  if (!isWhole || palette.alpha.length !== entries || palette.transparencyEntries > entries) {
    throw new EditError('mismatch');
  }
  return { ...mask, palette };
}

function withTable(mask: Mask, table: Uint16Array): Mask {
  const { ids } = mask;
  if (table.length !== (ids instanceof Uint8Array ? 256 : 65_536)) throw new EditError('mismatch');
  const counts = histogramById(ids);
  const largest = table.reduce((most, to, id) => ((counts[id] ?? 0) > 0 && to !== id && to > most ? to : most), -1);
  const { bitDepth, palette } = roomFor(mask, largest);
  return { ...mask, bitDepth, palette, ids: lookUp(ids, Int32Array.from(table), bitDepth === 16) };
}

function withRuns(mask: Mask, runs: PixelRuns): Mask {
  const { ids } = mask;
  if (runs.length % 4 !== 0 || runs.length / 4 > MOST_RUNS) throw new EditError('mismatch');
  let largest = -1;
  let end = 0;
  for (const [start, length, before, after] of runsOf(runs)) {
    if (start < end || start + length > ids.length) throw new EditError('mismatch');
    end = start + length;
    for (let i = start; i < end; i++) if (ids[i] !== before) throw new EditError('mismatch');
    if (after > largest) largest = after;
  }
  const { bitDepth, palette } = roomFor(mask, largest);
  const out = bitDepth === 16 ? Uint16Array.from(ids) : Uint8Array.from(ids);
  for (const [start, length, , after] of runsOf(runs)) out.fill(after, start, start + length);
  return { ...mask, bitDepth, palette, ids: out };
}

function* runsOf(runs: PixelRuns): Generator<[start: number, length: number, before: number, after: number]> {
  for (let at = 0; at < runs.length; at += 4) {
    const [start = 0, length = 0, before = 0, after = 0] = runs.subarray(at, at + 4);
    yield [start, length, before, after];
  }
}

/**
 * Depth and palette that have a place for a new id.
 *
 * @param largest the largest id that pixels newly take; −1 where none does
 */
function roomFor(mask: Mask, largest: number): Pick<Mask, 'bitDepth' | 'palette'> {
  const depths: readonly BitDepth[] = [1, 2, 4, 8, 16];
  const bitDepth = depths.find((bits) => bits >= mask.bitDepth && largest < 2 ** bits);
  if (bitDepth === undefined || (mask.encoding === 'palette' && bitDepth > 8)) throw new EditError('idTooLarge');
  const { palette } = mask;
  const isOutside = palette !== null && largest >= palette.rgb.length / 3;
  return { bitDepth, palette: isOutside ? extendPalette(palette, largest + 1) : palette };
}
