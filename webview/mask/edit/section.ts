import { element, setText } from '../../ui/element.ts';
import type { MaskModel, MaskModelState } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { changeTable } from './changeTable.ts';
import type { CountChange } from '../../../src/core/mask/idChange.ts';
import type { EditSection } from './editing.ts';
import { fill } from '../../ui/texts.ts';

/** A part of the edit pane that folds. */
export interface Section {
  readonly element: HTMLElement;
  /** Unfolds it and moves the focus to its first field. */
  focus(): void;
}

/** The fold around a section; which are unfolded is part of the page's state. */
export function fold(
  key: EditSection,
  title: string,
  model: MaskModel,
  ...content: readonly HTMLElement[]
): HTMLElement {
  const details = element(
    'details',
    { class: 'edit-section', 'data-section': key, open: model.state.editSections.has(key) },
    element('summary', {}, element('h2', {}, title)),
    // A group: each section has an Apply of its own.
    element('div', { class: 'edit-body', role: 'group', 'aria-label': title }, ...content),
  );
  details.addEventListener('toggle', () => {
    const editSections = new Set(model.state.editSections);
    if (details.open === editSections.has(key)) {
      return;
    }
    if (details.open) {
      editSections.add(key);
    } else {
      editSections.delete(key);
    }
    model.set({ editSections });
  });
  model.watch(['editSections'], ({ editSections }) => (details.open = editSections.has(key)));
  return details;
}

/** Unfolds a section, with the pane around it. */
export function unfold(model: MaskModel, key: EditSection): void {
  const { editSections } = model.state;
  model.set({ panelOpen: true, pane: 'edit', editSections: new Set([...editSections, key]) });
}

/** Runs `draw` now and at changes of `fields`, but only while the section can be seen. */
export function whenShown(
  model: MaskModel,
  key: EditSection,
  fields: readonly (keyof MaskModelState)[],
  draw: (state: Readonly<MaskModelState>) => void,
): void {
  model.follow([...fields, 'panelOpen', 'pane', 'editSections', 'open', 'counts', 'applying'], (state) => {
    const { open, counts, panelOpen, pane, editSections } = state;
    if (open !== null && counts !== null && panelOpen && pane === 'edit' && editSections.has(key)) {
      draw(state);
    }
  });
}

/** What stands below a section's fields: what is wrong, what to know, and counts before and after. */
export interface Outcome {
  readonly element: HTMLElement;
  /** What would happen. */
  preview(caption: string, changes: readonly CountChange[], notes?: readonly string[]): void;
  complain(problem: string): void;
  clear(): void;
  /** Shows that the section's change is on its way, or what it did if the mask is still as it left it. True: it is shown. */
  showMade(): boolean;
}

export function outcome(key: EditSection, model: MaskModel, wording: Wording): Outcome {
  const problem = element('p', { class: 'edit-problem', role: 'status' });
  const notes = element('div', { class: 'edit-notes', role: 'status' });
  let noted: readonly string[] = [];
  const table = element('div');
  const whole = element('div', { class: 'edit-outcome' }, problem, table, notes);
  const draw = (
    trouble: string,
    remarks: readonly string[],
    caption: string,
    changes: readonly CountChange[],
  ): void => {
    const { open } = model.state;
    setText(problem, trouble);
    problem.hidden = trouble === '';
    // What stays is not spoken again.
    if (remarks.join('\n') !== noted.join('\n')) {
      noted = remarks;
      notes.replaceChildren(...remarks.map((text) => element('p', { class: 'edit-note warning' }, text)));
    }
    whole.hidden = trouble === '' && caption === '' && remarks.length === 0;
    const isTable = open !== null && changes.length > 0;
    table.replaceChildren(
      ...(isTable
        ? [changeTable(caption, changes, open, wording)]
        : caption === ''
          ? []
          : [element('p', { class: 'edit-caption' }, caption)]),
    );
  };
  draw('', [], '', []);
  return {
    element: whole,
    preview: (caption, changes, remarks = []) => draw('', remarks, caption, changes),
    complain: (text) => draw(text, [], '', []),
    clear: () => draw('', [], '', []),
    showMade: () => {
      const { applying, made } = model.state;
      if (applying === key) {
        draw('', [], wording.strings.editApplying, []);
        return true;
      }
      if (made?.section !== key) {
        return false;
      }
      draw('', [], fill(wording.strings.editDone, made.label), made.changes);
      return true;
    },
  };
}
