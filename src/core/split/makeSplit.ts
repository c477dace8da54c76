import { groupedSplit } from './groupedSplit.ts';
import { kFold } from './kFold.ts';
import { labelCodes, type LabelCodes } from './labelCodes.ts';
import { MAX_SEED, MersenneTwister } from './mersenneTwister.ts';
import { SplitError } from './problems.ts';
import { largestRemainders, ratioParts, type RatioPart } from './ratios.ts';
import { repeatedName } from './repeatedName.ts';
import { sklearnSplit } from './sklearnSplit.ts';
import { MAX_NAMES, type SplitItem } from './splitItem.ts';
import { stableSplit } from './stableSplit.ts';
import { strataOf, type StratifyBy } from './strata.ts';
import { stratifiedSplit } from './stratifiedSplit.ts';
import { unitsOf } from './units.ts';

/** `sklearn`: what scikit-learn draws; `grouped`: by ratio, groups whole; `stable`: each name by its hash. */
export const SPLIT_METHODS = ['sklearn', 'grouped', 'stable'] as const;
export type SplitMethod = (typeof SPLIT_METHODS)[number];

export const MAX_FOLDS = 100;

export type SplitShape =
  { readonly kind: 'ratios'; readonly ratios: readonly number[] } | { readonly kind: 'folds'; readonly folds: number };

export interface SplitOptions {
  readonly method: SplitMethod;
  /** Ratios of train, val and test (see {@link ratioParts}), or how many folds. */
  readonly shape: SplitShape;
  /** 0 … 2³² − 1. */
  readonly seed: number;
  /** `label`: by {@link SplitItem.label}, for `sklearn`; `presence` and `pixels`: by classes, for `grouped`. */
  readonly stratify: StratifyBy | 'label' | null;
}

/** A list as indices of the items, in the order in which they are written. */
export interface IndexList {
  /** `train`, `val` or `test`. */
  readonly split: string;
  readonly indices: Int32Array;
}

/** Lists that belong together: one set for ratios, one for each fold. */
export interface SplitSet {
  /** `fold_0` and so on; empty for ratios. */
  readonly folder: string;
  readonly lists: readonly IndexList[];
}

export interface Split {
  readonly sets: readonly SplitSet[];
  /** Lists that share nothing and together are everything: train, val and test, or what each fold holds out. */
  readonly parts: readonly (IndexList & {
    /** The part of all items that it is to get, 0 < ratio < 1. */
    readonly ratio: number;
  })[];
  /** Lines of Python that give the same; empty for other methods than `sklearn`. */
  readonly calls: readonly string[];
}

/**
 * Splits names. Equal items, options and seed give equal lists on every machine.
 *
 * @throws SplitError
 */
export function makeSplit(items: readonly SplitItem[], options: SplitOptions): Split {
  requireSound(items, options);
  const { method, shape, seed, stratify } = options;
  if (method !== 'sklearn') {
    const parts = shape.kind === 'ratios' ? ratioParts(shape.ratios) : foldParts(shape.folds);
    return splitBy(shape, parts, assigned(items, parts, options), []);
  }
  const labels = stratify === 'label' ? labelsOf(items) : undefined;
  if (shape.kind === 'ratios') {
    const parts = ratioParts(shape.ratios);
    const { lists, calls } = sklearnSplit(items.length, parts, seed, labels);
    const drawn = parts.map((part, at) => ({ ...part, indices: lists[at] ?? new Int32Array(0) }));
    return { sets: [{ folder: '', lists: drawn }], parts: drawn, calls };
  }
  const { folds } = shape;
  const splitter = labels === undefined ? 'KFold' : 'StratifiedKFold';
  const strata = labels === undefined ? '' : ', labels';
  const call = `folds = list(${splitter}(n_splits=${folds}, shuffle=True, random_state=${seed}).split(names${strata}))`;
  return splitBy(shape, foldParts(folds), kFold(items.length, folds, seed, labels), [call]);
}

function requireSound(items: readonly SplitItem[], { method, shape, seed, stratify }: SplitOptions): void {
  if (items.length === 0) throw new SplitError('nothingToSplit');
  if (items.length > MAX_NAMES) throw new SplitError('tooManyNames', { limit: MAX_NAMES });
  if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) throw new SplitError('seedInvalid', { seed });
  if (shape.kind === 'folds' && !(Number.isInteger(shape.folds) && shape.folds >= 2 && shape.folds <= MAX_FOLDS)) {
    throw new SplitError('foldsInvalid', { folds: shape.folds, limit: MAX_FOLDS });
  }
  const isByClass = stratify === 'presence' || stratify === 'pixels';
  if (method === 'sklearn' && isByClass) throw new SplitError('sklearnOneLabel');
  if (method === 'sklearn' && items.some(({ group }) => group !== null)) throw new SplitError('sklearnKnowsNoGroups');
  if (method === 'stable' && stratify !== null) throw new SplitError('stableKnowsNoStrata');
  if (method === 'grouped' && stratify === 'label') throw new SplitError('labelsBelongToSklearn');
  if (isByClass && items.every(({ pixels }) => pixels === null)) throw new SplitError('classesUnknown');
  const twice = repeatedName(items.map(({ name }) => name));
  if (twice !== null) throw new SplitError('nameTwice', { name: twice });
}

function labelsOf(items: readonly SplitItem[]): LabelCodes {
  return labelCodes(
    items.map(({ name, label }) => {
      if (label === null) throw new SplitError('labelMissing', { name });
      return label;
    }),
  );
}

function foldParts(folds: number): RatioPart[] {
  return Array.from({ length: folds }, (_, fold) => ({ split: `fold_${fold}`, ratio: 1 / folds }));
}

/** The part of each item. */
function assigned(items: readonly SplitItem[], parts: readonly RatioPart[], options: SplitOptions): Int32Array {
  const { method, shape, seed, stratify } = options;
  const ratios = parts.map(({ ratio }) => ratio);
  if (method === 'stable') return stableSplit(items, ratios, seed);
  const units = unitsOf(items);
  const count = units.sizes.length;
  if (shape.kind === 'folds' && count < shape.folds) {
    throw new SplitError('tooFewForFolds', { count, folds: shape.folds });
  }
  const wanted = largestRemainders(items.length, ratios);
  const random = new MersenneTwister(seed);
  const partOf =
    stratify === 'presence' || stratify === 'pixels'
      ? stratifiedSplit(units.sizes, strataOf(items, units, stratify), wanted, random)
      : groupedSplit(units.sizes, wanted, random);
  return units.unitOf.map((unit) => partOf[unit] ?? 0);
}

/** Lists in the order of the items. */
function splitBy(shape: SplitShape, ratios: readonly RatioPart[], partOf: Int32Array, calls: readonly string[]): Split {
  const counts = new Int32Array(ratios.length);
  for (const part of partOf) counts[part] = (counts[part] ?? 0) + 1;
  const parts = ratios.map((part, at) => ({ ...part, indices: new Int32Array(counts[at] ?? 0) }));
  counts.fill(0);
  for (let index = 0; index < partOf.length; index++) {
    const part = partOf[index] ?? 0;
    const at = counts[part] ?? 0;
    const own = parts[part]?.indices;
    if (own !== undefined) own[at] = index;
    counts[part] = at + 1;
  }
  if (shape.kind === 'ratios') return { sets: [{ folder: '', lists: parts }], parts, calls };
  const sets = parts.map(({ split, indices }, fold) => ({
    folder: split,
    lists: [
      { split: 'train', indices: othersThan(fold, partOf, indices.length) },
      { split: 'val', indices },
    ],
  }));
  return { sets, parts, calls };
}

function othersThan(fold: number, partOf: Int32Array, held: number): Int32Array {
  const others = new Int32Array(partOf.length - held);
  let next = 0;
  for (let index = 0; index < partOf.length; index++) if (partOf[index] !== fold) others[next++] = index;
  return others;
}
