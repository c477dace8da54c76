import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PairRow } from '../../../src/core/dataset/pairTable.ts';
import type { DatasetFacts } from '../../../src/core/dataset/facts.ts';
import { fitInto } from '../../../src/core/mask/thumbnail.ts';
import { thumbnailOf } from '../../../src/jobs/dataset/thumbnails.ts';
import { canDecodeOriginals } from '../../../src/platform/originals.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from '../report/python.ts';

/** A paletted mask of 400 × 200 and its original; the mask's mean colours over squares of 4 × 4 by NumPy. */
const REFERENCE = `
import json, sys
import numpy
from PIL import Image
folder = json.load(sys.stdin)
random = numpy.random.RandomState(7)
ids = numpy.kron(random.randint(0, 5, (50, 100)), numpy.ones((4, 4))).astype(numpy.uint8)
ids[:, ::7] = 4
mask = Image.fromarray(ids, 'P')
mask.putpalette([10, 20, 30, 200, 0, 0, 0, 200, 0, 0, 0, 200, 255, 255, 255])
mask.save(f'{folder}/mask.png')
grey = numpy.full((200, 400, 3), (40, 80, 120), numpy.uint8)
Image.fromarray(grey).save(f'{folder}/original.png')
rgb = numpy.asarray(mask.convert('RGB')).astype(numpy.float64)
mean = rgb.reshape(50, 4, 100, 4, 3).mean((1, 3))
print(json.dumps(numpy.floor(mean + .5).astype(int).reshape(-1).tolist()))`;

const DECODE = `
import json, sys
import numpy
from PIL import Image
image = Image.open(json.load(sys.stdin))
print(json.dumps({'format': image.format, 'size': image.size, 'pixels': numpy.asarray(image.convert('RGB')).reshape(-1).tolist()}))`;

const hasSharp = await canDecodeOriginals();

describe.runIf(hasReference)('thumbnails', () => {
  let folder = '';
  let expected: number[] = [];
  const facts = { records: { get: () => undefined }, classMap: null } as unknown as DatasetFacts;
  const row = (mask: string | null, original: string | null): PairRow =>
    ({ pair: { name: 'a', mask, original }, width: 0, height: 0, parts: [], splits: [] }) as unknown as PairRow;
  const decoded = (bytes: Uint8Array | null) => {
    const file = join(folder, 'thumbnail');
    writeFileSync(file, bytes ?? new Uint8Array(0));
    return pythonJson(DECODE, file) as { format: string; size: [number, number]; pixels: number[] };
  };

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maskscope-thumbnails-'));
    expected = pythonJson(REFERENCE, folder) as number[];
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are the mean colours of a mask', async () => {
    const { shows, bytes, type } = await thumbnailOf({ root: folder, facts }, row('mask.png', null), 100);
    expect([shows, type]).toEqual(['mask', 'image/png']);
    const { size, pixels, format } = decoded(bytes);
    expect([format, ...size]).toEqual(['PNG', 100, 50]);
    expect(pixels).toEqual(expected);
  });

  it.runIf(hasSharp)('are half the mask and half the original', async () => {
    const { shows, bytes } = await thumbnailOf({ root: folder, facts }, row('mask.png', 'original.png'), 100);
    expect(shows).toBe('both');
    const { size, pixels, format } = decoded(bytes);
    expect([format, ...size]).toEqual(['JPEG', 100, 50]);
    // The file is a JPEG, so that pixels are near by, and their mean nearer.
    const wanted = expected.map((value, at) => (value + ([40, 80, 120][at % 3] ?? 0)) / 2);
    for (const channel of [0, 1, 2]) {
      const mean = (values: readonly number[]) =>
        values.reduce((sum, value, at) => sum + (at % 3 === channel ? value : 0), 0) / (values.length / 3);
      expect(Math.abs(mean(pixels) - mean(wanted))).toBeLessThan(1.5);
    }
  });

  it('are never enlarged, nor flattened to nothing', () => {
    expect(fitInto({ width: 30, height: 20 }, 192)).toEqual({ width: 30, height: 20 });
    expect(fitInto({ width: 10_000, height: 3 }, 192)).toEqual({ width: 192, height: 1 });
  });

  it('say what is missing, whatever the file is', async () => {
    writeFileSync(join(folder, 'cut.png'), readFileSync(join(folder, 'mask.png')).subarray(0, 200));
    const source = { root: folder, facts };
    expect((await thumbnailOf(source, row('cut.png', null), 100)).shows).toBe('none');
    expect((await thumbnailOf(source, row('absent.png', 'absent.jpg'), 100)).bytes).toBeNull();
    const alone = await thumbnailOf(source, row('mask.png', 'absent.jpg'), 192);
    expect(alone.shows).toBe('mask');
    const { width, height } = PNG.sync.read(Buffer.from(alone.bytes ?? []));
    expect([width, height]).toEqual([192, 96]);
  });
});
