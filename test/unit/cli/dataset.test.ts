import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, NODE, runCli, type Outcome } from './bundle.ts';

let script: string;
let base: string;
let folder: string;
beforeAll(async () => {
  script = await bundleCli('dataset');
  base = mkdtempSync(join(tmpdir(), 'maskscope-dataset-'));
  folder = join(base, 'voc');
  writeVocFolder(folder, 80, new SeededRandom(3), 25);
  process.env['XDG_CACHE_HOME'] = join(base, 'cache');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

function run(...args: readonly string[]): Outcome {
  return runCli(script, args, { cwd: base });
}

describe('maskscope scan', () => {
  it('tells layout, pairs, class map, splits and what is broken', () => {
    const { status, stdout, stderr } = run('scan', 'voc');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/layout +voc/);
    expect(stdout).toMatch(/pairs +80; without a mask 0, without an original 0/);
    expect(stdout).toMatch(/class map +.*classes\.txt/);
    expect(stdout).toMatch(/splits +train 40, val 40/);
    expect(stdout).toMatch(/broken +3/);
    expect(stdout).toMatch(/SegmentationClass\/2007_000024\.png: (?:Chunk|The) .+\./);
    expect(stdout).toMatch(/read 160 of 160 files/);
  });

  it('prints a head and a record of each file as JSON', () => {
    const lines = run('scan', '--json', 'voc').stdout.trim().split('\n');
    const [head, ...records] = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(head).toMatchObject({ type: 'scan', version: 2, images: 160, shard: { index: 1, count: 1 } });
    expect(records).toHaveLength(160);
    expect(records.filter(({ type }) => type === 'broken')).toHaveLength(3);
    expect(records.find(({ type }) => type === 'mask')).toHaveProperty('hash');
  });

  it.each([
    [['scan'], 'give the folder of a dataset'],
    [['scan', 'a', 'b'], 'give one folder'],
    [['scan', '--shard', '0/3', 'voc'], "--shard takes I/N, from 1/N to N/N, not '0/3'"],
    [['scan', '--shard', '4/3', 'voc'], "not '4/3'"],
    [['scan', '--layout', 'vok', 'voc'], '--layout is one of voc,'],
    [['scan', '--originals', '{name}.jpg', 'voc'], '--originals and --masks go together'],
    [['scan', '--originals', 'x.jpg', '--masks', '{name}.png', 'voc'], 'must hold {name} once'],
    [['stats', '--csv', '--json', 'voc'], 'give --csv or --json, not both'],
    [['stats', '--weights', 'median', 'voc'], '--weights is one of medianFrequency,'],
    [['stats', '--merge'], 'give the parts after --merge'],
  ])('refuses %j', (args, problem) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(problem);
  });

  it.each([
    [['scan', 'nowhere'], 'nowhere does not exist'],
    [['scan', 'voc/classes.txt'], 'is not a folder'],
    [['scan', 'voc/ImageSets'], 'There is no image in'],
    [
      ['scan', '--class-map', 'nowhere.txt', 'voc'],
      'nowhere.txt cannot be used: The file cannot be read: The file does not exist',
    ],
    [['stats', '--split', 'trian', 'voc'], "there is no split 'trian', but train, val"],
  ])('says what is wrong with %j', (args, problem) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(1);
    expect(stderr).toContain(problem);
  });
});

describe('maskscope stats', () => {
  it('prints a table, CSV and JSON that agree', () => {
    const json = JSON.parse(run('stats', '--json', 'voc').stdout) as {
      classes: { key: number; name: string | null; pixels: number; images: number; regions: number }[];
    };
    const [heading, ...rows] = run('stats', '--csv', 'voc').stdout.trim().split('\r\n');
    expect(heading).toBe('id,class,void,pixels,images,regions,train pixels,train images,val pixels,val images');
    expect(rows.map((row) => row.split(',').slice(0, 6))).toEqual(
      json.classes.map(({ key, name, pixels, images, regions }) => [
        ...[String(key), name ?? '', key === 255 ? '1' : '0', String(pixels), String(images), String(regions)],
      ]),
    );
    const text = run('stats', 'voc').stdout;
    for (const { name, pixels } of json.classes)
      if (name !== null) expect(text).toMatch(new RegExp(`${name} +${pixels.toLocaleString('en')}`));
  });

  it('counts one split alone', () => {
    const { splits } = JSON.parse(run('stats', '--json', 'voc').stdout) as {
      splits: { split: string; classes: [number, { pixels: number }][] }[];
    };
    const train = JSON.parse(run('stats', '--json', '--split', 'train', 'voc').stdout) as {
      pairs: number;
      classes: { key: number; pixels: number }[];
    };
    expect(train.pairs).toBe(40);
    const counted = train.classes.filter(({ pixels }) => pixels > 0).map(({ key, pixels }) => [key, pixels]);
    expect(counted).toEqual(splits[0]?.classes.map(([key, { pixels }]) => [key, pixels]));
  });

  it('adds the parts of an array job up to exactly the same', () => {
    const whole = run('stats', '--json', 'voc').stdout;
    const parts = [1, 2, 3].map((index) => {
      const part = join(base, `part${index}.json`);
      // Every node has a cache of its own.
      process.env['XDG_CACHE_HOME'] = join(base, `node${index}`);
      writeFileSync(part, run('scan', '--json', '--shard', `${index}/3`, 'voc').stdout);
      return part;
    });
    process.env['XDG_CACHE_HOME'] = join(base, 'cache');
    expect(run('stats', '--json', '--merge', ...parts.toReversed()).stdout).toBe(whole);
    const [one = '', two = '', three = ''] = parts;
    expect(run('stats', '--merge', one, three).stderr).toContain('Parts are missing: 2/3');
    expect(run('stats', '--merge', one, two, two).stderr).toContain('are the same part');
    writeFileSync(two, readFileSync(two, 'utf8').split('\n').slice(0, -3).join('\n'));
    expect(run('stats', '--merge', one, two, three).stderr).toContain('scan the parts again');
    writeFileSync(two, '{"type":"mask"}');
    expect(run('stats', '--merge', one, two, three).stderr).toContain('is not the output of a scan');
  });

  it('prints weights and METAINFO that Python reads', () => {
    const weights = run('stats', '--weights', 'medianFrequency', 'voc').stdout;
    expect(weights).toMatch(/^CLASS_WEIGHTS = \[\n( {4}(\d+(\.\d+)?|None), {2}# \w+ \(\d+\)\n){4}\]\n$/);
    expect(weights).toContain('None,  # bird (7)');
    expect(run('stats', '--metainfo', 'voc').stdout).toContain(
      '"background",\n        "cat",\n        "dog",\n        "bird",',
    );
  });
});

describe('a scan that is killed at any moment', () => {
  it('leaves an index that the next one goes on from', async () => {
    const random = new SeededRandom(21);
    const expected = run('stats', '--json', 'voc').stdout;
    const cache = join(base, 'killed');
    const env = { ...process.env, XDG_CACHE_HOME: cache };
    for (let kill = 0; kill < 6; kill++) {
      const child = spawn(NODE, [script, 'scan', 'voc'], { cwd: base, env, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', resolve));
      await wait(random.integer(60, 400));
      child.kill('SIGKILL');
      await ended;
    }
    process.env['XDG_CACHE_HOME'] = cache;
    const { status, stdout } = run('stats', '--json', 'voc');
    process.env['XDG_CACHE_HOME'] = join(base, 'cache');
    expect(status).toBe(0);
    expect(stdout).toBe(expected);
  });
});
