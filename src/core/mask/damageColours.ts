import type { Damage } from './damage.ts';
import { ownersByColour, swappedColour, usedColours, type PackedColour, type UsedColour } from './damageFacts.ts';
import type { Mask, MaskEncoding } from './mask.ts';
import type { ColouredId } from './remapColours.ts';

/** Fewer pixels are no evidence. */
const FEWEST_PIXELS = 16;
/** Share of the colours that tell, those that do not fit both ways, that must fit when swapped. */
const SWAPPED_SHARE = 0.8;

/**
 * Red and blue exchanged (OpenCV writes BGR): nearly all colours that tell fit the target only when swapped. In palette
 * masks a colour fits where the target has it at the same id. Null without a target.
 */
export function swappedChannelsIn(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): Damage | null {
  return swappedChannelsAmong(mask.encoding, () => usedColours(mask, histogram), target);
}

/** {@link swappedChannelsIn} for a mask of which only the colours in use are known. */
export function swappedChannelsAmong(
  encoding: MaskEncoding,
  colours: () => readonly UsedColour[],
  target: readonly ColouredId[],
): Damage | null {
  if (encoding === 'grey' || target.length === 0) return null;
  const owners = ownersByColour(target);
  const fits = fitsAt(encoding, owners);
  let [telling, swappedColours, plainColours, pixels] = [0, 0, 0, 0];
  for (const used of colours()) {
    const swapped = swappedColour(used.colour);
    if (swapped === used.colour) continue;
    const isPlain = fits(used.id, used.colour);
    const isSwapped = fits(used.id, swapped);
    if (isPlain && isSwapped) continue;
    telling++;
    if (isPlain) plainColours++;
    if (!isSwapped) continue;
    swappedColours++;
    pixels += used.pixels;
  }
  if (pixels < FEWEST_PIXELS || swappedColours < SWAPPED_SHARE * telling) return null;
  return { kind: 'swappedChannels', swappedColours, plainColours, pixels };
}

/**
 * Whether nothing in a mask tells red from blue: it has colours that fit the target, as other classes, with red and blue
 * exchanged too, and none that fits only as it is. Alone that says nothing; beside masks that {@link swappedChannelsIn}
 * finds swapped it may be swapped as well.
 */
export function fitsEitherWay(mask: Mask, histogram: Uint32Array, target: readonly ColouredId[]): boolean {
  if (mask.encoding === 'grey' || target.length === 0) return false;
  const owners = ownersByColour(target);
  const fits = fitsAt(mask.encoding, owners);
  let hasEither = false;
  for (const { id, colour } of usedColours(mask, histogram)) {
    const swapped = swappedColour(colour);
    if (swapped === colour || !owners.has(colour)) continue;
    if (!owners.has(swapped) || (fits(id, colour) && !fits(id, swapped))) return false;
    hasEither = true;
  }
  return hasEither;
}

/** Whether a colour fits where it stands: in palette masks at that id, else anywhere. */
function fitsAt(encoding: MaskEncoding, owners: ReturnType<typeof ownersByColour>) {
  return (id: number, colour: PackedColour): boolean =>
    encoding === 'colour' ? owners.has(colour) : (owners.get(colour)?.includes(id) ?? false);
}
