import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { copyNew } from '../../../src/platform/copyNew.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'maskscope-copy-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

it('copies into folders that it makes, and never over a file', async () => {
  const from = join(folder, 'a.png');
  writeFileSync(from, 'one');
  expect(await copyNew(from, join(folder, 'x', 'y', 'a.png'))).toBe(true);
  writeFileSync(from, 'two');
  expect(await copyNew(from, join(folder, 'x', 'y', 'a.png'))).toBe(false);
  expect(readFileSync(join(folder, 'x', 'y', 'a.png'), 'utf8')).toBe('one');
  expect(readdirSync(join(folder, 'x', 'y'))).toEqual(['a.png']);
});

it('leaves nothing behind where it fails', async () => {
  await expect(copyNew(join(folder, 'absent'), join(folder, 'x', 'b.png'))).rejects.toThrow(/ENOENT/);
  expect(readdirSync(join(folder, 'x'))).toEqual([]);
});

it('gives one of many that copy at once the place', async () => {
  const froms = ['1', '2', '3', '4'].map((text) => {
    const from = join(folder, text);
    writeFileSync(from, text);
    return from;
  });
  const done = await Promise.all(froms.map((from) => copyNew(from, join(folder, 'to', 'c'))));
  expect(done.filter((isCopied) => isCopied)).toHaveLength(1);
  expect(readFileSync(join(folder, 'to', 'c'), 'utf8')).toBe(String(done.indexOf(true) + 1));
});
