import { describe, expect, it } from 'vitest';
import type { ClassMap } from '../../../src/core/formats/classMap.ts';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { applyClassMapFix, lintClassMap, type ClassMapRule } from '../../../src/core/formats/classMapLint.ts';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';

const json = (...classes: readonly object[]) => parseClassMap('a.classes.json', JSON.stringify({ classes }));
const BACKGROUND = { id: 0, name: 'background' };

const rulesOf = (map: ClassMap) => lintClassMap(map).map(({ rule }) => rule);

/** Applies the first fix of the first finding of a rule. */
function fixed(map: ClassMap, rule: ClassMapRule): ClassMap {
  const fix = lintClassMap(map).find((finding) => finding.rule === rule)?.fixes[0];
  if (fix === undefined) throw new Error(`${rule} has no fix`);
  return applyClassMapFix(map, fix);
}

describe('lintClassMap', () => {
  it('finds nothing in a sound class map', () => {
    expect(lintClassMap(PRESETS.voc)).toEqual([]);
    expect(lintClassMap(json(BACKGROUND, { id: 1, name: 'cat' }))).toEqual([]);
  });

  it.each<[ClassMapRule, ClassMap]>([
    ['idDuplicate', json(BACKGROUND, { id: 1, name: 'cat' }, { id: 1, name: 'dog' })],
    ['nameDuplicate', json(BACKGROUND, { id: 1, name: 'cat' }, { id: 2, name: 'cat' }, { id: 3, name: 'cat' })],
    ['nameBlanks', parseClassMap('labelmap.txt', 'background:0,0,0\ncat :1,2,3')],
    ['nameBlanks', parseClassMap('labels.txt', 'background\ncat \n')],
    ['nameCaseTwin', json(BACKGROUND, { id: 1, name: 'Cat' }, { id: 2, name: 'cat' }, { id: 3, name: 'CAT 2' })],
    ['colourDuplicate', parseClassMap('labelmap.txt', 'background:0,0,0\na:1,2,3\nb:1,2,3\nc:1,2,3')],
    ['backgroundMissing', json({ id: 1, name: 'cat' })],
  ])('%s is ended by its first fix', (rule, map) => {
    expect(rulesOf(map)).toContain(rule);
    let mended = map;
    for (let step = 0; step < 3 && rulesOf(mended).includes(rule); step++) mended = fixed(mended, rule);
    expect(rulesOf(mended)).toEqual([]);
  });

  it('renumbers a second class of an id, and removes the very same class', () => {
    const two = json(BACKGROUND, { id: 1, name: 'cat' }, { id: 1, name: 'dog' });
    expect(fixed(two, 'idDuplicate').entries.map(({ id, name }) => [id, name])).toEqual([
      [0, 'background'],
      [1, 'cat'],
      [2, 'dog'],
    ]);
    const same = json(BACKGROUND, { id: 1, name: 'cat' }, { id: 1, name: 'cat' });
    expect(rulesOf(same)).toEqual(['idDuplicate']);
    expect(fixed(same, 'idDuplicate').entries).toHaveLength(2);
  });

  it('offers each class an id of its own', () => {
    const three = json(BACKGROUND, { id: 1, name: 'a' }, { id: 1, name: 'b' }, { id: 1, name: 'c' });
    expect(lintClassMap(three).map(({ fixes }) => fixes[0])).toEqual([
      { kind: 'renumber', entry: 2, id: 2 },
      { kind: 'renumber', entry: 3, id: 3 },
    ]);
  });

  it('numbers names', () => {
    const three = json(BACKGROUND, { id: 1, name: 'cat' }, { id: 2, name: 'cat' }, { id: 3, name: 'cat 2' });
    const [finding] = lintClassMap(three);
    expect(finding).toMatchObject({ rule: 'nameDuplicate', severity: 'error', entries: [2, 1] });
    expect(finding?.fixes[0]).toEqual({ kind: 'rename', entry: 2, name: 'cat 3' });
  });

  it('finds twins by case', () => {
    const [finding] = lintClassMap(json(BACKGROUND, { id: 1, name: 'Cat' }, { id: 2, name: 'cat' }));
    expect(finding).toMatchObject({
      rule: 'nameCaseTwin',
      severity: 'warning',
      details: { first: 'Cat', second: 'cat' },
      fixes: [
        { kind: 'rename', entry: 2, name: 'cat 2' },
        { kind: 'remove', entry: 2 },
      ],
    });
  });

  it('finds other names that another class has, as its name or as another', () => {
    const tv = { id: 1, name: 'tv', aliases: ['tvmonitor', 'screen', 'tv'] };
    expect(lintClassMap(json(BACKGROUND, tv, { id: 2, name: 'monitor', aliases: ['display'] }))).toEqual([]);
    const found = lintClassMap(json(BACKGROUND, tv, { id: 2, name: 'screen', aliases: ['tvmonitor'] }));
    expect(found).toMatchObject([
      { rule: 'aliasShared', entries: [1, 2], details: { alias: 'screen', first: 'screen', second: 'tv' } },
      { rule: 'aliasShared', entries: [2, 1], details: { alias: 'tvmonitor', first: 'tv', second: 'screen' } },
    ]);
    expect(rulesOf(json({ id: 0, name: 'bg', aliases: ['background'] }))).toEqual([]);
  });

  it('takes shared colours for a warning, or for information where a preset has them', () => {
    const own = json(BACKGROUND, { id: 1, name: 'a', colour: '#010203' }, { id: 2, name: 'b', colour: '#010203' });
    expect(lintClassMap(own)).toMatchObject([{ rule: 'colourDuplicate', severity: 'warning', entries: [2, 1] }]);
    const shared = lintClassMap(PRESETS.cityscapesIds).filter(({ rule }) => rule === 'colourDuplicate');
    // Four more blacks, the pole group, and the licence plate in the colour of cars.
    expect(shared.map(({ severity }) => severity)).toEqual(Array<string>(6).fill('information'));
  });

  it('offers a free colour: that of the id in the VOC colormap, else one beyond its ids', () => {
    const colour = '#010203';
    // By VOCdevkit's colormap 2 is (0, 128, 0), 3 is (128, 128, 0), which is taken, and 256 would be (0, 0, 32).
    const map = json(
      ...[BACKGROUND, { id: 1, name: 'a', colour }, { id: 2, name: 'b', colour }, { id: 3, name: 'c', colour }],
      { id: 4, name: 'd', colour: '#808000' },
    );
    expect(lintClassMap(map).map(({ fixes }) => fixes[0])).toEqual([
      { kind: 'recolour', entry: 2, colour: '#008000' },
      { kind: 'recolour', entry: 3, colour: '#000020' },
    ]);
  });

  it('counts what no palette holds, but not what is in no file', () => {
    const names = (count: number) =>
      Array.from({ length: count }, (_, id) => (id === 0 ? 'background' : `class ${id}`));
    expect(rulesOf(parseClassMap('labels.txt', names(256).join('\n')))).toEqual([]);
    expect(lintClassMap(parseClassMap('labels.txt', names(257).join('\n')))).toMatchObject([
      { rule: 'tooManyForPalette', details: { count: 257 } },
    ]);
  });

  it('names the first id that no palette holds where the classes are few', () => {
    const [finding, ...others] = lintClassMap(
      json(BACKGROUND, { id: 1, name: 'a' }, { id: 2, name: 'b' }, { id: 70, name: 'c' }, { id: 3000, name: 'far' }),
    );
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      ...{ rule: 'idBeyondPalette', severity: 'warning', entries: [4] },
      details: { count: 1, id: 3000, name: 'far' },
    });
    const more = lintClassMap(json(BACKGROUND, { id: 900, name: 'a' }, { id: 300, name: 'b' }));
    expect(more).toMatchObject([{ rule: 'idBeyondPalette', details: { count: 2, id: 300, name: 'b' } }]);
  });

  it('takes a void 0 for the background, and does not add one where 0 is a class', () => {
    expect(rulesOf(PRESETS.ade20k)).not.toContain('backgroundMissing');
    const [finding] = lintClassMap(json({ id: 0, name: 'road' }));
    expect(finding).toMatchObject({ rule: 'backgroundMissing', severity: 'information', fixes: [] });
  });

  it('is quick with many classes of one name', () => {
    const many = {
      entries: Array.from({ length: 60_000 }, (_, id) => ({ id, name: 'a', colour: '#000000', isVoid: false })),
      idsFrom: 'id',
      problems: [],
    } as const;
    expect(lintClassMap(many).length).toBeGreaterThan(100_000);
  });

  it('says where each class stands', () => {
    const map = parseClassMap('labelmap.txt', '# head\ncat:1,2,3\n\nbackground:0,0,0');
    expect(map.entries.map(({ name }, at) => [name, map.places?.[at]])).toEqual([
      ['background', 4],
      ['cat', 2],
    ]);
  });
});
