import { OverlapCounter, type ClassOverlap } from './classOverlaps.ts';
import { RasterError } from './errors.ts';
import { stackObjects, type OverlapPolicy } from './overlapPolicy.ts';
import type { Spans } from './spans.ts';
import { sweepSpans } from './sweepSpans.ts';

/** An object of an image, ready to be put into a mask. */
export interface MaskObject {
  readonly classId: number;
  /** Its pixels, of the image's size. */
  readonly spans: Spans;
  /** Its place in the order of drawing, the later the larger; null where the export does not tell. */
  readonly order: number | null;
}

export interface ComposeOptions {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly policy: OverlapPolicy;
  /** The id of pixels of no object; 0 in most datasets. */
  readonly background: number;
  /** The id that `toVoid` gives to what more than one class claims. */
  readonly voidId: number;
  /** Whether ids of objects are wanted too; objects of one class that overlap are conflicts then. */
  readonly withInstances: boolean;
}

export interface ComposedMask {
  /** Ids of classes, row-major; of 16 bits where an id is above 255. */
  readonly ids: Uint8Array | Uint16Array;
  /** Ids of objects, row-major, background and void as in `ids`; null unless they were asked for. */
  readonly instances: Uint8Array | Uint16Array | null;
  /** The id of each object in `instances`: 1, 2, … in the order given, leaving out background and void. */
  readonly instanceIds: readonly number[];
  /** Pairs of classes, or of objects of one class, that overlap; ascending by ids. */
  readonly overlaps: readonly ClassOverlap[];
}

/** The largest id of 16 bits. */
const LARGEST_ID = 65_535;
/** Background and void, where they are not 0, take an id each from the objects. */
const MAX_OBJECTS = LARGEST_ID - 2;

/**
 * Puts objects into a mask. Where they overlap, the policy decides. Memory: the planes that are returned, and the spans.
 *
 * @throws {RasterError} `drawOrderUnknown`, `classNotOrdered` where the policy needs what is missing; `classesOverlap`,
 *   `instancesOverlap` by the policy `error`; `tooManyObjects`
 * @throws {RangeError} if an id is no whole number from 0 to 65,535, or an object's spans have another size
 */
export function composeMask(objects: readonly MaskObject[], options: ComposeOptions): ComposedMask {
  const { width, height, policy, background, voidId, withInstances } = options;
  requireFitting(objects, options);
  if (objects.length > MAX_OBJECTS) throw new RasterError('tooManyObjects', { limit: MAX_OBJECTS });
  const instanceIds = withInstances ? numberObjects(objects.length, background, voidId) : [];
  const stack = stackObjects(objects, policy);
  const ids = newPlane(width * height, background, [voidId, ...objects.map(({ classId }) => classId)]);
  const instances = withInstances ? newPlane(width * height, background, [voidId, ...instanceIds]) : null;
  const overlaps = new OverlapCounter(withInstances);
  const classIds = stack.map((at) => (objects[at] as MaskObject).classId);
  const isVoiding = policy.kind === 'toVoid';
  const spansUpwards = stack.map((at) => (objects[at] as MaskObject).spans);
  sweepSpans(spansUpwards, (y, from, to, claims, count) => {
    const [start, end] = [y * width + from, y * width + to];
    const top = claims[count - 1] as number;
    const classId = classIds[top] as number;
    const isContested = count > 1 && overlaps.count(claims, count, classIds, to - from, !isVoiding);
    ids.fill(isContested && isVoiding ? voidId : classId, start, end);
    instances?.fill(isVoiding && count > 1 ? voidId : (instanceIds[stack[top] as number] as number), start, end);
  });
  const found = overlaps.list();
  const [first] = found;
  if (policy.kind === 'error' && first !== undefined) {
    throw new RasterError(first.first === first.second ? 'instancesOverlap' : 'classesOverlap', {
      first: first.first,
      second: first.second,
      pixels: first.pixels,
    });
  }
  return { ids, instances, instanceIds, overlaps: found };
}

/** A plane of background that holds all of the ids. */
function newPlane(pixels: number, background: number, ids: readonly number[]): Uint8Array | Uint16Array {
  const isWide = background > 255 || ids.some((id) => id > 255);
  const plane = isWide ? new Uint16Array(pixels) : new Uint8Array(pixels);
  return background === 0 ? plane : plane.fill(background);
}

function numberObjects(count: number, background: number, voidId: number): number[] {
  const numbers: number[] = [];
  for (let id = 1; numbers.length < count; id++) {
    if (id !== background && id !== voidId) numbers.push(id);
  }
  return numbers;
}

function requireFitting(objects: readonly MaskObject[], { width, height, background, voidId }: ComposeOptions): void {
  for (const id of [background, voidId, ...objects.map(({ classId }) => classId)]) {
    if (!Number.isInteger(id) || id < 0 || id > LARGEST_ID) throw new RangeError(`${id} is no id of a mask.`);
  }
  if (objects.some(({ spans }) => spans.width !== width || spans.height !== height)) {
    throw new RangeError(`The objects are not of an image of ${width} × ${height}.`);
  }
}
