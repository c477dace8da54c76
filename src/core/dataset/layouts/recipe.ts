import { joinedPath, perFolder, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINAL = '-original';
const MASK = '-category';
/** A picture beside them, for people. */
const DRAWING = '-animface';
const OWN_FOLDERS = ['animface', 'category', 'original', 'originals'];

/**
 * The layout of the published recipe: `{name}-original.jpg`, `{name}-category.png`, `{name}-animface.png`, in one folder or
 * in `animface` and `category`, as Labelbox exports are converted to it (core/labelbox/layouts.ts).
 */
export function readRecipe(files: readonly ListedFile[]): Claim[] {
  const folderOf = perFolder(readFolders);
  return files.flatMap((file): Claim[] => {
    const { stem } = file;
    const ending = [ORIGINAL, MASK, DRAWING].find((one) => stem.length > one.length && stem.endsWith(one));
    if (ending === undefined || !isImage(file)) return [];
    const { place, prefix, split } = folderOf(file);
    const named = { file, place, key: prefix + stem.slice(0, -ending.length), split };
    if (ending === ORIGINAL) return [{ ...named, role: 'original', rank: originalRank(file) }];
    return [{ ...named, role: ending === MASK ? 'mask' : 'colours', rank: maskRank(file) }];
  });
}

function readFolders(folders: readonly string[]) {
  const own = folders.findIndex((folder) => OWN_FOLDERS.includes(folder.toLowerCase()));
  const place = own < 0 ? folders : folders.slice(0, own);
  const below = own < 0 ? [] : folders.slice(own + 1);
  return { place, prefix: joinedPath([...place, ...below], ''), split: splitAmong(folders) };
}
