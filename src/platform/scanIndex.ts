import { closeSync, constants, fstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileRecord, FileVersion, IdRecord, MaskRecord } from '../core/dataset/records.ts';
import type { Steps } from '../core/steps.ts';
import { cacheFolder } from './cacheFolder.ts';
import { sha256Hex } from './hash.ts';
import { FileLines, MemoryLines, type LineSource } from './lineSource.ts';
import { COARSEST_CLOCK } from './snapshot.ts';
import { crc32 } from './zlib.ts';

/** Changed whenever records hold something else: an older index is made anew. */
const HEADER = 'maskscope scan index 3\n';

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

/** What is known of a path, and where its line stands, without its line feed. */
interface Entry {
  readonly told: Told;
  /** Key of its palette. */
  readonly palette: string | null;
  readonly size: number;
  readonly modified: number;
  /** When the file was read, in milliseconds since 1970. */
  readonly scanned: number;
  readonly source: LineSource;
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
 * Records stay in the file until they are asked for. It is held open for that: a program that writes it anew meanwhile
 * takes nothing away from this one.
 */
export class ScanIndex {
  readonly #file: string;
  readonly #entries = new Map<string, Entry>();
  readonly #palettes = new Map<string, string>();
  #lines = 0;
  /** The file as it was read or written last; null where there is none of this version. */
  #own: FileLines | null;

  private constructor(file: string) {
    this.#file = file;
    this.#own = opened(file);
  }

  /** Reads the index, piece by piece; one that is missing, unreadable or of another version counts as empty. */
  static *reading(file: string): Steps<ScanIndex> {
    const index = new ScanIndex(file);
    try {
      for (const { bytes, from } of index.#own?.pieces() ?? []) {
        if (index.#own !== null) index.#take(bytes, index.#own, from);
        yield;
      }
    } catch {
      // What could not be read is scanned again.
    }
    return index;
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
    const { told, palette: key, size, modified } = entry;
    const palette = key === null ? null : this.#palettes.get(key);
    const text = palette === undefined ? null : recordText(lineAt(entry));
    if (palette === undefined || text === null) return undefined;
    const version = { path, size, modified };
    if (told !== 'mask') return { ...version, ...(JSON.parse(text) as object) } as FileRecord;
    const packed = JSON.parse(text) as PackedMask;
    return { ...version, ...packed, ids: packed.ids.map(unpackedId), palette };
  }

  typeOf(path: string): FileRecord['type'] | undefined {
    const told = this.#entries.get(path)?.told;
    return told === 'hashed' ? 'image' : told === 'palette' ? undefined : told;
  }

  /**
   * Keeps records, and appends them to the file at once; where that fails they are kept for this run only.
   *
   * @param written by {@link joinedLines}
   */
  add(written: Uint8Array): void {
    const lines = Buffer.from(written.buffer, written.byteOffset, written.byteLength);
    let from: number | null = null;
    try {
      if (!this.#append(lines)) {
        mkdirSync(dirname(this.#file), { recursive: true });
        this.#replace([Buffer.from(HEADER), lines]);
        this.#own = opened(this.#file);
      }
      from = this.#own?.placeAtEnd(lines) ?? null;
    } catch {
      // A read-only or full home makes the next scan slower, and nothing else.
    }
    // Where another program wrote at once, the place of these lines is not known.
    if (this.#own === null || from === null) this.#take(lines, new MemoryLines(lines), 0);
    else this.#take(lines, this.#own, from);
  }

  /** Writes the file anew where most of its lines are of no use. @param paths those that the dataset still has */
  compact(paths: readonly string[]): void {
    if (this.#lines < FEW_LINES || this.#lines < (1 + MOST_STALE) * paths.length) return;
    const palettes = [...this.#palettes].map(([key, palette]) =>
      Buffer.from(lineOf([key, 0, 0, 0, 'palette', null], palette)),
    );
    try {
      this.#replace(concatenated(palettes, this.#linesOf(new Set(paths))));
    } catch {
      // The longer file still serves.
    }
  }

  *#linesOf(paths: ReadonlySet<string>): Generator<Buffer> {
    for (const [path, entry] of this.#entries) {
      const line = paths.has(path) ? lineAt(entry) : null;
      if (line === null) continue;
      yield line;
      yield LINE_END;
    }
  }

  /** In one call, so that the lines of programs that write at once do not mix. False where there is no index of ours. */
  #append(lines: Buffer): boolean {
    if (this.#own === null) return false;
    let descriptor: number;
    try {
      descriptor = openSync(this.#file, constants.O_WRONLY | constants.O_APPEND);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
      throw error;
    }
    try {
      // Another program may have written it anew.
      if (!this.#own.is(fstatSync(descriptor))) this.#own = opened(this.#file);
      if (this.#own !== null) writeSync(descriptor, lines);
      return this.#own !== null;
    } finally {
      closeSync(descriptor);
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

  /** Takes lines, the first byte of which stands at `at` in their source. */
  #take(bytes: Buffer, source: LineSource, at: number): void {
    for (let from = 0; from < bytes.length;) {
      const end = bytes.indexOf(LINE_FEED, from);
      if (end < 0) return;
      if (end > from) this.#takeLine(bytes.subarray(from, end), source, at + from);
      from = end + 1;
    }
  }

  /** `CRC TAB head TAB record`. */
  #takeLine(line: Buffer, source: LineSource, from: number): void {
    const headEnd = soundHeadEnd(line);
    if (headEnd === null) return;
    const [path, size, modified, scanned, told, palette] = JSON.parse(
      line.toString('utf8', HEAD_FROM, headEnd),
    ) as Head;
    if (told === 'palette') {
      this.#palettes.set(path, JSON.parse(line.toString('utf8', headEnd + 1)) as string);
      return;
    }
    this.#lines++;
    this.#entries.set(path, { told, palette, size, modified, scanned, source, from, to: from + line.length });
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
const HEAD_FROM = CRC_DIGITS + 1;
const LINE_END = Buffer.from('\n');

/** Where the head of a line ends; null for a line that is not as it was written. */
function soundHeadEnd(line: Buffer): number | null {
  const headEnd = line.indexOf(TAB, HEAD_FROM);
  if (headEnd < 0) return null;
  const isSound = crc32(line.subarray(HEAD_FROM), 0) === Number.parseInt(line.toString('latin1', 0, CRC_DIGITS), 16);
  return isSound ? headEnd : null;
}

function lineAt({ source, from, to }: Entry): Buffer | null {
  const line = source.read(from, to);
  return line.length === to - from ? line : null;
}

/** The record of a line; null for a line that is not as it was written. */
function recordText(line: Buffer | null): string | null {
  const headEnd = line === null ? null : soundHeadEnd(line);
  return line === null || headEnd === null ? null : line.toString('utf8', headEnd + 1);
}

/** An id as lines have it: most of a line is ids, and names of their fields would be the most of these. */
type PackedId = readonly [
  id: number,
  pixels: number,
  colour: string | null,
  regions: number,
  sizes: readonly number[],
  box: IdRecord['box'],
  smallestAt: IdRecord['smallestAt'],
  cells: string,
];

/** A mask's record without what the head of its line has. */
type PackedMask = Omit<MaskRecord, keyof FileVersion | 'palette' | 'ids'> & { readonly ids: readonly PackedId[] };

function packedId({ id, pixels, colour, regions, sizes, box, smallestAt, cells }: IdRecord): PackedId {
  return [id, pixels, colour, regions, sizes, box, smallestAt, cells];
}

function unpackedId([id, pixels, colour, regions, sizes, box, smallestAt, cells]: PackedId): IdRecord {
  return { id, pixels, colour, regions, sizes, box, smallestAt, cells };
}

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
  const packed = record.type === 'mask' ? { ...record, ids: record.ids.map(packedId) } : record;
  return Object.fromEntries(Object.entries(packed).filter(([name]) => !IN_HEAD.has(name)));
}

/** Lines of {@link IndexLines} as they are written: the line feed before them ends a line that somebody's kill has torn. */
export function joinedLines(lines: readonly string[]): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`\n${lines.join('')}`);
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

/** The index that lies there; null where there is none of this version. */
function opened(file: string): FileLines | null {
  try {
    const lines = new FileLines(openSync(file, 'r'));
    return lines.read(0, HEADER.length).toString('latin1') === HEADER ? lines : null;
  } catch {
    return null;
  }
}
