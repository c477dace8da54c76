import type { BatchClass, BatchFix, ChangeFacts, IdPixels } from '../../src/protocol/batch.ts';
import { pushButton } from '../ui/controls.ts';
import { element, type Child } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import { histogramLines, isTakenBack, isUnwritten, type FileRow, type HistogramLine } from './batchModel.ts';
import type { BatchWording } from './batchWording.ts';
import { findingView } from './findingView.ts';

/** Lines of a list before it says how many more there are. */
const MOST_LISTED = 64;

export interface DetailActions {
  readonly onFix: (fix: BatchFix) => void;
  readonly onOpen: (row: FileRow) => void;
}

/** What happens to one file: storage, ids, histograms before and after, findings. */
export class FileDetails {
  readonly element: HTMLElement;
  readonly #wording: BatchWording;
  readonly #actions: DetailActions;
  #classes: ReadonlyMap<number, BatchClass> = new Map();
  #keepsPalettes = false;
  #shown: FileRow | null = null;

  constructor(wording: BatchWording, actions: DetailActions) {
    this.#wording = wording;
    this.#actions = actions;
    const { details, chooseFile } = wording.strings;
    this.element = element(
      'section',
      { class: 'details', 'aria-label': details, tabindex: 0 },
      element('p', { class: 'empty' }, chooseFile),
    );
  }

  /** @param keepsPalettes the files' own colours go before those of the classes */
  reset(keepsPalettes: boolean): void {
    this.#keepsPalettes = keepsPalettes;
    this.setClasses([]);
  }

  setClasses(classes: readonly BatchClass[]): void {
    this.#classes = new Map(classes.map((one) => [one.id, one]));
    this.#draw();
  }

  show(row: FileRow | null): void {
    if (row === this.#shown) return;
    const isOther = row?.name !== this.#shown?.name;
    this.#shown = row;
    this.#draw();
    if (isOther) this.element.scrollTop = 0;
  }

  #draw(): void {
    const { strings } = this.#wording;
    const row = this.#shown;
    if (row === null) {
      this.element.replaceChildren(element('p', { class: 'empty' }, strings.chooseFile));
      return;
    }
    const { change } = row.file;
    this.element.replaceChildren(
      element('h2', { class: 'details-name' }, row.name),
      element(
        'p',
        { class: 'details-status', 'data-status': row.status },
        element('span', {}, this.#wording.status(row.status)),
        pushButton({ label: strings.openFile, onClick: () => this.#actions.onOpen(row) }),
      ),
      ...this.#findings(row),
      ...this.#unknownColours(row),
      ...(isTakenBack(row.status) ? [element('p', { class: 'note' }, this.#takenBack(row.status))] : []),
      ...(change === null || isUnwritten(row.status) ? [] : this.#changes(row, change)),
    );
  }

  #takenBack(status: 'restored' | 'removed'): string {
    const { restoredText, removedText } = this.#wording.strings;
    return status === 'restored' ? restoredText : removedText;
  }

  #findings({ findings }: FileRow): HTMLElement[] {
    const { strings } = this.#wording;
    if (findings.length === 0) return [];
    return [
      element('h3', {}, strings.findings),
      ...findings.map((finding) => findingView(finding, strings, this.#actions.onFix)),
    ];
  }

  #unknownColours({ file }: FileRow): HTMLElement[] {
    const { strings } = this.#wording;
    if (file.unknown.length === 0) return [];
    const lines = file.unknown.slice(0, MOST_LISTED).map(({ colour, pixels, nearest, becomes }) => {
      const square = swatch();
      paintSwatch(square, colour.startsWith('#') ? colour : '');
      const parts = [
        fill(strings.unknownPixels, this.#wording.number(pixels)),
        ...(nearest === null ? [] : [fill(strings.unknownNearest, this.#wording.classText(nearest))]),
        ...(becomes === null ? [] : [fill(strings.unknownBecomes, this.#className(becomes))]),
      ];
      return element('li', {}, square, element('code', {}, colour), ` ${parts.join(', ')}`);
    });
    const more = file.unknown.length + file.moreUnknown - lines.length;
    return [
      element('h3', {}, strings.unknownColours),
      element(
        'ul',
        { class: 'unknown-list' },
        ...lines,
        more > 0 ? element('li', {}, fill(strings.more, this.#wording.number(more))) : null,
      ),
    ];
  }

  #changes({ file }: FileRow, change: ChangeFacts): HTMLElement[] {
    const { strings } = this.#wording;
    const facts: HTMLElement[] = [];
    const fact = (label: string, ...value: Child[]): void => {
      facts.push(element('dt', {}, label), element('dd', {}, ...value));
    };
    fact(strings.storage, this.#fromTo(this.#wording.storage(change.from), this.#wording.storage(change.to)));
    if (file.outputSize > 0) {
      fact(strings.bytes, this.#fromTo(this.#wording.bytes(file.size), this.#wording.bytes(file.outputSize)));
    }
    if (change.keepsData) fact(strings.pixelsKept, strings.pixelsKeptText);
    if (change.renumbered.length > 0) {
      const lines = change.renumbered.map(([from, to, pixels]) =>
        fill(strings.renumberedText, from, this.#className(to), this.#wording.number(pixels)),
      );
      fact(strings.renumbered, this.#list(lines));
    }
    if (change.repaired !== null && change.repaired.pixels > 0) {
      const lines = change.repaired.changes.map(({ from, to, pixels }) =>
        fill(strings.renumberedText, from, this.#className(to), this.#wording.number(pixels)),
      );
      fact(strings.repaired, this.#list(lines));
    }
    if (change.filled !== null) {
      const lines = change.filled.changes.map(([from, to, pixels]) =>
        fill(strings.renumberedText, this.#className(from), this.#className(to), this.#wording.number(pixels)),
      );
      fact(strings.filled, this.#list(lines));
    }
    if (change.losses.length > 0) fact(strings.losses, this.#lossList(change.losses));
    return [element('dl', { class: 'facts' }, ...facts), ...this.#histogram(change)];
  }

  #fromTo(from: string, to: string): string {
    return from === to ? to : fill(this.#wording.strings.fromTo, from, to);
  }

  #lossList(losses: readonly IdPixels[]): HTMLElement {
    return this.#list(
      losses.map(([id, pixels]) => {
        return fill(this.#wording.strings.lossText, this.#className(id), this.#wording.number(pixels));
      }),
    );
  }

  #list(lines: readonly string[]): HTMLElement {
    const more = lines.length - MOST_LISTED;
    return element(
      'ul',
      {},
      ...lines.slice(0, MOST_LISTED).map((line) => element('li', {}, line)),
      more > 0 ? element('li', {}, fill(this.#wording.strings.more, this.#wording.number(more))) : null,
    );
  }

  #className(id: number): string {
    return this.#wording.classText({ id, name: this.#classes.get(id)?.name ?? null });
  }

  #histogram(change: ChangeFacts): HTMLElement[] {
    const { strings } = this.#wording;
    const lines = histogramLines(change.before, change.after);
    const isSame = lines.every(({ before, after }) => before === after);
    const most = lines.reduce((largest, { before, after }) => Math.max(largest, before, after), 1);
    const note = change.before.length === 0 ? strings.histogramColour : isSame ? strings.histogramSame : null;
    const ownColours = new Map(change.before.map(([id], at) => [id, change.colours[at]]));
    const more = lines.length - MOST_LISTED;
    return [
      element('h3', {}, strings.histogram),
      ...(note === null ? [] : [element('p', { class: 'note' }, note)]),
      element(
        'table',
        { class: 'histogram' },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            element('th', { scope: 'col', class: 'number' }, strings.columnId),
            element('th', { scope: 'col' }, strings.columnClass),
            element('th', { scope: 'col', class: 'number' }, strings.columnBefore),
            element('th', { scope: 'col', class: 'number' }, strings.columnAfter),
          ),
        ),
        element('tbody', {}, ...lines.slice(0, MOST_LISTED).map((line) => this.#line(line, most, ownColours))),
      ),
      ...(more > 0 ? [element('p', { class: 'note' }, fill(strings.more, this.#wording.number(more)))] : []),
    ];
  }

  #line(line: HistogramLine, most: number, ownColours: ReadonlyMap<number, number | undefined>): HTMLElement {
    const { id, before, after } = line;
    const known = this.#classes.get(id);
    const own = ownColours.get(id);
    const ownHex = own === undefined ? undefined : `#${own.toString(16).padStart(6, '0')}`;
    const colour = (this.#keepsPalettes ? (ownHex ?? known?.colour) : (known?.colour ?? ownHex)) ?? '';
    const square = swatch();
    if (colour !== '') paintSwatch(square, colour);
    const bar = (pixels: number, name: string): HTMLElement => {
      const drawn = element('span', { class: `bar ${name}`, 'aria-hidden': 'true' });
      drawn.style.width = `${(100 * pixels) / most}%`;
      const text = element('span', { class: 'bar-number' }, this.#wording.number(pixels));
      return element('td', { class: 'number' }, text, element('span', { class: 'bar-track' }, drawn));
    };
    return element(
      'tr',
      { class: before === after ? null : 'changed' },
      element('td', { class: 'number' }, String(id)),
      element('td', { class: 'class-name' }, colour === '' ? null : square, known?.name ?? ''),
      bar(before, 'before'),
      bar(after, 'after'),
    );
  }
}
