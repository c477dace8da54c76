import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FileColour } from '../../../src/core/palette/fileColour.ts';
import { formatHex } from '../../../src/core/palette/idColours.ts';
import { readId } from '../../../webview/mask/edit/fields.ts';
import {
  arrangeRows,
  barLength,
  formatIds,
  idRows,
  matchesFilter,
  type ClassRow,
  type IdRow,
  type RowSource,
  type RowView,
} from '../../../webview/mask/classRows.ts';

/** A five-colour palette like that of a face dataset: entries 5 … 255 are black, as is entry 0. */
const FACE: readonly (readonly [number, number, number])[] = [
  [0, 0, 0],
  [128, 0, 0],
  [0, 128, 0],
  [128, 128, 0],
  [0, 0, 128],
];
const NAMES: Readonly<Record<number, string>> = { 0: 'background', 1: 'eye', 2: 'nose', 3: 'mouth', 4: 'eyebrow' };

function colourOf(rgb: readonly [number, number, number]): FileColour {
  const hex = formatHex(...rgb);
  return { hex, screenHex: hex, name: hex === '#800000' ? 'maroon' : '' };
}

function source(change: Partial<RowSource> = {}): RowSource {
  const colours = new Uint8Array(4 * 256);
  for (let id = 0; id < 256; id++) {
    colours.set([...(FACE[id] ?? [0, 0, 0]), 255], 4 * id);
  }
  const counts = new Float64Array(256);
  counts.set([900, 50, 30, 20]);
  return {
    counts,
    pixels: 1000,
    colours: { colours, outsideFrom: 256 },
    listedEntries: 256,
    listedIds: [],
    meaning: (id) => ({ shownIds: [id], className: NAMES[id] ?? null, classId: null, instance: null, isVoid: false }),
    fileColour: (id) => colourOf(FACE[id] ?? [0, 0, 0]),
    ...change,
  };
}

const VIEW: RowView = { filter: '', sort: 'id', descending: false, hideUnused: false, expandedRuns: new Set() };
const label = (row: ClassRow): string =>
  row.type === 'run' ? `${row.first}…${row.last}` : `${row.nested ? '+' : ''}${row.id}`;
const arrange = (change: Partial<RowView> = {}, rows: readonly IdRow[] = idRows(source())): string[] =>
  arrangeRows(rows, { ...VIEW, ...change }).map(label);

describe('other names of a class', () => {
  const meaning: RowSource['meaning'] = (id) => ({
    ...source().meaning(id),
    ...(id === 1 ? { aliases: ['Iris', 'left eye'] } : id === 2 ? { aliases: ['eye'] } : {}),
  });
  const rows = idRows(source({ meaning }));

  it('are found by the filter', () => {
    expect(rows.filter((row) => matchesFilter(row, 'iris')).map(({ id }) => id)).toEqual([1]);
    expect(rows.filter((row) => matchesFilter(row, 'left eye')).map(({ id }) => id)).toEqual([1]);
    expect(rows.filter((row) => matchesFilter(row, 'eye')).map(({ id }) => id)).toEqual([1, 2, 4]);
  });

  it('are taken by fields for ids, after the names themselves', () => {
    expect(['iris', ' LEFT EYE ', 'eye', 'nose', 'id 7'].map((text) => readId(text, rows))).toEqual([1, 1, 1, 2, 7]);
    expect(readId('', rows)).toBeNull();
    expect(readId('pupil', rows)).toBeNaN();
  });
});

describe('rows of ids', () => {
  it('hold one row for each entry, with count, share, colour and use', () => {
    const rows = idRows(source());
    expect(rows).toHaveLength(256);
    expect(rows[1]).toMatchObject({
      id: 1,
      hex: '#800000',
      colourName: 'maroon',
      pixels: 50,
      share: 0.05,
      usage: 'used',
      sharedBy: null,
    });
    expect(rows[4]).toMatchObject({ id: 4, pixels: 0, usage: 'unused' });
  });

  it('name all ids of a shared colour', () => {
    const rows = idRows(source());
    const black = [0, ...Array.from({ length: 251 }, (_, index) => index + 5)];
    expect(rows[0]?.sharedBy).toEqual(black);
    expect(rows[255]?.sharedBy).toEqual(black);
    expect(rows[2]?.sharedBy).toBeNull();
  });

  it('hold the file’s colour beside the one in the picture, and say where they differ', () => {
    const fileColour = (id: number) => colourOf([id, id, id]);
    const [, row] = idRows(source({ fileColour }));
    expect(row).toMatchObject({ hex: '#010101', colourName: '', drawnHex: '#800000', isDrawnOtherwise: true });
    expect(row?.sharedBy).toBeNull();
    expect(idRows(source())[1]).toMatchObject({ drawnHex: '#800000', isDrawnOtherwise: false });
  });

  it('tell colours apart that a screen cannot, and show ids as the dataset counts them', () => {
    const fileColour = (id: number) => ({ ...colourOf([1, 0, 0]), hex: id === 1 ? '#010100000000' : '#010000000000' });
    const meaning = (id: number) => ({ ...source().meaning(id), shownIds: [1000 + id] });
    const rows = idRows(source({ fileColour, meaning, listedEntries: 3 }));
    expect(rows.map(({ sharedBy }) => sharedBy)).toEqual([
      [1000, 1002, 1003],
      null,
      [1000, 1002, 1003],
      expect.anything(),
    ]);
  });

  it('tell ids beyond the palette, which have no colour', () => {
    const counts = new Float64Array(256);
    counts[3] = 4;
    counts[4] = 1;
    counts[200] = 5;
    const colours = { colours: new Uint8Array(4 * 256), outsideFrom: 4 };
    const fileColour = (id: number) => (id < 4 ? colourOf([id, 0, 0]) : null);
    const rows = idRows(source({ counts, colours, listedEntries: 4, pixels: 10, fileColour }));
    expect(rows.map(({ id }) => id)).toEqual([0, 1, 2, 3, 4, 200]);
    expect(rows[4]).toMatchObject({ usage: 'outside', hex: '' });
    expect(rows[5]).toMatchObject({ usage: 'outside', hex: '', sharedBy: null, share: 0.5 });
  });

  it('list classes of the class map that no pixel has, and none that the mask cannot hold', () => {
    const rows = idRows(source({ listedEntries: 0, listedIds: [2, 7, 255, 256, -1, 1.5] }));
    expect(rows.map(({ id, usage }) => `${id} ${usage}`)).toEqual([
      '0 used',
      '1 used',
      '2 used',
      '3 used',
      '7 unused',
      '255 unused',
    ]);
  });

  it('are complete for any histogram', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat({ max: 9 }), { minLength: 1, maxLength: 40 }),
        fc.nat({ max: 40 }),
        (counts, entries) => {
          const colours = { colours: new Uint8Array(4 * 64), outsideFrom: entries };
          const total = counts.reduce((sum, count) => sum + count, 0);
          const rows = idRows(source({ counts, pixels: total, colours, listedEntries: entries }));
          expect(rows.reduce((sum, { pixels }) => sum + pixels, 0)).toBe(total);
          const expected = Array.from({ length: 64 }, (_, id) => id).filter(
            (id) => id < entries || (counts[id] ?? 0) > 0,
          );
          expect(rows.map(({ id }) => id)).toEqual(expected);
        },
      ),
      { seed: 20191008, numRuns: 200 },
    );
  });
});

describe('folding', () => {
  it('folds a long run of equal unused entries into one row', () => {
    expect(arrange()).toEqual(['0', '1', '2', '3', '4', '5…255']);
    const [run] = arrangeRows(idRows(source()), VIEW).slice(-1);
    expect(run).toEqual({ type: 'run', first: 5, last: 255, count: 251, hex: '#000000', expanded: false });
  });

  it('unfolds on demand, with nested rows', () => {
    const rows = arrange({ expandedRuns: new Set([5]) });
    expect(rows.slice(4, 8)).toEqual(['4', '5…255', '+5', '+6']);
    expect(rows).toHaveLength(6 + 251);
  });

  it('keeps entries apart that are used, named or of another colour', () => {
    const counts = new Float64Array(256);
    counts[100] = 1;
    const names = (id: number) => source().meaning(id === 150 ? 1 : id);
    const rows = idRows(source({ counts, meaning: (id) => ({ ...names(id), shownIds: [id] }) }));
    expect(arrange({}, rows)).toEqual(['0', '1', '2', '3', '4', '5…99', '100', '101…149', '150', '151…255']);
  });

  it('leaves entries apart that are no neighbours', () => {
    const rows = idRows(source({ listedEntries: 0, listedIds: [10, 12, 14, 16, 18] }));
    expect(arrange({}, rows).slice(4)).toEqual(['10', '12', '14', '16', '18']);
  });

  it('leaves short runs as they are', () => {
    const rows = idRows(source({ listedEntries: 8 }));
    expect(arrange({}, rows)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it('never loses or doubles an id', () => {
    fc.assert(
      fc.property(
        fc.array(fc.record({ count: fc.nat({ max: 1 }), grey: fc.nat({ max: 1 }) }), { maxLength: 60 }),
        (entries) => {
          const colours = new Uint8Array(4 * 64);
          entries.forEach(({ grey }, id) => colours.set([grey, grey, grey, 255], 4 * id));
          const rows = idRows(
            source({
              counts: entries.map(({ count }) => count),
              colours: { colours, outsideFrom: 64 },
              listedEntries: entries.length,
              fileColour: (id) => colourOf([entries[id]?.grey ?? 0, 0, 0]),
              meaning: (id) => ({ shownIds: [id], className: null, classId: null, instance: null, isVoid: false }),
            }),
          );
          const ids = arrangeRows(rows, VIEW).flatMap((row) =>
            row.type === 'id'
              ? [row.id]
              : Array.from({ length: row.last - row.first + 1 }, (_, step) => row.first + step),
          );
          expect(ids).toEqual(entries.map((_, id) => id));
        },
      ),
      { seed: 20191008, numRuns: 300 },
    );
  });
});

describe('sorting', () => {
  const used = idRows(source({ listedEntries: 0 }));

  it('goes by pixels, both ways', () => {
    expect(arrange({ sort: 'pixels', descending: true }, used)).toEqual(['0', '1', '2', '3']);
    expect(arrange({ sort: 'pixels' }, used)).toEqual(['3', '2', '1', '0']);
  });

  it('goes by name, nameless rows last in both directions', () => {
    const rows = idRows(source({ listedEntries: 8, listedIds: [] }));
    expect(arrange({ sort: 'name' }, rows)).toEqual(['0', '1', '4', '3', '2', '5', '6', '7']);
    expect(arrange({ sort: 'name', descending: true }, rows)).toEqual(['2', '3', '4', '1', '0', '5', '6', '7']);
  });

  it('goes by red, green, blue', () => {
    expect(arrange({ sort: 'colour' }, used)).toEqual(['0', '2', '1', '3']);
  });

  it('goes by the dataset’s ids; colours without one come last in both directions', () => {
    const shown: Readonly<Record<number, readonly number[]>> = { 0: [17, 18], 2: [4] };
    const rows = idRows(
      source({ listedEntries: 0, meaning: (id) => ({ ...source().meaning(id), shownIds: shown[id] ?? [] }) }),
    );
    expect(arrange({}, rows)).toEqual(['2', '0', '1', '3']);
    expect(arrange({ descending: true }, rows)).toEqual(['0', '2', '1', '3']);
  });

  it('turns ids round', () => {
    expect(arrange({ descending: true })).toEqual(['5…255', '4', '3', '2', '1', '0']);
  });
});

describe('the filter', () => {
  const rows = idRows(source());
  const matching = (filter: string): number[] => rows.filter((row) => matchesFilter(row, filter)).map(({ id }) => id);

  it.each([
    ['1', [1]],
    ['1-3', [1, 2, 3]],
    ['254…255', [254, 255]],
    ['eye', [1, 4]],
    ['EYE', [1, 4]],
    ['#8080', [3]],
    ['#800000', [1]],
    ['808000', [3]],
    ['maroon', [1]],
    ['eye brow', [4]],
    ['eye 4', [4]],
    ['nothing', []],
  ])('%s', (filter, ids) => {
    expect(matching(filter)).toEqual(ids);
  });

  it('finds Korean names however they are composed', () => {
    const meaning = source().meaning(0);
    const row: IdRow = { ...rows[0], meaning: { ...meaning, className: '눈썹'.normalize('NFD') } } as IdRow;
    expect(matchesFilter(row, '코')).toBe(false);
    expect(matchesFilter(row, '눈썹'.normalize('NFC'))).toBe(true);
  });

  it('hides unused entries', () => {
    expect(arrange({ hideUnused: true })).toEqual(['0', '1', '2', '3']);
  });
});

describe('lists of ids', () => {
  it.each([
    [[], ''],
    [[7], '7'],
    [[0, 5, 6, 7, 255], '0, 5 … 7, 255'],
    [[1, 2], '1, 2'],
    [[1, 2, 3, 5, 6], '1 … 3, 5, 6'],
  ])('%j', (ids, text) => {
    expect(formatIds(ids)).toBe(text);
  });
});

describe('bars', () => {
  it('are as long as the share of the largest, or its logarithm', () => {
    expect([barLength(0, 100, false), barLength(50, 100, false), barLength(100, 100, true)]).toEqual([0, 0.5, 1]);
    expect(barLength(9, 99, true)).toBeCloseTo(0.5, 12);
    expect(barLength(0, 99, true)).toBe(0);
  });
});
