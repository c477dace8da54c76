import type { ClassMap } from '../../core/formats/classMap.ts';
import type { PicturesTask } from '../pictures/picturesTypes.ts';
import type { LookedItem, MadeFile, PairFiles, PairMaker, WorkItem } from './pairsTypes.ts';

/** What is made of pairs. Plain data: it travels to worker threads. */
export type PairsTask = PicturesTask;

/** What makers know besides the items. */
export interface PairsContext<Task = PairsTask> {
  readonly task: Task;
  readonly classMap: ClassMap | null;
}

/** How a task is done. */
export interface TaskModule<Task> {
  readonly makerOf: (context: PairsContext<Task>) => PairMaker | Promise<PairMaker>;
  /** What is worked on at a time; each pair by itself where it is absent. Indices count from 0. */
  readonly itemsOf?: (task: Task, pairs: readonly PairFiles[]) => WorkItem[];
  /** Files about the whole, such as a list; made in the job's own thread when all items were looked at. */
  readonly wholeFilesOf?: (context: PairsContext<Task>, items: readonly (WorkItem & LookedItem)[]) => MadeFile[];
}

/** Loaded where it is asked for, by workers and by the job. */
export async function itemsOf(task: PairsTask, pairs: readonly PairFiles[]): Promise<WorkItem[]> {
  const { picturesModule } = await import('../pictures/picturesMaker.ts');
  return picturesModule.itemsOf?.(task, pairs) ?? oneEach(pairs);
}

export async function makerOf(context: PairsContext): Promise<PairMaker> {
  const { picturesModule } = await import('../pictures/picturesMaker.ts');
  return picturesModule.makerOf(context);
}

export async function wholeFilesOf(
  context: PairsContext,
  items: readonly (WorkItem & LookedItem)[],
): Promise<MadeFile[]> {
  const { picturesModule } = await import('../pictures/picturesMaker.ts');
  return picturesModule.wholeFilesOf?.(context, items) ?? [];
}

function oneEach(pairs: readonly PairFiles[]): WorkItem[] {
  return pairs.map((pair, index) => ({ index, name: pair.name, pairs: [pair] }));
}
