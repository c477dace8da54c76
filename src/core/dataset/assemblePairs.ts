import { isPair, type ClaimGroup } from './claimGroups.ts';
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

/**
 * Makes each group of claims a pair.
 *
 * @param areVideos the layout has a folder for each video
 */
export function assemblePairs(groups: readonly ClaimGroup[], areVideos = false): Assembled {
  const left = groups.filter((group) => !isPair(group)).flatMap(({ claims }) => claims.map(({ file }) => file));
  const named = namesOf(groups.filter(isPair));
  const names = sortedByCodePoint([...named.keys()]);
  const sequences = sequencesOf(names, areVideos);
  const aside: { readonly index: number; readonly entry: AsideFile }[] = [];
  const pairs = names.map((name, at): Pair => {
    const claims = byRank(named.get(name)?.claims ?? []);
    let original: Claim | null = null;
    let mask: Claim | null = null;
    const others: Pair['others'][number][] = [];
    for (const claim of claims) {
      const { file, role } = claim;
      const kind = role === 'mask' ? kindOf(claim) : 'semantic';
      if (kind !== 'semantic') others.push({ path: file.path, kind });
      else if (role === 'original' && original === null) original = claim;
      else if (role === 'original') left.push(file);
      else if (role === 'mask' && mask === null) mask = claim;
      else {
        aside.push({
          index: file.index,
          entry: { path: file.path, pair: name, reason: role === 'mask' ? 'secondMask' : role },
        });
      }
    }
    return {
      name,
      original: original?.file.path ?? null,
      mask: mask?.file.path ?? null,
      others,
      sequence: sequences[at]?.sequence ?? null,
      frame: sequences[at]?.frame ?? null,
      folderSplit: original?.split ?? mask?.split ?? claims[0]?.split ?? null,
    };
  });
  aside.sort((a, b) => a.index - b.index);
  return { pairs, aside: aside.map(({ entry }) => entry), left };
}

/** Groups by name: by key without the folders that all have above the layout, unless these say a split. */
function namesOf(groups: readonly ClaimGroup[]): ReadonlyMap<string, ClaimGroup> {
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
