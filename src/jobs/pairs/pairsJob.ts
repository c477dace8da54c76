import { createHash } from 'node:crypto';
import { lstatSync } from 'node:fs';
import type { DatasetFacts } from '../../core/dataset/facts.ts';
import {
  dropBatch,
  lockJournal,
  makingFolder,
  mendGrowing,
  requireUnlocked,
  type Batch,
} from '../../platform/journal.ts';
import { InputProblem, isInside, placeOf, requireWritable } from '../batchInputs.ts';
import { ProgressMeter } from '../batchProgress.ts';
import type { BatchProgress } from '../batchTypes.ts';
import { FilePool } from '../filePool.ts';
import { beginGrowingRun, finishRun, interruptedRun } from '../labelboxConvertJournal.ts';
import { batchesOf, requireSamePlan } from '../labelboxConvertPrepare.ts';
import { OutputPlan, hashAt } from '../labelboxOutputs.ts';
import { findPairs } from './findPairs.ts';
import { requireApart, requireOutside } from './outputPlace.ts';
import { describePairFinding, isPairError, type PairFinding } from './pairRules.ts';
import { requireClasses } from './requireClasses.ts';
import { itemsOf, makerOf, sampleOf, wholeFilesOf, type PairsContext } from './pairsTasks.ts';
import type {
  MadeFile,
  PairsOutcome,
  PairsPlan,
  PairsRequest,
  PlannedItem,
  WorkItem,
  WrittenItem,
} from './pairsTypes.ts';
import { lostItem, stage, startPairsWorker, type PairsResult, type PairsStart } from './pairsWorker.ts';
import { GrowingRun } from './growingRun.ts';

export type PairsPhase = 'preview' | 'write';

export interface PairsSetting {
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runPairsWorker` where it is started as such a worker. */
  readonly workerScript: string;
  /** Items. */
  readonly onProgress?: (progress: BatchProgress<PairsPhase>) => void;
}

/** Items that are made between two entries into the journal: each costs a wait for the disk. */
const ITEMS_AN_ENTRY = 32;

interface Prepared {
  readonly outputs: OutputPlan;
  /** Runs over the folder when the plan was made. */
  readonly batches: string;
  readonly requestHash: string;
  readonly context: PairsContext;
  /** Those of which files are made. */
  readonly items: readonly (WorkItem & { readonly files: readonly string[] })[];
  /** Of the whole; none that exists and is nobody's. */
  readonly wholeFiles: readonly MadeFile[];
  /** Absolute. */
  readonly paths: readonly string[];
  readonly refused: readonly { readonly source: string; readonly reason: string }[];
}

/**
 * Makes files of pairs: first the preview, which says what files there will be and writes nothing, then the writing.
 *
 * Writing is journalled (`platform/journal.ts`) in the folder of the files. What is made is staged beside the journal, entered
 * into it and only then put in its place: a run that was killed at any moment is finished by the same request, which makes
 * only what is missing, and every run can be taken back (`jobs/undo.ts`). Only files of earlier runs that are as those left
 * them are replaced.
 */
export class PairsJob {
  readonly #request: PairsRequest;
  readonly #setting: PairsSetting;
  #pool: FilePool<WorkItem, readonly PairsResult[], PairsStart> | null = null;
  #isCancelled = false;
  #prepared: Prepared | null = null;
  #resumed: Batch | null = null;

  constructor(request: PairsRequest, setting: PairsSetting) {
    this.#request = request;
    this.#setting = setting;
  }

  /**
   * Looks at every pair and says what would be written. Items are visited in their order.
   *
   * @throws DatasetProblem, PatternError, InputProblem, ConvertProblem `folderOutside`; FileError, and what the file system says
   * @throws JournalBusy while another process writes there; JournalDamaged
   */
  async preview(visit: (item: PlannedItem) => void = () => undefined): Promise<PairsPlan> {
    const { source, classMap: given, task, folder } = this.#request;
    const root = placeOf(folder);
    if (lstatSync(root, { throwIfNoEntry: false })?.isDirectory() === false) {
      throw new InputProblem('notAFolder', { path: folder });
    }
    requireUnlocked(root);
    requireWritable(root);
    const batches = batchesOf(root);
    if (task.kind === 'transform' && source.kind === 'dataset') requireOutside(source, root);
    const found = await findPairs(source, given, root);
    if (task.kind !== 'transform' && source.kind === 'dataset') await requireApart(source, root, found.pairs);
    if (task.kind !== 'transform') requireClasses(task.classes, found.classMap?.map ?? null, found.pairs);
    const context: PairsContext = { task, classMap: found.classMap?.map ?? null };
    const items = await itemsOf(task, found.pairs);
    const looks = new Map<number, PairsResult>();
    await this.#run({ context, folder: null }, 'preview', items, (results) => {
      for (const result of results) looks.set(result.index, result);
    });
    const outputs = new OutputPlan(root);
    const planned = items.flatMap((item) => {
      const look = looks.get(item.index);
      return look === undefined ? [] : [{ item, plan: plannedItem(item, look, outputs) }];
    });
    for (const { plan } of planned) visit(plan);
    const written = planned.filter(({ plan }) => plan.status === 'write');
    const looked = written.map(({ item, plan }) => ({
      ...{ ...item, files: plan.files.map(({ path }) => path), findings: plan.findings },
    }));
    const made = written.length === 0 || this.#isCancelled ? [] : await wholeFilesOf(context, looked);
    const wholeFiles = made.map((file) => ({ file, claim: outputs.claim(file.relative) }));
    const requestHash = hashOf(this.#request, found.classMap);
    this.#resumed = this.#isCancelled
      ? null
      : interruptedRun(root, requestHash, (batch) => batch.files.every(({ output }) => isInside(output, root)));
    const states = [
      ...written.flatMap(({ plan }) => plan.files.map(({ state }) => state)),
      ...wholeFiles.map(({ claim }) => claim.state),
    ];
    const counted = (status: PlannedItem['status']): number =>
      planned.filter(({ plan }) => plan.status === status).length;
    this.#prepared = {
      ...{ outputs, batches, requestHash, context, items: looked },
      wholeFiles: wholeFiles.filter(({ claim }) => isFree(claim.state)).map(({ file }) => file),
      paths: [
        ...looked.flatMap(({ files }) => files.map((path) => outputs.pathOf(path))),
        ...wholeFiles.map(({ claim }) => claim.path),
      ],
      refused: planned
        .filter(({ plan }) => plan.status === 'refused')
        .map(({ item, plan }) => ({ source: item.pairs[0]?.mask ?? item.name, reason: reasonOf(plan.findings) })),
    };
    return {
      root,
      classMap: found.classMap?.source ?? null,
      classMapProblems: found.classMap?.map.problems ?? [],
      ...{ unusableMaps: found.unusableMaps, linked: found.linked },
      items: { write: written.length, nothing: counted('nothing'), refused: counted('refused') },
      files: {
        write: states.filter((state) => state === 'write').length,
        replace: states.filter((state) => state === 'replace').length,
      },
      wholeFiles: wholeFiles.map(({ file, claim }) => ({ path: file.relative, state: claim.state })),
      ...{ unpaired: found.unpaired, unknown: found.unknown },
      furtherMasks: task.kind === 'transform' ? found.furtherMasks : [],
      resumes: this.#resumed?.folder ?? null,
      isCancelled: this.#isCancelled,
    };
  }

  /** Pictures of what the first items become, as they would be written; fewer where something is wrong with them. */
  async samples(count: number): Promise<MadeFile[]> {
    if (this.#prepared === null) return [];
    const { context, items } = this.#prepared;
    const maker = await makerOf(context);
    const made: MadeFile[] = [];
    for (const item of items.slice(0, count)) {
      const sample = await sampleOf(context, item, (await maker.make(item)).files);
      if (sample !== null) made.push(sample);
    }
    return made;
  }

  /**
   * Writes what was previewed. Items are visited as they are done.
   *
   * @throws JournalBusy; InputProblem and ConvertProblem `planOutdated` where another run came between; and what the file
   *   system says: what was written stays, and the same request finishes it
   */
  async write(visit: (item: WrittenItem) => void = () => undefined): Promise<PairsOutcome> {
    const prepared = this.#prepared;
    if (prepared === null) throw new Error('The preview comes first.');
    const { outputs, context, items, requestHash, paths, wholeFiles } = prepared;
    if (items.length === 0 && this.#resumed === null) {
      return { written: 0, unchanged: 0, refused: 0, manifest: null, isCancelled: this.#isCancelled };
    }
    const unlock = lockJournal(outputs.root);
    try {
      requireSamePlan(prepared, this.#resumed);
      const batch = this.#resumed ?? beginGrowingRun(outputs.root, requestHash, this.#request.command, paths);
      mendGrowing(batch);
      const run = new GrowingRun(batch, outputs);
      const done = new Set(
        batch.files.filter(({ output, outputHash }) => hashAt(output) === outputHash).map(({ output }) => output),
      );
      const isDone = ({ files }: { files: readonly string[] }): boolean =>
        files.every((path) => done.has(outputs.pathOf(path)));
      const left = items.filter((item) => !isDone(item));
      const byIndex = new Map(items.map((item) => [item.index, item]));
      const refused = [...prepared.refused];
      const tally = { written: done.size, unchanged: 0, refused: 0 };
      let waiting: PairsResult[] = [];
      const enter = (): void => {
        for (const { result, status, findings, written, unchanged } of run.enter(waiting, byIndex)) {
          const item = byIndex.get(result.index);
          tally.written += written;
          tally.unchanged += unchanged;
          if (status === 'refused') {
            tally.refused++;
            refused.push({ source: item?.pairs[0]?.mask ?? '', reason: reasonOf(findings) });
          }
          visit({ index: result.index, name: item?.name ?? '', status, findings });
        }
        waiting = [];
      };
      await this.#run({ context, folder: makingFolder(batch.folder) }, 'write', left, (results) => {
        waiting.push(...results);
        if (waiting.length >= ITEMS_AN_ENTRY) enter();
      });
      enter();
      if (this.#isCancelled) {
        if (run.batch.files.length === 0) dropBatch(batch);
        return { ...tally, manifest: null, isCancelled: true };
      }
      const whole = run.enterWhole(stage(makingFolder(batch.folder), 'whole', wholeFiles), requestHash);
      tally.written += whole.written;
      tally.unchanged += whole.unchanged;
      if (run.batch.files.length === 0) {
        dropBatch(batch);
        return { ...tally, manifest: null, isCancelled: false };
      }
      mendGrowing(batch);
      return { ...tally, manifest: await finishRun(run.batch, refused), isCancelled: false };
    } finally {
      unlock();
    }
  }

  /** Stops after the pairs at hand. A run that was stopped while it wrote is unfinished: repeat it or undo it. */
  cancel(): void {
    this.#isCancelled = true;
    this.#pool?.cancel();
  }

  async #run(
    start: Pick<PairsStart, 'context' | 'folder'>,
    phase: PairsPhase,
    items: readonly WorkItem[],
    visit: (results: readonly PairsResult[]) => void,
  ): Promise<void> {
    const meter = new ProgressMeter(phase, items.length, this.#setting.onProgress);
    let inline: ReturnType<typeof startPairsWorker> | null = null;
    const pool = new FilePool<WorkItem, readonly PairsResult[], PairsStart>({
      start: { program: 'pairs', ...start },
      workers: this.#setting.workers,
      workerScript: this.#setting.workerScript,
      areLarge: phase === 'write',
      work: (own, files) => (inline ??= startPairsWorker(own))(files),
      lost: (item, error) => [lostItem(item, error)],
    });
    this.#pool = pool;
    if (this.#isCancelled) pool.cancel();
    try {
      await pool.run(items, (_, results) => {
        visit(results);
        meter.add(results.length);
      });
    } finally {
      await pool.close();
      this.#pool = null;
    }
  }
}

function isFree(state: PlannedItem['files'][number]['state']): boolean {
  return state === 'write' || state === 'replace';
}

/** Claims the places of an item's files; where one is taken none is made. */
function plannedItem(item: WorkItem, { files, findings }: PairsResult, outputs: OutputPlan): PlannedItem {
  const { index, name } = item;
  if (findings.some(isPairError)) return { index, name, status: 'refused', files: [], findings };
  if (files.length === 0) return { index, name, status: 'nothing', files: [], findings };
  const planned = files.map((path) => ({ path, state: outputs.claim(path).state }));
  const taken = planned.flatMap(({ path, state }): PairFinding[] =>
    isFree(state) ? [] : [{ rule: state === 'exists' ? 'outputExists' : 'outputCollision', details: { path } }],
  );
  const status = taken.length === 0 ? 'write' : 'refused';
  return { index, name, status, files: planned, findings: [...findings, ...taken] };
}

function reasonOf(findings: readonly PairFinding[]): string {
  return findings.filter(isPairError).map(describePairFinding).join(' ');
}

/** Equal for the same work on the same source with the same classes. */
function hashOf(request: PairsRequest, classMap: DatasetFacts['classMap']): string {
  const classes = classMap?.map.entries ?? [];
  const text = JSON.stringify({ kind: 'pairs', ...request, command: '', classes });
  return createHash('sha256').update(text).digest('hex');
}
