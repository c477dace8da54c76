import { ColourType, type PngChunk } from '../../../src/core/png/types.ts';
import { writePng, type WritableImage } from '../../../src/core/png/write.ts';
import { deflate } from '../../../src/platform/zlib.ts';
import { randomImage } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

/** A file for readers. */
export interface ReaderCase {
  /** Says what it is when a comparison fails. */
  readonly name: string;
  readonly file: Uint8Array;
}

const GAMMAS = [45_455, 100_000, 55_556, 30_000, 220_000, 98_000];

/**
 * Files of every colour type, depth and interlacing, with palettes too short for their ids, tRNS, gAMA and sRGB. The
 * seed is fixed; recorded results belong to exactly these bytes.
 */
export function readerCases(): ReaderCase[] {
  const random = new SeededRandom(20_261_120);
  return Array.from({ length: 150 }, (_, at) => {
    const image = randomImage(random, [[3], [0], [3], [2, 6], [0, 4]][at % 5] as ColourType[]);
    const extra = [...colourChunks(random), ...keyColour(random, image)];
    const { width, height, bitDepth, colourType, interlaced } = image.header;
    const entries = image.palette === null ? '' : ` ${image.palette.rgb.length / 3} entries`;
    const trns = image.palette?.transparencyEntries ?? 0;
    const types = extra.map(({ type }) => type).join('+');
    return {
      name: `${at}: ${width} × ${height}, type ${colourType}, ${bitDepth} bits${entries}, tRNS ${trns}${interlaced ? ', interlaced' : ''} ${types}`,
      file: writePng({ ...image, chunks: extra }, deflate),
    };
  });
}

function colourChunks(random: SeededRandom): PngChunk[] {
  const gamma = new Uint8Array(4);
  new DataView(gamma.buffer).setUint32(0, random.choice(GAMMAS));
  const gama: PngChunk = { type: 'gAMA', offset: 0, data: gamma };
  const srgb: PngChunk = { type: 'sRGB', offset: 0, data: Uint8Array.of(random.integer(0, 3)) };
  return random.choice([[], [], [gama], [srgb], [gama, srgb]]);
}

/** tRNS of grey or RGB names the first pixel's colour as transparent. */
function keyColour(random: SeededRandom, { header, samples }: WritableImage): PngChunk[] {
  const channels = { [ColourType.grey]: 1, [ColourType.rgb]: 3, 3: 0, 4: 0, 6: 0 }[header.colourType];
  if (channels === 0 || random.integer(0, 2) > 0) return [];
  const data = new Uint8Array(2 * channels);
  const view = new DataView(data.buffer);
  for (let channel = 0; channel < channels; channel++) view.setUint16(2 * channel, samples[channel] ?? 0);
  return [{ type: 'tRNS', offset: 0, data }];
}
