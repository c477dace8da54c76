import type { Blend } from '../../core/compose/blend.ts';
import type { Blur } from '../../core/compose/blur.ts';
import type { ClassChoice } from '../../core/compose/classChoice.ts';
import type { FocusMethod } from '../../core/compose/focus.ts';
import type { LegendPlace } from '../../core/compose/legend.ts';
import type { OverlayStyle } from '../../core/compose/overlay.ts';
import type { PictureEncoding } from '../../platform/pictures.ts';
import type { PairReading } from '../pairs/readPair.ts';

/** What all pictures of pairs have. */
interface PicturesBase {
  readonly classes: ClassChoice;
  readonly reading: PairReading;
  readonly encoding: PictureEncoding;
}

/** How masks are drawn over originals. */
export interface DrawnOverlay {
  readonly blend: Blend;
  readonly style: OverlayStyle;
}

/** Masks over their originals, a picture for each pair. */
export interface OverlayTask extends PicturesBase, DrawnOverlay {
  readonly kind: 'overlay';
  readonly legend: LegendPlace;
  /** A font file, absolute; null: what the system has. */
  readonly font: string | null;
}

/** Small overlays of many pairs on one picture. */
export interface SheetTask extends PicturesBase, DrawnOverlay {
  readonly kind: 'sheet';
  /** So many pairs, drawn at random; null: all. */
  readonly count: number | null;
  /** Of the draw. */
  readonly seed: number;
  /** Null: about as many as rows. */
  readonly columns: number | null;
  /** Pixels of the square that a pair has. */
  readonly side: number;
  readonly font: string | null;
}

/** The pixels of each class, with nothing around them. */
export interface CutoutTask extends PicturesBase {
  readonly kind: 'cutout';
  /** To the bounds of its pixels; else of the original's size. */
  readonly isCropped: boolean;
}

/** Originals that are sharp only where a chosen class is. */
export interface FocusTask extends PicturesBase {
  readonly kind: 'focus';
  readonly blur: Blur;
  readonly method: FocusMethod;
}

/** Pictures that are made of pairs. Plain data: it travels to worker threads. */
export type PicturesTask = OverlayTask | SheetTask | CutoutTask | FocusTask;

/** Pairs of one sheet; more go on the next. */
export const MOST_TILES = 200;
