import { kindByPath, type Claim } from '../claims.ts';
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
  const claims = files.flatMap((file) => (isImage(file) ? claimed(file) : []));
  return claims.some(({ role }) => role === 'mask') ? claims : [];
}

function claimed(file: ListedFile): Claim[] {
  const { path, stem, folders } = file;
  const folder = folders.at(-1) ?? '';
  const place = folders.slice(0, -1);
  const original = { role: 'original', kind: 'semantic', rank: originalRank(file) } as const;
  const mask = () => ({ role: 'mask', kind: kindByPath(path), rank: maskRank(file) }) as const;
  const split = SPLIT_FOLDER.exec(folder);
  if (split !== null) {
    const [, name = '', annotations] = split;
    const common = { path, place, parts: [name, stem], split: splitAmong([name]) };
    return [{ ...common, ...(annotations === undefined ? original : mask()) }];
  }
  if (STILLS.test(folder)) return [{ path, place, parts: [stem], split: null, ...original }];
  if (!APPROVED.test(folder) || !stem.endsWith(APPROVED_ENDING)) return [];
  return [{ path, place, parts: [stem.slice(0, -APPROVED_ENDING.length)], split: null, ...mask() }];
}
