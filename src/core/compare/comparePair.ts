import { isBackground, paletteText, type ClassKey, type ClassNaming, type NamedClass } from '../dataset/classNaming.ts';
import { colourOfId } from '../mask/colourOfId.ts';
import type { Mask } from '../mask/mask.ts';
import { boundaryScore, boundaryTolerance, type BoundaryScore } from './boundary.ts';
import { ConfusionMatrix, pairIds } from './confusion.ts';
import { drawsVoid, isVoidByOthers, voidKeys, type ComparedClasses, type VoidSetting } from './voidKeys.ts';

/** What all comparisons of a job have in common. */
export interface CompareSetting extends VoidSetting {
  /** Whether outlines are compared as well. */
  readonly isBoundary: boolean;
}

/** What two masks have in common, in classes. Plain data. */
export interface ComparedPair extends ComparedClasses {
  /**
   * Outlines by class, but for background and void; empty unless they were asked for. A class that neither mask has where the
   * truth is not void has none (n/a), as it has no IoU: only of judged pixels does DAVIS's empty case say 1.
   */
  readonly boundaries: readonly ClassBoundary[];
  /** The same where 255 is void by other masks of its dataset; null where these two decide it by themselves. */
  readonly boundariesIfVoid: readonly ClassBoundary[] | null;
}

/** How well the outline of one class is predicted. */
export interface ClassBoundary {
  readonly key: ClassKey;
  readonly score: BoundaryScore;
}

/**
 * The outlines of a pair as its dataset judges them.
 *
 * @param voids classes that are void in the whole dataset
 */
export function boundariesAmong(
  { boundaries, boundariesIfVoid }: Pick<ComparedPair, 'boundaries' | 'boundariesIfVoid'>,
  voids: ReadonlySet<ClassKey>,
): readonly ClassBoundary[] {
  return boundariesIfVoid !== null && voids.has(255) ? boundariesIfVoid : boundaries;
}

/** The classes of the ids of a mask, looked up once. */
class ClassesOfIds {
  readonly #naming: ClassNaming;
  readonly #mask: Mask;
  readonly #palette: string | null;
  readonly byId = new Map<number, NamedClass>();

  constructor(naming: ClassNaming, mask: Mask) {
    this.#naming = naming;
    this.#mask = mask;
    // Spelling a palette out takes as long as decoding a small mask.
    this.#palette = mask.palette !== null && naming.needsPalette ? paletteText(mask.palette) : null;
  }

  of(id: number): NamedClass {
    let known = this.byId.get(id);
    if (known === undefined) {
      const { encoding } = this.#mask;
      known = this.#naming.classOf({ encoding, palette: this.#palette }, { id, colour: colourOfId(this.#mask, id) });
      this.byId.set(id, known);
    }
    return known;
  }
}

/** A pair with what its ids stand for. */
export interface NamedPair extends ComparedPair {
  /** Of the ids that occur in each of the masks. */
  readonly truthClasses: ReadonlyMap<number, NamedClass>;
  readonly predictionClasses: ReadonlyMap<number, NamedClass>;
}

/**
 * Compares two masks of one size by class.
 *
 * @param naming of the setting's class map
 * @throws RangeError where the sizes differ
 */
export function comparePair(naming: ClassNaming, setting: CompareSetting, truth: Mask, prediction: Mask): NamedPair {
  const [ofTruth, ofPrediction] = [new ClassesOfIds(naming, truth), new ClassesOfIds(naming, prediction)];
  const matrix = new ConfusionMatrix();
  for (const one of pairIds(truth, prediction)) {
    matrix.add(ofTruth.of(one.truth).key, ofPrediction.of(one.prediction).key, one.pixels);
  }
  const classes = new Map<ClassKey, NamedClass>();
  for (const { byId } of [ofTruth, ofPrediction]) {
    for (const one of byId.values()) if (!classes.has(one.key)) classes.set(one.key, one);
  }
  const cells = matrix.cells();
  const named = {
    ...{ classes: [...classes.values()], cells, drawsVoid: drawsVoid(truth) },
    ...{ truthClasses: ofTruth.byId, predictionClasses: ofPrediction.byId },
  };
  if (!setting.isBoundary) return { ...named, boundaries: [], boundariesIfVoid: null };
  const outlines = (voids: ReadonlySet<ClassKey>) => boundariesOf(named, voids, truth, prediction);
  return {
    ...named,
    boundaries: outlines(voidKeys(named, setting)),
    boundariesIfVoid: isVoidByOthers(named, setting) ? outlines(new Set([255])) : null,
  };
}

/** Void pixels of the truth belong to no region of either mask. */
function boundariesOf(
  { classes, cells, truthClasses, predictionClasses }: Omit<NamedPair, 'boundaries' | 'boundariesIfVoid'>,
  voids: ReadonlySet<ClassKey>,
  truth: Mask,
  prediction: Mask,
): readonly ClassBoundary[] {
  const { width, height } = truth;
  const judged = new Set(cells.flatMap((cell) => (voids.has(cell.truth) ? [] : [cell.truth, cell.prediction])));
  const tolerance = boundaryTolerance(width, height);
  const isVoid = tableOf(truthClasses, (key) => voids.has(key));
  return classes
    .filter((one) => judged.has(one.key) && !voids.has(one.key) && !isBackground(one))
    .map(({ key }) => {
      const region = ({ ids }: Mask, own: ReadonlyMap<number, NamedClass>) => {
        const isOwn = tableOf(own, (other) => other === key);
        const inside = new Uint8Array(ids.length);
        for (let at = 0; at < inside.length; at++) {
          if (isOwn[ids[at] as number] === 1 && isVoid[truth.ids[at] as number] !== 1) inside[at] = 1;
        }
        return { width, height, inside };
      };
      return {
        key,
        score: boundaryScore(region(truth, truthClasses), region(prediction, predictionClasses), tolerance),
      };
    });
}

/** 1 for the ids whose class is asked for. */
function tableOf(classes: ReadonlyMap<number, NamedClass>, isMeant: (key: ClassKey) => boolean): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const [id, { key }] of classes) if (isMeant(key)) table[id] = 1;
  return table;
}
