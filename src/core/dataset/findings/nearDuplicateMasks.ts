import { gridClasses, NearDuplicateSearch, type NearDuplicateOptions } from '../nearDuplicates.ts';
import { semanticMask, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import { isOneSequence } from './duplicates.ts';
import { inWords, MOST_RELATED } from './finding.ts';
import type { PairSplits } from './pairSplits.ts';

/** Masks that are nearly the same, by their grids. */
export class NearDuplicateCheck implements DatasetCheck {
  readonly #splits: PairSplits;
  readonly #search: NearDuplicateSearch;
  readonly #masks = new Map<string, GriddedMask>();

  /** @throws RangeError for a threshold out of range */
  constructor(splits: PairSplits, options: NearDuplicateOptions) {
    this.#splits = splits;
    this.#search = new NearDuplicateSearch(options);
  }

  survey(visited: VisitedPair): void {
    const mask = semanticMask(visited);
    if (mask === null || mask.distinct < 2) return;
    const { name, sequence } = visited.pair;
    this.#masks.set(name, { sequence, path: mask.path, hash: mask.hash });
    this.#search.add({ name, cells: gridClasses(mask) });
  }

  finish(report: Report): void {
    const { groups, unchecked } = this.#search.find();
    for (const { names, links } of groups) {
      const masks = names.flatMap((name) => this.#masks.get(name) ?? []);
      // Equal ids are duplicates, which have rules of their own.
      if (new Set(masks.map(({ hash }) => hash)).size < 2) continue;
      const splits = this.#splits.spreadOver(names);
      if (splits.length === 0 && isOneSequence(masks)) continue;
      const paths = masks.map(({ path }) => path).sort();
      const [path = null, ...related] = paths;
      const facts = { path, related: related.slice(0, MOST_RELATED) };
      const details = {
        ...{ count: paths.length, list: inWords(paths) },
        distance: links.reduce((most, { distance }) => Math.max(most, distance), 0),
        flipped: links.filter(({ flip }) => flip !== 'none').length,
      };
      if (splits.length === 0) report('nearDuplicates', { ...facts, details });
      else report('nearDuplicatesAcrossSplits', { ...facts, details: { ...details, splits: splits.join(', ') } });
    }
    if (unchecked > 0) report('nearDuplicatesUnchecked', { details: { count: unchecked } });
  }
}

interface GriddedMask {
  readonly sequence: string | null;
  readonly path: string;
  readonly hash: string;
}
