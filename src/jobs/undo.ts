import { existsSync, lstatSync, mkdirSync, realpathSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PNG_SIGNATURE } from '../core/png/signature.ts';
import {
  batchesFolder,
  listBatches,
  lockJournal,
  markUndone,
  originalPath,
  readBatch,
  readHeader,
  stateOf,
  temporaryNameOf,
  type Batch,
  type JournalFile,
} from '../platform/journal.ts';
import { sha256Hex } from '../platform/hash.ts';
import { replaceFile } from '../platform/replaceFile.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { syncFiles } from '../platform/syncFiles.ts';
import { isInside, placeOf } from './batchInputs.ts';
import { finding, findingOf } from './batchRules.ts';
import type { Finding } from './batchTypes.ts';
import { ProgressMeter } from './batchProgress.ts';
import type { BatchProgress } from './batchTypes.ts';

/** The batch that an undo would take back. */
export interface UndoableBatch {
  /** The folder whose `.maskscope` holds it. */
  readonly root: string;
  readonly folder: string;
  readonly command: string;
  /** ISO 8601. */
  readonly started: string;
  readonly isFinished: boolean;
  readonly target: 'inPlace' | 'folder';
  readonly files: number;
  /** Of these, those that had replaced others, which come back; 0 in place. */
  readonly replaced: number;
}

export interface UndoOptions {
  /** Also replaces (or deletes) files that changed since the batch. */
  readonly isForced: boolean;
  /** Files that are edited and not saved, absolute; they are left alone even where forced. */
  readonly unsaved?: readonly string[];
  readonly onProgress?: (progress: BatchProgress) => void;
}

export interface UndoOutcome {
  /** Files that are as before the batch, those among them that it never came to. */
  readonly restored: number;
  /** Of these, files of a folder that had replaced nothing and are gone. */
  readonly removed: number;
  /** Of these, files that were deleted since the batch and are there again. */
  readonly recreated: number;
  /** Files that were left alone, and why. */
  readonly refused: readonly { readonly path: string; readonly finding: Finding }[];
}

/**
 * The last batch over a folder that is not undone yet: its own, or that of the nearest folder above it which wrote into it.
 *
 * @param folder absolute
 * @throws JournalDamaged
 */
export function findLastBatch(folder: string): UndoableBatch | null {
  const here = placeOf(folder);
  const wroteHere = (batch: string): boolean => readBatch(batch).files.some(({ output }) => isInside(output, here));
  for (let root = folder; ; root = dirname(root)) {
    if (existsSync(batchesFolder(root))) {
      const last = listBatches(root).findLast(
        (batch) => stateOf(batch) !== 'undone' && (root === folder || wroteHere(batch)),
      );
      if (last !== undefined) return described(root, last);
    }
    if (dirname(root) === root) return null;
  }
}

function described(root: string, folder: string): UndoableBatch {
  const { command, started, target } = readHeader(folder);
  const { files } = readBatch(folder);
  const replaced = files.filter(({ replacedHash }) => replacedHash !== undefined).length;
  return {
    root,
    folder,
    command,
    started,
    target,
    files: files.length,
    replaced,
    isFinished: stateOf(folder) === 'finished',
  };
}

/**
 * Takes a batch back: files that were written in place get their original bytes and mode, files that were written into
 * a folder are deleted, or replaced by what they had replaced. One that changed since is left alone unless forced; one
 * that was deleted since is put back, since nothing is lost by it. May be interrupted and repeated; a batch of which
 * every file is back counts as undone.
 *
 * Originals are PNG files only, and nothing outside of the batch's folder is deleted: a journal may come with a dataset
 * from a stranger.
 *
 * @throws JournalBusy, JournalDamaged
 */
export async function undoBatch({ root, folder }: UndoableBatch, options: UndoOptions): Promise<UndoOutcome> {
  const unlock = lockJournal(root);
  try {
    const batch = readBatch(folder);
    const meter = new ProgressMeter('write', batch.files.length, options.onProgress);
    const refused: { path: string; finding: Finding }[] = [];
    const touched: string[] = [];
    const unsaved = new Set(options.unsaved?.map(placeOf));
    let recreated = 0;
    let removed = 0;
    for (const file of batch.files) {
      const isEdited = isAmong(unsaved, file);
      const wasThere = existsSync(file.output);
      const problem = takeBack(batch, file, root, { isForced: options.isForced, isEdited });
      if (!wasThere && existsSync(file.output)) recreated++;
      if (problem === null && batch.header.target === 'folder' && file.replacedHash === undefined) removed++;
      if (problem === null) touched.push(file.output);
      else refused.push({ path: file.output, finding: problem });
      meter.add(1);
      // Lets progress and signals through.
      if (touched.length % 256 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    removeFolders(batch, root);
    const folders = [...new Set(touched.map(dirname))].filter((path) => existsSync(path));
    await syncFiles(
      touched.filter((path) => existsSync(path)),
      folders,
    );
    if (refused.length === 0) markUndone(folder);
    return { restored: touched.length, removed, recreated, refused };
  } finally {
    unlock();
  }
}

/** Whether a file's editor holds unsaved edits. @param places as `placeOf` gives them */
export function isAmong(places: ReadonlySet<string>, { source, output }: JournalFile): boolean {
  return places.size > 0 && (places.has(source) || places.has(output) || places.has(placeOf(output)));
}

interface TakeBackMode {
  readonly isForced: boolean;
  /** Its editor holds unsaved edits. */
  readonly isEdited: boolean;
}

/** Null when the file is as it was before the batch. */
function takeBack(batch: Batch, file: JournalFile, root: string, mode: TakeBackMode): Finding | null {
  try {
    rmSync(join(dirname(file.output), temporaryNameOf(batch.folder, file.index)), { force: true });
    if (batch.header.target === 'inPlace') return restore(batch.folder, file, root, mode);
    return file.replacedHash === undefined ? removeOutput(file, root, mode) : putBack(batch.folder, file, root, mode);
  } catch (error) {
    const problem = findingOf(error, 'write');
    if (problem === null) throw error;
    // There is no other folder to undo in, as there is to write to.
    return problem.rule === 'noPermission' ? finding('notTakenBack') : problem;
  }
}

function restore(
  folder: string,
  file: JournalFile,
  root: string,
  { isForced, isEdited }: TakeBackMode,
): Finding | null {
  const saved = originalPath(folder, file.index);
  const exists = statSync(file.source, { throwIfNoEntry: false }) !== undefined;
  const current = exists ? takeSnapshot(file.source).bytes : null;
  const now = current === null ? null : sha256Hex(current);
  if (now === file.sourceHash) return null;
  if (isEdited) return finding('unsavedEdits');
  const parent = dirname(file.source);
  if (!isInside(placeOf(parent), realpathSync(root)) && (current === null || !isPng(current))) {
    return finding('outputOutside', { path: file.source });
  }
  // Where nothing was saved, the batch never came to the file, or it is back and was changed again.
  if (!existsSync(saved)) return now === file.outputHash ? finding('originalMissing', { path: saved }) : null;
  if (now !== null && now !== file.outputHash && !isForced) return finding('changedSince');
  const original = takeSnapshot(saved);
  if (sha256Hex(original.bytes) !== file.sourceHash || !isPng(original.bytes)) {
    return finding('originalDamaged', { path: saved });
  }
  mkdirSync(parent, { recursive: true });
  try {
    renameSync(saved, file.source);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
    replaceFile(file.source, original.bytes, temporaryNameOf(folder, file.index), original.identity);
  }
  return null;
}

function removeOutput(file: JournalFile, root: string, { isForced, isEdited }: TakeBackMode): Finding | null {
  const facts = lstatSync(file.output, { throwIfNoEntry: false });
  if (facts === undefined) return null;
  if (isEdited) return finding('unsavedEdits');
  if (!facts.isFile() || !isInside(realpathSync(dirname(file.output)), realpathSync(root))) {
    return finding('outputOutside', { path: file.output });
  }
  if (!isForced && sha256Hex(takeSnapshot(file.output).bytes) !== file.outputHash) return finding('changedSince');
  rmSync(file.output);
  return null;
}

/** An output of a folder that had replaced an earlier one. */
function putBack(
  folder: string,
  file: JournalFile,
  root: string,
  { isForced, isEdited }: TakeBackMode,
): Finding | null {
  const saved = originalPath(folder, file.index);
  const facts = lstatSync(file.output, { throwIfNoEntry: false });
  const now = facts?.isFile() === true ? sha256Hex(takeSnapshot(file.output).bytes) : null;
  if (now === file.replacedHash) return null;
  if (isEdited) return finding('unsavedEdits');
  const isOther = facts !== undefined && !facts.isFile();
  if (isOther || !isInside(realpathSync(dirname(file.output)), realpathSync(root))) {
    return finding('outputOutside', { path: file.output });
  }
  if (!existsSync(saved)) return now === file.outputHash ? finding('originalMissing', { path: saved }) : null;
  if (now !== null && now !== file.outputHash && !isForced) return finding('changedSince');
  if (sha256Hex(takeSnapshot(saved).bytes) !== file.replacedHash) return finding('originalDamaged', { path: saved });
  renameSync(saved, file.output);
  return null;
}

/** Folders that the batch created and that are empty again, innermost first. */
function removeFolders({ header }: Batch, root: string): void {
  for (const folder of [...header.createdFolders].reverse()) {
    if (folder === root || !isInside(folder, root)) continue;
    try {
      rmdirSync(folder);
    } catch {
      // It holds something else, or is gone.
      continue;
    }
  }
}

function isPng(bytes: Uint8Array): boolean {
  return PNG_SIGNATURE.every((byte, at) => bytes[at] === byte);
}
