import { readFileSync, statSync } from 'node:fs';
import { ColourCounts } from '../../core/colours/colourPoints.ts';
import { dominantColours } from '../../core/colours/dominantColours.ts';
import {
  MOST_SWATCH_BYTES,
  readSwatches,
  SwatchProblem,
  x11Swatches,
  type Swatch,
} from '../../core/colours/swatches.ts';
import { compareClassKeys, type ClassKey, type NamedClass } from '../../core/dataset/classNaming.ts';
import { decodeText } from '../../platform/decodeText.ts';
import { canDecodeOriginals } from '../../platform/originals.ts';
import { ProgressMeter } from '../batchProgress.ts';
import type { BatchProgress } from '../batchTypes.ts';
import { FilePool } from '../filePool.ts';
import { findPairs } from '../pairs/findPairs.ts';
import type { PairFiles } from '../pairs/pairsTypes.ts';
import { requireClasses } from '../pairs/requireClasses.ts';
import { ColoursProblem } from './coloursProblem.ts';
import type { ClassColours, ColoursRequest, FileColours, FoundColours, UnreadPair } from './coloursTypes.ts';
import { FILE_BITS, startColoursWorker, type ColoursAnswer, type ColoursStart } from './coloursWorker.ts';

/** Bits a channel of counts over many files: 1 MB a class, however many files there are. */
const DATASET_BITS = 5;
/** Each takes a megabyte. */
const MOST_CLASSES = 512;

export interface ColoursSetting {
  /** Threads; 0 works in this one. */
  readonly workers: number;
  /** A script that calls `runColoursWorker` where it is started as such a worker. */
  readonly workerScript: string;
  readonly onProgress?: (progress: BatchProgress<'colours'>) => void;
}

interface Sum {
  readonly named: NamedClass;
  readonly counts: ColourCounts;
  files: number;
}

/** Finds the dominant colours of originals under the classes of their masks. Only reads. */
export class ColoursJob {
  readonly #request: ColoursRequest;
  readonly #setting: ColoursSetting;
  #pool: FilePool<PairFiles, readonly ColoursAnswer[], ColoursStart> | null = null;
  #isCancelled = false;

  constructor(request: ColoursRequest, setting: ColoursSetting) {
    this.#request = request;
    this.#setting = setting;
  }

  /**
   * @throws ColoursProblem, SwatchProblem, DatasetProblem, PatternError, FileError; and what the file system says
   */
  async run(): Promise<FoundColours> {
    const { source, classMap: given, search, seed, classes, exclusions, frame, isPerFile } = this.#request;
    if (!(await canDecodeOriginals())) throw new ColoursProblem('noDecoder');
    const swatches = this.#request.swatches === null ? x11Swatches() : swatchesIn(this.#request.swatches);
    // Nothing is written: no folder is passed over.
    const found = await findPairs(source, given, '');
    requireClasses(classes, found.classMap?.map ?? null, found.pairs);
    const bits = found.pairs.length === 1 ? FILE_BITS : DATASET_BITS;
    const sums = new Map<ClassKey, Sum>();
    const files: FileColours[] = [];
    const failed: UnreadPair[] = [];
    const start = {
      ...({ program: 'colours', classMap: found.classMap?.map ?? null, swatches, bits } as const),
      request: { classes, exclusions, frame, search, seed, isPerFile },
    };
    await this.#count(start, found.pairs, (answer) => {
      if ('findings' in answer) {
        failed.push(answer);
        return;
      }
      for (const { named, counts } of answer.classes) {
        let sum = sums.get(named.key);
        if (sum === undefined) {
          if (sums.size === MOST_CLASSES) throw new ColoursProblem('tooManyClasses', { most: MOST_CLASSES });
          sums.set(named.key, (sum = { named, counts: new ColourCounts(bits), files: 0 }));
        }
        sum.counts.addPacked(counts);
        sum.files++;
      }
      if (isPerFile) files.push({ name: answer.name, classes: answer.own });
    });
    const byName = (one: { name: string }, other: { name: string }): number => (one.name < other.name ? -1 : 1);
    return {
      classes: this.#isCancelled ? [] : await this.#dominant([...sums.values()], swatches),
      files: files.sort(byName),
      failed: failed.sort(byName),
      ...{ unpaired: found.unpaired, unknown: found.unknown },
      classMap: found.classMap?.source ?? null,
      isCancelled: this.#isCancelled,
    };
  }

  /** Stops after the pairs at hand. */
  cancel(): void {
    this.#isCancelled = true;
    this.#pool?.cancel();
  }

  async #dominant(sums: readonly Sum[], swatches: readonly Swatch[]): Promise<ClassColours[]> {
    const found: ClassColours[] = [];
    for (const { named, counts, files } of sums) {
      const { search, seed } = this.#request;
      found.push({ ...named, files, ...dominantColours(counts.points(), search, seed, swatches) });
      // Lets cancelling through.
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#isCancelled) return [];
    }
    return found.sort((one, other) => compareClassKeys(one.key, other.key));
  }

  async #count(
    start: Omit<ColoursStart, 'cancelled'>,
    pairs: readonly PairFiles[],
    visit: (answer: ColoursAnswer) => void,
  ): Promise<void> {
    const meter = new ProgressMeter('colours', pairs.length, this.#setting.onProgress);
    let inline: ReturnType<typeof startColoursWorker> | null = null;
    const pool = new FilePool<PairFiles, readonly ColoursAnswer[], ColoursStart>({
      start,
      workers: this.#setting.workers,
      workerScript: this.#setting.workerScript,
      areLarge: true,
      work: (own, some) => (inline ??= startColoursWorker(own))(some),
      lost: ({ name }, { message }) => [{ name, findings: [{ rule: 'workerEnded', details: { problem: message } }] }],
    });
    this.#pool = pool;
    if (this.#isCancelled) pool.cancel();
    try {
      await pool.run(pairs, (_, answers) => {
        answers.forEach(visit);
        meter.add(answers.length);
      });
    } finally {
      await pool.close();
      this.#pool = null;
    }
  }
}

/** @throws SwatchProblem; and what the file system says */
function swatchesIn(path: string): Swatch[] {
  const text = statSync(path).size > MOST_SWATCH_BYTES ? null : decodeText(readFileSync(path));
  if (text === null) throw new SwatchProblem('swatchesEmpty', { path });
  return readSwatches(text, path);
}
