import type { ClassKey } from '../dataset/classNaming.ts';
import type { Mask } from '../mask/mask.ts';
import type { NamedPair } from './comparePair.ts';
import type { Transition } from './confusion.ts';

/**
 * What pixels of two masks have in common: `equal` the class, `different` classes, `void` a truth that nobody judges.
 */
export type Agreement = 'equal' | 'different' | 'void';

/** Pixels of one pair of classes. */
export interface DifferenceSlot extends Transition {
  readonly agreement: Agreement;
}

/** A picture of how two masks agree: its ids are the numbers of slots. */
export interface DifferenceMap {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** Row-major. Bytes where 256 slots are enough. */
  readonly ids: Uint8Array | Uint16Array;
  /** Equal classes, then different ones, those with most pixels first, then void ones. */
  readonly slots: readonly DifferenceSlot[];
}

const ORDER: readonly Agreement[] = ['equal', 'different', 'void'];
/** Slots that 16 bits tell apart; what is beyond shares the last one. */
const MOST_SLOTS = 65_536;

/**
 * How two masks of one size agree at each pixel.
 *
 * @param named what comparing them found
 * @param voids classes that are void; only the truth's void is told apart
 */
export function differenceMap(
  truth: Mask,
  prediction: Mask,
  { cells, truthClasses, predictionClasses }: NamedPair,
  voids: ReadonlySet<ClassKey>,
): DifferenceMap {
  const slots = cells
    .map((cell): DifferenceSlot => ({ ...cell, agreement: agreementOf(cell, voids) }))
    .sort((a, b) => ORDER.indexOf(a.agreement) - ORDER.indexOf(b.agreement) || b.pixels - a.pixels);
  const numbers = new Map<ClassKey, Map<ClassKey, number>>();
  slots.forEach(({ truth: from, prediction: to }, slot) => {
    const row = numbers.get(from) ?? new Map<ClassKey, number>();
    numbers.set(from, row.set(to, Math.min(slot, MOST_SLOTS - 1)));
  });
  const slotOf = (one: number, other: number): number =>
    numbers.get(truthClasses.get(one)?.key ?? one)?.get(predictionClasses.get(other)?.key ?? other) ?? 0;
  const { width, height } = truth;
  const ids = slots.length > 256 ? new Uint16Array(width * height) : new Uint8Array(width * height);
  for (let at = 0; at < ids.length;) {
    const [one, other] = [truth.ids[at] as number, prediction.ids[at] as number];
    let end = at + 1;
    while (end < ids.length && truth.ids[end] === one && prediction.ids[end] === other) end++;
    ids.fill(slotOf(one, other), at, end);
    at = end;
  }
  return { width, height, ids, slots };
}

function agreementOf({ truth, prediction }: Transition, voids: ReadonlySet<ClassKey>): Agreement {
  if (voids.has(truth)) return 'void';
  return truth === prediction ? 'equal' : 'different';
}
