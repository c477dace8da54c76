import { ColourType, type PngImage } from '../../src/core/png/types.ts';
import type { RecoveredImage } from '../../src/protocol/mask.ts';

const CHANNELS = {
  [ColourType.grey]: 1,
  [ColourType.palette]: 1,
  [ColourType.greyAlpha]: 2,
  [ColourType.rgb]: 3,
  [ColourType.rgba]: 4,
} as const;

/** What the host rescued of a file, as the decoded image that it would have been; its chunks are unknown. */
export function recoveredPng({ header, samples, paletteRgb, paletteAlpha }: RecoveredImage): PngImage {
  const rgb = paletteRgb === null ? null : new Uint8Array(paletteRgb);
  const alpha = paletteAlpha === null ? new Uint8Array((rgb?.length ?? 0) / 3).fill(255) : new Uint8Array(paletteAlpha);
  return {
    header,
    samples: header.bitDepth === 16 ? new Uint16Array(samples) : new Uint8Array(samples),
    channels: CHANNELS[header.colourType],
    palette: rgb === null ? null : { rgb, alpha, transparencyEntries: alpha.findLastIndex((value) => value < 255) + 1 },
    chunks: [],
    fileSize: 0,
  };
}
