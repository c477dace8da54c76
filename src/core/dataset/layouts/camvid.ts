import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

/** The folders of SegNet's edition: `train` beside `trainannot`. */
const SPLIT_FOLDER = /^(train|val|test)(annot)?$/i;
/** Those of the University of Cambridge: `701_StillsRaw_full` and `LabeledApproved_full`. */
const STILLS = /^701_StillsRaw/i;
const APPROVED = /^LabeledApproved/i;
const APPROVED_ENDING = '_L';

/**
 * CamVid: SegNet's `train`, `trainannot`, `val`, `valannot`, `test`, `testannot`, or the `701_StillsRaw_full` and
 * `LabeledApproved_full` of its authors, whose masks are named `{name}_L.png` and hold colours.
 */
export function readCamvid(files: readonly ListedFile[]): Claim[] {
  const folderOf = perFolder(readFolders);
  const claims = files.flatMap((file): Claim[] => {
    const folder = folderOf(file);
    if (folder === null || !isImage(file)) return [];
    const { isMask, ending, place, prefix, split } = folder;
    if (!file.stem.endsWith(ending) || file.stem === ending) return [];
    const key = prefix + file.stem.slice(0, file.stem.length - ending.length);
    const rank = isMask ? maskRank(file) : originalRank(file);
    return [{ file, role: isMask ? 'mask' : 'original', place, key, split, rank }];
  });
  return claims.some(({ role }) => role === 'mask') ? claims : [];
}

function readFolders(folders: readonly string[]) {
  const folder = folders.at(-1) ?? '';
  const place = folders.slice(0, -1);
  const [, split = null, annotations] = SPLIT_FOLDER.exec(folder) ?? [];
  if (split !== null) {
    const prefix = joinedPath([...place, split], '');
    return { isMask: annotations !== undefined, ending: '', place, prefix, split: splitAmong([split]) };
  }
  const common = { place, prefix: joinedPath(place, ''), split: null };
  if (STILLS.test(folder)) return { ...common, isMask: false, ending: '' };
  return APPROVED.test(folder) ? { ...common, isMask: true, ending: APPROVED_ENDING } : null;
}
