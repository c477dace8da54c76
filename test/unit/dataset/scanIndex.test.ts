import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FileRecord, ImageRecord, MaskRecord } from '../../../src/core/dataset/records.ts';
import { finished } from '../../../src/core/steps.ts';
import { IndexLines, joinedLines, ScanIndex } from '../../../src/platform/scanIndex.ts';

const OLD = 1_000_000;
const LATER = OLD + 10_000;

function image(path: string, size = 10): ImageRecord {
  return { type: 'image', path, size, modified: OLD, width: 4, height: 3, orientation: null, hash: null };
}

function mask(path: string, palette: string | null): MaskRecord {
  return {
    ...{ type: 'mask', path, size: 10, modified: OLD, width: 4, height: 3, bitDepth: 8, encoding: 'palette' },
    ...{ hasAlpha: false, kind: 'semantic', entries: 2, palette, distinct: 1, ids: [], hash: '00', grid: '0*256' },
    damages: [],
  };
}

function opened(path: string): ScanIndex {
  return finished(ScanIndex.reading(path));
}

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-index-'));
  file = join(folder, 'deeper', 'one.index');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function add(index: ScanIndex, records: readonly FileRecord[], scanned = LATER): void {
  const lines = new IndexLines();
  index.add(joinedLines(records.map((record) => lines.of(record, scanned))));
}

describe('the index of scans', () => {
  it('gives back what was put in, after it was read again', () => {
    const records = [
      image('a\tb\n"é.png'),
      mask('m.png', '000000,ffffff'),
      mask('n.png', '000000,ffffff'),
      mask('o.png', null),
    ];
    add(opened(file), records);
    const read = opened(file);
    expect(read.size).toBe(4);
    for (const record of records) expect(read.get(record.path)).toEqual(record);
    expect(read.get('other')).toBeUndefined();
  });

  it('keeps a palette that many masks share once', () => {
    const palette = Array.from({ length: 256 }, (_, id) => id.toString(16).padStart(6, '0')).join(',');
    add(
      opened(file),
      Array.from({ length: 50 }, (_, at) => mask(`${at}.png`, palette)),
    );
    expect(readFileSync(file, 'utf8').split(palette)).toHaveLength(2);
    expect(opened(file).get('49.png')).toMatchObject({ palette });
  });

  it('passes over torn and changed lines, and keeps those around them', () => {
    const index = opened(file);
    add(index, [image('a'), image('b')]);
    truncateSync(file, statSync(file).size - 5);
    add(opened(file), [image('c')]);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('"c"');
    const read = opened(file);
    expect([read.get('a') !== undefined, read.get('b'), read.get('c') !== undefined]).toEqual([true, undefined, true]);
    writeFileSync(file, text.replace('"width":4', '"width":5'));
    expect(opened(file).get('a')).toBeUndefined();
  });

  it('says nothing of a mask whose palette was lost', () => {
    add(opened(file), [mask('m.png', '000000,ffffff')]);
    const lines = readFileSync(file, 'utf8').split('\n');
    writeFileSync(file, lines.filter((line) => !line.includes('"palette"')).join('\n'));
    const read = opened(file);
    expect(read.get('m.png')).toBeUndefined();
    expect(read.knows({ path: 'm.png', size: 10, modified: OLD }, 'mask')).toBe(false);
  });

  it('begins anew where the file is something else, and where it was deleted meanwhile', () => {
    add(opened(file), [image('a')]);
    writeFileSync(file, 'maskscope scan index 0\nwhatever');
    const index = opened(file);
    expect(index.size).toBe(0);
    add(index, [image('b')]);
    rmSync(file);
    add(index, [image('c')]);
    const read = opened(file);
    expect([read.get('a'), read.get('b'), read.get('c') !== undefined]).toEqual([undefined, undefined, true]);
  });

  it('lets several write at once', () => {
    const [one, other] = [opened(file), opened(file)];
    add(one, [image('a')]);
    add(other, [image('b')]);
    add(one, [image('c')]);
    add(other, [image('d')]);
    // The second to begin replaces what it does not know; nothing is wrong afterwards, only scanned again.
    const read = opened(file);
    expect(['b', 'c', 'd'].map((path) => read.get(path)?.path)).toEqual(['b', 'c', 'd']);
  });

  it('gives back every field of the ids of a mask, from memory of this run and from the file', () => {
    const cells = 'f'.repeat(63);
    const ids: MaskRecord['ids'] = [
      {
        ...{ id: 0, pixels: 9, colour: '#000000', regions: 1, sizes: [0, 0, 0, 1], box: [0, 0, 3, 2] },
        ...{ smallestAt: [1, 2], cells: `${cells}0` },
      },
      {
        ...{ id: 255, pixels: 3, colour: null, regions: 2, sizes: [1, 1], box: [1, 0, 2, 1] },
        ...{ smallestAt: [2, 1], cells: `0${cells}` },
      },
    ];
    const record = { ...mask('m.png', '000000,ffffff'), distinct: 2, ids };
    const index = opened(file);
    add(index, [record, image('a')]);
    for (const one of [index, opened(file)]) {
      expect(one.get('m.png')).toEqual(record);
      // Lines of --json and of parts are the same whether a record was read now or before.
      expect(JSON.stringify(one.get('m.png')?.type === 'mask' ? one.get('m.png') : null)).toContain(
        '"ids":[{"id":0,"pixels":9,"colour":"#000000","regions":1,"sizes":[0,0,0,1],"box":[0,0,3,2],"smallestAt":[1,2],',
      );
    }
  });

  it('keeps its records while others write between its own lines, write the file anew or delete it', () => {
    const index = opened(file);
    const many = Array.from({ length: 3000 }, (_, at) => image(`${at}.png`, at));
    add(index, many.slice(0, 1000));
    appendFileSync(file, 'half a line of somebody else');
    add(index, many.slice(1000, 2000));
    writeFileSync(`${file}.new`, readFileSync(file, 'utf8').slice(0, 300));
    renameSync(`${file}.new`, file);
    add(index, many.slice(2000, 2500));
    rmSync(file);
    add(index, many.slice(2500));
    // From the end to the start and back, so that what is read in blocks is read in another order, too.
    for (const record of [...many].reverse()) expect(index.get(record.path)).toEqual(record);
    for (const record of many) expect(index.get(record.path)).toEqual(record);
    expect(opened(file).size).toBe(500);
  });

  it('gives no record of a line that was changed after it was read', () => {
    // More than a block before them, for the first one is in memory already.
    add(opened(file), [...Array.from({ length: 1000 }, (_, at) => image(`${at}`)), image('a'), image('b')]);
    const index = opened(file);
    const bytes = readFileSync(file);
    bytes.write('5', bytes.indexOf('"width":4', bytes.indexOf('"a"')) + '"width":'.length);
    writeFileSync(file, bytes);
    expect([index.get('a'), index.get('b')]).toEqual([undefined, image('b')]);
  });

  it('knows a version by size and time, and none that may have been overwritten within a step of the clock', () => {
    const index = opened(file);
    add(index, [image('a')]);
    const version = { path: 'a', size: 10, modified: OLD };
    expect(index.knows(version, 'original')).toBe(true);
    expect(index.knows({ ...version, size: 11 }, 'original')).toBe(false);
    expect(index.knows({ ...version, modified: OLD + 0.25 }, 'original')).toBe(false);
    add(index, [image('a')], OLD + 1999);
    expect(index.knows(version, 'original')).toBe(false);
  });

  it('knows for each use only what was told', () => {
    const index = opened(file);
    add(index, [image('a'), { ...image('h'), hash: 'ab' }, mask('m', null)]);
    const knows = (path: string, asked: 'mask' | 'original' | 'hashed'): boolean =>
      index.knows({ path, size: 10, modified: OLD }, asked);
    expect([knows('a', 'mask'), knows('a', 'original'), knows('a', 'hashed')]).toEqual([false, true, false]);
    expect([knows('h', 'original'), knows('h', 'hashed'), knows('m', 'mask')]).toEqual([true, true, true]);
    expect(knows('m', 'original')).toBe(false);
  });

  it('drops what is of no use any more, once that is the most of it', () => {
    const index = opened(file);
    for (let round = 0; round < 6; round++) {
      add(
        index,
        Array.from({ length: 400 }, (_, at) => mask(`${at}.png`, '000000,ffffff')),
      );
    }
    const before = statSync(file).size;
    index.compact(Array.from({ length: 300 }, (_, at) => `${at}.png`));
    expect(statSync(file).size).toBeLessThan(before / 6);
    const read = opened(file);
    expect([read.size, read.get('299.png')]).toEqual([300, mask('299.png', '000000,ffffff')]);
    index.compact(['0.png']);
    appendFileSync(file, '');
    expect(opened(file).get('0.png')).toEqual(mask('0.png', '000000,ffffff'));
  });

  it('serves for one run where nothing can be written', () => {
    writeFileSync(join(folder, 'deeper'), 'a file where the folder should be');
    const index = opened(file);
    add(index, [image('a')]);
    expect(index.get('a')).toEqual(image('a'));
  });
});
