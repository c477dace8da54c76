import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { judgeLists } from '../../../src/jobs/splitLists.ts';
import { namesFacts } from '../../../src/jobs/splitNames.ts';
import { readSplitNames } from '../../../src/jobs/splitSource.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-names-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const put = (name: string, lines: readonly string[]): string => {
  const file = join(folder, name);
  writeFileSync(file, lines.map((line) => `${line}\n`).join(''));
  return file;
};
const factsOf = async (...lines: string[]) =>
  namesFacts(await readSplitNames(put('names.txt', lines), null), folder, []);

describe('what is known of names before they are split', () => {
  it('are their groups, and the forms in which all of them can be written', async () => {
    expect(await factsOf('v0/clip1_0001.jpg', 'v0/clip1_0002.jpg', 'v1/clip2_0001.jpg', 'other.jpg')).toEqual({
      count: 4,
      sample: ['v0/clip1_0001.jpg', 'v0/clip1_0002.jpg', 'v1/clip2_0001.jpg', 'other.jpg'],
      folders: { groups: 2, alone: 1 },
      sequences: { groups: 2, alone: 1 },
      duplicates: null,
      nearDuplicates: null,
      hasClasses: false,
      lines: { given: 'v0/clip1_0001.jpg', names: 'v0/clip1_0001', files: 'v0/clip1_0001.jpg', pairs: null },
      listFolders: [],
    });
    expect((await factsOf('a.jpg a.png', 'b.jpg b.png')).lines).toEqual({
      ...{ given: 'a.jpg a.png', names: 'a', files: 'a.jpg', pairs: 'a.jpg a.png' },
    });
    // One name without an extension, and two that are one without theirs.
    expect((await factsOf('a.jpg', 'b')).lines).toMatchObject({ files: null });
    expect((await factsOf('a.jpg', 'a.png')).lines).toMatchObject({ names: null });
  });

  it('travel as examples, however many names there are', async () => {
    const { count, sample } = await factsOf(...Array.from({ length: 5000 }, (_, at) => String(at)));
    expect([count, sample.length]).toEqual([5000, 200]);
  });
});

describe('lists alone', () => {
  it('are judged by the rules of datasets, with the lines that they are about', () => {
    const lists = [put('train.txt', ['a', 'b', 'c']), put('val.txt', ['d', 'b', 'd'])];
    expect(judgeLists(lists, {})).toEqual({
      lists: [
        { file: 'train.txt', split: 'train', names: 3 },
        { file: 'val.txt', split: 'val', names: 2 },
      ],
      findings: [
        expect.objectContaining({ rule: 'splitOverlap', severity: 'error', path: 'train.txt', place: { line: 2 } }),
        expect.objectContaining({ rule: 'listDuplicate', severity: 'warning', path: 'val.txt', place: { line: 3 } }),
      ],
    });
  });

  it('are judged as the settings say', () => {
    const lists = [put('a.txt', ['x', 'y']), put('b.txt', ['y'])];
    const rulesOf = (severities: Parameters<typeof judgeLists>[1]) =>
      judgeLists(lists, severities).findings.map(({ rule, severity }) => [rule, severity]);
    expect(rulesOf({})).toEqual([['splitOverlap', 'error']]);
    expect(rulesOf({ splitOverlap: 'information' })).toEqual([['splitOverlap', 'information']]);
    expect(rulesOf({ splitOverlap: 'off' })).toEqual([]);
  });

  it('must be text', () => {
    writeFileSync(join(folder, 'train.txt'), Uint8Array.of(0x89, 0x50, 0xff, 0));
    expect(() => judgeLists([join(folder, 'train.txt')], {})).toThrow('is not text in UTF-8');
  });
});
