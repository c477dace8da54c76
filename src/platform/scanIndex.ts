import { closeSync, constants, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileRecord, FileVersion } from '../core/dataset/records.ts';
import { cacheFolder } from './cacheFolder.ts';
import { sha256Hex } from './hash.ts';
import { COARSEST_CLOCK } from './snapshot.ts';
import { crc32 } from './zlib.ts';

/** Changed whenever records hold something else: an older index is made anew. */
const HEADER = 'maskscope scan index 1\n';

/** Larger files are nothing that we wrote: a line takes about a thousand bytes. */
const MOST_BYTES = 2 ** 31 - 1;

/** Lines of files that are gone or were scanned again are kept until they are so many times the others. */
const MOST_STALE = 2;
const FEW_LINES = 1000;

/** What a record tells: of a mask, of an original's header, of that and its hash, or why there is nothing to tell. */
type Told = 'mask' | 'image' | 'hashed' | 'broken';

interface Entry {
  readonly told: Told;
  readonly size: number;
  readonly modified: number;
  /** When the file was read, in milliseconds since 1970. */
  readonly scanned: number;
  readonly source: Buffer;
  /** Where its line begins, and where the record does; the record ends with the line. */
  readonly lineFrom: number;
  readonly from: number;
  readonly to: number;
}

/** The file that keeps what is known of a dataset's files; one for each folder and user, shared by all their programs. */
export function scanIndexFile(realFolder: string): string {
  return join(cacheFolder(), 'datasets', `${sha256Hex(Buffer.from(realFolder)).slice(0, 32)}.index`);
}

/**
 * What scans have found, by path, in a file that is only ever appended to. A line is the file's version and the record,
 * with a CRC-32: one that was torn by a kill, or by two programs that wrote at once where the file system lets them, is
 * passed over, and its file is scanned again. Since every line tells which version of a file it speaks of, programs that
 * scan one folder at the same time need no lock: they write the same lines.
 *
 * Records stay text until they are asked for.
 */
export class ScanIndex {
  readonly #file: string;
  readonly #entries = new Map<string, Entry>();
  #lines = 0;
  /** The file is there and of this version. */
  #isStarted = false;

  /** Reads the index; one that is missing, unreadable or of another version counts as empty. */
  constructor(file: string) {
    this.#file = file;
    const bytes = readWhole(file);
    if (bytes?.subarray(0, HEADER.length).toString('latin1') !== HEADER) return;
    this.#isStarted = true;
    this.#take(bytes, HEADER.length);
  }

  /** Number of paths that it knows. */
  get size(): number {
    return this.#entries.size;
  }

  /**
   * Whether what is known of a path is of this version, cannot be of one that was overwritten within a step of the clock,
   * and tells what is asked for.
   */
  knows({ path, size, modified }: FileVersion, asked: 'mask' | 'original' | 'hashed'): boolean {
    const entry = this.#entries.get(path);
    if (entry === undefined || entry.size !== size || entry.modified !== modified) return false;
    if (entry.scanned - modified <= COARSEST_CLOCK) return false;
    return ANSWERS[asked].includes(entry.told);
  }

  get(path: string): FileRecord | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined) return undefined;
    const { size, modified, source, from, to } = entry;
    return { path, size, modified, ...(JSON.parse(source.toString('utf8', from, to)) as object) } as FileRecord;
  }

  /**
   * Keeps records, and appends them to the file at once; where that fails they are kept for this run only.
   *
   * @param scanned a time before their files were read
   */
  add(records: readonly FileRecord[], scanned: number): void {
    // The line feed before them ends a line that somebody's kill has torn.
    const lines = Buffer.from(`\n${records.map((record) => lineOf(record, scanned)).join('')}`);
    this.#take(lines, 0);
    try {
      if (!this.#isStarted || !appended(this.#file, lines)) {
        mkdirSync(dirname(this.#file), { recursive: true });
        this.#replace([Buffer.from(HEADER), lines]);
      }
      this.#isStarted = true;
    } catch {
      // A read-only or full home makes the next scan slower, and nothing else.
    }
  }

  /** Writes the file anew where most of its lines are of no use. @param paths those that the dataset still has */
  compact(paths: ReadonlySet<string>): void {
    if (this.#lines < FEW_LINES || this.#lines < (1 + MOST_STALE) * paths.size) return;
    const lines = function* (entries: ReadonlyMap<string, Entry>): Generator<Buffer> {
      yield Buffer.from(HEADER);
      for (const [path, { source, lineFrom, to }] of entries) {
        if (paths.has(path)) yield source.subarray(lineFrom, to + 1);
      }
    };
    try {
      this.#replace(lines(this.#entries));
    } catch {
      // The longer file still serves.
    }
  }

  #replace(parts: Iterable<Buffer>): void {
    const temporary = `${this.#file}.${process.pid}.tmp`;
    try {
      const file = openSync(temporary, 'w');
      try {
        for (const part of parts) writeSync(file, part);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, this.#file);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  }

  #take(bytes: Buffer, start: number): void {
    for (let from = start; from < bytes.length;) {
      const end = bytes.indexOf(LINE_FEED, from);
      if (end < 0) return;
      this.#takeLine(bytes, from, end);
      from = end + 1;
    }
  }

  /** `CRC TAB head TAB record`. */
  #takeLine(bytes: Buffer, from: number, end: number): void {
    const headFrom = from + CRC_DIGITS + 1;
    const headEnd = bytes.indexOf(TAB, headFrom);
    if (headEnd < 0 || headEnd >= end) return;
    if (crc32(bytes.subarray(headFrom, end), 0) !== Number.parseInt(bytes.toString('latin1', from, headFrom - 1), 16)) return;
    const head = JSON.parse(bytes.toString('utf8', headFrom, headEnd)) as [string, number, number, number, Told];
    const [path, size, modified, scanned, told] = head;
    this.#lines++;
    this.#entries.set(path, { told, size, modified, scanned, source: bytes, lineFrom: from, from: headEnd + 1, to: end });
  }
}

const ANSWERS: Readonly<Record<'mask' | 'original' | 'hashed', readonly Told[]>> = {
  mask: ['mask', 'broken'],
  original: ['image', 'hashed', 'broken'],
  hashed: ['hashed', 'broken'],
};

const LINE_FEED = 10;
const TAB = 9;
const CRC_DIGITS = 8;

/** JSON escapes tabs and line feeds, so none stands in head or record. */
function lineOf({ path, size, modified, ...record }: FileRecord, scanned: number): string {
  const told: Told = record.type === 'image' && record.hash !== null ? 'hashed' : record.type;
  const text = `${JSON.stringify([path, size, modified, scanned, told])}\t${JSON.stringify(record)}`;
  return `${crc32(Buffer.from(text), 0).toString(16).padStart(CRC_DIGITS, '0')}\t${text}\n`;
}

function readWhole(file: string): Buffer | null {
  try {
    const bytes = readFileSync(file);
    return bytes.length <= MOST_BYTES ? bytes : null;
  } catch {
    return null;
  }
}

/** In one call, so that the lines of programs that write at once do not mix. False where the file is not there. */
function appended(file: string, lines: Buffer): boolean {
  try {
    const descriptor = openSync(file, constants.O_WRONLY | constants.O_APPEND);
    try {
      writeSync(descriptor, lines);
    } finally {
      closeSync(descriptor);
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
}
