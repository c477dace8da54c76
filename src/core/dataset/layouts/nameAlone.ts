import type { Claim } from '../claims.ts';
import { endAlike } from '../endAlike.ts';

/**
 * Masks, those without an original moved to the original of the same split and last part of the name, if there is but
 * one of each, and the folders that name one are the last of those that name the other.
 *
 * @param originals claims, those of other roles are passed over
 * @param found the keys that originals have
 * @param innerOf the folders that name a file, outermost first
 */
export function claimsByNameAlone(
  originals: readonly Claim[],
  masks: readonly Claim[],
  found: ReadonlySet<string>,
  innerOf: (claim: Claim) => readonly string[],
): readonly Claim[] {
  const lonely = masks.filter(({ key }) => !found.has(key));
  if (lonely.length === 0) return masks;
  const taken = new Set(masks.map(({ key }) => key));
  const waiting = uniqueByName(originals.filter(({ role, key }) => role === 'original' && !taken.has(key)));
  const unique = uniqueByName(lonely);
  return masks.map((mask): Claim => {
    if (found.has(mask.key) || unique.get(nameOf(mask)) === null) return mask;
    const original = waiting.get(nameOf(mask));
    if (original === undefined || original === null || !endAlike(innerOf(original), innerOf(mask))) return mask;
    return { ...mask, place: original.place, key: original.key };
  });
}

function nameOf({ split, key }: Claim): string {
  return `${split ?? ''}/${key.slice(key.lastIndexOf('/') + 1)}`;
}

/** The first claim of each name; null for names that several keys have. */
function uniqueByName(claims: readonly Claim[]): ReadonlyMap<string, Claim | null> {
  const byName = new Map<string, Claim | null>();
  for (const claim of claims) {
    const name = nameOf(claim);
    const first = byName.get(name);
    if (first === undefined) byName.set(name, claim);
    else if (first !== null && first.key !== claim.key) byName.set(name, null);
  }
  return byName;
}
