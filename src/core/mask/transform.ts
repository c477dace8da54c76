import { nearestSources, type NearestRule } from './resize.ts';

/** One step of a transform, in pixels of the picture that it gets. */
export type TransformStep =
  | { readonly kind: 'crop'; readonly x: number; readonly y: number; readonly width: number; readonly height: number }
  /** Left and right, or top and bottom, change places. */
  | { readonly kind: 'flip'; readonly axis: 'horizontal' | 'vertical' }
  /** Rows become columns. */
  | { readonly kind: 'transpose' }
  /** Clockwise. */
  | { readonly kind: 'rotate'; readonly degrees: 90 | 180 | 270 }
  /** Masks by their nearest pixels, as OpenCV's `INTER_NEAREST`; originals by the filter of the request. */
  | { readonly kind: 'resize'; readonly width: number; readonly height: number }
  /** Adds rows or columns, half on each side, the odd one after, until both sides are equal. */
  | { readonly kind: 'padSquare' };

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Row-major samples, interleaved. */
export interface Plane<Samples extends Uint8Array | Uint16Array = Uint8Array | Uint16Array> extends Size {
  readonly samples: Samples;
  /** Samples a pixel: 1 for ids. */
  readonly channels: number;
}

/** Why a picture cannot be transformed. */
export type TransformProblemCode = 'cropOutside' | 'sideInvalid' | 'pictureTooLarge';

/** A picture cannot be transformed. */
export class TransformProblem extends Error {
  override readonly name = 'TransformProblem';
  readonly code: TransformProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: TransformProblemCode, details: Readonly<Record<string, string | number>>) {
    super(`${code} ${JSON.stringify(details)}`);
    this.code = code;
    this.details = details;
  }
}

/** Pixels of a picture that a transform makes: 2²⁷, which are 400 MB of an original. */
export const MOST_TRANSFORMED = 2 ** 27;

/**
 * The size after each step, the first that of the picture itself; before any memory is taken.
 *
 * @throws TransformProblem
 */
export function sizesAfter(size: Size, steps: readonly TransformStep[]): Size[] {
  const sizes = [size];
  let last = size;
  for (const step of steps) {
    last = sizeAfter(last, step);
    const { width, height } = last;
    if (width < 1 || height < 1 || !Number.isInteger(width) || !Number.isInteger(height)) {
      throw new TransformProblem('sideInvalid', { width, height });
    }
    if (width * height > MOST_TRANSFORMED)
      throw new TransformProblem('pictureTooLarge', { width, height, most: MOST_TRANSFORMED });
    sizes.push(last);
  }
  return sizes;
}

function sizeAfter({ width, height }: Size, step: TransformStep): Size {
  switch (step.kind) {
    case 'crop': {
      const { x, y } = step;
      const isInside = x >= 0 && y >= 0 && x + step.width <= width && y + step.height <= height;
      if (!isInside) {
        throw new TransformProblem('cropOutside', { part: `${x},${y},${step.width},${step.height}`, width, height });
      }
      return { width: step.width, height: step.height };
    }
    case 'flip':
      return { width, height };
    case 'transpose':
      return { width: height, height: width };
    case 'rotate':
      return step.degrees === 180 ? { width, height } : { width: height, height: width };
    case 'resize':
      return { width: step.width, height: step.height };
    case 'padSquare': {
      const side = Math.max(width, height);
      return { width: side, height: side };
    }
  }
}

/** A step that only moves samples; `resize` is none for originals. */
export type MovingStep = Exclude<TransformStep, { readonly kind: 'resize' }>;

/**
 * Moves samples: every sample of the result is one of the picture's, or of `fill` where the picture was padded.
 *
 * @param fill samples of a pixel that is added
 * @throws TransformProblem
 */
export function moved<Samples extends Uint8Array | Uint16Array>(
  plane: Plane<Samples>,
  step: MovingStep,
  fill: readonly number[],
): Plane<Samples> {
  const { width, height } = plane;
  const [, size = plane] = sizesAfter(plane, [step]);
  switch (step.kind) {
    case 'crop':
      return gathered(plane, size, step.y * width + step.x, 1, width);
    case 'flip':
      return step.axis === 'horizontal'
        ? gathered(plane, size, width - 1, -1, width)
        : gathered(plane, size, (height - 1) * width, 1, -width);
    case 'transpose':
      return gathered(plane, size, 0, width, 1);
    case 'rotate':
      if (step.degrees === 90) return gathered(plane, size, (height - 1) * width, -width, 1);
      if (step.degrees === 180) return gathered(plane, size, height * width - 1, -1, -width);
      return gathered(plane, size, width - 1, width, -1);
    case 'padSquare':
      return placed(plane, size, (size.width - width) >> 1, (size.height - height) >> 1, fill);
  }
}

/**
 * A mask's samples after some steps: each pixel is one of the mask's, or `fill`.
 *
 * @param fill samples of pixels that are added
 * @param rule by which pixels are taken where a step resizes
 * @throws TransformProblem
 */
export function transformMask<Samples extends Uint8Array | Uint16Array>(
  plane: Plane<Samples>,
  steps: readonly TransformStep[],
  fill: readonly number[],
  rule: NearestRule = 'opencv',
): Plane<Samples> {
  sizesAfter(plane, steps);
  return steps.reduce(
    (last, step) => (step.kind === 'resize' ? sampled(last, step, rule) : moved(last, step, fill)),
    plane,
  );
}

/** Takes the nearest pixels, which invents none. */
export function sampled<Samples extends Uint8Array | Uint16Array>(
  { width, height, samples, channels }: Plane<Samples>,
  size: Size,
  rule: NearestRule,
): Plane<Samples> {
  const columns = nearestSources(width, size.width, rule);
  const rows = nearestSources(height, size.height, rule);
  const out = like(samples, size.width * size.height * channels);
  let to = 0;
  for (const row of rows) {
    for (const column of columns) {
      const from = (row * width + column) * channels;
      for (let channel = 0; channel < channels; channel++) out[to++] = samples[from + channel] as number;
    }
  }
  return { width: size.width, height: size.height, samples: out, channels };
}

/**
 * A part of a picture, which may stick out on the right and below.
 *
 * @param fill samples of the pixels outside
 */
export function part<Samples extends Uint8Array | Uint16Array>(
  plane: Plane<Samples>,
  { x, y, width, height }: Size & { readonly x: number; readonly y: number },
  fill: readonly number[],
): Plane<Samples> {
  const inside = { width: Math.min(width, plane.width - x), height: Math.min(height, plane.height - y) };
  const cut = moved(plane, { kind: 'crop', x, y, ...inside }, fill);
  return inside.width === width && inside.height === height ? cut : placed(cut, { width, height }, 0, 0, fill);
}

/** The sample at (x, y) of the result is that at `start + x · across + y · down` of the picture. */
function gathered<Samples extends Uint8Array | Uint16Array>(
  { samples, channels }: Plane<Samples>,
  { width, height }: Size,
  start: number,
  across: number,
  down: number,
): Plane<Samples> {
  const out = like(samples, width * height * channels);
  for (let y = 0, to = 0; y < height; y++) {
    let from = (start + y * down) * channels;
    if (across === 1) {
      out.set(samples.subarray(from, from + width * channels), to);
      to += width * channels;
      continue;
    }
    for (let x = 0; x < width; x++, from += across * channels) {
      for (let channel = 0; channel < channels; channel++) out[to++] = samples[from + channel] as number;
    }
  }
  return { width, height, samples: out, channels };
}

function placed<Samples extends Uint8Array | Uint16Array>(
  { width, height, samples, channels }: Plane<Samples>,
  size: Size,
  left: number,
  top: number,
  fill: readonly number[],
): Plane<Samples> {
  const out = like(samples, size.width * size.height * channels);
  if (fill.some((sample) => sample !== 0)) {
    for (let at = 0; at < out.length; at++) out[at] = fill[at % channels] as number;
  }
  for (let y = 0; y < height; y++) {
    const row = samples.subarray(y * width * channels, (y + 1) * width * channels);
    out.set(row, ((top + y) * size.width + left) * channels);
  }
  return { ...size, samples: out, channels };
}

function like<Samples extends Uint8Array | Uint16Array>(samples: Samples, length: number): Samples {
  return (samples instanceof Uint16Array ? new Uint16Array(length) : new Uint8Array(length)) as Samples;
}

/** The steps that turn a picture as its EXIF orientation wants it shown (Exif 2.3, 4.6.4, Orientation); none where it lies right. */
export function uprightSteps(orientation: number | null): MovingStep[] {
  const flip: MovingStep = { kind: 'flip', axis: 'horizontal' };
  const rotate = (degrees: 90 | 180 | 270): MovingStep => ({ kind: 'rotate', degrees });
  switch (orientation) {
    case 2:
      return [flip];
    case 3:
      return [rotate(180)];
    case 4:
      return [{ kind: 'flip', axis: 'vertical' }];
    case 5:
      return [{ kind: 'transpose' }];
    case 6:
      return [rotate(90)];
    case 7:
      return [{ kind: 'transpose' }, rotate(180)];
    case 8:
      return [rotate(270)];
    default:
      return [];
  }
}
