import { finished, type Steps } from '../steps.ts';
import type { MaskEncoding, MaskKind } from '../mask/mask.ts';
import { ClassNaming, compareClassKeys, type ClassKey, type NamedClass } from './classNaming.ts';
import type { DatasetFacts } from './facts.ts';
import { cellsOf } from './cells.ts';
import type { Pair } from './pairs.ts';
import { GRID, type IdRecord, type MaskRecord } from './records.ts';

/** What a class is counted by. */
export interface ClassCount {
  /** Pixels in all masks. */
  pixels: number;
  /** Masks that contain it. */
  images: number;
  /** 4-connected regions. */
  regions: number;
}

/** A class over many masks. Every number is a sum of whole numbers, so that parts add up to the same. */
export interface ClassStatistics extends NamedClass, Readonly<ClassCount> {
  /** Pixels, without void, of the masks that contain it: what median frequency balancing divides by. */
  readonly pixelsOfImages: number;
  /** Regions by size: at index k those of 2^k to 2^(k+1) − 1 pixels. */
  readonly sizes: readonly number[];
  /** Masks that have a pixel of it in each of {@link GRID}² parts, row by row. */
  readonly heat: readonly number[];
  /** The pair with most pixels of it, and that with least; of equals the first by name. Null where no mask has it. */
  readonly most: PairPixels | null;
  readonly least: PairPixels | null;
}

export interface PairPixels {
  readonly pair: string;
  readonly pixels: number;
}

/** How often something occurs. */
export interface SizeCount {
  readonly width: number;
  readonly height: number;
  readonly count: number;
}

export interface PaletteCount {
  /** As records have it, see `MaskRecord.palette`; null for files without one. */
  readonly palette: string | null;
  readonly encoding: MaskEncoding;
  readonly masks: number;
}

export interface SplitStatistics {
  readonly split: string;
  /** Pairs of the list, each once, and those whose mask is counted. */
  readonly pairs: number;
  readonly masks: number;
  readonly classes: readonly (readonly [ClassKey, Readonly<ClassCount>])[];
}

/** What is in a dataset. */
export interface DatasetStatistics {
  readonly pairs: number;
  readonly originals: number;
  readonly masks: number;
  /** Files that should be masks and cannot be read. */
  readonly broken: number;
  /** Masks whose ids are counted: semantic ones. */
  readonly counted: number;
  /** Masks by kind; only semantic ones are counted by class. */
  readonly kinds: Readonly<Partial<Record<MaskKind, number>>>;
  /** Pixels of all counted masks, and those of void among them. */
  readonly pixels: number;
  readonly voidPixels: number;
  /** Classes of the class map first, in its order, also without a pixel; then ids and colours without a class. */
  readonly classes: readonly ClassStatistics[];
  /** Masks that contain both classes, by their places in {@link classes}: row by row, symmetric. */
  readonly together: readonly (readonly number[])[];
  /** Most frequent first. */
  readonly maskSizes: readonly SizeCount[];
  readonly originalSizes: readonly SizeCount[];
  readonly palettes: readonly PaletteCount[];
  readonly splits: readonly SplitStatistics[];
}

/** More classes than this are no classes; their co-occurrence would not be legible. */
const MOST_TOGETHER = 256;

class ClassSums {
  readonly named: NamedClass;
  readonly count: ClassCount = { pixels: 0, images: 0, regions: 0 };
  pixelsOfImages = 0;
  readonly sizes: number[] = [];
  readonly heat = new Array<number>(GRID * GRID).fill(0);
  most: PairPixels | null = null;
  least: PairPixels | null = null;

  constructor(named: NamedClass) {
    this.named = named;
  }

  add(pair: string, parts: readonly IdRecord[], nonVoidPixels: number): void {
    const pixels = addCounts(this.count, parts);
    this.pixelsOfImages += nonVoidPixels;
    const cells = new Array<boolean>(this.heat.length).fill(false);
    for (const { sizes, cells: text } of parts) {
      sizes.forEach((regions, at) => (this.sizes[at] = (this.sizes[at] ?? 0) + regions));
      cellsOf(text).forEach((isTouched, at) => (cells[at] ||= isTouched));
    }
    cells.forEach((isTouched, at) => (this.heat[at] = (this.heat[at] ?? 0) + (isTouched ? 1 : 0)));
    if (this.most === null || pixels > this.most.pixels) this.most = { pair, pixels };
    if (this.least === null || pixels < this.least.pixels) this.least = { pair, pixels };
  }

  get statistics(): ClassStatistics {
    const { named, count, pixelsOfImages, heat, most, least } = this;
    const sizes = Array.from(this.sizes, (regions) => regions ?? 0);
    return { ...named, ...count, pixelsOfImages, sizes, heat, most, least };
  }
}

/** Adds one mask's part of a class; returns its pixels. */
function addCounts(count: ClassCount, parts: readonly Pick<IdRecord, 'pixels' | 'regions'>[]): number {
  let pixels = 0;
  for (const part of parts) {
    pixels += part.pixels;
    count.regions += part.regions;
  }
  count.pixels += pixels;
  count.images++;
  return pixels;
}

/** Sums of a dataset, pair by pair. */
class Sums {
  readonly naming: ClassNaming;
  readonly classes = new Map<ClassKey, ClassSums>();
  readonly together = new Map<ClassKey, Map<ClassKey, number>>();
  readonly kinds: Partial<Record<MaskKind, number>> = {};
  readonly maskSizes = new Map<string, SizeCount>();
  readonly originalSizes = new Map<string, SizeCount>();
  readonly palettes = new Map<string, PaletteCount>();
  readonly sum = { originals: 0, masks: 0, broken: 0, counted: 0, pixels: 0, voidPixels: 0 };

  constructor(naming: ClassNaming) {
    this.naming = naming;
    for (const { id, name, colour, isVoid } of naming.entries) {
      if (!this.classes.has(id)) this.classes.set(id, new ClassSums({ key: id, name, colour, isVoid }));
    }
  }

  /** Adds a mask; returns its classes where they are counted. */
  addMask(pair: string, mask: MaskRecord): ReadonlyMap<ClassKey, readonly IdRecord[]> | null {
    const { width, height, kind, palette, encoding } = mask;
    this.sum.masks++;
    this.kinds[kind] = (this.kinds[kind] ?? 0) + 1;
    addSize(this.maskSizes, width, height);
    const key = `${encoding} ${palette ?? ''}`;
    this.palettes.set(key, { palette, encoding, masks: (this.palettes.get(key)?.masks ?? 0) + 1 });
    if (!isCounted(mask)) return null;
    this.sum.counted++;
    const parts = new Map<ClassKey, IdRecord[]>();
    let nonVoid = 0;
    for (const id of mask.ids) {
      const named = this.naming.classOf(mask, id);
      if (!this.classes.has(named.key)) this.classes.set(named.key, new ClassSums(named));
      const known = parts.get(named.key);
      if (known === undefined) parts.set(named.key, [id]);
      else known.push(id);
      if (named.isVoid) this.sum.voidPixels += id.pixels;
      else nonVoid += id.pixels;
      this.sum.pixels += id.pixels;
    }
    for (const [one, ids] of parts) {
      this.classes.get(one)?.add(pair, ids, nonVoid);
      const row = this.together.get(one) ?? new Map<ClassKey, number>();
      this.together.set(one, row);
      for (const other of parts.keys()) row.set(other, (row.get(other) ?? 0) + 1);
    }
    return parts;
  }
}

/** Whether a mask's ids are classes, and few enough to be counted. */
export function isCounted(mask: MaskRecord): boolean {
  return mask.kind === 'semantic' && mask.ids.length > 0;
}

/**
 * What is in a dataset, or in some of its pairs. The same records give the same result in whatever order they were
 * scanned, on one machine or on many.
 *
 * @param wanted which pairs count; all by default
 */
export function summariseDataset(facts: DatasetFacts, wanted?: (pair: Pair) => boolean): DatasetStatistics {
  return finished(summarySteps(facts, wanted));
}

/** {@link summariseDataset} pair by pair. */
export function* summarySteps(
  facts: DatasetFacts,
  wanted: (pair: Pair) => boolean = () => true,
): Steps<DatasetStatistics> {
  const { layout, records } = facts;
  const sums = new Sums(new ClassNaming(facts.classMap?.map ?? null));
  const splits = splitsOf(facts);
  const bySplit = splits.map(() => ({ masks: 0, classes: new Map<ClassKey, ClassCount>() }));
  const pairs = layout.pairs.filter(wanted);
  for (const pair of pairs) {
    yield;
    const original = pair.original === null ? undefined : records.get(pair.original);
    if (original !== undefined) sums.sum.originals++;
    if (original !== undefined && original.type !== 'broken' && original.width > 0) {
      addSize(sums.originalSizes, original.width, original.height);
    }
    for (const path of [pair.mask, ...pair.others.map((other) => other.path)]) {
      const mask = path === null ? undefined : records.get(path);
      if (mask?.type === 'broken') sums.sum.broken++;
      if (mask?.type !== 'mask') continue;
      const parts = sums.addMask(pair.name, mask);
      if (parts === null) continue;
      splits.forEach(({ members }, at) => {
        const split = bySplit[at];
        if (split === undefined || !members.has(pair.name)) return;
        split.masks++;
        for (const [key, ids] of parts) {
          const count = split.classes.get(key) ?? { pixels: 0, images: 0, regions: 0 };
          split.classes.set(key, count);
          addCounts(count, ids);
        }
      });
    }
  }
  const keys = orderedKeys(sums);
  const names = new Set(pairs.map(({ name }) => name));
  return {
    ...sums.sum,
    pairs: pairs.length,
    kinds: sums.kinds,
    classes: keys.flatMap((key) => sums.classes.get(key)?.statistics ?? []),
    together:
      keys.length > MOST_TOGETHER
        ? []
        : keys.map((one) => keys.map((other) => sums.together.get(one)?.get(other) ?? 0)),
    maskSizes: frequentFirst(sums.maskSizes, ({ count }) => count),
    originalSizes: frequentFirst(sums.originalSizes, ({ count }) => count),
    palettes: frequentFirst(sums.palettes, ({ masks }) => masks),
    splits: splits.map(({ split, members }, at) => ({
      split,
      pairs: [...members].filter((name) => names.has(name)).length,
      masks: bySplit[at]?.masks ?? 0,
      classes: keys.flatMap((key) => {
        const count = bySplit[at]?.classes.get(key);
        return count === undefined ? [] : [[key, count] as const];
      }),
    })),
  };
}

export interface SplitMembers {
  readonly split: string;
  /** Names of pairs. */
  readonly members: ReadonlySet<string>;
}

/** The splits of a dataset: those of its lists, or, where it has none, those that its folders say. */
export function splitsOf({ layout, lists }: Pick<DatasetFacts, 'layout' | 'lists'>): SplitMembers[] {
  const members = new Map<string, Set<string>>();
  const add = (split: string, pair: string): void => {
    const known = members.get(split);
    if (known === undefined) members.set(split, new Set([pair]));
    else known.add(pair);
  };
  for (const { split, entries } of lists) {
    for (const { pair } of entries) if (pair !== null) add(split, pair);
  }
  if (lists.length === 0) {
    for (const { name, folderSplit } of layout.pairs) if (folderSplit !== null) add(folderSplit, name);
  }
  return [...members].map(([split, names]) => ({ split, members: names }));
}

/** Classes of the class map in its order, then ids ascending, then colours; none where masks have objects alone. */
function orderedKeys({ naming, classes, kinds }: Sums): ClassKey[] {
  if (Object.keys(kinds).length > 0 && kinds.semantic === undefined) return [];
  const named = new Set<ClassKey>(naming.entries.map(({ id }) => id));
  const others = [...classes.keys()].filter((key) => !named.has(key));
  others.sort(compareClassKeys);
  return [...named, ...others];
}

function addSize(sizes: Map<string, SizeCount>, width: number, height: number): void {
  const key = `${width}x${height}`;
  sizes.set(key, { width, height, count: (sizes.get(key)?.count ?? 0) + 1 });
}

function frequentFirst<T>(counts: ReadonlyMap<string, T>, countOf: (one: T) => number): T[] {
  return [...counts]
    .sort(([a, one], [b, other]) => countOf(other) - countOf(one) || (a < b ? -1 : 1))
    .map(([, one]) => one);
}
