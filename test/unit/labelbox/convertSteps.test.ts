import { describe, expect, it } from 'vitest';
import { startingFrom, type KnownOfExport } from '../../../src/extension/convert/convertSteps.ts';

const NOTHING: KnownOfExport = { era: null, yAxis: null, labels: 'newest', originals: null, masks: null };
const FETCHED: KnownOfExport = { ...NOTHING, originals: '/data/faces/originals', masks: '/data/faces/masks' };

describe('the answers that a conversion starts from', () => {
  it('propose the folders of originals and masks that are there', () => {
    expect(startingFrom('/data/faces.json', FETCHED, undefined)).toMatchObject({
      ...{ folder: '/data/faces-masks', originals: '/data/faces/originals', masks: '/data/faces/masks' },
    });
  });

  it('are those of the last one, with folders that have come since', () => {
    const before = startingFrom('/data/faces.json', NOTHING, undefined);
    expect([before.originals, before.masks]).toEqual([null, null]);
    expect(startingFrom('/data/faces.json', FETCHED, { ...before, layout: 'coco' })).toMatchObject({
      ...{ layout: 'coco', originals: '/data/faces/originals', masks: '/data/faces/masks' },
    });
    expect(startingFrom('/data/faces.json', FETCHED, { ...before, masks: '/elsewhere' }).masks).toBe('/elsewhere');
  });
});
