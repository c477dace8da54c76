import { join } from 'node:path';
import type { DatasetFacts } from '../../core/dataset/facts.ts';
import type { PairRow } from '../../core/dataset/pairTable.ts';
import { isPhotograph, maskFromPng } from '../../core/mask/fromPng.ts';
import { blendHalf, fitInto, shrinkMask, type Size } from '../../core/mask/thumbnail.ts';
import { idColours, parseHex, type Rgb } from '../../core/palette/idColours.ts';
import { ColourType } from '../../core/png/types.ts';
import { writePng } from '../../core/png/write.ts';
import { encodeJpeg, readOriginal, type OriginalPixels } from '../../platform/originals.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { crc32, deflate } from '../../platform/zlib.ts';
import { readImage } from '../readImage.ts';

/** A small picture of a pair. */
export interface Thumbnail {
  readonly row: PairRow;
  /** `none`: neither half can be drawn. */
  readonly shows: 'both' | 'mask' | 'original' | 'none';
  /** A whole file; null for `none`. */
  readonly bytes: Uint8Array | null;
  readonly type: 'image/jpeg' | 'image/png';
}

/** Longest side of thumbnails, in pixels. */
export const LARGEST_THUMBNAIL = 192;

/** What thumbnails of one dataset are made from. */
export interface ThumbnailSource {
  /** The dataset's folder, absolute. */
  readonly root: string;
  readonly facts: DatasetFacts;
}

/**
 * A pair as a picture: its mask in the colours of its palette or of the class map over its original, half of each; one of
 * them where the other is missing or cannot be decoded. Never rejects.
 *
 * @param side longest side in pixels, up to {@link LARGEST_THUMBNAIL}
 */
export async function thumbnailOf({ root, facts }: ThumbnailSource, row: PairRow, side: number): Promise<Thumbnail> {
  const longest = Math.min(LARGEST_THUMBNAIL, Math.max(1, Math.floor(side)));
  const { mask: maskPath, original: originalPath } = row.pair;
  const mask = maskPath === null ? null : smallMask(root, maskPath, facts, longest);
  const original = originalPath === null ? null : await smallOriginal(root, originalPath, facts, mask ?? longest);
  const picture =
    mask !== null && original !== null ? { ...mask, rgb: blendHalf(mask.rgb, original.rgb) } : (mask ?? original);
  if (picture === null) return { row, shows: 'none', bytes: null, type: 'image/png' };
  const shows = original === null ? 'mask' : mask === null ? 'original' : 'both';
  // A mask alone has few colours, which PNG holds in less, and without stains.
  const jpeg = shows === 'mask' ? null : await encodeJpeg(picture).catch(() => null);
  const bytes = jpeg ?? pngOf(picture);
  return { row, shows, bytes, type: jpeg === null ? 'image/png' : 'image/jpeg' };
}

function smallMask(
  root: string,
  path: string,
  { records, classMap }: DatasetFacts,
  side: number,
): OriginalPixels | null {
  const record = records.get(path);
  if (record?.type === 'broken') return null;
  try {
    const mask = maskFromPng(readImage(takeSnapshot(join(root, path)).bytes), { force: true });
    if (isPhotograph(mask)) return null;
    const classColours = new Map<number, Rgb>();
    for (const { id, colour } of classMap?.map.entries ?? []) {
      const rgb = colour === null ? null : parseHex(colour);
      if (rgb !== null && !classColours.has(id)) classColours.set(id, rgb);
    }
    const { kind = 'semantic', divisor = null } = record?.type === 'mask' ? record : {};
    const size = fitInto(mask, side);
    return { ...size, rgb: shrinkMask(mask, idColours(mask, { kind, divisor, classColours }), size) };
  } catch {
    return null;
  }
}

/** @param size of its mask's picture; the longest side where there is none */
async function smallOriginal(
  root: string,
  path: string,
  { records }: DatasetFacts,
  size: Size | number,
): Promise<OriginalPixels | null> {
  const record = records.get(path);
  try {
    if (typeof size !== 'number') {
      return await readOriginal(join(root, path), { width: size.width, height: size.height });
    }
    if (record?.type !== 'image' || record.width === 0) return null;
    return await readOriginal(join(root, path), fitInto(record, size));
  } catch {
    return null;
  }
}

function pngOf({ width, height, rgb }: OriginalPixels): Uint8Array {
  const header = { width, height, bitDepth: 8, colourType: ColourType.rgb, interlaced: false } as const;
  return writePng({ header, samples: rgb, palette: null }, deflate, { crc32 });
}
