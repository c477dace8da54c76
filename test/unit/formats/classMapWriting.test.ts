import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { MAX_CLASSES, type ClassMap, type ClassMapEntry } from '../../../src/core/formats/classMap.ts';
import { isClassesJson, parseClassMap, writeClassMap } from '../../../src/core/formats/classMapFile.ts';
import { readCocoCategories } from '../../../src/core/formats/cocoCategories.ts';
import { writeLabelmeList } from '../../../src/core/formats/nameList.ts';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { listShared, readShared } from '../../fixtures/sharedData.ts';

const JSON_NAME = 'voc.classes.json';
const NAMES = [
  'background',
  'cat',
  'Katze',
  '고양이',
  'tv/monitor',
  'a "quoted" name',
  'two words',
  '__ignore__',
  'sky',
];

const mapOf = (entries: readonly ClassMapEntry[]): ClassMap => ({ entries, idsFrom: 'id', problems: [] });
const lossesOf = (fileName: string, map: ClassMap) => writeClassMap(fileName, map).losses.map(({ code }) => code);

function randomColour(random: SeededRandom): string {
  return `#${random.integer(0, 0xffffff).toString(16).padStart(6, '0')}`;
}

/** Any class map that our own format can hold. */
function randomEntries(random: SeededRandom): ClassMapEntry[] {
  const ids = new Set(
    Array.from({ length: random.integer(1, 12) }, () => random.choice([-1, 0, 255, random.integer(0, 65_535)])),
  );
  return [...ids]
    .sort((a, b) => a - b)
    .map((id) => ({
      id,
      name: random.choice(NAMES),
      colour: random.choice([null, randomColour(random)]),
      isVoid: random.choice([true, false]),
      ...random.choice([{}, { aliases: ['tv', 'tvmonitor'] }]),
      ...random.choice([{}, { group: 'things' }]),
    }));
}

describe('our own class maps', () => {
  it('are read as they were written, whatever they hold', () => {
    const random = new SeededRandom(61);
    for (let round = 0; round < 400; round++) {
      const entries = randomEntries(random);
      const { text, losses } = writeClassMap(JSON_NAME, mapOf(entries));
      const again = parseClassMap(JSON_NAME, text);
      expect(again.entries).toEqual(entries);
      expect([again.problems, losses]).toEqual([[], []]);
      expect(writeClassMap(JSON_NAME, again).text).toBe(text);
    }
  });

  it.each(Object.entries(PRESETS))('hold the preset %s', (_name, preset) => {
    const again = parseClassMap(JSON_NAME, writeClassMap(JSON_NAME, preset).text);
    expect([...again.entries].sort((a, b) => a.id - b.id)).toEqual([...preset.entries].sort((a, b) => a.id - b.id));
  });

  it('have one class a line, and a void set', () => {
    const entries = [
      { id: 0, name: 'background', colour: '#000000', isVoid: false },
      { id: 255, name: 'void', colour: null, isVoid: true },
    ];
    expect(writeClassMap(JSON_NAME, mapOf(entries)).text).toBe(
      '{\n  "classes": [\n    {"id":0,"name":"background","colour":"#000000"},\n    {"id":255,"name":"void"}\n  ],\n  "void": [255]\n}\n',
    );
  });

  it('have names by which they are known', () => {
    expect(['a.classes.json', 'classes.json', 'A.Classes.JSON'].map(isClassesJson)).toEqual([true, true, true]);
    expect(['myclasses.json', 'classes.txt'].map(isClassesJson)).toEqual([false, false]);
  });

  it('give a void id without a class one', () => {
    const { entries } = parseClassMap(JSON_NAME, '{"classes":[{"id":1,"name":"a"}],"void":[1,255]}');
    expect(entries.map(({ id, name, isVoid }) => [id, name, isVoid])).toEqual([
      [1, 'a', true],
      [255, 'void', true],
    ]);
  });

  const problemsOf = (value: unknown) =>
    parseClassMap(JSON_NAME, typeof value === 'string' ? value : JSON.stringify(value)).problems.map(
      ({ code, details }) => [code, details['text'] ?? details['number'] ?? details['list'] ?? details['name']],
    );

  it('name each problem and keep the rest', () => {
    const text = { classes: [{ id: 1, name: 'a' }, 7, { id: 2 }, { id: 1.5, name: 'b' }, { id: 65_536, name: 'c' }] };
    expect(parseClassMap(JSON_NAME, JSON.stringify(text)).entries.map(({ name }) => name)).toEqual(['a']);
    expect(problemsOf(text)).toEqual([
      ['entryInvalid', 2],
      ['entryInvalid', 3],
      ['idInvalid', '1.5'],
      ['idInvalid', '65536'],
    ]);
    expect(problemsOf({ classes: [{ id: 1, name: 'a', colour: 'red' }] })).toEqual([['hexInvalid', '"red"']]);
    expect(problemsOf({ classes: [{ id: 1, name: 'a', aliases: [3] }] })).toEqual([['aliasesInvalid', 'a']]);
    expect(problemsOf({ classes: [{ id: 1, name: 'a' }], void: ['x'] })).toEqual([['voidInvalid', '"x"']]);
    expect(problemsOf({ classes: [] })).toEqual([['nothingFound', undefined]]);
    expect(problemsOf({})).toEqual([['listMissing', 'classes']]);
    expect(problemsOf('{"classes": [').map(([code]) => code)).toEqual(['jsonInvalid']);
    expect(problemsOf('['.repeat(200_000)).map(([code]) => code)).toEqual(['jsonInvalid']);
    expect(problemsOf('null')).toEqual([['listMissing', 'classes']]);
  });

  it('are bounded, and free of control characters', () => {
    const classes = Array.from({ length: MAX_CLASSES + 1 }, (_, at) => ({ id: at % 100, name: 'a' }));
    const map = parseClassMap(JSON_NAME, JSON.stringify({ classes }));
    expect(map.entries).toHaveLength(MAX_CLASSES);
    expect(map.problems[0]?.code).toBe('tooManyClasses');
    expect(map.problems.slice(1).map(({ code }) => code)).toEqual(Array<string>(100).fill('idDuplicate'));
    const [entry] = parseClassMap(JSON_NAME, '{"classes":[{"id":1,"name":"a\\u202eb "}]}').entries;
    expect(entry).toMatchObject({ name: 'a b', written: 'a\u202eb ' });
  });

  it('have the fields that the schema names', () => {
    const schema = JSON.parse(readFileSync(new URL('../../../media/classes.schema.json', import.meta.url), 'utf8')) as {
      properties: { classes: { items: { properties: object } } };
    };
    expect(Object.keys(schema.properties.classes.items.properties)).toEqual([
      'id',
      'name',
      'colour',
      'aliases',
      'group',
    ]);
    expect(Object.keys(schema.properties)).toEqual(['$schema', 'classes', 'void']);
  });
});

describe('the schema of our own class maps', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../../media/${name}`, import.meta.url), 'utf8')) as unknown;
  /** Each text of a schema at its path, and the schema without its texts. */
  const texts = (value: unknown, path = ''): readonly (readonly [string, string])[] =>
    typeof value !== 'object' || value === null
      ? []
      : Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
          ['title', 'description', 'patternErrorMessage'].includes(key) && typeof inner === 'string'
            ? [[`${path}/${key}`, inner] as const]
            : texts(inner, `${path}/${key}`),
        );
  const bones = (value: unknown) =>
    JSON.stringify(value, (key, inner: unknown) =>
      ['title', 'description', 'patternErrorMessage'].includes(key) && typeof inner === 'string' ? undefined : inner,
    );

  it('is the same in Korean, but for the texts', () => {
    const [english, korean] = [read('classes.schema.json'), read('classes.schema.ko.json')];
    expect(bones(korean)).toBe(bones(english));
    expect(texts(korean).map(([path]) => path)).toEqual(texts(english).map(([path]) => path));
    expect(texts(english).length).toBeGreaterThan(10);
    for (const [path, text] of texts(korean))
      expect([path, /[\uac00-\ud7a3]|#rrggbb/.test(text)]).toEqual([path, true]);
    for (const [path, text] of texts(english)) expect([path, /[\uac00-\ud7a3]/.test(text)]).toEqual([path, false]);
  });
});

describe('labelmap.txt', () => {
  it('is read as it was written where ids are positions', () => {
    const random = new SeededRandom(62);
    for (let round = 0; round < 200; round++) {
      const entries = Array.from({ length: random.integer(1, 20) }, (_, id): ClassMapEntry => ({
        id,
        name: id === 0 ? 'background' : `class ${id}`,
        colour: random.choice([null, randomColour(random)]),
        isVoid: false,
      }));
      const { text, losses } = writeClassMap('labelmap.txt', mapOf(entries));
      expect(parseClassMap('labelmap.txt', text).entries).toEqual(entries);
      expect(losses).toEqual([]);
    }
  });

  it('has the head and the four fields that CVAT writes', () => {
    const entries = [{ id: 0, name: 'background', colour: '#0a0b0c', isVoid: false }];
    expect(writeClassMap('labelmap.txt', mapOf(entries)).text).toBe(
      '# label:color_rgb:parts:actions\nbackground:10,11,12::\n',
    );
  });

  it('says what it cannot keep', () => {
    const base = { colour: null, isVoid: false };
    expect(lossesOf('labelmap.txt', PRESETS.voc)).toEqual(['id']);
    expect(lossesOf('labelmap.txt', mapOf([{ ...base, id: 0, name: 'a:b' }]))).toEqual(['name']);
    expect(lossesOf('labelmap.txt', mapOf([{ ...base, id: 0, name: '#' }]))).toEqual(['missing']);
    expect(lossesOf('labelmap.txt', mapOf([{ ...base, id: 0, name: 'ignored' }]))).toEqual(['isVoid']);
    expect(lossesOf('labelmap.txt', mapOf([{ ...base, id: 0, name: 'a', aliases: ['b'], group: 'c' }]))).toEqual([
      'aliases',
      'group',
    ]);
    // The background goes first, so that the class before it moves.
    const moved = mapOf([
      { ...base, id: 0, name: 'a' },
      { ...base, id: 1, name: 'background' },
    ]);
    expect(writeClassMap('labelmap.txt', moved).losses).toEqual([
      { code: 'id', details: { name: 'a', id: 0, becomes: 1 } },
      { code: 'id', details: { name: 'background', id: 1, becomes: 0 } },
    ]);
  });
});

describe('a list of names', () => {
  it('is read as it was written, gaps and the ignored id included', () => {
    const random = new SeededRandom(63);
    for (let round = 0; round < 200; round++) {
      const ids = new Set(Array.from({ length: random.integer(1, 9) }, () => random.integer(0, 60)));
      const entries: ClassMapEntry[] = [...ids]
        .sort((a, b) => a - b)
        .map((id) => ({ id, name: `class ${id}`, colour: null, isVoid: false }));
      if (random.integer(0, 1) === 1) entries.push({ id: 255, name: '__ignore__', colour: null, isVoid: true });
      const { text, losses } = writeClassMap('labels.txt', mapOf(entries));
      expect(parseClassMap('labels.txt', text).entries).toEqual(entries);
      expect(losses).toEqual([]);
    }
  });

  it('says what it cannot keep', () => {
    const one = { id: 3, name: 'a', colour: '#010203', isVoid: false };
    expect(lossesOf('labels.txt', mapOf([one, { ...one, name: 'b', colour: null }]))).toEqual(['colour', 'missing']);
    expect(lossesOf('labels.txt', mapOf([{ ...one, colour: null, isVoid: true }]))).toEqual(['isVoid']);
    expect(lossesOf('labels.txt', mapOf([{ ...one, id: -1, name: 'plate', colour: null }]))).toEqual(['missing']);
  });

  it("is labelme's with its two names first", () => {
    const { text, losses } = writeLabelmeList(PRESETS.voc);
    expect(text.split('\n').slice(0, 3)).toEqual(['__ignore__', '_background_', 'aeroplane']);
    const again = parseClassMap('labels.txt', text);
    expect(again.entries.map(({ id }) => id)).toEqual(PRESETS.voc.entries.map(({ id }) => id));
    expect(again.problems).toEqual([]);
    const names = losses.filter(({ code }) => code === 'name').map(({ details }) => details);
    expect(names).toEqual([
      { name: 'background', becomes: '_background_' },
      { name: 'void', becomes: '__ignore__' },
    ]);
    expect(losses.filter(({ code }) => code === 'colour')).toHaveLength(22);
    const plain = [{ id: 0, name: 'road', colour: null, isVoid: false }];
    expect(writeLabelmeList(mapOf(plain))).toEqual({ text: '__ignore__\nroad\n', losses: [] });
  });
});

describe('text that is no class map', () => {
  it('throws nowhere: cut, or with bytes changed', () => {
    const random = new SeededRandom(64);
    const texts = [JSON_NAME, 'labelmap.txt', 'labels.txt'].map(
      (name) => [name, writeClassMap(name, PRESETS.voc).text] as const,
    );
    const pieces = [
      '{',
      '[',
      ']',
      '"',
      ':',
      ',',
      '\n',
      'null',
      '-1',
      '1e999',
      '\\u0000',
      '\ud800',
      '#',
      '[[[[',
      '__proto__',
    ];
    for (let round = 0; round < 2000; round++) {
      const [name, text] = random.choice([...texts, ['a.json', texts[0]?.[1] ?? ''] as const]);
      const at = random.integer(0, text.length);
      const changed =
        text.slice(0, at) + random.choice(pieces) + text.slice(random.integer(at, Math.min(text.length, at + 20)));
      const map = parseClassMap(name, random.integer(0, 3) === 0 ? changed.slice(0, at + 3) : changed);
      for (const { id, name: className } of map.entries) {
        expect(Number.isInteger(id) && id >= -1 && id <= 65_535).toBe(true);
        expect(className.trim()).not.toBe('');
      }
      expect(() => writeClassMap(name, map)).not.toThrow();
      expect(map.places).toHaveLength(map.entries.length);
    }
  });
});

describeShared('data/datumaro/coco_dataset', 'COCO categories of real annotation files', () => {
  const mapOfFile = (path: string) =>
    parseClassMap(path, Buffer.from(readShared(`data/datumaro/coco_dataset/${path}`)).toString('utf8'));

  it.each(listShared('data/datumaro/coco_dataset', '.json').filter((path) => /annotations/.test(path)))(
    '%s',
    (path) => {
      const text = Buffer.from(readShared(path)).toString('utf8');
      const { categories = [] } = JSON.parse(text) as { categories?: { id: number; name: string }[] };
      const { entries } = parseClassMap(path, text);
      expect(entries.map(({ id, name }) => [id, name])).toEqual(
        categories.map(({ id, name }) => [id, name]).sort((a, b) => Number(a[0]) - Number(b[0])),
      );
    },
  );

  it('have ids that start at 1', () => {
    expect(mapOfFile('coco/annotations/panoptic_train.json').entries[0]?.id).toBe(1);
  });
});

describe('COCO categories', () => {
  const categories = [
    { id: 1, name: 'person', supercategory: 'person', isthing: 1, color: [220, 20, 60] },
    { id: 90, name: 'toothbrush', supercategory: 'indoor' },
  ];

  it('are read from an annotation file or as a bare list', () => {
    const expected = [
      { id: 1, name: 'person', colour: '#dc143c', isVoid: false, group: 'person' },
      { id: 90, name: 'toothbrush', colour: null, isVoid: false, group: 'indoor' },
    ];
    expect(parseClassMap('panoptic_coco_categories.json', JSON.stringify(categories)).entries).toEqual(expected);
    expect(readCocoCategories({ images: [], annotations: [], categories }).entries).toEqual(expected);
  });

  it('are found in a large annotation file, wherever its annotations say the same', () => {
    const annotations = Array.from({ length: 16_000 }, (_, id) => ({
      id,
      segmentation: [[id, 1.5, 2, 3]],
      note: id % 6000 === 7 ? 'the "categories": [{"id": 9, "name": "no"}] are below' : 'a note of some length',
      ...(id === 11_000 ? { categories: ['none'] } : {}),
    }));
    const before = JSON.stringify({ annotations, categories });
    expect(before.length).toBeGreaterThan(1 << 20);
    const small = parseClassMap('a.json', JSON.stringify({ categories }));
    for (const text of [before, JSON.stringify({ categories, annotations }, null, 1)]) {
      expect(parseClassMap('a.json', text)).toEqual(small);
    }
    expect(parseClassMap('a.json', JSON.stringify({ annotations: [...annotations, 1], x: 1 })).problems).toEqual([
      { code: 'listMissing', details: { list: 'categories' } },
    ]);
    expect(parseClassMap('a.json', `{"categories":[${'['.repeat(1 << 20)}`).entries).toEqual([]);
  });

  it('name what is wrong', () => {
    const codes = (value: unknown) => readCocoCategories(value).problems.map(({ code }) => code);
    expect(codes({ images: [] })).toEqual(['listMissing']);
    expect(codes([{ id: 'a', name: 'b' }, null])).toEqual(['idInvalid', 'entryInvalid', 'nothingFound']);
    expect(codes('text')).toEqual(['listMissing']);
  });
});
