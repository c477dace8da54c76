import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { beginRun, finishRun } from '../../../src/jobs/labelboxConvertJournal.ts';
import { convertedExports } from '../../../src/jobs/reviewRows.ts';
import { lockJournal, markUndone } from '../../../src/platform/journal.ts';

let folder = '';
beforeEach(() => (folder = realpathSync(mkdtempSync(join(tmpdir(), 'maskscope-converted-')))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A conversion of an export, or another batch, into `masks`. Returns its journal. */
async function convert(source: string, command = `maskscope labelbox convert ${source}`): Promise<string> {
  const root = join(folder, 'masks');
  mkdirSync(root, { recursive: true });
  const output = join(root, 'a.png');
  writeFileSync(source, '[]');
  writeFileSync(output, 'mask');
  const hash = '0'.repeat(64);
  const unlock = lockJournal(root);
  try {
    const batch = beginRun(root, hash, command, [{ index: 0, source, output, sourceHash: hash, outputHash: hash }]);
    await finishRun(batch, []);
    return batch.folder;
  } finally {
    unlock();
  }
}

it('finds the exports that masks were converted from by the journals, the latest first', async () => {
  expect(convertedExports(join(folder, 'masks'))).toEqual([]);
  const path = (name: string): string => join(folder, name);
  await convert(path('first.json'));
  await convert(path('gone.ndjson'));
  rmSync(path('gone.ndjson'));
  await convert(path('other.json'), 'maskscope reencode masks');
  await convert(path('second.csv'));
  markUndone(await convert(path('undone.json')));
  expect(convertedExports(join(folder, 'masks'))).toEqual([path('second.csv'), path('first.json')]);
});
