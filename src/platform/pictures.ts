import { escapeHtml } from '../core/formats/escapeHtml.ts';
import { loadSharp, pixelsOf, type OriginalPixels } from './originals.ts';

/** How a picture is packed. */
export interface PictureEncoding {
  readonly format: 'png' | 'jpeg' | 'webp';
  /** 1 … 100; of JPEG and WebP. */
  readonly quality: number;
}

/**
 * A file of pixels. JPEG as OpenCV has it by default: half the colours, no optimised tables.
 *
 * @param channels 4: with alpha, which JPEG has none of
 */
export async function encodePicture(
  { width, height, samples, channels }: RawPicture,
  { format, quality }: PictureEncoding,
): Promise<Uint8Array | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  const image = sharp(samples, { raw: { width, height, channels } });
  switch (format) {
    case 'jpeg':
      return image.jpeg({ quality, optimiseCoding: false, chromaSubsampling: '4:2:0' }).toBuffer();
    case 'webp':
      // Alpha is for cut-outs, whose pixels are exact.
      return image.webp(channels === 4 ? { lossless: true, exact: true } : { quality }).toBuffer();
    case 'png':
      return image.png({ compressionLevel: 6 }).toBuffer();
  }
}

/** Samples of a picture, interleaved, a byte each. */
export interface RawPicture {
  readonly width: number;
  readonly height: number;
  readonly samples: Uint8Array;
  readonly channels: 3 | 4;
}

/** A picture shrunk, each side by itself; null where sharp is missing. */
export async function shrinkPicture(
  { width, height, rgb }: OriginalPixels,
  size: { readonly width: number; readonly height: number },
): Promise<OriginalPixels | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  return pixelsOf(
    sharp(rgb, { raw: { width, height, channels: 3 } }).resize({ ...size, fit: 'fill', kernel: 'cubic' }),
  );
}

/**
 * A line of text, cut to its ink from side to side; all of one size have one height and one baseline.
 *
 * @param text without line ends
 * @param size pixels of the font
 * @param font a font file, absolute; null: what the system has
 * @returns a byte a pixel, 255 where there is ink; null where sharp is missing; rejects where there is no font at all
 */
export async function drawText(
  text: string,
  size: number,
  font: string | null,
): Promise<{ readonly width: number; readonly height: number; readonly alpha: Uint8Array } | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  // A line is cut to its ink: letters that nobody sees give all lines the same height.
  const markup = `<span alpha="1">${TALL_LETTERS}</span>${escapeHtml(text)}`;
  const { data, info } = await sharp({
    text: {
      ...{ text: markup, font: `sans ${size}`, dpi: 72, rgba: true },
      ...(font === null ? {} : { fontfile: font }),
    },
  })
    .extractChannel('alpha')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return inkOf({ width: info.width, height: info.height, alpha: data });
}

const TALL_LETTERS = 'Åj가';

/** From the first column with ink to the last. */
function inkOf({ width, height, alpha }: Ink): Ink {
  const hasInk = (x: number): boolean => {
    for (let at = x; at < alpha.length; at += width) if ((alpha[at] ?? 0) > LEAST_INK) return true;
    return false;
  };
  let [from, to] = [0, width];
  while (from < to && !hasInk(from)) from++;
  while (to > from && !hasInk(to - 1)) to--;
  const own = new Uint8Array((to - from) * height);
  for (let y = 0; y < height; y++) own.set(alpha.subarray(y * width + from, y * width + to), y * (to - from));
  return { width: to - from, height, alpha: own };
}

interface Ink {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

const LEAST_INK = 8;

/** A picture of a file within a square, as WebP; null where sharp is missing. */
export async function shrunkFile(bytes: Uint8Array, side: number): Promise<Uint8Array | null> {
  const sharp = await loadSharp();
  if (sharp === null) return null;
  const size = { width: side, height: side, fit: 'inside', withoutEnlargement: true } as const;
  return sharp(bytes).resize(size).webp({ quality: 85 }).toBuffer();
}

/** Lets each call work in one thread: for whoever has threads for many calls. Nothing where sharp is missing. */
export async function useOneThreadACall(): Promise<void> {
  const sharp = await loadSharp();
  sharp?.concurrency(1);
  sharp?.cache(false);
}
