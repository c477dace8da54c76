import { element, setText } from '../../ui/element.ts';
import { icon } from '../../ui/icons.ts';
import type { MaskModel } from '../maskModel.ts';
import type { Wording } from '../wording.ts';
import type { Editing } from './editing.ts';
import { entrySection } from './entrySection.ts';
import { idList } from './fields.ts';
import { idsSection } from './idsSection.ts';
import { paletteSection } from './paletteSection.ts';
import { regionSection, type RegionSectionActions } from './regionSection.ts';
import { specksSection } from './specksSection.ts';

export interface EditPane {
  readonly element: HTMLElement;
  /** Open the pane where it can be done, and move the focus there. */
  recolour(): void;
  merge(id: number): void;
  relabel(): void;
}

/** All that changes the mask; or why nothing can. */
export function editPane(
  editing: Editing,
  model: MaskModel,
  wording: Wording,
  actions: RegionSectionActions,
): EditPane {
  const ids = idsSection(editing, model, wording);
  const entry = entrySection(editing, model, wording, (id) => ids.merge(id));
  const region = regionSection(editing, model, wording, actions);
  const reason = element('p', { class: 'edit-reason', role: 'status' });
  const refusal = element('div', { class: 'edit-refusal' }, icon('info'), reason);
  const sections = element(
    'div',
    { class: 'edit-sections' },
    idList(model, wording),
    entry.element,
    paletteSection(editing, model, wording),
    ids.element,
    region.element,
    specksSection(editing, model, wording),
  );
  model.follow(['open'], ({ open }) => {
    if (open === null) {
      return;
    }
    const { editability } = open.context;
    const refused = !editability.ok
      ? editability.reason
      : open.mask.encoding === 'colour'
        ? wording.strings.editNoIds
        : '';
    setText(reason, refused);
    refusal.hidden = refused === '';
    sections.hidden = refused !== '';
  });
  return {
    element: element('section', { class: 'edit-pane' }, refusal, sections),
    recolour: () => entry.focus(),
    merge: (id) => ids.merge(id),
    relabel: () => region.focus(),
  };
}
