import { describe, expect, it, vi } from 'vitest';
import fc from 'fast-check';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { cityscapesIds } from '../../../src/core/formats/presets/cityscapes.ts';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import type { ClassMapFacts, KindFacts, MaskContext } from '../../../src/protocol/mask.ts';
import { histogramByColour } from '../../../webview/mask/colourHistogram.ts';
import { maskOptions } from '../../../webview/mask/decode.ts';
import { histogramWords, idsOfColour } from '../../../webview/mask/histogramWords.ts';
import { parsePixel } from '../../../webview/mask/goToForm.ts';
import { classColours, idMeanings } from '../../../webview/mask/idMeaning.ts';
import { MaskModel } from '../../../webview/mask/maskModel.ts';
import { maskRows } from '../../../webview/mask/maskRows.ts';
import { hiddenFromRanges, rangesFromHidden, readSavedState } from '../../../webview/mask/savedState.ts';
import { Wording } from '../../../webview/mask/wording.ts';
import { fill } from '../../../webview/ui/texts.ts';
import { throttle, whenSlow } from '../../../webview/ui/timing.ts';

const wording = new Wording(MASK_STRINGS, 'en');
const MAP: ClassMapFacts = {
  entries: [
    { id: 0, name: 'unlabeled', isVoid: true },
    { id: 26, name: 'car', colour: '#00008e' },
  ],
  source: 'test',
  matchBy: 'id',
  problems: [],
};
const context = (kind: Partial<KindFacts> = {}, classMap: ClassMapFacts | null = MAP): MaskContext => ({
  fileName: 'a.png',
  classMap,
  kind: { kind: 'semantic', reason: '', chosenByUser: false, ...kind },
  editability: { ok: true },
  disk: 'same',
  saveProblem: null,
});
const grey = (ids: Uint8Array | Uint16Array, width: number, bitDepth: Mask['bitDepth'] = 8): Mask => ({
  width,
  height: ids.length / width,
  encoding: 'grey',
  bitDepth,
  ids,
  palette: null,
  colours: null,
});
const palette = (rgb: readonly number[], ids: Uint8Array): Mask => ({
  ...grey(ids, ids.length),
  encoding: 'palette',
  palette: { rgb: Uint8Array.from(rgb), alpha: new Uint8Array(rgb.length / 3).fill(255), transparencyEntries: 0 },
});
const coloured = (colours: Uint8Array | Uint16Array): Mask => ({
  ...grey(
    Uint8Array.from({ length: colours.length / 4 }, (_, id) => id),
    colours.length / 4,
  ),
  encoding: 'colour',
  bitDepth: colours instanceof Uint16Array ? 16 : 8,
  colours,
});
const meaningOf = (mask: Mask, facts: MaskContext, id: number) => idMeanings(mask, facts)(id);

describe('meanings of ids', () => {
  const mask = grey(Uint16Array.of(26_003), 1, 16);

  it('name classes of semantic masks', () => {
    expect(meaningOf(mask, context(), 26)).toEqual({
      shownIds: [26],
      className: 'car',
      classId: null,
      instance: null,
      isVoid: false,
    });
    expect(meaningOf(mask, context(), 0).isVoid).toBe(true);
  });

  it('hold the other names of classes', () => {
    const entries = [
      { id: 20, name: 'tv', colour: '#004080', aliases: ['tvmonitor', 'tv/monitor'] },
      { id: 1, name: 'cat' },
    ];
    const facts = context({}, { ...MAP, entries, matchBy: 'id' });
    expect(meaningOf(mask, facts, 20).aliases).toEqual(['tvmonitor', 'tv/monitor']);
    expect(meaningOf(mask, facts, 1)).not.toHaveProperty('aliases');
    const blue = coloured(Uint8Array.of(0, 64, 128, 255));
    const byColour = context({}, { ...MAP, entries, matchBy: 'colour' });
    expect(meaningOf(blue, byColour, 0).aliases).toEqual(['tvmonitor', 'tv/monitor']);
  });

  it('of an id that two classes have are those of the first, as everywhere', () => {
    const entries = [
      { id: 1, name: 'eye', colour: '#800000' },
      { id: 1, name: 'nose', colour: '#008000', isVoid: true },
    ];
    const twice = context({}, { ...MAP, entries, matchBy: 'id' });
    expect(meaningOf(mask, twice, 1)).toMatchObject({ className: 'eye', isVoid: false });
    expect(classColours(twice).get(1)).toEqual([128, 0, 0]);
  });

  it('never give an object a class’s name', () => {
    expect(meaningOf(mask, context({ kind: 'instance' }), 26).className).toBeNull();
    expect(meaningOf(mask, context({ kind: 'panoptic' }), 26).className).toBeNull();
  });

  it('take class × instance ids apart as Cityscapes and KITTI compose them', () => {
    const cityscapes = context({ kind: 'classInstance', divisor: 1000 });
    expect(meaningOf(mask, cityscapes, 26_003)).toMatchObject({ className: 'car', classId: 26, instance: 3 });
    expect(meaningOf(mask, cityscapes, 26)).toMatchObject({ className: 'car', classId: 26, instance: null });
    const kitti = context({ kind: 'classInstance', divisor: 256 });
    expect(meaningOf(mask, kitti, 26 * 256 + 3)).toMatchObject({ className: 'car', classId: 26, instance: 3 });
    expect(meaningOf(mask, kitti, 7)).toMatchObject({ className: 'unlabeled', classId: 0, instance: 7 });
  });

  it('find names of colour masks by colour, and count panoptic segments', () => {
    const colourMask = coloured(Uint8Array.of(0, 0, 142, 255, 3, 2, 1, 255));
    expect(meaningOf(colourMask, context({}, { ...MAP, matchBy: 'colour' }), 0).className).toBe('car');
    expect(meaningOf(colourMask, context(), 0).className).toBeNull();
    expect(meaningOf(colourMask, context({ kind: 'panoptic' }), 1).shownIds).toEqual([3 + 256 * 2 + 65_536]);
  });

  it('of colour masks are the ids of the class map; a colour of no class has none', () => {
    const colourMask = coloured(Uint8Array.of(0, 0, 142, 255, 3, 2, 1, 255));
    const facts = context({}, { ...MAP, matchBy: 'colour' });
    expect([0, 1].map((id) => meaningOf(colourMask, facts, id).shownIds)).toEqual([[26], []]);
    for (const kind of ['instance', 'classInstance'] as const) {
      expect(meaningOf(colourMask, context({ kind }), 0).shownIds).toEqual([]);
    }
  });

  it('name all classes of a colour, void only if all are, those that training heeds first', () => {
    const rgb = (red: number, green: number, blue: number): number[] => [red, green, blue, 255];
    const black = coloured(Uint8Array.from([...rgb(0, 0, 0), ...rgb(0, 0, 142), ...rgb(153, 153, 153)]));
    const { entries } = cityscapesIds;
    const classMap: ClassMapFacts = {
      ...MAP,
      entries: entries.map(({ id, name, colour, isVoid }) => ({
        id,
        name,
        isVoid,
        ...(colour === null ? {} : { colour }),
      })),
      matchBy: 'colour',
    };
    const meanings = [0, 1, 2].map((id) => meaningOf(black, context({}, classMap), id));
    expect(meanings).toMatchObject([
      { shownIds: [0, 1, 2, 3, 4], isVoid: true },
      { className: 'car / license plate', shownIds: [26, -1], isVoid: false },
      { className: 'pole / polegroup', shownIds: [17, 18], isVoid: false },
    ]);
  });
});

describe('the histogram by colour', () => {
  const NONE_OUTSIDE = { outsideIds: [], outsidePixels: 0 };
  const EMPTY = { ...NONE_OUTSIDE, hex: '', pixels: 0, usedIds: [], unusedIds: [] };
  const rowsOf = (mask: Mask, counts: number[], facts = context({}, null)) => {
    const model = new MaskModel(readSavedState(undefined));
    return maskRows(model.openMask(1, 0, mask, facts), counts);
  };

  it('merges ids of one colour and names unused entries of it', () => {
    const mask = palette([0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, 0], Uint8Array.of(0, 1, 2, 2));
    expect(histogramByColour(mask, rowsOf(mask, [1, 1, 2, 0]))).toEqual([
      { ...NONE_OUTSIDE, hex: '#000000', pixels: 3, usedIds: [0, 2], unusedIds: [3] },
      { ...NONE_OUTSIDE, hex: '#800000', pixels: 1, usedIds: [1], unusedIds: [] },
    ]);
  });

  it('counts ids beyond the palette as entry 0, as ImageMagick does, and says so', () => {
    const mask = palette([0, 0, 0, 128, 0, 0, 0, 128, 0], Uint8Array.of(0, 1, 2, 7));
    const colours = histogramByColour(mask, rowsOf(mask, [1, 1, 1, 0, 0, 0, 0, 1]));
    expect(colours[0]).toEqual({
      hex: '#000000',
      pixels: 2,
      usedIds: [0],
      outsideIds: [7],
      outsidePixels: 1,
      unusedIds: [],
    });
    expect(idsOfColour(colours[0] ?? EMPTY, wording)).toBe('0; outside palette: 7');
    expect(histogramWords(colours, wording)).toEqual([
      MASK_STRINGS.histogramDiffer,
      'Ids 7 have no palette entry: their 1 pixels are counted as entry 0, #000000.',
    ]);
  });

  it('counts panoptic segments by their ids', () => {
    const mask = coloured(Uint8Array.of(76, 61, 49, 255, 77, 61, 49, 255));
    const colours = histogramByColour(mask, rowsOf(mask, [1, 1], context({ kind: 'panoptic' }, null)));
    expect(colours.map(({ hex, usedIds }) => [hex, usedIds])).toEqual([
      ['#4C3D31', [3_226_956]],
      ['#4D3D31', [3_226_957]],
    ]);
    expect(histogramWords(colours, wording)).toEqual([MASK_STRINGS.histogramSame]);
  });

  it('counts the file’s colours, not those that a grey mask is drawn with', () => {
    const mask = { ...grey(Uint8Array.of(0, 3), 2, 2) };
    expect(histogramByColour(mask, rowsOf(mask, [1, 0, 0, 1])).map(({ hex }) => hex)).toEqual(['#000000', '#FFFFFF']);
    const deep = grey(Uint16Array.of(258), 1, 16);
    const counts = Array.from({ length: 300 }, (_, id) => Number(id === 258));
    expect(histogramByColour(deep, rowsOf(deep, counts))[0]?.hex).toBe('#010201020102');
  });

  it('tells grey values of different alpha apart', () => {
    const mask: Mask = { ...grey(Uint8Array.of(5, 5, 5), 3), alpha: Uint8Array.of(255, 255, 0) };
    expect(histogramByColour(mask, rowsOf(mask, [0, 0, 0, 0, 0, 3]))).toEqual([
      { ...NONE_OUTSIDE, hex: '#050505', pixels: 2, usedIds: [5], unusedIds: [] },
      { ...NONE_OUTSIDE, hex: '#05050500', pixels: 1, usedIds: [5], unusedIds: [] },
    ]);
    expect(histogramWords(histogramByColour(mask, rowsOf(mask, [0, 0, 0, 0, 0, 3])), wording)).toEqual([
      MASK_STRINGS.histogramDiffer,
      'Id 5 has 2 colours, which differ in alpha and are counted apart.',
    ]);
  });
});

describe('photographs', () => {
  it('are not looked for where the kind is known to be panoptic, or the user insists', () => {
    expect(maskOptions(context({ kind: 'panoptic' }), false)).toEqual({ force: true });
    expect([maskOptions(context(), true), maskOptions(context(), false)]).toEqual([{ force: true }, { force: false }]);
  });
});

describe('visibility', () => {
  const opened = () => {
    const model = new MaskModel(readSavedState(undefined));
    model.openMask(1, 0, grey(Uint8Array.of(0, 1, 2), 3), context());
    return model;
  };
  const shown = (model: MaskModel): number[] => [0, 1, 2].filter((id) => model.isVisible(id));

  it('hides and shows single ids', () => {
    const model = opened();
    model.toggleVisible(1);
    expect(shown(model)).toEqual([0, 2]);
    model.toggleVisible(1);
    expect(model.state.hidden).toBeNull();
  });

  it('isolates one id and goes back to what was shown before', () => {
    const model = opened();
    model.toggleVisible(0);
    model.toggleIsolated(2);
    expect(shown(model)).toEqual([2]);
    model.toggleIsolated(2);
    expect(shown(model)).toEqual([1, 2]);
    model.showAll();
    expect(shown(model)).toEqual([0, 1, 2]);
  });

  it('adds to what is isolated', () => {
    const model = opened();
    model.toggleIsolated(2);
    model.toggleVisible(0);
    expect(shown(model)).toEqual([0, 2]);
  });

  it('draws what it says', () => {
    const model = opened();
    model.toggleIsolated(2);
    const { open } = model.state;
    expect(open).not.toBeNull();
    expect(open && [...(model.appearance(open).hidden?.subarray(0, 4) ?? [])]).toEqual([1, 1, 0, 1]);
  });
});

describe('the class filter', () => {
  it('has its key unless the report or no mask is shown', () => {
    const model = new MaskModel(readSavedState(undefined));
    expect(model.offersClassFilter).toBe(false);
    model.openMask(1, 0, grey(Uint8Array.of(0, 1, 2), 3), context());
    expect(model.offersClassFilter).toBe(true);
    model.set({ pane: 'report' });
    expect(model.offersClassFilter).toBe(false);
    model.set({ panelOpen: false });
    expect(model.offersClassFilter).toBe(true);
    model.closeMask();
    expect(model.offersClassFilter).toBe(false);
  });
});

describe('the saved state', () => {
  it('comes back as it was', () => {
    const model = new MaskModel(readSavedState(undefined));
    const mask = grey(Uint8Array.of(0, 1, 2), 3);
    model.openMask(1, 0, mask, context());
    model.toggleVisible(2);
    const view = { centreX: 1.5, centreY: 0.25, scale: 8, cursor: { x: 1, y: 0 } };
    model.set({ view, filter: 'car', expandedRuns: new Set([5]), panelWidth: 411, sort: 'pixels', selected: 2 });
    const json: unknown = JSON.parse(JSON.stringify(model.save()));
    const again = new MaskModel(readSavedState(json));
    again.openMask(1, 0, mask, context());
    expect(again.save()).toEqual(model.save());
    expect(again.isVisible(2)).toBe(false);
  });

  it('waits for a mask whose file is gone', () => {
    const model = new MaskModel(readSavedState(undefined));
    const mask = grey(Uint8Array.of(0, 1, 2), 3);
    model.openMask(1, 0, mask, context());
    model.toggleVisible(2);
    model.set({ view: { centreX: 1.5, centreY: 0.25, scale: 8, cursor: null }, selected: 1 });
    const before = model.save();
    model.closeMask();
    model.closeMask();
    expect(model.state).toMatchObject({ open: null, rows: null, readout: null });
    expect(model.save()).toEqual(before);
    model.openMask(2, 0, mask, context());
    expect(model.save()).toEqual(before);
    expect(model.isVisible(2)).toBe(false);
    model.closeMask();
    model.openMask(3, 0, grey(Uint8Array.of(0, 1), 2), context());
    expect(model.state.view).toBeNull();
  });

  it('drops the place when the mask has another size', () => {
    const model = new MaskModel(readSavedState({ view: { centreX: 1, centreY: 1, scale: 4 }, size: '3 × 1' }));
    model.openMask(1, 0, grey(Uint8Array.of(0, 1), 2), context());
    expect(model.state.view).toBeNull();
  });

  it('survives anything', () => {
    const defaults = readSavedState(undefined);
    fc.assert(
      fc.property(fc.anything(), (raw) => {
        expect(Object.keys(readSavedState(raw))).toEqual(Object.keys(defaults));
      }),
      { seed: 20191008, numRuns: 300 },
    );
    expect(readSavedState({ panelWidth: '9', sort: 'size', hidden: [1, 'x'], view: { centreX: NaN } })).toEqual({
      ...defaults,
      hidden: [1],
    });
  });

  it('keeps hidden ids as ranges', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 50 }), (flags) => {
        const hidden = Uint8Array.from(flags);
        const again = hiddenFromRanges(rangesFromHidden(hidden), hidden.length);
        expect(again ?? new Uint8Array(hidden.length)).toEqual(hidden);
      }),
      { seed: 20191008 },
    );
  });
});

describe('coordinates', () => {
  it.each([
    ['3, 4', { x: 3, y: 4 }],
    ['3 4', { x: 3, y: 4 }],
    ['3;4', { x: 3, y: 4 }],
    ['3×4', { x: 3, y: 4 }],
    ['x=3 y=4', { x: 3, y: 4 }],
    ['x 3, y 4', { x: 3, y: 4 }],
    ['(9, 19)', { x: 9, y: 19 }],
    ['10, 4', null],
    ['3, 20', null],
    ['3', null],
    ['-3, 4', null],
    ['1.5, 4', null],
    ['', null],
    ['abc', null],
  ])('%s', (text, pixel) => {
    expect(parsePixel(text, 10, 20)).toEqual(pixel);
  });
});

describe('texts', () => {
  it('are filled by number, and once', () => {
    expect(fill('{1} of {0}: {2}', 'a', '{0}')).toBe('{0} of a: {2}');
  });
});

describe('signs of progress', () => {
  it('come only where something takes long', () => {
    vi.useFakeTimers();
    try {
      const seen: string[] = [];
      const stop = whenSlow(() => seen.push('fast'));
      whenSlow(() => seen.push('slow'));
      vi.advanceTimersByTime(100);
      stop();
      vi.advanceTimersByTime(1000);
      expect(seen).toEqual(['slow']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('throttling', () => {
  it('runs at once, then at most once an interval, with the last call’s values', () => {
    vi.useFakeTimers();
    try {
      const seen: number[] = [];
      const report = throttle(100, (value: number) => seen.push(value));
      for (let call = 1; call <= 5; call++) {
        report(call);
      }
      expect(seen).toEqual([1]);
      vi.advanceTimersByTime(100);
      expect(seen).toEqual([1, 5]);
      vi.advanceTimersByTime(1000);
      report(6);
      report(7);
      report.flush();
      expect(seen).toEqual([1, 5, 6, 7]);
    } finally {
      vi.useRealTimers();
    }
  });
});
