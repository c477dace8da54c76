import { describe, expect, it } from 'vitest';
import type { DatasetFinding } from '../../../../src/core/dataset/findings/finding.ts';
import { findDatasetProblems } from '../../../../src/core/dataset/findings/findDatasetProblems.ts';
import type { MaskRecord } from '../../../../src/core/dataset/records.ts';
import type { Damage } from '../../../../src/core/mask/damage.ts';
import {
  addPair,
  COLOURS,
  colourMaskFile,
  drawObject,
  factsOf,
  SIDE,
  soundDataset,
} from '../../../fixtures/datasets.ts';
import { SeededRandom } from '../../../fixtures/seededRandom.ts';
import { findingsAfter, only, toldAfter } from './found.ts';
import { withBlock, exchanged } from './pixelCases.ts';

describe('findings about pixels', () => {
  const found = (change: Parameters<typeof findingsAfter>[0]): DatasetFinding => only(findingsAfter(change));

  it('name ids and their pixels, where the rarest are, and the class that would end it', () => {
    const finding = found((dataset, random) => {
      const ids = withBlock(random, 7, 3, 3, 5);
      ids.fill(9, SIDE * 40, SIDE * 40 + 4);
      addPair(dataset, 'b', { ids });
    });
    expect(finding).toMatchObject({
      pair: 'b',
      place: { x: 0, y: 40 },
      details: { list: '7 (9 px), 9 (4 px)' },
      fix: {
        kind: 'classMap',
        fixes: [
          { kind: 'add', id: 7, name: 'class 7', colour: '#070707' },
          { kind: 'add', id: 9, name: 'class 9', colour: '#090909' },
        ],
      },
    });
  });

  it('name the id that a colour has elsewhere, and a file that has it', () => {
    expect(found((dataset, random) => addPair(dataset, 'b', exchanged(random, 1, 9)))).toMatchObject({
      details: { list: '#800000: 9 (1)', count: 1 },
      related: ['masks/a00.png'],
      fix: { kind: 'reencode', by: 'colour' },
    });
  });

  it('follow most masks where no class map says which id is right', () => {
    const told = toldAfter((dataset, random) => {
      dataset.classMap = null;
      addPair(dataset, 'b', exchanged(random, 1, 9));
      addPair(dataset, 'c', exchanged(random, 1, 9));
    });
    expect(told).toEqual(['colourAtOtherId masks/b.png', 'colourAtOtherId masks/c.png']);
  });

  it('never send two colours to one id, whatever most masks have', () => {
    const found = findingsAfter((dataset, random) => {
      dataset.classMap = null;
      dataset.pairs.length = 0;
      const swapped = COLOURS.map((colour, id) => COLOURS[id === 1 ? 2 : id === 2 ? 1 : id] ?? colour);
      for (let at = 10; at < 30; at++) {
        const ids = withBlock(random, 2, 20);
        ids.fill(1, SIDE * 30, SIDE * 34);
        // The colour of 1 stands at 1 in most, that of 2 at 1 in most of those that have it alone.
        addPair(dataset, `a${at}`, {
          ids: at < 21 ? ids : ids.map((id) => (id === 2 ? 0 : id)),
          colours: at % 2 ? COLOURS : swapped,
        });
      }
    }).filter(({ rule }) => rule === 'colourAtOtherId');
    expect(found.length).toBeGreaterThan(0);
    const wanted = new Map<string, string>();
    for (const { details } of found) {
      for (const [, colour = '', id = ''] of String(details['list']).matchAll(/(#\w+): \d+ \((\d+)\)/g))
        wanted.set(colour, id);
    }
    expect(new Set(wanted.values()).size).toBe(wanted.size);
  });

  it('follow the class map even where no mask does', () => {
    const told = toldAfter((dataset, random) => {
      dataset.pairs.length = 0;
      for (let at = 10; at < 20; at++) addPair(dataset, `a${at}`, exchanged(random, 1 + (at % 3), 9 + (at % 3)));
    });
    expect(told.slice(0, 10)).toEqual(Array.from({ length: 10 }, (_, at) => `colourAtOtherId masks/a${10 + at}.png`));
  });

  it('tell colours of RGB masks that no class has', () => {
    const findings = findingsAfter((dataset, random) => {
      dataset.pairs.length = 0;
      for (let at = 10; at < 24; at++) addPair(dataset, `a${at}`, colourMaskFile(drawObject(random, 1 + (at % 3))));
      addPair(dataset, 'b', colourMaskFile(withBlock(random, 9)));
    });
    expect(only(findings)).toMatchObject({ rule: 'idWithoutClass', details: { list: '#090909 (9 px)' } });
  });

  it('tell RGB masks whose red and blue are swapped by their colours, once', () => {
    const findings = findingsAfter((dataset, random) => {
      dataset.pairs.length = 0;
      for (let at = 10; at < 24; at++) addPair(dataset, `a${at}`, colourMaskFile(drawObject(random, 1 + (at % 3))));
      const swapped = ([red, green, blue]: readonly [number, number, number]) => [blue, green, red] as const;
      addPair(dataset, 'b', colourMaskFile(drawObject(random, 1), null, COLOURS.map(swapped)));
    });
    expect(only(findings)).toMatchObject({
      rule: 'swappedChannels',
      path: 'masks/b.png',
      fix: { kind: 'reencode', by: 'colour', isSwapped: true },
    });
  });

  it('leave ids that damage explains to the damage', () => {
    const told = toldAfter((dataset, random) => {
      addPair(dataset, 'b', { ids: withBlock(random, 9, 3, 1) });
      const record = dataset.records.get('masks/b.png') as MaskRecord;
      const damages: readonly Damage[] = [{ kind: 'inventedIds', ids: [9], pixels: 3 }];
      dataset.records.set(record.path, { ...record, damages });
    });
    expect(told).toEqual(['inventedIds masks/b.png']);
  });

  it('count as specks what is smaller than asked for', () => {
    const random = new SeededRandom(5);
    const dataset = soundDataset(random);
    addPair(dataset, 'b', { ids: withBlock(random, 3, 5, 1) });
    expect(findDatasetProblems(factsOf(dataset))).toEqual([]);
    expect(only(findDatasetProblems(factsOf(dataset), { speckBelow: 8 }))).toMatchObject({
      details: { below: 8, regions: 1, list: 'bird (1)' },
      place: { x: 0, y: 0 },
      fix: { kind: 'fillSpecks', below: 8 },
    });
  });
});
