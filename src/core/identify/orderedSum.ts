/** Fewer repetitions than this are added one by one. */
const WORTH_A_STEP = 8;

/**
 * A sum of non-negative doubles that grows by the terms of an id, in a fixed order, once a pixel: bit for bit the
 * result of adding them one after the other, at the cost of a few additions a run.
 *
 * While the sum stays between two powers of two its spacing is constant, so adding a term moves it by a constant,
 * except where the exact result lies half way: then the rounding depends on whether the sum is an even multiple of the
 * spacing. A repetition of all terms maps even and odd to even or odd, so after one repetition the movement over two
 * of them is constant, and many can be taken in one step.
 */
export class OrderedSum {
  /** The sum so far. */
  value = 0;
  readonly #terms: readonly Float64Array[];
  /** The least power of two above the sum. */
  #ceiling = 1;

  /** @param terms one table by id for each term, in the order of addition */
  constructor(terms: readonly Float64Array[]) {
    this.#terms = terms;
  }

  /** Adds the terms of `id`, `repetitions` times in a row. */
  add(id: number, repetitions: number): void {
    let left = repetitions;
    while (left >= WORTH_A_STEP) {
      const before = this.#addOnce(id);
      left--;
      if (this.value === before) return;
      if (this.#raiseCeiling()) continue;
      left -= this.#addPairs(id, left);
    }
    for (; left > 0; left--) this.#addOnce(id);
  }

  /** Returns the sum before. */
  #addOnce(id: number): number {
    const before = this.value;
    let sum = before;
    for (const table of this.#terms) sum += table[id] as number;
    this.value = sum;
    return before;
  }

  /** Takes as many pairs of repetitions as stay below the ceiling; returns how many repetitions that were. */
  #addPairs(id: number, left: number): number {
    const start = this.value;
    this.#addOnce(id);
    this.#addOnce(id);
    const movement = this.value - start;
    if (this.#raiseCeiling()) return 2;
    // A pair less than fit: no single addition may reach the ceiling, where the spacing doubles.
    const room = Math.floor((this.#ceiling - start) / movement) - 1;
    const pairs = Math.max(1, Math.min(left >> 1, room));
    this.value = start + pairs * movement;
    return 2 * pairs;
  }

  /** Whether the sum has passed a power of two. */
  #raiseCeiling(): boolean {
    if (this.value < this.#ceiling) return false;
    while (this.value >= this.#ceiling) this.#ceiling *= 2;
    return true;
  }
}
