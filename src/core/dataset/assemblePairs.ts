import type { Claim } from './claims.ts';
import { sortedByCodePoint } from './listedFile.ts';
import type { AsideFile, AsideReason, Pair } from './pairs.ts';
import { sequencesOf } from './sequence.ts';
import { splitNamed } from './splitWords.ts';

/** What claims come to. */
export interface Assembled {
  readonly pairs: readonly Pair[];
  readonly aside: readonly AsideFile[];
  /** Claimed files that are in no pair after all. */
  readonly left: readonly string[];
}

interface Group {
  place: readonly string[];
  readonly parts: readonly string[];
  readonly originals: Claim[];
  readonly masks: Claim[];
  readonly others: Claim[];
  readonly aside: Claim[];
}

/**
 * Joins claims of one name into pairs.
 *
 * @param claims by path, each path once
 * @param areVideos the layout has a folder for each video
 */
export function assemblePairs(claims: readonly Claim[], areVideos = false): Assembled {
  const groups = groupsOf(claims);
  const left: string[] = [];
  const aside: AsideFile[] = [];
  const named = namesOf([...groups.values()].filter((group) => isPair(group) || reject(group, left)));
  const names = sortedByCodePoint([...named.keys()]);
  const sequences = sequencesOf(names, areVideos);
  const pairs = names.map((name, at): Pair => {
    const { originals, masks, others, aside: besides } = named.get(name) as Group;
    const [original, ...further] = byRank(originals);
    const [mask, ...seconds] = byRank(masks);
    left.push(...further.map(({ path }) => path));
    const put = (claim: Claim, reason: AsideReason) => aside.push({ path: claim.path, pair: name, reason });
    for (const second of seconds) put(second, 'secondMask');
    for (const one of besides) put(one, one.role === 'colours' ? 'colours' : 'measurement');
    const splits = [original, mask, ...others].map((claim) => claim?.split ?? null);
    return {
      name,
      original: original?.path ?? null,
      mask: mask?.path ?? null,
      others: byRank(others).map(({ path, kind }) => ({ path, kind })),
      sequence: sequences[at]?.sequence ?? null,
      frame: sequences[at]?.frame ?? null,
      folderSplit: splits.find((split) => split !== null) ?? null,
    };
  });
  return { pairs, aside, left };
}

function groupsOf(claims: readonly Claim[]): Map<string, Group> {
  const groups = new Map<string, Group>();
  for (const claim of claims) {
    const key = [...claim.place, ...claim.parts].join('/');
    let group = groups.get(key);
    if (group === undefined) {
      group = { place: claim.place, parts: claim.parts, originals: [], masks: [], others: [], aside: [] };
      groups.set(key, group);
    } else if (claim.place.length < group.place.length) {
      // What one of the files has inside the layout is part of the name: images/train/a beside train/masks/a.
      groups.set(key, (group = { ...group, place: claim.place, parts: claim.parts }));
    }
    if (claim.role === 'original') group.originals.push(claim);
    else if (claim.role !== 'mask') group.aside.push(claim);
    else if (claim.kind === 'semantic') group.masks.push(claim);
    else group.others.push(claim);
  }
  return groups;
}

function isPair({ originals, masks, others }: Group): boolean {
  return originals.length + masks.length + others.length > 0;
}

function reject({ aside }: Group, left: string[]): false {
  left.push(...aside.map(({ path }) => path));
  return false;
}

/** Groups by name: without the folders that all have above the layout, unless these say a split. */
function namesOf(groups: readonly Group[]): Map<string, Group> {
  let shared = groups[0]?.place ?? [];
  for (const { place } of groups) {
    let same = 0;
    while (same < shared.length && place[same] === shared[same]) same++;
    if (same < shared.length) shared = shared.slice(0, same);
  }
  const split = shared.findIndex((folder) => splitNamed(folder) !== null);
  const dropped = split < 0 ? shared.length : split;
  return new Map(groups.map((group) => [[...group.place.slice(dropped), ...group.parts].join('/'), group]));
}

function byRank(claims: readonly Claim[]): readonly Claim[] {
  // Claims come by path, and sorting keeps that order among equal ranks.
  return claims.length < 2 ? claims : claims.toSorted((a, b) => a.rank - b.rank);
}
