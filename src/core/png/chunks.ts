import type { Crc32 } from './crc32.ts';
import { PngError } from './errors.ts';
import { PNG_SIGNATURE } from './signature.ts';
import type { PngChunk } from './types.ts';

/** PNG specification, 5.3: a length is at most 2³¹ − 1. */
const MAX_CHUNK_LENGTH = 0x7fffffff;

/** Each chunk costs an object of some 350 bytes; small chunks must not cost many times the file's size. */
const ALWAYS_ALLOWED_CHUNKS = 1 << 16;
const BYTES_PER_CHUNK = 1024;

/** A chunk whose checksum is wrong. */
export interface CrcMismatch {
  readonly chunk: PngChunk;
  /** The CRC that the file stores. */
  readonly stored: number;
  /** The CRC of the bytes that are there. */
  readonly computed: number;
}

/** What walking a file's chunks found; nothing is judged but whether the walk can go on. */
export interface ChunkWalk {
  /** In file order, up to and with IEND; damaged ones carry `damaged: true`. */
  readonly chunks: readonly PngChunk[];
  /** In file order. */
  readonly mismatches: readonly CrcMismatch[];
  /** Why the walk ended before IEND; null when it reached IEND. */
  readonly stop: PngError | null;
  /** The beginning of the chunk that the file breaks off in, if there is one. */
  readonly cutOff: PngChunk | null;
  /** Bytes after IEND. */
  readonly trailingBytes: number;
}

/**
 * Walks the chunks of a file whose signature is right. Takes memory for one small object a chunk, never for a
 * declared length; never throws.
 */
export function walkChunks(file: Uint8Array, crc32: Crc32): ChunkWalk {
  // A Node Buffer would hand its own kind, whose slice() does not copy, down to everyone.
  const bytes = new Uint8Array(file.buffer, file.byteOffset, file.byteLength);
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const chunks: PngChunk[] = [];
  const mismatches: CrcMismatch[] = [];
  let cutOff: PngChunk | null = null;
  const stopped = (stop: PngError): ChunkWalk => ({ chunks, mismatches, stop, cutOff, trailingBytes: 0 });

  const limit = Math.max(ALWAYS_ALLOWED_CHUNKS, Math.floor(bytes.length / BYTES_PER_CHUNK));
  let offset = PNG_SIGNATURE.length;
  for (;;) {
    const available = bytes.length - offset;
    if (available < 8) return stopped(new PngError('endMissing', {}, bytes.length));
    if (chunks.length >= limit) return stopped(new PngError('tooManyChunks', { limit }, offset));
    const length = view.getUint32(offset);
    const type = chunkType(bytes, offset + 4);
    if (type === null) {
      return stopped(new PngError('chunkTypeInvalid', { chunk: hexadecimal(view.getUint32(offset + 4)) }, offset + 4));
    }
    if (length > MAX_CHUNK_LENGTH) {
      return stopped(new PngError('chunkLengthInvalid', { chunk: type, length }, offset));
    }
    if (length > available - 12) {
      cutOff = { type, offset, data: bytes.subarray(offset + 8, Math.min(bytes.length, offset + 8 + length)) };
      return stopped(
        length > available - 8
          ? new PngError('chunkTooLong', { chunk: type, length, available: available - 8 }, offset)
          : new PngError('crcMissing', { chunk: type }, offset),
      );
    }
    const end = offset + 8 + length;
    const stored = view.getUint32(end);
    const computed = crc32(bytes.subarray(offset + 4, end));
    const data = bytes.subarray(offset + 8, end);
    const chunk: PngChunk = stored === computed ? { type, offset, data } : { type, offset, data, damaged: true };
    chunks.push(chunk);
    if (stored !== computed) mismatches.push({ chunk, stored, computed });
    offset = end + 4;
    if (type === 'IEND') return { chunks, mismatches, stop: null, cutOff, trailingBytes: bytes.length - offset };
  }
}

/** Four ASCII letters, or null. */
function chunkType(bytes: Uint8Array, at: number): string | null {
  for (let i = at; i < at + 4; i++) {
    const letter = (bytes[i] as number) | 0x20;
    if (letter < 0x61 || letter > 0x7a) return null;
  }
  const [a, b, c, d] = [bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]] as [number, number, number, number];
  return String.fromCharCode(a, b, c, d);
}

/** The typed error of a wrong checksum; its place is the chunk's. */
export function crcError({ chunk, stored, computed }: CrcMismatch): PngError {
  const details = { chunk: chunk.type, stored: hexadecimal(stored), computed: hexadecimal(computed) };
  return new PngError('crcMismatch', details, chunk.offset);
}

/** Critical chunks have a capital first letter (PNG specification, 5.4). */
export function isCritical(type: string): boolean {
  return type.charCodeAt(0) < 0x60;
}

function hexadecimal(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
