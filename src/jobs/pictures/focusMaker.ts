import { FocusPart, shallowFocus } from '../../core/compose/focus.ts';
import type { PairFinding } from '../pairs/pairRules.ts';
import type { LookedItem, WorkItem } from '../pairs/pairsTypes.ts';
import { lookAtPair, type ReadPair } from '../pairs/readPair.ts';
import { PictureMaker } from './pictureMaker.ts';
import type { FocusTask } from './picturesTypes.ts';

/** Blurs all but chosen classes. */
export class FocusMaker extends PictureMaker<FocusTask> {
  override async look({ name, pairs: [pair] }: WorkItem): Promise<LookedItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { findings, own } = await lookAtPair(pair, this.task.reading);
    if (own === null) return { files: [], findings };
    const { ids, isChosen } = this.chosenIds(own);
    const hasSubject = ids.some(({ id }) => isChosen[id] === 1);
    const nothing: PairFinding[] = hasSubject ? [] : [{ rule: 'allBlurred', details: {} }];
    return { files: [this.pathOf(name)], findings: [...findings, ...nothing] };
  }

  protected draw(read: ReadPair) {
    const { blur, method } = this.task;
    const { ids, isChosen } = this.chosenIds(read);
    const partOf = new Uint8Array(65_536);
    for (const { id, isVoid } of ids) {
      if (isChosen[id] === 1) partOf[id] = FocusPart.subject;
      else if (isVoid) partOf[id] = FocusPart.unknown;
    }
    const parts = Uint8Array.from(read.mask.ids, (id) => partOf[id] ?? FocusPart.background);
    const { width, height, rgb } = shallowFocus(read.picture, parts, blur, method);
    return Promise.resolve({ picture: { width, height, samples: rgb, channels: 3 } as const, findings: [] });
  }
}
