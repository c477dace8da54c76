import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FileError, fileProblem } from './readFile.ts';

/** The first bytes of a file. Throws FileError. */
export function readHead(path: string, most: number): Uint8Array {
  try {
    const file = openSync(path, 'r');
    try {
      const facts = fstatSync(file);
      if (!facts.isFile()) throw new FileError('notAFile');
      const head = new Uint8Array(Math.min(most, facts.size));
      return head.subarray(0, readSync(file, head, 0, head.length, 0));
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileProblem(error);
  }
}
