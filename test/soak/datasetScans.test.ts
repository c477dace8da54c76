import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { writeVocFolder } from '../fixtures/datasetFolder.ts';
import { SeededRandom } from '../fixtures/seededRandom.ts';
import { bundleCli, NODE } from '../unit/cli/bundle.ts';

const KILLS = 100;
const ROUNDS = 20;

let script: string;
let base: string;
let caches = 0;
beforeAll(async () => {
  script = await bundleCli('soakScans');
  base = mkdtempSync(join(tmpdir(), 'maskscope-soak-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }), 300_000);

/** A dataset whose files are old enough to be known by their times. */
function writeDataset(name: string, pairs: number, seed: number, brokenEvery: number): string {
  const folder = join(base, name);
  writeVocFolder(folder, pairs, new SeededRandom(seed), brokenEvery);
  const long = new Date(Date.now() - 60_000);
  const paths = execFileSync('find', [folder, '-type', 'f'], { encoding: 'utf8', maxBuffer: 1e8 }).trim().split('\n');
  for (const path of paths) utimesSync(path, long, long);
  return folder;
}

const newCache = (): string => join(base, `cache${++caches}`);

interface Run {
  /** The records of a scan, all of them. */
  readonly output: string;
  readonly isKilled: boolean;
}

function scan(folder: string, cache: string, killAfter?: number): Promise<Run> {
  return run(['scan', folder, '--json'], cache, killAfter);
}

async function run(args: readonly string[], cache: string, killAfter?: number): Promise<Run> {
  const child = spawn(NODE, [script, ...args], { env: { ...process.env, XDG_CACHE_HOME: cache } });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  const ended = new Promise<boolean>((resolve) => child.on('close', (_, signal) => resolve(signal === 'SIGKILL')));
  if (killAfter !== undefined) {
    await Promise.race([setTimeout(killAfter), ended]);
    child.kill('SIGKILL');
  }
  return { isKilled: await ended, output };
}

it('20,000 files, one in a hundred of them broken, give their findings and lose none', async () => {
  const folder = writeDataset('broken', 10_000, 1, 50);
  const { output } = await run(['check', folder, '--json'], newCache());
  const findings = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { readonly rule: string; readonly path: string });
  const broken = findings.filter(({ rule }) => rule === 'brokenFile').map(({ path }) => path);
  const name = (at: number): string => `SegmentationClass/2007_${String(50 * at + 49).padStart(6, '0')}.png`;
  expect(broken.sort()).toEqual(Array.from({ length: 200 }, (_, at) => name(at)));
});

it(`${KILLS} killed scans leave an index that the next scan goes on with, to the same result`, async () => {
  const folder = writeDataset('kills', 400, 2, 100);
  const start = performance.now();
  const { output: whole } = await scan(folder, newCache());
  const duration = performance.now() - start;
  const random = new SeededRandom(3);
  let [killed, midway] = [0, 0];
  for (let round = 0; round < KILLS; round++) {
    const cache = newCache();
    const { isKilled } = await scan(folder, cache, duration * random.next());
    if (isKilled) killed++;
    const told = (await run(['scan', folder], cache)).output;
    const [, read = '0', all = '0'] = /read ([\d,]+) of ([\d,]+) files/.exec(told) ?? [];
    if (read !== all && read !== '0') midway++;
    expect((await scan(folder, cache)).output === whole).toBe(true);
    rmSync(cache, { recursive: true });
  }
  console.log(`${killed} of ${KILLS} scans were killed; ${midway} of them had some of the files in their index`);
  expect(midway).toBeGreaterThan(KILLS / 10);
});

it('two scans of one dataset at once agree, and so does the one after them', async () => {
  const folder = writeDataset('both', 600, 4, 30);
  const { output: whole } = await scan(folder, newCache());
  for (let round = 0; round < ROUNDS; round++) {
    const cache = newCache();
    const both = await Promise.all([scan(folder, cache), scan(folder, cache)]);
    const after = await scan(folder, cache);
    expect([...both, after].map(({ output }) => output === whole)).toEqual([true, true, true]);
    expect((await run(['scan', folder], cache)).output).toContain('read 0 of ');
  }
});

it('files that change while they are scanned are told of as they are afterwards', async () => {
  const folder = writeDataset('changing', 1500, 5, 0);
  const random = new SeededRandom(6);
  const mask = (): string =>
    join(folder, `SegmentationClass/2007_${String(random.integer(0, 1499)).padStart(6, '0')}.png`);
  for (let round = 0; round < ROUNDS; round++) {
    const cache = newCache();
    const scanned = scan(folder, cache);
    for (let change = 0; change < 20; change++) {
      await setTimeout(20 * random.next());
      writeFileSync(mask(), readFileSync(mask()));
    }
    await scanned;
    // What changed after the last look is found by the next scan.
    expect((await scan(folder, cache)).output === (await scan(folder, newCache())).output).toBe(true);
  }
});
