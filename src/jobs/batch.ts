import { createHash, randomBytes } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import {
  createBatch,
  finishBatch,
  listBatches,
  lockJournal,
  readBatch,
  readHeader,
  stateOf,
  type Batch,
  type JournalFile,
  type SkippedFile,
} from '../platform/journal.ts';
import { syncFiles } from '../platform/syncFiles.ts';
import { findInputs, InputProblem, isInside, missingFolders, placeOf, type FoundInputs } from './batchInputs.ts';
import { finding, type BatchRule } from './batchRules.ts';
import { BatchPool } from './batchPool.ts';
import { ProgressMeter } from './batchProgress.ts';
import type { BatchFile, BatchProgress, BatchRequest, FileResult, PlannedFile } from './batchTypes.ts';

export interface BatchSetting {
  /** Worker threads; 0 works in the calling one. */
  readonly workers: number;
  /** A script that calls `runBatchWorker` where it is not the main thread; unused with 0 workers. */
  readonly workerScript: string;
  readonly onProgress?: (progress: BatchProgress) => void;
}

/** What a preview amounts to. */
export interface BatchPlan {
  /** Absolute: where the journal lies. */
  readonly root: string;
  readonly counts: { readonly write: number; readonly unchanged: number; readonly refused: number };
  /** Bytes of originals that the journal will save; 0 for a folder. */
  readonly journalBytes: number;
  /** The interrupted batch that this one resumes; its files are those of its own preview. */
  readonly resumes: string | null;
  /** Inputs that an interrupted batch does not know; run the command once more for them. */
  readonly newFiles: number;
  readonly isCancelled: boolean;
}

export interface BatchOutcome {
  readonly results: readonly FileResult[];
  /** Path of the manifest; null while the batch is unfinished, or had nothing to write. */
  readonly manifest: string | null;
  readonly isCancelled: boolean;
}

/** Failures that go away, with disk space for one: the batch stays unfinished, so that a re-run resumes it. */
const WORTH_A_RETRY = new Set<string>(['noSpace', 'noPermission', 'writeFailed'] satisfies BatchRule[]);

interface Resumed {
  readonly folder: string;
  readonly files: readonly JournalFile[];
}

/**
 * A job over many files: first the preview, which writes nothing, then the writing.
 *
 * Writing is journalled (`platform/journal.ts`): the plan with the hashes of every source and result is on the disk
 * before the first file changes, and originals are saved before they are replaced. A run that was killed at any byte
 * is resumed by the same request, and ends in the same bytes.
 */
export class BatchJob {
  readonly #request: BatchRequest;
  readonly #setting: BatchSetting;
  readonly #found: FoundInputs;
  readonly #pool: BatchPool;
  readonly #toWrite: JournalFile[] = [];
  readonly #names = new Map<number, string>();
  readonly #early: FileResult[] = [];
  #resumed: Resumed | null = null;

  /**
   * @throws InputProblem where nothing can be done at all
   */
  constructor(request: BatchRequest, setting: BatchSetting) {
    this.#request = request;
    this.#setting = setting;
    this.#found = findInputs(request.inputs, request.workingFolder, request.target);
    const { task, target } = request;
    const workers = Math.min(setting.workers, Math.ceil(this.#found.files.length / 32));
    this.#pool = new BatchPool({ task, target: target.kind, workers, workerScript: setting.workerScript });
  }

  /**
   * Previews every file, in no certain order, through `visit`.
   *
   * @throws InputProblem where an interrupted batch of another request is in the way, or the journal cannot be read
   */
  async preview(visit: (file: PlannedFile) => void): Promise<BatchPlan> {
    const { files, root } = this.#found;
    this.#resumed = this.#interrupted(root);
    const known = this.#resumed === null ? null : new Map(this.#resumed.files.map((file) => [file.source, file]));
    const counts = { write: 0, unchanged: 0, refused: 0 };
    let journalBytes = 0;
    let newFiles = 0;
    if (known !== null) {
      for (const { source, name } of files) {
        const file = known.get(source);
        if (file === undefined) newFiles++;
        else this.#names.set(file.index, name);
      }
      this.#toWrite.push(...known.values());
      counts.write = known.size;
    } else {
      const meter = new ProgressMeter('preview', files.length, this.#setting.onProgress);
      const taken = (planned: PlannedFile): void => {
        counts[planned.status]++;
        this.#names.set(planned.index, planned.name);
        if (planned.status === 'write') {
          const { index, source, output, sourceHash, outputHash } = planned;
          this.#toWrite.push({ index, source, output, sourceHash, outputHash });
          if (this.#request.target.kind === 'inPlace') journalBytes += planned.size;
        } else {
          const { index, name, status, findings } = planned;
          this.#early.push({ index, name, status, findings });
        }
        visit(planned);
      };
      const { once, doubles } = this.#withoutDoubles();
      for (const double of doubles) taken(double);
      meter.add(doubles.length);
      await this.#pool.preview(once, (results) => {
        for (const planned of results) taken(this.#withPlace(planned));
        meter.add(results.length);
      });
      this.#toWrite.sort((a, b) => a.index - b.index);
    }
    const resumes = this.#resumed?.folder ?? null;
    return { root, counts, journalBytes, resumes, newFiles, isCancelled: this.#pool.isCancelled };
  }

  /**
   * Writes what was previewed.
   *
   * @throws JournalBusy, and what the file system says where not even the journal can be written
   */
  async write(visit: (result: FileResult) => void): Promise<BatchOutcome> {
    const results: FileResult[] = [...this.#early];
    if (this.#toWrite.length === 0 && this.#resumed === null) {
      return { results, manifest: null, isCancelled: this.#pool.isCancelled };
    }
    const unlock = lockJournal(this.#found.root);
    try {
      const batch = this.#resumed === null ? this.#begin() : readBatch(this.#resumed.folder);
      const meter = new ProgressMeter('write', this.#toWrite.length, this.#setting.onProgress);
      const relatives = new Map(this.#found.files.map(({ source, relative }) => [source, relative]));
      const orders = this.#toWrite.map((file) => ({
        ...file,
        name: this.#names.get(file.index) ?? file.source,
        relative: relatives.get(file.source) ?? basename(file.source),
        journal: batch.folder,
      }));
      const done = new Set<number>();
      await this.#pool.write(orders, (some) => {
        for (const result of some) {
          done.add(result.index);
          results.push(result);
          visit(result);
        }
        meter.add(some.length);
      });
      for (const { index, name } of orders) {
        if (!done.has(index)) results.push({ index, name, status: 'cancelled', findings: [] });
      }
      results.sort((a, b) => a.index - b.index);
      const isCancelled = done.size < orders.length;
      const canBeRetried = results.some((result) => done.has(result.index) && isWorthARetry(result));
      const manifest = isCancelled || canBeRetried ? null : await this.#finish(batch, results);
      return { results, manifest, isCancelled };
    } finally {
      unlock();
    }
  }

  /** Stops after the files at hand. A cancelled batch is unfinished: resume it or undo it. */
  cancel(): void {
    this.#pool.cancel();
  }

  /** Ends the worker threads. */
  close(): Promise<void> {
    return this.#pool.close();
  }

  #begin(): Batch {
    const { target, command } = this.#request;
    const outputs = this.#toWrite.map(({ output }) => output);
    const started = new Date().toISOString();
    const id = `${started.replace(/[-:]/g, '').replace('.', '')}-${randomBytes(3).toString('hex')}`;
    const header = {
      ...({ version: 1, id, started, command, target: target.kind } as const),
      requestHash: this.#requestHash(),
      createdFolders: target.kind === 'folder' ? missingFolders(outputs) : [],
    };
    return createBatch(this.#found.root, header, this.#toWrite);
  }

  /** Data first, then the word that it is there. */
  async #finish(batch: Batch, results: readonly FileResult[]): Promise<string> {
    const written = new Set(results.filter(({ status }) => status === 'written').map(({ index }) => index));
    const files = batch.files.filter(({ index }) => written.has(index));
    const outputs = files.map(({ output }) => output);
    await syncFiles(outputs, [...new Set(outputs.map(dirname))]);
    const skipped: SkippedFile[] = results
      .filter(({ status }) => status === 'refused')
      .map(({ name, findings }) => ({ source: name, reason: findings.map(({ message }) => message).join(' ') }));
    return finishBatch(batch, files, skipped);
  }

  /** The interrupted batch that this request resumes. */
  #interrupted(root: string): Resumed | null {
    const folder = listBatches(root).findLast((batch) => stateOf(batch) === 'unfinished');
    if (folder === undefined) return null;
    const { requestHash, command } = readHeader(folder);
    if (requestHash !== this.#requestHash()) {
      throw new InputProblem(
        `An interrupted batch is in the way: ${command}. Run that command again to finish it, ` +
          `or take it back with: maskscope undo ${root}`,
      );
    }
    const { files } = readBatch(folder);
    const isInPlace = this.#request.target.kind === 'inPlace';
    const isOurs = files.every(({ source, output }) => (isInPlace ? source === output : isInside(output, root)));
    if (!isOurs) throw new InputProblem(`The journal ${folder} names files that are not of this batch.`);
    return { folder, files };
  }

  /** Equal for the same work on the same inputs, with palettes and class maps of the same content. */
  #requestHash(): string {
    const { task, target, workingFolder } = this.#request;
    const inputs = this.#request.inputs.map((input) => resolve(workingFolder, input));
    const text = JSON.stringify({ task, target, inputs }, (_key, value: unknown) =>
      value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value,
    );
    return createHash('sha256').update(text).digest('hex');
  }

  /** In place, a file that two names lead to is written once. */
  #withoutDoubles(): { once: BatchFile[]; doubles: PlannedFile[] } {
    const once: BatchFile[] = [];
    const doubles: PlannedFile[] = [];
    const owners = new Map<string, BatchFile>();
    for (const { index, name, relative, source, output } of this.#found.files) {
      const file: BatchFile = { index, name, relative, source, output };
      const owner = this.#request.target.kind === 'inPlace' ? owners.get(file.source) : undefined;
      owners.set(file.source, owner ?? file);
      const nothing = { size: 0, sourceHash: '', outputHash: '', outputSize: 0, change: null, unknown: [] };
      if (owner === undefined) once.push(file);
      else {
        doubles.push({
          ...file,
          ...nothing,
          status: 'unchanged',
          findings: [finding('duplicate', { other: owner.name })],
        });
      }
    }
    return { once, doubles };
  }

  /** What the place of a file adds to its preview: links, and outputs outside of their folder. */
  #withPlace(planned: PlannedFile): PlannedFile {
    const { target } = this.#request;
    if (target.kind === 'folder') {
      if (planned.status !== 'write') return planned;
      const place = placeOf(planned.output);
      if (isInside(place, this.#found.root)) return planned;
      const outside = finding('outputOutside', { path: place });
      return { ...planned, status: 'refused', findings: [...planned.findings, outside] };
    }
    const path = this.#found.files[planned.index]?.path ?? planned.source;
    if (path === planned.source || planned.status !== 'write') return planned;
    return { ...planned, findings: [...planned.findings, finding('linked', { path: planned.source })] };
  }
}

function isWorthARetry({ status, findings }: FileResult): boolean {
  return status === 'refused' && findings.some(({ rule }) => WORTH_A_RETRY.has(rule));
}
