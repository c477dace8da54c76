import { describe, expect, it } from 'vitest';
import { namingByPalette } from '../../../src/core/formats/bindClassMap.ts';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { recolour } from '../../../src/core/palette/editPalette.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import type { Palette } from '../../../src/core/png/types.ts';
import type { MaskContext } from '../../../src/protocol/mask.ts';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import { MaskModel, type OpenMask } from '../../../webview/mask/maskModel.ts';
import { maskNotices } from '../../../webview/mask/notices.ts';
import { namingNotes, renumberedClasses, reopenedNotice } from '../../../webview/mask/paletteNames.ts';
import { readSavedState } from '../../../webview/mask/savedState.ts';
import { Wording } from '../../../webview/mask/wording.ts';

const wording = new Wording(MASK_STRINGS, 'en');
const LABELMAP = parseClassMap('labelmap.txt', 'background:0,0,0\neye:128,0,0\nnose:0,128,0\nmouth:0,0,128');
const paletteOf = (...colours: readonly (readonly [number, number, number])[]): Palette => ({
  rgb: Uint8Array.from(colours.flat()),
  alpha: new Uint8Array(colours.length).fill(255),
  transparencyEntries: 0,
});
/** Nose at 1, eye at 2: the other way round than in the labelmap. Mouth at 3 is unused. */
const PALETTE = paletteOf([0, 0, 0], [0, 128, 0], [128, 0, 0], [0, 0, 128]);
const MASK: Mask = {
  width: 4,
  height: 1,
  encoding: 'palette',
  bitDepth: 4,
  ids: Uint8Array.of(0, 1, 1, 2),
  palette: PALETTE,
  colours: null,
};
const COUNTS = histogramById(MASK.ids);

/** As the host sends it for a mask with this palette. */
function contextFor({ rgb }: Palette): MaskContext {
  const classes = LABELMAP.entries.map(({ id, name, colour }) => ({ id, name, colour: colour ?? '' }));
  const naming = namingByPalette(classes, rgb);
  return {
    fileName: 'a.png',
    classMap: { entries: [], source: 'labelmap.txt', matchBy: 'id', problems: [], naming },
    kind: { kind: 'semantic', reason: '', chosenByUser: false },
    editability: { ok: true },
    disk: 'same',
    saveProblem: null,
  };
}

function opened(palette = PALETTE): { readonly model: MaskModel; readonly shown: () => OpenMask } {
  const model = new MaskModel(readSavedState(undefined));
  const open = model.openMask(1, 0, { ...MASK, palette }, contextFor(palette));
  model.setCounts(COUNTS);
  return { model, shown: () => model.state.open ?? open };
}

const names = (open: OpenMask) => [0, 1, 2, 3].map((id) => open.meaning(id).className);

describe('names that a palette gives', () => {
  it('are of the palette on the screen, after each edit and its undoing', () => {
    const { model, shown } = opened();
    expect(names(shown())).toEqual(['background', 'nose', 'eye', 'mouth']);
    model.setEdited(1, { ...MASK, palette: recolour(PALETTE, 1, { rgb: [0x12, 0x34, 0x56], alpha: null }) });
    expect(names(shown())).toEqual(['background', null, 'eye', 'mouth']);
    model.setEdited(2, { ...MASK, palette: recolour(PALETTE, 1, { rgb: [128, 0, 0], alpha: null }) });
    expect(names(shown())).toEqual(['background', 'eye', 'eye', 'mouth']);
    // Most colours are gone, and yet names do not go by position all at once.
    model.setEdited(3, { ...MASK, palette: paletteOf([0, 0, 0], [1, 1, 1], [2, 2, 2], [3, 3, 3]) });
    expect(names(shown())).toEqual(['background', null, null, null]);
    model.setContext({ ...contextFor(PALETTE), disk: 'changed' });
    expect(names(shown())).toEqual(['background', null, null, null]);
    model.setEdited(4, MASK);
    expect(names(shown())).toEqual(['background', 'nose', 'eye', 'mouth']);
  });

  it('are told before they change', () => {
    const open = opened().shown();
    expect(namingNotes(open, recolour(PALETTE, 1, { rgb: [0x12, 0x34, 0x56], alpha: null }), COUNTS, wording)).toEqual([
      'labelmap.txt finds names by colour. These would be lost: 1 nose',
    ]);
    expect(namingNotes(open, recolour(PALETTE, 1, { rgb: [128, 0, 0], alpha: null }), COUNTS, wording)).toEqual([
      'labelmap.txt finds names by colour. These would change: 1 nose → eye',
    ]);
    expect(namingNotes(open, recolour(PALETTE, 1, { rgb: [0, 128, 0], alpha: 7 }), COUNTS, wording)).toEqual([]);
    const bare = opened(recolour(PALETTE, 1, { rgb: [1, 1, 1], alpha: null })).shown();
    expect(namingNotes(bare, PALETTE, COUNTS, wording)).toEqual([
      'labelmap.txt finds names by colour. These would be new: 1 nose',
    ]);
  });

  it('are told where the saved file would have others', () => {
    const { model, shown } = opened();
    const gone = paletteOf([0, 0, 0], [1, 1, 1], [2, 2, 2], [3, 3, 3]);
    expect(reopenedNotice(shown(), COUNTS, wording)).toEqual([]);
    expect(namingNotes(shown(), gone, COUNTS, wording)).toEqual([
      'labelmap.txt finds names by colour. These would be lost: 1 nose, 2 eye, 3 mouth',
      expect.stringMatching(/the mask would have other names: 1 eye, 2 nose$/),
    ]);
    model.setEdited(1, { ...MASK, palette: gone });
    expect(reopenedNotice(shown(), COUNTS, wording)).toEqual([
      expect.stringMatching(/^Once saved and opened again, this mask would have other names: 1 eye, 2 nose\./),
    ]);
  });
});

describe('a palette in another order than the class map', () => {
  it('is told with both ids, and where it can be mended', () => {
    const { model, shown } = opened();
    expect(renumberedClasses(shown())).toEqual({ source: 'labelmap.txt', list: 'eye 2 (1), nose 1 (2)' });
    let started = 0;
    const nothing = () => undefined;
    const actions = { chooseKind: nothing, chooseClassMap: nothing, openWithPreview: nothing, resolveDisk: nothing };
    const notices = maskNotices(shown(), model.state.rows ?? [], wording, {
      ...actions,
      reencode: () => (started += 1),
    });
    const notice = notices.find(({ key }) => key === 'renumbered');
    expect(notice?.text).toBe(
      'Classes stand at other ids here than in labelmap.txt (in brackets): eye 2 (1), nose 1 (2)',
    );
    notice?.actions?.[0]?.run();
    expect(started).toBe(1);
  });

  it('is none where classes stand at their own ids', () => {
    const own = paletteOf([0, 0, 0], [128, 0, 0], [0, 128, 0], [0, 0, 128]);
    expect(renumberedClasses(opened(own).shown())).toBeNull();
  });
});
