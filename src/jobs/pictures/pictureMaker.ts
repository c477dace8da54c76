import type { ClassMap } from '../../core/formats/classMap.ts';
import { isChosen } from '../../core/compose/classChoice.ts';
import { encodePicture, type RawPicture } from '../../platform/pictures.ts';
import { isPairError, type PairFinding } from '../pairs/pairRules.ts';
import type { LookedItem, MadeFile, MadeItem, PairFiles, PairMaker, WorkItem } from '../pairs/pairsTypes.ts';
import { lookAtPair, readPair, type ReadPair } from '../pairs/readPair.ts';
import { MaskClasses, type IdClass } from './classesOfMask.ts';
import type { PicturesTask } from './picturesTypes.ts';

/** Longest side of pictures that are written; JPEG's and WebP's own bounds lie there. */
const LONGEST_SIDE = { png: 2 ** 20, jpeg: 65_500, webp: 16_383 } as const;

/** What makers of one picture for each pair have in common. */
export abstract class PictureMaker<Task extends PicturesTask> implements PairMaker {
  protected readonly task: Task;
  protected readonly classes: MaskClasses;

  constructor(task: Task, classMap: ClassMap | null) {
    this.task = task;
    this.classes = new MaskClasses(classMap);
  }

  async look({ name, pairs: [pair] }: WorkItem): Promise<LookedItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { findings } = await lookAtPair(pair, this.task.reading);
    return { files: findings.some(isPairError) ? [] : [this.pathOf(name)], findings };
  }

  async make({ name, pairs: [pair] }: WorkItem): Promise<MadeItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const read = await readPair(pair, this.task.reading);
    if (!('mask' in read)) return { files: [], findings: read };
    const { picture, findings } = await this.draw(read);
    const all = [...read.findings, ...findings];
    if (all.some(isPairError)) return { files: [], findings: all };
    const file = await this.encode(this.pathOf(name), picture, pair);
    return 'rule' in file ? { files: [], findings: [...all, file] } : { files: [file], findings: all };
  }

  /** May draw on the original. */
  protected abstract draw(
    read: ReadPair,
  ): Promise<{ readonly picture: RawPicture; readonly findings: readonly PairFinding[] }>;

  protected pathOf(name: string): string {
    const { format } = this.task.encoding;
    return `${name}.${format === 'jpeg' ? 'jpg' : format}`;
  }

  protected async encode(
    relative: string,
    picture: RawPicture,
    { original }: PairFiles,
  ): Promise<MadeFile | PairFinding> {
    const { encoding } = this.task;
    const most = LONGEST_SIDE[encoding.format];
    if (Math.max(picture.width, picture.height) > most) {
      const problem = `${picture.width}×${picture.height} > ${most} (${encoding.format})`;
      return { rule: 'imageTooLarge', details: { problem } };
    }
    const bytes = await encodePicture(picture, encoding);
    return bytes === null ? { rule: 'originalUnsupported', details: { path: original } } : { relative, bytes };
  }

  /** The ids of a mask with their classes, and 1 for those that are chosen. */
  protected chosenIds(read: Pick<ReadPair, 'mask' | 'kind' | 'divisor'>): { ids: IdClass[]; isChosen: Uint8Array } {
    const ids = this.classes.idsOf(read);
    const table = new Uint8Array(65_536);
    for (const one of ids) if (isChosen(this.task.classes, one)) table[one.id] = 1;
    return { ids, isChosen: table };
  }
}
