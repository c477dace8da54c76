import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Pair } from '../../../src/core/dataset/pairs.ts';
import { addSums, channelStatistics, NO_SUMS } from '../../../src/core/report/channels.ts';
import { channelSums } from '../../../src/jobs/dataset/channelSums.ts';
import { canDecodeOriginals } from '../../../src/platform/originals.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from './python.ts';

/** Originals of every kind by Pillow; mean and standard deviation by NumPy over all their pixels as Pillow's RGB. */
const REFERENCE = `
import json, sys
import numpy
from PIL import Image
folder = json.load(sys.stdin)
random = numpy.random.RandomState(5)
def noise(*shape): return random.randint(0, 256, shape).astype(numpy.uint8)
def save(name, image, **options): image.save(f'{folder}/{name}', **options); return name
names = [
    save('rgb.png', Image.fromarray(noise(40, 61, 3))),
    save('grey.png', Image.fromarray(noise(33, 17))),
    save('alpha.png', Image.fromarray(noise(25, 31, 4), 'RGBA')),
    save('palette.png', Image.fromarray(noise(20, 20, 3)).quantize(64)),
    save('bilevel.png', Image.fromarray(noise(19, 23) > 127)),
]
exif = Image.Exif(); exif[0x0112] = 6
names.append(save('turned.png', Image.fromarray(noise(12, 50, 3)), exif=exif))
pixels = numpy.concatenate([numpy.asarray(Image.open(f'{folder}/{name}').convert('RGB')).reshape(-1, 3) for name in names])
pixels = pixels.astype(numpy.float64)
print(json.dumps({'names': names, 'pixels': len(pixels), 'mean': pixels.mean(0).tolist(), 'std': pixels.std(0).tolist()}))`;

interface Reference {
  readonly names: readonly string[];
  readonly pixels: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
}

const hasSharp = await canDecodeOriginals();

describe.runIf(hasReference && hasSharp)('channel statistics', () => {
  let folder = '';
  let expected: Reference;
  const pairs = (names: readonly (string | null)[]): Pair[] =>
    names.map((original) => ({
      ...{ name: String(original), original, mask: null, others: [], sequence: null, frame: null, folderSplit: null },
    }));

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'maskscope-channels-'));
    expected = pythonJson(REFERENCE, folder) as Reference;
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('equal those of NumPy over originals that Pillow decodes', async () => {
    const found = channelStatistics(await channelSums(folder, pairs(expected.names)), 'train');
    expect(found).toMatchObject({ images: 6, leftOut: 0, pixels: expected.pixels, split: 'train' });
    for (const channel of [0, 1, 2]) {
      expect(found?.mean[channel]).toBeCloseTo(expected.mean[channel] ?? NaN, 9);
      expect(found?.deviation[channel]).toBeCloseTo(expected.std[channel] ?? NaN, 9);
    }
  });

  it('are the same in parts, to the last bit', async () => {
    const whole = await channelSums(folder, pairs(expected.names));
    let parts = NO_SUMS;
    for (const name of [...expected.names].reverse()) parts = addSums(parts, await channelSums(folder, pairs([name])));
    expect(parts).toEqual(whole);
  });

  it('leave out what cannot be read, and say so', async () => {
    const sums = await channelSums(folder, pairs(['absent.png', null, 'rgb.png']));
    expect(sums).toMatchObject({ images: 1, leftOut: 2, pixels: 40 * 61 });
    expect(channelStatistics(await channelSums(folder, pairs(['absent.png'])), null)).toBeNull();
  });
});
