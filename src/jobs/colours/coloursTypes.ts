import type { Exclusions } from '../../core/colours/classPixels.ts';
import type { ColourSearch, DominantColour } from '../../core/colours/dominantColours.ts';
import type { ClassChoice } from '../../core/compose/classChoice.ts';
import type { NamedClass } from '../../core/dataset/classNaming.ts';
import type { PairFinding } from '../pairs/pairRules.ts';
import type { PairsSource } from '../pairs/pairsTypes.ts';
import type { PairReading } from '../pairs/readPair.ts';

/** Which pixels of pairs count. */
export interface CountedPixels {
  readonly classes: ClassChoice;
  readonly exclusions: Exclusions;
  readonly frame: PairReading['frame'];
}

/** Whose dominant colours are wanted, and how they are found. Plain data. */
export interface ColoursRequest extends CountedPixels {
  readonly source: PairsSource;
  /** A class map file, absolute, or the name of a preset; null: it is looked for. */
  readonly classMap: string | null;
  readonly search: ColourSearch;
  /** 0 … 2³² − 1. */
  readonly seed: number;
  /** A file of swatches, absolute; null: X11's names. */
  readonly swatches: string | null;
  /** Whether each file has colours of its own, too. */
  readonly isPerFile: boolean;
}

/** The dominant colours of a class. */
export interface ClassColours extends NamedClass {
  /** Files in which pixels of it count. */
  readonly files: number;
  /** That count. */
  readonly pixels: number;
  /** Most pixels first. */
  readonly colours: readonly DominantColour[];
}

/** Those of the classes of a file. */
export interface FileColours {
  readonly name: string;
  readonly classes: readonly ClassColours[];
}

/** A pair that could not be read. */
export interface UnreadPair {
  readonly name: string;
  readonly findings: readonly PairFinding[];
}

export interface FoundColours {
  /** Ids ascending, then colours. */
  readonly classes: readonly ClassColours[];
  /** By name; empty unless they were asked for. */
  readonly files: readonly FileColours[];
  /** By name. */
  readonly failed: readonly UnreadPair[];
  /** Names of pairs whose original or mask is missing. */
  readonly unpaired: readonly string[];
  /** Names that were asked for and are none. */
  readonly unknown: readonly string[];
  /** The class map that names the classes; null where there is none. */
  readonly classMap: string | null;
  readonly isCancelled: boolean;
}

/** Which pixels made which colour, as a paletted PNG for each class of a pair. */
export interface ColourMapTask extends CountedPixels {
  readonly kind: 'colourMap';
  /** The colours of each class; null: each file's own. */
  readonly colours: readonly Pick<ClassColours, 'key' | 'colours'>[] | null;
  readonly search: ColourSearch;
  readonly seed: number;
}
