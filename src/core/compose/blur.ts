import type { Picture } from './picture.ts';

/** How a picture is blurred. */
export type Blur =
  /** The mean of a square: `size` pixels along each side, odd. */
  | { readonly kind: 'box'; readonly size: number }
  /** A bell curve of so many pixels' standard deviation. */
  | { readonly kind: 'gaussian'; readonly sigma: number };

/** Bounds of what can be asked for. */
export const LARGEST_BOX = 255;
export const LARGEST_SIGMA = 64;

/** Samples between which no other comes: planes of a picture, one behind the other in each pixel. */
interface Samples {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly values: Float32Array;
}

/**
 * A picture blurred; beyond its edges it is mirrored, the outermost pixels being no part of the mirror image (OpenCV's
 * `BORDER_REFLECT_101`). `box` equals `cv2.blur` within one level, `gaussian` equals `cv2.GaussianBlur` of the same size on
 * the picture in double precision; on bytes OpenCV rounds the weights to 256ths, which is off by up to two levels.
 */
export function blurPicture({ width, height, rgb }: Picture, blur: Blur): Picture {
  const { values } = blurred({ width, height, channels: 3, values: Float32Array.from(rgb) }, blur);
  return { width, height, rgb: Uint8Array.from(values, (value) => value + 0.5) };
}

/**
 * A picture blurred from some of its pixels alone: the mean of those that count, weighted as the blur weighs them. Where none
 * is near, it is the blur of all.
 *
 * @param counts 1 for the pixels that count; a byte each
 */
export function blurCounted(picture: Picture, counts: Uint8Array, blur: Blur): Picture {
  const { width, height, rgb } = picture;
  const values = new Float32Array(4 * width * height);
  for (let pixel = 0; pixel < counts.length; pixel++) {
    if (counts[pixel] !== 1) continue;
    const [at, from] = [4 * pixel, 3 * pixel];
    values[at] = rgb[from] as number;
    values[at + 1] = rgb[from + 1] as number;
    values[at + 2] = rgb[from + 2] as number;
    values[at + 3] = 1;
  }
  const sums = blurred({ width, height, channels: 4, values }, blur).values;
  const made = new Uint8Array(rgb.length);
  let whole: Picture | null = null;
  for (let pixel = 0; pixel < counts.length; pixel++) {
    const weight = sums[4 * pixel + 3] as number;
    for (let channel = 0; channel < 3; channel++) {
      const at = 3 * pixel + channel;
      if (weight > LEAST_WEIGHT) made[at] = Math.min(255, (sums[4 * pixel + channel] as number) / weight + 0.5);
      else made[at] = (whole ??= blurPicture(picture, blur)).rgb[at] as number;
    }
  }
  return { width, height, rgb: made };
}

/** Less is what sums in single precision are off by. */
const LEAST_WEIGHT = 1e-5;

function blurred(samples: Samples, blur: Blur): Samples {
  if (blur.kind === 'box') return boxColumns(boxRows(samples, blur.size), blur.size);
  const kernel = gaussianKernel(blur.sigma);
  return weighColumns(weighRows(samples, kernel), kernel);
}

/**
 * The weights of `cv2.getGaussianKernel` for pictures of bytes: as many as `cv2.GaussianBlur` takes where no size is given,
 * and 1 in sum.
 */
export function gaussianKernel(sigma: number): Float64Array {
  const size = Math.round(sigma * 6 + 1) | 1;
  const kernel = Float64Array.from({ length: size }, (_, at) => {
    const distance = at - (size - 1) / 2;
    return Math.exp(-(distance * distance) / (2 * sigma * sigma));
  });
  const sum = kernel.reduce((all, weight) => all + weight, 0);
  return kernel.map((weight) => weight / sum);
}

/** Places −radius … count − 1 + radius as places 0 … count − 1. */
function mirrored(count: number, radius: number): Int32Array {
  const period = 2 * (count - 1);
  return Int32Array.from({ length: count + 2 * radius }, (_, at) => {
    if (count === 1) return 0;
    const place = (((at - radius) % period) + period) % period;
    return place < count ? place : period - place;
  });
}

function boxRows({ width, height, channels, values }: Samples, size: number): Samples {
  const radius = size >> 1;
  const places = mirrored(width, radius);
  const made = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const start = y * width * channels;
    for (let channel = 0; channel < channels; channel++) {
      const from = start + channel;
      let sum = 0;
      for (let at = 0; at < size; at++) sum += values[from + (places[at] as number) * channels] as number;
      for (let x = 0; ; x++) {
        made[from + x * channels] = sum;
        if (x === width - 1) break;
        const comes = values[from + (places[x + size] as number) * channels] as number;
        sum += comes - (values[from + (places[x] as number) * channels] as number);
      }
    }
  }
  return { width, height, channels, values: made };
}

function boxColumns({ width, height, channels, values }: Samples, size: number): Samples {
  const radius = size >> 1;
  const places = mirrored(height, radius);
  const row = width * channels;
  const made = new Float32Array(values.length);
  const sums = new Float64Array(row);
  const area = size * size;
  for (let at = 0; at < size; at++) {
    const from = (places[at] as number) * row;
    for (let x = 0; x < row; x++) sums[x] = (sums[x] as number) + (values[from + x] as number);
  }
  for (let y = 0; ; y++) {
    for (let x = 0, out = y * row; x < row; x++, out++) made[out] = (sums[x] as number) / area;
    if (y === height - 1) break;
    const [comes, goes] = [(places[y + size] as number) * row, (places[y] as number) * row];
    for (let x = 0; x < row; x++) {
      sums[x] = (sums[x] as number) + (values[comes + x] as number) - (values[goes + x] as number);
    }
  }
  return { width, height, channels, values: made };
}

function weighRows({ width, height, channels, values }: Samples, kernel: Float64Array): Samples {
  const places = mirrored(width, kernel.length >> 1).map((place) => place * channels);
  const made = new Float32Array(values.length);
  for (let y = 0; y < height; y++) {
    const start = y * width * channels;
    for (let x = 0; x < width; x++) {
      for (let channel = 0; channel < channels; channel++) {
        let sum = 0;
        for (let at = 0; at < kernel.length; at++) {
          sum += (kernel[at] as number) * (values[start + (places[x + at] as number) + channel] as number);
        }
        made[start + x * channels + channel] = sum;
      }
    }
  }
  return { width, height, channels, values: made };
}

function weighColumns({ width, height, channels, values }: Samples, kernel: Float64Array): Samples {
  const row = width * channels;
  const places = mirrored(height, kernel.length >> 1).map((place) => place * row);
  const made = new Float32Array(values.length);
  const sums = new Float64Array(row);
  for (let y = 0; y < height; y++) {
    sums.fill(0);
    for (let at = 0; at < kernel.length; at++) {
      const [weight, from] = [kernel[at] as number, places[y + at] as number];
      for (let x = 0; x < row; x++) sums[x] = (sums[x] as number) + weight * (values[from + x] as number);
    }
    made.set(sums, y * row);
  }
  return { width, height, channels, values: made };
}
