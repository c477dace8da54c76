import { closeSync, openSync, readSync } from 'node:fs';
import { fileProblem } from './readFile.ts';

/** How files of TrueType, OpenType, collections of both, and web fonts begin: the OpenType and WOFF specifications. */
const SIGNATURES = new Set(['\0\x01\0\0', 'OTTO', 'true', 'ttcf', 'wOFF', 'wOF2']);

/**
 * Whether a file is a font by its first four bytes: what draws texts says nothing of one that is none, and takes another font.
 *
 * @throws FileError where it cannot be read
 */
export function isFontFile(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const head = Buffer.alloc(4);
      return readSync(file, head, 0, 4, 0) === 4 && SIGNATURES.has(head.toString('latin1'));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileProblem(error);
  }
}
