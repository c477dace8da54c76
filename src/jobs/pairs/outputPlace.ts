import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { layoutSteps } from '../../core/dataset/layout.ts';
import { masksOf } from '../../core/dataset/pairs.ts';
import { listBatches, stateOf } from '../../platform/journal.ts';
import { isInside, placeOf } from '../batchInputs.ts';
import { DatasetProblem } from '../dataset/datasetProblem.ts';
import { listDataset } from '../dataset/listDataset.ts';
import { inSlices } from '../timeSlices.ts';
import type { PairFiles, PairsSource } from './pairsTypes.ts';

type DatasetSource = Extract<PairsSource, { kind: 'dataset' }>;

/**
 * Refuses a place in a dataset where transformed pairs would be its pairs the next time: any, but for one that an earlier run
 * wrote, which may be continued.
 *
 * @param root where the files go; absolute, links resolved
 * @throws DatasetProblem `outputMixes`
 */
export function requireOutside({ folder }: DatasetSource, root: string): void {
  const dataset = placeOf(folder);
  if (root !== dataset && (!isInside(root, dataset) || isOfEarlierRun(root))) return;
  throw new DatasetProblem('outputMixes', { path: folder });
}

/**
 * Refuses a place in a dataset where pictures would be taken for its originals or masks the next time: within a folder that
 * holds some. Others in it are fine, and so is one that an earlier run wrote.
 *
 * @param root where the files go; absolute, links resolved
 * @param pairs of the dataset, as they were found
 * @throws DatasetProblem `outputMixes`; FileError
 */
export async function requireApart(source: DatasetSource, root: string, pairs: readonly PairFiles[]): Promise<void> {
  const dataset = realpathSync(source.folder);
  if (!isInside(root, dataset) || isOfEarlierRun(root)) return;
  const holder = (await holdersOf(source, dataset, root, pairs)).find((folder) => isInside(root, folder));
  if (holder !== undefined) throw new DatasetProblem('outputMixes', { path: holder });
}

function isOfEarlierRun(root: string): boolean {
  return existsSync(root) && listBatches(root).some((batch) => stateOf(batch) !== 'undone');
}

/**
 * Folders that hold originals or masks of all pairs, whichever were asked for; absolute. Also those around them that hold
 * nothing else, as `masks` does around `masks/train`: layouts look in all of it.
 */
async function holdersOf(
  { layout: options }: DatasetSource,
  dataset: string,
  root: string,
  pairs: readonly PairFiles[],
): Promise<string[]> {
  const { images, texts } = listDataset(dataset);
  // What lies there already is passed over, as in `findPairs`.
  const isOwn = (path: string): boolean => root !== dataset && isInside(join(dataset, path), root);
  const files = [...images, ...texts].filter((path) => !isOwn(path));
  const layout = await inSlices(layoutSteps(files, options));
  const absolute = (path: string): string => join(dataset, path);
  const originals = [
    ...layout.pairs.flatMap(({ original }) => (original === null ? [] : [absolute(original)])),
    ...pairs.map(({ original }) => original),
  ];
  const masks = [...layout.pairs.flatMap((pair) => masksOf(pair).map(absolute)), ...pairs.map(({ mask }) => mask)];
  const around = (paths: readonly string[]): Set<string> => {
    const folders = new Set<string>();
    for (let folder of new Set(paths.map((path) => dirname(path)))) {
      for (; folder !== dataset && isInside(folder, dataset); folder = dirname(folder)) folders.add(folder);
    }
    return folders;
  };
  const [ofOriginals, ofMasks] = [around(originals), around(masks)];
  const alone = [
    ...[...ofOriginals].filter((folder) => !ofMasks.has(folder)),
    ...[...ofMasks].filter((folder) => !ofOriginals.has(folder)),
  ];
  const direct = [...originals, ...masks].map((path) => dirname(path)).filter((folder) => isInside(folder, dataset));
  // The innermost first, which says the most.
  return [...new Set([...direct, ...alone])].sort((a, b) => b.length - a.length);
}
