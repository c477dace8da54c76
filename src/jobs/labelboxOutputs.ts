import { closeSync, linkSync, lstatSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { collisionKey } from '../core/labelbox/outputNames.ts';
import { decodeText } from '../platform/decodeText.ts';
import { sha256Hex } from '../platform/hash.ts';
import {
  listBatches,
  originalPath,
  readBatch,
  stateOf,
  temporaryNameOf,
  type Batch,
  type JournalFile,
} from '../platform/journal.ts';
import { replaceFile, saveOriginal } from '../platform/replaceFile.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { isInside, placeOf } from './batchInputs.ts';
import { ConvertProblem } from './labelboxConvertTypes.ts';

/** What a file of the dataset is made of. */
export type OutputKind = 'mask' | 'instances' | 'original' | 'classMap' | 'list' | 'annotations' | 'proof';

/** A file that belongs into the dataset, before it is known whether it is there. */
export interface WantedOutput {
  readonly kind: OutputKind;
  /** In the folder, `/` between the parts. */
  readonly relative: string;
  /** The file that it is made from; absolute. */
  readonly source: string;
  readonly sourceHash: string;
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  /** Index of the visited row that it belongs to; null for files of the whole. */
  readonly visit: number | null;
}

export interface PlannedOutput extends WantedOutput, JournalFile {}

/** How a wanted file stands to what is in the folder. */
export type OutputState = 'write' | 'replace' | 'unchanged' | 'exists' | 'collision';

/**
 * The files that a dataset is to have, compared with those that its folder has. A file that an earlier run wrote, and
 * that is still as it left it, may be replaced; any other is left alone.
 */
export class OutputPlan {
  readonly root: string;
  readonly #own: ReadonlyMap<string, ReadonlySet<string>>;
  readonly #keys = new Set<string>();
  readonly #wanted = new Set<string>();
  readonly #folders = new Map<string, string>();
  readonly #outputs: PlannedOutput[] = [];
  #unchanged = 0;

  /** @param root links resolved; need not exist */
  constructor(root: string) {
    this.root = root;
    this.#own = ownFiles(root);
  }

  /** Those that are to be written or replaced, in their order. */
  get outputs(): readonly PlannedOutput[] {
    return this.#outputs;
  }

  get unchanged(): number {
    return this.#unchanged;
  }

  /** Whether a run has written this file; absolute. */
  isOwn(path: string): boolean {
    return this.#own.has(path);
  }

  /**
   * Claims the place of a file that is not made yet: `replace` where an earlier run wrote the one there and it is as that
   * left it.
   *
   * @returns the file's absolute path, and how it stands; one that `exists` or is a `collision` is not claimed
   * @throws ConvertProblem `folderOutside`
   */
  claim(relative: string): { readonly path: string; readonly state: Exclude<OutputState, 'unchanged'> } {
    const path = this.pathOf(relative);
    if (this.#keys.has(collisionKey(relative))) return { path, state: 'collision' };
    const state = this.placeState(path);
    if (state !== 'exists') this.#keys.add(collisionKey(relative));
    return { path, state };
  }

  /** How the place of a file stands, whatever the file is; absolute. */
  placeState(path: string): 'write' | 'replace' | 'exists' {
    const found = hashAt(path);
    if (found === null) return 'write';
    return this.#own.get(path)?.has(found) === true ? 'replace' : 'exists';
  }

  /** How a file would stand, of which nothing is noted. */
  stateOf({ relative, hash }: Pick<WantedOutput, 'relative' | 'hash'>): OutputState {
    if (this.#keys.has(collisionKey(relative))) return 'collision';
    const path = this.pathOf(relative);
    const found = hashAt(path);
    if (found === null) return 'write';
    if (found === hash) return 'unchanged';
    return this.#own.get(path)?.has(found) === true ? 'replace' : 'exists';
  }

  /**
   * Notes a file that {@link stateOf} found free, the same, or our own.
   *
   * @param mayReplace the file there is replaced whoever wrote it
   */
  add(wanted: WantedOutput, mayReplace = false): OutputState {
    const state = this.stateOf(wanted);
    if (state === 'collision' || (state === 'exists' && !mayReplace)) return state;
    this.#keys.add(collisionKey(wanted.relative));
    this.#wanted.add(this.pathOf(wanted.relative));
    if (state === 'unchanged') this.#unchanged++;
    else {
      const output = this.pathOf(wanted.relative);
      const replaced = state === 'write' ? null : hashAt(output);
      this.#outputs.push({
        ...{ ...wanted, index: this.#outputs.length, output, outputHash: wanted.hash },
        ...(replaced === null ? {} : { replacedHash: replaced }),
      });
    }
    return state;
  }

  /**
   * Whether an interrupted run would have written the same files. Those that it has written count as unchanged here.
   */
  isOf(batch: Batch): boolean {
    const planned = new Map(batch.files.map(({ output, outputHash }) => [output, outputHash]));
    const own = new Set(this.#outputs.map(({ output }) => output));
    return (
      this.#outputs.every(({ output, outputHash }) => planned.get(output) === outputHash) &&
      batch.files.every(({ output, outputHash }) => own.has(output) || hashAt(output) === outputHash)
    );
  }

  /** Takes back what was added: nothing is to be written. */
  clear(): void {
    this.#outputs.length = 0;
    this.#unchanged = 0;
  }

  /**
   * Files that earlier runs wrote, that are as they left them, and that are not among those that were added; relative, in
   * order.
   *
   * @param isMeant which files are looked at, by absolute path
   */
  leftBehind(isMeant: (path: string) => boolean): string[] {
    const found = [...this.#own].filter(([path, hashes]) => {
      if (this.#wanted.has(path) || !isInside(path, this.root) || !isMeant(path)) return false;
      const hash = hashAt(path);
      return hash !== null && hashes.has(hash);
    });
    return found.map(([path]) => relative(this.root, path).replaceAll(sep, '/')).sort();
  }

  /** The text of a file that an earlier run wrote, as it is now; null where there is none. */
  ownText(relativePath: string): string | null {
    const path = this.pathOf(relativePath);
    return this.#own.has(path) && hashAt(path) ? decodeText(takeSnapshot(path).bytes) : null;
  }

  /**
   * A planned file that is not as it was when it was planned: there, where there was none, or with other bytes. Null where
   * all are.
   */
  changed(): string | null {
    const found = this.#outputs.find(({ output, replacedHash }) => hashAt(output) !== (replacedHash ?? null));
    return found?.output ?? null;
  }

  /** Absolute place of a file. Throws ConvertProblem `folderOutside`. */
  pathOf(relative: string): string {
    const path = join(this.root, ...relative.split('/'));
    const folder = dirname(path);
    let place = this.#folders.get(folder);
    if (place === undefined) {
      place = placeOf(folder);
      if (!isInside(place, this.root)) throw new ConvertProblem('folderOutside', { path: folder, root: this.root });
      this.#folders.set(folder, place);
    }
    return join(place, relative.slice(relative.lastIndexOf('/') + 1));
  }
}

/** Hashes of what runs have written into a folder, by path; those that were taken back do not count. */
function ownFiles(root: string): Map<string, Set<string>> {
  const own = new Map<string, Set<string>>();
  for (const folder of listBatches(root)) {
    if (stateOf(folder) === 'undone') continue;
    for (const { output, outputHash } of readBatch(folder).files) {
      const hashes = own.get(output);
      if (hashes === undefined) own.set(output, new Set([outputHash]));
      else hashes.add(outputHash);
    }
  }
  return own;
}

/** SHA-256 of a file; empty for what is no regular file; null where nothing is. */
export function hashAt(path: string): string | null {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return null;
  return facts.isFile() ? sha256Hex(takeSnapshot(path).bytes) : '';
}

/** Content of an output. */
export type OutputContent =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** A second name of the source, or a copy. */
  | { readonly kind: 'link' }
  | { readonly kind: 'pieces'; readonly pieces: () => AsyncIterable<string> };

/**
 * Puts one file of a journal in its place, by renaming a temporary one; what it replaces is saved first. Nothing is done
 * where it is in its place already.
 *
 * @param content is called only where it is needed; null: it cannot be had as it was planned
 * @throws ConvertProblem `fileExists`, `changedMeanwhile`; and what the file system says
 */
export async function writeOutput(
  batch: Batch,
  file: JournalFile,
  content: () => Promise<OutputContent | null>,
): Promise<void> {
  const { output, outputHash, replacedHash, index, source } = file;
  const found = hashAt(output);
  if (found === outputHash) return;
  if (found !== null && found !== replacedHash) throw new ConvertProblem('fileExists', { path: output });
  const made = await content();
  if (made === null) throw new ConvertProblem('changedMeanwhile', { path: source });
  mkdirSync(dirname(output), { recursive: true });
  if (found !== null) saveReplaced(batch, file);
  const name = temporaryNameOf(batch.folder, index);
  if (made.kind === 'bytes') replaceFile(output, made.bytes, name, null);
  else if (made.kind === 'link') linkFile(source, output, name);
  else await writePieces(output, made.pieces(), name);
}

/** Saves what a file replaces, unless that was done. */
export function saveReplaced({ folder }: Batch, { index, output }: Pick<JournalFile, 'index' | 'output'>): void {
  const saved = originalPath(folder, index);
  if (lstatSync(saved, { throwIfNoEntry: false }) === undefined) {
    saveOriginal(output, saved, takeSnapshot(output).identity);
  }
}

function linkFile(source: string, output: string, temporaryName: string): void {
  const temporary = join(dirname(output), temporaryName);
  rmSync(temporary, { force: true });
  try {
    linkSync(source, temporary);
  } catch {
    // No links here, or none across file systems.
    replaceFile(output, takeSnapshot(source).bytes, temporaryName, null);
    return;
  }
  renameSync(temporary, output);
}

async function writePieces(output: string, pieces: AsyncIterable<string>, temporaryName: string): Promise<void> {
  const temporary = join(dirname(output), temporaryName);
  try {
    const file = openSync(temporary, 'w');
    try {
      for await (const piece of pieces) {
        const bytes = Buffer.from(piece);
        for (let written = 0; written < bytes.length;) written += writeSync(file, bytes, written);
      }
    } finally {
      closeSync(file);
    }
    renameSync(temporary, output);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
