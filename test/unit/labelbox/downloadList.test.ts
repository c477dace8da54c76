import { describe, expect, it } from 'vitest';
import { DownloadLister, type DownloadList, type ListOptions } from '../../../src/core/labelbox/downloadList.ts';
import { MaskNames, maskFileCandidates } from '../../../src/core/labelbox/maskFiles.ts';
import type { Era, Row } from '../../../src/core/labelbox/model.ts';
import { readRow } from '../../../src/core/labelbox/readRow.ts';

const NOW = Date.UTC(2024, 0, 31);
const DAY = 24 * 3_600_000;
const HOST = 'https://storage.example.com';

function rowsOf(era: Era, values: readonly unknown[]): Row[] {
  return values.map((value, i) => {
    const row = readRow(value, era, i, { offset: i, length: 1, line: i + 1 }, () => undefined);
    if (row === null) throw new Error('The row is not read.');
    return row;
  });
}

function listOf(
  rows: readonly Row[],
  more: Partial<ListOptions> = {},
  choice = { originals: true, masks: true },
): DownloadList {
  const lister = new DownloadLister(choice);
  for (const row of rows) lister.add(row);
  const addressOf: ListOptions['addressOf'] = (url) =>
    /^https?:/.test(url)
      ? { host: new URL(url).host, file: url.replace(/\?.*/, '') }
      : { code: 'urlScheme', details: { scheme: 'gs:' } };
  return lister.list({ now: NOW, keyHost: null, addressOf, ...more });
}

const e5 = (id: string, more: Record<string, unknown> = {}, objects: readonly unknown[] = []): unknown => ({
  ID: `${id}label`,
  'DataRow ID': id,
  'Labeled Data': `${HOST}/${id}.jpg?Expires=${NOW + 3 * DAY}`,
  Label: { objects, classifications: [] },
  'External ID': `${id}.jpg`,
  ...more,
});
const mask = (feature: string, title: string, url = `${HOST}/${feature}?token=x`): unknown => ({
  ...{ featureId: feature, title, value: title, color: '#ff0000', instanceURI: url },
});

const v2 = (objects: readonly unknown[]): unknown => ({
  data_row: { id: 'd1', external_id: 'set/a.b.PNG', row_data: `${HOST}/x?Expires=${(NOW + DAY) / 1000}` },
  media_attributes: { width: 4, height: 4, mime_type: 'image/png' },
  projects: { p: { name: 'p', labels: [{ id: 'l1', annotations: { objects, classifications: [] } }] } },
});
const kept = (feature: string, fields: Record<string, unknown>): unknown => ({
  ...{ feature_id: feature, name: 'Eye', annotation_kind: 'ImageSegmentationMask', ...fields },
});

describe('the list of what an export leads to', () => {
  it('names originals and masks of objects', () => {
    const rows = rowsOf('E5', [e5('r1', {}, [mask('f1', 'eye'), mask('f2', 'tv/monitor ')]), e5('r2')]);
    const list = listOf(rows);
    expect(list.files.map(({ name }) => name)).toEqual([
      'originals/r1.jpg',
      'originals/r2.jpg',
      'masks/r1--f1.png',
      'masks/r1--f2.png',
    ]);
    expect(list.hosts).toEqual([{ host: 'storage.example.com', images: 2, masks: 2, firstExpiry: NOW + 3 * DAY }]);
    expect(listOf(rows, {}, { originals: false, masks: true }).files).toHaveLength(2);
    expect(listOf(rows, {}, { originals: true, masks: false }).hosts[0]).toMatchObject({ images: 2, masks: 0 });
  });

  it('has a composite mask once, and asks Labelbox with a key only', () => {
    const composite = (colour: readonly number[]): Record<string, unknown> => ({
      composite_mask: { url: 'https://api.labelbox.com/masks/c1', color_rgb: colour },
    });
    const feature = { mask: { url: 'https://api.labelbox.com/api/v1/f3/mask' } };
    const rows = rowsOf('v2', [
      v2([kept('f1', composite([1, 2, 3])), kept('f2', composite([4, 5, 6])), kept('f3', feature)]),
    ]);
    const names = [
      'originals/set_a.b.png',
      expect.stringMatching(/^masks\/set_a\.b--composite-[0-9a-f]{8}\.png$/) as string,
      'masks/set_a.b--f3.png',
    ];
    const without = listOf(rows);
    expect(without.files.map(({ name }) => name)).toEqual(names);
    expect(without.files.map(({ withheld }) => withheld?.code)).toEqual([undefined, 'keyNeeded', 'keyNeeded']);
    expect(without).toMatchObject({ needsKey: 2, expired: 0 });
    expect(without.hosts.map(({ host }) => host)).toEqual(['storage.example.com']);
    const withKey = listOf(rows, { keyHost: 'api.labelbox.com' });
    expect(withKey.hosts).toContainEqual({ host: 'api.labelbox.com', images: 0, masks: 2, firstExpiry: null });
    // A composite mask is gone 30 days after the export.
    const old = listOf(rows, { keyHost: 'api.labelbox.com', exportedAt: NOW - 31 * DAY });
    expect(old).toMatchObject({ expired: 1, lastExpired: NOW - DAY });
  });

  it('has the masks of classes by class', () => {
    const value = {
      ...{ ID: 'l9', 'DataRow ID': 'd9', 'Labeled Data': `${HOST}/9.png`, 'External ID': null },
      Label: { eye: [] },
      Masks: { eye: `${HOST}/m/eye`, 'tv/monitor ': `${HOST}/m/tv` },
    };
    const list = listOf(rowsOf('E4', [value]));
    expect(list.files.map(({ name }) => name)).toEqual([
      'originals/d9.png',
      'masks/d9--eye.png',
      'masks/d9--tv_monitor.png',
    ]);
  });

  it('has the masks of classes by label where an image has several, and apart where class names are one file', () => {
    const value = (label: string, masks: Record<string, string>): unknown => ({
      ...{ ID: label, 'DataRow ID': 'd9', 'Labeled Data': `${HOST}/9.png`, 'External ID': 'one.png' },
      ...{ Label: { eye: [] }, Masks: masks },
    });
    const gateway = (label: string, name: string): string => `${HOST}/mask-exporter?jwt=${label}.${name}.x`;
    const masksOf = (rows: readonly unknown[]) =>
      listOf(rowsOf('E4', rows), {}, { originals: false, masks: true }).files.map(({ name }) => name);
    expect(masksOf([value('l1', { Car: gateway('l1', 'Car') }), value('l2', { Car: gateway('l2', 'Car') })])).toEqual([
      'masks/one--Car--l1.png',
      'masks/one--Car--l2.png',
    ]);
    // The same label twice, signed at another time, is one.
    const twice = masksOf([value('l1', { Car: gateway('l1', 'a') }), value('l1', { Car: gateway('l1', 'b') })]);
    expect(new Set(twice)).toEqual(new Set(['masks/one--Car.png']));
    const classes = ['Car', 'car', 'tv/monitor', 'tv_monitor', 'eye'];
    const names = masksOf([value('l1', Object.fromEntries(classes.map((name) => [name, gateway('l1', name)])))]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(5);
    expect(names).toContain('masks/one--eye.png');
    expect(names[0]).toMatch(/^masks\/one--Car~[0-9a-f]{8}\.png$/);
  });

  it('tells what has expired before anything is asked, to the millisecond', () => {
    const expires = (at: number): Record<string, unknown> => ({ 'Labeled Data': `${HOST}/i.jpg?Expires=${at}` });
    const rows = rowsOf('E5', [e5('a', expires(NOW)), e5('b', expires(NOW + 1)), e5('c', expires(NOW - DAY))]);
    const list = listOf(rows);
    expect(list.files.map(({ withheld }) => withheld)).toEqual([
      { code: 'linkExpired', details: { date: '2024-01-31' } },
      undefined,
      { code: 'linkExpired', details: { date: '2024-01-30' } },
    ]);
    expect(list).toMatchObject({ expired: 2, lastExpired: NOW });
    expect(listOf(rows, { includesExpired: true })).toMatchObject({ expired: 0 });
  });

  it('names rows of one image alike, and rows that only share an external id apart', () => {
    const rows = rowsOf('E5', [
      e5('r1', { ID: 'l1' }, [mask('f1', 'eye')]),
      e5('r1', { ID: 'l2' }, [mask('f2', 'eye')]),
      e5('r3', { 'External ID': 'R1.jpeg' }),
      e5('r4', { 'External ID': '../../etc/passwd' }),
    ]);
    expect(listOf(rows).files.map(({ name }) => name)).toEqual([
      'originals/r1-r1.jpg',
      'originals/R1-r3.jpeg',
      'originals/_._etc_passwd.jpg',
      'masks/r1-r1--f1.png',
      'masks/r1-r1--f2.png',
    ]);
  });

  it('has the image of several rows once, with its other links, those that have expired last', () => {
    const signed = (days: number): Record<string, unknown> => ({
      ...{ ID: `l${days}`, 'Labeled Data': `${HOST}/r1.jpg?Expires=${NOW + days * DAY}` },
    });
    const rows = rowsOf(
      'E5',
      [-2, 3, 9, 3].map((days) => e5('r1', signed(days), [mask('f1', 'eye', `${HOST}/f1?token=${days}`)])),
    );
    const list = listOf(rows);
    expect(list.files).toEqual([
      {
        url: `${HOST}/r1.jpg?Expires=${NOW + 9 * DAY}`,
        others: [`${HOST}/r1.jpg?Expires=${NOW + 3 * DAY}`],
        name: 'originals/r1.jpg',
      },
      {
        url: `${HOST}/f1?token=-2`,
        others: [3, 9].map((days) => `${HOST}/f1?token=${days}`),
        name: 'masks/r1--f1.png',
      },
    ]);
    expect(list).toMatchObject({ expired: 0, hosts: [{ images: 1, masks: 1 }] });
    // Other masks of one name are no links to one file: they are refused later.
    const two = rowsOf(
      'E5',
      ['a', 'b'].map((path) => e5('r1', {}, [mask('f1', 'eye', `${HOST}/${path}`)])),
    );
    expect(listOf(two).files.map(({ name }) => name)).toEqual([
      'originals/r1.jpg',
      'masks/r1--f1.png',
      'masks/r1--f1.png',
    ]);
    expect(listOf(rowsOf('E5', [e5('r1', signed(-2)), e5('r1', signed(-4))]))).toMatchObject({
      expired: 1,
      files: [{ withheld: { details: { date: '2024-01-29' } } }],
    });
  });

  it('names masks as conversions look for them', () => {
    const rows = rowsOf('E5', [e5('r1', {}, [mask('f1', 'eye')])]);
    const [object] = rows[0]?.labels[0]?.objects ?? [];
    if (object === undefined || object.mask === null) throw new Error('There is no mask.');
    const { featureId, className } = object;
    const origin = { kind: 'mask', picture: object.mask } as const;
    const names = new MaskNames();
    for (const row of rows) names.add(row);
    const [first] = maskFileCandidates('r1', { featureId, className, origin }, names.naming(['r1']));
    expect(listOf(rows).files[1]?.name).toBe(`masks/${first?.name}.png`);
  });

  it('leaves out what shows no image, and what is no address', () => {
    const rows = rowsOf('E5', [
      e5('v', { 'Labeled Data': `${HOST}/v.mp4`, 'External ID': 'v.mp4' }),
      e5('g', { 'Labeled Data': 'gs://bucket/g.jpg' }),
    ]);
    const list = listOf(rows);
    expect(list).toMatchObject({ noImages: 1, unusable: 1, hosts: [] });
    expect(list.files).toEqual([
      {
        url: 'gs://bucket/g.jpg',
        name: 'originals/g.jpg',
        withheld: { code: 'urlScheme', details: { scheme: 'gs:' } },
      },
    ]);
  });
});
