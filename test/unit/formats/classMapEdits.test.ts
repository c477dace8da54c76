import { describe, expect, it } from 'vitest';
import { applyTextEdits, editsFor, entrySpans, readClassMapText } from '../../../src/core/formats/classMapEdits.ts';
import { classMapMarks } from '../../../src/core/formats/classMapMarks.ts';
import { lintClassMap, type ClassMapFix } from '../../../src/core/formats/classMapLint.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

/** The text after a fix; null where the format cannot hold it. */
function fixedText(fileName: string, text: string, fix: ClassMapFix): string | null {
  const edits = editsFor(readClassMapText(fileName, text), fix);
  return edits && applyTextEdits(text, edits);
}

/** The text after the first fix of the first finding. */
function mended(fileName: string, text: string): string | null {
  const fix = lintClassMap(readClassMapText(fileName, text).map)[0]?.fixes[0];
  return fix === undefined ? null : fixedText(fileName, text, fix);
}

const OWN = 'a.classes.json';

describe('edits of our own class maps', () => {
  it('change the one value', () => {
    const text =
      '{\n  "classes": [\n    { "id": 0, "name": "background" },\n    { "name": "a\\u0062", "id": 1 }\n  ]\n}\n';
    expect(fixedText(OWN, text, { kind: 'rename', entry: 1, name: '고양이 "x"' })).toBe(
      text.replace('"a\\u0062"', '"고양이 \\"x\\""'),
    );
    expect(fixedText(OWN, text, { kind: 'renumber', entry: 1, id: 7 })).toBe(text.replace('"id": 1', '"id": 7'));
  });

  it('take the value that counts where a key is there twice', () => {
    const text = '{"classes":[{"id":0,"name":"x","name":"background"}],"classes":[{"id":0,"name":"y","name":"z"}]}';
    expect(fixedText(OWN, text, { kind: 'rename', entry: 0, name: 'w' })).toBe(text.replace('"z"', '"w"'));
  });

  it('remove a class with the comma that it leaves over', () => {
    const text =
      '{"classes": [\n  {"id": 0, "name": "background"},\n  {"id": 1, "name": "a"},\n  {"id": 1, "name": "a"}\n]}';
    expect(mended(OWN, text)).toBe('{"classes": [\n  {"id": 0, "name": "background"},\n  {"id": 1, "name": "a"}\n]}');
    const first = fixedText(OWN, text, { kind: 'remove', entry: 0 });
    expect(first).toBe('{"classes": [\n  {"id": 1, "name": "a"},\n  {"id": 1, "name": "a"}\n]}');
  });

  it('keep the void set in step', () => {
    const text = '{"classes":[{"id":0,"name":"background"},{"id":255,"name":"a"}],"void":[255]}';
    expect(fixedText(OWN, text, { kind: 'remove', entry: 1 })).toBe(
      '{"classes":[{"id":0,"name":"background"}],"void":[]}',
    );
    expect(fixedText(OWN, text, { kind: 'renumber', entry: 1, id: 9 })).toBe(
      text.replace('"id":255', '"id":9').replace('[255]', '[9]'),
    );
  });

  it('give an id of the void set alone a class of its own', () => {
    const text = '{\n  "classes": [\n    {"id":0,"name":"background"}\n  ],\n  "void": [255]\n}\n';
    expect(fixedText(OWN, text, { kind: 'rename', entry: 1, name: 'rim' })).toBe(
      text.replace('}\n  ],', '},\n    {"id":255,"name":"rim"}\n  ],'),
    );
  });

  it('add the background in front, like its neighbours', () => {
    const text = '{\n  "classes": [\n    { "id": 1, "name": "cat" },\n    { "id": 2, "name": "dog" }\n  ]\n}\n';
    expect(mended(OWN, text)).toBe(
      text.replace('    { "id": 1', '    { "id": 0, "name": "background", "colour": "#000000" },\n    { "id": 1'),
    );
  });

  it.each([
    [
      OWN,
      '{"classes":[{"id":0,"name":"background"},{"id":1,"name":"a","colour":"#010203"},{"id":2,"name":"b","colour":"#010203"}]}',
      '{"classes":[{"id":0,"name":"background"},{"id":1,"name":"a","colour":"#010203"},{"id":2,"name":"b","colour":"#008000"}]}',
    ],
    [
      'categories.json',
      '[{"id":0,"name":"background"},{"id":1,"name":"a","color":[1,2,3]},{"id":2,"name":"b","color":[1,2,3]}]',
      '[{"id":0,"name":"background"},{"id":1,"name":"a","color":[1,2,3]},{"id":2,"name":"b","color":[0,128,0]}]',
    ],
    ['labelmap.txt', 'background:0,0,0\na:1,2,3::\nb:1, 2,3:x:y\n', 'background:0,0,0\na:1,2,3::\nb:0, 128,0:x:y\n'],
    ['table.txt', '0 0 0 0 background\n1 1 2 3 a\n2 1 2 3 b\n', '0 0 0 0 background\n1 1 2 3 a\n2 0 128 0 b\n'],
    ['table.csv', 'background,#000000\na,#010203\nb,#010203\n', 'background,#000000\na,#010203\nb,#008000\n'],
  ])('give a class of %s a free colour', (fileName, text, expected) => {
    expect(mended(fileName, text)).toBe(expected);
  });

  it('know where each class stands', () => {
    const text = '\ufeff{"void":[3],"classes":[ {"id":2,"name":"]}\\""}, {"id":1,"name":"a"} ]}';
    const source = readClassMapText(OWN, text);
    expect(entrySpans(source).map((span) => span && text.slice(span.start, span.end))).toEqual([
      '{"id":1,"name":"a"}',
      '{"id":2,"name":"]}\\""}',
      undefined,
    ]);
  });

  it('end in deep text', () => {
    const deep = '['.repeat(50_000) + ']'.repeat(50_000);
    const text = `{"classes":[{"id":1,"name":"a","x":${deep}}]}`;
    expect(fixedText(OWN, text, { kind: 'rename', entry: 0, name: 'b' })).toBe(text.replace('"a"', '"b"'));
  });
});

describe('edits of COCO categories', () => {
  it('rename a category of an annotation file or a bare list', () => {
    const list = '[{"id": 1, "name": "person", "supercategory": "person"}]';
    const fix = { kind: 'rename', entry: 0, name: 'human' } as const;
    const after = list.replace('"name": "person"', '"name": "human"');
    expect(fixedText('panoptic.json', list, fix)).toBe(after);
    const annotations = (categories: string) => `{"images": [{"id": 1}], "categories": ${categories}, "x": []}`;
    expect(fixedText('train.json', annotations(list), fix)).toBe(annotations(after));
  });
});

describe('edits of a labelmap', () => {
  const text = '# label:color_rgb:parts:actions\r\ncat :1,2,3::\r\n\r\n# the rest\r\nbackground:0,0,0::\r\ncat:4,5,6::';
  const rename = (entry: number, name: string) => fixedText('labelmap.txt', text, { kind: 'rename', entry, name });

  it('change the name alone', () => {
    expect(rename(1, 'Katze')).toBe(text.replace('cat :', 'Katze:'));
    expect(rename(2, 'dog')).toBe(text.replace('cat:4', 'dog:4'));
    expect(rename(0, 'nothing')).toBe(text.replace('background', 'nothing'));
  });

  it('are refused where the format could not hold the name', () => {
    expect([rename(1, 'a:b'), rename(1, '# a'), rename(1, 'a\nb'), rename(1, ''), rename(1, '_background_')]).toEqual([
      null,
      null,
      null,
      null,
      null,
    ]);
  });

  it('are refused where other classes would move up', () => {
    const classes = 'background:0,0,0\na:1,1,1\na:2,2,2\nb:3,3,3\n';
    expect(fixedText('labelmap.txt', classes, { kind: 'remove', entry: 2 })).toBeNull();
    expect(fixedText('labelmap.txt', classes, { kind: 'remove', entry: 3 })).toBe(
      'background:0,0,0\na:1,1,1\na:2,2,2\n',
    );
  });

  it('append a class', () => {
    const fix = { kind: 'add', id: 3, name: 'new', colour: '#0a0b0c' } as const;
    expect(fixedText('labelmap.txt', text, fix)).toBe(`${text}\r\nnew:10,11,12::`);
  });
});

describe('edits of a list of names', () => {
  it('leave an empty line for a class that goes, since the lines count', () => {
    const text = 'background\ncat\ncat\ndog\n';
    expect(fixedText('labels.txt', text, { kind: 'remove', entry: 2 })).toBe('background\ncat\n\ndog\n');
    expect(mended('labels.txt', text)).toBe('background\ncat\ncat 2\ndog\n');
    expect(fixedText('labels.txt', text, { kind: 'remove', entry: 0 })).toBe('\ncat\ncat\ndog\n');
  });

  it('keep what a line states', () => {
    const text = '# ids\n0: background\n3:\tcat \n\n7: dog\n';
    expect(mended('labels.txt', text)).toBe(text.replace('cat ', 'cat'));
    expect(fixedText('labels.txt', text, { kind: 'remove', entry: 1 })).toBe('# ids\n0: background\n\n7: dog\n');
    expect(fixedText('labels.txt', text, { kind: 'add', id: 5, name: 'cow', colour: null })).toBe(
      '# ids\n0: background\n3:\tcat \n\n5: cow\n7: dog\n',
    );
    expect(fixedText('labels.txt', text, { kind: 'add', id: 9, name: 'cow', colour: null })).toBe(`${text}9: cow\n`);
  });

  it('name an id that had an empty line, or none yet', () => {
    const named = (text: string, id: number) =>
      fixedText('labels.txt', text, { kind: 'add', id, name: 'x', colour: null });
    expect(named('a\n\nc\n', 1)).toBe('a\nx\nc\n');
    expect(named('a\n\nc', 4)).toBe('a\n\nc\n\nx');
    expect(named('__ignore__\n_background_\n', 1)).toBe('__ignore__\n_background_\nx\n');
    expect(named('a\nb\n', 1)).toBeNull();
    expect(named('a\n', 60_000)).toBeNull();
  });

  it('are refused where a name would change other ids', () => {
    const rename = (text: string, entry: number, name: string) =>
      fixedText('labels.txt', text, { kind: 'rename', entry, name });
    expect(rename('a\nb\n', 0, '__ignore__')).toBeNull();
    expect(rename('__ignore__\na\n', 1, 'x')).toBeNull();
    expect(rename('a', 0, '5: a')).toBeNull();
    expect(rename('a\nb\n', 0, '5: a')).toBe('5: a\nb\n');
  });
});

/** A class map with what may be wrong in one: few names and colours, so that they meet. */
function randomText(random: SeededRandom): readonly [fileName: string, text: string] {
  const end = random.choice(['\n', '\r\n', '\r']);
  const name = () => random.choice(['cat', 'Cat', 'cat 2', 'dog', ' dog', 'dog\t', 'background', 'ignored', '고양이']);
  const colour = () => random.choice(['0,0,0', '1,2,3', '4,5,6']);
  const count = random.integer(1, 9);
  const lines = (one: (at: number) => string) => Array.from({ length: count }, (_, at) => one(at)).join(end);
  const last = random.choice(['', end, end + end]);
  switch (random.integer(0, 3)) {
    case 0:
      return [
        'labelmap.txt',
        lines(() => random.choice([`${name()}:${colour()}::`, `${name()}:${colour()}`, name(), '# note', ''])) + last,
      ];
    case 1:
      return ['labels.txt', lines(() => random.choice([name(), name(), ''])) + last];
    case 2:
      return [
        'classes.txt',
        lines((at) => random.choice([`${3 * at}: ${name()}`, `${3 * at}:${name()}`, '# note'])) + last,
      ];
    default: {
      const classes = Array.from({ length: count }, () => ({
        id: random.integer(-1, 6),
        name: name(),
        ...random.choice([{}, { colour: random.choice(['#000000', '#010203']) }]),
        ...random.choice([{}, { aliases: ['tv'], group: 'x' }]),
      }));
      const ids = [random.integer(0, 6), random.choice([7, 255])];
      return [OWN, JSON.stringify({ classes, void: ids }, null, random.choice([0, 2, '\t'])).replaceAll('\n', end)];
    }
  }
}

describe('a fix', () => {
  it('ends its finding, and changes nothing else', () => {
    const random = new SeededRandom(71);
    let fixes = 0;
    const applied = new Set<string>();
    for (let round = 0; round < 1500; round++) {
      const [fileName, text] = randomText(random);
      const source = readClassMapText(fileName, text);
      const findings = lintClassMap(source.map);
      for (const { rule, fixes: offered } of findings) {
        for (const fix of offered) {
          const after = fixedText(fileName, text, fix);
          if (after === null) continue;
          fixes++;
          applied.add(`${fileName} ${fix.kind}`);
          const again = readClassMapText(fileName, after);
          const countOf = (all: readonly { rule: string }[]) => all.filter((one) => one.rule === rule).length;
          expect(countOf(lintClassMap(again.map))).toBeLessThan(countOf(findings));
          const changed = fix.kind === 'add' ? null : source.map.entries[fix.entry];
          const others = source.map.entries.filter((entry) => entry !== changed);
          for (const other of others) expect(again.map.entries).toContainEqual(other);
          expect(again.map.entries.length - others.length).toBe(fix.kind === 'remove' ? 0 : 1);
          const notes = (whole: string) => whole.split('# note').length;
          if (!source.map.entries.some(({ name }) => name === '# note')) expect(notes(after)).toBe(notes(text));
          if (fileName === OWN) expect(() => JSON.parse(after) as unknown).not.toThrow();
        }
      }
    }
    expect(fixes).toBeGreaterThan(2000);
    expect([...applied].sort()).toEqual([
      'a.classes.json add',
      'a.classes.json recolour',
      'a.classes.json remove',
      'a.classes.json rename',
      'a.classes.json renumber',
      'classes.txt add',
      'classes.txt remove',
      'classes.txt rename',
      'labelmap.txt recolour',
      'labelmap.txt remove',
      'labelmap.txt rename',
      'labels.txt add',
      'labels.txt remove',
      'labels.txt rename',
    ]);
  });

  it('is refused, but never fails, where the text is damaged', () => {
    const random = new SeededRandom(72);
    const pieces = [
      '{',
      '[',
      ']',
      '}',
      '"',
      ':',
      ',',
      '\\',
      '\n',
      'null',
      '{"a',
      '[[[',
      '#',
      '\ufeff',
      '"categories":',
    ];
    let refused = 0;
    for (let round = 0; round < 2000; round++) {
      const [fileName, text] = randomText(random);
      const at = random.integer(0, text.length);
      const damaged = text.slice(0, at) + random.choice(pieces) + text.slice(random.integer(at, text.length));
      const source = readClassMapText(random.choice([fileName, 'coco.json']), damaged);
      const fixes: ClassMapFix[] = [
        { kind: 'add', id: random.integer(0, 9), name: 'new', colour: '#010203' },
        { kind: 'rename', entry: random.integer(0, 3), name: random.choice(['x', 'a:b', '__ignore__']) },
        { kind: 'remove', entry: random.integer(0, 3) },
        { kind: 'renumber', entry: random.integer(0, 3), id: 77 },
      ];
      for (const fix of fixes) if (editsFor(source, fix) === null) refused++;
      for (const { span } of classMapMarks(source)) expect(span.end).toBeLessThanOrEqual(damaged.length);
    }
    expect(refused).toBeGreaterThan(1000);
  });
});
