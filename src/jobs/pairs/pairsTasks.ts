import type { ClassMap } from '../../core/formats/classMap.ts';
import type { ColourMapTask } from '../colours/coloursTypes.ts';
import type { PicturesTask } from '../pictures/picturesTypes.ts';
import type { TransformTask } from '../transforms/transformTypes.ts';
import type { LookedItem, MadeFile, PairFiles, PairMaker, WorkItem } from './pairsTypes.ts';

/** What is made of pairs. Plain data: it travels to worker threads. */
export type PairsTask = PicturesTask | TransformTask | ColourMapTask;

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
  /** What a preview shows of the files that were made of an item; the first of them where it is absent, or gives null. */
  readonly sampleOf?: (
    context: PairsContext<Task>,
    item: WorkItem,
    files: readonly MadeFile[],
  ) => Promise<MadeFile | null>;
}

/** What a task is done by, loaded where it is asked for: by workers and by the job. */
async function bound({ task, classMap }: PairsContext): Promise<BoundModule> {
  if (task.kind === 'transform') {
    return boundTo((await import('../transforms/transformMaker.ts')).transformsModule, { task, classMap });
  }
  if (task.kind === 'colourMap') {
    return boundTo((await import('../colours/colourMapMaker.ts')).colourMapsModule, { task, classMap });
  }
  return boundTo((await import('../pictures/picturesMaker.ts')).picturesModule, { task, classMap });
}

/** A module with its task. */
interface BoundModule {
  readonly makerOf: () => PairMaker | Promise<PairMaker>;
  readonly itemsOf: (pairs: readonly PairFiles[]) => WorkItem[];
  readonly wholeFilesOf: (items: readonly (WorkItem & LookedItem)[]) => MadeFile[];
  readonly sampleOf: (item: WorkItem, files: readonly MadeFile[]) => Promise<MadeFile | null>;
}

function boundTo<Task>(module: TaskModule<Task>, context: PairsContext<Task>): BoundModule {
  return {
    makerOf: () => module.makerOf(context),
    itemsOf: (pairs) => module.itemsOf?.(context.task, pairs) ?? oneEach(pairs),
    wholeFilesOf: (items) => module.wholeFilesOf?.(context, items) ?? [],
    sampleOf: async (item, files) => (await module.sampleOf?.(context, item, files)) ?? files[0] ?? null,
  };
}

export async function itemsOf(task: PairsTask, pairs: readonly PairFiles[]): Promise<WorkItem[]> {
  return (await bound({ task, classMap: null })).itemsOf(pairs);
}

export async function makerOf(context: PairsContext): Promise<PairMaker> {
  return (await bound(context)).makerOf();
}

export async function wholeFilesOf(
  context: PairsContext,
  items: readonly (WorkItem & LookedItem)[],
): Promise<MadeFile[]> {
  return (await bound(context)).wholeFilesOf(items);
}

/** A picture of what was made of an item; null where nothing was. */
export async function sampleOf(
  context: PairsContext,
  item: WorkItem,
  files: readonly MadeFile[],
): Promise<MadeFile | null> {
  return (await bound(context)).sampleOf(item, files);
}

function oneEach(pairs: readonly PairFiles[]): WorkItem[] {
  return pairs.map((pair, index) => ({ index, name: pair.name, pairs: [pair] }));
}
