import { parseIdPairs, planIdChange, type IdChange, type IdChangePlan } from '../../../src/core/mask/idChange.ts';
import { pushButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';
import { formatIds } from '../classRows.ts';
import type { MaskModel } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import type { Editing } from './editing.ts';
import { choice, idField, labelled, lineField, type IdField } from './fields.ts';
import { changeLabel, problemWords, warningWords } from './idProblems.ts';
import { idFacts, voidIdsOf } from './maskIds.ts';
import { fold, outcome, unfold, whenShown } from './section.ts';

export interface IdsSection {
  readonly element: HTMLElement;
  /** Prepares the merging of an id into another. */
  merge(id: number): void;
}

/** Changes that concern all pixels of an id: merge, swap, shift, remap. */
export function idsSection(editing: Editing, model: MaskModel, wording: Wording): IdsSection {
  const { strings } = wording;
  const changed = (): void => {
    model.set({ made: null });
    draw();
  };
  const id = (label: string): IdField => idField(label, model, wording, changed, () => apply());
  const kind = choice<IdChange['kind']>(
    [
      ['merge', strings.idsMerge],
      ['swap', strings.idsSwap],
      ['shift', strings.idsShift],
      ['remap', strings.idsRemap],
    ],
    'merge',
    () => changed(),
  );
  const from = id(strings.idsFrom);
  const into = id(strings.idsInto);
  const other = id(strings.idsWith);
  const by = lineField({ class: 'id-input', inputmode: 'numeric' }, changed, () => apply());
  const kept = element('p', { class: 'edit-note' });
  const shift = element('div', {}, labelled(strings.idsBy, by), kept);
  const table = element('textarea', {
    class: 'text id-table',
    rows: 4,
    spellcheck: 'false',
    placeholder: strings.idsTablePlaceholder,
  });
  table.addEventListener('input', changed);
  const remap = labelled(strings.idsTable, table);
  const result = outcome('ids', model, wording);

  /** The change that the fields describe; a sentence where they do not; null while they are empty. */
  const read = (): IdChange | string | null => {
    switch (kind.value as IdChange['kind']) {
      case 'merge':
        return pair(from, into, (one, two) => ({ kind: 'merge', from: one, into: two }));
      case 'swap':
        return pair(from, other, (one, two) => ({ kind: 'swap', one, other: two }));
      case 'shift': {
        const text = by.value.trim();
        const step = /^[+-]?\d{1,6}$/.test(text) ? Number(text) : NaN;
        return text === '' ? null : Number.isNaN(step) ? strings.idsNoNumber : { kind: 'shift', by: step };
      }
      case 'remap': {
        const parsed = parseIdPairs(table.value);
        if (!parsed.ok) {
          return fill(strings.idsLine, parsed.line, parsed.text);
        }
        return parsed.pairs.length === 0 ? null : { kind: 'remap', pairs: parsed.pairs };
      }
    }
  };
  const pair = (one: IdField, two: IdField, make: (one: number, two: number) => IdChange): IdChange | string | null => {
    const [first, second] = [one.value, two.value];
    one.setInvalid(Number.isNaN(first));
    two.setInvalid(Number.isNaN(second));
    if (Number.isNaN(first) || Number.isNaN(second)) {
      return strings.idsUnknown;
    }
    return first === null || second === null ? null : make(first, second);
  };
  const plan = (change: IdChange): IdChangePlan | null => {
    const { open, counts } = model.state;
    return open === null || counts === null ? null : planIdChange(idFacts(open, counts), change);
  };
  const apply = (): void => {
    const change = read();
    if (change === null || typeof change === 'string') {
      result.complain(change ?? (kind.value === 'shift' ? strings.idsNoNumber : strings.idsUnknown));
      return;
    }
    const planned = plan(change);
    if (planned?.ok === true) {
      const edit = { kind: 'lut', table: planned.table } as const;
      editing.submit({ section: 'ids', label: changeLabel(change, strings), edit });
    } else if (planned !== null) {
      result.complain(problemWords(planned.problem, strings));
    }
  };
  const draw = (): void => {
    const { open } = model.state;
    into.element.hidden = kind.value !== 'merge';
    other.element.hidden = kind.value !== 'swap';
    from.element.hidden = kind.value !== 'merge' && kind.value !== 'swap';
    shift.hidden = kind.value !== 'shift';
    remap.hidden = kind.value !== 'remap';
    const voidIds = open === null ? [] : [...voidIdsOf(open)].filter((voidId) => voidId >= 0);
    setText(kept, voidIds.length === 0 ? '' : fill(strings.idsByHint, formatIds(voidIds)));
    const change = read();
    if (result.showMade()) {
      return;
    }
    if (change === null) {
      result.clear();
    } else if (typeof change === 'string') {
      result.complain(change);
    } else {
      preview(change);
    }
  };
  const preview = (change: IdChange): void => {
    const planned = plan(change);
    if (planned?.ok === true) {
      const warnings = planned.warnings.map((warning) => warningWords(warning, strings));
      result.preview(fill(strings.idsChange, wording.number(planned.pixels)), planned.changes, warnings);
    } else if (planned !== null) {
      result.complain(problemWords(planned.problem, strings));
    }
  };
  whenShown(model, 'ids', ['rows', 'made'], draw);
  const content = element(
    'div',
    { class: 'edit-form' },
    element('div', { class: 'edit-line' }, labelled(strings.idsWhat, kind)),
    from.element,
    into.element,
    other.element,
    shift,
    remap,
    element('div', { class: 'edit-line' }, pushButton({ label: strings.editApply, primary: true, onClick: apply })),
  );
  return {
    element: fold('ids', strings.editIds, model, content, result.element),
    merge: (merged) => {
      kind.value = 'merge';
      from.set(merged);
      unfold(model, 'ids');
      changed();
      into.focus();
    },
  };
}
