import { evenSizes } from './evenSizes.ts';
import type { MersenneTwister } from './mersenneTwister.ts';
import { largeFirst } from './units.ts';

/**
 * Puts units into lists at random so that the lists have as many items as they are to have, or as near as whole units allow.
 * Larger units are drawn first, each into a list by the room that lists have left for it; where none has, into the one with
 * most. What sizes then lack is mended by moving and exchanging units ({@link evenSizes}).
 *
 * @param sizes items of each unit
 * @param wanted items that each list is to have; they sum to those of all units
 * @returns the list of each unit
 */
export function groupedSplit(sizes: Int32Array, wanted: readonly number[], random: MersenneTwister): Int32Array {
  const parts = new Int32Array(sizes.length);
  const room = Int32Array.from(wanted);
  const order = largeFirst(sizes, random.permutation(sizes.length));
  for (const unit of order) {
    const size = sizes[unit] ?? 0;
    const part = drawPart(room, size, random);
    parts[unit] = part;
    room[part] = (room[part] ?? 0) - size;
  }
  evenSizes(parts, sizes, order, room);
  return parts;
}

function drawPart(room: Int32Array, size: number, random: MersenneTwister): number {
  let all = 0;
  for (const left of room) if (left >= size) all += left;
  if (all === 0) return roomiest(room);
  let drawn = random.interval(all - 1);
  for (let part = 0; part < room.length; part++) {
    const left = room[part] ?? 0;
    if (left < size) continue;
    if (drawn < left) return part;
    drawn -= left;
  }
  return 0;
}

/** The list with most room, the first of equal ones. */
export function roomiest(room: Int32Array): number {
  let best = 0;
  for (let part = 1; part < room.length; part++) if ((room[part] ?? 0) > (room[best] ?? 0)) best = part;
  return best;
}
