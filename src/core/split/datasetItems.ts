import { ClassNaming, isBackground, type ClassKey } from '../dataset/classNaming.ts';
import type { DatasetFacts } from '../dataset/facts.ts';
import { gridClasses, NearDuplicateSearch } from '../dataset/nearDuplicates.ts';
import type { Pair } from '../dataset/pairs.ts';
import { rootOf, unite } from '../unionFind.ts';
import type { ListedName } from './namesFile.ts';
import type { SplitItem } from './splitItem.ts';

/** The pairs of a dataset, as they are split. */
export interface DatasetItems {
  /** In the order of the pairs: by name. */
  readonly pairs: readonly Pair[];
  readonly listed: readonly ListedName[];
  /** Without groups. */
  readonly items: readonly SplitItem[];
  /** Names of the classes that have any. */
  readonly classNames: ReadonlyMap<ClassKey, string>;
  /** Pairs that are left out: without any mask, or without original where others have theirs. */
  readonly unpaired: number;
}

/** What a scan knows of a dataset as names to be split, with the pixels of each class but background and void. */
export function datasetItems({ layout, records, classMap }: DatasetFacts): DatasetItems {
  const naming = new ClassNaming(classMap?.map ?? null);
  const classNames = new Map<ClassKey, string>();
  const pairs = layout.pairs.filter(
    ({ original, mask, others }) => original !== null && (mask !== null || others.length > 0),
  );
  const items = pairs.map(({ name, mask }): SplitItem => {
    const record = mask === null ? undefined : records.get(mask);
    if (record?.type !== 'mask' || record.kind !== 'semantic') return { name, group: null, pixels: null, label: null };
    const pixels = new Map<ClassKey, number>();
    for (const id of record.ids) {
      const named = naming.classOf(record, id);
      if (named.isVoid || isBackground(named)) continue;
      pixels.set(named.key, (pixels.get(named.key) ?? 0) + id.pixels);
      if (named.name !== null) classNames.set(named.key, named.name);
    }
    return { name, group: null, pixels, label: null };
  });
  return { pairs, listed: pairs.map(listedName), items, classNames, unpaired: layout.pairs.length - pairs.length };
}

function listedName({ name, original, mask, others }: Pair): ListedName {
  const extension = original === null ? '' : (/\.[^./]+$/.exec(original)?.[0] ?? '');
  return { given: name, file: name + extension, image: original, mask: mask ?? others[0]?.path ?? null };
}

/**
 * Pairs that are equal: their originals byte for byte, or their masks pixel for pixel, where those have two ids or more. The
 * group is called after its first pair.
 *
 * @param isNear masks that are nearly the same belong together, too (see {@link NearDuplicateSearch})
 * @returns the group of each pair; null for those that no other equals
 */
export function duplicateGroups(
  pairs: readonly Pair[],
  records: DatasetFacts['records'],
  isNear = false,
): (string | null)[] {
  const firstOf = new Map<string, number>();
  const parents = Int32Array.from(pairs.keys());
  const search = new NearDuplicateSearch({});
  const numbers = new Map<string, number>();
  for (const [at, { name, original, mask }] of pairs.entries()) {
    const image = original === null ? undefined : records.get(original);
    const ids = mask === null ? undefined : records.get(mask);
    const hashes = [
      image?.type === 'image' && image.hash !== null ? `image ${image.hash}` : null,
      ids?.type === 'mask' && ids.distinct > 1 ? `mask ${ids.hash}` : null,
    ];
    for (const hash of hashes) {
      if (hash === null) continue;
      const first = firstOf.get(hash);
      if (first === undefined) firstOf.set(hash, at);
      else unite(parents, first, at);
    }
    if (isNear && ids?.type === 'mask' && ids.kind === 'semantic' && ids.distinct > 1) {
      numbers.set(name, at);
      search.add({ name, cells: gridClasses(ids) });
    }
  }
  for (const { links } of search.find().groups) {
    for (const { first, second } of links) unite(parents, numbers.get(first) ?? 0, numbers.get(second) ?? 0);
  }
  const sizes = new Int32Array(pairs.length);
  for (const at of pairs.keys()) {
    const root = rootOf(parents, at);
    sizes[root] = (sizes[root] ?? 0) + 1;
  }
  return pairs.map((_, at) => {
    const root = rootOf(parents, at);
    return (sizes[root] ?? 0) > 1 ? (pairs[root]?.name ?? null) : null;
  });
}
