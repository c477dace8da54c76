import { MersenneTwister } from '../../core/split/mersenneTwister.ts';
import { useOneThreadACall } from '../../platform/pictures.ts';
import type { TaskModule } from '../pairs/pairsTasks.ts';
import type { PairFiles, PairMaker, WorkItem } from '../pairs/pairsTypes.ts';
import { CutoutMaker } from './cutoutMaker.ts';
import { FocusMaker } from './focusMaker.ts';
import { OverlayMaker } from './overlayMaker.ts';
import { MOST_TILES, type PicturesTask, type SheetTask } from './picturesTypes.ts';
import { SheetMaker } from './sheetMaker.ts';

export const picturesModule: TaskModule<PicturesTask> = {
  async makerOf({ task, classMap }): Promise<PairMaker> {
    await useOneThreadACall();
    switch (task.kind) {
      case 'overlay':
        return new OverlayMaker(task, classMap);
      case 'sheet':
        return new SheetMaker(task, classMap);
      case 'cutout':
        return new CutoutMaker(task, classMap);
      case 'focus':
        return new FocusMaker(task, classMap);
    }
  },
  itemsOf(task, pairs) {
    if (task.kind !== 'sheet') return pairs.map((pair, index) => ({ index, name: pair.name, pairs: [pair] }));
    return sheetsOf(task, pairs);
  },
};

/** Sheets of as many pairs each, but for the last; those that are drawn at random keep the dataset's order. */
function sheetsOf({ count, seed }: SheetTask, pairs: readonly PairFiles[]): WorkItem[] {
  const chosen = count === null ? pairs : drawn(pairs, count, seed);
  const sheets: WorkItem[] = [];
  for (let from = 0; from < chosen.length; from += MOST_TILES) {
    const index = sheets.length;
    const name = chosen.length <= MOST_TILES ? 'sheet' : `sheet-${index + 1}`;
    sheets.push({ index, name, pairs: chosen.slice(from, from + MOST_TILES) });
  }
  return sheets;
}

function drawn(pairs: readonly PairFiles[], count: number, seed: number): PairFiles[] {
  const places = new MersenneTwister(seed).permutation(pairs.length).slice(0, count).sort();
  return Array.from(places).flatMap((place) => pairs[place] ?? []);
}
