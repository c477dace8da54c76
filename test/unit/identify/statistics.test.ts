import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toQuantumImage } from '../../../src/core/identify/quantumImage.ts';
import { computeStatistics } from '../../../src/core/identify/statistics.ts';
import { createSha256 } from '../../../src/platform/hash.ts';
import { identifyImage } from '../../../src/core/identify/identifyImage.ts';
import type { PngImage } from '../../../src/core/png/types.ts';

const rgbBytes = fc.uint8Array({ minLength: 3 * 256, maxLength: 3 * 256 });
const ids = fc.uint8Array({ minLength: 1, maxLength: 400 });

function asPalette(samples: Uint8Array, rgb: Uint8Array): PngImage {
  return {
    header: { width: samples.length, height: 1, bitDepth: 8, colourType: 3, interlaced: false },
    samples,
    channels: 1,
    palette: { rgb, alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 },
    chunks: [],
    fileSize: 0,
  };
}

function asRgb(samples: Uint8Array, rgb: Uint8Array): PngImage {
  const colours = Uint8Array.from({ length: 3 * samples.length }, (_, i) => {
    return rgb[3 * (samples[Math.floor(i / 3)] ?? 0) + (i % 3)] ?? 0;
  });
  const palette = asPalette(samples, rgb);
  return { ...palette, header: { ...palette.header, colourType: 2 }, samples: colours, channels: 3, palette: null };
}

describe('statistics', () => {
  it('are the same to the last bit whether colours are looked up or stored', () => {
    fc.assert(
      fc.property(ids, rgbBytes, (samples, rgb) => {
        expect(computeStatistics(toQuantumImage(asPalette(samples, rgb)))).toEqual(
          computeStatistics(toQuantumImage(asRgb(samples, rgb))),
        );
      }),
      { seed: 28, numRuns: 150 },
    );
  });

  it('count the same colours either way', () => {
    const tools = { sha256: createSha256, inflate: null };
    fc.assert(
      fc.property(ids, rgbBytes, (samples, rgb) => {
        const byPalette = identifyImage(asPalette(samples, rgb), '', tools);
        const byColour = identifyImage(asRgb(samples, rgb), '', tools);
        expect(byPalette.histogram).toEqual(byColour.histogram);
        expect(byPalette.histogram?.reduce((sum, { count }) => sum + count, 0)).toBe(samples.length);
        expect(byPalette.ids?.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(samples.length);
      }),
      { seed: 29, numRuns: 50 },
    );
  });

  it('agree with the textbook on the mean and the sample deviation', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 300 }), (samples) => {
        const rgb = Uint8Array.from({ length: 768 }, (_, i) => Math.floor(i / 3));
        const [red] = computeStatistics(toQuantumImage(asPalette(samples, rgb))).channels;
        const values = Array.from(samples, (sample) => sample * 257);
        const mean = values.reduce((a, b) => a + b, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
        expect(red?.statistics.mean).toBeCloseTo(mean, 6);
        expect(red?.statistics.standardDeviation).toBeCloseTo(Math.sqrt(variance), 3);
        expect(red?.statistics.minimum).toBe(Math.min(...values));
        expect(red?.statistics.maximum).toBe(Math.max(...values));
      }),
      { seed: 30, numRuns: 100 },
    );
  });

  it('of a constant channel are flat', () => {
    const image = asPalette(new Uint8Array(64).fill(3), new Uint8Array(768).fill(17));
    const [red] = computeStatistics(toQuantumImage(image)).channels;
    expect(red).toMatchObject({ depth: 4, statistics: { mean: 17 * 257, standardDeviation: 0, entropy: 0 } });
  });
});
