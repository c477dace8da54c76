import * as zlib from 'node:zlib';
import type { Crc32 } from '../core/png/crc32.ts';
import type { InflatePartial, PartialInflate } from '../core/png/diagnose.ts';
import { PngError } from '../core/png/errors.ts';
import type { InflateBounded } from '../core/png/text.ts';
import type { Inflate } from '../core/png/types.ts';
import type { Deflate } from '../core/png/write.ts';

/** zlib.constants.Z_MIN_CHUNK */
const MIN_CHUNK = 64;

/** Node's CRC-32. */
export const crc32: Crc32 = (data, previous) => zlib.crc32(data, previous);

/**
 * Inflates one zlib stream with Node's zlib into memory of exactly the expected size (plus one byte, which shows
 * whether there is more).
 *
 * @throws PngError `dataTooLong`, `dataTooShort`, `dataCorrupt`
 */
export const inflate: Inflate = (parts, expectedLength) => {
  const stream = joined(parts);
  let inflated: Buffer;
  try {
    inflated = zlib.inflateSync(stream, boundsOf(expectedLength));
  } catch (error) {
    throw inflateProblem(error, stream, expectedLength);
  }
  if (inflated.length < expectedLength) {
    throw new PngError('dataTooShort', { found: inflated.length, expected: expectedLength });
  }
  // Node cuts small buffers out of a shared pool, which can be neither transferred nor kept cheaply.
  const isPooled = inflated.buffer.byteLength > 2 * inflated.byteLength + MIN_CHUNK;
  if (isPooled) return new Uint8Array(inflated);
  return new Uint8Array(inflated.buffer, inflated.byteOffset, inflated.byteLength);
};

/** Inflates one zlib stream of unknown length, up to `limit` bytes. Throws PngError. */
export const inflateBounded: InflateBounded = (data, limit) => {
  try {
    return zlib.inflateSync(data, { maxOutputLength: Math.max(1, limit) });
  } catch (error) {
    throw inflateProblem(error, data, limit);
  }
};

/** One allocation of the expected size, plus a byte that shows whether there is more. */
function boundsOf(length: number): { chunkSize: number; maxOutputLength: number } {
  return { chunkSize: Math.max(MIN_CHUNK, length + 1), maxOutputLength: Math.max(1, length) };
}

/** The parts of a stream as one; no copy where there is one alone. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
}

function inflateProblem(error: unknown, stream: Uint8Array, expected: number): unknown {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'ERR_BUFFER_TOO_LARGE') return new PngError('dataTooLong', { expected });
  if (code === 'Z_BUF_ERROR') {
    // The stream breaks off; in the smallest buffers that shows before its being too long does.
    const { bytes } = attempt(stream, expected, zlib.constants.Z_SYNC_FLUSH);
    if (!bytes) return new PngError('dataTooLong', { expected });
    if (bytes.length < expected) return new PngError('dataTooShort', { found: bytes.length, expected });
  }
  if (code?.startsWith('Z_')) return new PngError('dataCorrupt', { reason: message });
  return error;
}

/** Deflate packs at most 1032 bytes into one; so much can a byte add beyond the limit. */
const MAX_DEFLATE_RATIO = 1032;

/**
 * Inflates as far as it goes. Node's zlib gives nothing back once it meets an error, so the longest beginning of the
 * stream that inflates without one is searched by halving: at most 31 decompressions.
 */
export const inflatePartial: InflatePartial = (parts, limit) => {
  const stream = joined(parts);
  const outcome = attempt(stream, limit, zlib.constants.Z_FINISH);
  if (outcome.bytes) return { bytes: outcome.bytes, consumed: outcome.consumed, end: 'complete', reason: '' };

  let sound = 0;
  let unsound = stream.length + 1;
  let bytes: Uint8Array = new Uint8Array(0);
  // A truncated stream is sound to its end.
  let next = stream.length;
  while (unsound - sound > 1) {
    const beginning = attempt(stream.subarray(0, next), limit + 2 * MAX_DEFLATE_RATIO, zlib.constants.Z_SYNC_FLUSH);
    if (beginning.bytes) {
      sound = next;
      bytes = beginning.bytes;
    } else {
      unsound = next;
    }
    next = (sound + unsound) >>> 1;
  }
  const reported = endOf(outcome);
  const end = reported === 'truncated' && bytes.length > limit ? 'tooLong' : reported;
  return { bytes: bytes.subarray(0, limit), consumed: sound, end, reason: outcome.reason };
};

interface Attempt {
  /** Null when zlib refused. */
  readonly bytes: Uint8Array | null;
  readonly consumed: number;
  readonly code: string;
  readonly reason: string;
}

function attempt(stream: Uint8Array, limit: number, finishFlush: number): Attempt {
  const most = Math.min(limit, (stream.length + 1) * MAX_DEFLATE_RATIO);
  try {
    // The declared type leaves `info` out (Node.js documentation, zlib, "Convenience methods").
    const result = zlib.inflateSync(stream, { ...boundsOf(most), finishFlush, info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    const { buffer, byteOffset, byteLength } = result.buffer;
    return {
      bytes: new Uint8Array(buffer, byteOffset, byteLength),
      consumed: result.engine.bytesWritten,
      code: '',
      reason: '',
    };
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return { bytes: null, consumed: 0, code: code ?? '', reason: message };
  }
}

function endOf({ code, reason }: Attempt): PartialInflate['end'] {
  if (code === 'ERR_BUFFER_TOO_LARGE') return 'tooLong';
  if (code === 'Z_BUF_ERROR') return 'truncated';
  return reason === 'incorrect data check' ? 'checksum' : 'corrupt';
}

/** Compresses one zlib stream; the same bytes for the same input and zlib version. */
export const deflate: Deflate = (data, effort) => {
  const { Z_RLE, Z_DEFAULT_STRATEGY } = zlib.constants;
  const options =
    effort === 'fast'
      ? { level: 6, memLevel: 8, strategy: Z_RLE }
      : { level: 9, memLevel: 9, strategy: Z_DEFAULT_STRATEGY };
  return zlib.deflateSync(data, options);
};
