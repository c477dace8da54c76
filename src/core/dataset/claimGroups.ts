import type { Claim } from './claims.ts';

/** The claims of one key, in the order of the listing. */
export interface ClaimGroup {
  readonly key: string;
  /** The shortest of theirs: what one of the files has inside the layout is part of the name. */
  place: readonly string[];
  readonly claims: Claim[];
}

/** How well a layout fits, before names are put to pairs. */
export interface Fit {
  /** Originals with at least one mask of any kind. */
  readonly pairs: number;
  /** Images that belong to no pair. */
  readonly unpaired: number;
  /** Every image is in a pair that has original and mask. */
  readonly isWhole: boolean;
}

/**
 * Claims by key.
 *
 * @param claims in any order, of each file one
 */
export function groupClaims(claims: readonly Claim[]): readonly ClaimGroup[] {
  const groups = new Map<string, ClaimGroup>();
  for (const claim of inOrder(claims)) {
    const { key, place } = claim;
    const group = groups.get(key);
    if (group === undefined) {
      groups.set(key, { key, place, claims: [claim] });
      continue;
    }
    group.claims.push(claim);
    if (place.length < group.place.length) group.place = place;
  }
  return [...groups.values()];
}

/** Whether a group has an original or a mask: drawings and measurements alone are no pair. */
export function isPair({ claims }: ClaimGroup): boolean {
  return claims.some(({ role }) => role === 'original' || role === 'mask');
}

/** @param images all that the listing has */
export function fitOf(groups: readonly ClaimGroup[], images: number): Fit {
  let pairs = 0;
  let paired = 0;
  for (const group of groups) {
    if (!isPair(group)) continue;
    const { claims } = group;
    const originals = claims.filter(({ role }) => role === 'original').length;
    const hasMask = claims.some(({ role }) => role === 'mask');
    if (originals > 0 && hasMask) pairs++;
    paired += claims.length - Math.max(originals - 1, 0);
  }
  return { pairs, unpaired: images - paired, isWhole: paired === images && pairs === groups.length };
}

/** Claims in the order of the listing. */
function inOrder(claims: readonly Claim[]): readonly Claim[] {
  const isOrdered = claims.every(({ file }, at) => at === 0 || file.index > (claims[at - 1]?.file.index ?? 0));
  return isOrdered ? claims : claims.toSorted((a, b) => a.file.index - b.file.index);
}
