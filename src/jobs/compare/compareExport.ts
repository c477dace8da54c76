import type { ClassKey } from '../../core/dataset/classNaming.ts';
import { csvCell } from '../../core/formats/csvCell.ts';
import type { Comparison } from './compareTypes.ts';

/** A line a mask, the worst first: name, means, and the IoU of every class. Shares from 0 to 1, empty for n/a. */
export function comparisonCsv(comparison: Comparison): string {
  const { scores, pairs } = comparison;
  const nameOf = namesOf(comparison);
  const keys = scores.classes.map(({ key }) => key);
  const head = [
    'name',
    'mean_iou',
    'mean_dice',
    'pixel_accuracy',
    'boundary_f',
    ...keys.map((key) => `iou_${nameOf(key)}`),
  ];
  const lines = pairs.map(({ name, scores: own, boundaryF }) => {
    const iouOf = new Map(own.classes.map(({ key, iou }) => [key, iou]));
    const shares = [
      own.meanIou,
      own.meanDice,
      own.pixelAccuracy,
      boundaryF,
      ...keys.map((key) => iouOf.get(key) ?? null),
    ];
    return [name, ...shares.map((share) => (share === null ? '' : String(share)))];
  });
  return [head, ...lines].map((cells) => `${cells.map(csvCell).join(',')}\n`).join('');
}

/** Everything, for programs: the matrix as rows of the truth's classes with columns of the prediction's. */
export function comparisonJson(comparison: Comparison): string {
  const { classes, cells, failed, ...rest } = comparison;
  const keys = classes.map(({ key }) => key);
  const at = new Map(keys.map((key, index) => [key, index]));
  const matrix = keys.map(() => new Array<number>(keys.length).fill(0));
  for (const { truth, prediction, pixels } of cells) {
    const row = matrix[at.get(truth) ?? -1];
    const column = at.get(prediction);
    if (row !== undefined && column !== undefined) row[column] = pixels;
  }
  const sentences = failed.map(({ name, path, problem }) => ({ name, path, problem }));
  return `${JSON.stringify({ classes, matrix, ...rest, failed: sentences })}\n`;
}

/** What classes are called in files and at a terminal: `cat (3)`, or the id or colour alone. */
export function namesOf({ classes }: Pick<Comparison, 'classes'>): (key: ClassKey) => string {
  const names = new Map(classes.map(({ key, name }) => [key, name === null ? String(key) : `${name} (${key})`]));
  return (key) => names.get(key) ?? String(key);
}
