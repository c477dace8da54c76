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
  /** Files that get their old bytes back, or are deleted. */
  readonly files: number;
  /** Bytes of the originals that are put back; of a folder, of the files that are deleted. */
  readonly bytes: number;
  /** Files that changed since the batch, absolute; they are left alone unless forced. */
  readonly changed: readonly string[];
  /** Files that are edited and not saved, absolute; they are left alone even where forced. */
  readonly unsaved: readonly string[];
  /** Files that are as before the batch. */
  readonly asBefore: number;
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
  const changed: string[] = [];
  const unsaved: string[] = [];
  const places = new Set(edited.map(placeOf));
  let restored = 0;
  let bytes = 0;
  for (const [at, file] of files.entries()) {
    const fate = target === 'inPlace' ? fateInPlace(folder, file) : fateInFolder(folder, file);
    if (fate !== null && isAmong(places, file)) unsaved.push(file.output);
    else if (fate !== null) {
      restored++;
      bytes += fate.bytes;
      if (fate.isChanged) changed.push(file.output);
    }
    meter.add(1);
    // Lets progress through.
    if (at % 64 === 63) await new Promise((resolve) => setImmediate(resolve));
  }
  return { files: restored, bytes, changed, unsaved, asBefore: files.length - restored - unsaved.length };
}

interface Fate {
  readonly bytes: number;
  readonly isChanged: boolean;
}

/** Null where there is nothing to do. */
function fateInPlace(folder: string, { index, source, sourceHash, outputHash }: JournalFile): Fate | null {
  const now = hashOf(source);
  if (now === sourceHash) return null;
  const saved = originalPath(folder, index);
  if (!existsSync(saved)) return now === outputHash ? { bytes: 0, isChanged: true } : null;
  return { bytes: statSync(saved).size, isChanged: now !== outputHash };
}

function fateInFolder(folder: string, { index, output, outputHash, replacedHash }: JournalFile): Fate | null {
  const facts = statSync(output, { throwIfNoEntry: false });
  if (facts === undefined) return null;
  const now = hashOf(output);
  if (now === replacedHash) return null;
  const saved = originalPath(folder, index);
  const bytes = replacedHash !== undefined && existsSync(saved) ? statSync(saved).size : facts.size;
  return { bytes, isChanged: now !== outputHash };
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
