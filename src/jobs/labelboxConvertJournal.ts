import { createHash } from 'node:crypto';
import { dirname } from 'node:path';
import {
  createBatch,
  finishBatch,
  listBatches,
  newBatchId,
  readBatch,
  readHeader,
  stateOf,
  type Batch,
  type JournalFile,
  type JournalHeader,
} from '../platform/journal.ts';
import { syncFiles } from '../platform/syncFiles.ts';
import { InputProblem, missingFolders } from './batchInputs.ts';
import type { ConvertRequest } from './labelboxConvertTypes.ts';

/**
 * The interrupted run over a folder that a request finishes; null where there is none.
 *
 * @param requestHash see {@link requestHashOf}
 * @param isOurs whether its files are those that the request would write
 * @throws InputProblem where an interrupted run of another request, or of other files, is in the way
 * @throws JournalDamaged
 */
export function interruptedRun(root: string, requestHash: string, isOurs: (batch: Batch) => boolean): Batch | null {
  const folder = listBatches(root).findLast((batch) => stateOf(batch) === 'unfinished');
  if (folder === undefined) return null;
  const { requestHash: before, command } = readHeader(folder);
  const batch = before === requestHash ? readBatch(folder) : null;
  if (batch === null || !isOurs(batch)) throw new InputProblem('interrupted', { command, root });
  return batch;
}

/** Equal for the same work on the same export. */
export function requestHashOf(request: ConvertRequest, exportHash: string): string {
  const text = JSON.stringify({ kind: 'labelbox convert', ...request, command: '', exportHash });
  return createHash('sha256').update(text).digest('hex');
}

/** Writes the plan to the disk, under the journal's lock. Throws what the file system says. */
export function beginRun(root: string, requestHash: string, command: string, files: readonly JournalFile[]): Batch {
  const plain = files.map(({ index, source, output, sourceHash, outputHash, replacedHash }) => ({
    ...{ index, source, output, sourceHash, outputHash },
    ...(replacedHash === undefined ? {} : { replacedHash }),
  }));
  return createBatch(
    root,
    headerOf(
      requestHash,
      command,
      plain.map(({ output }) => output),
    ),
    plain,
  );
}

/** Begins a run whose files are not made yet, under the journal's lock. @param outputs absolute; those that it may write */
export function beginGrowingRun(root: string, requestHash: string, command: string, outputs: readonly string[]): Batch {
  return createBatch(root, { ...headerOf(requestHash, command, outputs), isGrowing: true }, []);
}

function headerOf(requestHash: string, command: string, outputs: readonly string[]): JournalHeader {
  const started = new Date().toISOString();
  return {
    ...({ version: 1, id: newBatchId(started), started, command, target: 'folder', requestHash } as const),
    createdFolders: missingFolders(outputs),
    leftAlone: [],
  };
}

/** Data first, then the word that it is there. Returns the manifest's path. */
export async function finishRun(
  batch: Batch,
  refused: readonly { readonly source: string; readonly reason: string }[],
): Promise<string> {
  const outputs = batch.files.map(({ output }) => output);
  await syncFiles(outputs, [...new Set(outputs.map(dirname))]);
  return finishBatch(batch, batch.files, refused);
}
