import { describe, expect, it } from 'vitest';
import { writePng } from '../../../src/core/png/write.ts';
import { deflate } from '../../../src/platform/zlib.ts';
import { checkMutation } from '../../fixtures/checkMutation.ts';
import { randomImage } from '../../fixtures/masks.ts';
import { mutated } from '../../fixtures/mutations.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

describe('mutations of valid files', () => {
  it('end in an image or a typed error, 2,000 times', () => {
    const random = new SeededRandom(20191008);
    const outcomes = { image: 0, error: 0 };
    for (let round = 0; round < 200; round++) {
      const sound = writePng(randomImage(random), deflate);
      expect(checkMutation(sound)).toBe('image');
      for (let i = 0; i < 10; i++) outcomes[checkMutation(mutated(random, sound))]++;
    }
    expect(outcomes.error).toBeGreaterThan(1000);
    expect(outcomes.image).toBeGreaterThan(50);
  });
});
