import { kindByPath, type Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

const ORIGINAL = '-original';
const MASK = '-category';
/** The picture of the masks that the recipe writes for people. */
const DRAWING = '-animface';
const OWN_FOLDERS = ['animface', 'category', 'original', 'originals'];

/**
 * The layout of the published recipe: `{name}-original.jpg`, `{name}-category.png`, `{name}-animface.png`, in one folder or
 * in `animface` and `category`, as Labelbox exports are converted to it (core/labelbox/layouts.ts).
 */
export function readRecipe(files: readonly ListedFile[]): Claim[] {
  return files.flatMap(claimed);
}

function claimed(file: ListedFile): Claim[] {
  if (!isImage(file)) return [];
  const { path, stem, folders } = file;
  const ending = [ORIGINAL, MASK, DRAWING].find((one) => stem.length > one.length && stem.endsWith(one));
  if (ending === undefined) return [];
  const own = folders.findIndex((folder) => OWN_FOLDERS.includes(folder.toLowerCase()));
  const place = own < 0 ? folders : folders.slice(0, own);
  const below = own < 0 ? [] : folders.slice(own + 1);
  const common = { path, place, parts: [...below, stem.slice(0, -ending.length)], split: splitAmong(folders) };
  switch (ending) {
    case ORIGINAL:
      return [{ ...common, role: 'original', kind: 'semantic', rank: originalRank(file) }];
    case MASK:
      return [{ ...common, role: 'mask', kind: kindByPath(path), rank: maskRank(file) }];
    default:
      return [{ ...common, role: 'colours', kind: 'semantic', rank: 0 }];
  }
}
