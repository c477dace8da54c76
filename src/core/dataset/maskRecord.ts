import { recogniseDamage } from '../mask/damage.ts';
import { colourOfId } from '../mask/colourOfId.ts';
import { isPhotograph, maskFromPng } from '../mask/fromPng.ts';
import { recogniseKind } from '../mask/kind.ts';
import type { Mask } from '../mask/mask.ts';
import { measureIds, type IdMeasure } from '../mask/measureIds.ts';
import type { Sha256 } from '../identify/signature.ts';
import type { PngImage } from '../png/types.ts';
import { paletteText } from './classNaming.ts';
import { GRID, MOST_IDS, type BrokenRecord, type FileVersion, type IdRecord, type MaskRecord } from './records.ts';

/**
 * What a scan keeps of a mask, or that the file is a photograph.
 *
 * @param createHash a new SHA-256
 * @param root the folder of the dataset, `/` between its parts: a scan may begin in the very folder that says what masks are
 */
export function recordMask(
  version: FileVersion,
  image: PngImage,
  createHash: () => Sha256,
  root = '',
): MaskRecord | BrokenRecord {
  const mask = maskFromPng(image);
  if (isPhotograph(mask)) {
    const problem = { code: 'photograph', details: { colours: mask.distinctColours }, offset: null } as const;
    return { ...version, type: 'broken', problem };
  }
  const { width, height, bitDepth, encoding, palette } = mask;
  const measure = measureIds(mask.ids, width, height, { cells: GRID, mostIds: MOST_IDS });
  const isColour = encoding === 'colour';
  const ids = isColour ? undefined : measure.ids?.map(({ id }) => id);
  const { kind, divisor } = recogniseKind({
    ...{ path: root === '' ? version.path : `${root}/${version.path}`, bitDepth, isColour, ids },
    workspaceFolder: root === '' ? undefined : root,
  });
  const isCounted = kind === 'semantic' && measure.ids !== null;
  return {
    ...version,
    type: 'mask',
    width,
    height,
    bitDepth,
    encoding,
    hasAlpha: mask.alpha !== undefined || hasTransparentColours(mask),
    kind,
    ...(divisor === undefined ? {} : { divisor }),
    entries: palette === null ? 0 : palette.rgb.length / 3,
    palette: palette === null ? null : paletteText(palette),
    distinct: measure.distinct,
    ids: isCounted ? (measure.ids ?? []).map((one) => recordId(mask, one)) : [],
    hash: hashIds(mask, createHash()),
    grid: gridText(measure.dominant),
    damages: isCounted ? recogniseDamage(mask, [], histogramOf(mask, measure.ids ?? [])) : [],
  };
}

/**
 * SHA-256 of what a mask's pixels are: `WIDTHxHEIGHT`, a line feed, and the ids row by row, a byte each, or two (little
 * endian) where one is above 255. A new palette does not change it. For RGB masks, whose ids are rows of their own table
 * of colours, that table follows.
 *
 * @returns 64 hexadecimal digits
 */
export function hashIds(mask: Pick<Mask, 'width' | 'height' | 'ids' | 'colours'>, hash: Sha256): string {
  const { width, height, ids, colours } = mask;
  hash.update(Uint8Array.from(`${width}x${height}\n`, (letter) => letter.charCodeAt(0)));
  hash.update(ids instanceof Uint8Array ? ids : bytesOf(ids));
  if (colours !== null) hash.update(Uint8Array.from(colours));
  return hash.digestHex();
}

function bytesOf(ids: Uint16Array): Uint8Array {
  if (ids.every((id) => id < 256)) return Uint8Array.from(ids);
  const bytes = new Uint8Array(2 * ids.length);
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i] as number;
    bytes[2 * i] = id & 255;
    bytes[2 * i + 1] = id >>> 8;
  }
  return bytes;
}

function gridText(dominant: Uint16Array): string {
  const parts: string[] = [];
  for (let at = 0; at < dominant.length;) {
    const id = dominant[at] as number;
    let end = at + 1;
    while (end < dominant.length && dominant[end] === id) end++;
    parts.push(end - at === 1 ? String(id) : `${id}*${end - at}`);
    at = end;
  }
  return parts.join(',');
}

function recordId(mask: Mask, { cells, ...measure }: IdMeasure): IdRecord {
  const { id, pixels, regions, sizes, box, smallestAt } = measure;
  return { id, pixels, colour: colourOfId(mask, id), regions, sizes, box, smallestAt, cells: cellsText(cells) };
}

function cellsText(counts: Uint32Array): string {
  let text = '';
  for (let at = 0; at < counts.length; at += 4) {
    const bits = [0, 1, 2, 3].reduce((sum, k) => 2 * sum + ((counts[at + k] ?? 0) > 0 ? 1 : 0), 0);
    text += bits.toString(16);
  }
  return text;
}

function hasTransparentColours({ colours, bitDepth }: Mask): boolean {
  if (colours === null) return false;
  const opaque = 2 ** bitDepth - 1;
  for (let at = 3; at < colours.length; at += 4) if (colours[at] !== opaque) return true;
  return false;
}

function histogramOf({ ids }: Mask, measures: readonly IdMeasure[]): Uint32Array {
  const histogram = new Uint32Array(ids instanceof Uint8Array ? 256 : 65_536);
  for (const { id, pixels } of measures) histogram[id] = pixels;
  return histogram;
}
