import { imageKindOf, type ImageKind } from '../download/imageKind.ts';
import { readExif } from '../identify/exif.ts';
import { lfsPointerIn, looksLike } from '../png/signature.ts';
import type { BrokenRecord } from './records.ts';

/** What the header of an original says about its pixels. */
export interface ImageHeader {
  readonly kind: ImageKind;
  /** Pixels as they are stored, before any turning. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
  /** EXIF orientation 1 … 8; null where the file states none. */
  readonly orientation: number | null;
}

/**
 * Size and EXIF orientation of a PNG, JPEG, GIF, BMP or WebP file; null for other formats, and where `head` does not
 * hold enough of the file to tell.
 *
 * @param head the first bytes of the file; a JPEG may have large segments before its size, so that a second call with all
 *   of its bytes may know what the first did not
 */
export function readImageHeader(head: Uint8Array): ImageHeader | null {
  const kind = imageKindOf(head);
  if (kind === null) return null;
  const found = READERS[kind]?.(new DataView(head.buffer, head.byteOffset, head.byteLength)) ?? null;
  if (found === null || found.width < 1 || found.height < 1) return null;
  return { kind, orientation: null, ...found };
}

/**
 * Why the start of a file cannot be that of any image: it is empty, a Git LFS pointer, or a page or text that was saved in its
 * place; null where it may be an image of a format that is not known here.
 */
export function imageProblem(head: Uint8Array): BrokenRecord['problem'] | null {
  if (head.length === 0) return { code: 'empty', details: {}, offset: null };
  const pointer = lfsPointerIn(head);
  if (pointer !== null) return { code: 'lfsPointer', details: pointer, offset: null };
  const kind = looksLike(head);
  return TEXTS.has(kind) ? { code: 'notImage', details: { looksLike: kind }, offset: null } : null;
}

/** As {@link looksLike} names them; an SVG is an image. */
const TEXTS: ReadonlySet<string> = new Set(['HTML', 'XML', 'JSON', 'text']);

/** Whether an orientation exchanges width and height (Exif 2.3, 4.6.4, Orientation). */
export function isTransposed(orientation: number | null): boolean {
  return orientation !== null && orientation >= 5;
}

type Facts = Pick<ImageHeader, 'width' | 'height'> & Partial<Pick<ImageHeader, 'orientation'>>;

const READERS: Readonly<Partial<Record<ImageKind, (view: DataView) => Facts | null>>> = {
  PNG: readPng,
  JPEG: readJpeg,
  GIF: (view) => (view.byteLength < 10 ? null : { width: view.getUint16(6, true), height: view.getUint16(8, true) }),
  BMP: readBmp,
  WebP: readWebp,
};

/** IHDR is the first chunk (PNG specification, 5.6); eXIf may stand before or behind the pixels. */
function readPng(view: DataView): Facts | null {
  if (view.byteLength < 24) return null;
  const size = { width: view.getUint32(16), height: view.getUint32(20) };
  for (let at = 8; at + 12 <= view.byteLength;) {
    const length = view.getUint32(at);
    if (textAt(view, at + 4, 4) === 'eXIf' && at + 8 + length <= view.byteLength) {
      return { ...size, orientation: orientationOf(bytesAt(view, at + 8, length)) };
    }
    at += 12 + length;
  }
  return size;
}

/** Markers before the first frame header (ITU-T T.81, B.1.1 and B.2.2). */
function readJpeg(view: DataView): Facts | null {
  let orientation: number | null = null;
  for (let at = 2; at + 4 <= view.byteLength;) {
    if (view.getUint8(at) !== 0xff) return null;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++;
      continue;
    }
    // Without a length: TEM and restarts.
    if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
      continue;
    }
    const length = view.getUint16(at + 2);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (isFrame) {
      if (at + 9 > view.byteLength) return null;
      return { height: view.getUint16(at + 5), width: view.getUint16(at + 7), orientation };
    }
    const isExif = marker === 0xe1 && at + 2 + length <= view.byteLength && textAt(view, at + 4, 6) === 'Exif\0\0';
    if (isExif) orientation ??= orientationOf(bytesAt(view, at + 10, length - 8));
    at += 2 + length;
  }
  return null;
}

/** BITMAPCOREHEADER has sizes of 16 bits; a negative height counts rows from the top. */
function readBmp(view: DataView): Facts | null {
  if (view.byteLength < 26) return null;
  if (view.getUint32(14, true) === 12) {
    return { width: view.getUint16(18, true), height: view.getUint16(20, true) };
  }
  return { width: view.getInt32(18, true), height: Math.abs(view.getInt32(22, true)) };
}

/** The three forms of the first chunk (RFC 9649, 2.5 to 2.7). */
function readWebp(view: DataView): Facts | null {
  if (view.byteLength < 30) return null;
  const little24 = (at: number): number => view.getUint16(at, true) + view.getUint8(at + 2) * 0x10000;
  switch (textAt(view, 12, 4)) {
    case 'VP8 ':
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return { width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 };
    }
    case 'VP8X': {
      const size = { width: little24(24) + 1, height: little24(27) + 1 };
      return { ...size, orientation: webpOrientation(view) };
    }
    default:
      return null;
  }
}

function webpOrientation(view: DataView): number | null {
  for (let at = 12; at + 8 <= view.byteLength;) {
    const length = view.getUint32(at + 4, true);
    if (textAt(view, at, 4) === 'EXIF' && at + 8 + length <= view.byteLength) {
      return orientationOf(bytesAt(view, at + 8, length));
    }
    at += 8 + length + (length % 2);
  }
  return null;
}

function orientationOf(exif: Uint8Array): number | null {
  const orientation = Number(readExif(exif).get('Orientation'));
  return Number.isInteger(orientation) && orientation >= 1 && orientation <= 8 ? orientation : null;
}

function bytesAt(view: DataView, at: number, length: number): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset + at, length);
}

function textAt(view: DataView, at: number, length: number): string {
  return String.fromCharCode(...bytesAt(view, at, Math.min(length, view.byteLength - at)));
}
