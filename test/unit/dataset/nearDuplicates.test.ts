import { describe, expect, it } from 'vitest';
import {
  nearDuplicateGroups,
  type GridMask,
  type NearDuplicateGroup,
} from '../../../src/core/dataset/nearDuplicates.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const SIDE = 16;
type Grid = readonly number[];

/** Rectangles of a few classes, as small as one cell. */
function randomGrid(random: SeededRandom): number[] {
  const grid = new Array<number>(SIDE * SIDE).fill(0);
  for (let shape = random.integer(0, 5); shape > 0; shape--) {
    const [left, top] = [random.integer(0, SIDE - 1), random.integer(0, SIDE - 1)];
    const [right, bottom] = [random.integer(left, SIDE - 1), random.integer(top, SIDE - 1)];
    const id = random.integer(0, 3);
    for (let y = top; y <= bottom; y++) for (let x = left; x <= right; x++) grid[y * SIDE + x] = id;
  }
  return grid;
}

const FLIPS: readonly ((x: number, y: number) => readonly [number, number])[] = [
  (x, y) => [x, y],
  (x, y) => [SIDE - 1 - x, y],
  (x, y) => [x, SIDE - 1 - y],
  (x, y) => [SIDE - 1 - x, SIDE - 1 - y],
];

const flipped = (grid: Grid, flip: number): number[] =>
  grid.map((_, cell) => {
    const [x, y] = FLIPS[flip]?.(cell % SIDE, Math.floor(cell / SIDE)) ?? [0, 0];
    return grid[y * SIDE + x] as number;
  });

const distanceOf = (a: Grid, b: Grid): number => a.filter((id, cell) => id !== b[cell]).length;

function contentOf(grid: Grid): number {
  const counts = [0, 1, 2, 3].map((id) => grid.filter((one) => one === id).length);
  return SIDE * SIDE - Math.max(...counts);
}

/** Every pair compared, every way: the groups as the definition has them. */
function bruteForce(grids: readonly Grid[], threshold: number, flips: number): string[] {
  const groups = grids.map((_, at) => at);
  const allowed = grids.map((grid) =>
    contentOf(grid) < 4 ? -1 : Math.min(threshold, Math.floor(contentOf(grid) / 4)),
  );
  grids.forEach((a, first) => {
    for (let second = 0; second < first; second++) {
      const b = grids[second] as Grid;
      const most = Math.min(allowed[first] as number, allowed[second] as number);
      const isNear = Array.from({ length: flips }, (_, flip) => flip).some(
        (flip) => distanceOf(flipped(a, flip), b) <= most,
      );
      if (!isNear) continue;
      const [from, to] = [groups[first] as number, groups[second] as number];
      groups.forEach((group, at) => {
        if (group === from) groups[at] = to;
      });
    }
  });
  const members = new Map<number, number[]>();
  groups.forEach((group, at) => members.set(group, [...(members.get(group) ?? []), at]));
  return [...members.values()]
    .filter(({ length }) => length > 1)
    .map((group) => group.join())
    .sort();
}

const masksOf = (grids: readonly Grid[]): GridMask[] => grids.map((cells, at) => ({ name: String(at), cells }));
const told = (groups: readonly NearDuplicateGroup[]) => groups.map(({ names }) => names.join()).sort();

/** Originals, and copies of them with a few cells changed, flipped or not. */
function randomGrids(random: SeededRandom, count: number): number[][] {
  const grids: number[][] = [];
  while (grids.length < count) {
    const grid = randomGrid(random);
    grids.push(grid);
    for (let copies = random.integer(0, 3); copies > 0; copies--) {
      const copy = flipped(grid, random.integer(0, 3));
      for (let change = random.integer(0, 9); change > 0; change--) {
        copy[random.integer(0, SIDE * SIDE - 1)] = random.integer(0, 3);
      }
      grids.push(copy);
    }
  }
  return grids;
}

describe('nearDuplicateGroups', () => {
  it.each([0, 1, 2, 5, 6, 7, 13, 31])('finds what comparing all pairs finds, up to %i cells', (threshold) => {
    let found = 0;
    for (let seed = 1; seed <= 6; seed++) {
      const grids = randomGrids(new SeededRandom(100 * threshold + seed), 120);
      for (const isFlipTried of [true, false]) {
        const { groups, unchecked } = nearDuplicateGroups(masksOf(grids), { threshold, isFlipTried });
        expect(told(groups)).toEqual(bruteForce(grids, threshold, isFlipTried ? 4 : 1));
        expect(unchecked).toBe(0);
        found += groups.length;
      }
    }
    expect(found).toBeGreaterThan(20);
  });

  it('joins each group by links that are as near as they say', () => {
    const grids = randomGrids(new SeededRandom(3), 400);
    const { groups } = nearDuplicateGroups(masksOf(grids));
    expect(groups.length).toBeGreaterThan(20);
    const flips = ['none', 'horizontal', 'vertical', 'turned'];
    for (const { names, links } of groups) {
      expect(links).toHaveLength(names.length - 1);
      const joined = new Set(links.flatMap(({ first, second }) => [first, second]));
      expect([...joined].sort()).toEqual([...names].sort());
      for (const { first, second, distance, flip } of links) {
        const [a, b] = [grids[Number(first)] ?? [], grids[Number(second)] ?? []];
        expect(distanceOf(flipped(a, flips.indexOf(flip)), b)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(6);
      }
    }
  });

  it('leaves out masks of which too little can be told apart', () => {
    const dot = (cell: number) => Array.from({ length: SIDE * SIDE }, (_, at) => (at === cell ? 1 : 0));
    expect(nearDuplicateGroups(masksOf([dot(1), dot(1), dot(70)])).groups).toEqual([]);
  });

  it('tells colours apart that RGB masks number on their own', () => {
    const half = (key: string) => Array.from({ length: SIDE * SIDE }, (_, at) => (at < 100 ? key : '#000000'));
    const masks = ['#ff0000', '#00ff00', '#ff0000'].map((key, at) => ({ name: String(at), cells: half(key) }));
    expect(told(nearDuplicateGroups(masks).groups)).toEqual(['0,2']);
  });

  it('counts the comparisons that it leaves out, and still finds what is equal', () => {
    const random = new SeededRandom(9);
    const base = randomGrids(random, 1)[0] as number[];
    base.fill(1, 0, 80);
    const grids = Array.from({ length: 300 }, () => {
      const grid = [...base];
      grid[random.integer(0, 255)] = random.integer(2, 3);
      return grid;
    });
    const { groups, unchecked } = nearDuplicateGroups(masksOf(grids), { mostCompared: 8 });
    expect(unchecked).toBeGreaterThan(0);
    expect(groups.map(({ names }) => names.length)).toEqual([300]);
    expect(nearDuplicateGroups(masksOf(grids), { mostCompared: 300 }).unchecked).toBe(0);
  });

  it('refuses thresholds that are none', () => {
    for (const threshold of [-1, 1.5, 32, Number.NaN]) {
      expect(() => nearDuplicateGroups([], { threshold })).toThrow(RangeError);
    }
  });
});
