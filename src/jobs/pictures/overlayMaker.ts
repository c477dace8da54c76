import { blendMask } from '../../core/compose/blend.ts';
import { legendTextSize, shareText, withLegend, type LegendRow } from '../../core/compose/legend.ts';
import { drawOverlay, OUTSIDE } from '../../core/compose/overlay.ts';
import type { Coverage, Picture } from '../../core/compose/picture.ts';
import type { ClassMap } from '../../core/formats/classMap.ts';
import type { IdColours } from '../../core/palette/idColours.ts';
import type { PairFinding } from '../pairs/pairRules.ts';
import type { ReadPair } from '../pairs/readPair.ts';
import type { IdClass } from './classesOfMask.ts';
import { PictureMaker } from './pictureMaker.ts';
import type { DrawnOverlay, OverlayTask } from './picturesTypes.ts';
import { TextDrawer } from './textDrawer.ts';

/** Draws masks over their originals. */
export class OverlayMaker extends PictureMaker<OverlayTask> {
  readonly #texts: TextDrawer;

  constructor(task: OverlayTask, classMap: ClassMap | null) {
    super(task, classMap);
    this.#texts = new TextDrawer(task.font);
  }

  protected async draw(read: ReadPair) {
    const { ids, isChosen } = this.chosenIds(read);
    const colours = this.classes.coloursOf(read);
    const picture = overlaid(read, colours, this.task, ids, isChosen);
    const { legend, blend } = this.task;
    const shown = ids.filter(({ id }) => isChosen[id] === 1);
    const findings: PairFinding[] = blend === 'yellow' ? yellowFindings(shown) : [];
    // The colours of the published blends are not those of the classes.
    if (legend === 'none' || shown.length === 0 || (blend !== 'normal' && blend !== 'sixForty')) {
      return { picture: raw(picture), findings };
    }
    if (!(await this.#texts.hasFont())) {
      return { picture: raw(picture), findings: [{ rule: 'noFont', details: {} } as const] };
    }
    const size = legendTextSize(picture.height);
    const pixels = read.mask.ids.length;
    const rows: LegendRow[] = [];
    const undrawable: string[] = [];
    for (const group of byClass(shown)) {
      const [first] = group;
      const label = labelOf(first);
      const isDrawable = await this.#texts.canDraw(label);
      if (!isDrawable) undrawable.push(label);
      const share = group.reduce((sum, one) => sum + one.pixels, 0) / pixels;
      rows.push({
        colour: blend === 'normal' && first.id >= colours.outsideFrom ? OUTSIDE : colourOf(colours, first.id),
        name: await this.#texts.draw(isDrawable ? label : String(first.key), size),
        share: await this.#texts.draw(shareText(share), size),
      });
    }
    if (undrawable.length > 0) findings.push({ rule: 'textUndrawable', details: { names: undrawable.join(', ') } });
    // Texts cannot be waited for while the legend is laid out, so all that may be asked for are there.
    const more = await Promise.all(rows.map((_, at) => this.#texts.draw(`+ ${at + 1}`, size)));
    const nothing: Coverage = { width: 0, height: 0, alpha: new Uint8Array(0) };
    return { picture: raw(withLegend(picture, rows, legend, (count) => more[count - 1] ?? nothing)), findings };
  }
}

/** A mask over its original as it is asked for; draws on the original. */
export function overlaid(
  { mask, picture }: ReadPair,
  colours: IdColours,
  { blend, style }: DrawnOverlay,
  ids: readonly IdClass[],
  isChosen: Uint8Array,
): Picture {
  if (blend === 'normal') {
    drawOverlay(picture, mask, colours, style, isChosen);
    return picture;
  }
  const largest = ids.at(-1)?.id ?? 0;
  // A mask without the chosen class has nothing that is yellow.
  const value = ids.find(({ id }) => isChosen[id] === 1)?.id ?? null;
  const source = { rgb: picture.rgb, ids: mask.ids, hidden: null, colours: colours.colours, largest, value };
  return { ...picture, rgb: blendMask(blend, source, style.opacity) };
}

/** What the blend for one id leaves out. @param shown the chosen ids of a mask, ascending */
function yellowFindings([first, ...others]: readonly IdClass[]): PairFinding[] {
  if (first === undefined) return [{ rule: 'yellowNowhere', details: {} }];
  return others.length === 0 ? [] : [{ rule: 'yellowAlone', details: { id: first.id } }];
}

function colourOf({ colours }: IdColours, id: number): readonly number[] {
  return Array.from(colours.subarray(4 * id, 4 * id + 3));
}

/** Ids of one class stand together; in the order of the first. */
function byClass(ids: readonly IdClass[]): [IdClass, ...IdClass[]][] {
  const groups = new Map<IdClass['key'], [IdClass, ...IdClass[]]>();
  for (const one of ids) {
    const group = groups.get(one.key);
    if (group === undefined) groups.set(one.key, [one]);
    else group.push(one);
  }
  return [...groups.values()];
}

function labelOf({ key, name }: IdClass): string {
  return name ?? String(key);
}

function raw({ width, height, rgb }: Picture) {
  return { width, height, samples: rgb, channels: 3 } as const;
}
