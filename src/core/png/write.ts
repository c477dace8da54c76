import { crc32 as pureCrc32, type Crc32 } from './crc32.ts';
import { deflateRows } from './deflateRows.ts';
import { filterInPlace, type FilterChoice } from './filter.ts';
import { channelsOf, filterStep, inflatedLengthOf, passesOf } from './geometry.ts';
import { gatherPass } from './samples.ts';
import { PNG_SIGNATURE } from './signature.ts';
import { ColourType, type Palette, type PngChunk, type PngHeader, type PngImage } from './types.ts';

/** How hard to compress: `fast` takes runs and what repeats from row to row, `compact` searches. */
export type Effort = 'fast' | 'compact';

/** Compresses one zlib stream; must give the same bytes for the same input, and not keep `data`. */
export type Deflate = (data: Uint8Array, effort: Effort) => Uint8Array;

/** What a file is written from: a {@link PngImage} that was read (perhaps with other samples), or a new one. */
export interface WritableImage extends Pick<PngImage, 'header' | 'samples' | 'palette'> {
  /** Chunks to keep; only ancillary ones (and the suggested PLTE of RGB images) are taken from here. */
  readonly chunks?: readonly PngChunk[];
}

export interface WriteOptions {
  /** Default `fast`. */
  readonly effort?: Effort;
  readonly crc32?: Crc32;
}

/**
 * Writes a PNG file; the same image always gives the same bytes. Depth, colour type, interlacing, palette entries
 * (all, in order, doubles too), tRNS entries and intact ancillary chunks with their places between PLTE and IDAT are
 * kept as they are in `image`. Ancillary chunks whose CRC was wrong are dropped, since a new CRC would vouch for them;
 * so is a tRNS that the palette does not believe.
 *
 * Masks of a byte a pixel are compressed by {@link deflateRows}, with filter None. What that does not take is filtered
 * with None or Up by row (Sub or Up where a pixel is wider than a byte); `compact` keeps the smallest of all these. An
 * interlaced image stays interlaced, which costs size, because its owner chose so.
 *
 * @throws RangeError if the samples do not fit the header
 */
export function writePng(image: WritableImage, deflate: Deflate, options: WriteOptions = {}): Uint8Array {
  requireFitting(image);
  const { header, palette } = image;
  const compressed = smallest(image, deflate, options.effort ?? 'fast');
  const parts: [type: string, data: Uint8Array][] = [['IHDR', headerData(header)]];
  const kept = (image.chunks ?? []).filter(({ type, damaged }) => !damaged && isKept(type, palette !== null));
  const trns =
    palette && palette.transparencyEntries > 0 ? palette.alpha.subarray(0, palette.transparencyEntries) : null;
  const hasPlace = (type: string): boolean => kept.some((chunk) => chunk.type === type);

  const putPalette = (): void => {
    if (!palette) return;
    parts.push(['PLTE', palette.rgb]);
    if (trns && !hasPlace('tRNS')) parts.push(['tRNS', trns]);
  };
  let paletteDone = false;
  let dataDone = false;
  for (const { type, data } of kept) {
    // A new palette, or one whose chunk list is not its own, goes before whatever needs it.
    if (palette && !paletteDone && (type === 'PLTE' || type === 'IDAT' || (!hasPlace('PLTE') && needsPalette(type)))) {
      putPalette();
      paletteDone = true;
    }
    if (type === 'IDAT') {
      if (!dataDone) parts.push(['IDAT', compressed]);
      dataDone = true;
    } else if (palette && type === 'tRNS') {
      if (trns) parts.push(['tRNS', trns]);
    } else if (!palette || type !== 'PLTE') {
      parts.push([type, data]);
    }
  }
  if (!paletteDone) putPalette();
  if (!dataDone) parts.push(['IDAT', compressed]);
  parts.push(['IEND', new Uint8Array(0)]);
  return assembled(parts, options.crc32 ?? pureCrc32);
}

function isKept(type: string, hasPalette: boolean): boolean {
  const critical = type.charCodeAt(0) < 0x60;
  return !critical || type === 'IDAT' || type === 'PLTE' || (hasPalette && type === 'tRNS');
}

function needsPalette(type: string): boolean {
  return type === 'tRNS' || type === 'bKGD' || type === 'hIST';
}

function requireFitting({ header, samples, palette }: WritableImage): void {
  const expected = header.width * header.height * channelsOf(header.colourType);
  if (samples.length !== expected) {
    throw new RangeError(`The image needs ${expected} samples, not ${samples.length}.`);
  }
  if (samples instanceof Uint16Array !== (header.bitDepth === 16)) {
    throw new RangeError(`Samples of ${header.bitDepth} bits do not lie in a ${samples.constructor.name}.`);
  }
  if ((header.colourType === ColourType.palette) !== (palette !== null)) {
    throw new RangeError('Images of colour type 3, and only they, need a palette.');
  }
  if (palette) requirePalette(palette);
}

function requirePalette({ rgb, alpha, transparencyEntries }: Palette): void {
  const entries = rgb.length / 3;
  if (!Number.isInteger(entries) || entries < 1 || entries > 256) {
    throw new RangeError(`A palette holds 1 to 256 entries of three bytes, not ${rgb.length} bytes.`);
  }
  if (alpha.length !== entries || transparencyEntries > entries) {
    throw new RangeError(`A palette of ${entries} entries needs as many alpha values and at most as many in tRNS.`);
  }
  if (alpha.subarray(transparencyEntries).some((value) => value !== 255)) {
    throw new RangeError('A palette entry that tRNS leaves out is opaque.');
  }
}

/** IDAT as small as the effort goes. */
function smallest(image: WritableImage, deflate: Deflate, effort: Effort): Uint8Array {
  const { header, samples } = image;
  const isBytes = samples instanceof Uint8Array && header.bitDepth === 8 && channelsOf(header.colourType) === 1;
  const ofRows = isBytes && !header.interlaced ? deflateRows(samples, header.width) : null;
  if (effort === 'fast') return ofRows ?? deflate(filtered(image, 'byRow'), effort);
  const choices = (['byRow', 'horizontal', 'up'] as const).map((choice) => deflate(filtered(image, choice), effort));
  return [...choices, ...(ofRows === null ? [] : [ofRows])].reduce((a, b) => (b.length < a.length ? b : a));
}

/** Fresh memory of a mask's size costs as much time as filtering it, so that small ones share what is theirs in turn. */
let scratch = new Uint8Array(0);
const MOST_SCRATCH = 1 << 22;

function scratchOf(length: number): Uint8Array {
  if (length > MOST_SCRATCH) return new Uint8Array(length);
  if (scratch.length < length) scratch = new Uint8Array(length);
  return scratch.subarray(0, length);
}

/** The rows with their filters; valid until the next call. */
function filtered({ header, samples }: WritableImage, choice: FilterChoice): Uint8Array {
  const out = scratchOf(inflatedLengthOf(header));
  const step = filterStep(header);
  let from = 0;
  for (const pass of passesOf(header)) {
    gatherPass(samples, header, pass, out, from);
    filterInPlace(out, from, pass.rowBytes, pass.height, step, choice);
    from += pass.height * (pass.rowBytes + 1);
  }
  return out;
}

function headerData(header: PngHeader): Uint8Array {
  const data = new Uint8Array(13);
  const view = new DataView(data.buffer);
  view.setUint32(0, header.width);
  view.setUint32(4, header.height);
  data.set([header.bitDepth, header.colourType, 0, 0, header.interlaced ? 1 : 0], 8);
  return data;
}

function assembled(parts: readonly (readonly [type: string, data: Uint8Array])[], crc32: Crc32): Uint8Array {
  const length = parts.reduce((sum, [, data]) => sum + 12 + data.length, PNG_SIGNATURE.length);
  const file = new Uint8Array(length);
  const view = new DataView(file.buffer);
  file.set(PNG_SIGNATURE);
  let offset = PNG_SIGNATURE.length;
  for (const [type, data] of parts) {
    view.setUint32(offset, data.length);
    for (let i = 0; i < 4; i++) file[offset + 4 + i] = type.charCodeAt(i);
    file.set(data, offset + 8);
    const end = offset + 8 + data.length;
    view.setUint32(end, crc32(file.subarray(offset + 4, end)));
    offset = end + 4;
  }
  return file;
}
