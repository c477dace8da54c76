import { checkbox, iconButton, pushButton, textField } from '../ui/controls.ts';
import { element, setText } from '../ui/element.ts';
import { icon } from '../ui/icons.ts';
import { fill } from '../ui/texts.ts';
import { ClassGrid, type ClassGridActions } from './classGrid.ts';
import { arrangeRows } from './classRows.ts';
import { pixelsAreColours } from './idMeaning.ts';
import type { MaskModel, MaskModelState } from './maskModel.ts';
import type { Wording } from './wording.ts';

export interface ClassPanel {
  readonly element: HTMLElement;
  focusFilter(): void;
  /** Scrolls to the row of an id. */
  reveal(id: number): void;
}

/** The list of ids with its filter, the source of the names, and how the list is shown. */
export function classPanel(
  model: MaskModel,
  wording: Wording,
  actions: Omit<ClassGridActions, 'focusFilter'> & { chooseClassMap(): void },
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
  const grid = new ClassGrid(model, wording, {
    ...actions,
    focusFilter: () => filter.focus(),
  });
  const source = sourceLine(model, wording, () => actions.chooseClassMap());
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
  );

  const arrange = (): void => {
    const { state } = model;
    // A new version of the file: its rows come in a moment, and the place in the list stays.
    if (state.rows === null && grid.hasRows) {
      return;
    }
    const rows = state.rows ?? [];
    const arranged = arrangeRows(rows, state);
    grid.setRows(arranged);
    clear.hidden = state.filter === '';
    setText(empty, state.rows === null ? strings.counting : arranged.length === 0 ? strings.filterNone : '');
    empty.hidden = empty.textContent === '';
    const matching = arranged.reduce((sum, row) => sum + (row.type === 'id' ? 1 : row.expanded ? 0 : row.count), 0);
    const all = wording.number(rows.length);
    const ofColours = state.open !== null && pixelsAreColours(state.open.mask, state.open.context);
    const whole = fill(ofColours ? strings.colourCount : strings.idCount, all);
    const part = fill(ofColours ? strings.filterCountColours : strings.filterCount, wording.number(matching), all);
    setText(count, state.rows === null ? '' : matching === rows.length ? whole : part);
  };
  const drawVisibility = ({ open, hidden, isolated }: MaskModelState): void => {
    visibility.hidden = open === null || (hidden === null && isolated === null);
    if (open !== null) {
      const number = hidden?.reduce((sum, flag) => sum + flag, 0) ?? 0;
      setText(
        shown,
        isolated === null
          ? fill(
              pixelsAreColours(open.mask, open.context) ? strings.hiddenColours : strings.hiddenCount,
              wording.number(number),
            )
          : fill(strings.isolated, wording.words(open, isolated).label),
      );
    }
  };
  model.follow(['rows', 'filter', 'sort', 'descending', 'hideUnused', 'expandedRuns'], arrange);
  model.follow(['open', 'hidden', 'isolated'], drawVisibility);

  const head = element(
    'div',
    { class: 'panel-head' },
    element('div', { class: 'filter' }, filter.element, clear),
    element('div', { class: 'panel-facts' }, source, count),
  );
  return {
    element: element('section', { class: 'class-panel' }, head, visibility, grid.element, empty, options),
    focusFilter: () => filter.focus(),
    reveal: (id) => grid.reveal(id),
  };
}

/** Where the names come from, as a button to choose others. */
function sourceLine(model: MaskModel, { strings }: Wording, choose: () => void): HTMLElement {
  const text = element('button', { type: 'button', class: 'link source' });
  text.addEventListener('click', choose);
  model.follow(['open'], ({ open }) => {
    if (open === null) {
      return;
    }
    const { classMap, kind } = open.context;
    const named = kind.kind === 'semantic' || kind.kind === 'classInstance';
    setText(
      text,
      !named
        ? strings.classMapUnused
        : typeof classMap?.source !== 'string'
          ? strings.classMapNone
          : fill(strings.classMapSource, classMap.source),
    );
    text.title = `${text.textContent}\n${strings.classMapChoose}`;
  });
  return text;
}
