const FEW = 32;

/** Sorts the first `count` numbers ascending; rows meet few edges, and those in nearly the same order as the row before. */
export function sortCrossings(crossings: Float64Array | Float32Array | Int32Array, count: number): void {
  if (count > FEW) {
    crossings.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const crossing = crossings[i] as number;
    let at = i;
    while (at > 0 && (crossings[at - 1] as number) > crossing) {
      crossings[at] = crossings[at - 1] as number;
      at--;
    }
    crossings[at] = crossing;
  }
}
