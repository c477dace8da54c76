/** Sizes of Leonardo heaps by order: 1, 1, 3, 5, 9 … (order 0 first). */
const LEONARDO: readonly number[] = buildLeonardo();

/**
 * Sorts in place with Dijkstra's smoothsort, which is not stable: the place of equal elements depends on the
 * algorithm. It is the `qsort` behind the listings that the identify report reproduces, so equal elements come out in
 * the same order as there.
 *
 * @param compare negative, zero or positive, as for `Array.prototype.sort`
 * @see Dijkstra, "Smoothsort, an alternative for sorting in situ", EWD796a
 */
export function smoothsort<T>(items: T[], compare: (a: T, b: T) => number): void {
  const at = (index: number): T => items[index] as T;
  const size = (order: number): number => LEONARDO[order] ?? 0;
  /** Orders of the heaps that cover the sorted prefix, from the left; the last is the smallest. */
  const orders: number[] = [1];

  /** Moves the first place's element to the last place and every other one a place forward. */
  const rotate = (places: readonly number[]) => {
    const first = at(places[0] ?? 0);
    for (let i = 0; i + 1 < places.length; i++) items[places[i] ?? 0] = at(places[i + 1] ?? 0);
    items[places.at(-1) ?? 0] = first;
  };

  const siftDown = (root: number, rootOrder: number) => {
    const element = at(root);
    const path = [root];
    let head = root;
    let order = rootOrder;
    while (order > 1) {
      const right = head - 1;
      const left = head - 1 - size(order - 2);
      if (compare(element, at(left)) >= 0 && compare(element, at(right)) >= 0) break;
      const goLeft = compare(at(left), at(right)) >= 0;
      head = goLeft ? left : right;
      order -= goLeft ? 1 : 2;
      path.push(head);
    }
    rotate(path);
  };

  /** Moves the last heap's root left along the roots of the other heaps, then down. */
  const placeRoot = (root: number, isHeap: boolean) => {
    const element = at(root);
    const path = [root];
    let head = root;
    let heap = orders.length - 1;
    let trusted = isHeap;
    while (heap > 0) {
      const order = orders[heap] ?? 0;
      const neighbour = head - size(order);
      if (compare(at(neighbour), element) <= 0) break;
      if (!trusted && order > 1) {
        const right = head - 1;
        const left = head - 1 - size(order - 2);
        if (compare(at(right), at(neighbour)) >= 0 || compare(at(left), at(neighbour)) >= 0) break;
      }
      path.push(neighbour);
      head = neighbour;
      heap--;
      trusted = false;
    }
    if (trusted) return;
    rotate(path);
    siftDown(head, orders[heap] ?? 0);
  };

  if (items.length < 2) return;
  const last = items.length - 1;
  for (let head = 0; head < last; head++) {
    const order = orders.at(-1) ?? 0;
    if (orders.at(-2) === order + 1) {
      siftDown(head, order);
      orders.splice(-2, 2, order + 2);
    } else {
      if (size(order - 1) >= last - head) placeRoot(head, false);
      else siftDown(head, order);
      orders.push(order === 1 ? 0 : 1);
    }
  }
  placeRoot(last, false);
  for (let head = last; head > 0; head--) {
    const order = orders.pop() ?? 0;
    if (order <= 1) continue;
    orders.push(order - 1);
    placeRoot(head - size(order - 2) - 1, true);
    orders.push(order - 2);
    placeRoot(head - 1, true);
  }
}

function buildLeonardo(): number[] {
  const sizes = [1, 1];
  while ((sizes.at(-1) ?? 0) < 2 ** 31) sizes.push((sizes.at(-1) ?? 0) + (sizes.at(-2) ?? 0) + 1);
  return sizes;
}
