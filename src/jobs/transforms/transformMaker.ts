import { recogniseLayout } from '../../core/dataset/layout.ts';
import { lastPart } from '../../core/dataset/pairIndex.ts';
import { exactCsvCell } from '../../core/formats/csvCell.ts';
import { writeClassMapJson } from '../../core/formats/classMapJson.ts';
import { imageKindOf } from '../../core/download/imageKind.ts';
import { isPhotograph, maskFromPng } from '../../core/mask/fromPng.ts';
import { recogniseKind } from '../../core/mask/kind.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import { MOST_TILES, tileName, tilePlaces } from '../../core/mask/tiles.ts';
import { part, sizesAfter, transformMask, TransformProblem, type Size } from '../../core/mask/transform.ts';
import { ColourType } from '../../core/png/types.ts';
import { useOneThreadACall } from '../../platform/pictures.ts';
import { readHead } from '../../platform/readHead.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import { nearestOf } from '../nearestOf.ts';
import { isPairError, type PairFinding } from '../pairs/pairRules.ts';
import type { PairsContext, TaskModule } from '../pairs/pairsTasks.ts';
import type { LookedItem, MadeFile, MadeItem, PairFiles, PairMaker, WorkItem } from '../pairs/pairsTypes.ts';
import { lookAtPair, problemAt, readHeads } from '../pairs/readPair.ts';
import { readImage } from '../readImage.ts';
import { addedPixel, type MaskStorage } from './addedPixels.ts';
import { hasClassIds, movedPlace, type MovedPlace } from './movedPlace.ts';
import { movedPng } from './transformFiles.ts';
import { moveOriginal, originalOutput, planeOf, type MovedOriginal, type OriginalOutput } from './transformOriginal.ts';
import { transformSample } from './transformSample.ts';
import type { TransformTask } from './transformTypes.ts';

/** Which tiles are of one pair, for `split --group-by file:`. */
export const GROUPS_FILE = 'groups.csv';
const CLASS_MAP_FILE = 'masks.classes.json';

/** Enough for the palette of nearly every mask. */
const HEAD_BYTES = 4096;

export const transformsModule: TaskModule<TransformTask> = {
  async makerOf(context) {
    await useOneThreadACall();
    return new TransformMaker(context);
  },
  sampleOf: transformSample,
  wholeFilesOf({ task, classMap }, items) {
    const files: MadeFile[] = [];
    if (task.tiling !== null) {
      const names = namesIn(items);
      const rows = items.flatMap(({ name, files: paths }) =>
        paths.flatMap((path) => {
          const tile = names.get(path);
          return tile === undefined ? [] : [[tile, name]];
        }),
      );
      const lines = [['name', 'group'], ...rows].map((cells) => `${cells.map(exactCsvCell).join(',')}\n`);
      files.push({ relative: GROUPS_FILE, bytes: Buffer.from(lines.join('')) });
    }
    // Ids that are no more than places in a list are those of some masks' palettes alone.
    const hasClasses = items.some(
      ({ pairs: [pair] }) =>
        pair !== undefined && pair.kind !== 'instance' && pair.kind !== 'panoptic' && hasClassIds(pair.mask),
    );
    if (hasClasses && classMap !== null && classMap.idsFrom === 'id' && classMap.entries.length > 0) {
      files.push({ relative: CLASS_MAP_FILE, bytes: Buffer.from(writeClassMapJson(classMap)) });
    }
    return files;
  },
};

/** What the result of a pair is cut into: once, unless there are tiles. */
interface Cut extends Size {
  readonly name: string;
  readonly x: number;
  readonly y: number;
}

class TransformMaker implements PairMaker {
  readonly #task: TransformTask;
  readonly #context: PairsContext<TransformTask>;

  constructor(context: PairsContext<TransformTask>) {
    this.#context = context;
    this.#task = context.task;
  }

  async look({ name, pairs: [pair] }: WorkItem): Promise<LookedItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const { width, height, findings } = await lookAtPair(pair, this.#task.reading);
    if (findings.some(isPairError)) return { files: [], findings };
    const place = placeOf(pair);
    if ('rule' in place) return { files: [], findings: [place] };
    const planned = this.#plan(name, { width, height });
    if ('rule' in planned) return { files: [], findings: [planned] };
    const head = readPngHead(readHead(pair.mask, HEAD_BYTES));
    if (head !== null && this.#addsPixels({ width, height }, planned)) {
      const entries = head.paletteRgb === null ? null : head.paletteRgb.length / 3;
      const added = this.#added(pair, { header: head.header, entries });
      if ('rule' in added) return { files: [], findings: [added] };
    }
    const original = readHead(pair.original, HEAD_BYTES);
    const isFitted = findings.some(({ rule }) => rule === 'fitted');
    const output = originalOutput(original, this.#task, isFitted);
    const told = [...findings, ...this.#originalFindings(original, output)];
    return { files: filesOf(planned, place, output.extension), findings: told };
  }

  async make({ name, pairs: [pair] }: WorkItem): Promise<MadeItem> {
    if (pair === undefined) return { files: [], findings: [] };
    const found = await this.#make(name, pair);
    return 'rule' in found ? { files: [], findings: [found] } : found;
  }

  async #make(name: string, pair: PairFiles): Promise<MadeItem | PairFinding> {
    const { findings } = await readHeads(pair, this.#task.reading);
    const error = findings.find(isPairError);
    if (error !== undefined) return error;
    let image;
    try {
      image = readImage(takeSnapshot(pair.mask).bytes);
    } catch (reason) {
      return { rule: 'maskUnreadable', details: problemAt(pair.mask, reason) };
    }
    if (isPhotograph(maskFromPng(image))) return { rule: 'notMask', details: { path: pair.mask } };
    const start = planeOf(image);
    const place = placeOf(pair);
    if ('rule' in place) return place;
    const planned = this.#plan(name, start);
    if ('rule' in planned) return planned;
    const entries = image.palette === null ? null : image.palette.rgb.length / 3;
    const added = this.#addsPixels(start, planned) ? this.#added(pair, { header: image.header, entries }) : [0];
    if ('rule' in added) return added;
    const isFitted = findings.length > 0;
    const original = await this.#original(pair, start, isFitted);
    if ('rule' in original) return original;
    const { steps, maskRule } = this.#task;
    const mask = transformMask(start, steps, added, maskRule);
    const files: MadeFile[] = [];
    for (const cut of planned) {
      const bytes = await original.encode(part(original.plane, cut, original.black));
      if (bytes === null) return { rule: 'originalUnsupported', details: { path: pair.original } };
      const [originalPath = '', maskPath = ''] = filesOf([cut], place, original.extension);
      files.push({ relative: originalPath, bytes });
      files.push({ relative: maskPath, bytes: movedPng(image, part(mask, cut, added), steps) });
    }
    // What happens to the original was told before it happened.
    return { files, findings: [] };
  }

  async #original(
    { original: path }: PairFiles,
    size: Size,
    isFitted: boolean,
  ): Promise<(MovedOriginal & Pick<OriginalOutput, 'extension'>) | PairFinding> {
    try {
      const { bytes } = takeSnapshot(path);
      const found = await moveOriginal(bytes, { ...size, isFitted }, this.#task);
      if (found === null) return { rule: 'originalUnsupported', details: { path } };
      if (!('plane' in found)) {
        const { width: otherWidth, height: otherHeight } = found;
        return { rule: 'sizesDiffer', details: { width: size.width, height: size.height, otherWidth, otherHeight } };
      }
      return { ...found, extension: originalOutput(bytes, this.#task, isFitted).extension };
    } catch (error) {
      return { rule: 'originalUnreadable', details: problemAt(path, error) };
    }
  }

  /** What the result is cut into; or why there is none. */
  #plan(name: string, size: Size): readonly Cut[] | PairFinding {
    const { steps, tiling } = this.#task;
    try {
      const whole = sizesAfter(size, steps).at(-1) ?? size;
      if (tiling === null) return [{ name, x: 0, y: 0, width: whole.width, height: whole.height }];
      const { side } = tiling;
      return tilePlaces(whole, tiling).map((place) => ({
        ...place,
        name: tileName(name, place),
        width: side,
        height: side,
      }));
    } catch (error) {
      if (error instanceof TransformProblem) return { rule: error.code, details: error.details };
      if (error instanceof RangeError) return { rule: 'tooManyTiles', details: { most: MOST_TILES } };
      throw error;
    }
  }

  #addsPixels(size: Size, cuts: readonly Cut[]): boolean {
    const { steps } = this.#task;
    const { width, height } = sizesAfter(size, steps).at(-1) ?? size;
    const sticksOut = cuts.some((cut) => cut.x + cut.width > width || cut.y + cut.height > height);
    return sticksOut || steps.some(({ kind }) => kind === 'padSquare');
  }

  #added(
    { mask: path }: PairFiles,
    { header, entries }: Pick<MaskStorage, 'header' | 'entries'>,
  ): readonly number[] | PairFinding {
    const { bitDepth, colourType } = header;
    const isColour = colourType === ColourType.rgb || colourType === ColourType.rgba;
    const { kind } = recogniseKind({ path: nearestOf(path), bitDepth, isColour });
    return addedPixel({ path, header, kind, entries }, this.#task.padId, this.#context.classMap);
  }

  #originalFindings(head: Uint8Array, { extension, isExact }: OriginalOutput): PairFinding[] {
    const { quality } = this.#task;
    if (extension === 'jpg') return [{ rule: 'reencoded', details: { quality } }];
    if (!isExact && imageKindOf(head) === 'PNG') return [{ rule: 'reduced', details: {} }];
    return isExact ? [] : [{ rule: 'becomesPng', details: {} }];
  }
}

function placeOf(pair: PairFiles): MovedPlace | PairFinding {
  return movedPlace(pair) ?? { rule: 'kindLost', details: { path: pair.mask } };
}

function filesOf(cuts: readonly Cut[], place: MovedPlace, extension: string): string[] {
  return cuts.flatMap(({ name }) => [`${place.original(lastPart(name))}.${extension}`, place.mask(lastPart(name))]);
}

/** What a scan of the result calls its pairs, by the paths of their originals. */
function namesIn(items: readonly LookedItem[]): ReadonlyMap<string, string> {
  const { pairs } = recogniseLayout(items.flatMap(({ files }) => files));
  return new Map(pairs.flatMap(({ name, original }) => (original === null ? [] : [[original, name]])));
}
