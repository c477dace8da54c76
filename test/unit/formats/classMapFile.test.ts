import { describe, expect, it } from 'vitest';
import { classesById, MAX_CLASSES, MAX_NAME_LENGTH } from '../../../src/core/formats/classMap.ts';
import { classMapFilesAmong, parseClassMap } from '../../../src/core/formats/classMapFile.ts';

const namesOf = (fileName: string, text: string) =>
  parseClassMap(fileName, text).entries.map(({ id, name }) => [id, name]);
const problemsOf = (fileName: string, text: string) =>
  parseClassMap(fileName, text).problems.map(({ code, details }) => [code, details['line']]);

describe('a list of names', () => {
  it('counts from 0', () => {
    expect(namesOf('class_names.txt', 'background\ncat\ndog\n')).toEqual([
      [0, 'background'],
      [1, 'cat'],
      [2, 'dog'],
    ]);
  });

  it("reads labelme's __ignore__ as −1, stored as 255, so that _background_ is 0", () => {
    const { entries, problems } = parseClassMap('labels.txt', '__ignore__\n_background_\naeroplane\n');
    expect(entries).toEqual([
      { id: 0, name: '_background_', colour: null, isVoid: false },
      { id: 1, name: 'aeroplane', colour: null, isVoid: false },
      { id: 255, name: '__ignore__', colour: null, isVoid: true },
    ]);
    expect(problems).toEqual([]);
  });

  it('leaves 255 to a class of its own where the masks are wider than eight bits', () => {
    const names = Array.from({ length: 300 }, (_, at) => `class ${at}`);
    const { entries } = parseClassMap('labels.txt', ['__ignore__', ...names].join('\n'));
    expect(entries.filter(({ id }) => id === 255).map(({ name }) => name)).toEqual(['class 255']);
    expect(entries[0]).toEqual({ id: -1, name: '__ignore__', colour: null, isVoid: true });
  });

  it('takes any other first line for 0', () => {
    expect(namesOf('labels.txt', 'a\nb\nc\nd')).toEqual([
      [0, 'a'],
      [1, 'b'],
      [2, 'c'],
      [3, 'd'],
    ]);
  });

  it.each(['a\nb', '\ufeffa\nb', 'a\r\nb\r\n', 'a\rb\r', '\ufeff a \r\n\tb\r\n\r\n\n'])('reads %j', (text) => {
    expect(namesOf('classes.txt', text)).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
    expect(problemsOf('classes.txt', text)).toEqual([]);
  });

  it('keeps the ids after an empty line', () => {
    expect(namesOf('classes.txt', 'a\n\nc')).toEqual([
      [0, 'a'],
      [2, 'c'],
    ]);
    expect(problemsOf('classes.txt', 'a\n\nc')).toEqual([['nameMissing', 2]]);
  });

  it('names repeated and over-long names', () => {
    expect(problemsOf('classes.txt', `a\nb\na\n${'x'.repeat(300)}`)).toEqual([
      ['nameDuplicate', 3],
      ['nameTooLong', 4],
    ]);
    expect(parseClassMap('classes.txt', 'x'.repeat(300)).entries[0]?.name).toHaveLength(MAX_NAME_LENGTH);
  });

  it('takes control and direction characters out of names', () => {
    expect(namesOf('classes.txt', 'c\u0000a\u202et\u2028\n눈썹')).toEqual([
      [0, 'c a t'],
      [1, '눈썹'],
    ]);
  });

  it('takes the ids that every line states, in order', () => {
    expect(namesOf('classes.txt', '0: background\n1: road\n7:sky: clear\n')).toEqual([
      [0, 'background'],
      [1, 'road'],
      [7, 'sky: clear'],
    ]);
    expect(namesOf('classes.txt', '# our classes\n\n1\tcat\n255\tignore\n')).toEqual([
      [1, 'cat'],
      [255, 'ignore'],
    ]);
    expect(problemsOf('classes.txt', '# our classes\n\n1\tcat\n255\tignore\n')).toEqual([]);
    expect(problemsOf('classes.txt', '3: a\n\n5: a\n')).toEqual([['nameDuplicate', 3]]);
  });

  it.each(['1: a\n0: b', '0: a\n0: b', '0: a\nb', '16:9\n21:9'])('keeps the lines of %j as they are', (text) => {
    expect(namesOf('classes.txt', text)).toEqual(text.split('\n').map((name, id) => [id, name]));
  });

  it('says that a comment counts, and that an id in a line does not', () => {
    expect(parseClassMap('classes.txt', '# names\ncat\n1: dog\n9: cow').problems).toEqual([
      { code: 'commentCounted', details: { line: 1, id: 0 } },
      { code: 'statedIdIgnored', details: { line: 3, stated: '1', id: 2 } },
      { code: 'statedIdIgnored', details: { line: 4, stated: '9', id: 3 } },
    ]);
    // It states what it is.
    expect(problemsOf('classes.txt', 'cat\n1: dog')).toEqual([]);
  });

  it('stops at the most classes that ids can tell apart', () => {
    const { entries, problems } = parseClassMap(
      'classes.txt',
      Array.from({ length: 70_000 }, (_, at) => at).join('\n'),
    );
    expect(entries).toHaveLength(MAX_CLASSES);
    expect(problems.map(({ code }) => code)).toEqual(['tooManyClasses']);
  });

  it('says when there is nothing', () => {
    expect(problemsOf('classes.txt', '\n \n')).toEqual([['nothingFound', undefined]]);
  });
});

describe('labelmap.txt', () => {
  const parse = (text: string) => parseClassMap('labelmap.txt', text);

  it('reads names and colours, four fields or fewer', () => {
    const { entries, problems } = parse(
      '# label:color_rgb:parts:actions\nbackground:0,0,0::\nhand: 1, 20 ,255:left,right:wave\nfoot:7,8,9\ntail\nignored:224,224,192::',
    );
    expect(entries).toEqual([
      { id: 0, name: 'background', colour: '#000000', isVoid: false },
      { id: 1, name: 'hand', colour: '#0114ff', isVoid: false },
      { id: 2, name: 'foot', colour: '#070809', isVoid: false },
      { id: 3, name: 'tail', colour: null, isVoid: false },
      { id: 4, name: 'ignored', colour: '#e0e0c0', isVoid: true },
    ]);
    expect(problems).toEqual([]);
  });

  it('gives 0 to the background wherever it stands', () => {
    expect(namesOf('labelmap.txt', 'cat:1,1,1\ndog:2,2,2\nbackground:0,0,0')).toEqual([
      [0, 'background'],
      [1, 'cat'],
      [2, 'dog'],
    ]);
    expect(namesOf('labelmap.txt', 'cat:1,1,1\nrest:0,0,0')).toEqual([
      [0, 'rest'],
      [1, 'cat'],
    ]);
  });

  it('tells a file of another name by its lines', () => {
    expect(namesOf('labelmap_new.txt', 'a:1,1,1')).toEqual([[0, 'a']]);
    expect(namesOf('classes.txt', 'a:1,1,1')).toEqual([[0, 'a']]);
    expect(namesOf('classes.txt', 'a:1,1,x')).toEqual([[0, 'a:1,1,x']]);
  });

  it('names the lines it cannot use, and uses the rest', () => {
    const text = 'a:1,1,1\nb:1,2\n:3,3,3\nc:256,0,0\nd:1,1,1\na:5,5,5\ne:6,6,6:::\n';
    expect(problemsOf('labelmap.txt', text)).toEqual([
      ['colourInvalid', 2],
      ['nameMissing', 3],
      ['colourInvalid', 4],
      ['colourDuplicate', 5],
      ['nameDuplicate', 6],
      ['fieldsTooMany', 7],
    ]);
    expect(parse(text).entries.map(({ name, colour }) => [name, colour])).toEqual([
      ['a', '#010101'],
      ['b', null],
      ['c', null],
      ['d', '#010101'],
      ['a', '#050505'],
      ['e', '#060606'],
    ]);
  });
});

describe('the class maps of one folder', () => {
  it('come in a fixed order: our own by name, then the others by kind', () => {
    const names = [
      'labels.txt',
      'b.classes.json',
      'Classes.TXT',
      'mask.png',
      'labelmap.txt',
      'B.classes.json',
      'a.b.classes.json',
      'classes.json',
      'a.classes.json',
      'a.json',
      'myclasses.json',
      'labelmap (1).txt',
    ];
    const expected = [
      'classes.json',
      'a.classes.json',
      'a.b.classes.json',
      'B.classes.json',
      'b.classes.json',
      'labelmap.txt',
      'Classes.TXT',
      'labels.txt',
    ];
    expect(classMapFilesAmong(names)).toEqual(expected);
    expect(classMapFilesAmong([...names].reverse())).toEqual(expected);
  });
});

it.each([
  ['a.classes.json', '{"classes":[{"id":1,"name":"eye"},{"id":1,"name":"nose"},{"id":2,"name":"brow"}]}'],
  ['categories.json', '[{"id":1,"name":"eye"},{"id":1,"name":"nose"},{"id":2,"name":"brow"}]'],
  ['table.txt', '1 0 0 0 eye\n1 9 9 9 nose\n2 8 8 8 brow\n'],
])('tells of an id that two classes of %s have', (name, text) => {
  const { entries, problems } = parseClassMap(name, text);
  expect(problems).toEqual([{ code: 'idDuplicate', details: { first: 'eye', second: 'nose', id: 1 } }]);
  expect([...classesById(entries)].map(([id, entry]) => [id, entry.name])).toEqual([
    [1, 'eye'],
    [2, 'brow'],
  ]);
});

it('takes names that tools give to what is ignored for void', () => {
  const names = ['ignore_region', 'Ignore Region', 'IGNORE-REGION', 'ignored_regions', 'ignored', '__ignore__', 'void'];
  const others = ['region', 'ignorant', 'ignore_regional', 'avoid'];
  const text = [...names, ...others].map((name, at) => `${name}:${at},0,0::`).join('\n');
  const { entries } = parseClassMap('labelmap.txt', text);
  expect(entries.filter(({ isVoid }) => isVoid).map(({ name }) => name)).toEqual(names);
});
