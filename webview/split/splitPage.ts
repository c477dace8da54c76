import type { SplitSection, ToSplitPage } from '../../src/protocol/split.ts';
import type { SplitStrings } from '../../src/protocol/splitStrings.ts';
import { BatchHead } from '../batch/batchHead.ts';
import { findingLine } from '../batch/findingView.ts';
import { dataTable } from '../ui/dataTable.ts';
import { element } from '../ui/element.ts';
import type { SplitHost } from './splitHost.ts';

/** The page of a split: what is split and how, what the preview found, part by part, and what can be done. */
export class SplitPage {
  readonly element: HTMLElement;
  readonly #host: SplitHost;
  readonly #head: BatchHead;
  readonly #sections: HTMLElement;
  #run = 0;

  constructor(host: SplitHost) {
    this.#host = host;
    const { strings, locale } = host.bootstrap;
    const numbers = new Intl.NumberFormat(locale);
    this.#head = new BatchHead({ strings, number: (value) => numbers.format(value) });
    // It scrolls, so that the keyboard must reach it.
    this.#sections = element('div', { class: 'sections', role: 'region', 'aria-label': strings.summary, tabindex: 0 });
    this.element = element('main', { class: 'batch split' }, this.#head.element, this.#sections);
  }

  receive(message: ToSplitPage): void {
    if (message.type === 'start') {
      this.#run = message.run;
      this.#sections.replaceChildren();
      return this.#head.setSetup(message.setup);
    }
    if (message.run !== this.#run) return;
    switch (message.type) {
      case 'progress':
        return this.#head.setProgress(message.progress);
      case 'plan':
        return this.#sections.replaceChildren(
          ...message.sections.map((one) => sectionView(one, this.#host.bootstrap.strings)),
        );
      case 'state': {
        const { run } = message;
        this.#head.setProgress(null);
        this.#head.setActions(
          message.actions.map(({ action, label, isPrimary }) => ({
            ...{ label, primary: isPrimary },
            run: () => this.#host.post({ type: 'act', run, action }),
          })),
        );
        return this.#head.setStatus(message.status, message.notes, message.isProblem);
      }
    }
  }
}

/** Characters. */
const LONGEST_NAME = 60;

function sectionView(
  { title, sentences, warnings, table, code, names, pictures = [] }: SplitSection,
  strings: SplitStrings,
): HTMLElement {
  return element(
    'section',
    {},
    element('h2', {}, title),
    ...warnings.map((message) => findingLine({ severity: 'warning', message, advice: '' }, strings)),
    ...sentences.map((text) => element('p', {}, text)),
    pictures.length === 0 ? null : element('div', { class: 'samples' }, ...pictures.map(sampleView)),
    ...(table === null ? [] : [dataTable({ title, ...table })]),
    ...(code.length === 0 ? [] : [scrolled('pre', title, element('code', {}, code.join('\n')))]),
    ...names.map(({ label, lines, rest }) =>
      element(
        'details',
        { open: true },
        element('summary', {}, label),
        scrolled(
          'div',
          label,
          element('ul', { class: listClass(lines) }, ...lines.map((line) => element('li', {}, line))),
          rest === '' ? null : element('p', { class: 'note' }, rest),
        ),
      ),
    ),
  );
}

/** Names stand in columns; sentences one below the other. */
function listClass(lines: readonly string[]): string | null {
  return lines.some((line) => line.length > LONGEST_NAME) ? 'sentences' : null;
}

/** A picture and its name; an empty frame where it cannot be decoded. */
function sampleView({ label, bytes }: NonNullable<SplitSection['pictures']>[number]): HTMLElement {
  const canvas = element('canvas', { role: 'img', 'aria-label': label });
  void createImageBitmap(new Blob([Uint8Array.from(bytes)])).then(
    (bitmap) => {
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
    },
    () => undefined,
  );
  return element('figure', {}, canvas, element('figcaption', {}, label));
}

/** Something that may be larger than its room, which the keyboard reaches to scroll it. */
function scrolled(tag: 'pre' | 'div', label: string, ...children: readonly (Node | null)[]): HTMLElement {
  return element(tag, { class: 'scrolled', role: 'region', 'aria-label': label, tabindex: 0 }, ...children);
}
