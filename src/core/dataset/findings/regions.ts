import type { DatasetCheck, ClassedId, Report, VisitedPair } from './check.ts';
import { semanticMask } from './check.ts';
import type { MaskRecord } from '../records.ts';
import { inWords, type FindingFix } from './finding.ts';

/** Where the user says nothing else, regions of fewer pixels are specks. */
export const SPECK_BELOW = 4;
/** More is no speck any more. */
export const LARGEST_SPECK = 1 << 20;

/** What lies in a mask: nothing but background, specks, no void where the others have it. */
export class RegionCheck implements DatasetCheck {
  /** Regions of fewer than 2^n pixels are specks. */
  readonly #sizeClasses: number;
  #withObjects = 0;
  #withVoid = 0;

  /** @param speckBelow pixels; the next smaller power of two counts, since records know sizes by powers of two */
  constructor(speckBelow: number = SPECK_BELOW) {
    this.#sizeClasses = Math.floor(Math.log2(Math.max(1, speckBelow)));
  }

  survey({ ids }: VisitedPair): void {
    if (!ids.some(isObject)) return;
    this.#withObjects++;
    if (ids.some(({ isVoid }) => isVoid)) this.#withVoid++;
  }

  visit(visited: VisitedPair, report: Report): void {
    const mask = semanticMask(visited);
    const { ids, pair } = visited;
    if (mask === null || ids.length === 0) return;
    const at = { path: mask.path, pair: pair.name };
    // Without a class map 255 may be the object of a binary mask.
    const isEmpty = ids.every(({ isBackground, isVoid, name }) => isBackground || (isVoid && name !== null));
    if (isEmpty && ids.some(({ isBackground }) => isBackground)) report('allBackground', at);
    // Void by convention alone says something only where other masks have classes.
    const isVoid = ids.every((one) => one.isVoid && (one.name !== null || this.#withObjects > 0));
    if (isVoid) report('allVoid', at);
    this.#findSpecks(mask, ids, at, report);
    const share = this.#withVoid / this.#withObjects;
    const isUsual = this.#withObjects >= FEWEST_MASKS && share >= USUAL_SHARE;
    // Where damage hides which colours are classes it hides the void, too.
    const isJudged = ids.some((one) => isObject(one) && !one.isDamaged);
    if (isUsual && isJudged && !ids.some(({ isVoid }) => isVoid)) {
      report('voidMissing', { ...at, details: { percent: Math.floor(100 * share) } });
    }
  }

  #findSpecks(
    { encoding }: MaskRecord,
    ids: readonly ClassedId[],
    at: { path: string; pair: string },
    report: Report,
  ): void {
    const withSpecks = ids
      .filter(({ isVoid, isDamaged }) => !isVoid && !isDamaged)
      .map((one) => ({ ...one, specks: sumOf(one.sizes.slice(0, this.#sizeClasses)) }))
      .filter(({ specks }) => specks > 0);
    const [first] = withSpecks;
    if (first === undefined) return;
    const below = 2 ** this.#sizeClasses;
    const details = {
      below,
      regions: sumOf(withSpecks.map(({ specks }) => specks)),
      list: inWords(withSpecks.map(({ key, name, specks }) => `${name ?? key} (${specks})`)),
    };
    const place = { x: first.smallestAt[0], y: first.smallestAt[1] };
    const voidIds = ids.filter(({ isVoid }) => isVoid).map(({ id }) => id);
    // Pixels that are colours have to become ids first.
    const fix: FindingFix = encoding === 'colour' ? {} : { fix: { kind: 'fillSpecks', below, voidIds } };
    report('specks', { ...at, place, details, ...fix });
  }
}

/** Void is expected where at least this share of at least so many masks has it. */
const USUAL_SHARE = 0.9;
const FEWEST_MASKS = 10;

function isObject({ isBackground, isVoid }: ClassedId): boolean {
  return !isBackground && !isVoid;
}

function sumOf(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0);
}
