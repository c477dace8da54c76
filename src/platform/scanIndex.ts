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

/**
 * What a line tells: of a mask, of an original's header, of that and its hash, or why there is nothing to tell of a file;
 * or a palette, which masks share.
 */
type Told = 'mask' | 'image' | 'hashed' | 'broken' | 'palette';

/** Path, size, modified, when it was read, what is told, key of the palette; of a palette its key stands for the path. */
type Head = readonly [
  path: string,
  size: number,
  modified: number,
  scanned: number,
  told: Told,
  palette: string | null,
];

interface Entry {
  readonly told: Told;
  /** Key of its palette. */
  readonly palette: string | null;
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
  readonly #palettes = new Map<string, string>();
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
    if (entry.palette !== null && !this.#palettes.has(entry.palette)) return false;
    return ANSWERS[asked].includes(entry.told);
  }

  get(path: string): FileRecord | undefined {
    const entry = this.#entries.get(path);
    if (entry === undefined) return undefined;
    const { told, palette: key, size, modified, source, from, to } = entry;
    const record = JSON.parse(source.toString('utf8', from, to)) as object;
    const palette = key === null ? null : this.#palettes.get(key);
    if (palette === undefined) return undefined;
    return { path, size, modified, ...record, ...(told === 'mask' ? { palette } : {}) } as FileRecord;
  }

  typeOf(path: string): FileRecord['type'] | undefined {
    const told = this.#entries.get(path)?.told;
    return told === 'hashed' ? 'image' : told === 'palette' ? undefined : told;
  }

  /**
   * Keeps records, and appends them to the file at once; where that fails they are kept for this run only.
   *
   * @param written lines of {@link IndexLines}
   */
  add(written: readonly string[]): void {
    // The line feed before them ends a line that somebody's kill has torn.
    const lines = Buffer.from(`\n${written.join('')}`);
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
      for (const [path, { source, lineFrom, to }] of entries) {
        if (paths.has(path)) yield source.subarray(lineFrom, to + 1);
      }
    };
    const palettes = [...this.#palettes].map(([key, palette]) =>
      Buffer.from(lineOf([key, 0, 0, 0, 'palette', null], palette)),
    );
    try {
      this.#replace(concatenated(palettes, lines(this.#entries)));
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
    if (crc32(bytes.subarray(headFrom, end), 0) !== Number.parseInt(bytes.toString('latin1', from, headFrom - 1), 16))
      return;
    const head = JSON.parse(bytes.toString('utf8', headFrom, headEnd)) as Head;
    const [path, size, modified, scanned, told, palette] = head;
    if (told === 'palette') {
      this.#palettes.set(path, JSON.parse(bytes.toString('utf8', headEnd + 1, end)) as string);
      return;
    }
    this.#lines++;
    this.#entries.set(path, {
      told,
      palette,
      size,
      modified,
      scanned,
      source: bytes,
      lineFrom: from,
      from: headEnd + 1,
      to: end,
    });
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

/** Writes the lines of records, where they are made: in the threads that scan. A palette is written at its first use. */
export class IndexLines {
  readonly #palettes = new Map<string, string>();

  /** @param scanned a time before the record's file was read, in milliseconds since 1970 */
  of(record: FileRecord, scanned: number): string {
    const { path, size, modified } = record;
    if (record.type !== 'mask' || record.palette === null) {
      const told: Told = record.type === 'image' && record.hash !== null ? 'hashed' : record.type;
      return lineOf([path, size, modified, scanned, told, null], withoutHead(record));
    }
    const { palette } = record;
    const known = this.#palettes.get(palette);
    const key = known ?? sha256Hex(Buffer.from(palette)).slice(0, 16);
    const line = lineOf([path, size, modified, scanned, 'mask', key], withoutHead(record));
    if (known !== undefined) return line;
    this.#palettes.set(palette, key);
    return lineOf([key, 0, 0, 0, 'palette', null], palette) + line;
  }
}

/** What stands in the head already. */
const IN_HEAD: ReadonlySet<string> = new Set(['path', 'size', 'modified', 'palette']);

function withoutHead(record: FileRecord): object {
  return Object.fromEntries(Object.entries(record).filter(([name]) => !IN_HEAD.has(name)));
}

/** JSON escapes tabs and line feeds, so none stands in head or record. */
function lineOf(head: Head, record: object | string): string {
  const text = `${JSON.stringify(head)}\t${JSON.stringify(record)}`;
  return `${crc32(Buffer.from(text), 0).toString(16).padStart(CRC_DIGITS, '0')}\t${text}\n`;
}

function* concatenated(...parts: readonly Iterable<Buffer>[]): Generator<Buffer> {
  yield Buffer.from(HEADER);
  for (const part of parts) yield* part;
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
