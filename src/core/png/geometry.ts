import { ColourType, type PngHeader } from './types.ts';

/** Samples a pixel, by colour type. */
export function channelsOf(colourType: ColourType): 1 | 2 | 3 | 4 {
  switch (colourType) {
    case ColourType.grey:
    case ColourType.palette:
      return 1;
    case ColourType.greyAlpha:
      return 2;
    case ColourType.rgb:
      return 3;
    case ColourType.rgba:
      return 4;
  }
}

/** Bits a pixel. */
export function bitsPerPixel(header: PngHeader): number {
  return channelsOf(header.colourType) * header.bitDepth;
}

/** The distance in bytes that the Sub, Average and Paeth filters look back (at least 1). */
export function filterStep(header: PngHeader): number {
  return Math.max(1, bitsPerPixel(header) >> 3);
}

/** Bytes of the decoded samples in memory: one byte a sample, two at 16 bits. */
export function sampleBytesOf(header: PngHeader): number {
  return header.width * header.height * channelsOf(header.colourType) * (header.bitDepth === 16 ? 2 : 1);
}

/** One reduced image of the file: the whole image, or an Adam7 pass (PNG specification, 8.2). */
export interface Pass {
  readonly xStart: number;
  readonly yStart: number;
  readonly xStep: number;
  readonly yStep: number;
  /** Pixels a row of this pass, at least 1. */
  readonly width: number;
  /** Rows of this pass, at least 1. */
  readonly height: number;
  /** Bytes a row without its filter byte. */
  readonly rowBytes: number;
}

const ADAM7 = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/** The passes in file order; empty ones are left out, as the file leaves them out. */
export function passesOf(header: PngHeader): Pass[] {
  const bits = bitsPerPixel(header);
  const grid = header.interlaced ? ADAM7 : ([[0, 0, 1, 1]] as const);
  const passes: Pass[] = [];
  for (const [xStart, yStart, xStep, yStep] of grid) {
    const width = Math.ceil((header.width - xStart) / xStep);
    const height = Math.ceil((header.height - yStart) / yStep);
    if (width <= 0 || height <= 0) continue;
    passes.push({ xStart, yStart, xStep, yStep, width, height, rowBytes: Math.ceil((width * bits) / 8) });
  }
  return passes;
}

/** Length of the decompressed image data: every row with its filter byte. */
export function inflatedLengthOf(header: PngHeader): number {
  let total = 0;
  for (const pass of passesOf(header)) total += pass.height * (pass.rowBytes + 1);
  return total;
}
