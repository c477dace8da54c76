import type { MaskObject } from './compose.ts';
import { RasterError } from './errors.ts';
import { areaOf } from './spans.ts';

/**
 * Who gets the pixels that several objects claim.
 * - `classOrder`: the class that is named later in `order`; of one class, the object drawn later, where the order of
 *   drawing is known, else the one given later;
 * - `smallerOnTop`: the object of fewer pixels; of equal ones the one drawn later, then the one of the larger class id;
 * - `firstDrawn`, `lastDrawn`: the object that was drawn first, or last; refused where an object's order is unknown;
 * - `toVoid`: nobody; they become void, but pixels that one class alone claims keep its id;
 * - `error`: nobody; the mask is refused.
 *
 * What still ties is decided by the order in which the objects were given: later on top.
 */
export type OverlapPolicy =
  | { readonly kind: 'classOrder'; readonly order: readonly number[] }
  | { readonly kind: 'smallerOnTop' | 'firstDrawn' | 'lastDrawn' | 'toVoid' | 'error' };

/**
 * The objects' positions in the list, from the lowest to the topmost.
 *
 * @throws {RasterError} `drawOrderUnknown`, `classNotOrdered`
 */
export function stackObjects(objects: readonly MaskObject[], policy: OverlapPolicy): number[] {
  const places = [...objects.keys()];
  const orders = objects.map(({ order }) => order);
  const classes = objects.map(({ classId }) => classId);
  const byOrder = (a: number, b: number): number => {
    const [one, other] = [orders[a] ?? null, orders[b] ?? null];
    return one === null || other === null ? 0 : one - other;
  };
  const byValues = (values: readonly number[]) => (a: number, b: number) =>
    (values[a] as number) - (values[b] as number);
  switch (policy.kind) {
    case 'classOrder': {
      const ranks = classes.map((classId) => rankOf(classId, policy.order));
      // Objects of unknown order would make the comparison contradict itself.
      const within = orders.includes(null) ? () => 0 : byOrder;
      return places.sort((a, b) => byValues(ranks)(a, b) || within(a, b));
    }
    case 'smallerOnTop': {
      const areas = objects.map(({ spans }) => -areaOf(spans));
      const within = orders.includes(null) ? () => 0 : byOrder;
      return places.sort((a, b) => byValues(areas)(a, b) || within(a, b) || byValues(classes)(a, b));
    }
    case 'firstDrawn':
    case 'lastDrawn': {
      if (orders.includes(null)) throw new RasterError('drawOrderUnknown');
      const sign = policy.kind === 'lastDrawn' ? 1 : -1;
      return places.sort((a, b) => sign * byOrder(a, b));
    }
    case 'toVoid':
    case 'error':
      return places;
  }
}

function rankOf(classId: number, order: readonly number[]): number {
  const rank = order.lastIndexOf(classId);
  if (rank < 0) throw new RasterError('classNotOrdered', { classId });
  return rank;
}
