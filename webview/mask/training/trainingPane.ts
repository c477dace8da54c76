import type { IdFormat } from '../../../src/core/mask/idExport.ts';
import type { FileTraits } from '../../../src/core/mask/readers/fileTraits.ts';
import { pythonLine } from '../../../src/core/mask/readers/pythonLine.ts';
import {
  READERS,
  readingsOf,
  VERIFIED_VERSIONS,
  type Library,
  type Reading,
} from '../../../src/core/mask/readers/readings.ts';
import { pushButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/element.ts';
import { icon } from '../../ui/icons.ts';
import { fill } from '../../ui/texts.ts';
import type { IdRow } from '../classRows.ts';
import type { MaskModel, OpenMask } from '../maskModel.ts';
import { renumberedClasses } from '../paletteNames.ts';
import type { Wording } from '../wording.ts';
import { exportSection } from './exportSection.ts';
import { ReadingCard } from './readingCard.ts';

export interface TrainingActions {
  /** Of the file on the screen; null where it is damaged. */
  readonly traits: () => FileTraits | null;
  readonly copy: (line: string) => void;
  readonly exportIds: (format: IdFormat) => void;
}

/** What training code gets from the mask, how it reads the ids right, and the way to plain ids. */
export function trainingPane(model: MaskModel, wording: Wording, actions: TrainingActions): HTMLElement {
  const { strings } = wording;
  const summary = element('p', { class: 'training-summary', role: 'status' });
  const renumbered = element('p', { class: 'training-hint' });
  const right = rightLine(wording, actions);
  const exporting = exportSection(wording, actions.exportIds);
  const cards = READERS.map((reader, at) => new ReadingCard(reader, at, wording));
  const libraries = [...new Set(READERS.map(({ library }) => library))];
  const readers = element(
    'div',
    { class: 'training-readers' },
    ...libraries.map((library) => librarySection(library, cards, wording)),
  );
  let drawn: readonly IdRow[] | null = null;

  const draw = (): void => {
    const { open, rows, panelOpen, pane } = model.state;
    if (open === null || rows === null || !panelOpen || pane !== 'training' || rows === drawn) {
      return;
    }
    drawn = rows;
    const used = rows.filter(({ pixels }) => pixels > 0);
    const traits = actions.traits();
    exporting.element.hidden = traits === null;
    right.element.hidden = traits === null;
    readers.hidden = traits === null;
    if (traits === null) {
      showSummary(summary, 'warning', strings.trainingDamaged);
      return;
    }
    const others = renumberedClasses(open);
    renumbered.hidden = others === null;
    setText(renumbered, others === null ? '' : fill(strings.trainingRenumbered, others.source, others.list));
    exporting.show(open, used.at(-1)?.id ?? 0);
    const readable = { mask: open.mask, traits };
    right.show(pythonLine(readable, open.context.kind.kind, open.context.fileName));
    const readings = readingsOf(
      readable,
      used.map(({ id }) => id),
    );
    showSummary(summary, ...summaryOf(readings, open, wording));
    const rowOf = rowsById(used);
    readings.forEach((reading, at) => cards[at]?.show({ open, readable, reading, rows: used, rowOf }));
  };
  model.follow(['open', 'rows', 'panelOpen', 'pane'], draw);

  return element(
    'section',
    { class: 'training-pane', 'aria-labelledby': 'training-title' },
    element('h2', { id: 'training-title' }, strings.trainingTitle),
    element('p', { class: 'training-hint' }, strings.trainingLead),
    summary,
    renumbered,
    right.element,
    exporting.element,
    readers,
  );
}

function librarySection(library: Library, cards: readonly ReadingCard[], { strings }: Wording): HTMLElement {
  const versions = fill(strings.trainingVersions, library, VERIFIED_VERSIONS[library].join(', '));
  return element(
    'section',
    { class: 'training-library' },
    element('h3', {}, library),
    element('p', { class: 'training-hint' }, versions),
    ...cards.filter((_, at) => READERS[at]?.library === library).map((card) => card.element),
  );
}

/** The line of Python that reads the ids, or why there is none. */
function rightLine(
  { strings }: Wording,
  { copy }: TrainingActions,
): { readonly element: HTMLElement; show(line: string | null): void } {
  const code = element('code');
  const text = element(
    'pre',
    { class: 'python-line', tabindex: 0, role: 'document', 'aria-label': strings.trainingRight },
    code,
  );
  const none = element('p', {}, strings.trainingNoLine);
  const said = element('span', { class: 'training-hint', role: 'status' });
  const button = pushButton({
    label: strings.trainingCopy,
    primary: true,
    onClick: () => {
      copy(code.textContent);
      setText(said, strings.trainingCopied);
    },
  });
  const buttons = element('div', { class: 'training-buttons' }, button, said);
  return {
    element: element('section', {}, element('h3', {}, strings.trainingRight), text, buttons, none),
    show(line) {
      if (code.textContent !== line) {
        setText(code, line ?? '');
        setText(said, '');
      }
      text.hidden = line === null;
      buttons.hidden = line === null;
      none.hidden = line !== null;
    },
  };
}

function summaryOf(
  readings: readonly Reading[],
  { mask }: OpenMask,
  { strings }: Wording,
): ['check' | 'warning' | 'error', string] {
  const isColour = mask.encoding === 'colour';
  const count = (wanted: Reading['verdict']): number => readings.filter(({ verdict }) => verdict === wanted).length;
  const [lost, changed, all] = [count('lost'), count('changed') + count('inChannel'), readings.length];
  if (lost > 0 && changed === 0) {
    return ['error', fill(isColour ? strings.trainingColoursLostOnly : strings.trainingLostOnly, lost, all)];
  }
  if (lost > 0) {
    return ['error', fill(isColour ? strings.trainingColoursLost : strings.trainingLost, lost, all, changed)];
  }
  if (changed > 0) {
    return ['warning', fill(isColour ? strings.trainingColoursChanged : strings.trainingChanged, changed, all)];
  }
  return ['check', strings.trainingKept];
}

function showSummary(summary: HTMLElement, sign: 'check' | 'warning' | 'error', text: string): void {
  if (summary.textContent !== text) {
    summary.dataset['sign'] = sign;
    summary.replaceChildren(icon(sign), text);
  }
}

function rowsById(rows: readonly IdRow[]): (id: number) => IdRow | undefined {
  const byId = new Map(rows.map((row) => [row.id, row]));
  return (id) => byId.get(id);
}
