import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { pairMasks } from '../../../src/jobs/compare/pairMasks.ts';

let base: string;
beforeEach(() => void (base = mkdtempSync(join(tmpdir(), 'maskscope-pairs-'))));
afterEach(() => rmSync(base, { recursive: true, force: true }));

function paired(truth: readonly string[], prediction: readonly string[]) {
  const given = { truth, prediction };
  for (const side of ['truth', 'prediction'] as const) {
    for (const name of given[side]) {
      mkdirSync(dirname(join(base, side, name)), { recursive: true });
      writeFileSync(join(base, side, `${name}.png`), '');
    }
  }
  const { pairs, unpredicted, unknown } = pairMasks(join(base, 'truth'), join(base, 'prediction'));
  const found = pairs.map((pair) => [pair.name, pair.prediction.slice(join(base, 'prediction/').length, -4)]);
  return { pairs: found, unpredicted, unknown };
}

describe('the masks of two folders', () => {
  it('are pairs by their paths, then by names of which one path is the end of the other', () => {
    const found = paired(['bear/00001', 'top', 'a/b/deep', 'c/flat'], ['bear/00001', 'x/y/top', 'b/deep', 'flat']);
    expect(found).toEqual({
      pairs: [
        ['a/b/deep', 'b/deep'],
        ['bear/00001', 'bear/00001'],
        ['c/flat', 'flat'],
        ['top', 'x/y/top'],
      ],
      unpredicted: [],
      unknown: [],
    });
  });

  it('are no pairs where they lie in other sequences, whatever their frames are called', () => {
    const found = paired(['bear/00001', 'libby/00024'], ['bear/00001', 'camel/00024']);
    expect(found).toEqual({
      pairs: [['bear/00001', 'bear/00001']],
      unpredicted: ['libby/00024'],
      unknown: ['camel/00024'],
    });
  });

  it('are told where none are pairs', () => {
    expect(() => paired(['libby/00024'], ['camel/00024'])).toThrow(/has the name and the folders of one in/);
  });
});
