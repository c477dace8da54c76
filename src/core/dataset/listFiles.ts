import { classMapFilesAmong } from '../formats/classMapFile.ts';
import { sortedByCodePoint, type ListedFile } from './listedFile.ts';

const EXTENSIONS = ['txt', 'lst', 'list', 'csv', ''];
const FOLDERS = /^(?:imagesets?|splits?|filelists?|lists?|sets)$/i;
/** Words of which a list has one in its name, wherever it lies. */
const WORDS = /^(?:train|training|val|valid|validation|test|testing|trainval|filelist)$/i;
/** Lists of VOC's other tasks: one a class, and those of another folder than Segmentation. */
const VOC_TASKS = ['Main', 'Action', 'Layout', 'Person'];
const SPLIT_LIST = /^(?:train|val|trainval|test)$/;
const LONGEST = 100;

/**
 * Files that may be split lists, by path: text files in a folder for lists (`ImageSets`, `splits`, `filelist`), or with the
 * name of a split in theirs (`train.txt`, `train_aug.txt`). Not those that name classes, nor those of a single image
 * (`train_0001.txt` for `train_0001.png`), nor the lists of VOC's classes; those of its other tasks only where
 * segmentation has none.
 *
 * @param images those of the files that are images
 */
export function splitListFiles(files: readonly ListedFile[], images: readonly ListedFile[]): string[] {
  const possible = files.filter(mayBeList);
  if (possible.length === 0) return [];
  const stems = new Set(images.map(({ stem }) => stem));
  const found = possible.filter(({ stem }) => !stems.has(stem));
  const hasSegmentation = found.some(({ folders }) => isVocTask(folders, ['Segmentation']));
  return found
    .filter(({ folders, stem }) => {
      if (!isVocTask(folders, VOC_TASKS)) return true;
      return !hasSegmentation && SPLIT_LIST.test(stem);
    })
    .map(({ path }) => path);
}

function isVocTask(folders: readonly string[], tasks: readonly string[]): boolean {
  return folders.at(-2) === 'ImageSets' && tasks.includes(folders.at(-1) ?? '');
}

function mayBeList({ path, folders, stem, extension }: ListedFile): boolean {
  if (!EXTENSIONS.includes(extension) || stem.length > LONGEST || stem.startsWith('.')) return false;
  if (classMapFilesAmong([path.slice(path.lastIndexOf('/') + 1)]).length > 0) return false;
  const words = stem.split(/[-_. ]+/);
  if (words.some((word) => /^(?:labels?|labelmap|classes|names|readme|licen[cs]e)$/i.test(word))) return false;
  // Without an extension most files are something else.
  if (extension === '' && !WORDS.test(stem) && !FOLDERS.test(folders.at(-1) ?? '')) return false;
  return folders.some((folder) => FOLDERS.test(folder)) || words.some((word) => WORDS.test(word));
}

/** Files that may be class maps: those nearest to the dataset's folder first, in each folder as they apply. */
export function classMapPaths(files: readonly ListedFile[]): string[] {
  const byFolder = new Map<string, string[]>();
  for (const { path, folders, extension } of files) {
    if (extension !== 'txt' && extension !== 'json') continue;
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (classMapFilesAmong([name]).length === 0) continue;
    const folder = folders.join('/');
    const known = byFolder.get(folder);
    if (known === undefined) byFolder.set(folder, [name]);
    else known.push(name);
  }
  const depthOf = (folder: string): number => (folder === '' ? 0 : folder.split('/').length);
  return sortedByCodePoint([...byFolder.keys()])
    .sort((a, b) => depthOf(a) - depthOf(b))
    .flatMap((folder) =>
      classMapFilesAmong(byFolder.get(folder) ?? []).map((name) => (folder === '' ? name : `${folder}/${name}`)),
    );
}
