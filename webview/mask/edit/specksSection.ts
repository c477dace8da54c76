import type { Connectivity } from '../../../src/core/mask/components.ts';
import { fillSpecks, TooManySpecks, type SpeckFilling, type SpeckRules } from '../../../src/core/mask/specks.ts';
import { checkbox, pushButton } from '../../ui/controls.ts';
import { element, setAttribute } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';
import { debounce } from '../../ui/timing.ts';
import type { MaskModel, OpenMask } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import { countChangesOfRuns } from './countChanges.ts';
import type { Editing } from './editing.ts';
import { idField, labelled, lineField } from './fields.ts';
import { voidIdsOf } from './maskIds.ts';
import { connectivityChoice } from './regionSection.ts';
import { fold, outcome, whenShown } from './section.ts';

const INITIAL_SIZE = 20;
/** Milliseconds that typing pauses before the mask is searched. */
const TYPING_PAUSE = 200;

/** Small regions, which take the id of what surrounds them. */
export function specksSection(editing: Editing, model: MaskModel, wording: Wording): HTMLElement {
  const { strings } = wording;
  let connectivity: Connectivity = 4;
  let fillsVoid = false;
  /** What the search found, and for which mask and class map. */
  let found: { readonly open: OpenMask; readonly filling: SpeckFilling } | null = null;
  let isApplying = false;
  const below = lineField(
    { class: 'id-input', inputmode: 'numeric' },
    () => changed(),
    () => apply(),
  );
  below.value = String(INITIAL_SIZE);
  const only = idField(
    strings.specksOnly,
    model,
    wording,
    () => changed(),
    () => apply(),
  );
  only.element.querySelector('input')?.setAttribute('placeholder', strings.specksAll);
  const result = outcome('specks', model, wording);

  const rules = (open: OpenMask): SpeckRules | string => {
    const size = /^\s*\d{1,9}\s*$/.test(below.value) ? Number(below.value) : NaN;
    const most = open.mask.ids.length;
    const isSize = size >= 2 && size <= most;
    setAttribute(below, 'aria-invalid', isSize ? null : 'true');
    only.setInvalid(Number.isNaN(only.value));
    if (!isSize) {
      return fill(strings.specksInvalid, wording.number(most));
    }
    if (Number.isNaN(only.value)) {
      return strings.idsUnknown;
    }
    return { below: size, connectivity, voidIds: voidIdsOf(open), fillsVoid, only: only.value };
  };
  /** Looks for specks, once the page has shown that it does. */
  const search = debounce(TYPING_PAUSE, () => {
    const { open, counts, applying, made } = model.state;
    // The section's own change comes as a new mask before it is told to be made; what it did stays in sight.
    if (open === null || counts === null || applying === 'specks' || made?.section === 'specks') {
      return;
    }
    const asked = rules(open);
    if (typeof asked === 'string') {
      isApplying = false;
      result.complain(asked);
      return;
    }
    try {
      found = { open, filling: fillSpecks(open.mask, asked) };
      show(found.filling, counts);
    } catch (error) {
      if (!(error instanceof TooManySpecks)) {
        throw error;
      }
      result.complain(strings.specksTooMany);
    }
    if (isApplying) {
      isApplying = false;
      submit();
    }
  });
  const show = ({ regions, pixels, left, runs }: SpeckFilling, counts: ArrayLike<number>): void => {
    const notes = left === 0 ? [] : [fill(strings.specksLeft, wording.number(left))];
    const caption =
      regions === 0 ? strings.specksNone : fill(strings.specksFound, wording.number(regions), wording.number(pixels));
    result.preview(caption, countChangesOfRuns(counts, runs), notes);
  };
  const submit = (): void => {
    if (found !== null && found.filling.regions > 0) {
      const { regions, runs } = found.filling;
      const label = fill(strings.labelSpecks, wording.number(regions));
      editing.submit({ section: 'specks', label, edit: { kind: 'pixels', runs } });
    }
  };
  const changed = (): void => {
    found = null;
    isApplying = false;
    model.set({ made: null });
    draw();
  };
  const apply = (): void => {
    if (found?.open === model.state.open) {
      submit();
    } else {
      // Enter was faster than the search, or is pressed again after the change.
      isApplying = true;
      model.set({ made: null });
    }
  };
  const draw = (): void => {
    const { open } = model.state;
    if (open === null || result.showMade() || found?.open === open) {
      return;
    }
    result.preview(strings.specksCounting, []);
    search();
  };
  whenShown(model, 'specks', ['made'], draw);
  const content = element(
    'div',
    { class: 'edit-form' },
    labelled(strings.specksBelow, below, strings.specksUnit),
    labelled(
      strings.connectivity,
      connectivityChoice(connectivity, wording, (chosen) => {
        connectivity = chosen;
        changed();
      }),
    ),
    only.element,
    checkbox({
      label: strings.specksVoid,
      checked: fillsVoid,
      onChange: (checked) => {
        fillsVoid = checked;
        changed();
      },
    }),
    element('div', { class: 'edit-line' }, pushButton({ label: strings.editApply, primary: true, onClick: apply })),
  );
  const rule = element('p', { class: 'edit-note' }, strings.specksRule);
  return fold('specks', strings.editSpecks, model, content, result.element, rule);
}
