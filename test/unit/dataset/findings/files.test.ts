import { describe, expect, it } from 'vitest';
import { misfitOf } from '../../../../src/core/dataset/findings/sizes.ts';
import { describeDatasetFinding } from '../../../../src/core/dataset/findings/finding.ts';
import { listOf, maskFile, recordOf, SIDE } from '../../../fixtures/datasets.ts';
import { findingsAfter, only, toldAfter } from './found.ts';
import { addOriginals, breakFile, cut } from './fileCases.ts';

describe('rules about files', () => {
  it('find nothing in a sound dataset', () => {
    expect(findingsAfter(() => undefined)).toEqual([]);
  });

  it('say which chunk of a broken file is wrong, and where', () => {
    const finding = only(findingsAfter((dataset, random) => breakFile(dataset, 'masks/a03.png', cut(random))));
    const offset = finding.details['offset'];
    expect(finding).toMatchObject({ pair: 'a03', place: { offset }, details: { chunk: 'IDAT' } });
    expect(describeDatasetFinding(finding)).toMatch(/IDAT.*\(byte \d+\)$/);
  });

  it('tell each mask that a list names, although most originals have none', () => {
    const told = toldAfter((dataset) => {
      addOriginals(dataset, 40, (at) => `b${at + 10}`);
      dataset.lists.push(listOf('train', [...dataset.pairs.slice(0, 24).map(({ name }) => name), 'b11']));
    });
    expect(told).toEqual(['maskMissing images/b11.jpg', 'mostlyUnlabelled']);
  });
});

describe('misfitOf', () => {
  const image = (width: number, height: number, orientation: number | null = null) => ({ width, height, orientation });

  it.each([
    [{ width: 500, height: 375 }, image(500, 375), null],
    [{ width: 500, height: 375 }, image(500, 375, 1), null],
    [{ width: 500, height: 375 }, image(500, 375, 6), { rule: 'exifIgnored', details: { orientation: 6 } }],
    [{ width: 375, height: 500 }, image(500, 375, 6), { rule: 'exifTurned', details: { orientation: 6 } }],
    [{ width: 375, height: 500 }, image(500, 375), { rule: 'sizesTurned' }],
    [{ width: 250, height: 375 }, image(500, 375), { rule: 'sizesDiffer' }],
    [{ width: 250, height: 150 }, image(500, 300), { rule: 'sizesScaled', details: { factor: '1/2' } }],
    [{ width: 750, height: 450 }, image(500, 300), { rule: 'sizesScaled', details: { factor: '3/2' } }],
    [{ width: 900, height: 1500 }, image(500, 300, 8), { rule: 'sizesScaled', details: { factor: '3' } }],
    [{ width: 250, height: 188 }, image(500, 375), { rule: 'sizesDiffer' }],
  ])('judges a mask of %j beside %j', (mask, original, misfit) => {
    expect(misfitOf(mask, original)).toEqual(misfit);
  });
});

it('reads a record from the bytes of a file', () => {
  const bytes = maskFile({ ids: new Uint8Array(SIDE * SIDE), colours: null });
  expect(recordOf('m.png', bytes)).toMatchObject({ encoding: 'grey', distinct: 1, width: SIDE, height: SIDE });
});
