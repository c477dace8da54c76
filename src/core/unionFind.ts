/**
 * The root of an element: its set's first one. Ways are halved (R. E. Tarjan and J. van Leeuwen, 1984), so that the next
 * question is answered sooner.
 */
export function rootOf(parents: Int32Array, element: number): number {
  let root = element;
  while (parents[root] !== root) {
    const above = parents[parents[root] as number] as number;
    parents[root] = above;
    root = above;
  }
  return root;
}

/** Joins the sets of two elements; the smaller root becomes that of both, so that parents come first. */
export function unite(parents: Int32Array, a: number, b: number): void {
  const one = rootOf(parents, a);
  const other = rootOf(parents, b);
  if (one < other) parents[other] = one;
  else parents[one] = other;
}
