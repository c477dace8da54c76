import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { platform } from 'node:process';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readReviewFile } from '../../../src/core/review/reviewFile.ts';
import { readReviews, ReviewStore } from '../../../src/platform/reviewStore.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { NODE } from '../cli/bundle.ts';

let folder = '';
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'maskscope-store-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const STORE = join(import.meta.dirname, '../../../src/platform/reviewStore.ts');
const CHILD = join(import.meta.dirname, '../../fixtures/reviewChild.ts');

function child(reviewer: string, count: number, prefix: string) {
  const process = spawn(NODE, [CHILD, folder, reviewer, String(count), prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let told = '';
  process.stdout.on('data', (data: Buffer) => (told += data.toString()));
  const ended = new Promise<void>((resolve) => process.on('close', () => resolve()));
  return {
    process,
    ended,
    /** Names whose tags were said to be kept; a line that breaks off was not. */
    acknowledged: () => told.split('\n').slice(0, -1),
  };
}

const namesOf = (reviewer: string): string[] => [
  ...(readReviews(folder)
    .files.find((file) => file.reviewer === reviewer)
    ?.tags.keys() ?? []),
];
const inFile = (): string[] => [
  ...readReviewFile(readFileSync(join(folder, 'maskscope.review.ana.json'), 'utf8'), 'f').tags.keys(),
];

describe('tags on the disk', () => {
  it('outlive a kill at any moment: nothing that was acknowledged is lost', async () => {
    const random = new SeededRandom(3);
    const kept = new Set<string>();
    let midway = 0;
    for (let round = 0; round < 12; round++) {
      const one = child('ana', 400, `r${round}-`);
      while (one.acknowledged().length === 0) await pause(5);
      await pause(random.integer(0, 60));
      one.process.kill('SIGKILL');
      await one.ended;
      const told = one.acknowledged();
      if (told.length < 400) midway++;
      for (const name of told) kept.add(name);
      const there = new Set(namesOf('ana'));
      expect([...kept].filter((name) => !there.has(name))).toEqual([]);
    }
    expect(midway).toBeGreaterThan(6);
    // The next window brings what the killed ones left into the file, and tidies up.
    const store = new ReviewStore(folder, 'ana');
    store.add({ name: 'last', verdict: 'accepted', hash: null, time: store.now() });
    await store.flush();
    const there = new Set(inFile());
    expect([...kept, 'last'].filter((name) => !there.has(name))).toEqual([]);
    expect(readdirSync(folder).filter((name) => name.endsWith('.log'))).toEqual([]);
  }, 120_000);

  it('several windows of one reviewer lose nothing of each other', async () => {
    const windows = ['a', 'b', 'c'].map((prefix) => child('ana', 120, prefix));
    await Promise.all(windows.map(({ ended }) => ended));
    const told = windows.flatMap((one) => one.acknowledged());
    expect(told).toHaveLength(360);
    expect(inFile().sort()).toEqual(told.sort());
    expect(readdirSync(folder)).toEqual(['maskscope.review.ana.json']);
  }, 120_000);

  it('a tag that is taken back is gone, and one of a clock that goes ahead is replaced', async () => {
    const store = new ReviewStore(folder, 'ana');
    const ahead = { name: 'a', verdict: 'accepted', hash: null, time: '2100-01-01T00:00:00.000Z' } as const;
    store.add(ahead);
    await store.flush();
    store.add({ ...ahead, verdict: 'rejected', time: store.now(ahead) });
    store.add({ ...ahead, name: 'b', time: store.now() });
    store.add({ name: 'b', verdict: null, time: store.now() });
    await store.flush();
    const [file] = readReviews(folder).files;
    expect([...(file?.tags.values() ?? [])].map(({ name, verdict }) => [name, verdict])).toEqual([['a', 'rejected']]);
  });

  it('are not written through a link, over what is no file of tags, nor outside of the folder', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'maskscope-outside-'));
    writeFileSync(join(outside, 'secret'), 'secret');
    symlinkSync(join(outside, 'secret'), join(folder, 'maskscope.review.ana.json'));
    const store = new ReviewStore(folder, 'ana');
    store.add({ name: 'a', verdict: 'accepted', hash: null, time: store.now() });
    await expect(store.flush()).rejects.toThrow(/is a link/);
    expect(readFileSync(join(outside, 'secret'), 'utf8')).toBe('secret');
    // The tag is not lost by that: it comes with the next write.
    rmSync(join(folder, 'maskscope.review.ana.json'));
    writeFileSync(join(folder, 'maskscope.review.ana.json'), 'something else');
    await expect(store.flush()).rejects.toThrow(/no file of tags/);
    expect(readFileSync(join(folder, 'maskscope.review.ana.json'), 'utf8')).toBe('something else');
    expect(namesOf('ana')).toEqual(['a']);
    rmSync(join(folder, 'maskscope.review.ana.json'));
    await store.flush();
    expect(inFile()).toEqual(['a']);
    const hostile = new ReviewStore(folder, '../../x');
    hostile.add({ name: '../a', verdict: 'accepted', hash: null, time: hostile.now() });
    await hostile.flush();
    expect(readdirSync(folder).filter((name) => name.startsWith('maskscope.review.'))).toHaveLength(2);
    rmSync(outside, { recursive: true, force: true });
  });

  it.skipIf(platform === 'win32')('go on after one that the disk had no room for', () => {
    const program = `
      import { ReviewStore } from ${JSON.stringify(pathToFileURL(STORE).href)};
      const store = new ReviewStore(${JSON.stringify(folder)}, 'ana');
      for (const [name, length] of [['a', 4000], ['b', 1], ['c', 4000], ['d', 1]]) {
        try {
          store.add({ name, verdict: 'accepted', hash: null, time: store.now(), note: 'n'.repeat(length) });
          console.log('kept');
        } catch ({ code }) {
          console.log(code);
        }
      }`;
    // Of a file no more than 1024 bytes are taken: of a longer line a part is written.
    const limited = ['-c', 'ulimit -f 1; exec "$@"', 'bash', NODE, '--input-type=module', '-e', program];
    const told = execFileSync('bash', limited, { encoding: 'utf8' });
    expect(told.trim().split('\n')).toEqual(['EFBIG', 'kept', 'EFBIG', 'kept']);
    expect(namesOf('ana')).toEqual(['b', 'd']);
  });

  it('are those of the disk, whoever wrote them and when', async () => {
    const [first, second] = [new ReviewStore(folder, 'ana'), new ReviewStore(folder, 'ana')];
    const told = () => [...(first.tags() ?? [])].map(([name, { verdict }]) => `${name} ${verdict}`).sort();
    const put = (store: ReviewStore, name: string, verdict: 'accepted' | 'rejected'): void =>
      store.add({ name, verdict, hash: null, time: store.now(first.tags()?.get(name)) });
    expect(told()).toEqual([]);
    put(first, 'a', 'accepted');
    expect(told()).toEqual(['a accepted']);
    await first.flush();
    put(second, 'a', 'rejected');
    expect(told()).toEqual(['a rejected']);
    await second.flush();
    put(first, 'b', 'accepted');
    expect(told()).toEqual(['a rejected', 'b accepted']);
    writeFileSync(join(folder, 'maskscope.review.ana.json'), '[');
    expect(first.tags()).toBeNull();
  });

  it('that are written together are kept all or none', async () => {
    writeFileSync(join(folder, 'maskscope.review.ana.json'), '[');
    const store = new ReviewStore(folder, 'ana');
    const tags = ['a', 'b'].map((name) => ({ name, verdict: 'accepted', hash: null, time: store.now() }) as const);
    await expect(store.write(tags)).rejects.toThrow(/no file of tags/);
    expect(readdirSync(folder)).toEqual(['maskscope.review.ana.json']);
    expect(namesOf('ana')).toEqual([]);
    rmSync(join(folder, 'maskscope.review.ana.json'));
    await store.write(tags.slice(1));
    expect(inFile()).toEqual(['b']);
  });

  it('of a file that cannot be read are told, and the others read', () => {
    writeFileSync(join(folder, 'maskscope.review.x.json'), '<<<<<<< ours\n');
    mkdirSync(join(folder, 'maskscope.review.y.json'));
    const { files, problems } = readReviews(folder);
    expect(files).toEqual([]);
    expect(problems.map(({ code }) => code)).toEqual(['mergeConflict', 'unreadable']);
  });
});
