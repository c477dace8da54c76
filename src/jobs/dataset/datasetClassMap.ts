import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rgbOf } from '../../core/dataset/classNaming.ts';
import { namesEveryMask, nameEveryMask } from '../../core/dataset/classMapScope.ts';
import type { DatasetFacts, Records, UnusableMap } from '../../core/dataset/facts.ts';
import type { DatasetLayout } from '../../core/dataset/pairs.ts';
import { CLASS_MAP_PROBLEMS, type ClassMap } from '../../core/formats/classMap.ts';
import {
  classMapByteLimit,
  classMapFilesAmong,
  isOfOthers,
  parseClassMap,
  unusableBecause,
  withoutEntries,
} from '../../core/formats/classMapFile.ts';
import { isPresetName, PRESETS, suggestPreset } from '../../core/formats/presets/presets.ts';
import { fillTemplate } from '../../core/png/errors.ts';
import { decodeText } from '../../platform/decodeText.ts';
import { fileProblem } from '../../platform/readFile.ts';
import { DatasetProblem } from './datasetProblem.ts';

type Found = NonNullable<DatasetFacts['classMap']>;
interface MaskedLayout {
  readonly pairs: readonly Pick<DatasetLayout['pairs'][number], 'mask'>[];
}
type MapLayout = Pick<DatasetLayout, 'classMapFiles' | 'pairs' | 'unpaired'>;

/** Folders above the dataset's in which a class map is looked for, as for a mask outside a workspace. */
const LEVELS_ABOVE = 2;
/** A class map for every video of a dataset would not be read a thousand times. */
const MOST_COPIES = 64;
/** Masks that are asked for a preset. */
const MOST_ASKED = 16;
/** Masks whose ids must be black and white alone. */
const MOST_SAMPLED = 100;
const FOREGROUND = 255;
const WHITE = '#ffffff';
/** Values between black and white that make a soft edge, and the share of masks that must have none. */
const FEWEST_BETWEEN = 4;
const SHARP_SHARE = 0.75;

/** The class map that names the ids; null where there is none. And those that would have come first, if they could be used. */
export interface FoundMap {
  readonly found: Found | null;
  readonly unusable: readonly UnusableMap[];
}

/**
 * The class map of a dataset that is given (an absolute path, or the name of a preset), else the nearest file of the dataset that
 * speaks for all masks, else one in the folders above.
 *
 * @param root of the dataset, absolute
 * @throws DatasetProblem where the one that is given cannot be used: other names or another void would change results unseen
 */
export function findDatasetClassMap(root: string, given: string | null, layout: MapLayout): FoundMap {
  if (given !== null) {
    if (isPresetName(given)) return { found: { source: given, map: PRESETS[given] }, unusable: [] };
    const map = readMap(given);
    const problem = unusableBecause(map);
    if (problem === null) return { found: { source: given, map }, unusable: [] };
    const template = CLASS_MAP_PROBLEMS[problem.code];
    const details = { ...problem.details, template, problem: fillTemplate(template, problem.details) };
    throw new DatasetProblem('classMapUnusable', { ...details, path: given });
  }
  const classMapFiles = layout.classMapFiles.filter((path) => namesEveryMask(path, layout));
  const unusable: UnusableMap[] = [];
  for (const found of classMapsOf(root, { classMapFiles }, (one) => unusable.push(one))) return { found, unusable };
  return { found: sharedMap(root, layout), unusable };
}

/**
 * The class maps that a dataset may mean, the likeliest first: the files in it, then those in the folders above.
 *
 * @param root of the dataset, absolute
 * @param passedOver called with those that cannot be used
 */
export function* classMapsOf(
  root: string,
  layout: Pick<DatasetLayout, 'classMapFiles'>,
  passedOver: (unusable: UnusableMap) => void = () => undefined,
): Generator<Found> {
  for (const path of [...layout.classMapFiles.map((one) => join(root, one)), ...filesAbove(root)]) {
    const map = readMap(path);
    const problem = unusableBecause(map);
    if (problem === null) yield { source: path, map };
    else if (!isOfOthers(basename(path), problem)) passedOver({ source: path, problem });
  }
}

/** The class map that several folders have a copy of, which together have all masks. */
function sharedMap(root: string, layout: MapLayout): Found | null {
  const { classMapFiles } = layout;
  if (classMapFiles.length < 2 || classMapFiles.length > MOST_COPIES || !nameEveryMask(classMapFiles, layout))
    return null;
  const [first, ...others] = classMapFiles.map((path): Found => ({
    source: join(root, path),
    map: readMap(join(root, path)),
  }));
  const wanted = JSON.stringify(first?.map.entries);
  const isShared = first !== undefined && others.every(({ map }) => JSON.stringify(map.entries) === wanted);
  return isShared && unusableBecause(first.map) === null ? first : null;
}

/** A file that cannot be read is a class map without entries, and its problem. */
function readMap(path: string): ClassMap {
  const limit = classMapByteLimit(basename(path));
  try {
    if (statSync(path).size > limit) return withoutEntries({ code: 'tooLarge', details: { limit: limit / 2 ** 20 } });
    const text = decodeText(readFileSync(path));
    return text === null ? withoutEntries({ code: 'notText', details: {} }) : parseClassMap(basename(path), text);
  } catch (error) {
    const problem = fileProblem(error);
    return withoutEntries({
      code: 'unreadable',
      details: { reason: problem instanceof Error ? problem.message : String(problem) },
    });
  }
}

function filesAbove(root: string): string[] {
  const found: string[] = [];
  let folder = root;
  for (let level = 0; level < LEVELS_ABOVE && dirname(folder) !== folder; level++) {
    folder = dirname(folder);
    try {
      found.push(...classMapFilesAmong(readdirSync(folder)).map((name) => join(folder, name)));
    } catch {
      // A folder that may not be listed has nothing to say.
    }
  }
  return found;
}

/**
 * The preset that masks speak for, where no class map is found; null where they do not.
 *
 * @param name of the dataset's folder, which may be a part of what speaks for it
 */
export function presetOf(name: string, { pairs }: MaskedLayout, records: Records): Found | null {
  let asked = 0;
  for (const { mask } of pairs) {
    const record = mask === null ? undefined : records.get(mask);
    if (record?.type !== 'mask') continue;
    const { encoding, palette, divisor, ids } = record;
    const evidence = {
      paletteRgb: palette === null ? null : rgbOf(palette),
      isColour: encoding === 'colour',
      divisor,
      ids: ids.map(({ id }) => id),
    };
    const suggested = suggestPreset(`${name}/${record.path}`, evidence);
    if (suggested !== null) return { source: suggested.preset, map: PRESETS[suggested.preset] };
    if (++asked === MOST_ASKED) break;
  }
  return areBinary(pairs, records) ? { source: 'binary', map: PRESETS.binary } : null;
}

/**
 * Whether masks from all over the dataset have no other ids than 0 and 255, and some have 255: a void needs others. A few may
 * have soft edges, which are many values between black and white.
 */
function areBinary(pairs: MaskedLayout['pairs'], records: Records): boolean {
  const masks = pairs.flatMap(({ mask }) => mask ?? []);
  const step = Math.max(1, Math.floor(masks.length / MOST_SAMPLED));
  let [sharp, soft] = [0, 0];
  for (let at = 0; at < masks.length; at += step) {
    const record = records.get(masks[at] ?? '');
    if (record?.type !== 'mask') continue;
    if (record.kind !== 'semantic' || record.encoding === 'colour') return false;
    const between = record.ids.filter(({ id }) => id !== 0 && id !== FOREGROUND).length;
    const foreground = record.ids.find(({ id }) => id === FOREGROUND);
    // A palette that shows it in another colour than white, as Pascal VOC's does, means a void.
    if ((foreground?.colour ?? WHITE) !== WHITE) return false;
    const hasForeground = foreground !== undefined;
    if (between === 0) sharp += Number(hasForeground);
    else if (between < FEWEST_BETWEEN || record.encoding !== 'grey' || !hasForeground) return false;
    else soft++;
  }
  return sharp > 0 && sharp >= SHARP_SHARE * (sharp + soft);
}
