import { histogramById } from '../core/mask/histogram.ts';
import { swapRedAndBlue } from '../core/mask/damage.ts';
import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import type { Mask } from '../core/mask/mask.ts';
import { idsAsBytes, requireIdsUpTo } from '../core/mask/remap.ts';
import { binaryRuleOf, idsOfBinary } from '../core/mask/remapBinary.ts';
import {
  applyColourPlan,
  planByColour,
  type ColourChoice,
  type ColouredId,
  type ColourPlan,
} from '../core/mask/remapColours.ts';
import { parsePng, readPng } from '../core/png/read.ts';
import { rewritePalette } from '../core/png/rewritePalette.ts';
import { ColourType, type Palette, type PngImage } from '../core/png/types.ts';
import { crc32, inflate } from '../platform/zlib.ts';
import type { Convert } from './batchConvert.ts';
import { finding, refusalOf } from './batchRules.ts';
import type { Conversion, Finding, IdCount, UnknownColour } from './batchTypes.ts';
import { damageFindings } from './damageFindings.ts';
import { countsOf, encodeIds, storageOf, type Encoding } from './encodeIds.ts';
import { readImage } from './readImage.ts';

/** How masks are put on one palette. Plain data. */
export interface ReencodeOptions {
  /** `index`: every pixel keeps its id. `colour`: its colour says which id it becomes. */
  readonly by: 'index' | 'colour';
  /** 256 entries, or those of the file they come from. */
  readonly palette: Palette;
  /** What colours stand for, by colour. */
  readonly colours: readonly ColouredId[];
  /** The id that `void` means, if there is one. */
  readonly voidId: number | null;
  readonly unknown: 'error' | ColourChoice;
  /** Choices for single colours, `#RRGGBB`. */
  readonly choices: readonly (readonly [colour: string, choice: ColourChoice])[];
  /** Bits a sample of grey files of ids; null writes palette files. */
  readonly raw: 8 | 16 | null;
  /** Bits a sample of palette files; null: 8. */
  readonly depth: 1 | 2 | 4 | 8 | null;
  /** The colours were stored as blue, green, red: they are read the other way round. */
  readonly isSwapped: boolean;
  /** Binary masks: the id of what is opaque or white; null for other masks. */
  readonly classId: number | null;
}

/** The conversion of `maskscope reencode`. */
export function convertReencode(options: ReencodeOptions): Convert {
  const encoding: Encoding =
    options.raw === null
      ? { kind: 'palette', palette: options.palette, bitDepth: options.depth ?? 8 }
      : { kind: 'grey', bitDepth: options.raw };
  return (bytes, _file, { isPreview } = { isPreview: true }) => {
    const isByIndex = options.by === 'index' && options.classId === null;
    if (!isPreview && isByIndex && keepsData(bytes, encoding)) {
      // The preview has seen that the ids fit.
      return { output: rewritePalette(bytes, options.palette, crc32), change: null, findings: [], unknown: [] };
    }
    try {
      return convert(bytes, options, encoding, isPreview);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return refused(refusal);
    }
  };
}

/** Whether a palette can be exchanged without touching the pixels. */
function keepsData(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding.kind !== 'palette') return false;
  const { header } = parsePng(bytes, { crc32 });
  return header.colourType === ColourType.palette && header.bitDepth === encoding.bitDepth;
}

function convert(bytes: Uint8Array, options: ReencodeOptions, encoding: Encoding, isPreview: boolean): Conversion {
  const image = readImage(bytes);
  const stored = maskFromPng(image, { force: options.by === 'colour' });
  if (isPhotograph(stored)) return refused(finding('photograph', { colours: stored.distinctColours }));
  const mask = options.isSwapped ? swapRedAndBlue(stored) : stored;
  const colours = options.classId === null ? options.colours : [];
  const histogram = histogramById(mask.ids);
  const findings = isPreview ? damageFindings(mask, colours, histogram) : [];
  const target = targetIds(mask, histogram, options);
  if ('refusal' in target) {
    const { refusal, plan } = target;
    return { output: null, change: null, unknown: unknownOf(plan), findings: [...findings, refusal] };
  }

  const { ids, before, after, plan } = target;
  requireIdsUpTo(after, 2 ** encoding.bitDepth - 1);
  const isSame = ids === mask.ids || isEqual(ids, mask.ids);
  const isKept =
    isSame && encoding.kind === 'palette' && mask.encoding === 'palette' && image.header.bitDepth === encoding.bitDepth;
  const output = isKept
    ? rewritePalette(bytes, encoding.palette, crc32)
    : encodeIds(ids, image, encoding, { isRenumbered: !isSame });
  if (!isPreview) return { output, change: null, findings, unknown: [] };
  if (!(isKept ? hasSameData(output, image) : holds(output, ids))) return refused(finding('keepsNoIds'));
  findings.push(...outsidePalette(mask, before), ...assigned(plan));
  const isColour = mask.encoding === 'colour';
  const change = {
    from: storageOf(image),
    to: storageOf(parsePng(output, { crc32 })),
    before: isColour ? [] : countsOf(before),
    colours: mask.palette === null ? [] : coloursAt(mask.palette, countsOf(before)),
    after: countsOf(after),
    renumbered: isColour || plan === null ? [] : renumberedBy(plan),
    losses: [],
    keepsData: isKept,
  };
  return { output, change, findings, unknown: unknownOf(plan) };
}

interface TargetIds {
  readonly ids: Uint8Array | Uint16Array;
  readonly before: Uint32Array;
  readonly after: Uint32Array;
  readonly plan: ColourPlan | null;
}

interface Refusal {
  readonly refusal: Finding;
  readonly plan: ColourPlan | null;
}

/** Throws RemapError where there is no plan to show. */
function targetIds(mask: Mask, before: Uint32Array, options: ReencodeOptions): TargetIds | Refusal {
  const refuse = (refusal: Finding): Refusal => ({ refusal, plan: null });
  if (options.classId !== null) {
    return { ...idsOfBinary(mask, binaryRuleOf(mask), options.classId), plan: null };
  }
  if (options.by === 'colour' && mask.encoding !== 'grey') {
    const plan = planByColour(mask, options.colours, {
      unknown: options.unknown,
      choices: new Map(options.choices),
      ...(options.voidId === null ? {} : { voidId: options.voidId }),
    });
    try {
      return { ...applyColourPlan(mask, plan), plan };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === null) throw error;
      return { refusal, plan };
    }
  }
  if (mask.encoding === 'colour') return refuse(finding('needsClassMap'));
  if (options.by === 'colour') return refuse(finding('greyHasNoColours'));
  if (mask.alpha?.some((value) => value !== 2 ** mask.bitDepth - 1)) return refuse(finding('greyWithAlpha'));
  const ids = options.raw === 16 ? mask.ids : idsAsBytes(mask.ids);
  return { ids, before, after: before, plan: null };
}

/** The same compressed pixels under the same header are the same ids. */
function hasSameData(output: Uint8Array, { header, chunks }: PngImage): boolean {
  const written = parsePng(output, { crc32 });
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
  const isEqualData =
    data.length === written.idat.length && data.every((part, at) => isEqual(part, written.idat[at] ?? NOTHING));
  return isEqualData && JSON.stringify(written.header) === JSON.stringify(header);
}

const NOTHING = new Uint8Array(0);

/** Reads the result back: every pixel must have the id it was to have. */
function holds(output: Uint8Array, ids: Uint8Array | Uint16Array): boolean {
  return isEqual(readPng(output, inflate, { crc32 }).samples, ids);
}

function isEqual(a: Uint8Array | Uint16Array, b: Uint8Array | Uint16Array): boolean {
  if (a.length !== b.length) return false;
  if (a instanceof Uint8Array && b instanceof Uint8Array) return Buffer.compare(a, b) === 0;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

function outsidePalette({ palette }: Mask, before: Uint32Array): Finding[] {
  if (palette === null) return [];
  const entries = palette.rgb.length / 3;
  const ids = countsOf(before).filter(([id]) => id >= entries);
  if (ids.length === 0) return [];
  return [finding('outsidePalette', { entries, ids: ids.map(([id, pixels]) => `${id} (${pixels} px)`).join(', ') })];
}

function assigned(plan: ColourPlan | null): Finding[] {
  const fates = plan?.fates.filter(({ id, candidates }) => id !== null && candidates.length !== 1) ?? [];
  if (fates.length === 0) return [];
  const colours = fates.slice(0, 10).map(({ colour, sourceId, id }) => `${colour ?? `id ${sourceId}`} → ${id}`);
  return [
    finding('unknownAssigned', {
      count: fates.length,
      pixels: fates.reduce((sum, { pixels }) => sum + pixels, 0),
      colours: colours.join(', ') + (fates.length > 10 ? ', …' : ''),
    }),
  ];
}

function unknownOf(plan: ColourPlan | null): UnknownColour[] {
  const fates = plan?.fates.filter(({ candidates }) => candidates.length !== 1) ?? [];
  return fates.map(({ colour, sourceId, pixels, id, nearest }) => ({
    colour: colour ?? `id ${sourceId}`,
    pixels,
    becomes: id,
    nearest: nearest === null ? null : { id: nearest.entry.id, name: nearest.entry.name ?? '' },
  }));
}

function renumberedBy({ fates }: ColourPlan): [from: number, to: number, pixels: number][] {
  return fates
    .flatMap(({ sourceId, id, pixels }): [number, number, number][] =>
      id === null || id === sourceId ? [] : [[sourceId, id, pixels]],
    )
    .sort((a, b) => a[0] - b[0]);
}

function coloursAt({ rgb }: Palette, ids: readonly IdCount[]): number[] {
  const inside = ids.filter(([id]) => 3 * id < rgb.length);
  return inside.map(([id]) => {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(3 * id, 3 * id + 3);
    return (red << 16) | (green << 8) | blue;
  });
}

function refused(error: Finding): Conversion {
  return { output: null, change: null, findings: [error], unknown: [] };
}
