import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { rgbOf } from '../../core/dataset/classNaming.ts';
import { namesEveryMask, nameEveryMask } from '../../core/dataset/classMapScope.ts';
import type { DatasetFacts, Records } from '../../core/dataset/facts.ts';
import type { DatasetLayout } from '../../core/dataset/pairs.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { classMapByteLimit, classMapFilesAmong, parseClassMap } from '../../core/formats/classMapFile.ts';
import { isPresetName, PRESETS, suggestPreset } from '../../core/formats/presets/presets.ts';
import { decodeText } from '../../platform/decodeText.ts';
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

/**
 * The class map of a dataset that is given (an absolute path, or the name of a preset), else the nearest file of the dataset that
 * speaks for all masks, else one in the folders above; null where there is none.
 *
 * @param root of the dataset, absolute
 * @throws DatasetProblem where the one that is given cannot be read
 */
export function findDatasetClassMap(root: string, given: string | null, layout: MapLayout): Found | null {
  if (given !== null) {
    if (isPresetName(given)) return { source: given, map: PRESETS[given] };
    const map = readMap(given);
    if (map === null) throw new DatasetProblem('classMapUnreadable', { path: given });
    return { source: given, map };
  }
  const classMapFiles = layout.classMapFiles.filter((path) => namesEveryMask(path, layout));
  for (const found of classMapsOf(root, { classMapFiles })) return found;
  return sharedMap(root, layout);
}

/**
 * The class maps that a dataset may mean, the likeliest first: the files in it, then those in the folders above.
 *
 * @param root of the dataset, absolute
 */
export function* classMapsOf(root: string, layout: Pick<DatasetLayout, 'classMapFiles'>): Generator<Found> {
  for (const path of [...layout.classMapFiles.map((one) => join(root, one)), ...filesAbove(root)]) {
    const map = readMap(path);
    if (map !== null && map.entries.length > 0) yield { source: path, map };
  }
}

/** The class map that several folders have a copy of, which together have all masks. */
function sharedMap(root: string, layout: MapLayout): Found | null {
  const { classMapFiles } = layout;
  if (classMapFiles.length < 2 || classMapFiles.length > MOST_COPIES || !nameEveryMask(classMapFiles, layout))
    return null;
  const [first, ...others] = classMapFiles.map((path): Found | null => {
    const map = readMap(join(root, path));
    return map === null ? null : { source: join(root, path), map };
  });
  const wanted = JSON.stringify(first?.map.entries);
  return first !== undefined && others.every((other) => JSON.stringify(other?.map.entries) === wanted) ? first : null;
}

function readMap(path: string): ClassMap | null {
  try {
    if (statSync(path).size > classMapByteLimit(basename(path))) return null;
    const text = decodeText(readFileSync(path));
    return text === null ? null : parseClassMap(basename(path), text);
  } catch {
    return null;
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
