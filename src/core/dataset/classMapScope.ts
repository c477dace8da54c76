import { masksOf, type DatasetLayout } from './pairs.ts';

type Layout = Pick<DatasetLayout, 'pairs' | 'unpaired'>;

/**
 * Whether a class map of a dataset speaks for every mask in it: the nearest folder around the class map that has masks has
 * all of them. Of several datasets in one folder, each with its own, none names the ids of the others.
 *
 * @param path of the class map in the dataset
 */
export function namesEveryMask(path: string, layout: Layout): boolean {
  return nameEveryMask([path], layout);
}

/** Whether class maps, each in its own folder, speak for every mask together, as equal ones in `train` and `val` do. */
export function nameEveryMask(paths: readonly string[], layout: Layout): boolean {
  const scopes = paths.map((path) => scopeOf(path, layout));
  return layout.pairs.every((pair) => masksOf(pair).every((mask) => scopes.some((scope) => mask.startsWith(scope))));
}

/**
 * The nearest folder around a file that has masks, or images of no pair, which may be masks of another dataset; with a `/` at
 * its end, empty for that of the dataset.
 */
function scopeOf(path: string, { pairs, unpaired }: Layout): string {
  let folder = folderOf(path);
  const isIn = (image: string): boolean => image.startsWith(folder);
  while (folder !== '' && !unpaired.some(isIn) && !pairs.some((pair) => masksOf(pair).some(isIn))) {
    folder = folderOf(folder.slice(0, -1));
  }
  return folder;
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
