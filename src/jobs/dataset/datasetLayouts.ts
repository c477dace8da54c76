import { candidateOf, layoutCandidates, recogniseLayout } from '../../core/dataset/layout.ts';
import { classMapPaths } from '../../core/dataset/listFiles.ts';
import { listedFiles } from '../../core/dataset/listedFile.ts';
import { classMapsOf } from './datasetClassMap.ts';
import type { DatasetQuestions } from './datasetMessages.ts';
import { DatasetProblem } from './datasetProblem.ts';
import { listDataset } from './listDataset.ts';

/** Class maps that are offered; a folder with more holds something else. */
const MOST_CLASS_MAPS = 20;

/**
 * The layouts that fit a folder as it is now, or what a pattern finds in it, and the class maps that may apply.
 *
 * @param folder absolute
 * @throws FileError, PatternError, DatasetProblem where there is no image
 */
export function layoutsOf(
  folder: string,
  pattern: DatasetQuestions['layouts']['params']['pattern'],
): DatasetQuestions['layouts']['result'] {
  const { root, images, texts } = listDataset(folder);
  if (images.length === 0) throw new DatasetProblem('nothingFound', { path: folder });
  const paths = [...images, ...texts];
  const classMaps: string[] = [];
  for (const { source } of classMapsOf(root, { classMapFiles: classMapPaths(listedFiles(texts)) })) {
    if (classMaps.push(source) === MOST_CLASS_MAPS) break;
  }
  const candidates = pattern ? [candidateOf(recogniseLayout(paths, { pattern }))] : layoutCandidates(paths);
  return { candidates, classMaps };
}
