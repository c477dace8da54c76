import { createHash, hash } from 'node:crypto';
import type { Sha256 } from '../core/identify/signature.ts';

/** A new SHA-256 of Node's crypto. */
export function createSha256(): Sha256 {
  const hash = createHash('sha256');
  return {
    update(bytes) {
      hash.update(bytes);
    },
    digestHex: () => hash.digest('hex'),
  };
}

/** SHA-256 of some bytes, hexadecimal. */
export function sha256Hex(bytes: Uint8Array): string {
  // The one-shot call, which the oldest supported VS Code's Node has too, costs half for small files.
  return hash('sha256', bytes, 'hex');
}
