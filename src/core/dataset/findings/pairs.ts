import type { DatasetFacts } from '../facts.ts';
import { masksOf, type Pair } from '../pairs.ts';
import type { DatasetCheck, Report, VisitedPair } from './check.ts';
import { MOST_RELATED } from './finding.ts';

/** Fewer originals without masks are told one by one. */
const MANY = 20;

/**
 * Halves of pairs that are missing. A test split whose masks are all kept back, a folder of which only a part is labelled,
 * and masks whose originals lie elsewhere are one finding each, not thousands.
 */
export class PairCheck implements DatasetCheck {
  readonly #facts: DatasetFacts;
  readonly #splits: ReadonlyMap<string, readonly string[]>;
  readonly #counts = new Map<string, { total: number; missing: number }>();
  #originals = 0;
  #masks = 0;

  constructor(facts: DatasetFacts) {
    this.#facts = facts;
    this.#splits = splitsByPair(facts);
  }

  survey({ pair }: VisitedPair): void {
    if (pair.original !== null) this.#originals++;
    if (pair.mask !== null) this.#masks++;
    if (pair.original === null) return;
    for (const split of this.#splitsOf(pair)) {
      const counts = this.#counts.get(split) ?? { total: 0, missing: 0 };
      this.#counts.set(split, counts);
      counts.total++;
      if (lacksMask(pair)) counts.missing++;
    }
  }

  visit({ pair }: VisitedPair, report: Report): void {
    if (lacksMask(pair) && !this.#splitsOf(pair).some((split) => this.#isUnlabelled(split))) {
      report('maskMissing', { path: pair.original, pair: pair.name });
    }
    if (pair.original === null && !this.#areOriginalsAbsent()) {
      report('originalMissing', { path: pair.mask, pair: pair.name });
    }
  }

  finish(report: Report): void {
    const { pairs, unpaired: images } = this.#facts.layout;
    const count = pairs.length + images.length;
    if (count > 0 && pairs.every((pair) => masksOf(pair).length === 0)) report('noMasks', { details: { count } });
    for (const [split, { total, missing }] of this.#counts) {
      if (!this.#isUnlabelled(split)) continue;
      if (split === NO_SPLIT) report('mostlyUnlabelled', { details: { count: missing, total } });
      else report('splitUnlabelled', { details: { split, count: missing } });
    }
    if (this.#areOriginalsAbsent()) report('originalsAbsent', { details: { count: this.#masks } });
    const { unpaired } = this.#facts.layout;
    if (unpaired.length > 0) {
      report('unpairedFiles', { details: { count: unpaired.length }, related: unpaired.slice(0, MOST_RELATED) });
    }
  }

  #splitsOf({ name, folderSplit }: Pair): readonly string[] {
    return this.#splits.get(name) ?? [folderSplit ?? NO_SPLIT];
  }

  #isUnlabelled(split: string): boolean {
    const { total, missing } = this.#counts.get(split) ?? { total: 0, missing: 0 };
    const isMany = missing >= MANY;
    if (split === NO_SPLIT) return isMany && 2 * missing > total;
    return missing === total && total > 0 && (isMany || /^test/i.test(split));
  }

  #areOriginalsAbsent(): boolean {
    return this.#originals === 0 && this.#masks > 1;
  }
}

/** Stands for pairs that neither a list nor a folder puts into a split. */
const NO_SPLIT = '';

/** Pairs with instances or panoptic segments only are labelled as well. */
function lacksMask(pair: Pair): boolean {
  return pair.original !== null && masksOf(pair).length === 0;
}

function splitsByPair({ lists }: DatasetFacts): ReadonlyMap<string, readonly string[]> {
  const splits = new Map<string, string[]>();
  for (const { split, entries } of lists) {
    for (const { pair } of entries) {
      if (pair === null) continue;
      const known = splits.get(pair);
      if (known === undefined) splits.set(pair, [split]);
      else if (!known.includes(split)) known.push(split);
    }
  }
  return splits;
}
