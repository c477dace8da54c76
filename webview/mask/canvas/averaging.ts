import { checkerAt, fieldSize, hatchAt, patternOffset, type Backdrop, type Rgb } from './backdrop.ts';
import type { PaletteTexels } from './paletteTexels.ts';
import { JITTER_STEP, type Sampling } from './sampling.ts';
import { nearestPixel, toImage, type Frame, type PixelRect, type Size } from './viewTransform.ts';

/** An image's ids, row-major. */
export interface IdImage extends Size {
  readonly ids: Uint8Array | Uint16Array;
}

/** Sums over one device pixel's footprint, premultiplied, 0 … 255; reused from pixel to pixel. */
interface Sum {
  red: number;
  green: number;
  blue: number;
  alpha: number;
  hatched: number;
}

/** One axis of a footprint: image pixels `from` … `to` − 1 between the fractional bounds `low` and `high`. */
interface Span {
  low: number;
  high: number;
  from: number;
  to: number;
}

/**
 * Colours the device pixels of `rect` as the shader does: nearest id, area-weighted average of palette colours, or
 * stratified samples of it.
 *
 * @param texels - premultiplied colours as `paletteTexels` makes them
 * @param rect - device pixels
 * @returns RGBA rows of `rect`, not premultiplied, as `ImageData` wants them; transparent outside the image
 */
export function colourRect(
  image: IdImage,
  texels: PaletteTexels,
  frame: Frame,
  sampling: Sampling,
  backdrop: Backdrop,
  rect: PixelRect,
): Uint8ClampedArray<ArrayBuffer> {
  const width = rect.right - rect.left;
  const pixels = new Uint8ClampedArray(4 * width * (rect.bottom - rect.top));
  const field = fieldSize(frame);
  const patternX = patternOffset(frame.originX, field);
  const patternY = patternOffset(frame.originY, field);
  const footprint = 1 / frame.scale;
  const sum: Sum = { red: 0, green: 0, blue: 0, alpha: 0, hatched: 0 };
  const columns = Array.from({ length: width }, (_, k) => span(rect.left + k, frame.originX, frame.scale, image.width));
  let at = 0;
  for (let y = rect.top; y < rect.bottom; y++) {
    const row = span(y, frame.originY, frame.scale, image.height);
    for (let k = 0; k < width; k++, at += 4) {
      const column = columns[k];
      if (column === undefined) continue;
      let coverage: number;
      if (sampling.mode === 'nearest') {
        coverage = sumNearest(sum, image, texels, frame, rect.left + k, y);
      } else {
        coverage = (Math.max(0, column.high - column.low) * Math.max(0, row.high - row.low)) / (footprint * footprint);
        if (sampling.mode === 'exact') sumExact(sum, image, texels, column, row, footprint);
        else sumStrata(sum, image, texels, column, row, sampling.count, coverage);
      }
      if (coverage <= 0) continue;
      const dx = rect.left + k + patternX;
      const dy = y + patternY;
      const bare = Math.max(0, coverage - sum.alpha / 255 - sum.hatched / 255);
      const under: Rgb = checkerAt(backdrop, field, dx, dy);
      const stripes: Rgb = hatchAt(backdrop, field, dx, dy);
      const hatched = sum.hatched / 255;
      const covered = backdrop.isBare === true ? coverage - bare : coverage;
      const shown = backdrop.isBare === true ? 0 : bare;
      if (covered <= 0) continue;
      pixels[at] = (sum.red - sum.hatched + shown * under[0] + hatched * stripes[0]) / covered;
      pixels[at + 1] = (sum.green + shown * under[1] + hatched * stripes[1]) / covered;
      pixels[at + 2] = (sum.blue + shown * under[2] + hatched * stripes[2]) / covered;
      pixels[at + 3] = 255 * covered;
    }
  }
  return pixels;
}

function span(device: number, origin: number, scale: number, length: number): Span {
  const low = Math.max(0, toImage(device, origin, scale));
  const high = Math.min(length, toImage(device + 1, origin, scale));
  return { low, high, from: Math.floor(low), to: Math.ceil(high) };
}

function clear(sum: Sum): void {
  sum.red = sum.green = sum.blue = sum.alpha = sum.hatched = 0;
}

function add(sum: Sum, texels: PaletteTexels, id: number, weight: number): void {
  const at = 4 * id;
  const red = weight * (texels[at] ?? 0);
  const alpha = texels[at + 3] ?? 0;
  sum.red += red;
  sum.green += weight * (texels[at + 1] ?? 0);
  sum.blue += weight * (texels[at + 2] ?? 0);
  sum.alpha += weight * alpha;
  if (alpha === 0) sum.hatched += red;
}

function sumNearest(sum: Sum, image: IdImage, texels: PaletteTexels, frame: Frame, x: number, y: number): number {
  const column = nearestPixel(x, frame.originX, frame.scale);
  const row = nearestPixel(y, frame.originY, frame.scale);
  if (column < 0 || row < 0 || column >= image.width || row >= image.height) return 0;
  clear(sum);
  add(sum, texels, image.ids[row * image.width + column] ?? 0, 1);
  return 1;
}

function sumExact(sum: Sum, image: IdImage, texels: PaletteTexels, column: Span, row: Span, footprint: number): void {
  clear(sum);
  const whole = footprint * footprint;
  for (let y = row.from; y < row.to; y++) {
    const rowWeight = (Math.min(row.high, y + 1) - Math.max(row.low, y)) / whole;
    const start = y * image.width;
    for (let x = column.from; x < column.to; x++) {
      const weight = rowWeight * (Math.min(column.high, x + 1) - Math.max(column.low, x));
      add(sum, texels, image.ids[start + x] ?? 0, weight);
    }
  }
}

function sumStrata(
  sum: Sum,
  image: IdImage,
  texels: PaletteTexels,
  column: Span,
  row: Span,
  count: number,
  coverage: number,
): void {
  clear(sum);
  const weight = coverage / (count * count);
  const width = (column.high - column.low) / count;
  const height = (row.high - row.low) / count;
  for (let j = 0; j < count; j++) {
    const jitterX = (0.5 + j * JITTER_STEP) % 1;
    for (let i = 0; i < count; i++) {
      const jitterY = (0.5 + i * JITTER_STEP) % 1;
      const x = Math.min(Math.floor(column.low + (i + jitterX) * width), image.width - 1);
      const y = Math.min(Math.floor(row.low + (j + jitterY) * height), image.height - 1);
      add(sum, texels, image.ids[y * image.width + x] ?? 0, weight);
    }
  }
}
