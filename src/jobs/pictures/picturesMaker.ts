import { isChosen } from '../../core/compose/classChoice.ts';
import { drawOverlay } from '../../core/compose/overlay.ts';
import { encodePicture, useOneThreadACall } from '../../platform/originals.ts';
import { readHeads, readPair } from '../pairs/readPair.ts';
import type { PairsContext, TaskModule } from '../pairs/pairsTasks.ts';
import type { LookedItem, MadeItem, PairMaker, WorkItem } from '../pairs/pairsTypes.ts';
import { isPairError } from '../pairs/pairRules.ts';
import { MaskClasses } from './classesOfMask.ts';
import type { OverlayTask, PicturesTask } from './picturesTypes.ts';

export const picturesModule: TaskModule<PicturesTask> = {
  async makerOf(context) {
    await useOneThreadACall();
    return new OverlayMaker(context);
  },
};

class OverlayMaker implements PairMaker {
  readonly #task: OverlayTask;
  readonly #classes: MaskClasses;

  constructor({ task, classMap }: PairsContext<OverlayTask>) {
    this.#task = task;
    this.#classes = new MaskClasses(classMap);
  }

  async look({ name, pairs: [pair] }: WorkItem): Promise<LookedItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { findings } = await readHeads(pair, this.#task.reading);
    return { files: findings.some(isPairError) ? [] : [this.#pathOf(name)], findings };
  }

  async make({ name, pairs: [pair] }: WorkItem): Promise<MadeItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { style, classes, reading, encoding } = this.#task;
    const read = await readPair(pair, reading);
    if (!('mask' in read)) return { files: [], findings: read };
    const { mask, picture, findings } = read;
    const isShown = new Uint8Array(65_536);
    for (const one of this.#classes.idsOf(read)) if (isChosen(classes, one)) isShown[one.id] = 1;
    drawOverlay(picture, mask, this.#classes.coloursOf(read), style, isShown);
    const { width, height, rgb } = picture;
    const bytes = await encodePicture({ width, height, samples: rgb, channels: 3 }, encoding);
    if (bytes === null) return { files: [], findings: [{ rule: 'originalUnsupported', details: { path: pair.name } }] };
    return { files: [{ relative: this.#pathOf(name), bytes }], findings };
  }

  #pathOf(name: string): string {
    const { format } = this.#task.encoding;
    return `${name}.${format === 'jpeg' ? 'jpg' : format}`;
  }
}
