import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { identifyImage } from '../../../src/core/identify/identifyImage.ts';
import { renderIdentifyReport, renderIdSection } from '../../../src/core/identify/report.ts';
import type { BitDepth, ColourType, PngImage } from '../../../src/core/png/types.ts';
import { createSha256 } from '../../../src/platform/hash.ts';
import { inflateBounded } from '../../../src/platform/zlib.ts';

const LAYOUTS: readonly (readonly [ColourType, BitDepth, 1 | 2 | 3 | 4])[] = [
  [0, 1, 1],
  [0, 4, 1],
  [0, 8, 1],
  [0, 16, 1],
  [2, 8, 3],
  [2, 16, 3],
  [3, 1, 1],
  [3, 2, 1],
  [3, 8, 1],
  [4, 8, 2],
  [4, 16, 2],
  [6, 8, 4],
  [6, 16, 4],
];

const chunks = fc.array(
  fc.record({
    type: fc.constantFrom(
      'gAMA',
      'cHRM',
      'sRGB',
      'pHYs',
      'oFFs',
      'bKGD',
      'tRNS',
      'tIME',
      'eXIf',
      'orNT',
      'tEXt',
      'zTXt',
      'acTL',
    ),
    offset: fc.constant(0),
    data: fc.oneof(
      fc.uint8Array({ maxLength: 40 }),
      fc
        .uint8Array({ minLength: 4, maxLength: 80 })
        .map((tail) => Uint8Array.of(0x4d, 0x4d, 0, 42, 0, 0, 0, 8, ...tail)),
    ),
  }),
  { maxLength: 6 },
);

const images = fc
  .tuple(
    fc.constantFrom(...LAYOUTS),
    fc.integer({ min: 1, max: 40 }),
    fc.integer({ min: 1, max: 12 }),
    fc.integer(),
    chunks,
  )
  .map(([[colourType, bitDepth, channels], width, height, seed, list]): PngImage => {
    let state = seed >>> 0;
    const next = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) >>> 16;
    const spread = next() % 3 === 0 ? 65536 : 7;
    const length = width * height * channels;
    const sample = () => (next() % spread) % 2 ** bitDepth;
    const samples = bitDepth === 16 ? Uint16Array.from({ length }, sample) : Uint8Array.from({ length }, sample);
    const entries = 1 + (next() % 256);
    const transparencyEntries = next() % 2 === 0 ? 0 : 1 + (next() % entries);
    const palette =
      colourType === 3
        ? {
            rgb: Uint8Array.from({ length: 3 * entries }, next),
            alpha: Uint8Array.from({ length: entries }, (_, i) => (i < transparencyEntries ? (next() % 3) * 127 : 255)),
            transparencyEntries,
          }
        : null;
    return {
      header: { width, height, bitDepth, colourType, interlaced: next() % 2 === 0 },
      samples,
      channels,
      palette,
      chunks: list,
      fileSize: 1,
    };
  });

describe('the identify report of any image', () => {
  it('is complete, counts every pixel once, and never fails', () => {
    fc.assert(
      fc.property(images, (image) => {
        const facts = identifyImage(image, 'any.png', { sha256: createSha256, inflate: inflateBounded });
        const report = renderIdentifyReport(facts);
        expect(report.slice(0, report.indexOf('  Properties:'))).not.toMatch(/undefined|nan|Infinity/);
        expect(renderIdSection(facts)).not.toMatch(/undefined|NaN/);
        const sum = (counts: readonly { readonly count: number }[]) =>
          counts.reduce((all, { count }) => all + count, 0);
        const pixels = image.header.width * image.header.height;
        if (facts.histogram !== null) expect(sum(facts.histogram)).toBe(pixels);
        if (facts.ids !== null) expect(sum(facts.ids.histogram)).toBe(pixels);
        for (const { statistics } of facts.channels) {
          expect(statistics.minimum).toBeLessThanOrEqual(statistics.mean + 1e-9);
          expect(statistics.mean).toBeLessThanOrEqual(statistics.maximum + 1e-9);
          expect(statistics.entropy).toBeGreaterThanOrEqual(-1e-9);
          expect(statistics.entropy).toBeLessThanOrEqual(1 + 1e-3);
        }
        expect(facts.signature).toMatch(/^[0-9a-f]{64}$/);
        expect(() => JSON.stringify(facts)).not.toThrow();
      }),
      { seed: 1954, numRuns: 300 },
    );
  });
});
