import { describe, expect, it } from 'vitest';
import {
  defaultAnswers,
  ratiosIn,
  requestOf,
  startingFrom,
  stepsOf,
  type SplitAnswers,
} from '../../../src/extension/splits/splitSteps.ts';
import type { NamesFacts } from '../../../src/jobs/splitMessages.ts';

const FILE = { source: '/data/names.txt', dataset: null };
const NAMES: NamesFacts = {
  ...{
    count: 3,
    sample: ['a.jpg', 'b.jpg', 'c.jpg'],
    hasClasses: false,
    duplicates: null,
    nearDuplicates: null,
    listFolders: [],
  },
  ...{ folders: { groups: 0, alone: 3 }, sequences: { groups: 0, alone: 3 } },
  lines: { given: 'a.jpg', names: 'a', files: 'a.jpg', pairs: null },
};
const DATASET: NamesFacts = {
  ...NAMES,
  hasClasses: true,
  duplicates: { groups: 1, alone: 1 },
  nearDuplicates: { groups: 1, alone: 1 },
};
const withOptions = (answers: SplitAnswers, options: Partial<SplitAnswers['options']>): SplitAnswers => ({
  ...answers,
  options: { ...answers.options, ...options },
});

describe('the steps of a split', () => {
  const initial = defaultAnswers(FILE);

  it('ask for what the method and the names have', () => {
    const method = (one: SplitAnswers['options']['method']) => withOptions(initial, { method: one });
    expect(stepsOf(method('grouped'), NAMES)).toEqual(['shape', 'method', 'groups', 'seed', 'form', 'where']);
    expect(stepsOf(method('grouped'), DATASET)).toContain('stratify');
    expect(stepsOf(method('stable'), DATASET)).toEqual(['shape', 'method', 'groups', 'seed', 'form', 'where']);
    expect(stepsOf(method('sklearn'), DATASET)).toEqual(['shape', 'method', 'stratify', 'seed', 'form', 'where']);
  });

  it('begin with ratios of 0.8, 0.1, 0.1, the seed 20191008, and a folder that is looked for in datasets', () => {
    expect(initial.options).toMatchObject({ shape: { ratios: [0.8, 0.1, 0.1] }, seed: 20_191_008 });
    expect(initial.folder).toBe('/data/splits');
    expect(defaultAnswers({ source: '/data', dataset: { layout: {}, classMap: null } }).folder).toBe('/data/splits');
  });

  it('keep the last answers as far as they still fit', () => {
    const kept = withOptions(initial, { method: 'stable', seed: 7, stratify: 'pixels' });
    const before: SplitAnswers = { ...kept, groupBy: { kind: 'duplicates' }, form: 'pairs', folder: '/out' };
    expect(startingFrom(FILE, NAMES, before)).toEqual({
      ...withOptions(before, { stratify: null }),
      ...{ groupBy: null, form: 'given' },
    });
    expect(startingFrom(FILE, { ...DATASET, lines: { ...NAMES.lines, pairs: 'a b' } }, before)).toEqual(before);
  });

  it.each([
    { options: { ...initial.options, seed: -1 } },
    { options: { ...initial.options, method: 'random' } },
    { options: { ...initial.options, shape: { kind: 'ratios', ratios: [0, 1] } } },
    { options: { ...initial.options, shape: { kind: 'folds', folds: 1 } } },
    { form: 'lines' },
    { folder: '' },
  ])('pass over answers that no version of today gave: %j', (strange) => {
    expect(startingFrom(FILE, NAMES, strange as unknown as Partial<SplitAnswers>)).toEqual(initial);
  });

  it('become a request without what the method has no use for, and its command line', () => {
    const answers: SplitAnswers = {
      ...withOptions(initial, { stratify: 'presence' }),
      ...{ groupBy: { kind: 'pattern', pattern: '^(.+)_' }, labels: '/data/labels.csv', folder: '/my out' },
    };
    expect(requestOf(answers)).toEqual({
      source: '/data/names.txt',
      options: { ...answers.options },
      groupBy: { kind: 'pattern', pattern: '^(.+)_' },
      ...{ labels: null, form: 'given', folder: '/my out' },
      command:
        "maskscope split /data/names.txt --method grouped --ratio 0.8,0.1,0.1 --seed 20191008 --group-by 'regex:^(.+)_' --stratify presence --form given -o '/my out'",
    });
    const sklearn = requestOf(withOptions(answers, { method: 'sklearn', stratify: 'label' }));
    expect([sklearn.groupBy, sklearn.labels, sklearn.options.stratify]).toEqual([null, '/data/labels.csv', 'label']);
    expect(sklearn.command).toContain(
      '--method sklearn --ratio 0.8,0.1,0.1 --seed 20191008 --labels /data/labels.csv --form',
    );
    const stable = requestOf(withOptions(answers, { method: 'stable', shape: { kind: 'folds', folds: 5 } }));
    expect(stable.options.stratify).toBe(null);
    expect(stable.command).toContain('--method stable --folds 5 --seed 20191008 --group-by');
    const dataset = { layout: { pattern: { originals: 'a/{name}.jpg', masks: 'b/{name}.png' } }, classMap: 'voc' };
    expect(requestOf({ ...answers, dataset }).command).toMatch(
      / --originals 'a\/\{name\}\.jpg' --masks 'b\/\{name\}\.png' --class-map voc$/,
    );
  });

  it('have the fields of the command line in its order, so that either finishes what the other began', () => {
    expect(Object.keys(requestOf(initial))).toEqual([
      'source',
      'options',
      'groupBy',
      'labels',
      'form',
      'folder',
      'command',
    ]);
    expect(Object.keys(requestOf(initial).options)).toEqual(['method', 'shape', 'seed', 'stratify']);
  });

  it.each([
    ['0.8, 0.1,0.1', [0.8, 0.1, 0.1]],
    ['8/1/1', [8, 1, 1]],
    [' 80:20 ', [80, 20]],
    ['.5 .5', [0.5, 0.5]],
    ['', null],
    ['a, b', null],
    ['0.8,-0.1', null],
    ['1e3,1', null],
  ])('read %s as ratios', (text, ratios) => {
    expect(ratiosIn(text)).toEqual(ratios);
  });
});
