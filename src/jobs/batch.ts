import { lstatSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { UsedColour } from '../core/mask/damageFacts.ts';
import { differingPalettesIn, type DifferingPalettes } from '../core/mask/damagePalettes.ts';
import { freeBytesAt } from '../platform/freeSpace.ts';
import { lockJournal, originalPath, type Batch, type JournalFile, type LeftAlone } from '../platform/journal.ts';
import { FolderError } from '../platform/makeFolder.ts';
import { findInputs, InputProblem, isInside, placeOf, type FoundInputs } from './batchInputs.ts';
import { BatchJournal, leftAloneResult, reasonOf } from './batchJournal.ts';
import type { LeftOut } from './inputTree.ts';
import { BatchPool } from './batchPool.ts';
import { ProgressMeter } from './batchProgress.ts';
import { finding, isFull, type BatchRule } from './batchRules.ts';
import { SwapGate, type SwappedFiles } from './swappedFiles.ts';
import type { BatchFile, BatchProgress, BatchRequest, FileChange, FileResult, PlannedFile } from './batchTypes.ts';

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
  /** What of the folders that were given is no input. */
  readonly leftOut: LeftOut;
  /** Bytes that results and journal need where they are written, and that are free there; null: that is not known. */
  readonly space: { readonly needed: number; readonly free: number } | null;
  /** Bytes of originals that the journal will save; 0 for a folder. */
  readonly journalBytes: number;
  /** Where palettes of the files contradict each other: colours and the ids at which they stand. */
  readonly differing: DifferingPalettes | null;
  /** Where red and blue are swapped in some files, and others are refused because they may be; else null. */
  readonly swapped: SwappedFiles | null;
  /** The interrupted batch that this one resumes; `write` counts the files that it has not reached. */
  readonly resumes: string | null;
  /** Inputs that an interrupted batch does not know; run the command once more for them. */
  readonly newFiles: number;
  /** Of borders: the id of the background, where no file has it; null: some have, or it is not known. */
  readonly missingBackground: number | null;
  readonly isCancelled: boolean;
}

type PlanFacts = Pick<
  BatchPlan,
  'counts' | 'journalBytes' | 'space' | 'newFiles' | 'differing' | 'swapped' | 'missingBackground'
>;

export interface BatchOutcome {
  readonly results: readonly FileResult[];
  /** Path of the manifest; null while the batch is unfinished, or had nothing to write. */
  readonly manifest: string | null;
  readonly isCancelled: boolean;
}

/** Failures that go away, with disk space for one: the batch stays unfinished, so that a re-run resumes it. */
const WORTH_A_RETRY = new Set<string>(['noSpace', 'noPermission', 'writeFailed', 'unsavedEdits'] satisfies BatchRule[]);

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
  readonly #journal: BatchJournal;
  readonly #toWrite: JournalFile[] = [];
  readonly #leftAlone: LeftAlone[] = [];
  readonly #names = new Map<number, string>();
  readonly #early: FileResult[] = [];
  readonly #places = new Map<string, string>();
  #resumed: Batch | null = null;

  /**
   * @throws InputProblem where nothing can be done at all
   */
  constructor(request: BatchRequest, setting: BatchSetting) {
    this.#request = request;
    this.#setting = setting;
    this.#found = findInputs(request.inputs, request.workingFolder, request.target);
    this.#journal = new BatchJournal(request, this.#found.root);
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
    const { root, leftOut } = this.#found;
    this.#resumed = this.#journal.interrupted();
    const plan = this.#resumed === null ? await this.#previewAll(visit) : this.#takeOver(this.#resumed, visit);
    return { root, leftOut, resumes: this.#resumed?.folder ?? null, isCancelled: this.#pool.isCancelled, ...plan };
  }

  async #previewAll(visit: (file: PlannedFile) => void): Promise<PlanFacts> {
    const counts = { write: 0, unchanged: 0, refused: 0 };
    let journalBytes = 0;
    let outputBytes = 0;
    const uses: UsedColours[] = [];
    const background = backgroundOf(this.#request);
    let changes = 0;
    let withBackground = 0;
    const meter = new ProgressMeter('preview', this.#found.files.length, this.#setting.onProgress);
    const take = (planned: PlannedFile): void => {
      const { index, name, status, source, output, sourceHash, outputHash, findings } = planned;
      counts[status]++;
      this.#names.set(index, name);
      if (status === 'write') {
        this.#toWrite.push({ index, source, output, sourceHash, outputHash });
        outputBytes += planned.outputSize;
        if (this.#request.target.kind === 'inPlace') journalBytes += planned.size;
      } else {
        this.#early.push({ index, name, status, findings });
        this.#leftAlone.push({ output, source, reason: status === 'refused' ? reasonOf(planned) : '' });
      }
      if (planned.change !== null) {
        changes++;
        if (planned.change.before.some(([id]) => id === background)) withBackground++;
      }
      if (planned.change !== null && planned.change.colours.length > 0) uses.push(planned.change);
      visit(planned);
    };
    const { once, doubles } = this.#withoutDoubles();
    for (const double of doubles) take(double);
    meter.add(doubles.length);
    const gate = new SwapGate();
    await this.#pool.preview(once, (results) => {
      for (const result of results) {
        const planned = gate.pass(this.#withPlace(result));
        if (planned !== null) take(planned);
      }
      meter.add(results.length);
    });
    const { files: waited, swapped } = gate.open();
    for (const planned of waited) take(planned);
    this.#toWrite.sort((a, b) => a.index - b.index);
    const missingBackground = changes > 0 && withBackground === 0 ? background : null;
    const free = freeBytesAt(this.#found.root);
    const needed = outputBytes + this.#journal.sizeOf(this.#toWrite, this.#leftAlone);
    const space = free === null || counts.write === 0 ? null : { needed, free };
    const differing = differingPalettesIn(palettesOf(uses));
    return { counts, journalBytes, space, newFiles: 0, differing, swapped, missingBackground };
  }

  /** The plan of an interrupted batch, whose files that are left are visited; what it does not know waits for the next. */
  #takeOver(batch: Batch, visit: (file: PlannedFile) => void): PlanFacts {
    const planned = new Map(batch.files.map((file) => [file.output, file]));
    const leftAlone = new Map(batch.header.leftAlone.map((file) => [file.output, file]));
    let newFiles = 0;
    let left = 0;
    for (const { output, name, relative } of this.#found.files) {
      const file = planned.get(output);
      const other = leftAlone.get(output);
      if (file !== undefined) {
        this.#names.set(file.index, name);
        if (isReached(batch, file)) continue;
        left++;
        const nothing = { size: 0, outputSize: 0, change: null, unknown: [], findings: [] };
        visit({ ...file, ...nothing, name, relative, status: 'write' });
      } else if (other !== undefined) this.#early.push(leftAloneResult(other, this.#early.length, name));
      else newFiles++;
    }
    this.#toWrite.push(...batch.files);
    const refused = this.#early.filter(({ status }) => status === 'refused').length;
    const counts = { write: left, unchanged: this.#early.length - refused, refused };
    return { counts, journalBytes: 0, space: null, newFiles, differing: null, swapped: null, missingBackground: null };
  }

  /**
   * Writes what was previewed.
   *
   * @param unsaved files that were edited and not saved since the preview, absolute; they are left alone
   * @throws JournalBusy, and what the file system says where not even the journal can be written
   * @throws InputProblem where there is no room for the journal, or its folder cannot be made, and where the batch that this one resumes was finished, undone or deleted since the preview
   */
  async write(visit: (result: FileResult) => void, unsaved: readonly string[] = []): Promise<BatchOutcome> {
    const skipped = this.#leaveOut(unsaved);
    const results: FileResult[] = [...this.#early];
    if (this.#toWrite.length === 0 && this.#resumed === null) {
      return { results, manifest: null, isCancelled: this.#pool.isCancelled };
    }
    this.#journal.requireUnfinished(this.#resumed);
    const { batch, unlock } = this.#begin();
    try {
      const relatives = new Map(this.#found.files.map(({ output, relative }) => [output, relative]));
      const wanted = this.#toWrite.filter(({ index }) => !skipped.has(index));
      const orders = wanted.map((file) => ({
        ...file,
        name: this.#names.get(file.index) ?? file.source,
        relative: relatives.get(file.output) ?? basename(file.source),
        journal: batch.folder,
      }));
      const meter = new ProgressMeter('write', orders.length, this.#setting.onProgress);
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
      const begun = new Set([...done, ...skipped]);
      const canBeRetried = results.some((result) => begun.has(result.index) && isWorthARetry(result));
      const manifest = isCancelled || canBeRetried ? null : await this.#journal.finish(batch, results);
      return { results, manifest, isCancelled };
    } finally {
      unlock();
    }
  }

  /** Locks the journal, and writes the plan where this batch resumes no other. */
  #begin(): { batch: Batch; unlock: () => void } {
    const { root } = this.#found;
    let unlock: (() => void) | null = null;
    try {
      unlock = lockJournal(root);
      return { batch: this.#resumed ?? this.#journal.begin(this.#toWrite, this.#leftAlone), unlock };
    } catch (error) {
      unlock?.();
      const needed = this.#journal.sizeOf(this.#toWrite, this.#leftAlone);
      throw beginningProblem(error, root, needed);
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

  /**
   * Takes files out of what will be written. Of an interrupted batch, whose plan stands, the returned ones are to be
   * passed over; it stays unfinished.
   */
  #leaveOut(unsaved: readonly string[]): Set<number> {
    const places = new Set(unsaved.map(placeOf));
    const skipped = this.#toWrite.filter(({ source, output }) => places.has(source) || places.has(output));
    const findings = [finding('unsavedEdits')];
    for (const { index, source, output } of skipped) {
      const result: FileResult = { index, name: this.#names.get(index) ?? source, status: 'refused', findings };
      this.#early.push(result);
      if (this.#resumed === null) {
        this.#toWrite.splice(
          this.#toWrite.findIndex((file) => file.index === index),
          1,
        );
        this.#leftAlone.push({ source, output, reason: reasonOf(result) });
      }
    }
    return new Set(this.#resumed === null ? [] : skipped.map(({ index }) => index));
  }

  /** In place, a file that two names lead to is written once; one with unsaved edits or that is read-only is not. */
  #withoutDoubles(): { once: BatchFile[]; doubles: PlannedFile[] } {
    const once: BatchFile[] = [];
    const doubles: PlannedFile[] = [];
    const owners = new Map<string, BatchFile>();
    const done = this.#journal.doneBefore();
    const unsaved = new Set(this.#request.unsaved?.map(placeOf));
    const readonly = new Set(this.#request.readonlyFiles?.map(placeOf));
    for (const { index, name, relative, source, output } of this.#found.files) {
      const doneHash = done.get(source);
      const file: BatchFile = {
        index,
        name,
        relative,
        source,
        output,
        ...(doneHash === undefined ? {} : { doneHash }),
      };
      const owner = this.#request.target.kind === 'inPlace' ? owners.get(file.source) : undefined;
      owners.set(file.source, owner ?? file);
      const nothing = { size: 0, sourceHash: '', outputHash: '', outputSize: 0, change: null, unknown: [] };
      if (unsaved.has(source) || unsaved.has(output)) {
        doubles.push({ ...file, ...nothing, status: 'refused', findings: [finding('unsavedEdits')] });
      } else if (readonly.has(output)) {
        doubles.push({ ...file, ...nothing, status: 'refused', findings: [finding('readonlySetting')] });
      } else if (owner === undefined) once.push(file);
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

  /** Where a new file really comes to lie; many share a folder. */
  #placeOf(output: string): string {
    const folder = dirname(output);
    const place = this.#places.get(folder) ?? placeOf(folder);
    this.#places.set(folder, place);
    return join(place, basename(output));
  }

  /** What the place of a file adds to its preview: links, and outputs outside of their folder. */
  #withPlace(planned: PlannedFile): PlannedFile {
    const { target } = this.#request;
    if (target.kind === 'folder') {
      if (planned.status !== 'write') return planned;
      const place = this.#placeOf(planned.output);
      if (isInside(place, this.#found.root)) return planned;
      const outside = finding('outputOutside', { path: place });
      return { ...planned, status: 'refused', findings: [...planned.findings, outside] };
    }
    const path = this.#found.files[planned.index]?.path ?? planned.source;
    if (path === planned.source || planned.status !== 'write') return planned;
    return { ...planned, findings: [...planned.findings, finding('linked', { path: planned.source })] };
  }
}

/** What a journal cannot be begun for, in words; other errors as they are. @param needed bytes */
function beginningProblem(error: unknown, root: string, needed: number): unknown {
  if (isFull((error as NodeJS.ErrnoException).code)) {
    return new InputProblem('noSpace', { path: root, needed, free: freeBytesAt(root) ?? 0 });
  }
  if (!(error instanceof FolderError)) return error;
  return new InputProblem('cannotCreate', { path: error.path, problem: error.reason });
}

/** The id that a border takes for the background; null for other work. */
function backgroundOf({ task }: BatchRequest): number | null {
  return task.kind === 'border' && task.options.kind === 'draw' ? task.options.background : null;
}

/** Whether an interrupted batch has written a file already. */
function isReached({ folder, header }: Batch, { index, output }: JournalFile): boolean {
  const written = lstatSync(output, { throwIfNoEntry: false });
  if (header.target === 'folder') return written !== undefined;
  const saved = lstatSync(originalPath(folder, index), { throwIfNoEntry: false });
  // Until it is replaced, a file and its saved original are one.
  return saved !== undefined && saved.ino !== written?.ino;
}

type UsedColours = Pick<FileChange, 'before' | 'colours'>;

function* palettesOf(uses: readonly UsedColours[]): Generator<UsedColour[]> {
  for (const { before, colours } of uses) {
    yield colours.map((colour, at) => ({ id: before[at]?.[0] ?? 0, colour, pixels: before[at]?.[1] ?? 0 }));
  }
}

function isWorthARetry({ status, findings }: FileResult): boolean {
  return status === 'refused' && findings.some(({ rule }) => WORTH_A_RETRY.has(rule));
}
