/** PNG colour types (PNG specification, 11.2.2 IHDR). */
export const ColourType = { grey: 0, rgb: 2, palette: 3, greyAlpha: 4, rgba: 6 } as const;
export type ColourType = (typeof ColourType)[keyof typeof ColourType];

/** Bits a sample. */
export type BitDepth = 1 | 2 | 4 | 8 | 16;

/** The IHDR chunk. */
export interface PngHeader {
  /** Pixels, 1 … 2³¹−1. */
  readonly width: number;
  /** Pixels, 1 … 2³¹−1. */
  readonly height: number;
  readonly bitDepth: BitDepth;
  readonly colourType: ColourType;
  /** Adam7 when true. */
  readonly interlaced: boolean;
}

/** A chunk's place in the file; `data` is a view, never a copy. */
export interface PngChunk {
  /** Four ASCII letters. */
  readonly type: string;
  /** Byte offset of the chunk's length field in the file. */
  readonly offset: number;
  readonly data: Uint8Array;
  /** Present when the stored CRC is wrong: an ancillary chunk that is kept in the list, but not believed. */
  readonly damaged?: true;
}

/** PLTE and tRNS, entry by entry, in file order. */
export interface Palette {
  /** Red, green, blue of each entry, 3 × entries bytes; 1 … 256 entries. */
  readonly rgb: Uint8Array;
  /** Alpha of each entry as PLTE counts them; entries that tRNS leaves out are 255. */
  readonly alpha: Uint8Array;
  /** How many entries tRNS lists (0: no tRNS chunk). */
  readonly transparencyEntries: number;
}

/** A decoded PNG: samples as stored in the file, never expanded, scaled or converted. */
export interface PngImage {
  readonly header: PngHeader;
  /**
   * Row-major samples, `width × height × channels`, channels interleaved. Below 16 bits one byte a sample
   * holding the raw value (0 … 2^depth − 1), at 16 bits a Uint16Array in machine order.
   * For palette and grey images the samples are the ids.
   */
  readonly samples: Uint8Array | Uint16Array;
  readonly channels: 1 | 2 | 3 | 4;
  /** PLTE + tRNS for palette images; null for the others (a suggested PLTE of an RGB image stays in `chunks`). */
  readonly palette: Palette | null;
  /** All chunks of the file in order, IDAT included, as views on the file's bytes. */
  readonly chunks: readonly PngChunk[];
  /** Length of the file in bytes. */
  readonly fileSize: number;
}

/** Bounds that hold before memory is taken. */
export interface PngLimits {
  /** Pixels; default 2^28 (16,384 × 16,384). */
  readonly maxPixels: number;
  /** Bytes of samples; default 2^30. */
  readonly maxSampleBytes: number;
}

/**
 * Inflates one zlib stream given as parts. Must return exactly `expectedLength` bytes or throw a
 * {@link PngError} (`dataCorrupt`, `dataTooShort`, `dataTooLong`) and must never take memory beyond
 * `expectedLength` plus a constant.
 */
export type Inflate = (parts: readonly Uint8Array[], expectedLength: number) => Uint8Array;
export type InflateAsync = (parts: readonly Uint8Array[], expectedLength: number) => Promise<Uint8Array>;
