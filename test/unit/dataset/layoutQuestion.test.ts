import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { liesIn } from '../../../src/core/dataset/pairTable.ts';
import { layoutsOf } from '../../../src/jobs/dataset/datasetLayouts.ts';
import { DatasetSession } from '../../../src/jobs/dataset/datasetSession.ts';

let folder = '';
const write = (path: string, content = ''): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), content);
};
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'maskscope-layouts-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('the layouts of a folder', () => {
  it('come with their counts and what is missing, and with the class maps, the nearest first', () => {
    for (const name of ['a', 'b', 'c']) write(`JPEGImages/${name}.jpg`);
    for (const name of ['b', 'c', 'd', 'e']) write(`SegmentationClass/${name}.png`);
    write('SegmentationClass/classes.txt', 'sky\nroad\n');
    write('labelmap.txt', '# label:color_rgb:parts:actions\nsky:0,0,128::\n');
    const { candidates, classMaps } = layoutsOf(folder, null);
    expect(candidates[0]).toEqual({
      ...{ kind: 'voc', originals: 'JPEGImages/{name}.jpg', masks: 'SegmentationClass/{name}.png' },
      ...{ pairs: 2, withoutClassMask: 0, missingMasks: 1, missingOriginals: 2, unpaired: 0 },
    });
    expect(classMaps[0]).toBe(join(folder, 'labelmap.txt'));
  });

  it('are what a pattern finds, where there is one', () => {
    for (const name of ['a', 'b']) write(`raw/${name}.jpg`);
    write('seg/b_m.png');
    const pattern = { originals: 'raw/{name}.jpg', masks: 'seg/{name}_m.png' };
    expect(layoutsOf(folder, pattern).candidates).toMatchObject([{ kind: 'pattern', pairs: 1, missingMasks: 1 }]);
    expect(() => layoutsOf(folder, { ...pattern, masks: 'seg' })).toThrow('{name}');
  });

  it('are none where there is no image, or no folder', () => {
    write('notes.txt');
    expect(() => layoutsOf(folder, null)).toThrow(`There is no image in ${folder}.`);
    expect(() => layoutsOf(join(folder, 'absent'), null)).toThrow();
  });
});

describe('questions about a dataset', () => {
  it('tell which files lack their other half, and which folders hold a part of the masks', async () => {
    for (const name of ['x/1', 'x/2', 'y/3', 'y/4']) write(`images/${name}.jpg`, '\0');
    for (const name of ['x/1', 'y/3', 'y/4', 'y/5']) write(`masks/${name}.png`);
    const session = new DatasetSession({ workers: 0, workerScript: '' }, () => undefined);
    await session.scan({ folder, layout: { kind: 'folders' }, classMap: null, shard: null });
    const files = async (group: 'withoutMask' | 'withoutOriginal' | 'broken') =>
      (await session.answer('files', { group, from: 0, count: 10 })).paths;
    expect(await files('withoutMask')).toEqual(['images/x/2.jpg']);
    expect(await files('withoutOriginal')).toEqual(['masks/y/5.png']);
    expect(await files('broken')).toEqual(['masks/x/1.png', 'masks/y/3.png', 'masks/y/4.png', 'masks/y/5.png']);
    expect(await session.answer('files', { group: 'broken', from: 1, count: 1 })).toEqual({
      ...{ total: 4, paths: ['masks/y/3.png'] },
    });
    expect(await session.answer('folders', null)).toEqual([
      { path: 'masks/x', masks: 1 },
      { path: 'masks/y', masks: 3 },
    ]);
  });

  it('know a folder from one whose name only begins like it', () => {
    expect(['gt/a.png', 'gt/b/a.png', 'gt2/a.png', null].map((path) => liesIn(path, 'gt'))).toEqual([
      ...[true, true, false, false],
    ]);
    expect(liesIn('a.png', '')).toBe(true);
  });
});
