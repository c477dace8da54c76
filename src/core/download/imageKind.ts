import { PNG_SIGNATURE } from '../png/signature.ts';

/** What the first bytes of a file say it is; names as the formats call themselves. */
export type ImageKind = 'PNG' | 'JPEG' | 'GIF' | 'WebP' | 'BMP' | 'TIFF' | 'AVIF';

/** First bytes that {@link imageKindOf} looks at. */
export const IMAGE_HEAD_BYTES = 64;
/** Last bytes that {@link imageFlaw} looks at: some programs write something after the end. */
export const IMAGE_TAIL_BYTES = 65_536;
/** Of them, those of a JPEG: thumbnails within it have ends of their own. */
const JPEG_TAIL_BYTES = 1024;

/** What may be the matter with the end of an image. */
export type ImageFlaw = 'noEnd' | 'trailingData';

/** Sizes of the header that follows a BMP's file header, by version of the format; `BM` alone begins many a text. */
const BMP_HEADER_SIZES: ReadonlySet<number> = new Set([12, 16, 40, 52, 56, 64, 108, 124]);
const PNG_END: readonly number[] = [0, 0, 0, 0, 0x49, 0x45, 0x4e, 0x44, 0xae, 0x42, 0x60, 0x82];
const JPEG_END: readonly number[] = [0xff, 0xd9];
const GIF_TRAILER = 0x3b;

/**
 * The kind of an image by its signature, never by its name or declared type; null for anything else.
 *
 * @param head the first {@link IMAGE_HEAD_BYTES}, or all bytes of a shorter file
 */
export function imageKindOf(head: Uint8Array): ImageKind | null {
  if (holds(head, 0, PNG_SIGNATURE)) return 'PNG';
  if (holds(head, 0, [0xff, 0xd8, 0xff])) return 'JPEG';
  const text = String.fromCharCode(...head.subarray(0, IMAGE_HEAD_BYTES));
  if (text.startsWith('GIF87a') || text.startsWith('GIF89a')) return 'GIF';
  if (text.startsWith('RIFF') && text.startsWith('WEBP', 8)) return 'WebP';
  if (text.startsWith('BM') && BMP_HEADER_SIZES.has(little32(head, 14))) return 'BMP';
  // The third number of a TIFF is 42, of a BigTIFF 43.
  if (/^(?:II[*+]\0|MM\0[*+])/.test(text)) return 'TIFF';
  return isAvif(head, text) ? 'AVIF' : null;
}

/**
 * What is the matter with the end of an image; null where nothing is, or the format has none that could be told without
 * reading it all. A body that was cut without a declared length is found only so. Data behind the end is told of PNGs.
 *
 * @param head the first {@link IMAGE_HEAD_BYTES}
 * @param tail the last {@link IMAGE_TAIL_BYTES}
 * @param length bytes of the whole file
 */
export function imageFlaw(kind: ImageKind, head: Uint8Array, tail: Uint8Array, length: number): ImageFlaw | null {
  const flawUnless = (hasEnd: boolean): ImageFlaw | null => (hasEnd ? null : 'noEnd');
  switch (kind) {
    case 'PNG':
      if (holds(tail, tail.length - PNG_END.length, PNG_END)) return null;
      return tail.some((_, i) => holds(tail, i, PNG_END)) ? 'trailingData' : 'noEnd';
    case 'JPEG': {
      const last = tail.subarray(-JPEG_TAIL_BYTES);
      return flawUnless(last.some((_, i) => holds(last, i, JPEG_END)));
    }
    case 'GIF':
      return flawUnless(tail.findLast((byte) => byte !== 0) === GIF_TRAILER);
    case 'WebP':
      return flawUnless(length >= little32(head, 4) + 8);
    case 'BMP':
      return flawUnless(length >= little32(head, 2));
    case 'TIFF':
    case 'AVIF':
      return null;
  }
}

/** `ftyp` box (ISO/IEC 14496-12, 4.3) whose major or compatible brands name AVIF. */
function isAvif(head: Uint8Array, text: string): boolean {
  if (!text.startsWith('ftyp', 4)) return false;
  const end = Math.min(head.length, (head[2] ?? 0) * 256 + (head[3] ?? 0));
  const brands = [text.slice(8, 12)];
  for (let at = 16; at + 4 <= end; at += 4) brands.push(text.slice(at, at + 4));
  return brands.some((brand) => brand === 'avif' || brand === 'avis');
}

function holds(bytes: Uint8Array, at: number, expected: readonly number[]): boolean {
  return at >= 0 && expected.every((byte, i) => bytes[at + i] === byte);
}

function little32(bytes: Uint8Array, at: number): number {
  const byte = (i: number): number => bytes[at + i] ?? 0;
  return byte(0) + byte(1) * 0x100 + byte(2) * 0x10000 + byte(3) * 0x1000000;
}
