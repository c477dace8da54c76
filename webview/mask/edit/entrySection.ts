import { parseColour, recolour } from '../../../src/core/palette/editPalette.ts';
import { formatHex, parseHex } from '../../../src/core/palette/idColours.ts';
import { pushButton } from '../../ui/controls.ts';
import { element, setAttribute, setText } from '../../ui/element.ts';
import { fill } from '../../ui/texts.ts';
import { formatIds } from '../classRows.ts';
import type { MaskModel } from '../maskModel.ts';
import { namingNotes } from '../paletteNames.ts';
import type { Wording } from '../wording.ts';
import type { Editing } from './editing.ts';
import { lineField } from './fields.ts';
import { fold, outcome, unfold, whenShown, type Section } from './section.ts';

/** The selected id: its colour and its class's name. */
export function entrySection(
  editing: Editing,
  model: MaskModel,
  wording: Wording,
  mergeInto: (id: number) => void,
): Section {
  const { strings } = wording;
  const title = element('p', { class: 'entry-title' });
  const well = element('input', {
    type: 'color',
    class: 'colour-well',
    title: strings.entryColour,
    'aria-label': strings.entryColour,
  });
  const hex = lineField(
    { class: 'hex-input', 'aria-label': strings.entryHex },
    () => preview(hex.value),
    () => applyHex(),
  );
  const result = outcome('entry', model, wording);
  const complain = (text: string): void => {
    setAttribute(hex, 'aria-invalid', text === '' ? null : 'true');
    result.complain(text);
  };
  /** What a colour would do to the names; a problem only once it is applied, since codes are incomplete while typed. */
  const namesWith = (text: string): string[] => {
    const { open, selected, counts } = model.state;
    const colour = parseColour(text);
    const palette = open?.mask.palette ?? null;
    return open === null ||
      selected === null ||
      palette === null ||
      colour === null ||
      selected >= 2 ** open.mask.bitDepth
      ? []
      : namingNotes(open, recolour(palette, selected, colour), counts ?? [], wording);
  };
  const preview = (text: string): string[] => {
    const notes = namesWith(text);
    setAttribute(hex, 'aria-invalid', null);
    result.preview('', [], notes);
    return notes;
  };
  const apply = (text: string): void => {
    const { open, selected } = model.state;
    const colour = parseColour(text);
    const palette = open?.mask.palette ?? null;
    if (open === null || selected === null || palette === null) {
      return;
    }
    if (colour === null) {
      complain(strings.entryHexInvalid);
    } else if (selected >= 2 ** open.mask.bitDepth) {
      complain(fill(strings.entryNoRoom, open.mask.bitDepth, selected));
    } else {
      const edit = { kind: 'palette', palette: recolour(palette, selected, colour) } as const;
      editing.submit({ section: 'entry', label: fill(strings.labelRecolour, wording.words(open, selected).id), edit });
    }
  };
  const applyHex = (): void => apply(hex.value);
  // Once a colour is chosen, not at each step of the picker: each would be an edit of its own.
  // What changes names waits for Apply.
  well.addEventListener('change', () => {
    hex.value = well.value;
    if (preview(well.value).length === 0) {
      apply(well.value);
    }
  });
  const colours = element(
    'div',
    { class: 'edit-line' },
    well,
    hex,
    pushButton({ label: strings.editApply, primary: true, onClick: applyHex }),
  );
  const withId = (action: (id: number) => void) => (): void => {
    const { selected } = model.state;
    if (selected !== null) {
      action(selected);
    }
  };
  const rename = pushButton({ label: strings.entryRename, onClick: withId((id) => editing.renameClass(id)) });
  const merge = pushButton({ label: strings.entryMerge, onClick: withId(mergeInto) });
  const actions = element('div', { class: 'edit-line' }, rename, merge);
  const note = element('p', { class: 'edit-note' });

  whenShown(model, 'entry', ['selected', 'rows', 'made'], ({ open, selected, rows }) => {
    if (open === null) {
      return;
    }
    const { palette } = open.mask;
    const words = selected === null ? null : wording.words(open, selected);
    const row = rows?.find(({ id }) => id === selected);
    const pixels = row === undefined ? '' : fill(strings.editPixels, wording.number(row.pixels));
    setText(
      title,
      words === null ? strings.entryNone : [words.label, words.name, pixels].filter((part) => part !== '').join(' · '),
    );
    colours.hidden = words === null || palette === null;
    actions.hidden = words === null;
    rename.hidden = row?.meaning.className === null && open.context.kind.kind !== 'semantic';
    hex.value = words?.hex ?? '';
    well.value =
      parseHex((words?.hex ?? '').slice(0, 7)) === null
        ? formatHex(0, 0, 0).toLowerCase()
        : (words?.hex.slice(0, 7).toLowerCase() ?? '');
    const shared = row?.sharedBy ?? null;
    const others = shared === null || selected === null ? [] : shared.filter((id) => id !== selected);
    setText(
      note,
      palette === null
        ? strings.entryNoPalette
        : others.length === 0
          ? ''
          : fill(strings.entryShared, formatIds(others)),
    );
    note.hidden = note.textContent === '' || words === null;
    setAttribute(hex, 'aria-invalid', null);
    if (!result.showMade()) {
      result.clear();
    }
  });
  return {
    element: fold('entry', strings.editEntry, model, title, colours, result.element, note, actions),
    focus: () => {
      unfold(model, 'entry');
      hex.focus();
      hex.select();
    },
  };
}
