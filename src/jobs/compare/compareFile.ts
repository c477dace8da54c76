import { comparePair, type CompareSetting } from '../../core/compare/comparePair.ts';
import { ClassNaming } from '../../core/dataset/classNaming.ts';
import { isPhotograph, maskFromPng } from '../../core/mask/fromPng.ts';
import { recogniseKind } from '../../core/mask/kind.ts';
import type { Mask } from '../../core/mask/mask.ts';
import { PngError } from '../../core/png/errors.ts';
import type { Inflate } from '../../core/png/types.ts';
import { ReusedInflate } from '../../platform/reusedInflate.ts';
import { FileError, fileProblem } from '../../platform/readFile.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { nearestOf } from '../nearestOf.ts';
import { readImage } from '../readImage.ts';
import { CompareProblem } from './compareProblem.ts';
import type { ComparedMasks, MaskPair, UncomparedMasks } from './compareTypes.ts';

/** Compares two masks. Never throws for what is wrong with them. */
export class MaskComparer {
  readonly #naming: ClassNaming;
  /** Objects are numbered, whatever the class map calls these numbers. */
  readonly #numbering = new ClassNaming(null);
  readonly #setting: CompareSetting;
  readonly #inflating = { truth: new ReusedInflate(), prediction: new ReusedInflate() };

  constructor(setting: CompareSetting) {
    this.#naming = new ClassNaming(setting.classMap);
    this.#setting = setting;
  }

  compare({ name, truth, prediction }: MaskPair): ComparedMasks | UncomparedMasks {
    const read = (path: string, inflating: ReusedInflate): Mask | UncomparedMasks => {
      try {
        return readClasses(path, inflating.inflate);
      } catch (error) {
        return { name, path, ...problemOf(error) };
      }
    };
    const wanted = read(truth, this.#inflating.truth);
    if ('problem' in wanted) return wanted;
    const given = read(prediction, this.#inflating.prediction);
    if ('problem' in given) return given;
    if (wanted.width !== given.width || wanted.height !== given.height) {
      const { width: otherWidth, height: otherHeight } = given;
      const details = { width: wanted.width, height: wanted.height, otherWidth, otherHeight };
      return { name, path: prediction, ...problemOf(new CompareProblem('sizesDiffer', details)) };
    }
    const [naming, setting] = isOfObjects(truth)
      ? [this.#numbering, { ...this.#setting, classMap: null }]
      : [this.#naming, this.#setting];
    const { classes, cells, drawsVoid, boundaries, boundariesIfVoid } = comparePair(naming, setting, wanted, given);
    release(wanted, this.#inflating.truth);
    release(given, this.#inflating.prediction);
    return { name, classes, cells, drawsVoid, boundaries, boundariesIfVoid };
  }
}

/** Whether the folders of a mask say that its ids number objects, as VOC's and DAVIS's do. @param path absolute */
export function isOfObjects(path: string): boolean {
  return recogniseKind({ path: nearestOf(path) }).kind === 'instance';
}

/** Node cuts smaller buffers out of pools that others use, too. */
const OWN_BYTES = 1 << 17;

/** Gives memory of pixels back at once: left to the garbage collector, it costs as much time as reading the files. */
function release({ ids }: Mask, inflating: ReusedInflate): void {
  if (inflating.owns(ids)) return;
  const { buffer } = ids;
  // Node 20, which older hosts run on, lacks it.
  const { transfer } = buffer as { transfer?: (length: number) => unknown };
  if (buffer.byteLength >= OWN_BYTES) transfer?.call(buffer, 0);
}

/** @throws PngError, FileError, CompareProblem */
function readClasses(path: string, inflate: Inflate): Mask {
  const mask = maskFromPng(readImage(takeSnapshot(path).bytes, inflate));
  if (isPhotograph(mask)) throw new CompareProblem('photograph');
  const isColour = mask.encoding === 'colour';
  const { kind } = recogniseKind({ path: nearestOf(path), bitDepth: mask.bitDepth, isColour });
  // Objects have ids of their own, which truth and prediction may share, as DAVIS's do.
  if (kind === 'classInstance' || kind === 'panoptic') throw new CompareProblem('notClasses');
  return mask;
}

function problemOf(error: unknown): Pick<UncomparedMasks, 'problem' | 'code' | 'details'> {
  const isOwn = error instanceof PngError || error instanceof CompareProblem;
  const problem = isOwn ? error : fileProblem(error);
  if (problem instanceof PngError || problem instanceof FileError || problem instanceof CompareProblem) {
    return { problem: problem.message, code: problem.code, details: { ...problem.details } };
  }
  throw error;
}
