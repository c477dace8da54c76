import {
  CLASS_WEIGHTS,
  classWeights,
  jsonWeights,
  mmsegMetainfo,
  pythonWeights,
} from '../../src/core/dataset/classWeights.ts';
import { fillTemplate } from '../../src/core/png/errors.ts';
import { ReportContext, reportDocument, type ReportView, type Section } from '../../src/core/report/reportDocument.ts';
import type {
  FromReportPage,
  ReportAnswer,
  ReportBootstrap,
  ReportRequests,
  ToReportPage,
} from '../../src/protocol/datasetPages.ts';
import type { AskingHost } from '../ui/askingHost.ts';
import { pushButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { fill } from '../ui/texts.ts';
import { figureView, legendView } from './figureView.ts';
import { choice } from '../ui/choice.ts';
import { savedView, type SavedView } from './savedView.ts';

export type ReportHost = AskingHost<ReportRequests, FromReportPage, ToReportPage, ReportBootstrap>;

/** The report of a dataset: what of it is shown, and its sections one below the other. */
export class ReportPage {
  readonly element: HTMLElement;
  readonly #host: ReportHost;
  readonly #controls: HTMLElement;
  readonly #status = element('p', { class: 'status', role: 'status' });
  readonly #body = element('div', { class: 'sections' });
  readonly #channelStatus = element('span', { class: 'channel-status', role: 'status' });
  #view: SavedView;
  #answer: ReportAnswer | null = null;
  #weighting: (typeof CLASS_WEIGHTS)[number] = 'medianFrequency';
  #isCounting = false;
  #run = 0;

  constructor(host: ReportHost) {
    this.#host = host;
    const { strings } = host.bootstrap;
    this.#view = savedView(host.saved);
    this.#controls = element('div', { class: 'report-controls', role: 'group', 'aria-label': strings.controls });
    this.element = element('main', { class: 'report' }, this.#controls, this.#status, this.#body);
    this.element.addEventListener('scroll', () => this.#save(), { passive: true });
  }

  /** Asks for the report and shows it; what is shown meanwhile stays. */
  load(): void {
    const { strings } = this.#host.bootstrap;
    const run = ++this.#run;
    if (this.#answer === null) setText(this.#status, strings.loading);
    this.#host.ask('report', { split: this.#view.split }).then(
      (answer) => {
        if (run !== this.#run) return;
        // A split of an earlier scan may be gone.
        if (this.#view.split !== null && !answer.splits.includes(this.#view.split))
          return this.#setView({ split: null });
        const isFirst = this.#answer === null;
        this.#answer = answer;
        this.#draw();
        if (!isFirst) return;
        this.element.scrollTop = this.#view.scrollTop;
        // A window that is reloaded asks whose report it was.
        this.#save();
      },
      (error: Error) => {
        if (run === this.#run) this.#showProblem(error.message);
      },
    );
  }

  receive(message: Exclude<ToReportPage, { type: 'response' }>): void {
    switch (message.type) {
      case 'changed':
        return this.load();
      case 'channelProgress':
        if (this.#isCounting) this.#tellChannels(message.done, message.total);
    }
  }

  #showProblem(message: string): void {
    const { strings } = this.#host.bootstrap;
    this.#answer = null;
    this.#body.replaceChildren();
    this.#status.replaceChildren(
      element('span', { class: 'problem' }, fill(strings.problem, message)),
      pushButton({ label: strings.again, onClick: () => this.load() }),
    );
  }

  #setView(change: Partial<SavedView>): void {
    const isOther = change.split !== undefined && change.split !== this.#view.split;
    this.#view = { ...this.#view, ...change };
    this.#save();
    if (isOther) this.load();
    else this.#draw();
  }

  #save(): void {
    this.#view = { ...this.#view, scrollTop: this.element.scrollTop };
    this.#host.save({ folder: this.#host.bootstrap.folder, ...this.#view });
  }

  #draw(): void {
    const answer = this.#answer;
    if (answer === null) return;
    const { report: texts, strings, locale } = this.#host.bootstrap;
    const view: ReportView = { isLogarithmic: this.#view.isLogarithmic, sort: this.#view.sort };
    const report = reportDocument(new ReportContext(answer.facts, view, texts, locale));
    this.#drawControls(answer);
    setText(this.#status, answer.isIncomplete ? strings.incomplete : '');
    const scrollTop = this.element.scrollTop;
    const open = new Set([...this.#body.querySelectorAll('details[open]')].map((one) => one.getAttribute('data-of')));
    this.#body.replaceChildren(
      element('h1', {}, report.title),
      element(
        'dl',
        {},
        ...report.facts.flatMap(({ label, value }) => [element('dt', {}, label), element('dd', {}, value)]),
      ),
      ...report.notes.map((note) => element('p', { class: 'note' }, note)),
      ...report.sections.map((section) => this.#section(section, open)),
    );
    this.element.scrollTop = scrollTop;
  }

  #section(section: Section, open: ReadonlySet<string | null>): HTMLElement {
    const { report: texts, strings } = this.#host.bootstrap;
    const { id, title, notes, legend, figures, code } = section;
    const isMany = id === 'heat';
    const views = figures.map((figure, at) => {
      const of = `${id}-${at}`;
      return figureView(figure, {
        ...{ of, isOpen: open.has(of), isTitled: figures.length > 1 && !isMany, isCaptioned: isMany },
        tableTitle: (caption) => fillTemplate(texts.table, { title: caption }),
        help: (name) => fill(strings.chartHelp, name),
      });
    });
    const heading = element('h2', { id: `section-${id}` }, title);
    return element(
      'section',
      { class: `section ${id}`, 'aria-labelledby': heading.id },
      heading,
      ...notes.map((note) => element('p', { class: 'note' }, note)),
      legend === null ? null : legendView(legend),
      ...this.#actions(id),
      isMany ? element('div', { class: 'many' }, ...views) : null,
      ...(isMany ? [] : views),
      code === null ? null : element('pre', { tabindex: 0, 'aria-labelledby': heading.id }, code),
    );
  }

  #actions(id: Section['id']): HTMLElement[] {
    const { report: texts, strings } = this.#host.bootstrap;
    const classes = this.#answer?.facts.statistics.classes ?? [];
    const copy = (label: string, text: () => string): HTMLElement =>
      pushButton({ label, onClick: () => this.#copy(text()) });
    switch (id) {
      case 'weights': {
        const weights = () => classWeights(classes, this.#weighting);
        const options = CLASS_WEIGHTS.map((value) => ({ value, label: texts[value] }));
        const which = choice(strings.weighting, options, this.#weighting, (value) => (this.#weighting = value));
        return [
          row(
            which,
            copy(strings.copyPython, () => pythonWeights(weights())),
            copy(strings.copyJson, () => jsonWeights(weights())),
          ),
        ];
      }
      case 'metainfo':
        return [row(copy(strings.copyMetainfo, () => mmsegMetainfo(classes)))];
      case 'channels': {
        const label = this.#isCounting ? strings.stopChannels : strings.computeChannels;
        const button = pushButton({ label, onClick: () => this.#countChannels() });
        return [row(button, this.#channelStatus)];
      }
      default:
        return [];
    }
  }

  #copy(text: string): void {
    this.#host.post({ type: 'copy', text });
    setText(this.#status, this.#host.bootstrap.strings.copied);
  }

  #countChannels(): void {
    if (this.#isCounting) return this.#host.post({ type: 'stopChannels' });
    this.#isCounting = true;
    setText(this.#channelStatus, '');
    this.#draw();
    const done = (message: string): void => {
      this.#isCounting = false;
      setText(this.#channelStatus, message);
    };
    this.#host.ask('channels', null).then(
      (channels) => {
        done('');
        if (channels !== null && this.#answer !== null) {
          this.#answer = { ...this.#answer, facts: { ...this.#answer.facts, channels } };
        }
        this.#draw();
      },
      (error: Error) => {
        done(error.message);
        this.#draw();
      },
    );
  }

  #tellChannels(done: number, total: number): void {
    const { strings, locale } = this.#host.bootstrap;
    const number = new Intl.NumberFormat(locale);
    setText(this.#channelStatus, fill(strings.channelProgress, number.format(done), number.format(total)));
  }

  #drawControls({ splits }: ReportAnswer): void {
    const { strings } = this.#host.bootstrap;
    const focused = document.activeElement?.id ?? '';
    const { split, isLogarithmic, sort } = this.#view;
    const scopes = [
      { value: '', label: strings.allPairs },
      ...splits.map((one) => ({ value: `/${one}`, label: fill(strings.split, one) })),
    ];
    this.#controls.replaceChildren(
      choice(this.#host.bootstrap.report.scope, scopes, split === null ? '' : `/${split}`, (value) =>
        this.#setView({ split: value === '' ? null : value.slice(1) }),
      ),
      choice(
        strings.axes,
        [
          { value: 'linear', label: strings.linear },
          { value: 'logarithmic', label: strings.logarithmic },
        ],
        isLogarithmic ? 'logarithmic' : 'linear',
        (value) => this.#setView({ isLogarithmic: value === 'logarithmic' }),
      ),
      choice(
        strings.sort,
        [
          { value: 'pixels', label: strings.sortPixels },
          { value: 'images', label: strings.sortImages },
          { value: 'map', label: strings.sortMap },
          { value: 'name', label: strings.sortName },
        ],
        sort,
        (value) => this.#setView({ sort: value }),
      ),
      pushButton({
        label: strings.export,
        primary: true,
        onClick: () =>
          this.#host.post({
            type: 'export',
            split: this.#view.split,
            view: { isLogarithmic: this.#view.isLogarithmic, sort: this.#view.sort },
          }),
      }),
    );
    if (focused !== '') document.getElementById(focused)?.focus({ preventScroll: true });
  }
}

function row(...children: readonly HTMLElement[]): HTMLElement {
  return element('div', { class: 'section-actions' }, ...children);
}
