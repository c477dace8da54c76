import { findRegion } from '../../src/core/mask/regions.ts';
import { fill } from '../ui/texts.ts';
import type { MaskModelState } from './maskModel.ts';
import type { Wording } from './wording.ts';

/** A region to go to. */
export interface RegionStop {
  /** A pixel inside it. */
  readonly x: number;
  readonly y: number;
  /** For screen readers: which region of how many, how large, where. */
  readonly words: string;
}

/**
 * The next or previous region of the selected id, else of the id under the cursor, in reading order from the keyboard
 * cursor and round again; or a sentence why there is none.
 */
export function regionStep(
  state: MaskModelState,
  wording: Wording,
  direction: 'next' | 'previous',
): RegionStop | string {
  const { open, selected, readout, view } = state;
  const { strings } = wording;
  const id = selected ?? readout?.id ?? null;
  if (open === null || id === null) {
    return strings.regionChoose;
  }
  const region = findRegion(open.mask, id, view?.cursor ?? readout, direction);
  if (region === null) {
    return fill(strings.regionNone, wording.words(open, id).id);
  }
  const { x, y, ordinal, count, size } = region;
  const numbers = [ordinal, count, size].map((value) => wording.number(value));
  return { x, y, words: fill(strings.regionFound, ...numbers, x, y) };
}
