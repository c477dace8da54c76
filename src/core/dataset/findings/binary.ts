import type { DatasetFacts } from '../facts.ts';
import type { MaskRecord } from '../records.ts';
import { semanticMask, type ClassedId, type DatasetCheck, type Report, type VisitedPair } from './check.ts';
import { inWords } from './finding.ts';

/**
 * Grey masks that are meant to be binary and are not. A mask is meant to be where black and white cover nearly all of it,
 * with several values between them; or where most masks are black and white, and nothing but black and white.
 */
export class BinaryCheck implements DatasetCheck {
  /** The class map tells more than two classes apart: nothing is binary. */
  readonly #isOff: boolean;
  readonly #binary = { one: 0, most: 0 };
  #masks = 0;

  constructor({ classMap }: DatasetFacts) {
    this.#isOff = (classMap?.map.entries.filter(({ id, isVoid }) => id >= 0 && !isVoid).length ?? 0) > 2;
  }

  survey(visited: VisitedPair): void {
    const mask = this.#judged(visited);
    if (mask === null) return;
    this.#masks++;
    const values = valuesOf(visited.ids, mask);
    if (values.others.length > 0) return;
    // A mask of background alone is binary of either kind, and says nothing of which.
    if (values.most > 0) this.#binary.most++;
    else if (values.one > 0) this.#binary.one++;
    else this.#masks--;
  }

  visit(visited: VisitedPair, report: Report): void {
    const mask = this.#judged(visited);
    if (mask === null) return;
    const most = 2 ** mask.bitDepth - 1;
    const values = valuesOf(visited.ids, mask);
    const isUsual = (count: number): boolean => this.#masks >= FEWEST_MASKS && count >= USUAL_SHARE * this.#masks;
    const isWhite = isUsual(this.#binary.most);
    // Ids from 2 on may be classes; white where 1 is usual is another way to say 1.
    const isOnes = isUsual(this.#binary.one) && values.most > 0 && values.one === 0;
    const meant = isWhite || looksBinary(values, mask) ? most : isOnes ? 1 : null;
    if (meant === null) return;
    const wrong = visited.ids.filter(({ id }) => id !== 0 && id !== meant);
    const [first] = wrong;
    if (first === undefined) return;
    report('notBinary', {
      path: mask.path,
      pair: visited.pair.name,
      place: { x: first.smallestAt[0], y: first.smallestAt[1] },
      details: {
        usual: `0, ${meant}`,
        list: inWords(wrong.map(({ id, pixels }) => `${id} (${pixels} px)`)),
        count: wrong.length,
      },
      fix: { kind: 'reencode', classId: 1, threshold: Math.ceil(most / 2) },
    });
  }

  #judged(visited: VisitedPair): MaskRecord | null {
    const mask = semanticMask(visited);
    return mask?.encoding === 'grey' && mask.bitDepth > 1 && !this.#isOff ? mask : null;
  }
}

const FEWEST_MASKS = 4;
const USUAL_SHARE = 0.75;
/** Black and white together cover so much of a mask with soft edges, which has at least so many values between. */
const EXTREMES_SHARE = 0.9;
const FEWEST_BETWEEN = 4;

interface Values {
  readonly black: number;
  /** Pixels of value 1, where that is not white. */
  readonly one: number;
  /** Pixels of the greatest value that the depth holds. */
  readonly most: number;
  /** The values between 1 and the greatest. */
  readonly others: readonly ClassedId[];
}

function valuesOf(ids: readonly ClassedId[], { bitDepth }: MaskRecord): Values {
  const most = 2 ** bitDepth - 1;
  const pixelsOf = (value: number): number => ids.find(({ id }) => id === value)?.pixels ?? 0;
  const others = ids.filter(({ id }) => id > 1 && id < most);
  return { black: pixelsOf(0), one: pixelsOf(1), most: pixelsOf(most), others };
}

/** More white than values between: white is no void border around objects of few classes. */
function looksBinary({ black, one, most, others }: Values, { width, height }: MaskRecord): boolean {
  const between = one + others.reduce((sum, { pixels }) => sum + pixels, 0);
  const isSoft = others.length + Number(one > 0) >= FEWEST_BETWEEN;
  return isSoft && black > 0 && most > between && black + most >= EXTREMES_SHARE * width * height;
}
