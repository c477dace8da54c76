import { FocusPart, shallowFocus } from '../../core/compose/focus.ts';
import type { ReadPair } from '../pairs/readPair.ts';
import { PictureMaker } from './pictureMaker.ts';
import type { FocusTask } from './picturesTypes.ts';

/** Blurs all but chosen classes. */
export class FocusMaker extends PictureMaker<FocusTask> {
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
