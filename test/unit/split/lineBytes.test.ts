import { describe, expect, it } from 'vitest';
import { sortedByCodePoint } from '../../../src/core/dataset/listedFile.ts';
import { LineBytes } from '../../../src/jobs/lineBytes.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

function sorted(names: readonly string[]): string {
  return Buffer.from(new LineBytes(names).sorted()).toString();
}

function expected(names: readonly string[]): string {
  return sortedByCodePoint(names)
    .map((name) => `${name}\n`)
    .join('');
}

describe('lines as bytes', () => {
  it('are picked in any order, with line feeds of their own and without', () => {
    for (const names of [
      ['b', 'é/한', '', 'a'],
      ['b', 'é\n한', '', '\n'],
    ]) {
      const picked = new LineBytes(names).pick(Int32Array.of(3, 1, 1, 0, 2));
      expect(Buffer.from(picked).toString()).toBe([3, 1, 1, 0, 2].map((at) => `${names[at] ?? ''}\n`).join(''));
      expect(sorted(names)).toBe(expected(names));
    }
    expect(new LineBytes([]).pick(new Int32Array(0))).toHaveLength(0);
  });
});

describe('lines sorted by bytes', () => {
  it('are sorted as texts by code points are: prefixes first, control characters, letters beyond U+FFFF last', () => {
    const names = ['b', 'a\u0001', 'a', '', '\ud83d\ude00', '\uffee', 'é', 'ab', 'a', 'a\u000b', 'a/'];
    expect(sorted(names)).toBe('\na\na\na\u0001\na\u000b\na/\nab\nb\né\n\uffee\n\ud83d\ude00\n');
    expect(sorted(names)).toBe(expected(names));
    expect(sorted([])).toBe('');
  });

  it.each([1, 2, 3, 4])('are the same as sorted texts (seed %i)', (seed) => {
    const random = new SeededRandom(seed);
    const letters = ['a', 'b', '/', '0', '\u0001', 'é', '한', '\uffee', '\ud83d\ude00'];
    const names = Array.from({ length: 3000 }, () => {
      const prefix = random.choice(['', 'frames/', 'frames/00000']);
      return prefix + Array.from({ length: random.integer(0, 5) }, () => random.choice(letters)).join('');
    });
    expect(sorted(names)).toBe(expected(names));
  });

  it('of which each begins the next take no more depth than others', () => {
    const names = Array.from({ length: 2000 }, (_, at) => 'a'.repeat((at * 7) % 2000));
    expect(sorted(names)).toBe(expected(names));
  });
});
