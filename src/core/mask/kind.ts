import type { MaskKind } from './mask.ts';

/**
 * Why a mask was taken for its kind: one English sentence each, with `{name}` placeholders. The extension translates
 * the sentence by using it as the key of its l10n bundle.
 */
export const KIND_REASONS = {
  default: 'Nothing in its path or ids says otherwise.',
  folder: 'Recognised by the folder {folder}.',
  fileName: 'Recognised by the file name ending {ending}.',
  ids: 'Recognised by the ids, which read as class × {divisor} + instance.',
} as const;

/** What an id means in a mask, and the evidence. */
export interface RecognisedKind {
  readonly kind: MaskKind;
  /** For classInstance: class = ⌊id / divisor⌋, instance = id mod divisor. Absent where the file does not say. */
  readonly divisor?: number;
  readonly reason: { readonly code: keyof typeof KIND_REASONS; readonly details: Readonly<Record<string, string>> };
}

/** What is known of a mask without decoding it. */
export interface KindEvidence {
  /** Path of the file, `/` between its parts. */
  readonly path: string;
  /** Bits a sample; undefined where the header cannot be read. */
  readonly bitDepth?: number | undefined;
  /** Samples are red, green and blue (with or without alpha). */
  readonly isColour?: boolean | undefined;
  /** Distinct ids in ascending order, as far as they are known. */
  readonly ids?: readonly number[] | undefined;
}

type Ending = readonly [pattern: RegExp, kind: MaskKind, divisor?: number];

/** File names that say what their ids are (Cityscapes and its many followers, ADE20K). */
const ENDINGS: readonly Ending[] = [
  [/_instance(?:Train)?Ids\.png$/, 'classInstance', 1000],
  [/_label(?:Train)?Ids\.png$/, 'semantic'],
  [/_panoptic\.png$/, 'panoptic'],
  [/^ADE_(?:train|val|test)_\d+\.png$/, 'semantic'],
];

/**
 * Recognises a mask's kind by its path, then by its depth and ids.
 *
 * Conventions: Pascal VOC `SegmentationObject`; DAVIS `Annotations/480p` and folders named after it; Cityscapes
 * `*_instanceIds` (class · 1000 + k); KITTI `instance` and Mapillary Vistas `instances` (class · 256 + k); MOTS
 * `instances` (class · 1000 + k); COCO `panoptic_train2017` and Mapillary `panoptic` (R + 256·G + 65536·B); ADE20K's
 * full release keeps class and instance together in the colours of `*_seg.png`.
 */
export function recogniseKind(evidence: KindEvidence): RecognisedKind {
  const parts = evidence.path.split('/');
  const name = parts.pop() ?? '';
  return byFileName(name, parts, evidence) ?? byFolder(parts, evidence) ?? byIds(evidence) ?? unremarkable();
}

function byFileName(name: string, folders: readonly string[], evidence: KindEvidence): RecognisedKind | null {
  for (const [pattern, kind, divisor] of ENDINGS) {
    const match = pattern.exec(name);
    if (match === null || (kind === 'panoptic' && evidence.isColour === false)) continue;
    return recognised(kind, { code: 'fileName', details: { ending: match[0] } }, divisor);
  }
  const partOfAde = /_(?:seg|parts_\d+)\.png$/.exec(name);
  if (partOfAde !== null && evidence.isColour === true && folders.some((folder) => /^ade20k/i.test(folder))) {
    return recognised('classInstance', { code: 'fileName', details: { ending: partOfAde[0] } });
  }
  return null;
}

function byFolder(folders: readonly string[], evidence: KindEvidence): RecognisedKind | null {
  const parent = folders.at(-1) ?? '';
  const named = (folder: string): RecognisedKind['reason'] => ({ code: 'folder', details: { folder } });
  if (/^SegmentationObject/.test(parent)) return recognised('instance', named(parent));
  if (/^SegmentationClass/.test(parent)) return recognised('semantic', named(parent));
  if (/^panoptic(?:_|$)/i.test(parent) && evidence.isColour !== false) return recognised('panoptic', named(parent));
  if (evidence.bitDepth === 16 && evidence.isColour !== true) {
    if (parent === 'instance') return recognised('classInstance', named('instance'), divisorOf(evidence.ids) ?? 256);
    const instances = folders.lastIndexOf('instances');
    if (instances >= 0) {
      const isMapillary = folders.some((folder) => /mapillary|^v1\.2$|^v2\.0$/i.test(folder));
      const divisor = isMapillary ? 256 : (divisorOf(evidence.ids) ?? 1000);
      return recognised('classInstance', named('instances'), divisor);
    }
  }
  const davis = folders.find((folder) => /^davis(?:$|[-_ ]?20\d\d|-)/i.test(folder));
  if (davis !== undefined && !folders.includes('JPEGImages')) return recognised('instance', named(davis));
  const annotations = folders.findIndex(
    (folder, at) =>
      /^Annotations(?:_unsupervised)?$/.test(folder) && /^(?:480p|1080p|Full-Resolution)$/.test(folders[at + 1] ?? ''),
  );
  if (annotations >= 0) return recognised('instance', named(`Annotations/${folders[annotations + 1] ?? ''}`));
  return null;
}

function byIds({ bitDepth, isColour, ids }: KindEvidence): RecognisedKind | null {
  if (bitDepth !== 16 || isColour === true) return null;
  const divisor = divisorOf(ids);
  return divisor === null
    ? null
    : recognised('classInstance', { code: 'ids', details: { divisor: String(divisor) } }, divisor);
}

/** Instances are counted from 0 or 1, so the right divisor leaves small remainders; datasets have few classes. */
const PLAUSIBLE_CLASSES = 200;
const PLAUSIBLE_REMAINDER = 200;
const DENSEST = 8;

/**
 * The divisor (1000 or 256) by which ids decode into plausible classes and instances; null where neither does.
 * Ids below the divisor are classes without instances (Cityscapes) and say nothing.
 */
export function divisorOf(ids: readonly number[] | undefined): 1000 | 256 | null {
  if (ids === undefined) return null;
  // Consecutive instance ids (1, 2, 3 … 5000) are dense, composed ones leave wide gaps.
  if (ids.length * DENSEST > Math.max(0, ...ids)) return null;
  let best: { divisor: 1000 | 256; remainder: number } | null = null;
  for (const divisor of [1000, 256] as const) {
    const composed = ids.filter((id) => id >= divisor && id !== 65535);
    if (composed.length === 0) continue;
    const remainder = Math.max(...composed.map((id) => id % divisor));
    const classes = Math.max(...composed.map((id) => Math.floor(id / divisor)));
    if (classes > PLAUSIBLE_CLASSES || remainder > PLAUSIBLE_REMAINDER) continue;
    if (best === null || remainder < best.remainder) best = { divisor, remainder };
  }
  return best?.divisor ?? null;
}

function recognised(kind: MaskKind, reason: RecognisedKind['reason'], divisor?: number): RecognisedKind {
  return divisor === undefined ? { kind, reason } : { kind, divisor, reason };
}

function unremarkable(): RecognisedKind {
  return { kind: 'semantic', reason: { code: 'default', details: {} } };
}
