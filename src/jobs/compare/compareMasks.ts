import { readdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { boundariesAmong, type CompareSetting } from '../../core/compare/comparePair.ts';
import { ConfusionMatrix } from '../../core/compare/confusion.ts';
import { meanOf, scoresOf } from '../../core/compare/scores.ts';
import { voidKeys } from '../../core/compare/voidKeys.ts';
import { compareClassKeys, type ClassKey, type NamedClass } from '../../core/dataset/classNaming.ts';
import type { ClassMapTroubles } from '../../core/dataset/facts.ts';
import { classMapFilesAmong } from '../../core/formats/classMapFile.ts';
import type { BatchProgress } from '../batchTypes.ts';
import { ProgressMeter } from '../batchProgress.ts';
import { findDatasetClassMap } from '../dataset/datasetClassMap.ts';
import { FilePool } from '../filePool.ts';
import type {
  ComparedMasks,
  CompareRequest,
  Comparison,
  MaskPair,
  MaskPairs,
  PairScores,
  UncomparedMasks,
} from './compareTypes.ts';
import { isOfObjects } from './compareFile.ts';
import { startComparer, type CompareResult, type CompareStart } from './compareWorker.ts';
import { pairMasks } from './pairMasks.ts';

export interface CompareJobSetting {
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runCompareWorker` where it is started as such a worker. */
  readonly workerScript: string;
  readonly onProgress?: (progress: BatchProgress<'compare'>) => void;
}

/** Compares predicted masks with true ones, two files or two folders. */
export class CompareJob {
  readonly #request: CompareRequest;
  readonly #setting: CompareJobSetting;
  #pool: FilePool<MaskPair, readonly CompareResult[], CompareStart> | null = null;
  #pairs: ReadonlyMap<string, MaskPair> = new Map();
  #isCancelled = false;

  constructor(request: CompareRequest, setting: CompareJobSetting) {
    this.#request = request;
    this.#setting = setting;
  }

  /** @throws CompareProblem; DatasetProblem `classMapUnusable`; and what the file system says */
  async run(): Promise<Comparison> {
    const { truth, prediction, voidIds, isBoundary } = this.#request;
    const { pairs, unpredicted, unknown, leftOut } = pairMasks(truth, prediction);
    this.#pairs = new Map(pairs.map((pair) => [pair.name, pair]));
    const areObjects = pairs.length > 0 && pairs.every((pair) => isOfObjects(pair.truth));
    const { found, unusable } = areObjects ? NO_MAP : classMapFor(truth, this.#request.classMap);
    const setting: CompareSetting = { classMap: found?.map ?? null, voidIds, isBoundary };
    const compared: ComparedMasks[] = [];
    const failed: UncomparedMasks[] = [];
    await this.#compare(setting, pairs, (results) => {
      for (const one of results) {
        if ('problem' in one) failed.push(one);
        else compared.push(one);
      }
    });
    const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
    return {
      ...summed(compared.sort(byName), setting),
      failed: failed.sort(byName),
      ...{ unpredicted, unknown, leftOut },
      classMap: found?.source ?? null,
      ...{ unusableMaps: unusable, classMapProblems: found?.map.problems ?? [] },
      isCancelled: this.#isCancelled,
    };
  }

  /** The files of a pair that was compared. */
  pairOf(name: string): MaskPair | undefined {
    return this.#pairs.get(name);
  }

  /** Stops after the files at hand. */
  cancel(): void {
    this.#isCancelled = true;
    this.#pool?.cancel();
  }

  async #compare(
    setting: CompareSetting,
    pairs: readonly MaskPair[],
    visit: (results: readonly CompareResult[]) => void,
  ): Promise<void> {
    const meter = new ProgressMeter('compare', pairs.length, this.#setting.onProgress);
    let inline: ReturnType<typeof startComparer> | null = null;
    const pool = new FilePool<MaskPair, readonly CompareResult[], CompareStart>({
      start: { program: 'compare', setting },
      workers: this.#setting.workers,
      workerScript: this.#setting.workerScript,
      isSharing: true,
      work: (start, files) => (inline ??= startComparer(start))(files),
      lost: ({ name, truth }, { message }) => [{ name, path: truth, problem: message, code: null, details: {} }],
    });
    this.#pool = pool;
    if (this.#isCancelled) pool.cancel();
    try {
      await pool.run(pairs, (_, results) => {
        visit(results);
        meter.add(results.length);
      });
    } finally {
      await pool.close();
    }
  }
}

const NO_MAP = { found: null, unusable: [] } as const;

/** The class map that was given, else the nearest one beside the truth or above it. */
function classMapFor(truth: string, given: string | null): ReturnType<typeof findDatasetClassMap> {
  const folder = statSync(truth).isDirectory() ? truth : dirname(truth);
  const classMapFiles = given === null ? classMapFilesAmong(readdirSync(folder)) : [];
  return findDatasetClassMap(folder, given, { classMapFiles, pairs: [], unpaired: [] });
}

function summed(
  compared: readonly ComparedMasks[],
  setting: CompareSetting,
): Omit<Comparison, 'failed' | keyof Omit<MaskPairs, 'pairs'> | 'classMap' | keyof ClassMapTroubles | 'isCancelled'> {
  const total = new ConfusionMatrix();
  const named = new Map<ClassKey, NamedClass>();
  for (const { cells, classes } of compared) {
    total.addAll(cells);
    for (const one of classes) if (!named.has(one.key)) named.set(one.key, one);
  }
  const classes = [...named.values()].sort((one, other) => compareClassKeys(one.key, other.key));
  const cells = total.cells();
  // Of all masks: one that has nothing but 0 and 255 does not make 255 a class.
  const voids = voidKeys({ classes, cells, drawsVoid: compared.some(({ drawsVoid }) => drawsVoid) }, setting);
  const boundaries = new Map<ClassKey, number[]>();
  const pairs = compared.map((one): PairScores => {
    const own = boundariesAmong(one, voids);
    for (const { key, score } of own) {
      const scores = boundaries.get(key);
      if (scores === undefined) boundaries.set(key, [score.f]);
      else scores.push(score.f);
    }
    const boundaryF = meanOf(own.map(({ score }) => score.f));
    return { name: one.name, scores: scoresOf(one.cells, voids), boundaryF };
  });
  const ofClasses = [...boundaries]
    .sort(([one], [other]) => compareClassKeys(one, other))
    .map(([key, scores]) => ({ key, f: meanOf(scores) ?? 0, masks: scores.length }));
  return {
    ...{ classes, cells, pairs: worstFirst(pairs) },
    scores: scoresOf(cells, voids),
    boundaries: ofClasses,
    meanBoundaryF: meanOf(ofClasses.map(({ f }) => f)),
    voids: [...voids].sort(compareClassKeys),
  };
}

function worstFirst(pairs: readonly PairScores[]): PairScores[] {
  const iouOf = ({ scores }: PairScores): number => scores.meanIou ?? Infinity;
  return [...pairs].sort((one, other) => {
    const [a, b] = [iouOf(one), iouOf(other)];
    return a === b ? (one.name < other.name ? -1 : 1) : a - b;
  });
}
