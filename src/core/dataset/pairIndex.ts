import { MASK_EXTENSIONS } from './listedFile.ts';
import type { DatasetLayout, Pair } from './pairs.ts';

/** Finds pairs by what lists call them. Built once for a layout, in parts as they are asked for. */
export class PairIndex {
  readonly #pairs: readonly Pair[];
  /** By name, and by the path of each file without its extension. */
  readonly #byPath = new Map<string, Pair>();
  /** By the last parts of name and paths, as many as asked for; null where several pairs have them. */
  readonly #byEnd = new Map<number, ReadonlyMap<string, Pair | null>>();
  readonly #tops = new Set<string>();
  #bySplit: ReadonlyMap<string, Pair | null> | null = null;
  #bySequence: ReadonlyMap<string, readonly Pair[]> | null = null;

  constructor(layout: DatasetLayout) {
    this.#pairs = layout.pairs;
    for (const pair of layout.pairs) {
      for (const path of pathsOf(pair)) {
        this.#tops.add(topOf(path));
        this.#byPath.set(withoutExtension(path), pair);
      }
    }
    // A name is what a list means first.
    for (const pair of layout.pairs) this.#byPath.set(pair.name, pair);
    const further = [layout.unpaired, layout.aside.map(({ path }) => path), layout.listFiles, layout.classMapFiles];
    for (const path of further.flat()) this.#tops.add(topOf(path));
  }

  /** Whether the dataset has a file or folder of that name at its top. */
  hasTop(name: string): boolean {
    return this.#tops.has(name);
  }

  /** The pair of that name, or with a file of that path; the extension may be missing or another. */
  byPath(path: string): Pair | null {
    return this.#byPath.get(path) ?? this.#byPath.get(withoutExtension(path)) ?? null;
  }

  /** The only pair of a split whose name, less its folders, is this. */
  bySplit(split: string, name: string): Pair | null {
    this.#bySplit ??= uniqueBy(this.#pairs, (pair) =>
      pair.folderSplit === null ? [] : [`${pair.folderSplit}/${lastPart(pair.name)}`],
    );
    return this.#bySplit.get(`${split}/${withoutExtension(name)}`) ?? null;
  }

  /** The only pair with a name or path that ends in these parts; the extension may be missing or another. */
  byEnd(path: string): Pair | null {
    const end = withoutExtension(path);
    const parts = countParts(end);
    if (parts > MOST_PARTS) return null;
    let known = this.#byEnd.get(parts);
    if (known === undefined) {
      known = uniqueBy(this.#pairs, (pair) =>
        [pair.name, ...pathsOf(pair).map(withoutExtension)].flatMap((one) => endOf(one, parts) ?? []),
      );
      this.#byEnd.set(parts, known);
    }
    return known.get(end) ?? null;
  }

  /** The frames of a sequence, which may be called by its last folder; empty where there is none. */
  bySequence(name: string): readonly Pair[] {
    if (this.#bySequence === null) {
      const found = new Map<string, Pair[]>();
      for (const pair of this.#pairs) {
        if (pair.sequence === null) continue;
        for (const key of new Set([pair.sequence, lastPart(pair.sequence)])) {
          const known = found.get(key);
          if (known === undefined) found.set(key, [pair]);
          else known.push(pair);
        }
      }
      this.#bySequence = found;
    }
    return this.#bySequence.get(name) ?? [];
  }
}

/** Deeper paths are found whole or not at all. */
const MOST_PARTS = 8;

function uniqueBy(pairs: readonly Pair[], keysOf: (pair: Pair) => readonly string[]): ReadonlyMap<string, Pair | null> {
  const found = new Map<string, Pair | null>();
  for (const pair of pairs) {
    for (const key of keysOf(pair)) {
      const known = found.get(key);
      if (known === undefined) found.set(key, pair);
      else if (known !== null && known !== pair) found.set(key, null);
    }
  }
  return found;
}

/** Paths of the files of a pair, those of classes first. */
export function pathsOf({ original, mask, others }: Pair): string[] {
  return [original, mask, ...others.map(({ path }) => path)].filter((path) => path !== null);
}

/** A path without the extension of an image; others belong to names (`v1.5_001`). */
export function withoutExtension(path: string): string {
  const dot = path.lastIndexOf('.');
  return dot > 0 && MASK_EXTENSIONS.includes(path.slice(dot + 1).toLowerCase()) ? path.slice(0, dot) : path;
}

export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}

function countParts(path: string): number {
  let parts = 1;
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) parts++;
  return parts;
}

function endOf(path: string, parts: number): string | null {
  let at = path.length;
  for (let part = 0; part < parts; part++) {
    if (at < 0) return null;
    at = at === 0 ? -1 : path.lastIndexOf('/', at - 1);
  }
  return path.slice(at + 1);
}
