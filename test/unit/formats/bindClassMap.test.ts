import { describe, expect, it } from 'vitest';
import { bindClassMap } from '../../../src/core/formats/classMap.ts';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';

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
