import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderedSum } from '../../../src/core/identify/orderedSum.ts';

/** VOC palettes have multiples of 32, whose powers lie half way between the values of a large sum. */
const quantum = fc.oneof(
  fc.integer({ min: 0, max: 7 }).map((step) => step * 32 * 257),
  fc.integer({ min: 0, max: 255 }).map((sample) => sample * 257),
  fc.integer({ min: 0, max: 65535 }),
);
const power = (exponent: number) =>
  quantum.map((value) => Array.from({ length: exponent }, () => value).reduce((a, b) => a * b, 1));
const tables = fc
  .integer({ min: 1, max: 4 })
  .chain((exponent) =>
    fc.array(fc.array(power(exponent), { minLength: 5, maxLength: 5 }), { minLength: 1, maxLength: 4 }),
  )
  .map((rows) => rows.map((row) => Float64Array.from(row)));
const runs = fc.array(
  fc.tuple(fc.nat(4), fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 4000 }))),
  {
    maxLength: 30,
  },
);

const block = (steps: readonly (readonly [id: number, repetitions: number])[]) => ({
  ids: Uint16Array.from(steps, ([id]) => id),
  lengths: Uint32Array.from(steps, ([, repetitions]) => repetitions),
  count: steps.length,
});

describe('OrderedSum', () => {
  it('is bit for bit the sum of the terms added one after the other', () => {
    fc.assert(
      fc.property(tables, runs, (terms, steps) => {
        const ordered = new OrderedSum(terms, [0, 1, 2, 3, 4]);
        let sum = 0;
        for (const [id, repetitions] of steps) {
          ordered.addRuns(block([[id, repetitions]]));
          for (let i = 0; i < repetitions; i++) for (const table of terms) sum += table[id] ?? 0;
          expect(ordered.value).toBe(sum);
        }
        const atOnce = new OrderedSum(terms, [0, 1, 2, 3, 4]);
        atOnce.addRuns(block(steps));
        expect(atOnce.value).toBe(sum);
      }),
      { seed: 53, numRuns: 400 },
    );
  });

  it('rounds halves to even, one addition at a time', () => {
    const ordered = new OrderedSum([Float64Array.of(2 ** 53, 1, 3)], [0, 1, 2]);
    ordered.addRuns(
      block([
        [0, 1],
        [1, 1000],
      ]),
    );
    expect(ordered.value).toBe(2 ** 53);
    ordered.addRuns(block([[2, 1000]]));
    let sum = 2 ** 53;
    for (let i = 0; i < 1000; i++) sum += 3;
    expect(ordered.value).toBe(sum);
  });

  it('follows halves of several terms', () => {
    const terms = [Float64Array.of(2 ** 54, 2, 6), Float64Array.of(0, 2, 4), Float64Array.of(0, 6, 2)];
    const ordered = new OrderedSum(terms, [0, 1, 2]);
    let sum = 0;
    for (const [id, repetitions] of [
      [0, 1],
      [1, 77],
      [2, 1000],
      [1, 5],
      [2, 1],
    ] as const) {
      ordered.addRuns(block([[id, repetitions]]));
      for (let i = 0; i < repetitions; i++) for (const table of terms) sum += table[id] ?? 0;
      expect(ordered.value).toBe(sum);
    }
  });
});
