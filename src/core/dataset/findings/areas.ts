import type { ClassKey } from '../classNaming.ts';
import { semanticMask, type ClassedId, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import { isOutlier, spreadOf, type Spread } from './outliers.ts';

/** Classes that cover an unusual part of a mask, by the logarithm of their share. */
export class AreaCheck implements DatasetCheck {
  readonly #shares = new Map<ClassKey, number[]>();
  readonly #spreads = new Map<ClassKey, Spread>();

  survey(visited: VisitedPair): void {
    for (const { key, share } of judgedShares(visited)) {
      const shares = this.#shares.get(key);
      if (shares === undefined) this.#shares.set(key, [share]);
      else shares.push(share);
    }
  }

  visit(visited: VisitedPair, report: Report): void {
    const unusual = judgedShares(visited)
      .map((one) => ({ ...one, spread: this.#spreadOf(one.key) }))
      .filter(({ share, spread }) => isOutlier(share, spread))
      .map((one) => ({ ...one, deviations: Math.abs(one.share - one.spread.median) / one.spread.deviation }))
      .sort((a, b) => b.deviations - a.deviations);
    const [most] = unusual;
    if (most === undefined) return;
    const details = {
      name: most.name,
      percent: percentOf(most.share),
      usual: percentOf(most.spread.median),
      count: unusual.length,
    };
    report('classAreaOutlier', { path: visited.mask?.path ?? null, pair: visited.pair.name, details });
  }

  #spreadOf(key: ClassKey): Spread {
    const known = this.#spreads.get(key) ?? spreadOf(this.#shares.get(key) ?? [], LEAST_SPREAD);
    this.#spreads.set(key, known);
    return known;
  }
}

/** Areas that are all but equal still vary by so much. */
const LEAST_SPREAD = Math.log(1.25);

interface JudgedShare {
  readonly key: ClassKey;
  readonly name: string;
  /** Natural logarithm of the part of the mask that the class covers. */
  readonly share: number;
}

function judgedShares(visited: VisitedPair): JudgedShare[] {
  const mask = semanticMask(visited);
  if (mask === null) return [];
  const pixels = new Map<ClassKey, { name: string; pixels: number }>();
  for (const one of visited.ids.filter(isJudged)) {
    const known = pixels.get(one.key);
    if (known === undefined) pixels.set(one.key, { name: one.name ?? String(one.key), pixels: one.pixels });
    else known.pixels += one.pixels;
  }
  return [...pixels].map(([key, { name, pixels: of }]) => ({
    ...{ key, name },
    share: Math.log(of / (mask.width * mask.height)),
  }));
}

function isJudged({ isVoid, isBackground, isDamaged }: ClassedId): boolean {
  return !isVoid && !isBackground && !isDamaged;
}

function percentOf(share: number): number {
  return Number((100 * Math.exp(share)).toPrecision(2));
}
