import type { Chromaticity } from '../png/ancillary.ts';
import type { ChannelName, StorageClass } from './quantumImage.ts';

export type Colourspace = 'sRGB' | 'RGB' | 'Gray' | 'LinearGray';

export type ImageType =
  'Bilevel' | 'Grayscale' | 'GrayscaleAlpha' | 'Palette' | 'PaletteAlpha' | 'TrueColor' | 'TrueColorAlpha';

/** A colour as the report names it. */
export interface ColourFacts {
  /** 0 … 2^depth − 1, depth being {@link IdentifyFacts.depth}; as all components. */
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  /** Absent where the image has no alpha. */
  readonly alpha?: number;
  /** `#RRGGBB`, with alpha `#RRGGBBAA`; four digits a component at 16 bits. */
  readonly hex: string;
  /** A name such as `navy`, or a function such as `srgb(1,2,3)` where ImageMagick knows no name. */
  readonly name: string;
}

/** Values as fractions of the whole range, 0 … 1. */
export interface NormalisedStatistics {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly standardDeviation: number;
}

export interface StatisticsFacts {
  /** 0 … 2^depth − 1, depth being {@link IdentifyFacts.depth}; as maximum, mean and standardDeviation. */
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly standardDeviation: number;
  readonly normalised: NormalisedStatistics;
  /** Excess kurtosis: 0 for a normal distribution. */
  readonly kurtosis: number;
  readonly skewness: number;
  /** 0 … 1, relative to the values in use. */
  readonly entropy: number;
}

/** Pixels of one id, which ImageMagick does not show. */
export interface IdCount {
  readonly id: number;
  /** Pixels. */
  readonly count: number;
  /** The entry's colour; for an id outside the palette the one that ImageMagick gives it. */
  readonly colour: ColourFacts;
}

/** The histogram by id, and where it says something else than the one by colour. */
export interface IdFacts {
  readonly encoding: 'palette' | 'grey';
  /** Entries of the palette, or grey levels of the bit depth. */
  readonly entries: number;
  /** Ids in use, ascending. */
  readonly histogram: readonly IdCount[];
  /** Colours that several ids in use share: the histogram by colour counts their pixels together. */
  readonly sharedColours: readonly { readonly colour: ColourFacts; readonly ids: readonly number[] }[];
  /** Ids whose pixels have more than one alpha (grey with alpha): the histogram by colour counts them apart. */
  readonly severalAlphas: readonly number[];
  /** Ids of different, fully transparent colours that ImageMagick takes for one. */
  readonly transparentTogether: readonly (readonly number[])[];
  /** Ids in use for which the palette has no entry; ImageMagick counts them as entry 0. */
  readonly outsidePalette: readonly number[];
}

/** What `magick identify -verbose` says about a PNG, and the histogram by id. */
export interface IdentifyFacts {
  /** The file's name, as the report's first line shows it. */
  readonly name: string;
  readonly format: 'PNG';
  readonly mimeType: 'image/png';
  readonly class: StorageClass;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  readonly units: 'Undefined' | 'PixelsPerInch' | 'PixelsPerCentimeter';
  /** Pixels per unit. */
  readonly resolution: { readonly x: number; readonly y: number } | null;
  readonly colourspace: Colourspace;
  readonly type: ImageType;
  /** Bits a sample as ImageMagick holds them: 8 or 16. */
  readonly depth: 8 | 16;
  /** Bits, 1 … 16, that the values need. */
  readonly neededDepth: number;
  readonly channels: readonly {
    readonly name: ChannelName;
    readonly depth: number;
    readonly statistics: StatisticsFacts;
  }[];
  /** All channels pooled; null for grey images. */
  readonly overall: StatisticsFacts | null;
  /** Of the first fully transparent pixel; null if there is none. */
  readonly transparentColour: ColourFacts | null;
  /** Distinct colours with their pixels; null above 1,024. */
  readonly histogram: readonly { readonly count: number; readonly colour: ColourFacts }[] | null;
  /** Entry by entry; null unless `class` is PseudoClass. */
  readonly colormap: readonly ColourFacts[] | null;
  readonly renderingIntent: 'Undefined' | 'Saturation' | 'Perceptual' | 'Absolute' | 'Relative';
  readonly gamma: number;
  readonly chromaticity: {
    readonly red: Chromaticity;
    readonly green: Chromaticity;
    readonly blue: Chromaticity;
    readonly white: Chromaticity;
  } | null;
  readonly backgroundColour: ColourFacts;
  readonly interlace: 'None' | 'PNG';
  readonly intensity: 'Undefined' | 'Rec709Luminance';
  /** Pixels; from oFFs. */
  readonly pageOffset: { readonly x: number; readonly y: number };
  readonly orientation: string;
  /** `png:…`, `exif:…` and the file's own texts, in the order of the report. */
  readonly properties: readonly { readonly name: string; readonly value: string }[];
  /** SHA-256 over the pixels, hexadecimal. */
  readonly signature: string;
  readonly profiles: readonly { readonly name: string; readonly length: number }[];
  /** Bytes. */
  readonly fileSize: number;
  readonly pixelCount: number;
  /** Null for images whose pixels are colours, not ids. */
  readonly ids: IdFacts | null;
}
