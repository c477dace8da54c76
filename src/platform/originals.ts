import type sharpPackage from 'sharp';
import { resample } from '../core/compose/resample.ts';
import { relateSizes, type PictureSize } from '../core/compose/sizeRelation.ts';
import { isTransposed } from '../core/dataset/imageHeader.ts';
import { IMAGE_HEAD_BYTES, imageKindOf } from '../core/download/imageKind.ts';
import { readBmp } from '../core/formats/bmp.ts';
import { readFile } from './readFile.ts';
import { readHead } from './readHead.ts';

/** How sharp can be used here, or why not. Masks never pass through it: it is for originals and exports. */
export type SharpStatus =
  | { readonly available: true; readonly version: string; readonly build: 'native' | 'wasm' }
  | { readonly available: false; readonly reason: string };

/** A variable, so that bundles neither contain nor require the package, which not every target has. */
const WASM_BUILD = '@img/sharp-wasm32/sharp.node';

/**
 * Loads sharp at its first use, and only ever in a process of its own: it costs 30 to 46 ms and, on a broken
 * machine, the process. Never rejects.
 *
 * In Electron on Linux the native build meets Electron's own GObject and may crash (lovell/sharp issue 4522); there
 * only the WebAssembly build is loaded, where it is installed.
 */
export async function sharpStatus(): Promise<SharpStatus> {
  try {
    if (process.versions['electron'] !== undefined && process.platform === 'linux') {
      const binding = (await import(WASM_BUILD)) as { libvipsVersion?: () => { semver?: string } };
      return { available: true, version: `libvips ${binding.libvipsVersion?.().semver ?? 'unknown'}`, build: 'wasm' };
    }
    const { default: sharp } = await import('sharp');
    return { available: true, version: sharp.versions.sharp ?? 'unknown', build: 'native' };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { available: false, reason: message.split('\n')[0] ?? message };
  }
}

/** Decoded pixels of an original: red, green, blue, a byte each. */
export interface OriginalPixels {
  readonly width: number;
  readonly height: number;
  /** 3 × width × height. */
  readonly rgb: Uint8Array;
  /** A byte each, width × height; absent where it was not asked for. */
  readonly alpha?: Uint8Array;
}

/** How an original is decoded. */
export interface DecodeOptions {
  /** Pixels to scale to, each side by itself; absent: all of them. */
  readonly size?: PictureSize;
  /** Turned as its EXIF orientation says, before it is scaled. */
  readonly isTurned?: boolean;
  /** Whether alpha is wanted too; 255 where the file has none. */
  readonly hasAlpha?: boolean;
}

/** Larger originals would take more than 400 MB of memory. */
const MAX_PIXELS = 2 ** 27;

const READING = { ignoreIcc: true, limitInputPixels: MAX_PIXELS, failOn: 'error' } as const;

type Sharp = typeof sharpPackage;
type SharpImage = ReturnType<Sharp>;

/**
 * sharp, to be used; null where it cannot be. In Electron on Linux its JavaScript would load the native build, which may
 * end the process there.
 */
export async function loadSharp(): Promise<Sharp | null> {
  const status = await sharpStatus();
  if (!status.available || status.build === 'wasm') return null;
  return (await import('sharp')).default;
}

/** Whether originals can be decoded here. */
export async function canDecodeOriginals(): Promise<boolean> {
  return (await loadSharp()) !== null;
}

/** An image of a file, or of its bytes; a BMP file, which sharp cannot read, as its pixels. */
async function imageOf(sharp: Sharp, input: string | Uint8Array, options: Parameters<Sharp>[1]): Promise<SharpImage> {
  const isFile = typeof input === 'string';
  const isBmp = imageKindOf(isFile ? readHead(input, IMAGE_HEAD_BYTES) : input) === 'BMP';
  if (!isBmp) return sharp(input, options);
  const { width, height, samples, channels } = readBmp(isFile ? await readFile(input) : input, MAX_PIXELS);
  return sharp(samples, { ...options, raw: { width, height, channels } });
}

/**
 * Pixels of an original as they are stored: EXIF turning and colour profiles are not applied; grey counts for all three
 * channels, alpha is left out, CMYK is converted to sRGB, 16 bits a sample are scaled to 8.
 *
 * @param size pixels to scale to, each side by itself; absent: all of them
 * @returns null where sharp is missing; rejects where the file cannot be decoded or has too many pixels
 */
export async function readOriginal(path: string, size?: PictureSize): Promise<OriginalPixels | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  const image = await imageOf(sharp, path, READING);
  if (size === undefined) return pixelsOf(image);
  const { width, height } = await image.metadata();
  if (size.width > width || size.height > height) return scaled(await pixelsOf(image), size);
  return pixelsOf(image.resize({ ...size, fit: 'fill', kernel: 'cubic' }));
}

export async function pixelsOf(image: SharpImage, hasAlpha = false): Promise<OriginalPixels> {
  const coloured = image.toColourspace('srgb');
  const wanted = hasAlpha ? coloured.ensureAlpha() : coloured.removeAlpha();
  const { data, info } = await wanted.raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (!hasAlpha) return { width, height, rgb: channels === 3 ? data : colours(data, width * height, channels) };
  const alpha = Uint8Array.from({ length: width * height }, (_, at) => data[at * channels + channels - 1] ?? 255);
  return { width, height, rgb: colours(data, width * height, channels), alpha };
}

/** sharp enlarges with an offset of half a pixel of the result, so it is not asked to. */
function scaled({ width, height, rgb, alpha }: OriginalPixels, size: PictureSize): OriginalPixels {
  const channel = (samples: Uint8Array, channels: number): Uint8Array =>
    resample({ width, height, samples, channels }, size, 'cubic').samples;
  const colour = channel(rgb, 3);
  return { width: size.width, height: size.height, rgb: colour, ...(alpha && { alpha: channel(alpha, 1) }) };
}

/**
 * As {@link readOriginal}, of a file's bytes; in threads, which are many, each call takes one of them. Pixels are scaled as
 * Pillow's BICUBIC scales them.
 *
 * @returns null where sharp is missing; rejects where the bytes cannot be decoded or have too many pixels
 */
export async function decodeOriginal(
  bytes: Uint8Array,
  { size, isTurned = false, hasAlpha = false }: DecodeOptions,
): Promise<OriginalPixels | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  const image = await imageOf(sharp, bytes, { ...READING, autoOrient: isTurned, sequentialRead: !isTurned });
  const picture = await pixelsOf(image, hasAlpha);
  return size === undefined ? picture : scaled(picture, size);
}

/** Size as stored and EXIF orientation of an original of any format; null where sharp is missing. Rejects as decoding does. */
export async function measureOriginal(
  path: string,
): Promise<{ readonly width: number; readonly height: number; readonly orientation: number | null } | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  const image = await imageOf(sharp, path, READING);
  const { width, height, orientation = null } = await image.metadata();
  return { width, height, orientation };
}

/** An original as a file that every browser decodes. */
export interface ConvertedOriginal {
  readonly bytes: Uint8Array;
  readonly type: 'image/png' | 'image/jpeg';
  /** EXIF orientation 1 … 8 of the file; null where it states none. */
  readonly orientation: number | null;
  /** The orientation was applied: not where the mask is as the pixels are stored. */
  readonly isTurned: boolean;
  /** Pixels before it was shrunk; null where it was not. */
  readonly shrunkFrom: PictureSize | null;
}

/** A larger original is shrunk as it is read, without ever being in memory as a whole. */
const MAX_SHRUNK_PIXELS = 2 ** 30;
/** Longest side and pixels of what a page is given. */
const MAX_SHOWN_SIDE = 8192;
const MAX_SHOWN_PIXELS = 2 ** 25;
/** Up to so many pixels nothing of them is lost: a PNG. */
const MAX_LOSSLESS_PIXELS = 2 ** 24;

/**
 * An original to be looked at: 8 bits a sample in sRGB, alpha left out, the first page of several, shrunk where it is
 * larger than {@link MAX_SHOWN_SIDE} or {@link MAX_SHOWN_PIXELS}.
 *
 * @param mask its size decides whether the EXIF orientation is applied
 * @returns null where sharp is missing; rejects where the file cannot be decoded or has more than 2³⁰ pixels
 */
export async function convertOriginal(bytes: Uint8Array, mask: PictureSize): Promise<ConvertedOriginal | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  const options = { limitInputPixels: MAX_SHRUNK_PIXELS, failOn: 'error', sequentialRead: true } as const;
  const image = await imageOf(sharp, bytes, options);
  const { width, height, orientation = null } = await image.metadata();
  const looked = isTransposed(orientation) ? { width: height, height: width } : { width, height };
  const { isTurned } = relateSizes(mask, { ...looked, orientation });
  const size = isTurned ? looked : { width, height };
  const part = Math.min(
    1,
    MAX_SHOWN_SIDE / Math.max(size.width, size.height),
    Math.sqrt(MAX_SHOWN_PIXELS / (size.width * size.height)),
  );
  if (isTurned) image.rotate();
  const shown = { width: Math.ceil(size.width * part), height: Math.ceil(size.height * part) };
  if (part < 1) image.resize({ ...shown, fit: 'fill' });
  image.toColourspace('srgb').removeAlpha();
  const isLossless = shown.width * shown.height <= MAX_LOSSLESS_PIXELS;
  const encoded = isLossless ? image.png({ compressionLevel: 1 }) : image.jpeg({ quality: 95 });
  return {
    bytes: await encoded.toBuffer(),
    type: isLossless ? 'image/png' : 'image/jpeg',
    orientation,
    isTurned,
    shrunkFrom: part < 1 ? size : null,
  };
}

/** A JPEG file of pixels, for looking at; null where sharp is missing. */
export async function encodeJpeg({ width, height, rgb }: OriginalPixels): Promise<Uint8Array | null> {
  const sharp = await loadSharp();
  return sharp === null
    ? null
    : sharp(rgb, { raw: { width, height, channels: 3 } })
        .jpeg({ quality: 82 })
        .toBuffer();
}

/** Red, green and blue of pixels that may have alpha; the first channel for all three where they are grey. */
function colours(data: Uint8Array, pixels: number, channels: number): Uint8Array {
  const rgb = new Uint8Array(3 * pixels);
  const step = channels < 3 ? 0 : 1;
  for (let at = 0, from = 0, to = 0; at < pixels; at++, from += channels) {
    for (let channel = 0; channel < 3; channel++) rgb[to++] = data[from + step * channel] ?? 0;
  }
  return rgb;
}
