import type { Damage } from './damage.ts';
import { usedColours } from './damageFacts.ts';
import { DamagedEdges, type Points } from './damagedEdges.ts';
import type { Mask } from './mask.ts';

/** Pixels that a repair gave another id. */
export interface RepairedPixels {
  /** Id in the damaged mask; of RGB masks the row of its colour. */
  readonly from: number;
  readonly to: number;
  readonly pixels: number;
}

/** A mask whose edges are mended. */
export interface RepairedMask {
  /** Row-major, as wide as the ids before. */
  readonly ids: Uint8Array | Uint16Array;
  /** Most pixels first. */
  readonly changes: readonly RepairedPixels[];
  /** Damaged pixels with no class within reach; they are as they were. */
  readonly undecided: number;
  /**
   * Pixels of classes that lie between two others as the invented ids do: whether they were invented too cannot be
   * known, and they are as they were. Ascending by id.
   */
  readonly doubtful: readonly { readonly id: number; readonly pixels: number }[];
}

/**
 * Mends the edges of a mask. Null where none of the damage is at edges. A damaged pixel becomes one of the classes
 * around it, never one that is not there.
 *
 * - Stains of JPEG become the class of the nearest colour among those of the 8×8 blocks of pixels around, nine with its
 *   own; of equally near ones the smallest id.
 * - Mixtures, of anti-aliasing and of interpolated ids: along the row, the column and the two diagonals the first sound
 *   pixels before and behind are looked up, up to 8 pixels away. Of these pairs the one counts from whose line the
 *   pixel's colour (or id) is least far; of equals the closer pair, then the order above. The pixel becomes the one of
 *   the two that its colour is nearer to; of equals the nearer one in the picture, then the smaller id.
 *
 * Pixels of sound ids count as mixtures, too, where that is sure: in masks of colours regions that are at most 3 pixels
 * wide and everywhere a mixture of the two classes beside them (half black and half maroon is VOC's colour of a cat); of
 * ids those that continue a rise or fall of invented ones and are one pixel wide, and thin ids that lie only between
 * others or beside invented ones.
 *
 * @param damages what `recogniseDamage` found in the mask
 */
export function repairEdges(mask: Mask, damages: readonly Damage[], histogram: Uint32Array): RepairedMask | null {
  const damage = damages.find(isAtEdges);
  if (damage === undefined) return null;
  const isHole = new Uint8Array(histogram.length);
  for (const id of damage.ids) isHole[id] = 1;
  const isInvented = damage.kind === 'inventedIds';
  const edges = new DamagedEdges(mask, isHole, isInvented ? idsAsPoints(histogram.length) : coloursOf(mask, histogram));
  if (isInvented) edges.addRises(histogram);
  else if (mask.encoding !== 'grey') edges.addMixedRegions();
  return edges.repaired(damage.kind === 'compressedEdges', isInvented);
}

type EdgeDamage = Extract<Damage, { kind: 'inventedIds' | 'blendedEdges' | 'compressedEdges' }>;

function isAtEdges(damage: Damage): damage is EdgeDamage {
  return damage.kind === 'inventedIds' || damage.kind === 'blendedEdges' || damage.kind === 'compressedEdges';
}

function coloursOf(mask: Mask, histogram: Uint32Array): Points {
  const points = new Float64Array(3 * histogram.length);
  for (const { id, colour } of usedColours(mask, histogram)) {
    points.set([colour >>> 16, (colour >>> 8) & 255, colour & 255], 3 * id);
  }
  return points;
}

function idsAsPoints(count: number): Points {
  const points = new Float64Array(3 * count);
  for (let id = 0; id < count; id++) points[3 * id] = id;
  return points;
}
