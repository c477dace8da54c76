import { describe, expect, it } from 'vitest';
import { identifyImage } from '../../../src/core/identify/identifyImage.ts';
import { renderIdentifyReport, renderIdSection } from '../../../src/core/identify/report.ts';
import type { BitDepth, PngImage } from '../../../src/core/png/types.ts';
import { createSha256 } from '../../../src/platform/hash.ts';

const tools = { sha256: createSha256, inflate: null };

function paletteImage(ids: readonly number[], rgb: readonly number[], bitDepth: BitDepth = 8): PngImage {
  const entries = rgb.length / 3;
  return {
    header: { width: ids.length, height: 1, bitDepth, colourType: 3, interlaced: false },
    samples: Uint8Array.from(ids),
    channels: 1,
    palette: { rgb: Uint8Array.from(rgb), alpha: new Uint8Array(entries).fill(255), transparencyEntries: 0 },
    chunks: [],
    fileSize: 100,
  };
}

describe('the histogram by id', () => {
  const image = paletteImage([0, 1, 2, 2, 2, 7, 7], [0, 0, 0, 128, 0, 0, 128, 0, 0]);

  it('counts ids that share a colour apart, and says that the histogram by colour does not', () => {
    const { ids, histogram } = identifyImage(image, 'shared.png', tools);
    expect(ids?.histogram.map(({ id, count }) => [id, count])).toEqual([
      [0, 1],
      [1, 1],
      [2, 3],
      [7, 2],
    ]);
    expect(histogram?.map(({ count, colour }) => [colour.name, count])).toEqual([
      ['black', 3],
      ['maroon', 4],
    ]);
    expect(ids?.sharedColours.map(({ colour, ids: shared }) => [colour.hex, shared])).toEqual([['#800000', [1, 2]]]);
  });

  it('names ids outside the palette', () => {
    const facts = identifyImage(image, 'outside.png', tools);
    expect(facts.ids?.outsidePalette).toEqual([7]);
    expect(renderIdSection(facts)).toBe(
      [
        'Ids: outside.png',
        '  Ids in use: 4',
        '  Palette entries: 3',
        '  Histogram by id:',
        '         1: id 0 #000000 black',
        '         1: id 1 #800000 maroon',
        '         3: id 2 #800000 maroon',
        '         2: id 7 #000000 black (outside the palette)',
        '  Where the histograms disagree:',
        '    Ids 1 and 2 share the colour #800000: the histogram by colour counts them together.',
        '    Id 7 has no entry among the 3: ImageMagick counts such pixels as entry 0.',
        '',
      ].join('\n'),
    );
  });

  it('says nothing where the two agree, and is absent for colours', () => {
    const facts = identifyImage(paletteImage([0, 1, 1], [9, 9, 9, 1, 2, 3]), 'plain.png', tools);
    expect(facts.ids?.sharedColours).toEqual([]);
    expect(renderIdSection(facts)).not.toContain('disagree');
    const rgb: PngImage = {
      ...image,
      header: { ...image.header, width: 1, colourType: 2 },
      channels: 3,
      palette: null,
    };
    const colours = identifyImage({ ...rgb, samples: Uint8Array.of(1, 2, 3) }, 'rgb.png', tools);
    expect(colours.ids).toBeNull();
    expect(renderIdSection(colours)).toBe('');
  });

  it('takes the grey samples of a grey image with alpha for ids', () => {
    const greyAlpha: PngImage = {
      header: { width: 2, height: 2, bitDepth: 8, colourType: 4, interlaced: false },
      samples: Uint8Array.of(5, 255, 5, 0, 6, 255, 6, 255),
      channels: 2,
      palette: null,
      chunks: [],
      fileSize: 1,
    };
    const { ids } = identifyImage(greyAlpha, 'grey.png', tools);
    expect(ids).toMatchObject({ encoding: 'grey', entries: 256, outsidePalette: [], sharedColours: [] });
    expect(ids?.histogram.map(({ id, count }) => [id, count])).toEqual([
      [5, 2],
      [6, 2],
    ]);
  });

  const greyWithAlpha = (...samples: readonly (readonly [grey: number, alpha: number])[]): PngImage => ({
    header: { width: samples.length, height: 1, bitDepth: 8, colourType: 4, interlaced: false },
    samples: Uint8Array.from(samples.flat()),
    channels: 2,
    palette: null,
    chunks: [],
    fileSize: 1,
  });

  it('says that the histogram by colour counts an id by its alphas', () => {
    const image = greyWithAlpha([0, 255], [1, 2], [1, 255], [1, 255]);
    const facts = identifyImage(image, 'alphas.png', tools);
    expect(facts.histogram?.map(({ count }) => count)).toEqual([1, 2, 1]);
    expect(facts.ids?.histogram.map(({ id, count }) => [id, count])).toEqual([
      [0, 1],
      [1, 3],
    ]);
    expect(facts.ids?.severalAlphas).toEqual([1]);
    expect(renderIdSection(facts)).toContain(
      '  Where the histograms disagree:\n    Id 1 has more than one alpha: the histogram by colour counts such pixels by their alpha.\n',
    );
    const two = identifyImage(greyWithAlpha([1, 2], [1, 3], [7, 4], [7, 5]), 'two.png', tools);
    expect(renderIdSection(two)).toContain('Ids 1 and 7 have more than one alpha');
    const plain = identifyImage(greyWithAlpha([1, 2], [7, 2]), 'plain.png', tools);
    expect(renderIdSection(plain)).not.toContain('disagree');
  });

  it('says that ImageMagick counts fully transparent pixels of similar colours together', () => {
    const facts = identifyImage(greyWithAlpha([4, 0], [5, 0], [6, 0]), 'transparent.png', tools);
    expect(facts.histogram?.map(({ count }) => count)).toEqual([2, 1]);
    expect(facts.ids?.transparentTogether).toEqual([[4, 5]]);
    expect(renderIdSection(facts)).toContain('Ids 4 and 5 have fully transparent pixels of nearly the same colour');
    const image = paletteImage([0, 1, 2], [4, 4, 4, 5, 5, 5, 4, 4, 4]);
    const palette = { rgb: Uint8Array.of(4, 4, 4, 5, 5, 5, 4, 4, 4), alpha: new Uint8Array(3), transparencyEntries: 3 };
    const cleared = identifyImage({ ...image, palette }, 'cleared.png', tools);
    expect(cleared.histogram?.map(({ count }) => count)).toEqual([3]);
    expect(cleared.ids?.transparentTogether).toEqual([[0, 1, 2]]);
    expect(cleared.ids?.sharedColours.map(({ ids }) => ids)).toEqual([[0, 2]]);
  });
});

describe('names in the report', () => {
  it('cannot steer a terminal', () => {
    const facts = identifyImage(paletteImage([0], [1, 2, 3]), 'a\u001b[2J\nb.png', tools);
    expect(renderIdentifyReport(facts).split('\n')[0]).toBe('Image: a\\x1b[2J\\x0ab.png');
    expect(renderIdSection(facts).split('\n')[0]).toBe('Ids: a\\x1b[2J\\x0ab.png');
  });
});
