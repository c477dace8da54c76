import { describe, expect, it } from 'vitest';
import { murmur3 } from '../../../src/core/split/murmur3.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasSklearn, pythonAnswers } from './sklearnReference.ts';

describe('murmur3', () => {
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['Hello, world!', 0x9747b28c, 0x24884cba],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
    ['ππππππππ', 0x9747b28c, 0xd58063c1],
  ])('has the published value of %j with seed %d', (text, seed, hash) => {
    expect(murmur3(text, seed)).toBe(hash);
  });

  it.runIf(hasSklearn)('is that of scikit-learn for any text', () => {
    const random = new SeededRandom(5);
    const signs = [...'abcXYZ019_/-. äß눈마스크😀🜁\u0000\u07ff\u0800\uffff'];
    const cases = Array.from({ length: 500 }, () => ({
      text: Array.from({ length: random.integer(0, 40) }, () => random.choice(signs)).join(''),
      seed: random.integer(0, 0xffff_ffff),
    }));
    const theirs = pythonAnswers<number>(
      `from sklearn.utils import murmurhash3_32
result = int(murmurhash3_32(case['text'].encode(), seed=case['seed'], positive=True))`,
      cases,
    );
    expect(cases.map(({ text, seed }) => murmur3(text, seed))).toEqual(theirs);
  });

  it('takes half of a surrogate pair for the sign of what cannot be read', () => {
    expect(murmur3('a\ud83d', 3)).toBe(murmur3('a\ufffd', 3));
    expect(murmur3('\ude00a', 3)).toBe(murmur3('\ufffda', 3));
  });
});
