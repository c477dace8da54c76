import { areaOf, withoutSpans, type Spans } from '../raster/spans.ts';

/** How far the labels of one image agree about a class. */
export interface ClassAgreement {
  readonly name: string;
  /** Intersection over union, 0 … 1: the mean over all pairs of labels of which at least one has the class. */
  readonly iou: number;
  /** These pairs. */
  readonly pairs: number;
}

/**
 * Agreement between the labels of one image by class, in the order in which the classes appear. A class that only one of
 * two labels has counts as 0 for that pair.
 *
 * @param labels for each label the pixels of each class, of one size; empty spans count as none
 */
export function labelAgreement(labels: readonly ReadonlyMap<string, Spans>[]): ClassAgreement[] {
  const names = new Set(labels.flatMap((classes) => [...classes.keys()]));
  return [...names].flatMap((name) => {
    const all = labels.map((classes) => classes.get(name) ?? null);
    let [sum, pairs] = [0, 0];
    for (const [i, one] of all.entries()) {
      for (const other of all.slice(i + 1)) {
        const iou = intersectionOverUnion(one, other);
        if (iou === null) continue;
        sum += iou;
        pairs++;
      }
    }
    return pairs === 0 ? [] : [{ name, iou: sum / pairs, pairs }];
  });
}

/** Pixels of both, of the pixels of either; null where there are none. Both of one size; null counts as no pixels. */
export function intersectionOverUnion(one: Spans | null, other: Spans | null): number | null {
  const [areaOfOne, areaOfOther] = [one === null ? 0 : areaOf(one), other === null ? 0 : areaOf(other)];
  const both = one === null || other === null ? 0 : areaOfOne - areaOf(withoutSpans(one, other));
  const either = areaOfOne + areaOfOther - both;
  return either === 0 ? null : both / either;
}
