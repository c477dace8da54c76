import type { ClassChoice } from '../../core/compose/classChoice.ts';
import type { OverlayStyle } from '../../core/compose/overlay.ts';
import type { PictureEncoding } from '../../platform/originals.ts';
import type { PairReading } from '../pairs/readPair.ts';

/** Masks over their originals, a picture for each pair. */
export interface OverlayTask {
  readonly kind: 'overlay';
  readonly style: OverlayStyle;
  readonly classes: ClassChoice;
  readonly reading: PairReading;
  readonly encoding: PictureEncoding;
}

/** Pictures that are made of pairs. Plain data: it travels to worker threads. */
export type PicturesTask = OverlayTask;
