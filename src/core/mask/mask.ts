import type { BitDepth, Palette } from '../png/types.ts';

/**
 * How a mask's file stores its ids.
 * - `palette`: the sample is the id, the colour comes from PLTE.
 * - `grey`: the sample is the id; the alpha of a grey + alpha file is {@link Mask.alpha} and no part of the id.
 * - `colour`: RGB or RGBA; the id is the row of {@link Mask.colours}.
 */
export type MaskEncoding = 'palette' | 'grey' | 'colour';

/**
 * What an id means (the house's words): semantic: a class; instance: an object; classInstance: class · divisor + k;
 * panoptic: R + 256·G + 65536·B.
 */
export type MaskKind = 'semantic' | 'instance' | 'classInstance' | 'panoptic';

/** An image whose pixels are ids. */
export interface Mask {
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  readonly encoding: MaskEncoding;
  /** Bits a sample in the file. */
  readonly bitDepth: BitDepth;
  /** Row-major, width × height. For `palette` and `grey` exactly the file's samples. */
  readonly ids: Uint8Array | Uint16Array;
  /** The file's palette; null unless `encoding` is `palette`. Ids may exceed it ("outside palette"). */
  readonly palette: Palette | null;
  /**
   * For `colour`: the distinct colours of the file ordered by red, green, blue, alpha; RGBA, 4 × n samples,
   * raw values of `bitDepth`; where the file has no alpha channel alpha is opaque, except 0 for the one colour that
   * tRNS names. Null otherwise.
   */
  readonly colours: Uint8Array | Uint16Array | null;
  /** The alpha plane of a grey + alpha file, width × height, raw values; absent otherwise. */
  readonly alpha?: Uint8Array | Uint16Array;
}
