import { recogniseDamage, swapRedAndBlue } from '../core/mask/damage.ts';
import { fitsEitherWay } from '../core/mask/damageColours.ts';
import { repairEdges } from '../core/mask/damageRepair.ts';
import { histogramById } from '../core/mask/histogram.ts';
import { isPhotograph, maskFromPng } from '../core/mask/fromPng.ts';
import type { Mask } from '../core/mask/mask.ts';
import { idsAsBytes, requireIdsUpTo } from '../core/mask/remap.ts';
import { binaryRuleOf, idsOfBinary, type BinaryRule, type ValueBetween } from '../core/mask/remapBinary.ts';
import {
  applyColourPlan,
  planByColour,
  undecidedIn,
  type ColourChoice,
  type ColouredId,
  type ColourPlan,
} from '../core/mask/remapColours.ts';
import { parsePng } from '../core/png/read.ts';
import { rewritePalette } from '../core/png/rewritePalette.ts';
import { ColourType, type Palette, type PngImage } from '../core/png/types.ts';
import { crc32 } from '../platform/zlib.ts';
import type { Convert } from './batchConvert.ts';
import { finding, refusalOf } from './batchRules.ts';
import type { BatchFile, Conversion, FileChange, Finding, Storage } from './batchTypes.ts';
import { damageFindings } from './damageFindings.ts';
import { countsOf, encodeIds, isEqual, provenStorage, storageOf, type Encoding } from './encodeIds.ts';
import { readImage } from './readImage.ts';
import {
  assigned,
  coloursAt,
  coloursMeet,
  idsMeet,
  idsWithoutClass,
  outsidePalette,
  renumberedBy,
  repairFindings,
  repairSummary,
  thresholdDecisions,
  unknownOf,
} from './reencodeFindings.ts';

/** `edges`: mixed and stained edges and invented ids become the classes beside them, see `repairEdges`. */
export type Repair = 'none' | 'edges';

/** How masks are put on one palette. Plain data. */
export interface ReencodeOptions {
  /** `index`: every pixel keeps its id. `colour`: its colour says which id it becomes. */
  readonly by: 'index' | 'colour';
  /** Of palette files, which have as many of its entries as their depth can address. */
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
  /** The user says that red and blue are stored in this order; absent: files that do not tell wait for the others. */
  readonly isAsStored?: boolean;
  /** Binary masks: the id of what is opaque or white; null for other masks. */
  readonly classId: number | null;
  /** Where binary masks keep their object; null or absent: as each mask's values say, see `binaryRuleOf`. */
  readonly binaryRule?: BinaryRule | null;
  /** Binary masks: the object is where the value is this or more; null or absent: they have to be binary. */
  readonly threshold?: number | null;
  /** Damage that is mended; absent: none. */
  readonly repair?: Repair;
  /** Ids of the class map's classes, and what it is called; null or absent where the palette has no classes. */
  readonly classes?: { readonly name: string; readonly ids: readonly number[] } | null;
  /** The palette as the user named it, for advice; it decides nothing. */
  readonly paletteName?: string;
}

/** The conversion of `maskscope reencode`. */
export function convertReencode(options: ReencodeOptions): Convert {
  const encoding: Encoding =
    options.raw === null
      ? { kind: 'palette', palette: options.palette, bitDepth: options.depth ?? 8 }
      : { kind: 'grey', bitDepth: options.raw };
  return (bytes, file, { isPreview } = { isPreview: true }) => {
    const isByIndex = options.by === 'index' && options.classId === null && options.repair !== 'edges';
    if (!isPreview && isByIndex && keepsData(bytes, encoding)) {
      // The preview has seen that the ids fit.
      return { output: rewritePalette(bytes, options.palette, crc32), change: null, findings: [], unknown: [] };
    }
    try {
      return convert(bytes, file, options, encoding, isPreview);
    } catch (error) {
      const refusal = refusalOf(error, encoding.bitDepth);
      if (refusal === null) throw error;
      return refused(refusal);
    }
  };
}

/** What the samples can hold and, of palette files, the palette names. */
function largestId(encoding: Encoding): number {
  const held = 2 ** encoding.bitDepth;
  return (encoding.kind === 'palette' ? Math.min(held, encoding.palette.rgb.length / 3) : held) - 1;
}

/** Whether a palette can be exchanged without touching the pixels. */
function keepsData(bytes: Uint8Array, encoding: Encoding): boolean {
  if (encoding.kind !== 'palette') return false;
  const { header } = parsePng(bytes, { crc32 });
  return header.colourType === ColourType.palette && header.bitDepth === encoding.bitDepth;
}

function convert(
  bytes: Uint8Array,
  file: BatchFile,
  options: ReencodeOptions,
  encoding: Encoding,
  isPreview: boolean,
): Conversion {
  const image = readImage(bytes);
  const found = maskFromPng(image, { force: options.by === 'colour' });
  if (isPhotograph(found)) return refused(finding('photograph', { colours: found.distinctColours }));
  const stored = options.isSwapped ? swapRedAndBlue(found) : found;
  const colours = options.classId === null ? options.colours : [];
  const histogram = histogramById(stored.ids);
  const isRepaired = options.repair === 'edges';
  const damages = isPreview || isRepaired ? recogniseDamage(stored, colours, histogram) : [];
  const repaired = isRepaired ? repairEdges(stored, damages, histogram) : null;
  const findings = repaired === null ? [] : repairFindings(stored, repaired);
  const withDamage = (met: readonly Finding[]): Finding[] =>
    isPreview ? [...damageFindings(damages, stored, options, file, met.length > 0), ...findings, ...met] : findings;
  if (findings.some(({ severity }) => severity === 'error')) {
    return { output: null, change: null, unknown: [], findings: withDamage([]) };
  }
  const mask =
    repaired === null ? stored : { ...stored, ids: repaired.ids, colours: repaired.colours ?? stored.colours };
  const target = targetIds(mask, repaired === null ? histogram : histogramById(mask.ids), options);
  if (target.plan !== null && isForeign(target.plan) && isPhotograph(maskFromPng(image))) {
    return refused(finding('photograph', { colours: target.plan.fates.length }));
  }
  if ('refusals' in target) {
    const { refusals, plan } = target;
    return { output: null, change: null, unknown: unknownOf(plan), findings: [...withDamage([]), ...refusals] };
  }

  const { ids, after, plan, isRenumbered } = target;
  requireIdsUpTo(after, largestId(encoding));
  const isSame = !isRenumbered && (repaired === null || repaired.changes.length === 0);
  const isKept =
    isSame && encoding.kind === 'palette' && mask.encoding === 'palette' && image.header.bitDepth === encoding.bitDepth;
  const output = isKept
    ? rewritePalette(bytes, encoding.palette, crc32)
    : encodeIds(ids, image, encoding, { isRenumbered });
  if (!isPreview) return { output, change: null, findings, unknown: [] };
  const told = [...withDamage(idsMeet(mask, plan, options.choices)), ...outsidePalette(stored, histogram)];
  const to = isKept ? sameDataStorage(output, image) : provenStorage(output, ids);
  if (to === null) return refused(finding('keepsNoIds'));
  told.push(...assigned(plan));
  if (options.by === 'index' && options.classId === null) told.push(...idsWithoutClass(after, options.classes ?? null));
  told.push(...thresholdDecisions(target.between ?? [], options.threshold ?? null));
  if (encoding.kind === 'palette') {
    told.push(...coloursMeet(encoding.palette, isRenumbered ? null : stored.palette, after));
  }
  const isColour = mask.encoding === 'colour';
  const before = isColour ? [] : countsOf(histogram);
  const change: FileChange = {
    from: storageOf(image),
    to,
    before,
    colours: mask.palette === null ? [] : coloursAt(mask.palette, before),
    after: countsOf(after),
    renumbered: isColour || plan === null ? [] : renumberedBy(plan),
    losses: [],
    keepsData: isKept,
    isCopy: isKept && isEqual(output, bytes),
    ...(repaired === null ? {} : { repaired: repairSummary(stored, repaired, (id) => plan?.table[id] ?? id) }),
  };
  const needsOthers = plan !== null && !options.isSwapped && options.isAsStored !== true;
  const isEitherWay = needsOthers && fitsEitherWay(stored, histogram, colours);
  return { output, change, findings: told, unknown: unknownOf(plan), ...(isEitherWay ? { isEitherWay } : {}) };
}

interface TargetIds {
  readonly ids: Uint8Array | Uint16Array;
  readonly after: Uint32Array;
  readonly plan: ColourPlan | null;
  /** What a threshold decided; absent where there is none. */
  readonly between?: readonly ValueBetween[];
  /** A pixel may have another id than in the mask. */
  readonly isRenumbered: boolean;
}

interface Refusal {
  readonly refusals: readonly Finding[];
  readonly plan: ColourPlan | null;
}

/** Uses up the mask: its ids may be overwritten by the result. Throws RemapError where there is no plan to show. */
function targetIds(mask: Mask, histogram: Uint32Array, options: ReencodeOptions): TargetIds | Refusal {
  const refuse = (refusal: Finding): Refusal => ({ refusals: [refusal], plan: null });
  if (options.classId !== null) {
    const { classId, threshold = null } = options;
    const found = idsOfBinary(mask, options.binaryRule ?? binaryRuleOf(mask, threshold), { classId, threshold });
    return { ...found, plan: null, isRenumbered: !isEqual(found.ids, mask.ids) };
  }
  if (options.by === 'colour' && mask.encoding !== 'grey') {
    const policy = {
      unknown: options.unknown,
      choices: new Map(options.choices),
      ...(options.voidId === null ? {} : { voidId: options.voidId }),
    };
    const plan = planByColour(mask, options.colours, policy, histogram);
    const isRenumbered = plan.fates.some(({ sourceId, id }) => sourceId !== id);
    const refusals = undecidedIn(plan).flatMap((error) => refusalOf(error) ?? []);
    if (refusals.length > 0) return { refusals, plan };
    const room = mask.ids instanceof Uint8Array ? mask.ids : undefined;
    return { ...applyColourPlan(mask, plan, room), plan, isRenumbered };
  }
  if (mask.encoding === 'colour') return refuse(finding('needsClassMap'));
  if (options.by === 'colour') return refuse(finding('greyHasNoColours'));
  if (mask.alpha?.some((value) => value !== 2 ** mask.bitDepth - 1)) return refuse(finding('greyWithAlpha'));
  const ids = options.raw === 16 ? mask.ids : idsAsBytes(mask.ids);
  return { ids, after: histogram, plan: null, isRenumbered: false };
}

/** Whether most pixels have no colour of the target exactly: nothing in the file says that it is about these classes. */
function isForeign({ fates }: ColourPlan): boolean {
  const sum = (some: ColourPlan['fates']): number => some.reduce((pixels, fate) => pixels + fate.pixels, 0);
  return 2 * sum(fates.filter(({ candidates }) => candidates.length > 0)) < sum(fates);
}

/** The same compressed pixels under the same header are the same ids; null where they are not. */
function sameDataStorage(output: Uint8Array, { header, chunks }: PngImage): Storage | null {
  const written = parsePng(output, { crc32 });
  const data = chunks.filter(({ type }) => type === 'IDAT').map((chunk) => chunk.data);
  const isEqualData =
    data.length === written.idat.length && data.every((part, at) => isEqual(part, written.idat[at] ?? NOTHING));
  return isEqualData && JSON.stringify(written.header) === JSON.stringify(header) ? storageOf(written) : null;
}

const NOTHING = new Uint8Array(0);

function refused(error: Finding): Conversion {
  return { output: null, change: null, findings: [error], unknown: [] };
}
