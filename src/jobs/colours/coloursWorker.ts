import { parentPort, workerData } from 'node:worker_threads';
import { ColourCounts, type PackedCounts } from '../../core/colours/colourPoints.ts';
import { dominantColours } from '../../core/colours/dominantColours.ts';
import type { Swatch } from '../../core/colours/swatches.ts';
import type { NamedClass } from '../../core/dataset/classNaming.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { useOneThreadACall } from '../../platform/pictures.ts';
import type { FileWorkerStart } from '../filePool.ts';
import type { PairFiles } from '../pairs/pairsTypes.ts';
import { MaskClasses } from '../pictures/classesOfMask.ts';
import { chosenClasses, countedPixels, readClassPair } from './classPixels.ts';
import type { ClassColours, ColoursRequest, UnreadPair } from './coloursTypes.ts';

/** Bits a channel in which the colours of one file are counted. */
export const FILE_BITS = 6;

/** What a worker begins with. */
export interface ColoursStart extends FileWorkerStart {
  readonly program: 'colours';
  readonly request: Pick<ColoursRequest, 'classes' | 'exclusions' | 'frame' | 'search' | 'seed' | 'isPerFile'>;
  readonly classMap: ClassMap | null;
  readonly swatches: readonly Swatch[];
  /** Bits a channel in which the colours of all files are counted. */
  readonly bits: number;
}

/** The colours of a pair, to be summed, and its own where they are wanted. */
export interface CountedPair {
  readonly name: string;
  readonly classes: readonly { readonly named: NamedClass; readonly counts: PackedCounts }[];
  readonly own: readonly ClassColours[];
}

export type ColoursAnswer = CountedPair | UnreadPair;

/** Answers one call after the other, until it is cancelled. */
export function startColoursWorker(start: ColoursStart): (pairs: readonly PairFiles[]) => Promise<ColoursAnswer[]> {
  const classes = new MaskClasses(start.classMap);
  let isReady: Promise<void> | null = null;
  return async (pairs) => {
    await (isReady ??= useOneThreadACall());
    const answers: ColoursAnswer[] = [];
    for (const pair of pairs) {
      if (Atomics.load(start.cancelled, 0) !== 0) break;
      answers.push(await countPair(pair, start, classes));
    }
    return answers;
  };
}

async function countPair(
  pair: PairFiles,
  { request, swatches, bits }: ColoursStart,
  classes: MaskClasses,
): Promise<ColoursAnswer> {
  const { name } = pair;
  const read = await readClassPair(pair, request.frame);
  if (!('mask' in read)) return { name, findings: read };
  const counted: { named: NamedClass; counts: PackedCounts }[] = [];
  const own: ClassColours[] = [];
  for (const { ids, ...named } of chosenClasses(read, classes, request.classes)) {
    const isMeant = countedPixels(read, ids, request.exclusions);
    if (!isMeant.includes(1)) continue;
    const counts = new ColourCounts(bits);
    counts.add(read.picture.rgb, isMeant);
    counted.push({ named, counts: counts.packed });
    if (!request.isPerFile) continue;
    const finer = bits === FILE_BITS ? counts : new ColourCounts(FILE_BITS);
    if (finer !== counts) finer.add(read.picture.rgb, isMeant);
    own.push({ ...named, files: 1, ...dominantColours(finer.points(), request.search, request.seed, swatches) });
  }
  return { name, classes: counted, own };
}

/** Makes this thread a worker. */
export function runColoursWorker(): void {
  const answer = startColoursWorker(workerData as ColoursStart);
  parentPort?.on('message', (pairs: readonly PairFiles[]) => {
    void answer(pairs).then((answers) => parentPort?.postMessage(answers));
  });
}
