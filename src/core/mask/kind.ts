import { composedDivisorOf, instancesDivisorOf } from './divisor.ts';
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
  /**
   * Path of the workspace folder that holds the file. Folders above it say where the dataset lies (a home folder, a
   * mount), not what it is.
   */
  readonly workspaceFolder?: string | undefined;
  /** Bits a sample; undefined where the header cannot be read. */
  readonly bitDepth?: number | undefined;
  /** Samples are red, green and blue (with or without alpha). */
  readonly isColour?: boolean | undefined;
  /** Distinct ids in ascending order, as far as they are known. */
  readonly ids?: readonly number[] | undefined;
}

type Ending = readonly [pattern: RegExp, kind: MaskKind, divisor?: number];

/** File names that say what their ids are (Cityscapes and its many followers). */
const ENDINGS: readonly Ending[] = [
  [/_instance(?:Train)?Ids\.png$/i, 'classInstance', 1000],
  [/_label(?:Train)?Ids\.png$/i, 'semantic'],
  [/_panoptic\.png$/i, 'panoptic'],
];

/** ADE20K names images, semantic, instance and panoptic files alike; only the grey ones hold class ids. */
const ADE_NAME = /^ADE_(?:train|val|test)_\d+\.png$/i;

/**
 * Recognises a mask's kind by its path, then by its depth and ids.
 *
 * Conventions: Pascal VOC `SegmentationObject`; DAVIS `Annotations/480p` and folders named after it; Cityscapes
 * `*_instanceIds` (class · 1000 + k); KITTI `instance` and Mapillary Vistas `instances` (class · 256 + k); MOTS
 * `instances` (class · 1000 + k); COCO `panoptic_train2017` and Mapillary `panoptic` (R + 256·G + 65536·B); ADE20K's
 * full release keeps class and instance together in the colours of `*_seg.png`, its challenge in those of
 * `annotations_instance`.
 */
export function recogniseKind(evidence: KindEvidence): RecognisedKind {
  const parts = evidence.path.split('/');
  const name = parts.pop() ?? '';
  return (
    byFileName(name, parts, evidence) ??
    byFolder(parts, foldersWithin(parts, evidence.workspaceFolder), evidence) ??
    adeSemantic(name, evidence) ??
    byIds(evidence) ??
    unremarkable()
  );
}

/** The folders from the workspace folder's own on; all where it is none of them. */
function foldersWithin(folders: readonly string[], workspaceFolder: string | undefined): readonly string[] {
  if (workspaceFolder === undefined) return folders;
  const root = workspaceFolder.replace(/\/+$/, '').split('/');
  return root.every((part, at) => folders[at] === part) ? folders.slice(root.length - 1) : folders;
}

function byFileName(name: string, folders: readonly string[], evidence: KindEvidence): RecognisedKind | null {
  for (const [pattern, kind, divisor] of ENDINGS) {
    const match = pattern.exec(name);
    if (match === null || (kind === 'panoptic' && evidence.isColour === false)) continue;
    return recognised(kind, { code: 'fileName', details: { ending: match[0] } }, divisor);
  }
  const partOfAde = /_(?:seg|parts_\d+)\.png$/i.exec(name);
  if (partOfAde !== null && evidence.isColour === true && folders.some((folder) => /^ade20k/i.test(folder))) {
    return recognised('classInstance', { code: 'fileName', details: { ending: partOfAde[0] } });
  }
  return null;
}

function adeSemantic(name: string, { isColour }: KindEvidence): RecognisedKind | null {
  if (isColour !== false || !ADE_NAME.test(name)) return null;
  return recognised('semantic', { code: 'fileName', details: { ending: name } });
}

/**
 * @param folders all folders of the path: the nearest is looked at wherever the workspace begins
 * @param within those that may belong to the dataset
 */
function byFolder(
  folders: readonly string[],
  within: readonly string[],
  evidence: KindEvidence,
): RecognisedKind | null {
  const parent = folders.at(-1) ?? '';
  const named = (folder: string): RecognisedKind['reason'] => ({ code: 'folder', details: { folder } });
  if (/^SegmentationObject/.test(parent)) return recognised('instance', named(parent));
  if (/^SegmentationClass/.test(parent)) return recognised('semantic', named(parent));
  if (evidence.isColour !== false) {
    const panoptic = panopticFolder(parent, within);
    if (panoptic !== undefined) return recognised('panoptic', named(panoptic));
  }
  if (evidence.isColour === true && within.includes('annotations_instance')) {
    return recognised('classInstance', named('annotations_instance'));
  }
  if (evidence.bitDepth === 16 && evidence.isColour !== true) {
    if (parent === 'instance') {
      return recognised('classInstance', named(parent), composedDivisorOf(evidence.ids) ?? 256);
    }
    const instances = within.lastIndexOf('instances');
    if (instances >= 0) {
      const divisor = isMapillary(within, instances) ? 256 : instancesDivisorOf(evidence.ids);
      return recognised('classInstance', named('instances'), divisor);
    }
  }
  const davis = davisFolder(folders, within);
  return davis === undefined ? null : recognised('instance', named(davis));
}

const PANOPTIC = /(?:^|[_-])panoptic(?:[_-]|$)/i;
/** Of folders further up only those named after a split: a project called "panoptic" holds other images as well. */
const PANOPTIC_SPLIT = /(?:^|[_-])panoptic[_-](?:train|val|test)|^(?:train|val|test)\w*[_-]panoptic$/i;
const ORIGINALS = /^(?:images?|imgs?|jpegimages|leftimg8bit|rgb)$/i;

function panopticFolder(parent: string, within: readonly string[]): string | undefined {
  if (PANOPTIC.test(parent)) return parent;
  const at = within.findLastIndex((folder) => PANOPTIC_SPLIT.test(folder));
  return within.slice(at + 1).some((folder) => ORIGINALS.test(folder)) ? undefined : within[at];
}

/** Mapillary Vistas keeps its instances in `training/v1.2/instances` and `training/v2.0/instances`. */
function isMapillary(within: readonly string[], instances: number): boolean {
  return /^v(?:1\.2|2\.0)$/.test(within[instances - 1] ?? '') || within.some((folder) => /mapillary/i.test(folder));
}

/** `Annotations/480p` wherever it stands; `DAVIS-2017` and the like; a plain `DAVIS` that holds `Annotations`. */
function davisFolder(folders: readonly string[], within: readonly string[]): string | undefined {
  const isAnnotations = (folder: string) => /^Annotations(?:_unsupervised)?$/.test(folder);
  const resolution = folders.find(
    (folder, at) => /^(?:480p|1080p|Full-Resolution)$/.test(folder) && isAnnotations(folders[at - 1] ?? ''),
  );
  if (resolution !== undefined) return `Annotations/${resolution}`;
  const at = within.findIndex((folder) => /^davis(?:$|[-_ ]?20\d\d|-)/i.test(folder));
  const below = within.slice(at + 1);
  if (at < 0 || below.some((folder) => /^(?:JPEGImages|ImageSets)$/.test(folder))) return undefined;
  return /20\d\d/.test(within[at] ?? '') || below.some(isAnnotations) ? within[at] : undefined;
}

function byIds({ bitDepth, isColour, ids }: KindEvidence): RecognisedKind | null {
  if (bitDepth !== 16 || isColour === true) return null;
  const divisor = composedDivisorOf(ids);
  return divisor === null
    ? null
    : recognised('classInstance', { code: 'ids', details: { divisor: String(divisor) } }, divisor);
}

function recognised(kind: MaskKind, reason: RecognisedKind['reason'], divisor?: number): RecognisedKind {
  return divisor === undefined ? { kind, reason } : { kind, divisor, reason };
}

function unremarkable(): RecognisedKind {
  return { kind: 'semantic', reason: { code: 'default', details: {} } };
}
