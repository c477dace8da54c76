import { ColourType, type PngImage } from '../png/types.ts';
import { SpanCollector } from '../raster/spanCollector.ts';
import { spansOfPlane, type Spans } from '../raster/spans.ts';

/** An object's or a class's pixels, and what of its mask was not as masks of Labelbox are. */
export interface BinaryMask {
  readonly spans: Spans;
  /** Pixels that are neither 0 nor full. */
  readonly between: number;
  /** The least and the most of their values, 0 … 255; null where there are none. */
  readonly range: readonly [least: number, most: number] | null;
  /** Pixels whose channels differ from each other. */
  readonly differing: number;
}

/** Half of full, rounded up. */
export const DEFAULT_THRESHOLD = 128;

/**
 * The pixels of a binary mask: where red, as a byte, is at least the threshold. Masks of classes have four equal
 * channels, those of objects are transparent black and opaque white; grey masks are as good.
 *
 * @param threshold 1 … 255
 */
export function binaryMask(image: PngImage, threshold: number): BinaryMask {
  const { width, height } = image.header;
  const { values, differing } = redBytes(image);
  let [between, least, most] = [0, 255, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value !== 0 && value !== 255) {
      between++;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    values[i] = value >= threshold ? 1 : 0;
  }
  return {
    spans: spansOfPlane(values, width, height),
    between,
    range: between === 0 ? null : [least, most],
    differing,
  };
}

/** The red of each pixel as a byte, in an array of its own. */
function redBytes(image: PngImage): { values: Uint8Array<ArrayBuffer>; differing: number } {
  const { samples, channels, palette } = image;
  const { bitDepth } = image.header;
  const toByte = byteTable(image);
  const pixels = samples.length / channels;
  const values = new Uint8Array(pixels);
  if (palette !== null) {
    let differing = 0;
    for (let i = 0; i < pixels; i++) {
      const at = 3 * (samples[i] as number);
      const [red, green, blue] = [palette.rgb[at] ?? 0, palette.rgb[at + 1] ?? 0, palette.rgb[at + 2] ?? 0];
      if (red !== green || red !== blue) differing++;
      values[i] = red;
    }
    return { values, differing };
  }
  // An opaque alpha beside black and white is as good as one that equals them.
  const colours = channels >= 3 ? 3 : 1;
  let differing = 0;
  for (let i = 0, at = 0; i < pixels; i++, at += channels) {
    const red = samples[at] as number;
    if (colours === 3 && (samples[at + 1] !== red || samples[at + 2] !== red)) differing++;
    values[i] = bitDepth === 16 ? red >> 8 : (toByte[red] as number);
  }
  return { values, differing };
}

/** Samples below 8 bits are spread over a byte. */
function byteTable({ header: { bitDepth } }: PngImage): Uint8Array {
  const most = bitDepth === 16 ? 255 : 2 ** bitDepth - 1;
  return Uint8Array.from({ length: most + 1 }, (_, value) => Math.round((value * 255) / most));
}

/** What a picture that several objects share holds of each of them. */
export interface CompositeMask {
  /** Pixels by colour, 0xRRGGBB. */
  readonly spans: ReadonlyMap<number, Spans>;
  /** Pixels of a colour that is neither asked for nor black. */
  readonly unknown: number;
  /** One of these colours, 0xRRGGBB; null where there are none. */
  readonly unknownColour: number | null;
}

/**
 * The pixels whose red, green and blue equal each of the colours; null where the picture has no colours, or not of eight
 * bits.
 *
 * @param colours 0xRRGGBB
 */
export function compositeMask(image: PngImage, colours: Iterable<number>): CompositeMask | null {
  const { header, samples, channels, palette } = image;
  const { width, height, bitDepth, colourType } = header;
  if (bitDepth > 8 || (palette === null && colourType !== ColourType.rgb && colourType !== ColourType.rgba))
    return null;
  const collectors = new Map([...colours].map((colour) => [colour, new SpanCollector(width, height)]));
  const entries = palette && Array.from({ length: palette.rgb.length / 3 }, (_, id) => rgbAt(palette.rgb, 3 * id));
  let [unknown, unknownColour]: [number, number | null] = [0, null];
  const colourAt = (pixel: number): number =>
    entries === null ? rgbAt(samples, channels * pixel) : (entries[samples[pixel] as number] ?? 0);
  const addRun = (y: number, from: number, to: number, colour: number): void => {
    const collector = collectors.get(colour);
    collector?.add(y, from, to);
    if (collector !== undefined || colour === 0) return;
    unknown += to - from;
    unknownColour ??= colour;
  };
  for (let y = 0; y < height; y++) {
    let from = 0;
    let colour = colourAt(y * width);
    for (let x = 1; x < width; x++) {
      const next = colourAt(y * width + x);
      if (next === colour) continue;
      addRun(y, from, x, colour);
      [from, colour] = [x, next];
    }
    addRun(y, from, width, colour);
  }
  const spans = new Map([...collectors].map(([colour, collector]) => [colour, collector.finish()]));
  return { spans, unknown, unknownColour };
}

function rgbAt(bytes: ArrayLike<number>, at: number): number {
  return ((bytes[at] as number) << 16) | ((bytes[at + 1] as number) << 8) | (bytes[at + 2] as number);
}
