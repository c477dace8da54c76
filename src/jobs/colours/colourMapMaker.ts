import { ColourCounts } from '../../core/colours/colourPoints.ts';
import { colourMap, dominantColours, type DominantColour } from '../../core/colours/dominantColours.ts';
import type { NamedClass } from '../../core/dataset/classNaming.ts';
import { ColourType, type Palette } from '../../core/png/types.ts';
import { writePng } from '../../core/png/write.ts';
import { useOneThreadACall } from '../../platform/pictures.ts';
import { crc32, deflate } from '../../platform/zlib.ts';
import { isPairError } from '../pairs/pairRules.ts';
import type { PairsContext, TaskModule } from '../pairs/pairsTasks.ts';
import type { LookedItem, MadeFile, MadeItem, PairMaker, WorkItem } from '../pairs/pairsTypes.ts';
import { readHeads, readMask } from '../pairs/readPair.ts';
import { MaskClasses } from '../pictures/classesOfMask.ts';
import { chosenClasses, countedPixels, readClassPair } from './classPixels.ts';
import { FILE_BITS } from './coloursWorker.ts';
import type { ColourMapTask } from './coloursTypes.ts';

export const colourMapsModule: TaskModule<ColourMapTask> = {
  async makerOf(context) {
    await useOneThreadACall();
    return new ColourMapMaker(context);
  },
};

class ColourMapMaker implements PairMaker {
  readonly #task: ColourMapTask;
  readonly #classes: MaskClasses;

  constructor({ task, classMap }: PairsContext<ColourMapTask>) {
    this.#task = task;
    this.#classes = new MaskClasses(classMap);
  }

  async look({ name, pairs: [pair] }: WorkItem): Promise<LookedItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { findings } = await readHeads(pair, { frame: this.#task.frame, isFitted: false });
    if (findings.some(isPairError)) return { files: [], findings };
    const read = readMask(pair.mask);
    if ('rule' in read) return { files: [], findings: [read] };
    const chosen = chosenClasses(read, this.#classes, this.#task.classes);
    return { files: chosen.map((one) => pathOf(one, name)), findings: [] };
  }

  async make({ name, pairs: [pair] }: WorkItem): Promise<MadeItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const read = await readClassPair(pair, this.#task.frame);
    if (!('mask' in read)) return { files: [], findings: read };
    const { width, height, rgb } = read.picture;
    const files = chosenClasses(read, this.#classes, this.#task.classes).map((one): MadeFile => {
      const isMeant = countedPixels(read, one.ids, this.#task.exclusions);
      const colours = this.#coloursOf(one, rgb, isMeant);
      const bytes = writePng(
        {
          header: { width, height, bitDepth: 8, colourType: ColourType.palette, interlaced: false },
          samples: colourMap(rgb, isMeant, colours),
          palette: paletteOf(colours),
        },
        deflate,
        { crc32 },
      );
      return { relative: pathOf(one, name), bytes };
    });
    return { files, findings: read.findings };
  }

  #coloursOf({ key }: NamedClass, rgb: Uint8Array, isMeant: Uint8Array): readonly DominantColour[] {
    const { colours, search, seed } = this.#task;
    if (colours !== null) return colours.find((one) => one.key === key)?.colours ?? [];
    const counts = new ColourCounts(FILE_BITS);
    counts.add(rgb, isMeant);
    return dominantColours(counts.points(), search, seed, []).colours;
  }
}

/** No colour, transparent, and the colours. */
function paletteOf(colours: readonly DominantColour[]): Palette {
  const rgb = Uint8Array.from([0, 0, 0, ...colours.flatMap((one) => [...one.rgb])]);
  const alpha = new Uint8Array(colours.length + 1).fill(255);
  alpha[0] = 0;
  return { rgb, alpha, transparencyEntries: 1 };
}

/** `8-hair/NAME.png`: the key tells classes apart whose names file systems take for one. */
function pathOf({ key, name }: NamedClass, pair: string): string {
  const words = (name ?? '').replace(/[^\p{L}\p{N}]+/gu, '_').slice(0, 60);
  const folder = [String(key).replace('#', ''), words].filter((part) => part !== '').join('-');
  return `${folder}/${pair}.png`;
}
