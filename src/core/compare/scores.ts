import { compareClassKeys, type ClassKey } from '../dataset/classNaming.ts';
import type { Transition } from './confusion.ts';

/** How well one class is predicted. Shares from 0 to 1; null (n/a) where there is nothing to divide by. */
export interface ClassScore {
  readonly key: ClassKey;
  /** Pixels of the class in the truth and the prediction, and in both, where the truth is not void. */
  readonly truthPixels: number;
  readonly predictedPixels: number;
  readonly rightPixels: number;
  /** Intersection over union, the Jaccard index: TP / (TP + FP + FN). */
  readonly iou: number | null;
  /** Dice coefficient, the F1 score: 2 TP / (2 TP + FP + FN). */
  readonly dice: number | null;
  /** TP / (TP + FP). */
  readonly precision: number | null;
  /** TP / (TP + FN). */
  readonly recall: number | null;
}

/** How well a mask, or a whole dataset, is predicted. Shares from 0 to 1; null where there is no pixel to judge. */
export interface Scores {
  /** Classes of the truth or of the prediction but for void, ascending. */
  readonly classes: readonly ClassScore[];
  /** Mean of the IoU of the classes that have one. */
  readonly meanIou: number | null;
  /** Mean of the Dice coefficients of the classes that have one. */
  readonly meanDice: number | null;
  /** Right pixels of those whose truth is not void. */
  readonly pixelAccuracy: number | null;
  /** Pixels whose truth is not void. */
  readonly judgedPixels: number;
  /** Pixels whose truth is void, which nobody judges. */
  readonly voidPixels: number;
  /** Judged pixels that are predicted as void: misses of their class, and of no other. */
  readonly voidPredicted: number;
}

/**
 * Scores of a confusion matrix, as Pascal VOC's development kit has them: pixels whose **truth** is void are left out, a
 * prediction of void is a miss. A class that neither the truth nor the prediction has is n/a and no part of the mean; one that
 * is only predicted has IoU 0.
 *
 * @param cells each pair of classes once, in any order
 * @param voids classes that are void
 */
export function scoresOf(cells: readonly Transition[], voids: ReadonlySet<ClassKey>): Scores {
  const sums = new Map<ClassKey, { truth: number; predicted: number; right: number }>();
  const sumOf = (key: ClassKey) => {
    let sum = sums.get(key);
    if (sum === undefined) sums.set(key, (sum = { truth: 0, predicted: 0, right: 0 }));
    return sum;
  };
  let [judgedPixels, voidPixels, voidPredicted, right] = [0, 0, 0, 0];
  for (const { truth, prediction, pixels } of cells) {
    if (voids.has(truth)) {
      voidPixels += pixels;
      continue;
    }
    judgedPixels += pixels;
    sumOf(truth).truth += pixels;
    if (voids.has(prediction)) voidPredicted += pixels;
    else sumOf(prediction).predicted += pixels;
    if (truth !== prediction) continue;
    sumOf(truth).right += pixels;
    right += pixels;
  }
  const classes = [...sums]
    .sort(([one], [other]) => compareClassKeys(one, other))
    .map(([key, sum]) => classScore(key, sum.truth, sum.predicted, sum.right));
  return {
    classes,
    meanIou: meanOf(classes.map(({ iou }) => iou)),
    meanDice: meanOf(classes.map(({ dice }) => dice)),
    pixelAccuracy: ratio(right, judgedPixels),
    judgedPixels,
    voidPixels,
    voidPredicted,
  };
}

/** Of those that are not null; null where there is none. */
export function meanOf(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return ratio(
    known.reduce((sum, value) => sum + value, 0),
    known.length,
  );
}

function classScore(key: ClassKey, truthPixels: number, predictedPixels: number, rightPixels: number): ClassScore {
  return {
    ...{ key, truthPixels, predictedPixels, rightPixels },
    iou: ratio(rightPixels, truthPixels + predictedPixels - rightPixels),
    dice: ratio(2 * rightPixels, truthPixels + predictedPixels),
    precision: ratio(rightPixels, predictedPixels),
    recall: ratio(rightPixels, truthPixels),
  };
}

function ratio(part: number, whole: number): number | null {
  return whole === 0 ? null : part / whole;
}
