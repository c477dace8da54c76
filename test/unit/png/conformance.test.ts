import { describe, expect, it } from 'vitest';
import { PngError } from '../../../src/core/png/errors.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { inflate } from '../../../src/platform/zlib.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

function expectEqualToIndependent(path: string): void {
  const bytes = readShared(path);
  const image = readPng(bytes, inflate);
  const { width, height, samples } = decodeIndependently(bytes);
  expect([image.header.width, image.header.height]).toEqual([width, height]);
  expect(image.samples.length).toBe(samples.length);
  expect(samples.every((sample, i) => sample === image.samples[i])).toBe(true);
}

function problemOf(path: string): string {
  try {
    readPng(readShared(path), inflate);
    return 'decoded';
  } catch (error) {
    if (error instanceof PngError) return error.code;
    throw error;
  }
}

describeShared('data/pngsuite', 'PngSuite', () => {
  const valid = ['primary', 'primary_check', '16bit', 'unused'].flatMap((folder) =>
    listShared(`data/pngsuite/${folder}`, '.png'),
  );

  it('is there', () => {
    expect(valid.length).toBe(237);
  });

  it.each(valid)('%s decodes as pngjs decodes it', expectEqualToIndependent);

  // What the suite's documentation says is wrong with each file, as our codes.
  it.each([
    ['xc1n0g08', 'headerInvalid'],
    ['xc9n2c08', 'headerInvalid'],
    ['xcrn0g04', 'signatureDamaged'],
    ['xcsn0g01', 'crcMismatch'],
    ['xd0n2c08', 'headerInvalid'],
    ['xd3n2c08', 'headerInvalid'],
    ['xd9n2c08', 'headerInvalid'],
    ['xdtn0g01', 'dataMissing'],
    ['xhdn0g08', 'crcMismatch'],
    ['xlfn0g04', 'signatureDamaged'],
    ['xs1n0g01', 'signatureDamaged'],
    ['xs2n0g01', 'signatureDamaged'],
    ['xs4n0g01', 'signatureDamaged'],
    ['xs7n0g01', 'signatureDamaged'],
  ])('corrupt %s is refused: %s', (name, code) => {
    expect(problemOf(`data/pngsuite/corrupt/${name}.png`)).toBe(code);
  });

  it('has no other corrupt files', () => {
    expect(listShared('data/pngsuite/corrupt', '.png').length).toBe(14);
  });

  it.each(listShared('data/pngsuite/iphone', '.png'))('%s is refused as rewritten for iOS', (path) => {
    expect(problemOf(path)).toBe('appleOptimised');
  });
});

describeShared('data/png-edge', 'Edge cases of libpng, Pillow and torchvision', () => {
  const refused: Record<string, string> = {
    'libpng/crashers/bad_iCCP.png': 'crcMismatch',
    'libpng/crashers/badadler.png': 'dataCorrupt',
    'libpng/crashers/badcrc.png': 'crcMismatch',
    'pillow/broken.png': 'chunkTypeInvalid',
    'pillow/broken_data_stream.png': 'crcMismatch',
    'pillow/truncated_image.png': 'chunkTooLong',
    'torchvision/sigsegv.png': 'chunkTooLong',
  };
  const files = listShared('data/png-edge', '.png');
  const isRefused = (path: string): boolean =>
    path.replace('data/png-edge/', '') in refused || path.includes('/crashers/huge_');

  it.each(Object.entries(refused))('%s is refused: %s', (name, code) => {
    expect(problemOf(`data/png-edge/${name}`)).toBe(code);
  });

  it.each(files.filter((path) => path.includes('/crashers/huge_')))('%s is refused: chunkTooLong', (path) => {
    expect(problemOf(path)).toBe('chunkTooLong');
  });

  it('refuses pngtest_bad.png.bin, transferred as text', () => {
    expect(problemOf('data/png-edge/pillow/pngtest_bad.png.bin')).toBe('signatureDamaged');
  });

  it.each(files.filter((path) => !isRefused(path)))('%s decodes as pngjs decodes it', expectEqualToIndependent);
});

describe.each(['masks-paletted', 'datumaro', 'coco', 'labelbox'])('Masks of %s', (folder) => {
  describeShared(`data/${folder}`, 'PNG files', () => {
    it.each(listShared(`data/${folder}`, '.png'))('%s decodes as pngjs decodes it', expectEqualToIndependent);
  });
});
