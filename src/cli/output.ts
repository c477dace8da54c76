import { writeSync } from 'node:fs';
import { escapeControls } from '../core/identify/report.ts';

/** Whoever read our output has closed it (`| head`). */
export class OutputClosed extends Error {
  override readonly name = 'OutputClosed';
}

/** Output could not be written, for instance because the disk is full. */
export class OutputFailed extends Error {
  override readonly name = 'OutputFailed';
}

const STDOUT = 1;
const STDERR = 2;

/** Writes to standard output, whole, before it returns. Throws {@link OutputClosed}, {@link OutputFailed}. */
export function printOutput(data: string | Uint8Array): void {
  writeAll(STDOUT, typeof data === 'string' ? Buffer.from(data) : data);
}

/** One line on standard error: `maskscope: <message>`. */
export function reportError(message: string): void {
  try {
    writeAll(STDERR, Buffer.from(`maskscope: ${escapeControls(message)}\n`));
  } catch (error) {
    // There is nowhere left to say so.
    if (!(error instanceof OutputClosed || error instanceof OutputFailed)) throw error;
  }
}

function writeAll(descriptor: number, bytes: Uint8Array): void {
  let rest = bytes;
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      switch ((error as NodeJS.ErrnoException).code) {
        case 'EPIPE':
        case 'EOF':
          throw new OutputClosed();
        case 'EAGAIN':
          // A pipe that another program made non-blocking is full: let its reader catch up.
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
          break;
        default:
          throw new OutputFailed((error as Error).message);
      }
    }
  }
}
