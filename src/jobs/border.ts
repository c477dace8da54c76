import { join } from 'node:path';
import { drawBorder, type BorderMode, type BorderSide } from '../core/mask/border.ts';
import type { Element } from '../core/mask/borderPlane.ts';
import { removeBorder } from '../core/mask/borderRemoval.ts';
import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import { histogramById } from '../core/mask/histogram.ts';
import type { Mask } from '../core/mask/mask.ts';
import { resizeNearest, type NearestRule } from '../core/mask/resize.ts';
import { extendPalette } from '../core/palette/extendPalette.ts';
import { formatHex, type Rgb } from '../core/palette/idColours.ts';
import { PngError } from '../core/png/errors.ts';
import { readPng } from '../core/png/read.ts';
import type { BitDepth, Palette } from '../core/png/types.ts';
import { FileError } from '../platform/readFile.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { crc32, inflate } from '../platform/zlib.ts';
import type { Convert } from './batchConvert.ts';
import { finding } from './batchRules.ts';
import type { BatchFile, Conversion, FileChange, Finding, IdCount, Storage } from './batchTypes.ts';
import { countsOf, encodeIds, isEqual, provenStorage, storageOf, type Encoding } from './encodeIds.ts';
import { readImage } from './readImage.ts';

/** How a border is drawn. Plain data. */
export interface DrawOptions {
  readonly kind: 'draw';
  readonly mode: BorderMode;
  /** Pixels, 1 and up. */
  readonly iterations: number;
  readonly side: BorderSide;
  readonly element: Element;
  /** 0 … 255 */
  readonly voidId: number;
  readonly background: number;
  /** What background that the border leaves becomes; null: it stays. */
  readonly backgroundBecomes: number | null;
  /** The palette's colour of the void; null: (224, 224, 192) where pixels of that id had none before. */
  readonly colour: Rgb | null;
  /** Folder of instance masks with the same relative paths, absolute; for `objects`. */
  readonly instances: string | null;
  /** Done before the border is drawn. */
  readonly resize: { readonly width: number; readonly height: number; readonly rule: NearestRule } | null;
}

/** How a border is taken away. Plain data. */
export interface RemoveOptions {
  readonly kind: 'remove';
  readonly voidId: number;
  /** Pixels, 1 and up: void farther from every class stays. */
  readonly within: number;
}

export type BorderOptions = DrawOptions | RemoveOptions;

/** Pascal VOC's colour of id 255. */
const VOID_COLOUR: Rgb = [224, 224, 192];

/** The conversion of `maskscope border`. */
export function convertBorder(options: BorderOptions): Convert {
  return (bytes, file, { isPreview } = { isPreview: true }) => {
    const image = readImage(bytes);
    const mask = maskFromPng(image);
    if (isPhotograph(mask)) return refused(finding('photograph', { colours: mask.distinctColours }));
    if (mask.encoding === 'colour') return refused(finding('pixelsAreColours'));
    if (mask.alpha?.some((value) => value !== 2 ** mask.bitDepth - 1)) return refused(finding('greyWithAlpha'));

    const before = histogramById(mask.ids);
    const there = options.kind === 'draw' ? borderThere(mask, before, options) : [];
    const drawn = options.kind === 'draw' ? draw(mask, before, options, file) : remove(mask, before, options);
    if ('refusal' in drawn) return refused(drawn.refusal);
    const { ids, width, height, after, losses } = drawn;
    const taken = options.kind === 'draw' && losses.length > 0 ? takenIds(mask, before, options) : [];
    const { withoutInstance } = drawn;
    const orphans = withoutInstance === 0 ? [] : [finding('instancesIncomplete', { pixels: withoutInstance })];
    if (drawn.isSame) {
      const change = isPreview ? changeOf(storageOf(image), image, before, after, losses, true) : null;
      return { output: bytes, change, findings: [...orphans, ...there], unknown: [] };
    }
    const { encoding, findings: ofPalette } = encodingFor(mask, options, before, after);
    const findings = [...orphans, ...there, ...taken, ...ofPalette];
    const output = encodeIds(ids, image, encoding, { isRenumbered: false, size: { width, height } });
    if (!isPreview) return { output, change: null, findings, unknown: [] };
    const to = provenStorage(output, ids);
    if (to === null) return refused(finding('keepsNoIds'));
    return { output, change: changeOf(to, image, before, after, losses, false), findings, unknown: [] };
  };
}

interface Drawn {
  /** No pixel differs. */
  readonly isSame: boolean;
  readonly ids: Uint8Array | Uint16Array;
  readonly width: number;
  readonly height: number;
  /** Histogram by id. */
  readonly after: Uint32Array;
  readonly losses: readonly IdCount[];
  /** Pixels of classes that the instance mask gives to no object. */
  readonly withoutInstance: number;
}

/** Uses up the mask: its ids may be overwritten by the result. */
function draw(
  mask: Mask,
  before: Uint32Array,
  options: DrawOptions,
  file: BatchFile,
): Drawn | { readonly refusal: Finding } {
  const instances = options.mode === 'objects' ? readInstances(mask, options, file) : null;
  if (instances !== null && 'refusal' in instances) return instances;
  const { resize } = options;
  const width = resize?.width ?? mask.width;
  const height = resize?.height ?? mask.height;
  const resized = <Ids extends Uint8Array | Uint16Array>(ids: Ids): Ids =>
    resize === null ? ids : resizeNearest(ids, mask.width, mask.height, width, height, resize.rule);
  const { mode, iterations, side, element, voidId, background, backgroundBecomes } = options;
  const border = {
    ...{ mode, iterations, side, element, voidId, background },
    ...(instances === null ? {} : { instances: resized(instances.ids) }),
    ...(backgroundBecomes === null ? {} : { backgroundBecomes }),
  };
  const drawn = drawBorder(resized(mask.ids), width, height, border, true);
  const { ids, withoutInstance } = drawn;
  const losses = drawn.losses.map(({ id, pixels }): IdCount => [id, pixels]);
  const isBorderAlone = resize === null && (backgroundBecomes ?? background) === background;
  if (isBorderAlone) {
    const gains = [{ id: voidId, pixels: losses.reduce((sum, [, pixels]) => sum + pixels, 0) }];
    const after = moved(before, losses, gains);
    return { isSame: losses.length === 0, ids, width, height, after, losses, withoutInstance };
  }
  const isSame = width === mask.width && height === mask.height && isEqual(ids, mask.ids);
  return { isSame, ids, width, height, after: histogramById(ids), losses, withoutInstance };
}

/** The histogram after pixels changed their ids. */
function moved(
  before: Uint32Array,
  losses: readonly IdCount[],
  gains: readonly { readonly id: number; readonly pixels: number }[],
): Uint32Array {
  const after = before.slice();
  for (const [id, pixels] of losses) after[id] = (after[id] as number) - pixels;
  for (const { id, pixels } of gains) after[id] = (after[id] as number) + pixels;
  return after;
}

function remove(mask: Mask, before: Uint32Array, { voidId, within }: RemoveOptions): Drawn {
  const { width, height } = mask;
  const { ids, gains } = removeBorder(mask.ids, width, height, { voidId, within });
  const filled = gains.reduce((sum, { pixels }) => sum + pixels, 0);
  const losses: IdCount[] = filled === 0 ? [] : [[voidId, filled]];
  return { isSame: filled === 0, ids, width, height, after: moved(before, losses, gains), losses, withoutInstance: 0 };
}

/** The ids of the objects: the instance mask at the same relative path. */
function readInstances(
  mask: Mask,
  { instances }: DrawOptions,
  file: BatchFile,
): { readonly ids: Uint8Array | Uint16Array } | { readonly refusal: Finding } {
  const path = join(instances ?? '', file.relative);
  const missing = (problem: string) => ({ refusal: finding('instancesMissing', { path, problem }) });
  try {
    const found = maskFromPng(readPng(takeSnapshot(path).bytes, inflate, { crc32 }));
    if (isPhotograph(found)) return missing('it looks like a photograph');
    if (found.width === mask.width && found.height === mask.height) return found;
    const { width, height } = found;
    return { refusal: finding('instancesDiffer', { width, height, maskWidth: mask.width, maskHeight: mask.height }) };
  } catch (error) {
    if (error instanceof PngError || error instanceof FileError) return missing(error.message.replace(/\.$/, ''));
    throw error;
  }
}

/** A warning where the mask has what looks like a border: void beside objects. A second one would lie around or over it. */
function borderThere(mask: Mask, before: Uint32Array, { voidId, background }: DrawOptions): Finding[] {
  if ((before[voidId] ?? 0) === 0 || !seemsVoid(mask, before, voidId, background)) return [];
  const { ids, width, height } = mask;
  const isObject = (x: number, y: number): boolean => {
    if (x < 0 || y < 0 || x >= width || y >= height) return false;
    const id = ids[y * width + x];
    return id !== voidId && id !== background;
  };
  let pixels = 0;
  for (let i = 0; i < ids.length; i++) {
    if (ids[i] !== voidId) continue;
    const x = i % width;
    const y = (i - x) / width;
    const isBeside = isObject(x - 1, y) || isObject(x + 1, y) || isObject(x, y - 1) || isObject(x, y + 1);
    if (isBeside) pixels++;
  }
  return pixels === 0 ? [] : [finding('borderThere', { id: voidId, pixels })];
}

/** Warnings for what the border or the background would be merged with. */
function takenIds(mask: Mask, before: Uint32Array, options: DrawOptions): Finding[] {
  const { voidId, background, backgroundBecomes } = options;
  const pixelsOf = (id: number): number => (seemsVoid(mask, before, id, background) ? 0 : (before[id] ?? 0));
  const findings: Finding[] = [];
  const ofBorder = pixelsOf(voidId);
  if (ofBorder > 0) findings.push(finding('borderIdTaken', { id: voidId, pixels: ofBorder }));
  const isKept = backgroundBecomes === null || backgroundBecomes === background || (before[background] ?? 0) === 0;
  const ofBackground = isKept ? 0 : pixelsOf(backgroundBecomes);
  if (backgroundBecomes !== null && ofBackground > 0) {
    findings.push(finding('backgroundIdTaken', { id: backgroundBecomes, pixels: ofBackground }));
  }
  return findings;
}

/** Whether an id has Pascal VOC's colour of the void, or is 255 where it is not the only object (a binary mask's). */
function seemsVoid({ palette }: Mask, before: Uint32Array, id: number, background: number): boolean {
  if (id === background) return false;
  const colour = palette?.rgb.subarray(3 * id, 3 * id + 3) ?? [];
  if (colour.length === 3 && VOID_COLOUR.every((value, at) => value === colour[at])) return true;
  return id === 255 && before.some((pixels, other) => pixels > 0 && other !== id && other !== background);
}

/** As the mask was stored, with as many bits and entries as the new ids need. */
function encodingFor(
  mask: Mask,
  options: BorderOptions,
  before: Uint32Array,
  after: Uint32Array,
): { encoding: Encoding; findings: Finding[] } {
  const largest = countsOf(after).at(-1)?.[0] ?? 0;
  const bitDepth = largest < 2 ** mask.bitDepth ? mask.bitDepth : 8;
  if (mask.palette === null) return { encoding: { kind: 'grey', bitDepth }, findings: [] };
  const encoding = (palette: Palette): Encoding => ({
    kind: 'palette',
    palette,
    bitDepth: bitDepth as Exclude<BitDepth, 16>,
  });
  if (options.kind === 'remove') return { encoding: encoding(mask.palette), findings: [] };
  const { voidId } = options;
  const palette = extendPalette(mask.palette, largest + 1);
  const old = Array.from(palette.rgb.subarray(3 * voidId, 3 * voidId + 3));
  const wasUsed = (before[voidId] ?? 0) > 0 && 3 * voidId < mask.palette.rgb.length;
  const colour = options.colour ?? (wasUsed ? (old as [number, number, number]) : VOID_COLOUR);
  if (largest < voidId || colour.every((value, at) => value === old[at])) {
    return { encoding: encoding(palette), findings: [] };
  }
  palette.rgb.set(colour, 3 * voidId);
  const wasThere = 3 * voidId < mask.palette.rgb.length;
  const [red = 0, green = 0, blue = 0] = old;
  const details = { id: voidId, before: formatHex(red, green, blue), after: formatHex(...colour) };
  return { encoding: encoding(palette), findings: wasThere ? [finding('colourOfVoid', details)] : [] };
}

function changeOf(
  to: Storage,
  image: Parameters<typeof storageOf>[0],
  before: Uint32Array,
  after: Uint32Array,
  losses: Drawn['losses'],
  isCopy: boolean,
): FileChange {
  return {
    from: storageOf(image),
    to,
    before: countsOf(before),
    colours: [],
    after: countsOf(after),
    renumbered: [],
    losses,
    keepsData: isCopy,
    isCopy,
  };
}

function refused(error: Finding): Conversion {
  return { output: null, change: null, findings: [error], unknown: [] };
}
