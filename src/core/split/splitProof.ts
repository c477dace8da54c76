import type { ClassKey } from '../dataset/classNaming.ts';
import { countClasses, itemClasses, type ClassCount } from './classShares.ts';
import type { Split, SplitOptions } from './makeSplit.ts';
import { compareWithRandom, type RandomComparison } from './randomComparison.ts';
import type { SplitItem } from './splitItem.ts';
import { unitsOf, type Units } from './units.ts';

/** A part, and what it was to be. */
export interface PartSize {
  readonly split: string;
  readonly names: number;
  /** Names that its ratio asks for; need not be whole. */
  readonly wanted: number;
}

/** A class in the whole and in each part. */
export interface ClassBalance {
  readonly key: ClassKey;
  readonly whole: ClassCount;
  /** In the order of the parts. */
  readonly parts: readonly ClassCount[];
}

/** What lists are, found out from the lists themselves. A split is sound where {@link isSound} says so. */
export interface SplitProof {
  readonly names: number;
  /** Names that are in more than one part. */
  readonly overlap: number;
  /** Names that are in no part. */
  readonly missing: number;
  /** Lists whose set is not everything, each name once; 0 but for a defect. */
  readonly incompleteSets: number;
  /** Null where no name has a group. */
  readonly groups: { readonly count: number; readonly largest: number; readonly divided: number } | null;
  readonly parts: readonly PartSize[];
  /** By class; null where nothing tells of classes. */
  readonly classes: readonly ClassBalance[] | null;
  /** Null where nothing tells of classes. */
  readonly comparison: RandomComparison | null;
}

/** Whether nothing is in two lists, everything is in one, and no group is divided. */
export function isSound({ overlap, missing, incompleteSets, groups }: SplitProof): boolean {
  return overlap + missing + incompleteSets + (groups?.divided ?? 0) === 0;
}

/** Looks at a split as somebody would who has only the names and the lists. */
export function proveSplit(items: readonly SplitItem[], split: Split, { stratify, seed }: SplitOptions): SplitProof {
  const partOf = new Int32Array(items.length).fill(-1);
  let overlap = 0;
  for (const [part, { indices }] of split.parts.entries()) {
    for (const index of indices) {
      if ((partOf[index] ?? -1) >= 0) overlap++;
      partOf[index] = part;
    }
  }
  const units = unitsOf(items);
  const count = split.parts.length;
  const classes = itemClasses(items);
  const counted = classes && countClasses(classes, partOf, count);
  const by = stratify === 'pixels' ? 'pixels' : 'presence';
  return {
    names: items.length,
    overlap,
    missing: partOf.reduce((sum, part) => sum + (part < 0 ? 1 : 0), 0),
    incompleteSets: split.sets.filter(({ lists }) => !isWhole(lists, items.length)).length,
    groups: groupFacts(units, partOf),
    parts: split.parts.map(({ split: name, indices, ratio }) => ({
      ...{ split: name, names: indices.length, wanted: ratio * items.length },
    })),
    classes:
      classes === null || counted === null
        ? null
        : classes.keys.map((key, row) => {
            const parts = Array.from({ length: count }, (_, part): ClassCount => {
              const cell = row * count + part;
              return { images: counted.images[cell] ?? 0, pixels: counted.pixels[cell] ?? 0 };
            });
            return { key, whole: sumOf(parts), parts };
          }),
    comparison: classes && compareWithRandom(classes, units, partOf, count, by, seed),
  };
}

function isWhole(lists: readonly { readonly indices: Int32Array }[], count: number): boolean {
  const seen = new Uint8Array(count);
  let distinct = 0;
  let all = 0;
  for (const { indices } of lists) {
    for (const index of indices) {
      if (seen[index] === 0) distinct++;
      seen[index] = 1;
    }
    all += indices.length;
  }
  return all === count && distinct === count;
}

function groupFacts({ groups, sizes, unitOf }: Units, partOf: Int32Array): SplitProof['groups'] {
  if (groups.size === 0) return null;
  const firstPart = new Int32Array(sizes.length).fill(-1);
  const isDivided = new Uint8Array(sizes.length);
  for (let index = 0; index < unitOf.length; index++) {
    const [unit, part] = [unitOf[index] ?? 0, partOf[index] ?? -1];
    if (firstPart[unit] === -1) firstPart[unit] = part;
    else if (firstPart[unit] !== part) isDivided[unit] = 1;
  }
  let largest = 0;
  for (const unit of groups.values()) largest = Math.max(largest, sizes[unit] ?? 0);
  return { count: groups.size, largest, divided: isDivided.reduce((sum, one) => sum + one, 0) };
}

function sumOf(parts: readonly ClassCount[]): ClassCount {
  return {
    images: parts.reduce((sum, { images }) => sum + images, 0),
    pixels: parts.reduce((sum, { pixels }) => sum + pixels, 0),
  };
}
