import { PngError } from './errors.ts';

/** The first eight bytes of every PNG file (PNG specification, 5.2). */
export const PNG_SIGNATURE: readonly number[] = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

/** What else a file named `.png` turns out to be. Format names are the same in every language. */
const MAGIC: readonly (readonly [looksLike: string, offset: number, text: string])[] = [
  ['JPEG', 0, '\xff\xd8\xff'],
  ['GIF', 0, 'GIF8'],
  ['BMP', 0, 'BM'],
  ['TIFF', 0, 'II*\0'],
  ['TIFF', 0, 'MM\0*'],
  ['PDF', 0, '%PDF'],
  ['ZIP', 0, 'PK\x03\x04'],
  ['gzip', 0, '\x1f\x8b'],
  ['WebP', 8, 'WEBP'],
  ['AVIF', 4, 'ftypavif'],
  ['HEIC', 4, 'ftypheic'],
  ['PSD', 0, '8BPS'],
  ['NumPy (.npy)', 0, '\x93NUMPY'],
  ['MNG', 0, '\x8aMNG'],
  ['JNG', 0, '\x8bJNG'],
];

const SNIFFED_BYTES = 1024;
const LFS_VERSION = 'version https://git-lfs.github.com/spec/';

/** Throws the typed reason why `bytes` do not start as a PNG file does; returns when they do. */
export function requireSignature(bytes: Uint8Array): void {
  if (PNG_SIGNATURE.every((byte, i) => bytes[i] === byte)) return;
  if (bytes.length === 0) throw new PngError('empty');
  const head = latin1(bytes.subarray(0, SNIFFED_BYTES));
  const pointer = lfsPointer(head);
  if (pointer !== null) throw new PngError('lfsPointer', pointer);
  if (isTruncatedSignature(bytes)) throw new PngError('endMissing', {}, bytes.length);
  // Transfer in text mode turns CR LF into LF, LF into CR LF, or strips the eighth bit.
  if (/^.{0,2}PNG[\r\n\x1a]/s.test(head) || head.slice(8, 20).includes('IHDR')) {
    throw new PngError('signatureDamaged', {}, 0);
  }
  throw new PngError('notPng', { looksLike: looksLike(bytes) }, 0);
}

function isTruncatedSignature(bytes: Uint8Array): boolean {
  return bytes.length < PNG_SIGNATURE.length && bytes.every((byte, i) => PNG_SIGNATURE[i] === byte);
}

/** What the first bytes look like, for people: a format's name, `text`, or `binary data`. */
export function looksLike(bytes: Uint8Array): string {
  const head = latin1(bytes.subarray(0, SNIFFED_BYTES));
  for (const [name, offset, text] of MAGIC) if (head.startsWith(text, offset)) return name;
  const text = head.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (/^<(!doctype html|html|head|body)/i.test(text)) return 'HTML';
  if (/^<(\?xml|svg|!--)/i.test(text)) return /<svg/i.test(text) ? 'SVG' : /<html/i.test(text) ? 'HTML' : 'XML';
  if (/^[{[]\s*["{[\]}\d]/.test(text)) return 'JSON';
  if (/^[^\0-\x08\x0e-\x1f\x7f]*$/.test(head)) return 'text';
  return 'binary data';
}

/** {@link lfsPointer} of the first bytes of any file. */
export function lfsPointerIn(bytes: Uint8Array): { oid: string; size: number } | null {
  return lfsPointer(latin1(bytes.subarray(0, SNIFFED_BYTES)));
}

/** Facts of a Git LFS pointer (git-lfs specification, "The Pointer"): `oid` and `size`, or null. */
function lfsPointer(head: string): { oid: string; size: number } | null {
  if (!head.startsWith(LFS_VERSION)) return null;
  const oid = /^oid (\S{1,200})$/m.exec(head)?.[1] ?? '';
  const size = Number(/^size (\d{1,15})$/m.exec(head)?.[1] ?? NaN);
  return { oid, size: Number.isFinite(size) ? size : 0 };
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
