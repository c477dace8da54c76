import { expect, it } from 'vitest';
import { writePng } from '../../src/core/png/write.ts';
import { deflate } from '../../src/platform/zlib.ts';
import { checkMutation } from '../fixtures/checkMutation.ts';
import { randomImage } from '../fixtures/masks.ts';
import { mutated } from '../fixtures/mutations.ts';
import { SeededRandom } from '../fixtures/seededRandom.ts';

it('100,000 mutations of valid files end in an image or a typed error', () => {
  const random = new SeededRandom(8);
  let errors = 0;
  for (let round = 0; round < 2_000; round++) {
    const sound = writePng(randomImage(random), deflate);
    for (let i = 0; i < 50; i++) if (checkMutation(mutated(random, sound)) === 'error') errors++;
  }
  expect(errors).toBeGreaterThan(50_000);
});
