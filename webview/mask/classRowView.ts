import { element, setAttribute, setText } from '../ui/element.ts';
import { icon, type IconName } from '../ui/icons.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { barLength, formatIds, type ClassRow, type IdRow, type RunRow } from './classRows.ts';
import type { OpenMask } from './maskModel.ts';
import type { Wording } from './wording.ts';

/** What a row shows besides itself. */
export interface RowContext {
  readonly open: OpenMask;
  readonly visible: boolean;
  /** The only id that is shown. */
  readonly isolated: boolean;
  /** Has the tab stop. */
  readonly active: boolean;
  readonly selected: boolean;
  /** Pixels of the id with most of them, for the bars. */
  readonly largest: number;
  readonly logarithmic: boolean;
}

/** Makes and fills the elements of class rows. */
export class ClassRowView {
  readonly #wording: Wording;

  constructor(wording: Wording) {
    this.#wording = wording;
  }

  make(row: ClassRow): HTMLElement {
    return row.type === 'run' ? this.#makeRun() : this.#makeId();
  }

  fill(target: HTMLElement, row: ClassRow, context: RowContext): void {
    setAttribute(target, 'aria-selected', String(context.selected));
    setAttribute(target, 'tabindex', context.active ? 0 : -1);
    if (row.type === 'run') {
      this.#fillRun(target, row);
    } else {
      this.#fillId(target, row, context);
    }
  }

  #makeRun(): HTMLElement {
    const twistie = element('span', { class: 'cell eye', role: 'gridcell' });
    const ids = element('span', { class: 'cell id', role: 'gridcell' });
    const count = element('span', { class: 'cell run-count', role: 'gridcell', 'aria-colspan': 4 });
    return element('div', { class: 'row run', role: 'row', 'aria-level': 1 }, twistie, swatch(), ids, count);
  }

  #fillRun(target: HTMLElement, row: RunRow): void {
    const { strings } = this.#wording;
    const [twistie, square, ids, count] = target.children;
    setAttribute(target, 'aria-expanded', String(row.expanded));
    if (twistie instanceof HTMLElement && twistie.dataset['expanded'] !== String(row.expanded)) {
      twistie.dataset['expanded'] = String(row.expanded);
      twistie.replaceChildren(icon(row.expanded ? 'chevronDown' : 'chevronRight'));
    }
    if (square instanceof HTMLElement) {
      paintSwatch(square, row.hex);
    }
    if (ids !== undefined && count !== undefined) {
      setText(ids, fill(strings.runLabel, row.first, row.last));
      setText(count, fill(strings.runCount, this.#wording.number(row.count), row.hex));
    }
  }

  #makeId(): HTMLElement {
    const cell = (name: string, ...children: HTMLElement[]): HTMLElement =>
      element('span', { class: `cell ${name}`, role: 'gridcell' }, ...children);
    const eye = element('button', { type: 'button', class: 'row-button eye-button', tabindex: -1 });
    const isolate = element(
      'button',
      { type: 'button', class: 'row-button isolate-button', tabindex: -1 },
      icon('isolate'),
    );
    const bar = element('span', { class: 'cell bar', role: 'presentation' }, element('span', { class: 'bar-fill' }));
    return element(
      'div',
      { class: 'row', role: 'row' },
      cell('eye', eye),
      swatch(),
      cell('id'),
      cell('name', element('span', { class: 'name-text' }), element('span', { class: 'flags' }), isolate),
      cell('colour', element('span', { class: 'hex' }), element('span', { class: 'colour-name' }), element('span')),
      cell('pixels'),
      cell('share'),
      bar,
    );
  }

  #fillId(target: HTMLElement, row: IdRow, context: RowContext): void {
    const { strings } = this.#wording;
    const id = this.#wording.id(row.meaning);
    const label = this.#wording.label(row.meaning, row.hex);
    const part = (selector: string): HTMLElement => target.querySelector<HTMLElement>(selector) ?? target;
    target.classList.toggle('nested', row.nested);
    target.classList.toggle('is-unused', row.usage === 'unused');
    target.classList.toggle('is-hidden', !context.visible);
    setAttribute(target, 'aria-level', row.nested ? 2 : 1);

    const eye = part('.eye-button');
    const action = fill(context.visible ? strings.hide : strings.show, label);
    eye.hidden = row.usage === 'unused';
    eye.title = action;
    eye.setAttribute('aria-label', action);
    const isolate = part('.isolate-button');
    isolate.hidden = row.usage === 'unused';
    isolate.title = fill(strings.isolate, label);
    isolate.setAttribute('aria-label', isolate.title);
    isolate.setAttribute('aria-pressed', String(context.isolated));
    drawIcons(eye, [[context.visible ? 'eye' : 'eyeClosed', '']]);

    paintSwatch(part('.swatch'), row.drawnHex);
    setText(part('.id'), id === '' ? '–' : id);
    part('.id').title = id === '' ? strings.noIdLabel : id;
    const name = this.#wording.name(context.open, row.id);
    setText(part('.name-text'), name);
    part('.name').title = name;
    setText(part('.hex'), row.hex === '' ? strings.outsidePalette : row.hex);
    setText(part('.colour-name'), row.colourName);
    const drawnNote = row.isDrawnOtherwise ? fill(strings.drawnLabel, row.drawnHex, row.hex) : '';
    part('.colour').title = drawnNote;
    part('.swatch').title = drawnNote;
    setText(part('.pixels'), row.usage === 'unused' ? strings.unused : this.#wording.number(row.pixels));
    setText(part('.share'), row.usage === 'unused' ? '' : this.#wording.share(row.share));
    const length = barLength(row.pixels, context.largest, context.logarithmic);
    part('.bar-fill').style.width = `${length * 100}%`;

    const flags: Flag[] = [];
    if (row.meaning.shownIds.length > 1) {
      flags.push(['duplicate', fill(strings.ambiguousLabel, name)]);
    }
    if (row.meaning.isVoid) {
      flags.push(['ignored', strings.voidLabel]);
    }
    if (row.usage === 'outside') {
      flags.push(['warning', strings.outsideLabel]);
    }
    drawIcons(part('.flags'), flags);
    const shared =
      row.sharedBy === null ? [] : [['duplicate', fill(strings.duplicateLabel, formatIds(row.sharedBy))] as const];
    drawIcons(part('.colour > :last-child'), shared);
  }
}

type Flag = readonly [name: IconName, label: string];

/** Icons with a label that is shown as a tooltip and spoken; made anew only when they change. */
function drawIcons(target: HTMLElement, icons: readonly Flag[]): void {
  const key = JSON.stringify(icons);
  if (target.dataset['icons'] === key) {
    return;
  }
  target.dataset['icons'] = key;
  target.replaceChildren(
    ...icons.map(([name, label]) =>
      label === ''
        ? icon(name)
        : element('span', { class: `flag ${name}`, role: 'img', 'aria-label': label, title: label }, icon(name)),
    ),
  );
}
