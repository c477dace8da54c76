import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recogniseLayout, type LayoutOptions } from '../../../src/core/dataset/layout.ts';
import { listDataset } from '../../../src/jobs/dataset/listDataset.ts';
import { ColourType, type BitDepth } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import type { TransformStep } from '../../../src/core/mask/transform.ts';
import { PairsJob } from '../../../src/jobs/pairs/pairsJob.ts';
import type { PlannedItem } from '../../../src/jobs/pairs/pairsTypes.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import type { TransformTask } from '../../../src/jobs/transforms/transformTypes.ts';
import { findLastBatch, undoBatch } from '../../../src/jobs/undo.ts';
import { decodeOriginal } from '../../../src/platform/originals.ts';
import { crc32, deflate } from '../../../src/platform/zlib.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from '../report/python.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-transforms-'));
  for (const name of ['images', 'masks']) mkdirSync(join(folder, 'data', name), { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CHANNELS = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 } as const;
const chunk = (type: string, text: string) => ({ type, offset: 0, data: new Uint8Array(Buffer.from(text, 'latin1')) });

interface Stored {
  readonly colourType: ColourType;
  readonly bitDepth: BitDepth;
  /** Of a palette. */
  readonly entries?: number;
}

/** A PNG of random samples, or of some ids, with a text, a physical size and, where it has a palette, transparency. */
function png(
  random: SeededRandom,
  width: number,
  height: number,
  { colourType, bitDepth, entries = 0 }: Stored,
): Uint8Array {
  const length = width * height * CHANNELS[colourType];
  const isColour = colourType === ColourType.rgb || colourType === ColourType.rgba;
  const most = colourType === ColourType.palette ? entries - 1 : 2 ** bitDepth - 1;
  const draw = (): number => (isColour ? random.choice([0, 128, 255]) : random.integer(0, most));
  const samples = bitDepth === 16 ? Uint16Array.from({ length }, draw) : Uint8Array.from({ length }, draw);
  const alpha = new Uint8Array(entries).fill(255);
  alpha[0] = 0;
  const palette =
    colourType === ColourType.palette ? { rgb: random.bytes(3 * entries), alpha, transparencyEntries: 1 } : null;
  const chunks = [
    chunk('tEXt', 'Comment\0by hand'),
    chunk('pHYs', '\0\0\0\x02\0\0\0\x01\0'),
    chunk('oFFs', '\0'.repeat(9)),
  ];
  const header = { width, height, bitDepth, colourType, interlaced: false };
  return writePng({ header, samples, palette, chunks }, deflate, { crc32 });
}

function addPair(name: string, mask: Uint8Array, original: Uint8Array): void {
  writeFileSync(join(folder, 'data/masks', `${name}.png`), mask);
  writeFileSync(join(folder, 'data/images', `${name}.png`), original);
}

function jobOf(task: Partial<TransformTask>, layout: LayoutOptions = { kind: 'folders' }): PairsJob {
  return new PairsJob(
    {
      source: { kind: 'dataset', folder: join(folder, 'data'), layout, names: null },
      classMap: null,
      task: {
        ...{ kind: 'transform', steps: [], tiling: null, padId: 'void', maskRule: 'opencv', filter: 'lanczos3' },
        ...{ originals: 'jpeg', quality: 95, reading: { frame: 'displayed', isFitted: false } },
        ...task,
      },
      folder: join(folder, 'out'),
      command: 'transform',
    },
    { workers: 0, workerScript: '' },
  );
}

async function run(task: Partial<TransformTask>, layout?: LayoutOptions) {
  const job = jobOf(task, layout);
  const items: PlannedItem[] = [];
  const plan = await job.preview((item) => items.push(item));
  return { plan, items, outcome: await job.write() };
}

const out = (path: string) => readImage(readFileSync(join(folder, 'out', path)));

const MASKS: readonly Stored[] = [
  { colourType: ColourType.palette, bitDepth: 8, entries: 256 },
  { colourType: ColourType.palette, bitDepth: 4, entries: 9 },
  { colourType: ColourType.palette, bitDepth: 1, entries: 2 },
  { colourType: ColourType.grey, bitDepth: 8 },
  { colourType: ColourType.grey, bitDepth: 16 },
  { colourType: ColourType.rgb, bitDepth: 8 },
];
const ORIGINALS: readonly Stored[] = [
  { colourType: ColourType.rgb, bitDepth: 8 },
  { colourType: ColourType.rgb, bitDepth: 16 },
  { colourType: ColourType.grey, bitDepth: 8 },
  { colourType: ColourType.rgba, bitDepth: 8 },
];

const CHAIN: readonly TransformStep[] = [
  { kind: 'crop', x: 2, y: 1, width: 15, height: 11 },
  { kind: 'rotate', degrees: 90 },
  { kind: 'flip', axis: 'vertical' },
  { kind: 'transpose' },
  { kind: 'rotate', degrees: 270 },
];
/** The same for files as OpenCV reads them, whatever their depth. */
const SAME_CHAIN = `
import json, sys, cv2, numpy
def same(one, other):
    image, made = [cv2.imread(path, cv2.IMREAD_UNCHANGED) for path in (one, other)]
    wanted = numpy.rot90(numpy.rot90(image[1:12, 2:17], -1)[::-1].swapaxes(0, 1), 1)
    return made.dtype == wanted.dtype and numpy.array_equal(wanted, made)
print(json.dumps([bool(same(*paths)) for paths in json.load(sys.stdin)]))`;

describe('a transform of pairs', () => {
  it.skipIf(!hasReference)('moves masks and originals alike, as NumPy does, in every way of storing them', async () => {
    const random = new SeededRandom(1);
    for (const [at, mask] of MASKS.entries()) {
      for (const [index, original] of ORIGINALS.entries()) {
        addPair(`p${at}_${index}`, png(random, 20, 14, mask), png(random, 20, 14, original));
      }
    }
    const { outcome } = await run({ steps: CHAIN });
    expect(outcome).toMatchObject({ written: 2 * MASKS.length * ORIGINALS.length, refused: 0 });
    const paths = ['images', 'masks'].flatMap((kind) =>
      readdirSync(join(folder, 'out', kind)).map((name) => [
        join(folder, 'data', kind, name),
        join(folder, 'out', kind, name),
      ]),
    );
    expect(paths).toHaveLength(2 * MASKS.length * ORIGINALS.length);
    expect(pythonJson(SAME_CHAIN, paths)).toEqual(paths.map(() => true));
  });

  it('keeps depth, palette, transparency and the chunks that are still true', async () => {
    const random = new SeededRandom(2);
    const mask = png(random, 9, 5, { colourType: ColourType.palette, bitDepth: 4, entries: 9 });
    addPair('a', mask, png(random, 9, 5, { colourType: ColourType.rgb, bitDepth: 8 }));
    await run({ steps: [{ kind: 'rotate', degrees: 90 }] });
    const [before, after] = [readImage(mask), out('masks/a.png')];
    expect(after.header).toEqual({ ...before.header, width: 5, height: 9 });
    expect(after.palette).toEqual(before.palette);
    const textOf = (type: string): string | undefined => {
      const data = after.chunks.find((one) => one.type === type)?.data;
      return data && Buffer.from(data).toString('latin1');
    };
    expect(textOf('tEXt')).toBe('Comment\0by hand');
    expect(textOf('pHYs')).toBe('\0\0\0\x01\0\0\0\x02\0');
    expect(textOf('oFFs')).toBeUndefined();
  });

  it('refuses what cannot hold the id of added pixels, and says which id it lacks', async () => {
    const random = new SeededRandom(3);
    const original = png(random, 9, 5, { colourType: ColourType.rgb, bitDepth: 8 });
    addPair('few', png(random, 9, 5, { colourType: ColourType.palette, bitDepth: 4, entries: 9 }), original);
    addPair('many', png(random, 9, 5, { colourType: ColourType.palette, bitDepth: 8, entries: 256 }), original);
    addPair('wide', png(random, 9, 5, { colourType: ColourType.grey, bitDepth: 16 }), original);
    const { items } = await run({ steps: [{ kind: 'padSquare' }] });
    expect(items.map(({ name, status }) => [name, status])).toEqual([
      ['few', 'refused'],
      ['many', 'write'],
      ['wide', 'write'],
    ]);
    expect(items[0]?.findings).toEqual([{ rule: 'padOutside', details: { id: 255, most: 8, path: 'few.png' } }]);
    const { samples } = out('masks/many.png');
    expect([...samples.subarray(0, 18)]).toEqual(Array<number>(18).fill(255));
    expect([...out('images/many.png').samples.subarray(0, 54)]).toEqual(Array<number>(54).fill(0));
  });

  it('refuses pairs whose sizes differ and parts that lie outside, and goes on with the others', async () => {
    const random = new SeededRandom(4);
    const stored: Stored = { colourType: ColourType.grey, bitDepth: 8 };
    addPair('a', png(random, 9, 5, stored), png(random, 9, 5, stored));
    addPair('b', png(random, 9, 5, stored), png(random, 8, 7, stored));
    addPair('c', png(random, 4, 4, stored), png(random, 4, 4, stored));
    const { items, outcome } = await run({ steps: [{ kind: 'crop', x: 0, y: 0, width: 6, height: 4 }] });
    expect(items.map(({ name, findings }) => [name, findings[0]?.rule])).toEqual([
      ['a', undefined],
      ['b', 'sizesDiffer'],
      ['c', 'cropOutside'],
    ]);
    expect(outcome.written).toBe(2);
  });

  it('cuts tiles that a table groups by their pairs, and takes all of them back', async () => {
    const random = new SeededRandom(5);
    const stored: Stored = { colourType: ColourType.grey, bitDepth: 8 };
    const mask = png(random, 10, 6, stored);
    addPair('a', mask, png(random, 10, 6, stored));
    // A name that a spreadsheet would take for a formula; the table is for programs.
    addPair('=b', png(random, 3, 3, stored), png(random, 3, 3, stored));
    const { plan } = await run({ tiling: { side: 6, overlap: 2, edge: 'shift' }, padId: 'background' });
    expect(plan.files.write).toBe(7);
    expect(readFileSync(join(folder, 'out/groups.csv'), 'utf8')).toBe(
      'name,group\n=b_x0_y0,=b\na_x0_y0,a\na_x4_y0,a\n',
    );
    const right = Array.from({ length: 6 }, (_, y) => [...readImage(mask).samples.subarray(10 * y + 4, 10 * y + 10)]);
    expect([...out('masks/a_x4_y0.png').samples]).toEqual(right.flat());
    expect([...out('masks/=b_x0_y0.png').samples.subarray(18)]).toEqual(Array<number>(18).fill(0));
    const batch = findLastBatch(join(folder, 'out'));
    expect(batch && (await undoBatch(batch, { isForced: false })).removed).toBe(7);
    expect(readdirSync(join(folder, 'out')).filter((name) => !name.startsWith('.'))).toEqual([]);
  });

  it('cuts tiles of videos that are videos again, by the names that the table has', async () => {
    const random = new SeededRandom(6);
    rmSync(join(folder, 'data'), { recursive: true });
    for (const sequence of ['bear', 'camel']) {
      for (const kind of ['JPEGImages', 'Annotations']) {
        const place = join(folder, 'data', kind, '480p', sequence);
        mkdirSync(place, { recursive: true });
        writeFileSync(join(place, '00000.png'), png(random, 12, 6, { colourType: ColourType.grey, bitDepth: 8 }));
      }
    }
    await run({ tiling: { side: 6, overlap: 0, edge: 'shift' } }, {});
    const { kind, pairs } = recogniseLayout(listDataset(join(folder, 'out')).images);
    const names = pairs.map(({ name, original, others }) => (original === null || others.length === 0 ? null : name));
    expect([kind, names]).toEqual([
      'davis',
      ['bear/00000_x0_y0', 'bear/00000_x6_y0', 'camel/00000_x0_y0', 'camel/00000_x6_y0'],
    ]);
    const rows = readFileSync(join(folder, 'out/groups.csv'), 'utf8').trim().split('\n').slice(1);
    expect(rows.map((row) => row.split(',')[0])).toEqual(names);
  });

  it.skipIf(!hasReference)(
    'turns originals as EXIF says, and resizes them by a filter while masks keep their ids',
    async () => {
      pythonJson(
        `import json, sys
from PIL import Image
path = json.load(sys.stdin)
exif = Image.Exif()
exif[0x0112] = 6
image = Image.new('RGB', (8, 12), (10, 200, 30))
image.paste((250, 0, 0), (0, 0, 8, 4))
image.save(path + '/data/images/a.jpg', quality=100, subsampling=0, exif=exif)
Image.frombytes('L', (12, 8), bytes([0] * 8 + [1] * 4) * 8).save(path + '/data/masks/a.png')
print('null')`,
        folder,
      );
      const { items } = await run({ steps: [{ kind: 'resize', width: 24, height: 16 }], originals: 'png' });
      expect(items[0]?.findings.map(({ rule }) => rule)).toEqual(['becomesPng']);
      const [mask, original] = [out('masks/a.png'), out('images/a.png')];
      expect([...new Set(mask.samples)]).toEqual([0, 1]);
      // Where the mask says 1, the original is red, but for the pixels that the filter mixes.
      for (let at = 0; at < 24 * 16; at++) {
        const x = at % 24;
        if (x > 11 && x < 20) continue;
        expect((original.samples[3 * at] ?? 0) > 128).toBe(mask.samples[at] === 1);
      }
    },
  );
});

it('shows in a preview what an original becomes with its mask over it, where a class is', async () => {
  const ids = Uint8Array.from({ length: 32 * 16 }, (_, at) => (at % 32 < 16 ? 1 : 0));
  const header = { width: 32, height: 16, bitDepth: 8, interlaced: false } as const;
  const palette = { rgb: Uint8Array.of(0, 0, 0, 200, 20, 20), alpha: Uint8Array.of(255, 255), transparencyEntries: 0 };
  const write = (colourType: ColourType, samples: Uint8Array, own: typeof palette | null): Uint8Array =>
    writePng({ header: { ...header, colourType }, samples, palette: own }, deflate, { crc32 });
  addPair(
    'a',
    write(ColourType.palette, ids, palette),
    write(ColourType.rgb, new Uint8Array(3 * ids.length).fill(100), null),
  );
  const job = jobOf({ steps: [{ kind: 'flip', axis: 'horizontal' }] });
  await job.preview();
  const [sample] = await job.samples(3);
  expect(sample?.relative).toBe('images/a.png');
  const picture = await decodeOriginal(sample?.bytes ?? new Uint8Array(), {});
  const at = (x: number): number[] => [...(picture?.rgb.subarray(3 * (8 * 32 + x), 3 * (8 * 32 + x) + 3) ?? [])];
  // Background is left as it is; half of the class's colour lies over the other side, within what JPEG changes.
  for (const [x, colour] of [
    [4, [100, 100, 100]],
    [27, [150, 60, 60]],
  ] as const) {
    at(x).forEach((value, channel) => expect(Math.abs(value - (colour[channel] ?? 0))).toBeLessThan(6));
    expect(at(x)).toHaveLength(3);
  }
});
