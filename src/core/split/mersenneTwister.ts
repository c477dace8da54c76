import { SplitError } from './problems.ts';

/** Words of the state, and the distance of the recurrence (Matsumoto and Nishimura 1998, MT19937). */
const WORDS = 624;
const DISTANCE = 397;

/** Largest seed. */
export const MAX_SEED = 0xffff_ffff;

/**
 * The generator of NumPy's `RandomState`: MT19937, seeded with one number, and the way in which NumPy's legacy functions
 * draw from it, so that permutations are equal to NumPy's.
 */
export class MersenneTwister {
  readonly #state = new Uint32Array(WORDS);
  #next = WORDS;

  /** @param seed 0 … {@link MAX_SEED}. Throws SplitError `seedInvalid`. */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > MAX_SEED) throw new SplitError('seedInvalid', { seed });
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const before = state[i - 1] ?? 0;
      state[i] = Math.imul(before ^ (before >>> 30), 1_812_433_253) + i;
    }
  }

  /** A whole number of 32 bits. */
  next32(): number {
    if (this.#next === WORDS) this.#refill();
    let word = this.#state[this.#next++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c_5680;
    word ^= (word << 15) & 0xefc6_0000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  /** A whole number from 0 to `most`, both included: words cut to as many bits as `most` has, until one fits. */
  interval(most: number): number {
    if (most === 0) return 0;
    const mask = 0xffff_ffff >>> Math.clz32(most);
    for (;;) {
      const value = (this.next32() & mask) >>> 0;
      if (value <= most) return value;
    }
  }

  /** `RandomState.shuffle`: in place, from the end to the start. */
  shuffle(items: Int32Array): void {
    for (let i = items.length - 1; i > 0; i--) {
      const other = this.interval(i);
      const item = items[i] ?? 0;
      items[i] = items[other] ?? 0;
      items[other] = item;
    }
  }

  /** `RandomState.permutation(count)`. */
  permutation(count: number): Int32Array {
    const items = new Int32Array(count);
    for (let i = 0; i < count; i++) items[i] = i;
    this.shuffle(items);
    return items;
  }

  #refill(): void {
    const state = this.#state;
    for (let i = 0; i < WORDS; i++) {
      const joined = ((state[i] ?? 0) & 0x8000_0000) | ((state[(i + 1) % WORDS] ?? 0) & 0x7fff_ffff);
      const far = state[(i + DISTANCE) % WORDS] ?? 0;
      state[i] = far ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : 0x9908_b0df);
    }
    this.#next = 0;
  }
}
