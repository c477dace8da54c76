import type { NearestRule } from '../../core/mask/resize.ts';
import type { Tiling } from '../../core/mask/tiles.ts';
import type { TransformStep } from '../../core/mask/transform.ts';
import type { ResizeFilter } from '../../core/compose/resample.ts';
import type { PairReading } from '../pairs/readPair.ts';

/** The id of pixels that are added around a mask: one of the class map's void or background ids, or a number. */
export type PadId = 'void' | 'background' | number;

/** Masks and their originals moved alike; ids are only permuted or sampled. */
export interface TransformTask {
  readonly kind: 'transform';
  /** In this order. */
  readonly steps: readonly TransformStep[];
  /** What the result of the steps is cut into; null: it stays whole. */
  readonly tiling: Tiling | null;
  readonly padId: PadId;
  /** How masks are resized. */
  readonly maskRule: NearestRule;
  /** How originals are resized. */
  readonly filter: ResizeFilter;
  /** JPEG originals stay JPEG, or every original becomes PNG. */
  readonly originals: 'jpeg' | 'png';
  /** Of JPEG, 1 … 100. */
  readonly quality: number;
  readonly reading: PairReading;
}
