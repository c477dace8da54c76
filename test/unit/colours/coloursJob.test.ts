import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { nearestSwatch, readSwatches, SwatchProblem, x11Swatches } from '../../../src/core/colours/swatches.ts';
import { labOf } from '../../../src/core/colours/lab.ts';
import { ColourType } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { ColoursJob } from '../../../src/jobs/colours/coloursJob.ts';
import type { ColourMapTask, ColoursRequest } from '../../../src/jobs/colours/coloursTypes.ts';
import { PairsJob } from '../../../src/jobs/pairs/pairsJob.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import { crc32, deflate } from '../../../src/platform/zlib.ts';

let folder = '';
const [WIDTH, HEIGHT] = [12, 6];
const RED = [200, 30, 40];
const BLUE = [20, 40, 180];
const DARK = [40, 5, 8];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-colours-'));
  for (const name of ['images', 'masks']) mkdirSync(join(folder, 'data', name), { recursive: true });
  writeFileSync(join(folder, 'data/classes.txt'), '0: background\n1: cat\n2: dog\n255: void\n');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Left half class 1, right half class 2, the last row void. */
function addPair(name: string, colourAt: (x: number, y: number) => readonly number[]): void {
  const places = Array.from({ length: WIDTH * HEIGHT }, (_, at) => [at % WIDTH, Math.floor(at / WIDTH)] as const);
  const header = { width: WIDTH, height: HEIGHT, bitDepth: 8, interlaced: false } as const;
  const ids = places.map(([x, y]) => (y === HEIGHT - 1 ? 255 : x < WIDTH / 2 ? 1 : 2));
  const write = (path: string, colourType: ColourType, samples: Uint8Array): void =>
    writeFileSync(path, writePng({ header: { ...header, colourType }, samples, palette: null }, deflate, { crc32 }));
  write(join(folder, 'data/masks', `${name}.png`), ColourType.grey, Uint8Array.from(ids));
  const rgb = Uint8Array.from(places.flatMap(([x, y]) => [...colourAt(x, y)]));
  write(join(folder, 'data/images', `${name}.png`), ColourType.rgb, rgb);
}

const request = (changes: Partial<ColoursRequest> = {}): ColoursRequest => ({
  source: { kind: 'dataset', folder: join(folder, 'data'), layout: { kind: 'folders' }, names: null },
  classMap: null,
  classes: { only: null, hasBackground: false, hasVoid: false },
  exclusions: { rim: 0, shadow: 0 },
  frame: 'displayed',
  search: { kind: 'count', count: 2 },
  seed: 1,
  swatches: null,
  isPerFile: false,
  ...changes,
});

const find = (one: ColoursRequest) => new ColoursJob(one, { workers: 0, workerScript: '' }).run();
const summary = (found: Awaited<ReturnType<typeof find>>) =>
  found.classes.map(({ name, files, colours }) => [name, files, colours.map(({ hex, pixels }) => [hex, pixels])]);

describe('colours of classes', () => {
  beforeEach(() => {
    addPair('a', (x) => (x < 6 ? RED : BLUE));
    addPair('b', (x, y) => (x < 6 ? (y === 0 ? DARK : RED) : RED));
  });

  it('are counted over all files, void left out', async () => {
    const found = await find(request());
    expect(summary(found)).toEqual([
      [
        'cat',
        2,
        [
          ['#c81e28', 54],
          ['#280508', 6],
        ],
      ],
      [
        'dog',
        2,
        [
          ['#1428b4', 30],
          ['#c81e28', 30],
        ].sort(),
      ],
    ]);
    expect(found.classes[0]?.colours.map(({ share }) => share)).toEqual([0.9, 0.1]);
    expect(found.failed).toEqual([]);
  });

  it('leave out shadows and rims where that is wanted, and say each file by itself', async () => {
    const found = await find(
      request({
        classes: { only: ['CAT'], hasBackground: false, hasVoid: false },
        exclusions: { rim: 1, shadow: 0.5 },
        isPerFile: true,
      }),
    );
    // One column and one row lie beside another class.
    expect(summary(found)).toEqual([['cat', 2, [['#c81e28', 20 + 15]]]]);
    expect(found.files.map(({ name, classes }) => [name, classes.map(({ pixels }) => pixels)])).toEqual([
      ['a', [20]],
      ['b', [15]],
    ]);
  });

  it('name pairs that cannot be read, and go on', async () => {
    writeFileSync(join(folder, 'data/masks/b.png'), 'nothing');
    const found = await find(request());
    expect(found.failed.map(({ name, findings }) => [name, findings[0]?.rule])).toEqual([['b', 'maskUnreadable']]);
    expect(summary(found)[0]).toEqual(['cat', 1, [['#c81e28', 30]]]);
  });

  it('have maps of which pixels made which', async () => {
    const { classes: colours } = await find(request());
    const { source, classMap, classes, exclusions, frame, search, seed } = request();
    const task: ColourMapTask = { kind: 'colourMap', classes, exclusions, frame, colours, search, seed };
    const job = new PairsJob(
      { source, classMap, task, folder: join(folder, 'maps'), command: 'colours' },
      { workers: 0, workerScript: '' },
    );
    await job.preview();
    expect(await job.write()).toMatchObject({ written: 4, refused: 0 });
    const map = readImage(readFileSync(join(folder, 'maps/1-cat/b.png')));
    expect([...(map.palette?.rgb ?? [])]).toEqual([0, 0, 0, ...RED, ...DARK]);
    expect([...map.samples.subarray(0, 2 * WIDTH)]).toEqual(
      [2, 1].flatMap((id) => [...Array<number>(6).fill(id), ...Array<number>(6).fill(0)]),
    );
  });
});

describe('swatches', () => {
  const names = (text: string): string[] => readSwatches(text, 'file').map(({ name }) => name);

  it('are read from lines, JSON and GIMP palettes', () => {
    expect(names('name,hex\nbrick, #aa4a44\n"sea, deep",#013e5c\n')).toEqual(['brick', 'sea, deep']);
    expect(names('# paints\n#aa4a44\tbrick\n')).toEqual(['brick']);
    expect(names('{"brick": "#aa4a44"}')).toEqual(['brick']);
    expect(names('[{"name": "brick", "hex": "AA4A44"}]')).toEqual(['brick']);
    expect(names('GIMP Palette\nName: mine\nColumns: 2\n#\n170  74  68\tbrick red\n')).toEqual(['brick red']);
  });

  it('are refused with the line that is wrong', () => {
    const refusal = (text: string): unknown => {
      try {
        return readSwatches(text, 'file');
      } catch (error) {
        return error instanceof SwatchProblem ? [error.code, error.details['number']] : error;
      }
    };
    expect(refusal('brick, #aa4a44\nsea, blue\n')).toEqual(['swatchInvalid', 2]);
    expect(refusal('{"brick": "red"}')).toEqual(['swatchInvalid', 1]);
    expect(refusal('{')).toEqual(['swatchesJson', undefined]);
    expect(refusal('GIMP Palette\n300 0 0 red\n')).toEqual(['swatchInvalid', 2]);
    expect(refusal('\n')).toEqual(['swatchesEmpty', undefined]);
  });

  it('name a colour that is one of them exactly', () => {
    const swatches = x11Swatches();
    expect(nearestSwatch(labOf(255, 99, 71), swatches)).toEqual({ name: 'tomato', difference: 0 });
    expect(nearestSwatch(labOf(0, 255, 0), swatches)?.name).toBe('green');
    expect(nearestSwatch(labOf(0, 0, 0), [])).toBeNull();
  });
});
