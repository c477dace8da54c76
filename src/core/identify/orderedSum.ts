/** Fewer repetitions than this are not worth finding out how two of them move the sum. */
const WORTH_PAIRING = 8;

/**
 * A sum of non-negative doubles that grows by the terms of an id, in a fixed order, once a pixel: bit for bit the
 * result of adding them one after the other, at the cost of a multiplication a run.
 *
 * While the sum stays between two powers of two its spacing is constant, so adding a term moves it by the term rounded
 * to that spacing, wherever in between it is. Only where a term lies half way between two multiples does the rounding
 * depend on the sum.
 */
export class OrderedSum {
  /** The sum so far. */
  value = 0;
  readonly #terms: readonly Float64Array[];
  readonly #ids: readonly number[];
  /** The least power of two above the sum; 0 before the first addition that counts. */
  #ceiling = 0;
  /** By id, how far one repetition of its terms moves the sum below the ceiling; not a number where it depends. */
  readonly #movements: Float64Array;

  /**
   * @param terms one table by id for each term, in the order of addition
   * @param ids the ids that will be added
   */
  constructor(terms: readonly Float64Array[], ids: readonly number[]) {
    this.#terms = terms;
    this.#ids = ids;
    this.#movements = new Float64Array(terms[0]?.length ?? 0).fill(NaN);
  }

  /** Adds the terms of `id`, `repetitions` times in a row. */
  add(id: number, repetitions: number): void {
    const next = this.value + repetitions * (this.#movements[id] as number);
    if (next < this.#ceiling) this.value = next;
    else this.#addAcrossCeilings(id, repetitions);
  }

  #addAcrossCeilings(id: number, repetitions: number): void {
    let left = repetitions;
    while (left > 0) {
      const movement = this.#movements[id] as number;
      if (movement >= 0) left -= this.#addMany(movement, left);
      else if (left >= WORTH_PAIRING) left -= this.#addPairs(id, left);
      if (left > 0) this.#addOnce(id);
      left--;
    }
  }

  /** Takes as many repetitions as surely stay below the ceiling; returns how many. */
  #addMany(movement: number, left: number): number {
    // One less than fit: rounding of the quotient must not count.
    const fit = Math.min(left, Math.floor((this.#ceiling - this.value) / movement) - 1);
    if (!(fit > 0)) return 0;
    this.value += fit * movement;
    return fit;
  }

  /**
   * Repetitions with a term half way: the rounding depends on whether the sum is an even multiple of the spacing, and
   * one repetition maps even and odd to even or odd. So after one, the movement over two is constant.
   */
  #addPairs(id: number, left: number): number {
    const ceiling = this.#ceiling;
    this.#addOnce(id);
    const start = this.value;
    this.#addOnce(id);
    this.#addOnce(id);
    if (this.#ceiling !== ceiling) return 3;
    return 3 + 2 * this.#addMany(this.value - start, (left - 3) >> 1);
  }

  #addOnce(id: number): void {
    let sum = this.value;
    for (const table of this.#terms) sum += table[id] as number;
    this.value = sum;
    if (sum >= this.#ceiling && sum > 0) this.#raiseCeiling();
  }

  #raiseCeiling(): void {
    this.#ceiling = Math.max(this.#ceiling, 1);
    while (this.value >= this.#ceiling) this.#ceiling *= 2;
    const spacing = this.#ceiling * 2 ** -53;
    for (const id of this.#ids) {
      let movement = 0;
      for (const table of this.#terms) {
        const multiples = (table[id] as number) / spacing;
        const below = Math.floor(multiples);
        const rest = multiples - below;
        movement += rest === 0.5 ? NaN : (rest > 0.5 ? below + 1 : below) * spacing;
      }
      this.#movements[id] = movement;
    }
  }
}
