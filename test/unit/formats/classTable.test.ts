import { describe, expect, it } from 'vitest';
import { applyTextEdits, editsFor, readClassMapText } from '../../../src/core/formats/classMapEdits.ts';
import { classMapFormatOf, parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { paletteFromClassMap } from '../../../src/core/palette/namedPalettes.ts';
import { hasShared, readShared } from '../../fixtures/sharedData.ts';

const classesOf = (text: string) => {
  expect(classMapFormatOf('classes.txt', text)).toBe('table');
  return parseClassMap('classes.txt', text).entries.map(({ id, name, colour }) => [id, name, colour]);
};
const problemsOf = (text: string) =>
  parseClassMap('classes.txt', text).problems.map(({ code, details }) => [code, details['line'], details['text']]);

const KAGGLE = 'data/datumaro/kaggle_dataset/image_mask_with_labelmap/labelmap.csv';
const SYNTHIA = 'data/datumaro/synthia_dataset/rand_custom_labelmap/label_colors.txt';
if (!hasShared(KAGGLE)) console.warn(`skipped: no ${KAGGLE} beside the repository`);

describe.skipIf(!hasShared(KAGGLE))('tables that others made', () => {
  const read = (path: string) => {
    const map = parseClassMap(path.slice(path.lastIndexOf('/') + 1), new TextDecoder().decode(readShared(path)));
    expect(map.problems).toEqual([]);
    return map;
  };

  it('are read with their colours, which make a palette', () => {
    const kaggle = read(KAGGLE);
    expect(kaggle.entries.map(({ id, name, colour }) => [id, name, colour])).toEqual([
      [0, 'background', '#000000'],
      [1, 'cat', '#ff0000'],
      [2, 'dog', '#00ff00'],
    ]);
    expect([...paletteFromClassMap(kaggle).rgb.subarray(0, 9)]).toEqual([0, 0, 0, 255, 0, 0, 0, 255, 0]);
    const synthia = read(SYNTHIA);
    expect(synthia.entries.map(({ id, name, colour }) => [id, name, colour])).toEqual([
      [0, 'background', '#000000'],
      [1, 'sky', '#000040'],
      [2, 'building', '#008080'],
      [3, 'person', '#800040'],
      [4, 'road', '#00c080'],
    ]);
  });
});

describe('a table of classes', () => {
  it.each([
    ['64 128 64\tAnimal\n192 0 128\tTraffic light\n'],
    ['Animal;64;128;64\nTraffic light;192;0;128\n'],
    ['name,r,g,b\nAnimal,64,128,64\n"Traffic light", 192, 0, 128\n'],
    ['name,hex\nAnimal,#408040\nTraffic light,#C00080\n'],
    ['# a comment\n#408040,Animal\n\n#c00080 Traffic light\n'],
    ['\ufeff64 128 64 Animal\r\n192 0 128 Traffic light\r\n'],
  ])('%j has two', (text) => {
    expect(classesOf(text)).toEqual([
      [0, 'Animal', '#408040'],
      [1, 'Traffic light', '#c00080'],
    ]);
    expect(problemsOf(text)).toEqual([]);
  });

  it('may state ids', () => {
    const text = 'id,name,r,g,b\n7,road,128,64,128\n0,void,0,0,0\n';
    expect(classesOf(text)).toEqual([
      [0, 'void', '#000000'],
      [7, 'road', '#804080'],
    ]);
    expect(parseClassMap('classes.txt', text)).toMatchObject({ idsFrom: 'id', places: [3, 2] });
    expect(parseClassMap('classes.txt', '0,a,1,2,3\nb,4,5,6\n').idsFrom).toBe('position');
  });

  it('tells of lines and colours that it cannot read', () => {
    expect(problemsOf('a,1,2,300\nb,1,2,3\nc,1,2,3\nbroken\n')).toEqual([
      ['rowInvalid', 4, undefined],
      ['colourInvalid', 1, '1,2,300'],
      ['colourDuplicate', 3, undefined],
    ]);
  });

  it('is no list of names, and a list of names is none', () => {
    for (const text of ['road\ncar\n', '7: road\n9: car\n', 'class 1\nclass 2\n', 'tv, monitor\nbed, plant\n', '']) {
      expect(classMapFormatOf('classes.txt', text)).toBe('names');
      expect(problemsOf(text).map(([code]) => code)).not.toContain('looksLikeTable');
    }
    expect(problemsOf('0,road\n1,car\n').map(([code]) => code)).toEqual(['looksLikeTable']);
    expect(classMapFormatOf('a.json', 'a,1,2,3')).toBe('coco');
  });

  it('is read at once however long its lines are', () => {
    for (const text of ['a'.repeat(2 ** 20), `${' '.repeat(2 ** 19)}1`, 'a '.repeat(2 ** 19), '1,'.repeat(2 ** 19)]) {
      expect(parseClassMap('classes.txt', text).entries.length).toBeLessThanOrEqual(1);
    }
  });

  it('keeps its form when a class is renamed; ids do not move, and no line is made up', () => {
    const text = 'name,r,g,b\ncat,1,2,3\ndog,4,5,6\n';
    const source = readClassMapText('labelmap.csv', text);
    const after = (fix: Parameters<typeof editsFor>[1]): string | null => {
      const edits = editsFor(source, fix);
      return edits && applyTextEdits(text, edits);
    };
    expect(after({ kind: 'rename', entry: 1, name: 'red fox' })).toBe('name,r,g,b\ncat,1,2,3\nred fox,4,5,6\n');
    expect(after({ kind: 'rename', entry: 1, name: 'a,b' })).toBeNull();
    expect(after({ kind: 'remove', entry: 0 })).toBeNull();
    expect(after({ kind: 'remove', entry: 1 })).toBe('name,r,g,b\ncat,1,2,3\n');
    expect(after({ kind: 'add', id: 2, name: 'x', colour: null })).toBeNull();
  });
});

describe('a labelmap', () => {
  it('is one under any name', () => {
    const text = '# label:color_rgb:parts:actions\nbackground:0,0,0::\nroad:10,20,30::\ncar:200,100,50::\n';
    for (const name of ['labelmap.txt', 'cvat_labelmap.txt', 'classes.txt']) {
      expect(parseClassMap(name, text).entries.map(({ id, name: called, colour }) => [id, called, colour])).toEqual([
        [0, 'background', '#000000'],
        [1, 'road', '#0a141e'],
        [2, 'car', '#c86432'],
      ]);
    }
    expect(classMapFormatOf('x.txt', 'road:10,20,30\ncar:200,100,50')).toBe('labelmap');
    expect(classMapFormatOf('labelmap.txt', 'road\ncar')).toBe('labelmap');
  });
});
