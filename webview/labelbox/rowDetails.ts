import type { ImageSize, YAxis } from '../../src/core/labelbox/model.ts';
import type { EntryMasks } from '../../src/core/labelbox/table/entry.ts';
import type { EntryDetails, ExportFinding, Original } from '../../src/protocol/labelbox.ts';
import { iconButton } from '../ui/controls.ts';
import { element, setAttribute, setText } from '../ui/element.ts';
import { icon, type IconName } from '../ui/icons.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import type { ExportWording } from './exportWording.ts';
import { decodeOriginal } from './originals.ts';
import { Picture } from './picture.ts';

export interface RowDetailsActions {
  onReveal(entry: number): void;
  /** Escape: back to the table. */
  onLeave(): void;
}

/** The selected row: its picture with the objects over it, the list of objects, facts and findings. */
export class RowDetails {
  readonly element: HTMLElement;
  readonly #wording: ExportWording;
  readonly #actions: RowDetailsActions;
  readonly #title = element('h2', { class: 'details-name' });
  readonly #empty: HTMLElement;
  readonly #body: HTMLElement;
  readonly #picture: Picture;
  readonly #note = element('p', { class: 'picture-note' });
  readonly #zoom = element('output', { class: 'zoom-level' });
  readonly #objectsTitle = element('h3');
  readonly #objects: HTMLElement;
  readonly #more = element('p', { class: 'note', hidden: true });
  readonly #facts = element('dl', { class: 'facts' });
  readonly #findings = element('div', { class: 'details-findings' });
  #details: EntryDetails | null = null;
  #yAxis: YAxis = 'down';
  #original: ImageBitmap | HTMLImageElement | null = null;
  /** The original could not be decoded: its name. */
  #broken: string | null = null;
  #masks: EntryMasks | null = null;
  /** The object that the keyboard is on. */
  #active = 0;
  /** The object that is marked; −1 for none. */
  #selected = -1;
  #shownObjects = '';
  /** The list had the focus when its row went, to come back. */
  #owesFocus = false;

  constructor(wording: ExportWording, actions: RowDetailsActions) {
    this.#wording = wording;
    this.#actions = actions;
    const { strings } = wording;
    this.#picture = new Picture(wording, {
      onHover: (object) => this.#mark(object),
      onPick: (object) => {
        if (object >= 0) this.#activate(object, false);
        else this.#select(-1);
      },
      onZoom: (scale) => {
        setText(this.#zoom, wording.percent(scale));
        this.#zoom.setAttribute('aria-label', fill(strings.zoomLevel, wording.percent(scale)));
      },
    });
    const tool = (name: IconName, label: string, run: () => void): HTMLElement =>
      iconButton(icon(name), { label, onClick: run });
    const tools = element(
      'div',
      { class: 'picture-tools' },
      tool('fit', strings.fit, () => this.#picture.fit()),
      iconButton('1:1', { label: strings.actualSize, onClick: () => this.#picture.actualSize(), class: 'text-button' }),
      tool('zoomOut', strings.zoomOut, () => this.#picture.zoomOut()),
      this.#zoom,
      tool('zoomIn', strings.zoomIn, () => this.#picture.zoomIn()),
    );
    this.#objects = element('div', { class: 'object-list', role: 'listbox', 'aria-label': strings.objects });
    this.#objects.addEventListener('keydown', (event) => this.#onKey(event));
    this.#objects.addEventListener('pointerover', ({ target }) => this.#picture.hover(this.#objectOf(target)));
    this.#objects.addEventListener('pointerleave', () => this.#picture.hover(-1));
    this.#objects.addEventListener('click', ({ target }) => this.#activate(this.#objectOf(target), true));
    const reveal = element('button', { type: 'button', class: 'push small reveal' }, strings.revealText);
    reveal.addEventListener('click', () => {
      if (this.#details !== null) this.#actions.onReveal(this.#details.entry.entry);
    });
    this.#empty = element('p', { class: 'empty', role: 'status' }, strings.chooseRow);
    this.#body = element(
      'div',
      { class: 'details-body', hidden: true },
      element('div', { class: 'details-head' }, this.#title, reveal),
      element('div', { class: 'picture-head' }, tools, this.#note),
      this.#picture.element,
      element(
        'div',
        { class: 'details-rest', tabindex: 0, role: 'region', 'aria-label': strings.details },
        this.#objectsTitle,
        this.#objects,
        this.#more,
        this.#findings,
        this.#facts,
      ),
    );
    this.#body.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') actions.onLeave();
    });
    this.element = element('section', { class: 'details', 'aria-label': strings.details }, this.#empty, this.#body);
  }

  /** The entry that is shown; null for none. */
  get entry(): number | null {
    return this.#details?.entry.entry ?? null;
  }

  clear(): void {
    this.#owesFocus ||= this.#objects.contains(document.activeElement);
    this.#details = null;
    this.#original = null;
    setText(this.#empty, this.#wording.strings.chooseRow);
    this.#empty.classList.remove('problem');
    this.#empty.hidden = false;
    this.#body.hidden = true;
  }

  /** The row cannot be shown. @param problem a translated sentence */
  fail(problem: string): void {
    this.clear();
    setText(this.#empty, problem);
    this.#empty.classList.add('problem');
  }

  show(details: EntryDetails, yAxis: YAxis): void {
    const isSame = this.#details?.entry.entry === details.entry.entry;
    this.#details = details;
    this.#yAxis = yAxis;
    this.#empty.hidden = true;
    this.#body.hidden = false;
    if (!isSame) {
      this.#original = null;
      this.#masks = null;
      this.#active = 0;
      this.#shownObjects = '';
      this.#select(-1);
    }
    setText(this.#title, this.#wording.name(details.entry.name));
    this.#title.title = this.#title.textContent;
    this.#drawObjects(details);
    this.#drawFindings(details.findings);
    this.#drawFacts(details);
    this.#draw(isSame);
    if (!isSame) setText(this.#note, this.#wording.strings.originalLoading);
    if (this.#owesFocus && document.activeElement === document.body) this.focus();
    this.#owesFocus = false;
  }

  /** The original has come, or there is none. */
  async setOriginal(entry: number, original: Original | null): Promise<void> {
    const decoded = original === null ? null : await decodeOriginal(original);
    if (this.#details?.entry.entry !== entry) return;
    this.#original = decoded;
    this.#broken = original !== null && decoded === null ? original.name : null;
    this.#draw(false);
    this.#drawNote();
  }

  /** Size of the image in pixels, where objects are in masks alone and it is known; null elsewhere. */
  get sizeOfMasks(): ImageSize | null {
    const { objects = [], size = null } = this.#details ?? {};
    if (!objects.some(({ geometry }) => geometry.kind === 'mask')) return null;
    return this.#original === null ? size : sizeOf(this.#original);
  }

  /** Masks of the entry have been read. */
  setMasks(entry: number, masks: EntryMasks): void {
    if (this.#details?.entry.entry !== entry) return;
    this.#masks = masks;
    this.#draw(true);
    this.#drawNote();
  }

  /** Says what of the row cannot be shown. */
  #drawNote(): void {
    if (this.#details === null) return;
    const { strings } = this.#wording;
    const notes: string[] = [];
    const { size: stated, objects } = this.#details;
    const number = (value: number): string => this.#wording.number(value);
    if (this.#broken !== null) notes.push(fill(strings.originalBroken, this.#broken));
    if (this.#original !== null) {
      const { width, height } = sizeOf(this.#original);
      if (stated !== null && (stated.width !== width || stated.height !== height)) {
        notes.push(
          fill(strings.originalDiffers, number(width), number(height), number(stated.width), number(stated.height)),
        );
      }
    } else if (stated !== null) {
      notes.push(fill(strings.noOriginal, number(stated.width), number(stated.height)));
    } else {
      notes.push(strings.noOriginalNoSize);
    }
    const missing = this.#masks?.missing ?? objects.filter(({ geometry }) => geometry.kind === 'mask').length;
    if (missing > 0) notes.push(fill(strings.masksMissing, number(missing)));
    setText(this.#note, notes.join(' '));
  }

  setYAxis(yAxis: YAxis): void {
    if (yAxis === this.#yAxis) return;
    this.#yAxis = yAxis;
    if (this.#details !== null) this.#draw(true);
  }

  /** Puts the keyboard into the list of objects, else on the picture. */
  focus(): void {
    const option = this.#objects.querySelector<HTMLElement>('[role="option"][tabindex="0"]');
    (option ?? this.#picture.element).focus();
  }

  #draw(keepsView: boolean): void {
    if (this.#details === null) return;
    const { objects, size } = this.#details;
    const frame = this.#original === null ? size : sizeOf(this.#original);
    const outlines = new Map(this.#masks?.outlines ?? []);
    this.#picture.show({ objects, yAxis: this.#yAxis, outlines, size: frame, original: this.#original }, keepsView);
    const { strings } = this.#wording;
    const name = this.#wording.name(this.#details.entry.name);
    const number = (value: number | undefined): string => (value === undefined ? '?' : this.#wording.number(value));
    setAttribute(
      this.#picture.element,
      'aria-label',
      fill(strings.pictureOf, name, number(frame?.width), number(frame?.height), number(objects.length)),
    );
  }

  #drawObjects({ objects, moreObjects }: EntryDetails): void {
    const { strings } = this.#wording;
    setText(this.#objectsTitle, `${strings.objects} (${this.#wording.number(objects.length + moreObjects)})`);
    const key = JSON.stringify(objects.map((one) => [one.name, one.colour, this.#wording.geometry(one), one.answers]));
    if (key === this.#shownObjects) return;
    this.#shownObjects = key;
    const hadFocus = this.#objects.contains(document.activeElement);
    this.#active = Math.max(0, Math.min(this.#active, objects.length - 1));
    const counts = new Map<string, number>();
    const options = objects.map((object, index) => {
      const count = (counts.get(object.name) ?? 0) + 1;
      counts.set(object.name, count);
      const sample = swatch();
      paintSwatch(sample, object.colour);
      const what = this.#wording.geometry(object);
      return element(
        'div',
        {
          role: 'option',
          class: 'object',
          tabindex: index === this.#active ? 0 : -1,
          'data-object': index,
          'aria-selected': String(index === this.#selected),
          'aria-label': [fill(strings.objectLabel, object.name, count, what), ...object.answers].join('; '),
        },
        sample,
        element('span', { class: 'object-name' }, element('bdi', {}, object.name), ` ${this.#wording.number(count)}`),
        element('span', { class: 'object-kind' }, what),
        ...(object.answers.length === 0
          ? []
          : [element('span', { class: 'object-answers' }, object.answers.join('; '))]),
      );
    });
    this.#objects.replaceChildren(
      ...(options.length === 0 ? [element('p', { class: 'note' }, strings.noObjects)] : options),
    );
    if (hadFocus) (options[this.#active] ?? this.#picture.element).focus({ preventScroll: true });
    this.#more.hidden = moreObjects === 0;
    setText(this.#more, fill(strings.moreObjects, this.#wording.number(moreObjects)));
  }

  #drawFindings(findings: readonly ExportFinding[]): void {
    const { strings } = this.#wording;
    const names = { error: strings.error, warning: strings.warning, information: strings.information };
    this.#findings.replaceChildren(
      ...(findings.length === 0 ? [] : [element('h3', {}, strings.findings)]),
      ...findings.map(({ severity, message }) =>
        element(
          'div',
          { class: `finding ${severity}` },
          icon(severity === 'information' ? 'info' : severity),
          element('span', { class: 'spoken' }, `${names[severity]}: `),
          element('span', { class: 'finding-text' }, message),
        ),
      ),
    );
  }

  #drawFacts(details: EntryDetails): void {
    const { strings } = this.#wording;
    const { entry } = details;
    const wording = this.#wording;
    const number = (value: number): string => wording.number(value);
    const link =
      details.imageHost === null
        ? null
        : details.imageExpires === null
          ? details.imageHost
          : fill(
              details.imageExpires < Date.now() ? strings.factLinkExpired : strings.factLinkExpires,
              details.imageHost,
              wording.date(details.imageExpires),
            );
    const facts: readonly (readonly [string, string | null])[] = [
      [strings.factName, details.externalId],
      [strings.factDataRow, entry.dataRowId],
      [strings.factGlobalKey, details.globalKey],
      [strings.columnState, wording.state(entry.state, entry.media)],
      [
        strings.choice,
        entry.alternatives < 2 ? null : fill(strings.labelOf, number(entry.label + 1), number(entry.alternatives)),
      ],
      [strings.factDataset, details.dataset],
      [strings.factProject, details.project],
      [strings.factSize, details.size === null ? null : `${details.size.width} × ${details.size.height}`],
      [strings.factExif, details.exifRotation === null ? null : fill(strings.factExifText, details.exifRotation)],
      [strings.factLabeller, entry.labeller],
      [strings.factSeconds, entry.seconds === null ? null : wording.tenths(entry.seconds)],
      [strings.factCreated, entry.createdAt === null ? null : wording.time(entry.createdAt)],
      [strings.factUpdated, entry.updatedAt === null ? null : wording.time(entry.updatedAt)],
      [
        strings.factReview,
        entry.review === null
          ? null
          : fill(strings.factReviewText, wording.review(entry.review), number(entry.reviews)),
      ],
      [strings.answers, details.answers.length === 0 ? null : details.answers.join('; ')],
      [strings.factMasks, details.classMasks.length === 0 ? null : details.classMasks.join(', ')],
      [strings.factLink, link],
      [strings.factLine, number(entry.place.line)],
    ];
    this.#facts.replaceChildren(
      ...facts.flatMap(([label, value]) =>
        value === null || value === '' ? [] : [element('dt', {}, label), element('dd', {}, value)],
      ),
    );
  }

  #onKey(event: KeyboardEvent): void {
    const last = (this.#details?.objects.length ?? 0) - 1;
    const index = { ArrowDown: this.#active + 1, ArrowUp: this.#active - 1, Home: 0, End: last }[event.key];
    if (index === undefined || last < 0) return;
    event.preventDefault();
    this.#activate(Math.max(0, Math.min(last, index)), true);
  }

  #activate(object: number, focus: boolean): void {
    if (object < 0) return;
    this.#active = object;
    this.#select(object);
    for (const option of this.#objects.querySelectorAll<HTMLElement>('[role="option"]')) {
      const isActive = Number(option.dataset['object']) === object;
      option.tabIndex = isActive ? 0 : -1;
      if (!isActive) continue;
      option.scrollIntoView({ block: 'nearest' });
      if (focus) option.focus({ preventScroll: true });
    }
  }

  #select(object: number): void {
    this.#selected = object;
    for (const option of this.#objects.querySelectorAll<HTMLElement>('[role="option"]')) {
      option.setAttribute('aria-selected', String(Number(option.dataset['object']) === object));
    }
    this.#picture.select(object);
  }

  #mark(object: number): void {
    for (const option of this.#objects.querySelectorAll<HTMLElement>('[role="option"]')) {
      option.classList.toggle('hovered', Number(option.dataset['object']) === object);
    }
  }

  #objectOf(target: EventTarget | null): number {
    const option = target instanceof Element ? target.closest('[data-object]') : null;
    return option === null ? -1 : Number(option.getAttribute('data-object'));
  }
}

function sizeOf(image: ImageBitmap | HTMLImageElement): ImageSize {
  return image instanceof HTMLImageElement
    ? { width: image.naturalWidth, height: image.naturalHeight }
    : { width: image.width, height: image.height };
}
