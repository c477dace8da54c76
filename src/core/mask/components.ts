/** Which neighbours belong together: those beside, above and below, or the diagonal ones too. */
export type Connectivity = 4 | 8;

/** Connected regions of equal ids. */
export interface Components {
  /** Region of each pixel, row-major, 0 … count − 1 in reading order of the regions' first pixels. */
  readonly labels: Int32Array;
  /** Pixels of each region. */
  readonly sizes: Uint32Array;
  /** The id of each region. */
  readonly ids: Uint16Array;
}

/**
 * Labels the connected regions of a mask. Two passes with union-find; memory: twelve bytes a pixel at most.
 *
 * @param ids row-major, width × height
 */
export function labelComponents(ids: Uint8Array | Uint16Array, width: number, connectivity: Connectivity): Components {
  // Every pixel points to an earlier pixel of its region; a root to itself.
  const parents = new Int32Array(ids.length);
  const rootOf = (pixel: number): number => {
    let root = pixel;
    while (parents[root] !== root) {
      const above = parents[parents[root] as number] as number;
      parents[root] = above;
      root = above;
    }
    return root;
  };
  const unite = (a: number, b: number): void => {
    const [one, other] = [rootOf(a), rootOf(b)];
    if (one < other) parents[other] = one;
    else parents[one] = other;
  };
  for (let i = 0, x = 0; i < ids.length; i++, x = x + 1 === width ? 0 : x + 1) {
    const id = ids[i];
    parents[i] = i;
    if (x > 0 && ids[i - 1] === id) parents[i] = parents[i - 1] as number;
    if (i < width) continue;
    const above = i - width;
    if (ids[above] === id) unite(i, above);
    if (connectivity === 4) continue;
    if (x > 0 && ids[above - 1] === id) unite(i, above - 1);
    if (x + 1 < width && ids[above + 1] === id) unite(i, above + 1);
  }
  let count = 0;
  const labels = new Int32Array(ids.length);
  for (let i = 0; i < ids.length; i++) {
    const parent = parents[i] as number;
    // Parents come first, so theirs are labels already.
    labels[i] = parent === i ? count++ : (labels[parent] as number);
  }
  const sizes = new Uint32Array(count);
  const idOf = new Uint16Array(count);
  for (let i = 0; i < ids.length; i++) {
    const label = labels[i] as number;
    sizes[label] = (sizes[label] as number) + 1;
    idOf[label] = ids[i] as number;
  }
  return { labels, sizes, ids: idOf };
}
