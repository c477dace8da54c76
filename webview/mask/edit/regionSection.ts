import type { Connectivity } from '../../../src/core/mask/components.ts';
import { relabelRuns, type MaskRegion } from '../../../src/core/mask/relabel.ts';
import { MOST_RUNS } from '../../../src/core/mask/edits.ts';
import { pushButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';
import type { MaskModel, OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { countChangesOfRuns } from './countChanges.ts';
import type { Editing } from './editing.ts';
import { choice, idField, labelled } from './fields.ts';
import { largestId } from './maskIds.ts';
import { fold, outcome, unfold, whenShown, type Section } from './section.ts';

export interface RegionSectionActions {
  /** Takes the region under the cursor, as the key does. */
  take(): void;
  /** The region was relabelled by the keyboard: back to the picture. */
  leave(): void;
}

/** One region of pixels that hang together, which gets another id. */
export function regionSection(
  editing: Editing,
  model: MaskModel,
  wording: Wording,
  actions: RegionSectionActions,
): Section {
  const { strings } = wording;
  const connectivity = connectivityChoice(model.state.regionConnectivity, wording, (chosen) => {
    model.set({ regionConnectivity: chosen });
    const { region } = model.state;
    if (region !== null) {
      editing.pickRegion(region.x, region.y);
    }
  });
  const facts = element('p', { class: 'region-facts' });
  const changed = (): void => {
    model.set({ made: null });
    draw();
  };
  const target = idField(strings.regionTo, model, wording, changed, () => {
    if (apply()) {
      actions.leave();
    }
  });
  const result = outcome('region', model, wording);

  /** What is wrong with the target; empty where nothing is, null while there is none. */
  const problem = (open: OpenMask, region: MaskRegion): string | null => {
    const to = target.value;
    target.setInvalid(Number.isNaN(to));
    if (to === null) {
      return null;
    }
    if (Number.isNaN(to)) {
      return strings.idsUnknown;
    }
    if (to < 0 || to > largestId(open)) {
      return fill(strings.idsOutOfRange, to, largestId(open));
    }
    return to === region.id ? strings.idsSame : region.runs.length / 2 > MOST_RUNS ? strings.specksTooMany : '';
  };
  const apply = (): boolean => {
    const { open, region: picked } = model.state;
    if (open === null || picked === null) {
      result.complain(strings.regionNoPixel);
      return false;
    }
    const trouble = problem(open, picked.region) ?? strings.idsUnknown;
    if (trouble !== '') {
      result.complain(trouble);
      return false;
    }
    const to = target.value ?? 0;
    const { id } = picked.region;
    const edit = { kind: 'pixels', runs: relabelRuns(picked.region, to) } as const;
    editing.submit({ section: 'region', label: fill(strings.labelRelabel, id, to), edit });
    return true;
  };
  const draw = (): void => {
    const { open, counts, region: picked } = model.state;
    if (open === null || counts === null) {
      return;
    }
    setText(facts, picked === null ? strings.regionTakeHint : regionWords(open, picked.region, wording));
    if (result.showMade()) {
      return;
    }
    const trouble = picked === null ? null : problem(open, picked.region);
    if (picked === null || trouble === null) {
      result.clear();
    } else if (trouble !== '') {
      result.complain(trouble);
    } else {
      const runs = relabelRuns(picked.region, target.value ?? 0);
      const caption = fill(strings.idsChange, wording.number(picked.region.size));
      result.preview(caption, countChangesOfRuns(counts, runs));
    }
  };
  whenShown(model, 'region', ['rows', 'made', 'region'], draw);
  const content = element(
    'div',
    { class: 'edit-form' },
    labelled(strings.connectivity, connectivity),
    element('div', { class: 'edit-line' }, pushButton({ label: strings.regionTake, onClick: () => actions.take() })),
    facts,
    target.element,
    element(
      'div',
      { class: 'edit-line' },
      pushButton({ label: strings.editApply, primary: true, onClick: () => void apply() }),
    ),
  );
  return {
    element: fold('region', strings.editRegion, model, content, result.element),
    focus: () => {
      unfold(model, 'region');
      target.focus();
    },
  };
}

/** A region in words: id, name, pixels and bounding box. */
export function regionWords(
  open: OpenMask,
  { id, size, left, top, right, bottom }: MaskRegion,
  wording: Wording,
): string {
  const { label, name } = wording.words(open, id);
  const what = name === '' ? label : `${label} ${name}`;
  return fill(wording.strings.regionFacts, what, wording.number(size), left, right, top, bottom);
}

/** Which neighbours make a region. */
export function connectivityChoice(
  value: Connectivity,
  { strings }: Wording,
  onChange: (value: Connectivity) => void,
): HTMLSelectElement {
  return choice<'4' | '8'>(
    [
      ['4', strings.connectivity4],
      ['8', strings.connectivity8],
    ],
    value === 8 ? '8' : '4',
    (chosen) => onChange(chosen === '8' ? 8 : 4),
  );
}
