import { describe, expect, it } from 'vitest';
import { isPhotograph, maskFromPng } from '../../../src/core/mask/fromPng.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { isPhotographicGrey, type Photograph } from '../../../src/core/mask/photograph.ts';
import { readPng } from '../../../src/core/png/read.ts';
import type { PngImage } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { deflate, inflate } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { randomImage, randomRegions } from '../../fixtures/masks.ts';
import { chunk, file, greyFile, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

function maskOf(image: PngImage, force = false): Mask {
  const mask = maskFromPng(image, { force });
  if (isPhotograph(mask)) throw new Error('photograph');
  return mask;
}

function photographOf(image: PngImage): Photograph {
  const photograph = maskFromPng(image);
  if (!isPhotograph(photograph)) throw new Error('mask');
  return photograph;
}

/** An image with these samples. */
function imageOf(width: number, height: number, samples: Uint8Array | Uint16Array, colourType: 2 | 6): PngImage {
  const bitDepth = samples instanceof Uint16Array ? 16 : 8;
  const header = { width, height, bitDepth, colourType, interlaced: false } as const;
  return readPng(writePng({ header, samples, palette: null }, deflate), inflate);
}

describe('maskFromPng', () => {
  it('takes palette and grey samples as they are', () => {
    for (const bytes of [paletteFile(2, 2, new Uint8Array([0, 3, 200, 255])), greyFile(2, 2)]) {
      const image = readPng(bytes, inflate);
      expect(maskOf(image).ids).toBe(image.samples);
      expect(maskOf(image).palette).toBe(image.palette);
      expect(maskOf(image).colours).toBeNull();
      expect(maskOf(image)).not.toHaveProperty('alpha');
    }
  });

  it('keeps the alpha of grey + alpha beside the ids', () => {
    const image = readPng(file(ihdr(2, 1, 8, 4), idat(Buffer.from([0, 7, 255, 9, 128])), IEND), inflate);
    const mask = maskOf(image);
    expect([mask.encoding, [...mask.ids], [...(mask.alpha ?? [])]]).toEqual(['grey', [7, 9], [255, 128]]);
    const wide = readPng(file(ihdr(1, 1, 16, 4), idat(Buffer.from([0, 1, 2, 3, 4])), IEND), inflate);
    expect([[...maskOf(wide).ids], [...(maskOf(wide).alpha ?? [])]]).toEqual([[0x0102], [0x0304]]);
  });

  it('names the pixels of RGB and RGBA by their colour, ordered by red, green, blue, alpha', () => {
    const random = new SeededRandom(21);
    for (let round = 0; round < 200; round++) {
      const image = { ...randomImage(random, [2, 6]), chunks: [], channels: 3 as const, fileSize: 0 };
      const { header, samples } = image;
      const channels = header.colourType === 6 ? 4 : 3;
      const mask = maskOf({ ...image, channels }, true);
      const colours = Array.from({ length: (mask.colours?.length ?? 0) / 4 }, (_, i) => [
        ...(mask.colours?.slice(4 * i, 4 * i + 4) ?? []),
      ]);
      const opaque = header.bitDepth === 16 ? 65_535 : 255;
      const expected = Array.from(mask.ids, (_, i) => {
        const colour = [...samples.slice(i * channels, (i + 1) * channels)];
        return channels === 4 ? colour : [...colour, opaque];
      });
      expect(Array.from(mask.ids, (id) => colours[id])).toEqual(expected);
      const key = (colour: number[]): string => colour.map((value) => String(value).padStart(5, '0')).join();
      expect(colours.map(key)).toEqual([...new Set(expected.map(key))].sort());
    }
  });

  it('uses 16-bit ids beyond 256 colours and refuses more than 65,536', () => {
    const width = 512;
    const gradient = (colours: number): PngImage => {
      const samples = new Uint8Array(width * 400 * 3);
      for (let i = 0; i < width * 400; i++) {
        // Runs of two, several to a colour, so that the picture does not look like a photograph.
        const colour = Math.floor(i / 2) % colours;
        samples.set([colour >> 16, (colour >> 8) & 255, colour & 255], 3 * i);
      }
      return imageOf(width, 400, samples, 2);
    };
    expect(maskOf(gradient(256)).ids.BYTES_PER_ELEMENT).toBe(1);
    expect(maskOf(gradient(257)).ids.BYTES_PER_ELEMENT).toBe(2);
    expect(maskOf(gradient(65_536), true).colours?.length).toBe(4 * 65_536);
    expect(maskOf(gradient(65_536), true).ids[131_071]).toBe(65_535);
    expect(photographOf(gradient(65_537))).toMatchObject({
      isLowerBound: true,
      canForce: false,
      distinctColours: 65_537,
    });
    expect(isPhotograph(maskFromPng(gradient(65_537), { force: true }))).toBe(true);
  });

  it('makes the colour that tRNS names transparent', () => {
    const raw = Buffer.from([0, 1, 2, 3, 4, 5, 6]);
    const key = chunk('tRNS', Buffer.from([0, 4, 0, 5, 0, 6]));
    const mask = maskOf(readPng(file(ihdr(2, 1, 8, 2), key, idat(raw), IEND), inflate));
    expect([...(mask.colours ?? [])]).toEqual([1, 2, 3, 255, 4, 5, 6, 0]);
  });
});

describe('photographs', () => {
  /** Shading with noise, as a camera sees. */
  function shaded(random: SeededRandom, width: number, height: number): Uint8Array {
    return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      return Math.min(255, Math.floor((pixel % width) / 2) + Math.floor(pixel / width / 2) + random.integer(0, 9));
    });
  }

  it('are told from masks by many colours that seldom repeat', () => {
    const image = imageOf(200, 100, shaded(new SeededRandom(13), 200, 100), 2);
    const photograph = photographOf(image);
    expect(photograph.canForce).toBe(true);
    expect(photograph.distinctColours).toBeGreaterThan(256);
    expect(photograph.flatShare).toBeLessThan(0.5);
    expect(maskOf(image, true).colours?.length).toBe(4 * photograph.distinctColours);
  });

  it('are not: panoptic masks of hundreds of objects', () => {
    const random = new SeededRandom(14);
    const [width, height] = [640, 480];
    const objects = new Uint32Array(width * height);
    for (let object = 1; object <= 600; object++) {
      const [left, top] = [random.integer(0, width - 20), random.integer(0, height - 20)];
      for (let y = top; y < top + 20; y++) objects.fill(object * 20_011, y * width + left, y * width + left + 20);
    }
    const samples = Uint8Array.from(Array.from(objects, (id) => [id & 255, (id >> 8) & 255, (id >> 16) & 255]).flat());
    const mask = maskOf(imageOf(width, height, samples, 2));
    expect((mask.colours?.length ?? 0) / 4).toBeGreaterThan(300);
  });

  it.each([4, 3])('are not: thousands of superpixels, %i pixels a side', (side) => {
    const width = 50 * side;
    const samples = Uint8Array.from({ length: width * width * 3 }, (_, i) => {
      const pixel = Math.floor(i / 3);
      const label = Math.floor(pixel / width / side) * 50 + Math.floor((pixel % width) / side);
      return ((label * 2_654_435) >> (8 * (i % 3))) & 255;
    });
    expect((maskOf(imageOf(width, width, samples, 2)).colours?.length ?? 0) / 4).toBe(2500);
  });

  it('are not: tiny images, whatever they hold', () => {
    expect(maskOf(imageOf(16, 16, new SeededRandom(15).bytes(16 * 16 * 3), 2)).ids.length).toBe(256);
  });

  it('in grey are said, not refused', () => {
    const random = new SeededRandom(16);
    const noise = random.bytes(10_000);
    expect(isPhotographicGrey(noise)).toBe(true);
    expect(isPhotographicGrey(Uint16Array.from(noise, (value) => value * 200))).toBe(true);
    expect(isPhotographicGrey(Uint8Array.from(randomRegions(random, 100, 100, 255)))).toBe(false);
    expect(isPhotographicGrey(noise.map((value) => value % 30))).toBe(false);
  });
});

describeShared('data', 'files of others', () => {
  const photographs = [
    'data/png-edge/torchvision/FudanPed00054.png',
    'data/png-edge/torchvision/wizard_low.png',
    'data/png-edge/torchvision/wizard_low-interlaced.png',
    'data/masks-paletted/labelme/apc2016_obj3/img.png',
    'data/masks-paletted/mmseg/pseudo_cityscapes_dataset/leftImg8bit/frankfurt_000000_000294_leftImg8bit.png',
  ];
  it.each(photographs)('%s is a photograph', (path) => {
    expect(isPhotograph(maskFromPng(readPng(readShared(path), inflate)))).toBe(true);
  });

  const masks = ['data/masks-paletted', 'data/coco', 'data/datumaro', 'data/labelbox']
    .flatMap((folder) => listShared(folder, '.png'))
    .filter((path) => !photographs.includes(path));
  it('all masks of the datasets are masks', () => {
    expect(masks.length).toBeGreaterThan(200);
    const refused = masks.filter((path) => isPhotograph(maskFromPng(readPng(readShared(path), inflate))));
    expect(refused).toEqual([]);
  });
});
