import { createHash } from 'node:crypto';
import { existsSync, lstatSync } from 'node:fs';
import { join } from 'node:path';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { linesOf } from '../core/formats/classMap.ts';
import { listChange, type ListChange } from '../core/split/listChange.ts';
import { makeSplit, type Split } from '../core/split/makeSplit.ts';
import { listLines } from '../core/split/namesFile.ts';
import { SplitError } from '../core/split/problems.ts';
import { isSound, proveSplit } from '../core/split/splitProof.ts';
import { decodeText } from '../platform/decodeText.ts';
import { sha256Hex } from '../platform/hash.ts';
import { lockJournal, requireUnlocked, type Batch } from '../platform/journal.ts';
import { takeSnapshot } from '../platform/snapshot.ts';
import { InputProblem, placeOf } from './batchInputs.ts';
import { ProgressMeter } from './batchProgress.ts';
import type { BatchProgress } from './batchTypes.ts';
import { LineBytes } from './lineBytes.ts';
import { beginRun, finishRun, interruptedRun } from './labelboxConvertJournal.ts';
import { batchesOf, requireSamePlan } from './labelboxConvertPrepare.ts';
import { OutputPlan, writeOutput } from './labelboxOutputs.ts';
import { RECORD_FILE, splitRecord, type RecordedList } from './splitRecord.ts';
import { readSplitSource, type SplitSource } from './splitSource.ts';
import type { PlannedList, PlannedState, SplitOutcome, SplitPlan, SplitRequest } from './splitTypes.ts';

/** Lists that are looked for beside those that are written. */
const SPLIT_FILES = ['train.txt', 'val.txt', 'test.txt', 'trainval.txt'];

/** A split that can be written. */
interface Prepared {
  readonly outputs: OutputPlan;
  /** Runs over the folder when the plan was made. */
  readonly batches: string;
  readonly requestHash: string;
  /** By path; absolute. */
  readonly bytes: ReadonlyMap<string, Uint8Array>;
}

/**
 * Splits names: first the plan, which shows every change of a list and writes nothing, then the writing, which is journalled
 * (`platform/journal.ts`) in the folder of the lists. A run that was killed at any moment is finished by the same request,
 * and every run can be taken back (`jobs/undo.ts`).
 */
export class SplitJob {
  readonly #request: SplitRequest;
  readonly #dataset: DatasetFacts | null;
  readonly #onProgress: ((progress: BatchProgress<'write'>) => void) | undefined;
  #prepared: Prepared | null = null;
  #resumed: Batch | null = null;

  /**
   * @param dataset what a scan of the source knows, where that is a folder; null where it is a file of names
   * @param onProgress files that were written
   */
  constructor(
    request: SplitRequest,
    dataset: DatasetFacts | null = null,
    onProgress?: (progress: BatchProgress<'write'>) => void,
  ) {
    this.#request = request;
    this.#dataset = dataset;
    this.#onProgress = onProgress;
  }

  /**
   * @throws SplitError, InputProblem; and what the file system says
   * @throws JournalBusy while another process writes there; JournalDamaged
   */
  async plan(): Promise<SplitPlan> {
    const { options, folder, form, groupBy } = this.#request;
    const root = placeOf(folder);
    if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory() === false) {
      throw new InputProblem('notAFolder', { path: folder });
    }
    requireUnlocked(root);
    const source = await readSplitSource(this.#request, this.#dataset);
    const split = makeSplit(source.items, options);
    const proof = proveSplit(source.items, split, options);
    if (!isSound(proof)) throw new Error('The lists contradict each other.');
    const outputs = new OutputPlan(root);
    const bytes = new Map<string, Uint8Array>();
    const take = (relative: string, content: Uint8Array, kind: 'list' | 'proof'): PlannedState => {
      const hash = sha256Hex(content);
      const wanted = { kind, relative, source: source.path, sourceHash: source.hash, hash, size: content.length };
      const state = outputs.add({ ...wanted, visit: null }, true);
      const output = outputs.outputs.at(-1);
      if (output?.relative === relative) bytes.set(output.output, content);
      return state === 'write' || state === 'unchanged' ? state : 'replace';
    };
    const { lists, recorded } = planLists(source, split, form, root, take);
    const names = source.items.map(({ name }) => name);
    const record = splitRecord(this.#request, names, recorded, split.calls, proof, source.classNames);
    const recordState = take(RECORD_FILE, Buffer.from(record), 'proof');
    const requestHash = hashOf(this.#request, source.hash);
    this.#resumed = interruptedRun(root, requestHash, (batch) => outputs.isOf(batch));
    this.#prepared = { outputs, batches: batchesOf(root), requestHash, bytes };
    const written = new Set(lists.map(({ path }) => path));
    const folders = split.sets.map((set) => (set.folder === '' ? '' : `${set.folder}/`));
    return {
      ...{ root, lists, proof, calls: split.calls, foreignRows: source.foreignRows, unpaired: source.unpaired },
      classNames: [...source.classNames],
      record: { path: RECORD_FILE, state: recordState },
      others: ['', ...folders]
        .filter((prefix, at, all) => all.indexOf(prefix) === at)
        .flatMap((prefix) => SPLIT_FILES.map((file) => prefix + file))
        .filter((path) => !written.has(path) && existsSync(join(root, path))),
      ungrouped: groupBy === null ? 0 : source.items.filter(({ group }) => group === null).length,
      resumes: this.#resumed?.folder ?? null,
    };
  }

  /**
   * Writes what was planned.
   *
   * @throws JournalBusy; ConvertProblem `planOutdated` where a list has changed since, `fileExists`; and what the file
   *   system says: what was written stays, and the same request finishes it
   */
  async write(): Promise<SplitOutcome> {
    const prepared = this.#prepared;
    if (prepared === null) throw new Error('The plan comes first.');
    const { outputs, requestHash, bytes } = prepared;
    if (outputs.outputs.length === 0 && this.#resumed === null) return { written: 0, manifest: null };
    const unlock = lockJournal(outputs.root);
    try {
      requireSamePlan(prepared, this.#resumed);
      const batch = this.#resumed ?? beginRun(outputs.root, requestHash, this.#request.command, outputs.outputs);
      const meter = new ProgressMeter('write', batch.files.length, this.#onProgress);
      for (const file of batch.files) {
        await writeOutput(batch, file, () => {
          const content = bytes.get(file.output);
          return Promise.resolve(content === undefined ? null : { kind: 'bytes', bytes: content });
        });
        meter.add(1);
      }
      return { written: batch.files.length, manifest: await finishRun(batch, []) };
    } finally {
      unlock();
    }
  }
}

/** Equal for the same split of the same names. */
function hashOf(request: SplitRequest, sourceHash: string): string {
  const text = JSON.stringify({ kind: 'split', ...request, command: '', sourceHash });
  return createHash('sha256').update(text).digest('hex');
}

function planLists(
  { given, listed }: SplitSource,
  { sets }: Split,
  form: SplitRequest['form'],
  root: string,
  take: (relative: string, content: Uint8Array, kind: 'list') => PlannedState,
): { lists: PlannedList[]; recorded: RecordedList[] } {
  const lines = form === 'given' ? given : listLines(listed(), form);
  const bytes = new LineBytes(lines);
  const lists: PlannedList[] = [];
  const recorded: RecordedList[] = [];
  for (const { folder, lists: ofSet } of sets) {
    for (const { split, indices } of ofSet) {
      const path = `${folder === '' ? '' : `${folder}/`}${split}.txt`;
      const content = bytes.pick(indices);
      const change = changeOf(join(root, path), () => Array.from(indices, (index) => lines[index] ?? ''));
      lists.push({ path, split, names: indices.length, state: take(path, content, 'list'), change });
      recorded.push({ file: path, names: indices.length, sha256: sha256Hex(content) });
    }
  }
  return { lists, recorded };
}

/** Null where there is no list. */
function changeOf(path: string, lines: () => readonly string[]): ListChange | null {
  const facts = lstatSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return null;
  const text = facts.isFile() ? decodeText(takeSnapshot(path).bytes) : null;
  if (text === null) throw new SplitError('listForeign', { path });
  const before = linesOf(text)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return listChange(before, lines());
}
