import type { LabelCodes } from './labelCodes.ts';
import { MersenneTwister } from './mersenneTwister.ts';
import { SplitError } from './problems.ts';

/**
 * The fold that holds each index out, as scikit-learn 1.2.1 has it: `KFold(folds, shuffle=True, random_state=seed)`, or
 * `StratifiedKFold` where labels are given.
 *
 * @returns `count` numbers from 0 to folds − 1
 * @throws SplitError `tooFewForFolds`, `labelTooRareForFolds`, `seedInvalid`
 */
export function kFold(count: number, folds: number, seed: number, stratify?: LabelCodes): Int32Array {
  if (folds > count) throw new SplitError('tooFewForFolds', { count, folds });
  const random = new MersenneTwister(seed);
  if (stratify !== undefined) return stratifiedFolds(stratify, folds, random);
  const order = random.permutation(count);
  const held = new Int32Array(count);
  let at = 0;
  for (let fold = 0; fold < folds; fold++) {
    const size = Math.floor(count / folds) + (fold < count % folds ? 1 : 0);
    for (const index of order.subarray(at, at + size)) held[index] = fold;
    at += size;
  }
  return held;
}

/** Labels are dealt to the folds in turns, as if sorted; which of its folds a name gets is shuffled by label. */
function stratifiedFolds({ codes, labels }: LabelCodes, folds: number, random: MersenneTwister): Int32Array {
  const counts = new Int32Array(labels.length);
  for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
  if (counts.every((count) => count < folds)) throw new SplitError('labelTooRareForFolds', { folds });
  const seats: Int32Array[] = labels.map(() => new Int32Array(0));
  let dealt = 0;
  // Labels count in the order in which they first come, not in their own.
  for (const code of new Set(codes)) {
    const own = Int32Array.from({ length: counts[code] ?? 0 }, (_, at) => (dealt + at) % folds).sort();
    dealt += own.length;
    random.shuffle(own);
    seats[code] = own;
  }
  counts.fill(0);
  return codes.map((code) => {
    const at = counts[code] ?? 0;
    counts[code] = at + 1;
    return seats[code]?.[at] ?? 0;
  });
}
