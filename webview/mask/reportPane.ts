import type { MaskRequests } from '../../src/protocol/mask.ts';
import { pushButton } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { paintSwatch, swatch } from '../ui/swatch.ts';
import { fill } from '../ui/texts.ts';
import type { IdRow } from './classRows.ts';
import { histogramByColour, histogramsDiffer } from './colourHistogram.ts';
import { histogramWords, idsOfColour } from './histogramWords.ts';
import { pixelsAreColours } from './idMeaning.ts';
import type { MaskModel, OpenMask } from './maskModel.ts';
import type { Wording } from './wording.ts';

export interface ReportActions {
  ask(params: MaskRequests['identifyReport']['params']): Promise<string>;
  copy(report: string): void;
  openReport(): void;
}

/** Rows of a histogram that are shown at first and more at each wish. */
const TABLE_PAGE = 200;

/** The identify report and both histograms; everything is made when the pane is first looked at. */
export function reportPane(model: MaskModel, wording: Wording, actions: ReportActions): HTMLElement {
  const { strings } = wording;
  const text = element('pre', {
    class: 'report-text',
    tabindex: 0,
    role: 'document',
    'aria-label': strings.identifyReport,
    'data-vscode-context': JSON.stringify({ preventDefaultContextMenuItems: false }),
  });
  const progress = element('p', { class: 'report-progress', role: 'status' });
  const retry = pushButton({ label: strings.retry, onClick: () => void load() });
  const copy = pushButton({ label: strings.copyReport, primary: true, onClick: () => actions.copy(text.textContent) });
  const open = pushButton({ label: strings.openReport, onClick: () => actions.openReport() });
  const buttons = element('div', { class: 'report-buttons' }, copy, open);
  const histograms = element('div', { class: 'histograms' });
  let loaded = '';
  let drawn: readonly IdRow[] | null = null;

  const load = async (): Promise<void> => {
    const { generation, revision } = model.state.open ?? { generation: -1, revision: -1 };
    const wanted = versionOf(model.state.open);
    loaded = wanted;
    show(strings.reportLoading, { text: false, retry: false });
    try {
      const report = await actions.ask({ generation, revision });
      if (loaded === wanted) {
        setText(text, report);
        show('', { text: true, retry: false });
      }
    } catch (error) {
      if (loaded === wanted) {
        const reason = error instanceof Error ? error.message : String(error);
        show(fill(strings.reportFailed, reason), { text: false, retry: true });
      }
    }
  };
  const show = (message: string, parts: { text: boolean; retry: boolean }): void => {
    setText(progress, message);
    progress.hidden = message === '';
    text.hidden = !parts.text;
    buttons.hidden = !parts.text;
    retry.hidden = !parts.retry;
  };
  const draw = (): void => {
    const { open: mask, rows, panelOpen, pane } = model.state;
    if (mask === null || rows === null || !panelOpen || pane !== 'report') {
      return;
    }
    if (drawn !== rows) {
      drawn = rows;
      histograms.replaceChildren(...histogramSection(mask, rows, wording));
    }
    if (loaded !== versionOf(mask)) {
      void load();
    }
  };
  text.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 'a') {
      event.preventDefault();
      getSelection()?.selectAllChildren(text);
    }
  });
  show('', { text: false, retry: false });
  model.follow(['open', 'rows', 'panelOpen', 'pane'], draw);

  return element(
    'section',
    { class: 'report-pane' },
    element('div', { class: 'report-head' }, buttons, progress, retry),
    text,
    histograms,
  );
}

const versionOf = (open: OpenMask | null): string => `${open?.generation} ${open?.revision}`;

/** Both histograms in the file's colours; that by colour alone where the pixels are colours. */
function histogramSection(open: OpenMask, rows: readonly IdRow[], wording: Wording): HTMLElement[] {
  const { strings } = wording;
  const used = rows.filter(({ usage }) => usage !== 'unused');
  const colourTitle = element('h2', {}, strings.histogramByColour);
  if (pixelsAreColours(open.mask, open.context)) {
    const byColour = used.toSorted((a, b) => (a.hex < b.hex ? -1 : 1));
    return [
      colourTitle,
      agreement([strings.histogramColours], false),
      table(
        [strings.columnPixels, strings.columnColour, strings.columnId, strings.columnClass],
        byColour,
        wording,
        (row) => [
          wording.number(row.pixels),
          colourCell(row.hex, strings.outsidePalette),
          wording.id(row.meaning),
          wording.name(open, row.id),
        ],
      ),
    ];
  }
  const colours = histogramByColour(open.mask, rows);
  return [
    colourTitle,
    agreement(histogramWords(colours, wording), histogramsDiffer(colours)),
    table([strings.columnPixels, strings.columnColour, strings.histogramIds], colours, wording, (row) => [
      wording.number(row.pixels),
      colourCell(row.hex, strings.outsidePalette),
      idsOfColour(row, wording),
    ]),
    element('h2', {}, strings.histogramById),
    table([strings.columnPixels, strings.columnId, strings.columnColour, strings.columnClass], used, wording, (row) => [
      wording.number(row.pixels),
      wording.id(row.meaning),
      colourCell(row.hex, strings.outsidePalette),
      wording.name(open, row.id),
    ]),
  ];
}

function agreement(sentences: readonly string[], differ: boolean): HTMLElement {
  return element(
    'div',
    { class: differ ? 'agreement differ' : 'agreement' },
    ...sentences.map((sentence) => element('p', {}, sentence)),
  );
}

function colourCell(hex: string, otherwise: string): HTMLElement {
  const square = swatch();
  // CSS knows two digits a channel; the higher byte of 16-bit samples is what a screen can show.
  paintSwatch(
    square,
    hex.length > 9 ? `#${(hex.match(/[0-9A-F]{4}/g) ?? []).map((four) => four.slice(0, 2)).join('')}` : hex,
  );
  return element('span', { class: 'colour-cell' }, square, element('span', { class: 'hex' }, hex || otherwise));
}

function table<Row>(
  heads: readonly string[],
  rows: readonly Row[],
  wording: Wording,
  cells: (row: Row) => readonly (string | HTMLElement)[],
): HTMLElement {
  const body = element('tbody');
  const more = element('button', { type: 'button', class: 'link' });
  let shown = 0;
  const showMore = (): void => {
    const page = rows.slice(shown, shown + TABLE_PAGE);
    shown += page.length;
    body.append(...page.map((row) => element('tr', {}, ...cells(row).map((cell) => element('td', {}, cell)))));
    more.hidden = shown >= rows.length;
    setText(more, fill(wording.strings.histogramMore, wording.number(Math.min(TABLE_PAGE, rows.length - shown))));
  };
  more.addEventListener('click', showMore);
  showMore();
  const head = element('tr', {}, ...heads.map((text) => element('th', { scope: 'col' }, text)));
  return element('div', { class: 'histogram' }, element('table', {}, element('thead', {}, head), body), more);
}
