import { describe, expect, it } from 'vitest';
import { bindClassMap, namingByPalette } from '../../../src/core/formats/bindClassMap.ts';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const labelmap = parseClassMap('labelmap.txt', 'background:0,0,0\ncat:1,2,3\ndog:4,5,6\nignored:7,8,9\nnameless');
const palette = (...colours: readonly (readonly [number, number, number])[]) => Uint8Array.from(colours.flat());
const namesOf = (bound: ReturnType<typeof bindClassMap>) => bound.entries.map(({ id, name }) => [id, name]);

describe('applying a class map', () => {
  it('lets the colours of the palette decide, not the order of lines', () => {
    const paletteRgb = palette([0, 0, 0], [4, 5, 6], [9, 9, 9], [1, 2, 3], [0, 0, 0], [7, 8, 9]);
    const bound = bindClassMap(labelmap, { paletteRgb, isColour: false });
    expect(bound.matchBy).toBe('id');
    expect(namesOf(bound)).toEqual([
      [0, 'background'],
      [1, 'dog'],
      [3, 'cat'],
      [4, 'nameless'],
      [5, 'ignored'],
    ]);
  });

  it('goes by position where the palette is another', () => {
    const paletteRgb = palette([0, 0, 0], [50, 0, 0], [60, 0, 0], [70, 0, 0], [80, 0, 0]);
    expect(namesOf(bindClassMap(labelmap, { paletteRgb, isColour: false }))).toEqual([
      [0, 'background'],
      [1, 'cat'],
      [2, 'dog'],
      [3, 'ignored'],
      [4, 'nameless'],
    ]);
  });

  it('names all ids of a colour that the palette repeats, but not what fills it up, and says so', () => {
    const paletteRgb = palette([0, 0, 0], [1, 2, 3], [4, 5, 6], [1, 2, 3], [7, 8, 9], [0, 0, 0], [0, 0, 0]);
    const { entries, problems } = bindClassMap(
      parseClassMap('labelmap.txt', 'background:0,0,0\ncat:1,2,3\ndog:4,5,6\nignored:7,8,9'),
      { paletteRgb, isColour: false },
    );
    expect(entries.map(({ id, name }) => [id, name])).toEqual([
      [0, 'background'],
      [1, 'cat'],
      [2, 'dog'],
      [3, 'cat'],
      [4, 'ignored'],
    ]);
    expect(problems).toEqual([
      { code: 'colourOfSeveralIds', details: { colour: '#010203', ids: '1, 3', name: 'cat' } },
    ]);
  });

  it('says which classes have no colour in the palette', () => {
    const paletteRgb = palette([0, 0, 0], [1, 2, 3], [4, 5, 6]);
    expect(bindClassMap(labelmap, { paletteRgb, isColour: false }).problems).toEqual([
      { code: 'coloursNotInPalette', details: { count: 1, names: 'ignored' } },
    ]);
    const classes = Array.from({ length: 30 }, (_, at) => `c${at}:${at},${at},${at}`).join('\n');
    const known = Uint8Array.from({ length: 60 }, (_, at) => Math.floor(at / 3));
    expect(
      bindClassMap(parseClassMap('labelmap.txt', classes), { paletteRgb: known, isColour: false }).problems,
    ).toEqual([
      { code: 'coloursNotInPalette', details: { count: 10, names: 'c20, c21, c22, c23, c24, c25, c26, c27, …' } },
    ]);
  });

  it('goes by position in grey masks and by colour in RGB masks', () => {
    expect(bindClassMap(labelmap, { paletteRgb: null, isColour: false }).matchBy).toBe('id');
    const bound = bindClassMap(labelmap, { paletteRgb: null, isColour: true });
    expect(bound.matchBy).toBe('colour');
    expect(bound.problems).toEqual([]);
  });

  it('says that a list of names cannot name the colours of an RGB mask', () => {
    const list = parseClassMap('classes.txt', 'a\nb');
    expect(bindClassMap(list, { paletteRgb: null, isColour: true }).problems).toEqual([
      { code: 'coloursMissing', details: {} },
    ]);
  });

  it('never lets a palette move the ids of a list', () => {
    const list = parseClassMap('classes.txt', 'a\nb');
    expect(namesOf(bindClassMap(list, { paletteRgb: palette([9, 9, 9], [0, 0, 0]), isColour: false }))).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
  });
});

describe('a palette that is edited', () => {
  const random = new SeededRandom(20_261_120);
  /** Few colours, so that classes, ids and edits often share them. */
  const colour = () => [random.integer(0, 1) * 128, random.integer(0, 2) * 64, random.integer(0, 1) * 255] as const;
  const cases = Array.from({ length: 400 }, () => {
    const lines = Array.from({ length: random.integer(1, 8) }, (_, at) =>
      random.next() < 0.15 ? `class ${at}` : `class ${at}:${colour().join()}::`,
    );
    const opened = palette(...Array.from({ length: random.integer(1, 10) }, colour));
    return { map: parseClassMap('labelmap.txt', `${lines.join('\n')}\nlast:1,1,1::\n`), opened };
  });
  const nameOf = (bound: ReturnType<typeof bindClassMap>, id: number) =>
    bound.entries.find((entry) => entry.id === id)?.name;
  const same = (one: Uint8Array, other: Uint8Array, id: number) =>
    [0, 1, 2].every((channel) => one[3 * id + channel] === other[3 * id + channel]);

  it('never changes the name of an id whose own colour stays', () => {
    let kept = 0;
    for (const { map, opened } of cases) {
      const edited = Uint8Array.from(opened);
      for (let times = random.integer(1, 6); times > 0; times--) {
        edited.set(colour(), 3 * random.integer(0, opened.length / 3 - 1));
      }
      const before = bindClassMap(map, { paletteRgb: opened, isColour: false });
      const after = bindClassMap(map, { paletteRgb: edited, openedPaletteRgb: opened, isColour: false });
      for (let id = 0; 3 * id < opened.length; id++) {
        if (!same(opened, edited, id)) continue;
        kept += 1;
        expect(nameOf(after, id)).toBe(nameOf(before, id));
      }
    }
    expect(kept).toBeGreaterThan(500);
  });

  it('names by what it is now: edits that are taken back leave nothing behind', () => {
    for (const { map, opened } of cases) {
      const facts = { openedPaletteRgb: opened, isColour: false };
      const again = bindClassMap(map, { ...facts, paletteRgb: Uint8Array.from(opened) });
      expect(again.entries).toEqual(bindClassMap(map, { paletteRgb: opened, isColour: false }).entries);
    }
  });

  it('never flips between colours and positions, however many of its colours go', () => {
    const map = parseClassMap('labelmap.txt', 'background:0,0,0\neye:128,0,0\nnose:0,128,0\nmouth:0,0,128');
    const opened = palette([0, 0, 0], [0, 128, 0], [128, 0, 0], [0, 0, 128]);
    const edited = palette([9, 9, 9], [8, 8, 8], [7, 7, 7], [0, 128, 0]);
    expect(namesOf(bindClassMap(map, { paletteRgb: edited, openedPaletteRgb: opened, isColour: false }))).toEqual([
      [3, 'nose'],
    ]);
    // By position, as the palette alone would say.
    expect(namingByPalette(map.entries, edited).findBy).toBe('position');
    expect(namesOf(bindClassMap(map, { paletteRgb: opened, openedPaletteRgb: edited, isColour: false }))).toEqual([
      [0, 'background'],
      [1, 'eye'],
      [2, 'nose'],
      [3, 'mouth'],
    ]);
  });
});
