/** An id of a class × instance map, taken apart. */
export interface ClassInstance {
  readonly classId: number;
  /** Number of the object within its class; null where the id names a class alone. */
  readonly instance: number | null;
}

/** Cityscapes' divisor: ids below it are classes without instances (cityscapesScripts, `json2instanceImg.py`). */
const CITYSCAPES_DIVISOR = 1000;

/**
 * Takes a class × instance id apart: `id = class · divisor + instance`.
 *
 * @param id 0 … 65,535
 * @param divisor 1000 for Cityscapes, 256 for KITTI and Mapillary
 */
export function splitClassInstance(id: number, divisor: number): ClassInstance {
  if (divisor === CITYSCAPES_DIVISOR && id < divisor) {
    return { classId: id, instance: null };
  }
  return { classId: Math.floor(id / divisor), instance: id % divisor };
}
