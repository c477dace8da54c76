import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import type { ClassMapFacts, KindFacts, MaskContext } from '../../../src/protocol/mask.ts';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import korean from '../../../l10n/bundle.l10n.ko.json' with { type: 'json' };
import { copyOf, type CopyTarget } from '../../../webview/mask/copying.ts';
import { MaskModel } from '../../../webview/mask/maskModel.ts';
import { maskNotices } from '../../../webview/mask/notices.ts';
import { regionStep } from '../../../webview/mask/regionStep.ts';
import { readSavedState } from '../../../webview/mask/savedState.ts';
import { Wording } from '../../../webview/mask/wording.ts';

const wording = new Wording(MASK_STRINGS, 'en');
const ACTIONS = {
  chooseKind: () => undefined,
  chooseClassMap: () => undefined,
  reencode: () => undefined,
  openWithPreview: () => undefined,
  resolveDisk: () => undefined,
};

/** Two regions of id 1 in a 5 × 2 mask, id 9 beyond a palette of two entries. */
const IDS = Uint8Array.of(1, 0, 0, 1, 1, /* row 1 */ 1, 0, 9, 0, 0);
const PALETTED: Mask = {
  width: 5,
  height: 2,
  encoding: 'palette',
  bitDepth: 8,
  ids: IDS,
  palette: { rgb: Uint8Array.of(0, 0, 0, 255, 0, 0), alpha: Uint8Array.of(255, 255), transparencyEntries: 0 },
  colours: null,
};
/** Row 1 is segment 3226956. */
const PANOPTIC: Mask = {
  ...PALETTED,
  encoding: 'colour',
  ids: Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 1, 1, 1),
  palette: null,
  colours: Uint8Array.of(0, 0, 0, 255, 0x4c, 0x3d, 0x31, 255),
};
const GREY: Mask = { ...PALETTED, encoding: 'grey', palette: null };

function opened(mask: Mask, kind: Partial<KindFacts> = {}, classMap: ClassMapFacts | null = null) {
  const facts: KindFacts = { kind: 'semantic', reason: 'Because.', chosenByUser: false, ...kind };
  const context: MaskContext = {
    ...{ fileName: 'a.png', classMap, kind: facts, editability: { ok: true } },
    ...{ disk: 'same', saveProblem: null },
  };
  const model = new MaskModel(readSavedState(undefined));
  const open = model.openMask(1, 0, mask, context);
  const counts = new Float64Array(65_536);
  for (const id of mask.ids) {
    counts[id] = (counts[id] ?? 0) + 1;
  }
  model.setCounts(counts);
  return { model, open, notices: () => maskNotices(open, model.state.rows ?? [], wording, ACTIONS) };
}

describe('notes', () => {
  it('tell how many pixels lie outside the palette, and which ids', () => {
    expect(opened(PALETTED).notices()).toEqual([
      {
        key: 'outside',
        severity: 'warning',
        text: '1 pixels have ids beyond the palette’s 2 entries: 9. They are drawn hatched.',
      },
    ]);
  });

  it('tell why a grey id map looks black elsewhere, and only then', () => {
    expect(
      opened(GREY)
        .notices()
        .map(({ key, text }) => [key, text.includes('none is above 9 of 255')]),
    ).toEqual([['black', true]]);
    expect(opened({ ...GREY, ids: new Uint8Array(10) }).notices()).toEqual([]);
  });

  it('tell once that the picture’s colours are not the file’s', () => {
    const keys = (mask: Mask, kind: Partial<KindFacts> = {}) =>
      opened(mask, kind)
        .notices()
        .map(({ key }) => key);
    expect(keys({ ...GREY, ids: Uint8Array.of(1, 2, 3, 4, 5, 255, 0, 0, 0, 0) })).toEqual(['drawn']);
    expect(keys({ ...GREY, bitDepth: 16, ids: Uint16Array.of(0, 26_003, 0, 0, 0, 0, 0, 0, 0, 0) })).toEqual(['drawn']);
    expect(keys(PANOPTIC, { kind: 'panoptic' })).toEqual(['kind-panoptic', 'drawn']);
    expect(keys(PANOPTIC)).toEqual([]);
    expect(keys({ ...PALETTED, ids: new Uint8Array(10) }, { kind: 'instance' })).toEqual(['kind-instance']);
  });

  it('tell kinds that are not semantic, with the reason', () => {
    const [notice] = opened(GREY, { kind: 'instance' }).notices();
    expect(notice?.text).toContain('ids are objects');
    expect(notice?.text).toContain('Because.');
    expect(notice?.actions?.[0]?.label).toBe('Change…');
  });

  it('tell problems of the class map', () => {
    const classMap: ClassMapFacts = { entries: [], source: 'x', matchBy: 'id', problems: ['Line 3: no id.'] };
    const texts = opened({ ...PALETTED, ids: new Uint8Array(10) }, {}, classMap)
      .notices()
      .map(({ text }) => text);
    expect(texts).toEqual(['Some lines of the class map were not used: Line 3: no id.']);
  });
});

describe('regions', () => {
  const at = (x: number, y: number) => ({ centreX: 0, centreY: 0, scale: 1, cursor: { x, y } });

  it('are those of the selected id, from the cursor on, round and round', () => {
    const { model } = opened(PALETTED);
    model.set({ selected: 1, view: at(0, 0) });
    expect(regionStep(model.state, wording, 'next')).toEqual({
      x: 3,
      y: 0,
      words: 'Region 2 of 2: 2 pixels at 3, 0',
    });
    model.set({ view: at(3, 0), readout: { x: 2, y: 1, id: 9, from: 'mouse' } });
    expect(regionStep(model.state, wording, 'next')).toMatchObject({ x: 0, y: 0 });
    expect(regionStep(model.state, wording, 'previous')).toMatchObject({ x: 0, y: 0 });
  });

  it('are those under the cursor where nothing is selected', () => {
    const { model } = opened(PALETTED);
    model.set({ readout: { x: 2, y: 1, id: 9, from: 'mouse' } });
    expect(regionStep(model.state, wording, 'next')).toMatchObject({ x: 2, y: 1 });
  });

  it('say why there is none', () => {
    const { model } = opened(PALETTED);
    expect(regionStep(model.state, wording, 'next')).toBe('Select a class or point at a pixel first.');
    model.set({ selected: 7 });
    expect(regionStep(model.state, wording, 'next')).toBe('Id 7 has no pixels here.');
  });
});

describe('copies', () => {
  const classMap: ClassMapFacts = { entries: [{ id: 1, name: 'eye' }], source: '', matchBy: 'id', problems: [] };
  const { open } = opened(PALETTED, {}, classMap);
  const eye = { id: 1, place: { x: 3, y: 0 } };

  it.each([
    ['copyId', 'id', '1'],
    ['copyClass', 'class', 'eye'],
    ['copyColour', 'colour', '#FF0000'],
    ['copyCoordinates', 'coordinates', '3, 0'],
  ] as const)('%s', (command, what, text) => {
    expect(copyOf(command, open, eye, wording)).toEqual({ type: 'copy', what, text });
  });

  it('are of the file’s colours, whatever the picture shows', () => {
    const copied = (mask: Mask, kind: Partial<KindFacts>, target: CopyTarget) =>
      copyOf('copyColour', opened(mask, kind).open, target, wording);
    const colour = (text: string) => ({ type: 'copy', what: 'colour', text });
    expect(copied(PANOPTIC, { kind: 'panoptic' }, { id: 1, place: null })).toEqual(colour('#4C3D31'));
    expect(copied(GREY, {}, { id: 9, place: null })).toEqual(colour('#090909'));
    const deep: Mask = { ...GREY, bitDepth: 16, ids: Uint16Array.from(IDS) };
    expect(copied(deep, { kind: 'instance' }, { id: 9, place: null })).toEqual(colour('#000900090009'));
    const translucent = { ...GREY, alpha: Uint8Array.from(IDS, (_, i) => i) };
    expect(copied(translucent, {}, { id: 9, place: { x: 2, y: 1 } })).toEqual(colour('#09090907'));
  });

  it('have no id where the pixels are colours of no class', () => {
    const { open: colours } = opened(PANOPTIC);
    const target = { id: 1, place: null };
    expect(copyOf('copyId', colours, target, wording)).toContain('no class has #4C3D31');
    expect(copyOf('copyClass', colours, target, wording)).toBe('No class has the colour #4C3D31.');
  });

  it('say what is missing', () => {
    expect(copyOf('copyClass', open, { id: 0, place: null }, wording)).toBe('Id 0 has no class name.');
    expect(copyOf('copyColour', open, { id: 9, place: null }, wording)).toContain('outside the palette');
    expect(copyOf('copyCoordinates', open, { id: 1, place: null }, wording)).toContain('point at a pixel');
    expect(copyOf('copyId', open, null, wording)).toContain('Nothing to copy');
  });
});

describe('words of a pixel', () => {
  it('tell the file’s colour, and that another is drawn', () => {
    const { open } = opened(PANOPTIC, { kind: 'panoptic' });
    const words = wording.words(open, 1);
    expect(words).toMatchObject({ id: '3226956', label: 'id 3226956', colour: '#4C3D31' });
    expect(words.drawnNote).toBe(`Drawn in ${words.drawnHex}; the file’s colour is #4C3D31`);
    expect(words.drawnHex).not.toBe('#4C3D31');
    expect(wording.words(opened(PALETTED).open, 1)).toMatchObject({
      colour: '#FF0000',
      drawnHex: '#FF0000',
      drawnNote: '',
    });
  });

  it('name a colour of no class by itself', () => {
    expect(wording.words(opened(PANOPTIC).open, 1)).toMatchObject({ id: '', label: '#4C3D31', name: '' });
    expect(wording.words(opened(PANOPTIC, { kind: 'instance' }).open, 1)).toMatchObject({ id: '', name: '' });
  });
});

describe('names', () => {
  const namesOf = (mask: Mask, kind: Partial<KindFacts>, ids: readonly number[]): string[] => {
    const { open } = opened(mask, kind);
    return ids.map((id) => wording.name(open, id));
  };

  it('of objects leave the background and the VOC border out', () => {
    expect(namesOf(PALETTED, { kind: 'instance' }, [0, 7, 255])).toEqual(['', 'object 7', '']);
    expect(namesOf({ ...GREY, bitDepth: 16 }, { kind: 'instance' }, [0, 255])).toEqual(['', 'object 255']);
  });

  it('of class × instance ids hold both, also where the class is unknown', () => {
    const kind: Partial<KindFacts> = { kind: 'classInstance', divisor: 1000 };
    expect(namesOf({ ...GREY, bitDepth: 16 }, kind, [7, 26_003])).toEqual(['class 7', 'class 26, instance 3']);
  });
});

describe('numbers', () => {
  it('of shares keep small parts visible', () => {
    expect([0, 0.00042, 0.0123, 0.5, 1].map((share) => wording.share(share))).toEqual([
      '0%',
      '0.042%',
      '1.23%',
      '50.00%',
      '100%',
    ]);
    expect(wording.share(1e-9)).toBe('< 0.001%');
  });

  it('of zoom levels are whole, but for small ones', () => {
    expect([1, 0.125, 0.0625, 0.05, 12].map((scale) => wording.zoom(scale))).toEqual([
      '100%',
      '13%',
      '6.3%',
      '5%',
      '1,200%',
    ]);
  });
});

describe('texts of the page', () => {
  const placeholders = (text: string): string[] => (text.match(/\{\d+\}/g) ?? []).sort();

  it.each(Object.values(MASK_STRINGS))('%s', (text) => {
    const translated: string | undefined = (korean as Readonly<Record<string, string>>)[text];
    expect(translated).toBeDefined();
    expect(placeholders(translated ?? '')).toEqual(placeholders(text));
  });
});
