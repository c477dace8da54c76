import { captionSize, composeSheet, sheetColumns, type SheetTile } from '../../core/compose/sheet.ts';
import { lastPart } from '../../core/dataset/pairIndex.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import { fitInto } from '../../core/mask/thumbnail.ts';
import { shrinkPicture } from '../../platform/pictures.ts';
import { describePairFinding, isPairError, type PairFinding } from '../pairs/pairRules.ts';
import type { LookedItem, MadeItem, PairFiles, WorkItem } from '../pairs/pairsTypes.ts';
import { lookAtPair, readPair } from '../pairs/readPair.ts';
import { overlaid } from './overlayMaker.ts';
import { PictureMaker } from './pictureMaker.ts';
import type { SheetTask } from './picturesTypes.ts';
import { TextDrawer } from './textDrawer.ts';

/** Draws many pairs small, on one picture. A pair that cannot be read is left out and named. */
export class SheetMaker extends PictureMaker<SheetTask> {
  readonly #texts: TextDrawer;

  constructor(task: SheetTask, classMap: ClassMap | null) {
    super(task, classMap);
    this.#texts = new TextDrawer(task.font);
  }

  override async look({ name, pairs }: WorkItem): Promise<LookedItem> {
    const findings: PairFinding[] = [];
    for (const pair of pairs) {
      const { findings: own } = await lookAtPair(pair, this.task.reading);
      findings.push(...missing(pair, own));
    }
    return { files: [this.pathOf(name)], findings };
  }

  override async make({ name, pairs }: WorkItem): Promise<MadeItem> {
    const { columns, side } = this.task;
    const findings: PairFinding[] = [];
    const tiles: SheetTile[] = [];
    const undrawable: string[] = [];
    const lasts = pairs.map(({ name: own }) => lastPart(own));
    // Frames of two sequences have one number.
    const areUnique = new Set(lasts).size === lasts.length;
    for (const pair of pairs) {
      const tile = await this.#tileOf(pair);
      if ('rule' in tile) {
        findings.push(...missing(pair, [tile]));
        continue;
      }
      if (!(await this.#texts.hasFont())) return { files: [], findings: [{ rule: 'noFont', details: {} }] };
      const label = areUnique ? lastPart(pair.name) : pair.name;
      const drawn = await this.#texts.drawable(label);
      if (drawn !== label) undrawable.push(label);
      tiles.push({ picture: tile, caption: await this.#texts.draw(drawn, captionSize(side)) });
    }
    if (undrawable.length > 0) findings.push({ rule: 'textUndrawable', details: { names: undrawable.join(', ') } });
    const [first] = pairs;
    if (tiles.length === 0 || first === undefined)
      return { files: [], findings: [...findings, { rule: 'noTiles', details: {} }] };
    const sheet = composeSheet(tiles, columns ?? sheetColumns(tiles.length), side);
    const { width, height, rgb } = sheet;
    const file = await this.encode(this.pathOf(name), { width, height, samples: rgb, channels: 3 }, first);
    return 'rule' in file ? { files: [], findings: [...findings, file] } : { files: [file], findings };
  }

  protected override draw(): never {
    throw new Error('A sheet is one picture of many pairs.');
  }

  async #tileOf(pair: PairFiles) {
    const read = await readPair(pair, this.task.reading);
    if (!('mask' in read)) {
      return read.find(isPairError) ?? ({ rule: 'originalUnsupported', details: { path: pair.original } } as const);
    }
    const { ids, isChosen } = this.chosenIds(read);
    const whole = overlaid(read, this.classes.coloursOf(read), this.task, ids, isChosen);
    const small = await shrinkPicture(whole, fitInto(whole, this.task.side));
    return small ?? ({ rule: 'originalUnsupported', details: { path: pair.original } } as const);
  }
}

/** Errors of a pair as what the sheet lacks. */
function missing({ name }: PairFiles, findings: readonly PairFinding[]): PairFinding[] {
  return findings.filter(isPairError).map((one) => ({
    rule: 'tileMissing',
    details: { ...one.details, name, cause: one.rule, problem: describePairFinding(one) },
  }));
}
