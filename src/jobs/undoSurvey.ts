import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sha256Hex } from '../platform/hash.ts';
import { JOURNAL_FOLDER, JournalDamaged, originalPath, readBatch, type JournalFile } from '../platform/journal.ts';
import { FileError } from '../platform/readFile.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { placeOf } from './batchInputs.ts';
import { ProgressMeter } from './batchProgress.ts';
import type { BatchProgress } from './batchTypes.ts';
import { findLastBatch, isAmong, type UndoableBatch } from './undo.ts';

/** What undoing a batch would do. */
export interface UndoSurvey {
  /** Files that are as the batch left them: they get their old bytes back, or are deleted. */
  readonly kept: FileGroup;
  /** Files that were deleted since the batch: they are put back. */
  readonly missing: FileGroup;
  /** Files that changed since the batch; they are left alone unless forced. */
  readonly changed: FileGroup;
  /** Files that are edited and not saved, absolute; they are left alone even where forced. */
  readonly unsaved: readonly string[];
  /** Files that are as before the batch. */
  readonly asBefore: number;
}

export interface FileGroup {
  /** Absolute. */
  readonly files: readonly string[];
  /** Of the originals that are put back; of a folder, of the files that are deleted. */
  readonly bytes: number;
}

/** Folders that hold no dataset, but many files. */
const NOT_ENTERED = new Set(['node_modules', JOURNAL_FOLDER]);

/** Folders that are looked into for journals; a workspace with more is searched only so far. */
const MOST_FOLDERS = 50_000;

/**
 * Of every journal in, below or above these folders the last batch that is not undone, the newest first. Journals that
 * cannot be read are passed over.
 */
export function findUndoable(folders: readonly string[]): UndoableBatch[] {
  const found = new Map<string, UndoableBatch>();
  const look = (folder: string): void => {
    try {
      const batch = findLastBatch(folder);
      if (batch !== null) found.set(batch.folder, batch);
    } catch (error) {
      if (!(error instanceof JournalDamaged)) throw error;
    }
  };
  for (const folder of folders) {
    look(folder);
    for (const root of journalRoots(folder)) look(root);
  }
  return [...found.values()].sort((a, b) => (a.started < b.started ? 1 : -1));
}

/** Folders below one that hold a journal; breadth first, so that a limit cuts off what is deepest. */
function* journalRoots(folder: string): Generator<string> {
  const queue = [folder];
  for (let at = 0; at < queue.length && at < MOST_FOLDERS; at++) {
    const current = queue[at] as string;
    let entries;
    try {
      entries = readdirSync(current, { withFileTypes: true });
    } catch {
      // No permission: nobody could have written a journal there for this user to take back.
      continue;
    }
    for (const entry of entries) {
      if (!entry.isDirectory()) continue;
      if (entry.name === JOURNAL_FOLDER) yield current;
      else if (!entry.name.startsWith('.') && !NOT_ENTERED.has(entry.name)) queue.push(join(current, entry.name));
    }
  }
}

/**
 * Says what undoing a batch would do; changes nothing.
 *
 * @param edited files that are edited and not saved, absolute
 * @throws JournalDamaged
 */
export async function surveyUndo(
  { folder, target }: UndoableBatch,
  edited: readonly string[] = [],
  onProgress?: (progress: BatchProgress) => void,
): Promise<UndoSurvey> {
  const { files } = readBatch(folder);
  const meter = new ProgressMeter('preview', files.length, onProgress);
  const unsaved: string[] = [];
  const places = new Set(edited.map(placeOf));
  const groups = {
    kept: { files: [] as string[], bytes: 0 },
    missing: { files: [] as string[], bytes: 0 },
    changed: { files: [] as string[], bytes: 0 },
  };
  let asBefore = 0;
  for (const [at, file] of files.entries()) {
    const fate = target === 'inPlace' ? fateInPlace(folder, file) : fateInFolder(folder, file);
    if (fate === null) asBefore++;
    else if (isAmong(places, file)) unsaved.push(file.output);
    else {
      groups[fate.group].files.push(file.output);
      groups[fate.group].bytes += fate.bytes;
    }
    meter.add(1);
    // Lets progress through.
    if (at % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
  }
  return { ...groups, unsaved, asBefore };
}

interface Fate {
  readonly bytes: number;
  readonly group: 'kept' | 'missing' | 'changed';
}

/** Null where there is nothing to do. */
function fateInPlace(folder: string, { index, source, sourceHash, outputHash }: JournalFile): Fate | null {
  const isThere = existsSync(source);
  const now = isThere ? hashOf(source) : null;
  if (now === sourceHash) return null;
  const saved = originalPath(folder, index);
  if (!existsSync(saved)) return now === outputHash ? { bytes: 0, group: 'changed' } : null;
  return { bytes: statSync(saved).size, group: !isThere ? 'missing' : now === outputHash ? 'kept' : 'changed' };
}

function fateInFolder(folder: string, { index, output, outputHash, replacedHash }: JournalFile): Fate | null {
  const facts = statSync(output, { throwIfNoEntry: false });
  const saved = originalPath(folder, index);
  const replaced = replacedHash !== undefined && existsSync(saved) ? statSync(saved).size : null;
  if (facts === undefined) return replaced === null ? null : { bytes: replaced, group: 'missing' };
  const now = hashOf(output);
  if (now === replacedHash) return null;
  const bytes = replaced ?? facts.size;
  return { bytes, group: now === outputHash ? 'kept' : 'changed' };
}

/** Null where there is no file that can be read. */
function hashOf(path: string): string | null {
  try {
    return sha256Hex(takeSnapshot(path).bytes);
  } catch (error) {
    if (error instanceof FileError) return null;
    throw error;
  }
}
