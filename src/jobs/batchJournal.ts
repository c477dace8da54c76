import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
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
  type LeftAlone,
} from '../platform/journal.ts';
import { syncFiles } from '../platform/syncFiles.ts';
import { InputProblem, isInside, missingFolders } from './batchInputs.ts';
import { finding } from './batchRules.ts';
import type { BatchRequest, FileResult } from './batchTypes.ts';

/** What the journals say about one request. */
export class BatchJournal {
  readonly #request: BatchRequest;
  readonly #root: string;
  readonly #requestHash: string;

  constructor(request: BatchRequest, root: string) {
    this.#request = request;
    this.#root = root;
    this.#requestHash = hashOf(request);
  }

  /**
   * The interrupted batch that this request resumes.
   *
   * @throws InputProblem where an interrupted batch of another request is in the way
   * @throws JournalDamaged
   */
  interrupted(): Batch | null {
    const folder = listBatches(this.#root).findLast((batch) => stateOf(batch) === 'unfinished');
    if (folder === undefined) return null;
    const { requestHash, command } = readHeader(folder);
    if (requestHash !== this.#requestHash) {
      throw new InputProblem('interrupted', { command, root: this.#root });
    }
    const batch = readBatch(folder);
    const isInPlace = this.#request.target.kind === 'inPlace';
    const isOurs = ({ source, output }: JournalFile): boolean =>
      isInPlace ? source === output : isInside(output, this.#root);
    if (batch.files.every(isOurs)) return batch;
    throw new InputProblem('foreignJournal', { path: folder });
  }

  /**
   * @throws InputProblem where an interrupted batch is one no more: it was finished, undone or deleted meanwhile
   */
  requireUnfinished(batch: Batch | null): void {
    if (batch === null || (existsSync(batch.folder) && stateOf(batch.folder) === 'unfinished')) return;
    throw new InputProblem('journalGone', { root: this.#root });
  }

  /**
   * By source, what finished batches of this request have left: whoever repeats a command, perhaps because its end was
   * not seen, does not want borders around borders.
   */
  doneBefore(): Map<string, string> {
    const done = new Map<string, string>();
    if (this.#request.target.kind === 'folder' || this.#request.isRepeated) return done;
    for (const folder of listBatches(this.#root)) {
      if (stateOf(folder) !== 'finished' || readHeader(folder).requestHash !== this.#requestHash) continue;
      for (const { source, outputHash } of readBatch(folder).files) done.set(source, outputHash);
    }
    return done;
  }

  /** Writes the plan to the disk. Throws what the file system says. */
  begin(files: readonly JournalFile[], leftAlone: readonly LeftAlone[]): Batch {
    const { target, command } = this.#request;
    const started = new Date().toISOString();
    const id = newBatchId(started);
    const header = {
      ...({ version: 1, id, started, command, target: target.kind } as const),
      requestHash: this.#requestHash,
      createdFolders: target.kind === 'folder' ? missingFolders(files.map(({ output }) => output)) : [],
      leftAlone,
    };
    return createBatch(this.#root, header, files);
  }

  /** Data first, then the word that it is there. Returns the manifest's path. */
  async finish(batch: Batch, results: readonly FileResult[]): Promise<string> {
    const written = new Set(results.filter(({ status }) => status === 'written').map(({ index }) => index));
    const files = batch.files.filter(({ index }) => written.has(index));
    const outputs = files.map(({ output }) => output);
    await syncFiles(outputs, [...new Set(outputs.map(dirname))]);
    const sources = new Map(batch.files.map(({ index, source }) => [index, source]));
    const refused = results.flatMap((result) => {
      const source = sources.get(result.index);
      return result.status === 'refused' && source !== undefined ? [{ source, reason: reasonOf(result) }] : [];
    });
    return finishBatch(batch, files, [
      ...batch.header.leftAlone.flatMap(({ source, reason }) => (reason === '' ? [] : [{ source, reason }])),
      ...refused,
    ]);
  }
}

/** What is wrong with a file, in one text. */
export function reasonOf({ findings }: Pick<FileResult, 'findings'>): string {
  return findings
    .filter(({ severity }) => severity === 'error')
    .map(({ message }) => message)
    .join(' ');
}

/** A file that an interrupted batch had left alone already. */
export function leftAloneResult({ reason }: LeftAlone, index: number, name: string): FileResult {
  if (reason === '') return { index, name, status: 'unchanged', findings: [] };
  return { index, name, status: 'refused', findings: [finding('leftAlone', { problem: reason })] };
}

/** Equal for the same work on the same inputs, with palettes and class maps of the same content. */
function hashOf({ task, target, inputs, workingFolder }: BatchRequest): string {
  const places = inputs.map((input) => resolve(workingFolder, input));
  const text = JSON.stringify({ task, target, places }, (key, value: unknown) => {
    // What decides nothing, and what is the same as nothing.
    if (key === 'paletteName' || (key === 'repair' && value === 'none')) return undefined;
    return value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value;
  });
  return createHash('sha256').update(text).digest('hex');
}
