import { sep } from 'node:path';
import { boundaryScore, boundaryTolerance } from '../../core/compare/boundary.ts';
import { ConfusionMatrix, pairIds } from '../../core/compare/confusion.ts';
import {
  ClassNaming,
  isBackground,
  paletteText,
  type ClassKey,
  type NamedClass,
} from '../../core/dataset/classNaming.ts';
import { colourOfId } from '../../core/mask/colourOfId.ts';
import { isPhotograph, maskFromPng } from '../../core/mask/fromPng.ts';
import { histogramById } from '../../core/mask/histogram.ts';
import { recogniseKind } from '../../core/mask/kind.ts';
import type { Mask } from '../../core/mask/mask.ts';
import { PngError } from '../../core/png/errors.ts';
import { FileError, fileProblem } from '../../platform/readFile.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { readImage } from '../readImage.ts';
import { CompareProblem } from './compareProblem.ts';
import type { ComparedMasks, CompareSetting, MaskPair, UncomparedMasks } from './compareTypes.ts';
import { voidKeys } from './voidKeys.ts';

/** Compares two masks. Never throws for what is wrong with them. */
export class MaskComparer {
  readonly #naming: ClassNaming;
  readonly #setting: CompareSetting;

  constructor(setting: CompareSetting) {
    this.#naming = new ClassNaming(setting.classMap);
    this.#setting = setting;
  }

  compare({ name, truth, prediction }: MaskPair): ComparedMasks | UncomparedMasks {
    const read = (path: string): Mask | UncomparedMasks => {
      try {
        return readClasses(path);
      } catch (error) {
        return { name, path, problem: sentenceOf(error) };
      }
    };
    const wanted = read(truth);
    if ('problem' in wanted) return wanted;
    const given = read(prediction);
    if ('problem' in given) return given;
    if (wanted.width !== given.width || wanted.height !== given.height) {
      const { width: otherWidth, height: otherHeight } = given;
      const details = { width: wanted.width, height: wanted.height, otherWidth, otherHeight };
      return { name, path: prediction, problem: new CompareProblem('sizesDiffer', details).message };
    }
    return this.#compare(name, wanted, given);
  }

  #compare(name: string, wanted: Mask, given: Mask): ComparedMasks {
    const ofWanted = this.#classesOf(wanted);
    const ofGiven = this.#classesOf(given);
    const matrix = new ConfusionMatrix();
    for (const { truth, prediction, pixels } of pairIds(wanted, given)) {
      matrix.add(ofWanted.get(truth)?.key ?? truth, ofGiven.get(prediction)?.key ?? prediction, pixels);
    }
    const classes = new Map<ClassKey, NamedClass>();
    for (const one of [...ofWanted.values(), ...ofGiven.values()]) if (!classes.has(one.key)) classes.set(one.key, one);
    const cells = matrix.cells();
    const named = [...classes.values()];
    if (!this.#setting.isBoundary) return { name, classes: named, cells, boundaries: [] };
    const voids = voidKeys(named, cells, this.#setting);
    const tolerance = boundaryTolerance(wanted.width, wanted.height);
    const isVoid = tableOf(ofWanted, (key) => voids.has(key));
    const boundaries = named
      .filter((one) => !voids.has(one.key) && !isBackground(one))
      .map(({ key }) => {
        const region = (mask: Mask, own: ReadonlyMap<number, NamedClass>) => {
          const isOwn = tableOf(own, (other) => other === key);
          const inside = new Uint8Array(mask.ids.length);
          for (let at = 0; at < inside.length; at++) {
            if (isOwn[mask.ids[at] as number] === 1 && isVoid[wanted.ids[at] as number] !== 1) inside[at] = 1;
          }
          return { width: mask.width, height: mask.height, inside };
        };
        return { key, score: boundaryScore(region(wanted, ofWanted), region(given, ofGiven), tolerance) };
      });
    return { name, classes: named, cells, boundaries };
  }

  /** The classes of a mask's ids. */
  #classesOf(mask: Mask): ReadonlyMap<number, NamedClass> {
    const { encoding } = mask;
    const palette = mask.palette === null ? null : paletteText(mask.palette);
    const classes = new Map<number, NamedClass>();
    histogramById(mask.ids).forEach((pixels, id) => {
      if (pixels > 0)
        classes.set(id, this.#naming.classOf({ encoding, palette }, { id, colour: colourOfId(mask, id) }));
    });
    return classes;
  }
}

/** @throws PngError, FileError, CompareProblem */
function readClasses(path: string): Mask {
  const mask = maskFromPng(readImage(takeSnapshot(path).bytes));
  if (isPhotograph(mask)) throw new CompareProblem('photograph');
  const isColour = mask.encoding === 'colour';
  // Folders further up say where the masks lie, not what they are.
  const nearest = path.split(sep).slice(-3).join('/');
  const { kind } = recogniseKind({ path: nearest, bitDepth: mask.bitDepth, isColour });
  // Objects have ids of their own, which truth and prediction may share, as DAVIS's do.
  if (kind === 'classInstance' || kind === 'panoptic') throw new CompareProblem('notClasses');
  return mask;
}

function sentenceOf(error: unknown): string {
  if (error instanceof PngError) return error.message;
  const problem = fileProblem(error);
  if (problem instanceof FileError || problem instanceof CompareProblem) return problem.message;
  throw error;
}

/** 1 for the ids whose class is asked for. */
function tableOf(classes: ReadonlyMap<number, NamedClass>, isMeant: (key: ClassKey) => boolean): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const [id, { key }] of classes) if (isMeant(key)) table[id] = 1;
  return table;
}
