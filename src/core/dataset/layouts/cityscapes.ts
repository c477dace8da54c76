import { kindByPath, type Claim } from '../claims.ts';
import { isImage, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINAL = '_leftImg8bit';
/** What stands behind the name in the names of masks, up to the kind of file. */
const MASK = /_(gtFine|gtCoarse)_(labelIds|labelTrainIds|instanceIds|instanceTrainIds|color)$/i;
const MEASUREMENT = /_disparity$/i;
/** Longer than any ending: a longer name is not searched as a whole. */
const ENDING = 32;
/** Archives are unpacked into folders of their own: `leftImg8bit_trainvaltest/leftImg8bit/train`. */
const OWN_FOLDER = /^(?:leftImg8bit|gtFine|gtCoarse|disparity)(?:_[a-z_]{1,20})?$/i;

/**
 * Cityscapes and what follows its names: `leftImg8bit/{split}/{city}/{name}_leftImg8bit.png` and
 * `gtFine/{split}/{city}/{name}_gtFine_{what}.png` (README of the official scripts).
 *
 * Where a pair has both, `labelIds` are its class mask and not `labelTrainIds`: they lose nothing (34 classes instead of
 * 19), and the train ids follow from them. Fine annotations come before coarse ones. `color` is a drawing of the ids and
 * never a class mask. The city is part of the name already, and no part of the pair's name otherwise.
 */
export function readCityscapes(files: readonly ListedFile[]): Claim[] {
  return files.flatMap(claimed);
}

function claimed(file: ListedFile): Claim[] {
  if (!isImage(file)) return [];
  const { path, stem } = file;
  const ending = stem.slice(-ENDING);
  const found = MASK.exec(ending);
  if (found !== null) {
    const [whole, quality = '', what = ''] = found;
    const coarse = quality.toLowerCase() === 'gtcoarse' ? 2 : 0;
    const rank = coarse + (what.toLowerCase() === 'labelids' ? 0 : 1);
    const role = what.toLowerCase() === 'color' ? 'colours' : 'mask';
    return [{ ...named(file, whole), role, kind: role === 'mask' ? kindByPath(path) : 'semantic', rank }];
  }
  if (ending.toLowerCase().endsWith(ORIGINAL.toLowerCase())) {
    return [{ ...named(file, ORIGINAL), role: 'original', kind: 'semantic', rank: originalRank(file) }];
  }
  const [measured] = MEASUREMENT.exec(ending) ?? [];
  if (measured === undefined) return [];
  return [{ ...named(file, measured), role: 'measurement', kind: 'semantic', rank: 0 }];
}

function named({ path, stem, folders }: ListedFile, ending: string) {
  const name = stem.slice(0, -ending.length);
  const own = folders.findIndex((folder) => OWN_FOLDER.test(folder));
  const place = own < 0 ? [] : folders.slice(0, own);
  const below = folders.slice(Math.max(own, 0)).filter((folder) => !OWN_FOLDER.test(folder));
  const parts = [...below.filter((folder) => !name.startsWith(`${folder}_`)), name];
  return { path, place, parts, split: splitAmong(below) };
}
