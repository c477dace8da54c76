import { groupBy } from '../split/groupBy.ts';
import { rootOf, unite } from '../unionFind.ts';
import { differentCells, Grids, PartIndex, type GridFlip, type GridCells } from './grids.ts';
import { gridOf } from './cells.ts';
import type { MaskRecord } from './records.ts';

/** A mask as its grid tells it. */
export interface GridMask {
  readonly name: string;
  readonly cells: GridCells;
}

export interface NearDuplicateOptions {
  /** Cells of 256 that may differ, 0 … {@link MOST_DIFFERENT}. Default {@link NEAR_THRESHOLD}. */
  readonly threshold?: number;
  /** Whether mirrored and turned masks count. Default: they do. */
  readonly isFlipTried?: boolean;
  /** Masks with the same part of a grid that one is compared with. Default {@link MOST_COMPARED}. */
  readonly mostCompared?: number;
}

/** Two masks that are nearly the same. */
export interface NearDuplicateLink {
  readonly first: string;
  readonly second: string;
  /** Cells that differ. */
  readonly distance: number;
  readonly flip: GridFlip;
}

/** Masks of which each is nearly the same as another one. */
export interface NearDuplicateGroup {
  /** In the order in which they came; two or more. */
  readonly names: readonly string[];
  /** A tree that joins them: one fewer than names. */
  readonly links: readonly NearDuplicateLink[];
}

export interface NearDuplicates {
  /** In the order of their first masks. */
  readonly groups: readonly NearDuplicateGroup[];
  /** Comparisons that were left out because too many masks share a part of their grids; 0: nothing was missed. */
  readonly unchecked: number;
}

/** Cells that may differ where nobody says otherwise. */
export const NEAR_THRESHOLD = 6;
export const MOST_DIFFERENT = 31;
export const MOST_COMPARED = 64;

/**
 * Masks are told apart by their content: the cells that do not have the most frequent class. Of these no more than one in
 * four may differ, or any two small objects would be nearly the same; masks with fewer than this are left out.
 */
const CONTENT_PER_DIFFERENCE = 4;

/** The classes of a mask's grid. RGB masks number colours on their own: their classes are the colours. */
export function gridClasses({ grid, encoding, ids }: Pick<MaskRecord, 'grid' | 'encoding' | 'ids'>): GridCells {
  const cells = gridOf(grid);
  if (encoding !== 'colour') return cells;
  const colours = new Map(ids.map(({ id, colour }) => [id, colour]));
  return Array.from(cells, (id) => colours.get(id) ?? id);
}

/**
 * Groups of masks whose grids differ in few cells, as they are or flipped: in at most `min(threshold, ⌊content / 4⌋)` of
 * the smaller content. All such pairs are found, but for {@link NearDuplicates.unchecked}; only grids of which a part is
 * equal are compared, so that the cost grows with the number of masks and not with its square.
 *
 * @throws RangeError for a threshold out of range
 */
export function nearDuplicateGroups(masks: Iterable<GridMask>, options: NearDuplicateOptions = {}): NearDuplicates {
  const search = new NearDuplicateSearch(options);
  for (const mask of masks) search.add(mask);
  return search.find();
}

/** {@link nearDuplicateGroups} for masks that come one by one; what is kept of each is its name and half a kilobyte. */
export class NearDuplicateSearch {
  readonly #threshold: number;
  readonly #flips: readonly GridFlip[];
  readonly #mostCompared: number;
  readonly #grids = new Grids();
  /** Of each mask that is compared. */
  readonly #names: string[] = [];
  readonly #gridOf: number[] = [];

  /** @throws RangeError for a threshold out of range */
  constructor({ threshold = NEAR_THRESHOLD, isFlipTried = true, mostCompared = MOST_COMPARED }: NearDuplicateOptions) {
    if (!Number.isInteger(threshold) || threshold < 0 || threshold > MOST_DIFFERENT) {
      throw new RangeError(`threshold: ${threshold}`);
    }
    this.#threshold = threshold;
    this.#flips = isFlipTried ? ['none', 'horizontal', 'vertical', 'turned'] : ['none'];
    this.#mostCompared = mostCompared;
  }

  add({ name, cells }: GridMask): void {
    const grid = this.#grids.add(cells, CONTENT_PER_DIFFERENCE);
    if (grid === null) return;
    this.#names.push(name);
    this.#gridOf.push(grid);
  }

  find(): NearDuplicates {
    const sets = Int32Array.from({ length: this.#grids.count }, (_, at) => at);
    const links: GridLink[] = [];
    const unchecked = this.#linkGrids(sets, links);
    return { groups: this.#groupsOf(sets, links), unchecked };
  }

  /** How many cells may differ from those of another grid with as much content. */
  #levelOf(grid: number): number {
    return Math.min(this.#threshold, Math.floor(this.#grids.contentOf(grid) / CONTENT_PER_DIFFERENCE));
  }

  #linkGrids(sets: Int32Array, links: GridLink[]): number {
    const { count } = this.#grids;
    const byLevel = groupBy(Array(count).keys(), (grid) => this.#levelOf(grid));
    const indices = [...byLevel].map(([level, grids]) => {
      return { level, index: new PartIndex(grids, level + 1, (grid) => this.#grids.cellsOf(grid)) };
    });
    let unchecked = 0;
    for (let second = 0; second < count; second++) {
      const cells = this.#grids.cellsOf(second);
      const own = this.#levelOf(second);
      for (const { level, index } of indices) {
        // Grids of a pair differ in content by no more than in cells.
        const isNear = level <= own && this.#grids.contentOf(second) - level < CONTENT_PER_DIFFERENCE * (level + 1);
        if (!isNear && level !== own) continue;
        for (const flip of this.#flips) {
          unchecked += index.visit(cells, flip, this.#mostCompared, (first) => {
            if (rootOf(sets, first) === rootOf(sets, second)) return;
            const distance = differentCells(cells, this.#grids.cellsOf(first), flip, level);
            if (distance > level) return;
            unite(sets, first, second);
            links.push({ first, second, distance, flip });
          });
        }
      }
    }
    return unchecked;
  }

  #groupsOf(sets: Int32Array, links: readonly GridLink[]): NearDuplicateGroup[] {
    const firstOf = new Map<number, string>();
    const linksOf = new Map<number, NearDuplicateLink[]>();
    const link = (root: number, one: NearDuplicateLink): void => {
      const known = linksOf.get(root);
      if (known === undefined) linksOf.set(root, [one]);
      else known.push(one);
    };
    this.#names.forEach((name, mask) => {
      const grid = this.#gridOf[mask] as number;
      const first = firstOf.get(grid);
      if (first === undefined) firstOf.set(grid, name);
      else link(rootOf(sets, grid), { first, second: name, distance: 0, flip: 'none' });
    });
    for (const { first, second, distance, flip } of links) {
      const names = { first: firstOf.get(first) ?? '', second: firstOf.get(second) ?? '' };
      link(rootOf(sets, first), { ...names, distance, flip });
    }
    const namesOf = groupBy(this.#names.keys(), (mask) => rootOf(sets, this.#gridOf[mask] as number));
    return [...namesOf].flatMap(([root, masks]) =>
      masks.length < 2
        ? []
        : [{ names: masks.map((mask) => this.#names[mask] as string), links: linksOf.get(root) ?? [] }],
    );
  }
}

interface GridLink {
  readonly first: number;
  readonly second: number;
  readonly distance: number;
  readonly flip: GridFlip;
}
