import type { Damage, ShiftedColour } from './damage.ts';
import { hexOfPacked, usedColours } from './damageFacts.ts';
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
  /** The mask's colours, with shifted ones put back; absent where they are as before. */
  readonly colours?: Uint8Array | Uint16Array;
  /** Most pixels first; of a shifted colour that its own row keeps, put back, both ids are its own. */
  readonly changes: readonly RepairedPixels[];
  /** Damaged pixels with no class within reach; they are as they were. */
  readonly undecided: number;
  /**
   * Pixels of classes that lie between two others as the invented ids do; of masks of colours those of classes that fill
   * no square of 3 × 3 pixels afterwards. Whether they were invented too cannot be known, and they are as they were.
   * Ascending by id.
   */
  readonly doubtful: readonly { readonly id: number; readonly pixels: number }[];
}

/**
 * Mends the edges of a mask. Null where none of the damage is at edges. A damaged pixel becomes one of the classes
 * around it, never one that is not there.
 *
 * - Stains of JPEG become the class of the nearest colour among those of the 8×8 blocks of pixels around, nine with its
 *   own, or where none of these has one 25; of equally near ones the smallest id. Areas whose colour was shifted get their
 *   class's.
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
  if (damage.kind === 'inventedIds') {
    const kept = damage.mayBeClasses ?? [];
    for (const id of kept) isHole[id] = 0;
    const edges = new DamagedEdges(mask, isHole, idsAsPoints(histogram.length));
    edges.addRises(histogram, kept);
    return edges.repaired({ isCompressed: false, hasInventedIds: true });
  }
  const { mask: mended, replaced } = withoutShifts(mask, damage.shifted ?? [], histogram);
  for (const { to } of replaced) isHole[to] = 0;
  const edges = new DamagedEdges(mended, isHole, coloursOf(mended, histogram));
  if (mask.encoding !== 'grey') edges.addMixedRegions();
  const repaired = edges.repaired({ isCompressed: damage.kind === 'compressedEdges', hasInventedIds: false });
  if (replaced.length === 0 || mended.colours === null) return repaired;
  return { ...repaired, colours: mended.colours, changes: [...repaired.changes, ...replaced].sort(byPixels) };
}

const byPixels = (a: RepairedPixels, b: RepairedPixels): number =>
  b.pixels - a.pixels || a.from - b.from || a.to - b.to;

/**
 * Puts shifted colours back: their pixels become the id that has the class's colour, or where there is none the most
 * frequent of them, which gets it.
 */
function withoutShifts(
  mask: Mask,
  shifted: readonly ShiftedColour[],
  histogram: Uint32Array,
): { readonly mask: Mask; readonly replaced: readonly RepairedPixels[] } {
  if (mask.colours === null || shifted.length === 0) return { mask, replaced: [] };
  const idOf = new Map(usedColours(mask, histogram).map(({ id, colour }) => [hexOfPacked(colour), id]));
  const colours = mask.colours.slice();
  const most = 2 ** mask.bitDepth - 1;
  const table = Uint32Array.from(histogram.keys());
  const pixelsOf = ({ id }: ShiftedColour): number => histogram[id] ?? 0;
  const replaced = [...shifted]
    .sort((a, b) => pixelsOf(b) - pixelsOf(a) || a.id - b.id)
    .map((one): RepairedPixels => {
      const { id, colour } = one;
      const to = idOf.get(colour) ?? id;
      if (to === id) {
        idOf.set(colour, id);
        const rgb = Number.parseInt(colour.slice(1), 16);
        const samples = [rgb >>> 16, (rgb >>> 8) & 255, rgb & 255].map((byte) => Math.round((most * byte) / 255));
        colours.set(samples, 4 * id);
      }
      table[id] = to;
      return { from: id, to, pixels: pixelsOf(one) };
    });
  return { mask: { ...mask, colours, ids: mask.ids.map((id) => table[id] as number) }, replaced };
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
