import { ColourType, type PngImage } from '../png/types.ts';
import { tabulateColours } from './colourTable.ts';
import type { Mask } from './mask.ts';
import { isPhotographic, type Photograph } from './photograph.ts';

export interface MaskOptions {
  /** Take an RGB or RGBA image for a mask even if it looks like a photograph (up to 65,536 colours). */
  readonly force?: boolean;
}

/**
 * The mask that a PNG image holds, or why it is a photograph instead.
 * - palette and grey: the ids are the samples, without a copy;
 * - grey + alpha: the ids are the grey plane, the alpha plane is kept beside them;
 * - RGB and RGBA: the ids are rows in the table of distinct colours.
 */
export function maskFromPng(image: PngImage, options: MaskOptions = {}): Mask | Photograph {
  const { width, height, bitDepth, colourType } = image.header;
  const facts = { width, height, bitDepth };
  switch (colourType) {
    case ColourType.palette:
      return { ...facts, encoding: 'palette', ids: image.samples, palette: image.palette, colours: null };
    case ColourType.grey:
      return { ...facts, encoding: 'grey', ids: image.samples, palette: null, colours: null };
    case ColourType.greyAlpha: {
      const ids = plane(image.samples, 2, 0);
      return { ...facts, encoding: 'grey', ids, palette: null, colours: null, alpha: plane(image.samples, 2, 1) };
    }
    case ColourType.rgb:
    case ColourType.rgba:
      return colourMask(image, options.force ?? false);
  }
}

export function isPhotograph(result: Mask | Photograph): result is Photograph {
  return 'kind' in result;
}

function colourMask(image: PngImage, force: boolean): Mask | Photograph {
  const { header } = image;
  const table = tabulateColours(image);
  const { distinct, flatShare } = table;
  if (!('ids' in table) || (!force && isPhotographic(table, header.width * header.height))) {
    const canForce = 'ids' in table;
    return { kind: 'photograph', header, distinctColours: distinct, isLowerBound: !canForce, flatShare, canForce };
  }
  if (header.colourType === ColourType.rgb) clearKeyColour(table.colours, image);
  const { width, height, bitDepth } = header;
  return { width, height, bitDepth, encoding: 'colour', ids: table.ids, palette: null, colours: table.colours };
}

/** tRNS of an RGB image names one colour as transparent (PNG specification, 11.3.2.1). */
function clearKeyColour(colours: Uint8Array | Uint16Array, image: PngImage): void {
  const trns = image.chunks.find((chunk) => chunk.type === 'tRNS' && !chunk.damaged);
  if (trns?.data.length !== 6) return;
  const key = new DataView(trns.data.buffer, trns.data.byteOffset, 6);
  const [red, green, blue] = [key.getUint16(0), key.getUint16(2), key.getUint16(4)];
  for (let i = 0; i < colours.length; i += 4) {
    if (colours[i] === red && colours[i + 1] === green && colours[i + 2] === blue) colours[i + 3] = 0;
  }
}

function plane(samples: Uint8Array | Uint16Array, channels: number, channel: number): Uint8Array | Uint16Array {
  const count = samples.length / channels;
  const out = samples instanceof Uint16Array ? new Uint16Array(count) : new Uint8Array(count);
  for (let i = 0, s = channel; i < count; i++, s += channels) out[i] = samples[s] as number;
  return out;
}
