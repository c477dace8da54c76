import type { DatasetLayout, Pair } from './pairs.ts';

/**
 * Whether a class map of a dataset speaks for every mask in it: the nearest folder around the class map that has masks has
 * all of them. Of several datasets in one folder, each with its own, none names the ids of the others.
 *
 * @param path of the class map in the dataset
 */
export function namesEveryMask(path: string, { pairs }: Pick<DatasetLayout, 'pairs'>): boolean {
  for (let folder = folderOf(path); folder !== ''; folder = folderOf(folder)) {
    const isInside = (mask: string): boolean => mask.startsWith(`${folder}/`);
    if (!pairs.some((pair) => masksOf(pair).some(isInside))) continue;
    return pairs.every((pair) => masksOf(pair).every(isInside));
  }
  return true;
}

function masksOf({ mask, others }: Pair): readonly string[] {
  const more = others.map(({ path }) => path);
  return mask === null ? more : [mask, ...more];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}
