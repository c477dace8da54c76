import { createHash } from 'node:crypto';
import type { PythonArray } from './runReaders.ts';

/** What TensorFlow returned of the files of the same digest. */
export interface Recording {
  readonly version: string;
  /** {@link filesDigest} */
  readonly files: string;
  /** By call and file, {@link digestOf} each. */
  readonly arrays: Readonly<Record<string, readonly string[]>>;
}

/** Type, shape and values of an array in 16 hex digits. */
export function digestOf(array: PythonArray | null): string {
  const text = array === null ? '' : [array.dtype, array.shape.join(), array.values.join()].join(';');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

export function filesDigest(files: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const file of files) hash.update(file);
  return hash.digest('hex');
}
