import { colourName } from '../../src/core/palette/colourNames.ts';
import { checkbox, iconButton, pushButton, textField } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { ClassGrid, type ClassGridActions } from './classGrid.ts';
import { arrangeRows, idRows, type IdRow } from './classRows.ts';
import type { MaskModel, MaskModelState, OpenMask } from './maskModel.ts';
import type { Wording } from './wording.ts';

export interface ClassPanel {
  readonly element: HTMLElement;
  focusFilter(): void;
}

/** The list of ids with its filter, the source of the names, and how the list is shown. */
export function classPanel(
  model: MaskModel,
  wording: Wording,
  actions: Pick<ClassGridActions, 'jump'> & { chooseClassMap(): void },
): ClassPanel {
  const { strings } = wording;
  const filter = textField({
    label: strings.filter,
    placeholder: strings.filterPlaceholder,
    value: model.state.filter,
    onInput: (text) => model.set({ filter: text }),
    onKey: (event) => {
      if (event.key === 'Escape' && filter.value !== '') {
        event.preventDefault();
        event.stopPropagation();
        clearFilter();
      } else if (event.key === 'ArrowDown' || (event.key === 'Enter' && !event.isComposing)) {
        event.preventDefault();
        grid.focus();
      }
    },
  });
  const clearFilter = (): void => {
    filter.value = '';
    model.set({ filter: '' });
    filter.focus();
  };
  const clear = iconButton(icon('close'), { label: strings.filterClear, onClick: clearFilter, class: 'field-button' });
  const grid = new ClassGrid(model, wording, { jump: actions.jump, focusFilter: () => filter.focus() });
  const source = sourceLine(model, wording, actions.chooseClassMap);
  const shown = element('span', { class: 'visibility-text', role: 'status' });
  const visibility = element(
    'div',
    { class: 'visibility' },
    shown,
    pushButton({ label: strings.showAll, onClick: () => model.showAll() }),
  );
  const empty = element('p', { class: 'panel-empty' });
  const count = element('span', { class: 'row-count', role: 'status' });
  const options = element(
    'div',
    { class: 'panel-options' },
    checkbox({
      label: strings.logarithmic,
      checked: model.state.logarithmic,
      onChange: (logarithmic) => model.set({ logarithmic }),
    }),
    checkbox({
      label: strings.hideUnused,
      checked: model.state.hideUnused,
      onChange: (hideUnused) => model.set({ hideUnused }),
    }),
    count,
  );

  let rows: readonly IdRow[] = [];
  let largest = 0;
  const arrange = (): void => {
    const { state } = model;
    const arranged = arrangeRows(rows, state);
    grid.setRows(arranged, largest);
    clear.hidden = state.filter === '';
    setText(empty, state.counts === null ? strings.counting : arranged.length === 0 ? strings.filterNone : '');
    empty.hidden = empty.textContent === '';
    const matching = arranged.reduce((sum, row) => sum + (row.type === 'run' ? (row.expanded ? 0 : row.count) : 1), 0);
    setText(count, fill(strings.filterCount, wording.number(matching), wording.number(rows.length)));
  };
  const drawVisibility = ({ open, hidden, isolated }: MaskModelState): void => {
    visibility.hidden = open === null || (hidden === null && isolated === null);
    if (open !== null) {
      const number = hidden?.reduce((sum, flag) => sum + flag, 0) ?? 0;
      setText(
        shown,
        isolated === null
          ? fill(strings.hiddenCount, wording.number(number))
          : fill(strings.isolated, open.meaning(isolated).shownId),
      );
    }
  };
  model.watch(['open', 'counts'], ({ open, counts }) => {
    rows = open === null || counts === null ? [] : rowsOf(open, counts);
    largest = rows.reduce((most, { pixels }) => Math.max(most, pixels), 0);
    arrange();
  });
  model.watch(['filter', 'sort', 'descending', 'hideUnused', 'expandedRuns'], arrange);
  model.watch(['open', 'hidden', 'isolated'], drawVisibility);
  drawVisibility(model.state);
  arrange();

  const head = element(
    'div',
    { class: 'panel-head' },
    element('div', { class: 'filter' }, filter.element, clear),
    source,
  );
  return {
    element: element('section', { class: 'class-panel' }, head, visibility, grid.element, empty, options),
    focusFilter: () => filter.focus(),
  };
}

/** Where the names come from, as a button to choose others. */
function sourceLine(model: MaskModel, { strings }: Wording, choose: () => void): HTMLElement {
  const text = element('button', { type: 'button', class: 'link source' });
  text.title = strings.classMapChoose;
  text.addEventListener('click', choose);
  model.watch(['open'], ({ open }) => {
    if (open === null) {
      return;
    }
    const { classMap, kind } = open.context;
    const named = kind.kind === 'semantic' || kind.kind === 'classInstance';
    setText(
      text,
      !named
        ? strings.classMapUnused
        : classMap === null
          ? strings.classMapNone
          : fill(strings.classMapSource, classMap.source),
    );
  });
  return text;
}

function rowsOf(open: OpenMask, counts: ArrayLike<number>): IdRow[] {
  const { mask, colours, context } = open;
  const semantic = context.kind.kind === 'semantic';
  const listsClasses = semantic && mask.encoding !== 'colour' && context.classMap?.matchBy === 'id';
  return idRows({
    counts,
    pixels: mask.width * mask.height,
    colours,
    listedEntries: mask.palette === null ? 0 : colours.outsideFrom,
    listedIds: listsClasses ? context.classMap.entries.map(({ id }) => id) : [],
    coloursAreMeant: mask.encoding !== 'grey' || semantic,
    meaning: open.meaning,
    colourName: (red, green, blue) => colourName(red, green, blue) ?? '',
  });
}
