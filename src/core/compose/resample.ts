/** Filters that resize originals; `nearest` takes the pixels that masks take (`core/mask/resize.ts`). */
export const RESIZE_FILTERS = ['nearest', 'linear', 'cubic', 'mitchell', 'lanczos2', 'lanczos3'] as const;
export type ResizeFilter = (typeof RESIZE_FILTERS)[number];

/** Those that mix pixels. */
export type MixingFilter = Exclude<ResizeFilter, 'nearest'>;

interface Kernel {
  /** Pixels on each side of the middle that count. */
  readonly support: number;
  /** @param x distance from the middle in pixels */
  readonly weight: (x: number) => number;
}

/** Keys' cubics of two parameters (Mitchell and Netravali 1988, equation 8). */
function cubic(b: number, c: number): Kernel {
  const weight = (x: number): number => {
    const t = Math.abs(x);
    if (t < 1) return (((12 - 9 * b - 6 * c) * t + (-18 + 12 * b + 6 * c)) * t * t + 6 - 2 * b) / 6;
    return t < 2 ? ((((-b - 6 * c) * t + 6 * b + 30 * c) * t - 12 * b - 48 * c) * t + 8 * b + 24 * c) / 6 : 0;
  };
  return { support: 2, weight };
}

function lanczos(lobes: number): Kernel {
  const weight = (x: number): number => (Math.abs(x) < lobes ? sinc(x) * sinc(x / lobes) : 0);
  return { support: lobes, weight };
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

const KERNELS: Readonly<Record<MixingFilter, Kernel>> = {
  linear: { support: 1, weight: (x) => Math.max(0, 1 - Math.abs(x)) },
  cubic: cubic(0, 0.5),
  mitchell: cubic(1 / 3, 1 / 3),
  lanczos2: lanczos(2),
  lanczos3: lanczos(3),
};

/** As Pillow's: whole weights with so many binary places. */
const PLACES = 22;

/** Which old samples make a new one, and by which weights. */
interface Weights {
  /** Of each new sample: the first old one. */
  readonly first: Int32Array;
  /** How many count. */
  readonly count: Int32Array;
  /** `most` weights for each new sample. */
  readonly weights: Int32Array;
  readonly most: number;
}

/**
 * Pixels are squares, and the middle of a new one lies where it lies in the picture: (i + ½) · old / new − ½. Where a side
 * becomes shorter the kernel is as much wider, so that every old pixel counts.
 */
function weightsOf(old: number, wanted: number, { support, weight }: Kernel): Weights {
  const step = old / wanted;
  const width = Math.max(1, step);
  const reach = support * width;
  const most = 2 * Math.ceil(reach) + 1;
  const [first, count] = [new Int32Array(wanted), new Int32Array(wanted)];
  const weights = new Int32Array(wanted * most);
  const own = new Float64Array(most);
  for (let at = 0; at < wanted; at++) {
    const middle = (at + 0.5) * step;
    const from = Math.max(0, Math.trunc(middle - reach + 0.5));
    const length = Math.min(old, Math.trunc(middle + reach + 0.5)) - from;
    let sum = 0;
    for (let i = 0; i < length; i++) sum += own[i] = weight((from + i - middle + 0.5) / width);
    for (let i = 0; i < length; i++) {
      const share = (own[i] as number) / sum;
      weights[at * most + i] = Math.trunc(share * 2 ** PLACES + (share < 0 ? -0.5 : 0.5));
    }
    first[at] = from;
    count[at] = length;
  }
  return { first, count, weights, most };
}

/** Samples of a picture, interleaved, a byte each. */
export interface Samples {
  readonly width: number;
  readonly height: number;
  /** channels × width × height, row-major. */
  readonly samples: Uint8Array;
  readonly channels: number;
}

/**
 * A picture of another size, each side scaled by itself, as `PIL.Image.resize` does with BILINEAR, BICUBIC and LANCZOS
 * (Pillow, Resample.c): first across, then down, rounded to bytes between. `mitchell` and `lanczos2`, which Pillow lacks, are
 * weighed in the same way.
 *
 * @param size in pixels, at least 1 × 1
 */
export function resample(
  picture: Samples,
  size: { readonly width: number; readonly height: number },
  filter: MixingFilter,
): Samples {
  const kernel = KERNELS[filter];
  const across = picture.width === size.width ? picture : resampleRows(picture, size.width, kernel);
  return across.height === size.height ? across : resampleColumns(across, size.height, kernel);
}

function resampleRows({ width, height, samples, channels }: Samples, wanted: number, kernel: Kernel): Samples {
  const { first, count, weights, most } = weightsOf(width, wanted, kernel);
  const out = new Uint8ClampedArray(wanted * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    const row = y * width;
    for (let x = 0; x < wanted; x++) {
      const [start, end] = [x * most, x * most + (count[x] as number)];
      const left = (row + (first[x] as number)) * channels;
      for (let channel = 0; channel < channels; channel++) {
        let sum = HALF;
        for (let at = start, from = left + channel; at < end; at++, from += channels) {
          sum += Math.imul(weights[at] as number, samples[from] as number);
        }
        out[to++] = sum >> PLACES;
      }
    }
  }
  return { width: wanted, height, samples: new Uint8Array(out.buffer), channels };
}

function resampleColumns({ width, height, samples, channels }: Samples, wanted: number, kernel: Kernel): Samples {
  const { first, count, weights, most } = weightsOf(height, wanted, kernel);
  const stride = width * channels;
  const out = new Uint8ClampedArray(stride * wanted);
  const sums = new Int32Array(stride);
  for (let y = 0; y < wanted; y++) {
    sums.fill(HALF);
    // Row by row: samples below each other lie far apart.
    for (let i = 0; i < (count[y] as number); i++) {
      const weight = weights[y * most + i] as number;
      const from = ((first[y] as number) + i) * stride;
      for (let x = 0; x < stride; x++) {
        sums[x] = (sums[x] as number) + Math.imul(weight, samples[from + x] as number);
      }
    }
    for (let x = 0, to = y * stride; x < stride; x++) out[to + x] = (sums[x] as number) >> PLACES;
  }
  return { width, height: wanted, samples: new Uint8Array(out.buffer), channels };
}

const HALF = 1 << (PLACES - 1);
