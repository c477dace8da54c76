import { kindOf, type Claim } from './claims.ts';
import { sortedByCodePoint, type ListedFile } from './listedFile.ts';
import type { AsideFile, Pair } from './pairs.ts';
import { sequencesOf } from './sequence.ts';
import { splitNamed } from './splitWords.ts';

/** What claims come to. */
export interface Assembled {
  /** By name. */
  readonly pairs: readonly Pair[];
  /** By path. */
  readonly aside: readonly AsideFile[];
  /** Claimed files that are in no pair after all. */
  readonly left: readonly ListedFile[];
}

interface Group {
  place: readonly string[];
  readonly key: string;
  readonly originals: Claim[];
  readonly masks: Claim[];
  readonly others: Claim[];
  readonly aside: Claim[];
}

/**
 * Joins claims of one key into pairs.
 *
 * @param claims in any order, of each file one
 * @param areVideos the layout has a folder for each video
 */
export function assemblePairs(claims: readonly Claim[], areVideos = false): Assembled {
  const left: ListedFile[] = [];
  const groups = groupsOf(inOrder(claims)).filter(({ originals, masks, others, aside }) => {
    const isPair = originals.length + masks.length + others.length > 0;
    if (!isPair) left.push(...aside.map(({ file }) => file));
    return isPair;
  });
  const named = namesOf(groups);
  const names = sortedByCodePoint([...named.keys()]);
  const sequences = sequencesOf(names, areVideos);
  const aside: { readonly index: number; readonly entry: AsideFile }[] = [];
  const pairs = names.map((name, at): Pair => {
    const group = named.get(name) as Group;
    const [original, ...further] = byRank(group.originals);
    const [mask, ...seconds] = byRank(group.masks);
    const others = byRank(group.others);
    left.push(...further.map(({ file }) => file));
    for (const { file, role } of [...seconds, ...group.aside]) {
      const reason = role === 'colours' || role === 'measurement' ? role : 'secondMask';
      aside.push({ index: file.index, entry: { path: file.path, pair: name, reason } });
    }
    return {
      name,
      original: original?.file.path ?? null,
      mask: mask?.file.path ?? null,
      others: others.map((claim) => ({ path: claim.file.path, kind: kindOf(claim) })),
      sequence: sequences[at]?.sequence ?? null,
      frame: sequences[at]?.frame ?? null,
      folderSplit: original?.split ?? mask?.split ?? others[0]?.split ?? null,
    };
  });
  aside.sort((a, b) => a.index - b.index);
  return { pairs, aside: aside.map(({ entry }) => entry), left };
}

/** Claims in the order of the listing. */
function inOrder(claims: readonly Claim[]): readonly Claim[] {
  const isOrdered = claims.every(({ file }, at) => at === 0 || file.index > (claims[at - 1]?.file.index ?? 0));
  return isOrdered ? claims : claims.toSorted((a, b) => a.file.index - b.file.index);
}

function groupsOf(claims: readonly Claim[]): Group[] {
  const groups = new Map<string, Group>();
  for (const claim of claims) {
    const { key, place, role } = claim;
    let group = groups.get(key);
    if (group === undefined) {
      group = { place, key, originals: [], masks: [], others: [], aside: [] };
      groups.set(key, group);
    }
    // What one of the files has inside the layout is part of the name: images/train/a beside train/masks/a.
    if (place.length < group.place.length) group.place = place;
    if (role === 'original') group.originals.push(claim);
    else if (role !== 'mask') group.aside.push(claim);
    else if (kindOf(claim) === 'semantic') group.masks.push(claim);
    else group.others.push(claim);
  }
  return [...groups.values()];
}

/** Groups by name: by key without the folders that all have above the layout, unless these say a split. */
function namesOf(groups: readonly Group[]): ReadonlyMap<string, Group> {
  let shared = groups[0]?.place ?? [];
  for (const { place } of groups) {
    if (place === shared) continue;
    let same = 0;
    while (same < shared.length && place[same] === shared[same]) same++;
    if (same < shared.length) shared = shared.slice(0, same);
  }
  const split = shared.findIndex((folder) => splitNamed(folder) !== null);
  const dropped = split < 0 ? shared : shared.slice(0, split);
  const characters = dropped.reduce((sum, folder) => sum + folder.length + 1, 0);
  return new Map(groups.map((group) => [group.key.slice(characters), group]));
}

function byRank(claims: readonly Claim[]): readonly Claim[] {
  // Claims come by path, and sorting keeps that order among equal ranks.
  return claims.length < 2 ? claims : claims.toSorted((a, b) => a.rank - b.rank);
}
