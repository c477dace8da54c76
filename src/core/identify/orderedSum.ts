import type { RunBlock } from './runs.ts';

/**
 * A sum of non-negative doubles that grows by the terms of an id, in a fixed order, once a pixel: bit for bit the
 * result of adding them one after the other, at the cost of a multiplication a run.
 *
 * While the sum stays between two powers of two its spacing is constant, so adding a term moves it by the term rounded
 * to that spacing, wherever in between it is. A term half way between two multiples goes to the even one, which
 * depends on the sum; but it leaves the sum even, so that from the second repetition on the movement is constant too.
 */
export class OrderedSum {
  /** The sum so far. */
  value = 0;
  readonly #terms: readonly Float64Array[];
  readonly #ids: readonly number[];
  /** The least power of two above the sum; 0 before the first addition that counts. */
  #ceiling = 0;
  /** By id, how far a repetition of its terms moves the sum while it stays below the ceiling. */
  readonly #movements: Float64Array;
  /** By id, 1 where a term lies half way: the first repetition of a run may then move the sum differently. */
  readonly #halves: Uint8Array;

  /**
   * @param terms one table by id for each term, in the order of addition
   * @param ids the ids that will be added
   */
  constructor(terms: readonly Float64Array[], ids: readonly number[]) {
    const size = terms[0]?.length ?? 0;
    this.#terms = terms;
    this.#ids = ids;
    this.#movements = new Float64Array(size).fill(NaN);
    this.#halves = new Uint8Array(size);
  }

  /** Adds the terms of each run's id as often as the run is long. */
  addRuns({ ids, lengths, count }: RunBlock): void {
    const movements = this.#movements;
    const halves = this.#halves;
    for (let i = 0; i < count; i++) {
      const id = ids[i] as number;
      const repetitions = lengths[i] as number;
      const next = this.value + repetitions * (movements[id] as number);
      if (halves[id] === 0 && next < this.#ceiling) this.value = next;
      else this.#addStepByStep(id, repetitions);
    }
  }

  #addStepByStep(id: number, repetitions: number): void {
    let left = repetitions;
    while (left > 0) {
      const ceiling = this.#ceiling;
      this.#addOnce(id);
      left--;
      if (this.#ceiling !== ceiling) continue;
      const movement = this.#movements[id] as number;
      // One less than fit: rounding of the quotient must not count.
      const fit = Math.min(left, Math.floor((ceiling - this.value) / movement) - 1);
      if (fit > 0) {
        this.value += fit * movement;
        left -= fit;
      }
    }
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
    for (const id of this.#ids) this.#setMovement(id, this.#ceiling * 2 ** -53);
  }

  /** @param spacing of the sums below the ceiling */
  #setMovement(id: number, spacing: number): void {
    let movement = 0;
    let hasHalf = false;
    // With halves the sum is odd or even after a repetition whatever it was before: the first round finds out which.
    let isOdd = false;
    for (let round = 0; round === 0 || (hasHalf && round === 1); round++) {
      movement = 0;
      for (const table of this.#terms) {
        const multiples = (table[id] as number) / spacing;
        let steps = Math.floor(multiples);
        const rest = multiples - steps;
        if (rest === 0.5) {
          hasHalf = true;
          if ((steps % 2 === 1) !== isOdd) steps++;
        } else if (rest > 0.5) {
          steps++;
        }
        if (steps % 2 === 1) isOdd = !isOdd;
        movement += steps * spacing;
      }
    }
    this.#movements[id] = movement;
    this.#halves[id] = hasHalf ? 1 : 0;
  }
}
