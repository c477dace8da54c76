import { boundsOf, cutOut } from '../../core/compose/cutOut.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import { readHead } from '../../platform/readHead.ts';
import type { PairFinding } from '../pairs/pairRules.ts';
import type { LookedItem, MadeFile, MadeItem, WorkItem } from '../pairs/pairsTypes.ts';
import { lookAtPair, readPair, type ReadPair } from '../pairs/readPair.ts';
import { ClassFolders } from './classFolders.ts';
import type { IdClass } from './classesOfMask.ts';
import { PictureMaker } from './pictureMaker.ts';
import type { CutoutTask } from './picturesTypes.ts';

/** Cuts the pixels of each class out of originals: a folder for each class, in it a file for each pair. */
export class CutoutMaker extends PictureMaker<CutoutTask> {
  readonly #folders: ClassFolders;

  constructor(task: CutoutTask, classMap: ClassMap | null) {
    super(task, classMap);
    this.#folders = new ClassFolders(classMap);
  }

  override async look({ name, pairs: [pair] }: WorkItem): Promise<LookedItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { findings, own } = await lookAtPair(pair, this.task.reading);
    if (own === null) return { files: [], findings };
    const files = this.#classesOf(own).map(({ folder }) => this.pathOf(`${folder}/${name}`));
    const nothing: PairFinding[] = files.length === 0 ? [{ rule: 'nothingToDo', details: {} }] : [];
    const reduced: PairFinding[] =
      files.length > 0 && isDeep(pair.original) ? [{ rule: 'cutReduced', details: {} }] : [];
    return { files, findings: [...findings, ...reduced, ...nothing] };
  }

  override async make({ name, pairs: [pair] }: WorkItem): Promise<MadeItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const read = await readPair(pair, this.task.reading, { hasAlpha: true });
    if (!('mask' in read)) return { files: [], findings: read };
    const { mask, picture, findings } = read;
    const files: MadeFile[] = [];
    for (const { folder, ids } of this.#classesOf(read)) {
      const isMeant = new Uint8Array(65_536);
      for (const { id } of ids) isMeant[id] = 1;
      const whole = { left: 0, top: 0, right: mask.width, bottom: mask.height };
      const box = (this.task.isCropped ? boundsOf(mask, isMeant) : null) ?? whole;
      const { width, height, rgba } = cutOut(picture, mask.ids, isMeant, box);
      const made = await this.encode(
        this.pathOf(`${folder}/${name}`),
        { width, height, samples: rgba, channels: 4 },
        pair,
      );
      if ('rule' in made) return { files: [], findings: [...findings, made] };
      files.push(made);
    }
    return { files, findings };
  }

  protected override draw(): never {
    throw new Error('Cut-outs are several pictures a pair.');
  }

  /** The classes that are cut out, and the folders of each. */
  #classesOf(read: Pick<ReadPair, 'mask' | 'kind' | 'divisor'>): { folder: string; ids: IdClass[] }[] {
    const { ids, isChosen } = this.chosenIds(read);
    const classes = new Map<IdClass['key'], IdClass[]>();
    for (const one of ids) {
      if (isChosen[one.id] !== 1) continue;
      const known = classes.get(one.key);
      if (known === undefined) classes.set(one.key, [one]);
      else known.push(one);
    }
    return [...classes].map(([key, own]) => ({
      folder: this.#folders.of({ key, name: own[0]?.name ?? null }),
      ids: own,
    }));
  }
}

/** A signature and an image header. */
const HEAD_BYTES = 33;

/** Whether an original is a PNG file of more bits a sample than pictures are written with. */
function isDeep(original: string): boolean {
  return readPngHead(readHead(original, HEAD_BYTES))?.header.bitDepth === 16;
}
