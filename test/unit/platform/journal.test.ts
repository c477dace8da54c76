import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  batchesFolder,
  createBatch,
  finishBatch,
  JournalBusy,
  JournalDamaged,
  listBatches,
  lockJournal,
  markUndone,
  readBatch,
  stateOf,
  type JournalFile,
  type JournalHeader,
} from '../../../src/platform/journal.ts';
import { NODE } from '../cli/bundle.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'maskscope-journal-'));
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

const header = (id: string): JournalHeader => ({
  ...({ version: 1, id, started: '2026-01-02T03:04:05.678Z', command: 'test', target: 'inPlace' } as const),
  ...{ requestHash: 'a'.repeat(64), createdFolders: [], leftAlone: [] },
});
const file: JournalFile = {
  ...{ index: 0, source: '/a.png', output: '/a.png' },
  ...{ sourceHash: '1'.repeat(64), outputHash: '2'.repeat(64) },
};

it('goes from unfinished to finished to undone, and reads back what was written', () => {
  const unlock = lockJournal(root);
  const batch = createBatch(root, header('20260102T030405678Z-abcdef'), [file]);
  expect(listBatches(root)).toEqual([batch.folder]);
  expect(readBatch(batch.folder)).toEqual(batch);
  expect(stateOf(batch.folder)).toBe('unfinished');
  const manifest = finishBatch(batch, [file], [{ source: '/b.png', reason: 'broken' }]);
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({
    files: [{ source: '/a.png', sourceSha256: file.sourceHash, outputSha256: file.outputHash }],
    skipped: [{ source: '/b.png', reason: 'broken' }],
  });
  expect(stateOf(batch.folder)).toBe('finished');
  markUndone(batch.folder);
  expect(stateOf(batch.folder)).toBe('undone');
  expect(existsSync(join(batch.folder, 'originals'))).toBe(false);
  unlock();
});

it('is locked against another living process, not against one that is gone', async () => {
  const lock = join(batchesFolder(root), 'lock');
  const other = spawn(NODE, ['-e', 'setInterval(() => {}, 1000)']);
  mkdirSync(batchesFolder(root), { recursive: true });
  writeFileSync(lock, String(other.pid));
  expect(() => lockJournal(root)).toThrow(JournalBusy);
  const ended = new Promise((resolve) => other.once('exit', resolve));
  other.kill('SIGKILL');
  await ended;
  const unlock = lockJournal(root);
  expect(readFileSync(lock, 'utf8')).toBe(String(process.pid));
  unlock();
  expect(existsSync(lock)).toBe(false);
});

it('keeps itself out of version control', () => {
  lockJournal(root)();
  expect(readFileSync(join(root, '.maskscope/.gitignore'), 'utf8')).toBe('*\n');
});

it('takes a batch that a kill left half born for none, and cleans it up', () => {
  const unlock = lockJournal(root);
  mkdirSync(join(batchesFolder(root), 'x.new/originals'), { recursive: true });
  expect(listBatches(root)).toEqual([]);
  createBatch(root, header('y'), []);
  expect(readdirSync(batchesFolder(root)).sort()).toEqual(['lock', 'y']);
  unlock();
});

it.each([
  ['no JSON', 'oops'],
  ['an index that is a path', JSON.stringify({ ...file, index: '../x' })],
  ['a relative path', JSON.stringify({ ...file, output: 'a.png' })],
  ['no hash', JSON.stringify({ ...file, outputHash: 'x' })],
])('refuses a plan with %s', (_what, line) => {
  lockJournal(root)();
  const { folder } = createBatch(root, header('y'), [file]);
  writeFileSync(join(folder, 'plan.jsonl'), `${JSON.stringify(file)}\n${line}\n`);
  expect(() => readBatch(folder)).toThrow(JournalDamaged);
});
