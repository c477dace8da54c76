import { closeSync, fsyncSync, ftruncateSync, mkdirSync, openSync, rmdirSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ImageFlaw } from '../../core/download/imageKind.ts';
import { isProblemCode, type DownloadProblem } from '../../core/download/problems.ts';
import { cleanReason } from '../../core/download/errorReason.ts';
import { fieldsOf } from '../../core/formats/json.ts';
import { atomicWrite } from '../atomicWrite.ts';
import { batchesFolder, JOURNAL_FOLDER } from '../journal.ts';
import { FileError, readFile } from '../readFile.ts';

/** What a part of a file was a part of (RFC 9110, 8.8): it is continued only where the server still has the same. */
export interface PartFacts {
  /** A strong entity tag, quotes included. */
  readonly etag: string | null;
  /** As the server wrote it; only where it is old enough to be strong. */
  readonly lastModified: string | null;
  /** Bytes of the whole file, where the server said. */
  readonly length: number | null;
}

/** What is known of a file by its name; the last word counts. */
export type JournalEntry =
  | {
      readonly name: string;
      readonly state: 'saved';
      /** The address without its query, for people. */
      readonly from: string;
      /** SHA-256 of the address without its signature. */
      readonly source: string;
      readonly bytes: number;
      /** Absent where nothing is the matter with it. */
      readonly flaw?: ImageFlaw;
    }
  | {
      readonly name: string;
      readonly state: 'failed';
      /** SHA-256 of the whole address: one that was signed anew is another. */
      readonly request: string;
      readonly problem: DownloadProblem;
    }
  | { readonly name: string; readonly state: 'part'; readonly source: string; readonly part: PartFacts };

const FILE = 'downloads.jsonl';
const HEADER = '{"maskscope":"downloads","version":1}\n';
const MAX_BYTES = 2 ** 28;
const MAX_LINE = 8192;

/** Where the state of the downloads into `folder` lies. */
export function downloadJournalPath(folder: string): string {
  return join(folder, JOURNAL_FOLDER, FILE);
}

/**
 * The state of the downloads into a folder: lines of JSON that are only ever appended. A process that is killed leaves at
 * worst a last line that is not whole, which is cut off; a line that is no entry, whoever wrote it, says nothing. It may
 * be lost as well: what is in the folder is never downloaded again.
 */
export class DownloadJournal {
  readonly #file: number;
  readonly #entries: Map<string, JournalEntry>;

  private constructor(file: number, entries: Map<string, JournalEntry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** @throws what the file system says */
  static async open(folder: string): Promise<DownloadJournal> {
    const path = downloadJournalPath(folder);
    mkdirSync(dirname(path), { recursive: true });
    const { entries, lines, whole } = parseLines(await bytesOf(path));
    if (whole === 0 || lines > 2 * entries.size + 1000) {
      const text = [...entries.values()].map((entry) => `${JSON.stringify(entry)}\n`).join('');
      await atomicWrite(path, Buffer.from(HEADER + text));
      return new DownloadJournal(openSync(path, 'a'), entries);
    }
    const file = openSync(path, 'a');
    ftruncateSync(file, whole);
    return new DownloadJournal(file, entries);
  }

  /** Whether nothing is known of any file. */
  get isEmpty(): boolean {
    return this.#entries.size === 0;
  }

  get(name: string): JournalEntry | undefined {
    return this.#entries.get(name);
  }

  /** Throws what the file system says. */
  add(entry: JournalEntry): void {
    const bytes = Buffer.from(`${JSON.stringify(entry)}\n`);
    for (let written = 0; written < bytes.length;) written += writeSync(this.#file, bytes, written);
    this.#entries.set(entry.name, entry);
  }

  /** Waits until all of it is on the disk. */
  close(): void {
    try {
      fsyncSync(this.#file);
    } finally {
      closeSync(this.#file);
    }
  }
}

/** Removes the folder of the state where nothing but what every download puts there is in it. */
export function removeEmptyState(folder: string): void {
  const state = join(folder, JOURNAL_FOLDER);
  try {
    // Another download has its lock there, which ends this.
    rmdirSync(batchesFolder(folder));
    rmSync(downloadJournalPath(folder));
    rmSync(join(state, '.gitignore'), { force: true });
    rmdirSync(state);
  } catch {
    // Somebody needs it.
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path, MAX_BYTES);
  } catch (error) {
    // Too large, or no file: what it would say is not needed.
    if (error instanceof FileError && (error.code === 'notFound' || error.code === 'tooLarge')) return new Uint8Array();
    throw Object.assign(error as Error, { path });
  }
}

function parseLines(bytes: Uint8Array): { entries: Map<string, JournalEntry>; lines: number; whole: number } {
  const whole = bytes.lastIndexOf(0x0a) + 1;
  const text = new TextDecoder().decode(bytes.subarray(0, whole));
  const lines = text.split('\n');
  const entries = new Map<string, JournalEntry>();
  if (`${lines[0]}\n` !== HEADER) return { entries, lines: 0, whole: 0 };
  for (const line of lines) {
    const entry = entryOf(line);
    if (entry !== null) entries.set(entry.name, entry);
  }
  return { entries, lines: lines.length, whole };
}

/** Null for anything but what {@link DownloadJournal.add} writes. */
function entryOf(line: string): JournalEntry | null {
  if (line.length > MAX_LINE || !line.startsWith('{"name":')) return null;
  let fields: Readonly<Record<string, unknown>> | null;
  try {
    fields = fieldsOf(JSON.parse(line));
  } catch {
    return null;
  }
  const { name, state, from, source, bytes, request } = fields ?? {};
  if (typeof name !== 'string') return null;
  if (state === 'saved' && isHash(source) && typeof from === 'string' && isLength(bytes)) {
    const flaw = fields?.['flaw'];
    return { name, state, from, source, bytes, ...(flaw === 'noEnd' || flaw === 'trailingData' ? { flaw } : {}) };
  }
  if (state === 'failed' && isHash(request)) {
    const problem = problemOf(fieldsOf(fields?.['problem']));
    return problem === null ? null : { name, state, request, problem };
  }
  const part = state === 'part' && isHash(source) ? partOf(fieldsOf(fields?.['part'])) : null;
  return part === null ? null : { name, state: 'part', source: source as string, part };
}

function problemOf(fields: Readonly<Record<string, unknown>> | null): DownloadProblem | null {
  const code = fields?.['code'];
  if (!isProblemCode(code)) return null;
  const details: Record<string, string | number> = {};
  for (const [key, value] of Object.entries(fieldsOf(fields?.['details']) ?? {})) {
    if (typeof value === 'number') details[key] = value;
    else if (typeof value === 'string') details[key] = cleanReason(value);
  }
  return { code, details };
}

function partOf(fields: Readonly<Record<string, unknown>> | null): PartFacts | null {
  const { etag, lastModified, length } = fields ?? {};
  const isField = (value: unknown): value is string | null =>
    value === null || (typeof value === 'string' && /^[\x20-\x7e]{1,500}$/.test(value));
  if (!isField(etag) || !isField(lastModified) || !(length === null || isLength(length))) return null;
  return { etag, lastModified, length };
}

function isHash(value: unknown): value is string {
  return typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
}

function isLength(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
