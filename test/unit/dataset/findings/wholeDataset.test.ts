import { describe, expect, it } from 'vitest';
import {
  findDatasetProblems,
  type CheckOptions,
  type RuleSeverities,
} from '../../../../src/core/dataset/findings/findDatasetProblems.ts';
import type { FileRecord, MaskRecord } from '../../../../src/core/dataset/records.ts';
import {
  addPair,
  drawObject,
  factsOf,
  imageRecord,
  soundDataset,
  type TestDataset,
} from '../../../fixtures/datasets.ts';
import { addManyPairs } from '../../../fixtures/manyRecords.ts';
import { SeededRandom } from '../../../fixtures/seededRandom.ts';

const emptyDataset = (): TestDataset => soundDataset(new SeededRandom(1), 0);

/** Ways in which a pair breaks, and the rule that tells of it. */
const FAULTS: readonly (readonly [rule: string, change: (dataset: TestDataset, at: number) => void])[] = [
  [
    'brokenFile',
    (dataset, at) => {
      const path = dataset.pairs[at]?.mask ?? '';
      const problem = { code: 'crcMissing', details: { chunk: 'IDAT' }, offset: 400 } as const;
      dataset.records.set(path, { type: 'broken', path, size: 1, modified: 0, problem });
    },
  ],
  [
    'sizesDiffer',
    (dataset, at) => {
      const path = dataset.pairs[at]?.original ?? '';
      dataset.records.set(path, imageRecord(path, { width: 499, height: 375 }));
    },
  ],
  [
    'maskMissing',
    (dataset, at) => {
      const pair = dataset.pairs[at];
      if (pair !== undefined) dataset.pairs[at] = { ...pair, mask: null };
    },
  ],
  [
    'idWithoutClass',
    (dataset, at) => {
      const path = dataset.pairs[at]?.mask ?? '';
      const record = dataset.records.get(path) as MaskRecord;
      const ids = record.ids.map((one, place) => (place === 1 ? { ...one, id: 9, colour: '#090909' } : one));
      dataset.records.set(path, { ...record, ids } satisfies FileRecord);
    },
  ],
];

describe('findDatasetProblems', () => {
  it('tells of 20,000 pairs exactly the hundredth that is broken', () => {
    const random = new SeededRandom(20);
    const dataset = emptyDataset();
    addManyPairs(dataset, random, 20_000);
    const expected: string[] = [];
    for (let at = 50; at < 20_000; at += 100) {
      const fault = FAULTS[((at - 50) / 100) % FAULTS.length];
      if (fault === undefined) continue;
      const [rule, change] = fault;
      const { name } = dataset.pairs[at] ?? { name: '' };
      expected.push(`${rule} ${name}`);
      change(dataset, at);
    }
    const found = findDatasetProblems(factsOf(dataset));
    expect(expected).toHaveLength(200);
    expect(found.map(({ rule, pair }) => `${rule} ${pair ?? ''}`).sort()).toEqual(expected.sort());
  });

  it('orders by severity, then by rule, then by path', () => {
    const random = new SeededRandom(5);
    const dataset = soundDataset(random);
    dataset.unpaired.push('logo.png');
    for (const name of ['z', 'y']) {
      addPair(dataset, name, { ids: drawObject(random).fill(7, 0, 9) }, { pair: { original: null } });
    }
    dataset.records.set('images/a03.jpg', imageRecord('images/a03.jpg', { width: 63 }));
    const found = findDatasetProblems(factsOf(dataset)).map(({ rule, path }) => [rule, path]);
    expect(found).toEqual([
      ['sizesDiffer', 'masks/a03.png'],
      ['idWithoutClass', 'masks/y.png'],
      ['idWithoutClass', 'masks/z.png'],
      ['originalMissing', 'masks/y.png'],
      ['originalMissing', 'masks/z.png'],
      ['unpairedFiles', null],
    ]);
  });

  const withFault = (options: CheckOptions) => {
    const dataset = soundDataset(new SeededRandom(5));
    addPair(dataset, 'b', new Uint8Array(), { pair: { mask: null } });
    return findDatasetProblems(factsOf(dataset), options).map(({ rule, severity }) => [rule, severity]);
  };

  it.each<[RuleSeverities, string[][]]>([
    [{}, [['maskMissing', 'error']]],
    [{ maskMissing: 'information' }, [['maskMissing', 'information']]],
    [{ maskMissing: 'off' }, []],
    [{ originalMissing: 'off', nearDuplicates: 'off', nearDuplicatesAcrossSplits: 'off' }, [['maskMissing', 'error']]],
  ])('takes the severities that the user gives: %j', (severities, expected) => {
    expect(withFault({ severities })).toEqual(expected);
  });

  it('tells how far it is, and ends when that throws', () => {
    const steps: string[] = [];
    withFault({ onProgress: (done, total) => steps.push(`${done}/${total}`) });
    expect(steps).toHaveLength(50);
    expect(steps.at(-1)).toBe('50/50');
    const cancel = () => {
      throw new Error('cancelled');
    };
    expect(() => withFault({ onProgress: cancel })).toThrow('cancelled');
  });

  it('finds nothing in nothing', () => {
    const dataset = emptyDataset();
    dataset.classMap = null;
    expect(findDatasetProblems(factsOf(dataset))).toEqual([]);
  });
});
