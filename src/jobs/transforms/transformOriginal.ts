import { resample } from '../../core/compose/resample.ts';
import { readImageHeader } from '../../core/dataset/imageHeader.ts';
import { moved, sampled, uprightSteps, type Plane, type Size } from '../../core/mask/transform.ts';
import { ColourType, type PngImage } from '../../core/png/types.ts';
import { imageKindOf } from '../../core/download/imageKind.ts';
import { decodeOriginal } from '../../platform/originals.ts';
import { encodePicture } from '../../platform/pictures.ts';
import { readImage } from '../readImage.ts';
import { movedPng } from './transformFiles.ts';
import type { TransformTask } from './transformTypes.ts';

/** What an original is written as. */
export interface OriginalOutput {
  readonly extension: 'jpg' | 'png';
  /** Its own samples are moved, whatever their depth and channels; else red, green and blue of 8 bits. */
  readonly isExact: boolean;
}

/** @param head the first bytes of the original @param isFitted whether it is scaled to its mask first */
export function originalOutput(head: Uint8Array, task: TransformTask, isFitted: boolean): OriginalOutput {
  const kind = imageKindOf(head);
  const isFiltered = task.filter !== 'nearest' && task.steps.some((step) => step.kind === 'resize');
  return {
    extension: kind === 'JPEG' && task.originals === 'jpeg' ? 'jpg' : 'png',
    isExact: kind === 'PNG' && !isFiltered && !isFitted,
  };
}

const BLACK = [0, 0, 0] as const;

/** An original that steps have gone through. */
export interface MovedOriginal {
  readonly plane: Plane;
  /** Samples of pixels that are added. */
  readonly black: readonly number[];
  /** The file of a part of it; null where sharp is missing. */
  encode(plane: Plane): Promise<Uint8Array | null>;
}

/**
 * Decodes an original, turns it upright and moves it. Pixels that are added are black.
 *
 * @param size that it must have once it is upright, or is scaled to
 * @returns null where sharp is missing; another size where it has that
 * @throws PngError; rejects with what sharp says
 */
export async function moveOriginal(
  bytes: Uint8Array,
  { isFitted, ...size }: Size & { readonly isFitted: boolean },
  task: TransformTask,
): Promise<MovedOriginal | Size | null> {
  const { extension, isExact } = originalOutput(bytes, task, isFitted);
  const orientation = task.reading.frame === 'displayed' ? (readImageHeader(bytes)?.orientation ?? null) : null;
  const isTurned = orientation !== null && orientation > 1;
  const image = isExact ? readImage(bytes) : null;
  if (image !== null && (image.palette === null || !addsPixels(task))) {
    const upright = uprightSteps(orientation);
    const start = upright.reduce<Plane>((plane, step) => moved(plane, step, []), planeOf(image));
    if (!isSize(start, size)) return { width: start.width, height: start.height };
    const steps = [...upright, ...task.steps];
    const black = blackOf(image);
    return {
      plane: afterSteps(start, task, black),
      black,
      encode: (plane) => Promise.resolve(movedPng(image, plane, steps, isTurned)),
    };
  }
  const picture = await decodeOriginal(bytes, { isTurned, ...(isFitted ? { size } : {}) });
  if (picture === null) return null;
  if (!isSize(picture, size)) return { width: picture.width, height: picture.height };
  const { width, height, rgb } = picture;
  return {
    plane: afterSteps({ width, height, samples: rgb, channels: 3 }, task, BLACK),
    black: BLACK,
    encode: ({ samples, ...rest }) =>
      encodePicture(
        { width: rest.width, height: rest.height, samples: bytesOf(samples), channels: 3 },
        { format: extension === 'jpg' ? 'jpeg' : 'png', quality: task.quality },
      ),
  };
}

/** Whether the result may have pixels that the picture lacks. */
function addsPixels({ steps, tiling }: TransformTask): boolean {
  return tiling !== null || steps.some(({ kind }) => kind === 'padSquare');
}

/** Black, and opaque, in the samples of a PNG. */
function blackOf({ header, channels }: PngImage): number[] {
  const { colourType, bitDepth } = header;
  const hasAlpha = colourType === ColourType.greyAlpha || colourType === ColourType.rgba;
  return Array.from({ length: channels }, (_, at) => (hasAlpha && at === channels - 1 ? 2 ** bitDepth - 1 : 0));
}

export function planeOf({ header, samples, channels }: PngImage): Plane {
  return { width: header.width, height: header.height, samples, channels };
}

function afterSteps(start: Plane, task: TransformTask, fill: readonly number[]): Plane {
  let plane = start;
  for (const step of task.steps) plane = step.kind === 'resize' ? resized(plane, step, task) : moved(plane, step, fill);
  return plane;
}

/** A filter is for red, green and blue of 8 bits; the nearest pixels are taken as those of the mask are. */
function resized(plane: Plane, size: Size, { filter, maskRule }: TransformTask): Plane {
  if (filter === 'nearest') return sampled(plane, size, maskRule);
  return resample({ ...plane, samples: bytesOf(plane.samples) }, size, filter);
}

function bytesOf(samples: Uint8Array | Uint16Array): Uint8Array {
  return samples instanceof Uint8Array ? samples : Uint8Array.from(samples, (sample) => sample >> 8);
}

function isSize(one: Size, other: Size): boolean {
  return one.width === other.width && one.height === other.height;
}
