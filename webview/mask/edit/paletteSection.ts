import { differingEntries, neededEntries, shortened, withColours } from '../../../src/core/palette/editPalette.ts';
import { extendPalette } from '../../../src/core/palette/extendPalette.ts';
import { formatHex } from '../../../src/core/palette/idColours.ts';
import { isPaletteName, PALETTE_NAMES } from '../../../src/core/palette/namedPalettes.ts';
import type { Palette } from '../../../src/core/png/types.ts';
import { pushButton } from '../../ui/controls.ts';
import { element, setText } from '../../ui/element.ts';
import { paintSwatch, swatch } from '../../ui/swatch.ts';
import { fill } from '../../ui/texts.ts';
import { formatIds } from '../classRows.ts';
import type { MaskModel, OpenMask } from '../maskModel.ts';
import { namingNotes } from '../paletteNames.ts';
import type { Wording } from '../wording.ts';
import type { Editing } from './editing.ts';
import { choice, labelled } from './fields.ts';
import { classMapColours, coloursOfPalette, namedColours, paletteTitles, type Colours } from './palettePresets.ts';
import { fold, outcome, whenShown } from './section.ts';

/** Ids in use whose new colours are shown. */
const MOST_SWATCHES = 64;

/** The palette as a whole: colours from elsewhere, more entries or fewer. */
export function paletteSection(editing: Editing, model: MaskModel, wording: Wording): HTMLElement {
  const { strings } = wording;
  const titles = paletteTitles(strings);
  let file: Colours | null = null;
  const source = choice<string>(
    [...PALETTE_NAMES.map((name) => [name, titles[name]] as const), ['classMap', strings.paletteClassMap]],
    'voc',
    () => draw(),
  );
  const chosen = (open: OpenMask): Colours | null => {
    if (source.value === 'file') {
      return file;
    }
    return isPaletteName(source.value) ? namedColours(source.value, strings) : classMapColours(open, strings);
  };
  const chooseFile = async (): Promise<void> => {
    let found: Awaited<ReturnType<Editing['choosePalette']>>;
    try {
      found = await editing.choosePalette();
    } catch (error) {
      result.complain(error instanceof Error ? error.message : String(error));
      return;
    }
    if (found === null) {
      return;
    }
    file = coloursOfPalette(found.name, found.palette);
    source.querySelector('[value="file"]')?.remove();
    source.append(element('option', { value: 'file' }, found.name));
    source.value = 'file';
    draw();
  };
  const swatches = element('div', { class: 'palette-swatches', role: 'group', 'aria-label': strings.palettePreview });
  const result = outcome('palette', model, wording);
  const entries = element('span', { class: 'palette-entries' });
  const submit = (label: string, palette: Palette): void => {
    editing.submit({ section: 'palette', label, edit: { kind: 'palette', palette } });
  };
  /** The palette with the chosen colours; entries for ids in use that lie outside it included. */
  const wanted = (open: OpenMask, palette: Palette): { readonly name: string; readonly palette: Palette } | null => {
    const colours = chosen(open);
    const used = model.state.rows?.findLast(({ pixels }) => pixels > 0)?.id ?? 0;
    return colours === null
      ? null
      : {
          name: colours.name,
          palette: withColours(palette, Math.min(used + 1, 2 ** open.mask.bitDepth), colours.colourOf),
        };
  };
  const withPalette = (action: (open: OpenMask, palette: Palette) => void) => (): void => {
    const { open } = model.state;
    const palette = open?.mask.palette ?? null;
    if (open !== null && palette !== null) {
      action(open, palette);
    }
  };
  const apply = withPalette((open, palette) => {
    const change = wanted(open, palette);
    if (change !== null && differingEntries(palette, change.palette) > 0) {
      submit(fill(strings.labelPalette, change.name), change.palette);
    } else {
      result.complain(strings.paletteSame);
    }
  });
  const add = withPalette((open, palette) => {
    const { bitDepth } = open.mask;
    const entry = palette.rgb.length / 3;
    if (entry >= 2 ** bitDepth) {
      result.complain(fill(strings.paletteFull, bitDepth, 2 ** bitDepth));
      return;
    }
    submit(fill(strings.labelAddEntry, entry), extendPalette(palette, entry + 1));
    model.set({ selected: entry });
  });
  const trim = withPalette((_open, palette) => {
    const needed = neededEntries(palette, model.state.counts ?? []);
    if (needed === palette.rgb.length / 3) {
      result.complain(strings.paletteTrimNone);
    } else {
      submit(fill(strings.labelTrim, needed), shortened(palette, needed));
    }
  });
  const body = element(
    'div',
    { class: 'edit-form' },
    element(
      'div',
      { class: 'edit-line' },
      labelled(strings.paletteSource, source),
      pushButton({ label: strings.editApply, primary: true, onClick: apply }),
      pushButton({ label: strings.paletteFile, onClick: () => void chooseFile() }),
    ),
    swatches,
    result.element,
    element(
      'div',
      { class: 'edit-line' },
      entries,
      pushButton({ label: strings.paletteAdd, onClick: add }),
      pushButton({ label: strings.paletteTrim, onClick: trim }),
    ),
    element('p', { class: 'edit-note' }, strings.paletteTrimHint),
  );
  const none = element('p', { class: 'edit-note' }, strings.entryNoPalette);

  const draw = (): void => {
    const { open, rows } = model.state;
    const palette = open?.mask.palette ?? null;
    body.hidden = palette === null;
    none.hidden = palette !== null;
    if (open === null || palette === null) {
      return;
    }
    const classMap = source.querySelector<HTMLOptionElement>('[value="classMap"]');
    const ofClassMap = classMapColours(open, strings);
    if (classMap !== null) {
      classMap.hidden = ofClassMap === null;
      classMap.disabled = ofClassMap === null;
    }
    setText(entries, fill(strings.paletteEntries, palette.rgb.length / 3));
    const change = wanted(open, palette);
    const used = (rows ?? []).filter(({ pixels }) => pixels > 0).slice(0, MOST_SWATCHES);
    const after = change?.palette ?? palette;
    swatches.replaceChildren(...used.map(({ id, meaning }) => preview(palette, after, id, wording.id(meaning))));
    if (result.showMade()) {
      return;
    }
    const count = differingEntries(palette, after);
    const caption = fill(strings.paletteChanges, wording.number(count), wording.number(after.alpha.length));
    const shared = newlyShared(
      palette,
      after,
      used.map(({ id }) => id),
    );
    const notes = [
      ...namingNotes(open, after, model.state.counts ?? [], wording),
      ...shared.map((same) => fill(strings.paletteShared, formatIds(same))),
    ];
    result.preview(count === 0 ? strings.paletteSame : caption, [], notes);
  };
  whenShown(model, 'palette', ['rows', 'made'], draw);
  return fold('palette', strings.editPalette, model, body, none);
}

/** An id with its colour; where it changes, the old and the new one. */
function preview(before: Palette, after: Palette, id: number, label: string): HTMLElement {
  const hexes = [...new Set([hexOf(before, id), hexOf(after, id)])];
  const [first = null, ...rest] = hexes.map((hex) => {
    const square = swatch();
    paintSwatch(square, hex);
    return square;
  });
  const arrow = rest.length === 0 ? [] : ['→', ...rest];
  return element('span', { class: 'palette-swatch', title: hexes.join(' → ') }, label, first, ...arrow);
}

/** Empty for entries that the palette does not have. */
function hexOf({ rgb }: Palette, id: number): string {
  const [red, green, blue] = rgb.subarray(3 * id, 3 * id + 3);
  return red === undefined || green === undefined || blue === undefined ? '' : formatHex(red, green, blue);
}

/** Groups of ids that have one colour after a change and had not all the same before it. */
function newlyShared(before: Palette, after: Palette, ids: readonly number[]): number[][] {
  const groups = new Map<string, number[]>();
  for (const id of ids) {
    const hex = hexOf(after, id);
    groups.set(hex, [...(groups.get(hex) ?? []), id]);
  }
  return [...groups.values()].filter((same) => new Set(same.map((id) => hexOf(before, id))).size > 1);
}
