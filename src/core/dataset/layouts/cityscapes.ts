import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINAL = /_leftImg8bit$/i;
/** What stands behind the name in the names of masks. */
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
 * never a class mask. The city, with which the file's name begins, is no part of the pair's name otherwise.
 */
export function readCityscapes(files: readonly ListedFile[]): Claim[] {
  const folderOf = perFolder(readFolders);
  return files.flatMap((file): Claim[] => {
    if (!isImage(file)) return [];
    const ending = file.stem.slice(-ENDING);
    const named = (text: string) => {
      const { place, below, split } = folderOf(file);
      const name = file.stem.slice(0, -text.length);
      const kept = below.filter((folder) => !name.startsWith(`${folder}_`));
      return { file, place, key: joinedPath([...place, ...kept], name), split };
    };
    const [whole, quality = '', what = ''] = MASK.exec(ending) ?? [];
    if (whole !== undefined) {
      const coarse = quality.toLowerCase() === 'gtcoarse' ? 2 : 0;
      const rank = coarse + (what.toLowerCase() === 'labelids' ? 0 : 1);
      return [{ ...named(whole), role: what.toLowerCase() === 'color' ? 'colours' : 'mask', rank }];
    }
    const [original] = ORIGINAL.exec(ending) ?? [];
    if (original !== undefined) return [{ ...named(original), role: 'original', rank: originalRank(file) }];
    const [measured] = MEASUREMENT.exec(ending) ?? [];
    return measured === undefined ? [] : [{ ...named(measured), role: 'measurement', rank: 0 }];
  });
}

function readFolders(folders: readonly string[]) {
  const own = folders.findIndex((folder) => OWN_FOLDER.test(folder));
  const below = folders.slice(Math.max(own, 0)).filter((folder) => !OWN_FOLDER.test(folder));
  return { place: own < 0 ? [] : folders.slice(0, own), below, split: splitAmong(below) };
}
