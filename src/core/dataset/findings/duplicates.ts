import { groupBy } from '../../split/groupBy.ts';
import { semanticMask, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import { inWords, MOST_RELATED } from './finding.ts';
import type { PairSplits } from './pairSplits.ts';

/** Originals that are one file, and masks that have the same ids, byte for byte. */
export class DuplicateCheck implements DatasetCheck {
  readonly #splits: PairSplits;
  readonly #pairs: DuplicatePair[] = [];

  constructor(splits: PairSplits) {
    this.#splits = splits;
  }

  survey(visited: VisitedPair): void {
    const { pair, image, mask } = visited;
    const semantic = semanticMask(visited);
    const hash = image?.hash ?? null;
    if (hash === null && semantic === null) return;
    this.#pairs.push({
      ...{ name: pair.name, sequence: pair.sequence },
      ...{ original: image?.path ?? null, originalHash: hash },
      ...{ mask: semantic?.path ?? null, maskHash: mask?.hash ?? null },
      isPlain: (semantic?.distinct ?? 0) < 2,
    });
  }

  finish(report: Report): void {
    for (const [hash, pairs] of groupBy(this.#pairs, ({ originalHash }) => originalHash)) {
      if (hash !== null && new Set(pairs.map(({ original }) => original)).size > 1)
        this.#reportOriginals(pairs, report);
    }
    const masks = this.#pairs.filter(({ mask, isPlain }) => mask !== null && !isPlain);
    for (const pairs of groupBy(masks, ({ maskHash }) => maskHash).values()) this.#reportMasks(pairs, report);
  }

  #reportOriginals(pairs: readonly DuplicatePair[], report: Report): void {
    const paths = pathsOf(pairs.map(({ original }) => original));
    const splits = this.#splits.spreadOver(pairs.map(({ name }) => name));
    const [path = null, ...related] = paths;
    const facts = { path, related: related.slice(0, MOST_RELATED) };
    const details = { count: paths.length, list: inWords(paths) };
    if (splits.length === 0) report('duplicateOriginals', { ...facts, details });
    else report('duplicateOriginalsAcrossSplits', { ...facts, details: { ...details, splits: splits.join(', ') } });

    const byMask = groupBy(pairs, ({ maskHash }) => maskHash);
    byMask.delete(null);
    if (byMask.size < 2) return;
    const masks = pathsOf([...byMask.values()].map(([first]) => first?.mask ?? null));
    const [mask = null, ...others] = masks;
    const list = inWords(masks);
    report('conflictingMasks', { path: mask, related: others.slice(0, MOST_RELATED), details: { list } });
  }

  /** Masks that are the same because their originals are, and frames of one sequence in one split, are no mistake. */
  #reportMasks(pairs: readonly DuplicatePair[], report: Report): void {
    const originals = new Set(pairs.map(({ originalHash, mask }) => originalHash ?? mask));
    if (originals.size < 2) return;
    const splits = this.#splits.spreadOver(pairs.map(({ name }) => name));
    if (splits.length === 0 && isOneSequence(pairs)) return;
    const paths = pathsOf(pairs.map(({ mask }) => mask));
    const [path = null, ...related] = paths;
    const facts = { path, related: related.slice(0, MOST_RELATED) };
    const details = { count: paths.length, list: inWords(paths) };
    if (splits.length === 0) report('duplicateMasks', { ...facts, details });
    else report('duplicateMasksAcrossSplits', { ...facts, details: { ...details, splits: splits.join(', ') } });
  }
}

interface DuplicatePair {
  readonly name: string;
  readonly sequence: string | null;
  readonly original: string | null;
  readonly originalHash: string | null;
  readonly mask: string | null;
  readonly maskHash: string | null;
  /** One id fills the mask: that others are the same says nothing. */
  readonly isPlain: boolean;
}

/** Whether all are frames of the same one. */
export function isOneSequence(pairs: readonly { readonly sequence: string | null }[]): boolean {
  const [first, ...others] = new Set(pairs.map(({ sequence }) => sequence));
  return typeof first === 'string' && others.length === 0;
}

function pathsOf(paths: readonly (string | null)[]): string[] {
  return [...new Set(paths.filter((path) => path !== null))].sort();
}
