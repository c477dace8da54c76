import { closeSync, constants, fstatSync, openSync, readSync, statSync, type Stats } from 'node:fs';
import { DEFAULT_MAX_FILE_BYTES, FileError, fileProblem } from './readFile.ts';

/** What tells whether a file is still the one that was read. */
export interface FileIdentity {
  readonly device: number;
  readonly inode: number;
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since 1970, with fractions. */
  readonly modified: number;
  /** When anything about the file last changed, its links and mode included; as `modified`, but nobody can set it. */
  readonly changed: number;
  /** Permission bits, 0 … 0o7777. */
  readonly mode: number;
  readonly owner: number;
  readonly group: number;
  /** Names that share the file's data; 1 unless it is hard-linked. */
  readonly links: number;
}

/** A file's bytes and whose they were. */
export interface Snapshot {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly identity: FileIdentity;
  /** When it was opened, milliseconds since 1970. */
  readonly taken: number;
}

/** Milliseconds: the coarsest clock of a file system, FAT's. Two changes within it may have one time. */
export const COARSEST_CLOCK = 2000;

// O_NONBLOCK does not exist on Windows, nor do named pipes in folders.
const NON_BLOCKING_READ = constants.O_RDONLY | ((constants as Partial<typeof constants>).O_NONBLOCK ?? 0);

/**
 * Reads a whole file without giving up the thread: in a worker that reads thousands of small files, the waits of
 * asynchronous calls would cost more than the reading. Otherwise as `readFile`.
 *
 * @throws FileError
 */
export function takeSnapshot(path: string, maxBytes = DEFAULT_MAX_FILE_BYTES): Snapshot {
  try {
    const taken = Date.now();
    const file = openSync(path, NON_BLOCKING_READ);
    try {
      const facts = fstatSync(file);
      if (!facts.isFile()) throw new FileError('notAFile');
      if (facts.size > maxBytes) throw new FileError('tooLarge', { size: facts.size, limit: maxBytes });
      const bytes = new Uint8Array(facts.size);
      let length = 0;
      while (length < bytes.length) {
        const count = readSync(file, bytes, length, bytes.length - length, length);
        if (count === 0) break;
        length += count;
      }
      const whole = length === bytes.length ? bytes : bytes.slice(0, length);
      return { bytes: whole, identity: identityOf(facts), taken };
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw fileProblem(error);
  }
}

/** Whether a path still leads to the file that was read, unchanged. False also where there is none any more. */
export function isUnchanged(path: string, identity: FileIdentity): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  return facts !== undefined && isSame(facts, identity);
}

function isSame(facts: Stats, identity: FileIdentity): boolean {
  return (
    facts.ino === identity.inode &&
    facts.dev === identity.device &&
    facts.size === identity.size &&
    facts.mtimeMs === identity.modified
  );
}

/**
 * Whether a file surely holds the bytes of a snapshot, without reading it again: nothing about it has changed, and what
 * changed last was long enough before the snapshot that a later change has another time. False where that is not sure.
 */
export function isSurelyUntouched(path: string, { identity, taken }: Pick<Snapshot, 'identity' | 'taken'>): boolean {
  if (identity.changed > taken - COARSEST_CLOCK || identity.modified > taken - COARSEST_CLOCK) return false;
  try {
    const facts = statSync(path);
    return facts.ctimeMs === identity.changed && isSame(facts, identity);
  } catch {
    return false;
  }
}

function identityOf(facts: Stats): FileIdentity {
  return {
    device: facts.dev,
    inode: facts.ino,
    size: facts.size,
    modified: facts.mtimeMs,
    changed: facts.ctimeMs,
    mode: facts.mode & 0o7777,
    owner: facts.uid,
    group: facts.gid,
    links: facts.nlink,
  };
}
