import { randomBytes } from 'node:crypto';
import {
  existsSync,
  openSync,
  closeSync,
  fstatSync,
  truncateSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
  fsyncSync,
} from 'node:fs';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { makeFolder } from './makeFolder.ts';

/** Folder beside the masks that holds the journals of batches. */
export const JOURNAL_FOLDER = '.maskscope';

/** One file of a batch, as it will be written. */
export interface JournalFile {
  /** Place in the plan; names the saved original. */
  readonly index: number;
  /** The file that is read; absolute, links resolved. */
  readonly source: string;
  /** The file that is written; equal to `source` in place. */
  readonly output: string;
  /** SHA-256 of the file as it was read, hexadecimal. */
  readonly sourceHash: string;
  /** SHA-256 of the file as it is written, hexadecimal. */
  readonly outputHash: string;
  /** SHA-256 of an earlier output that is replaced in a folder, hexadecimal; absent where there is none. */
  readonly replacedHash?: string;
}

/** What a batch is about; written before its first file. */
export interface JournalHeader {
  readonly version: 1;
  /** Sorts by time. */
  readonly id: string;
  /** ISO 8601. */
  readonly started: string;
  /** The command line or command that began it, for people. */
  readonly command: string;
  /** Equal for equal requests: what a re-run is recognised by. */
  readonly requestHash: string;
  readonly target: 'inPlace' | 'folder';
  /** Folders that the batch creates, outermost first; absolute. */
  readonly createdFolders: readonly string[];
  /** Files that the preview left out. */
  readonly leftAlone: readonly LeftAlone[];
  /** The plan grows while files are made, since nobody knows their hashes before; absent where it is whole at the start. */
  readonly isGrowing?: true;
}

/** A file of a batch that is not written. */
export interface LeftAlone {
  /** Absolute, links resolved. */
  readonly source: string;
  /** Where it would have gone. */
  readonly output: string;
  /** What is wrong with it; empty where it is as it should be. */
  readonly reason: string;
}

/** `unfinished`: it was interrupted; `finished`: every file was dealt with; `undone`: the originals are back. */
export type BatchState = 'unfinished' | 'finished' | 'undone';

/** A batch's journal on the disk. */
export interface Batch {
  /** `…/.maskscope/batches/<id>` */
  readonly folder: string;
  readonly header: JournalHeader;
  readonly files: readonly JournalFile[];
}

const HEADER = 'batch.json';
const PLAN = 'plan.jsonl';
const MANIFEST = 'manifest.json';
const UNDONE = 'undone';
const ORIGINALS = 'originals';
const UNBORN = '.new';
const MADE = 'made';

/** A new batch's id. @param started ISO 8601 */
export function newBatchId(started: string): string {
  return `${started.replace(/[-:]/g, '').replace('.', '')}-${randomBytes(3).toString('hex')}`;
}

/** Where the journals of the batches over `root` lie. */
export function batchesFolder(root: string): string {
  return join(root, JOURNAL_FOLDER, 'batches');
}

function lockOf(batches: string): string {
  return join(batches, 'lock');
}

/** Another process works on the same folder. */
export class JournalBusy extends Error {
  override readonly name = 'JournalBusy';
  readonly lock: string;

  constructor(process: number, lock: string) {
    super(`Another maskscope (process ${process}) is writing here; wait for it, or delete ${lock} if it is none`);
    this.lock = lock;
  }
}

/** A journal that cannot be read, for instance because someone edited it. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
}

/**
 * Takes the journals of `root` for this process, until the returned function is called. A lock whose process is gone
 * is taken over.
 *
 * @throws JournalBusy, FolderError, and what the file system says where nothing can be written
 */
export function lockJournal(root: string): () => void {
  const folder = batchesFolder(root);
  makeFolder(folder);
  // Neither the originals nor the plans belong into the dataset's history.
  const ignore = join(dirname(folder), '.gitignore');
  if (!existsSync(ignore)) writeFileSync(ignore, '*\n');
  const lock = lockOf(folder);
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const owner = ownerOf(lock);
      if (owner !== null && owner !== process.pid && isAlive(owner)) throw new JournalBusy(owner, lock);
      rmSync(lock, { force: true });
    }
  }
}

/** Throws JournalBusy while another process has the journals of `root`; nothing is written, and the answer may be old at once. */
export function requireUnlocked(root: string): void {
  const lock = lockOf(batchesFolder(root));
  const owner = ownerOf(lock);
  if (owner !== null && owner !== process.pid && isAlive(owner)) throw new JournalBusy(owner, lock);
}

/**
 * Writes a new journal, under the lock; it exists as a whole or not at all, and is on the disk when this returns.
 *
 * @throws what the file system says
 */
export function createBatch(root: string, header: JournalHeader, files: readonly JournalFile[]): Batch {
  const batches = batchesFolder(root);
  const folder = join(batches, header.id);
  const unborn = folder + UNBORN;
  // What a killed process left of batches that had not begun.
  for (const name of readdirSync(batches)) {
    if (name.endsWith(UNBORN)) rmSync(join(batches, name), { recursive: true, force: true });
  }
  try {
    makeFolder(join(unborn, ORIGINALS));
    writeSynced(join(unborn, HEADER), `${JSON.stringify(header, null, 2)}\n`);
    writeSynced(join(unborn, PLAN), files.map((file) => `${JSON.stringify(file)}\n`).join(''));
    renameSync(unborn, folder);
  } catch (error) {
    rmSync(unborn, { recursive: true, force: true });
    throw error;
  }
  syncFolder(batches);
  return { folder, header, files };
}

/** The folders of the batches over `root`, oldest first. */
export function listBatches(root: string): string[] {
  const batches = batchesFolder(root);
  if (!existsSync(batches)) return [];
  return readdirSync(batches, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.endsWith(UNBORN))
    .map((entry) => join(batches, entry.name))
    .sort();
}

/** Reads a batch's header. Throws JournalDamaged. */
export function readHeader(folder: string): JournalHeader {
  const header = parsed(join(folder, HEADER)) as Partial<JournalHeader> | null;
  const isOurs =
    header?.version === 1 &&
    typeof header.id === 'string' &&
    typeof header.requestHash === 'string' &&
    (header.target === 'inPlace' || header.target === 'folder') &&
    Array.isArray(header.createdFolders) &&
    Array.isArray(header.leftAlone);
  if (!isOurs) throw new JournalDamaged(`${join(folder, HEADER)} is not a journal of this version`);
  return header as JournalHeader;
}

/** Reads a batch with its plan. Throws JournalDamaged. */
export function readBatch(folder: string): Batch {
  const header = readHeader(folder);
  const path = join(folder, PLAN);
  const lines = readFileSync(path, 'utf8').split('\n');
  // What a killed process had not written to its end stands for no file that is in its place.
  if (header.isGrowing === true) lines.pop();
  const files = new Map<number, JournalFile>();
  for (const [at, line] of lines.entries()) {
    if (line === '') continue;
    const file = fileOf(line);
    if (file === null) throw new JournalDamaged(`${path} is damaged at line ${at + 1}`);
    // A file that was made anew by a run that goes on has a second line.
    files.set(header.isGrowing === true ? file.index : at, file);
  }
  return { folder, header, files: [...files.values()] };
}

/**
 * Adds files to the plan of a batch that grows, under the lock; they are on the disk when this returns. To be called before
 * any of them is put in its place.
 *
 * @throws what the file system says
 */
export function growBatch(batch: Batch, files: readonly JournalFile[]): Batch {
  if (files.length === 0) return batch;
  const file = openSync(join(batch.folder, PLAN), 'r+');
  try {
    writeFully(file, files.map((one) => `${JSON.stringify(one)}\n`).join(''), fstatSync(file).size);
  } finally {
    closeSync(file);
  }
  const known = new Map([...batch.files, ...files].map((one) => [one.index, one]));
  return { ...batch, files: [...known.values()] };
}

/** Takes from the plan of a batch that grows what a killed process had not written to its end, and what it had made besides. */
export function mendGrowing({ folder }: Batch): void {
  const path = join(folder, PLAN);
  truncateSync(path, readFileSync(path).lastIndexOf('\n') + 1);
  rmSync(makingFolder(folder), { recursive: true, force: true });
}

/** Takes a batch away that has come to no file: there is nothing to take back. */
export function dropBatch({ folder }: Batch): void {
  rmSync(folder, { recursive: true, force: true });
}

/** Where files of a batch that grows are made, before they are put in their places. */
export function makingFolder(folder: string): string {
  return join(folder, MADE);
}

/** Null for anything but what `createBatch` writes: a journal may come with a dataset from a stranger. */
function fileOf(line: string): JournalFile | null {
  try {
    const file = JSON.parse(line) as Partial<JournalFile> | null;
    const { index, source, output, sourceHash, outputHash, replacedHash = outputHash } = file ?? {};
    const isHash = (hash: unknown): boolean => typeof hash === 'string' && /^[0-9a-f]{64}$/.test(hash);
    const isPath = (place: unknown): boolean => typeof place === 'string' && isAbsolute(place);
    const isWhole = Number.isSafeInteger(index) && isPath(source) && isPath(output);
    return isWhole && [sourceHash, outputHash, replacedHash].every(isHash) ? (file as JournalFile) : null;
  } catch {
    return null;
  }
}

export function stateOf(folder: string): BatchState {
  if (existsSync(join(folder, UNDONE))) return 'undone';
  return existsSync(join(folder, MANIFEST)) ? 'finished' : 'unfinished';
}

/** Where the original of a file is saved; no image by its name, so that nothing takes it for part of the dataset. */
export function originalPath(folder: string, index: number): string {
  return join(folder, ORIGINALS, String(index).padStart(6, '0'));
}

/** What a file is called until it is whole; equal for every run of a batch, which overwrites what a killed one left. */
export function temporaryNameOf(folder: string, index: number): string {
  return `.maskscope-${basename(folder)}-${index}.tmp`;
}

/**
 * Ends a batch: the manifest with the SHA-256 of each source and output, and what was left out.
 *
 * @returns its path
 */
export function finishBatch(
  batch: Batch,
  written: readonly JournalFile[],
  skipped: readonly Pick<LeftAlone, 'source' | 'reason'>[],
): string {
  const { id, command, started, target } = batch.header;
  const finished = new Date().toISOString();
  const path = join(batch.folder, MANIFEST);
  const files = written.map(({ source, output, sourceHash, outputHash }) => ({
    source,
    output,
    sourceSha256: sourceHash,
    outputSha256: outputHash,
  }));
  writeSynced(
    `${path}${UNBORN}`,
    `${JSON.stringify({ id, command, target, started, finished, files, skipped }, null, 2)}\n`,
  );
  renameSync(`${path}${UNBORN}`, path);
  syncFolder(batch.folder);
  return path;
}

/** Marks a batch as undone and drops what is left of its originals. */
export function markUndone(folder: string): void {
  writeSynced(join(folder, UNDONE), `${new Date().toISOString()}\n`);
  syncFolder(folder);
  for (const name of [ORIGINALS, MADE]) rmSync(join(folder, name), { recursive: true, force: true });
}

function writeSynced(path: string, text: string): void {
  const file = openSync(path, 'w');
  try {
    writeFully(file, text, 0);
  } finally {
    closeSync(file);
  }
}

/** @param at byte of the file where the text begins */
function writeFully(file: number, text: string, at: number): void {
  const bytes = Buffer.from(text);
  for (let written = 0; written < bytes.length;) {
    written += writeSync(file, bytes, written, bytes.length - written, at + written);
  }
  fsyncSync(file);
}

/** Makes names durable; not every system can open a folder. */
function syncFolder(folder: string): void {
  let file: number | null = null;
  try {
    file = openSync(folder, 'r');
    fsyncSync(file);
  } catch {
    return;
  } finally {
    if (file !== null) closeSync(file);
  }
}

function parsed(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/** Null where the lock is gone meanwhile, or a killed process left it empty. */
function ownerOf(lock: string): number | null {
  try {
    const owner = Number(readFileSync(lock, 'utf8'));
    return Number.isInteger(owner) && owner > 0 ? owner : null;
  } catch {
    return null;
  }
}

function isAlive(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
