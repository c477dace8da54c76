import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findLastBatch, undoBatch } from '../../../src/jobs/undo.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { ConvertJob } from '../../../src/jobs/labelboxConvert.ts';
import type { ConvertRequest } from '../../../src/jobs/labelboxConvertTypes.ts';
import { takeSnapshot } from '../../../src/platform/snapshot.ts';
import { inflate } from '../../../src/platform/zlib.ts';
import { hashesOf } from '../../fixtures/batchTree.ts';
import {
  convert,
  convertRequest,
  idsOf,
  rectangle,
  row,
  temporaryFolder,
  writeExport,
} from '../../fixtures/labelboxConversion.ts';

const folder = temporaryFolder();
let cases = 0;

/** A folder of its own with an export of these rows, and a request for it. */
function given(rows: readonly object[], request: Partial<ConvertRequest> = {}) {
  const here = join(folder, String(cases++));
  mkdirSync(here);
  const exportFile = writeExport(here, rows);
  return { here, request: convertRequest({ exportFile, folder: join(here, 'out'), ...request }) };
}

const overlapping = [
  row('a', [rectangle('eye', 0, 0, 20, 20), rectangle('nose', 10, 10, 20, 40)]),
  row('b', [rectangle('nose', 0, 0, 4, 4)]),
];

describe('masks', () => {
  it('have the ids of a class map that is written first, 256 palette entries, and 8 bits', async () => {
    const { request } = given([row('a', [rectangle('eye', 2, 3, 6, 5), rectangle('nose', 6, 3, 9, 4)])]);
    const { plan, rows } = await convert(request);
    expect(plan.classMap).toMatchObject({ use: 'written', added: ['eye', 'nose'] });
    const map = JSON.parse(readFileSync(join(request.folder, 'export.classes.json'), 'utf8')) as object;
    expect(map).toMatchObject({
      classes: [
        { id: 0, name: 'background', colour: '#000000' },
        { id: 1, name: 'eye', colour: '#800000' },
        { id: 2, name: 'nose', colour: '#008000' },
        { id: 255, name: 'void', colour: '#e0e0c0' },
      ],
      void: [255],
    });
    const { header, palette, samples } = readPng(takeSnapshot(join(request.folder, 'a.png')).bytes, inflate);
    expect(header).toMatchObject({ width: 64, height: 48, bitDepth: 8, colourType: 3 });
    expect(palette?.rgb.length).toBe(768);
    expect([...(palette?.rgb.subarray(3, 9) ?? [])]).toEqual([128, 0, 0, 0, 128, 0]);
    expect([...samples.subarray(3 * 64, 3 * 64 + 10)]).toEqual([0, 0, 1, 1, 1, 1, 2, 2, 2, 0]);
    expect(rows[0]?.classes).toMatchObject([
      { id: 0, pixels: 64 * 48 - 11 },
      { id: 1, pixels: 8 },
      { id: 2, pixels: 3 },
    ]);
  });

  it('keep ids when an export grows, whatever the order of its rows', async () => {
    const { here, request } = given([row('a', [rectangle('nose', 0, 0, 4, 4)])]);
    await convert(request);
    writeExport(here, [row('b', [rectangle('mouth', 0, 0, 2, 2)]), row('a', [rectangle('nose', 0, 0, 4, 4)])]);
    const { plan } = await convert(request);
    expect(plan.classMap).toMatchObject({ use: 'extended', added: ['mouth'] });
    expect(plan.classes.map(({ id, name }) => [id, name])).toEqual([
      [0, 'background'],
      [1, 'nose'],
      [2, 'mouth'],
      [255, 'void'],
    ]);
    expect(plan.files).toMatchObject({ write: 1, replace: 1 });
    expect(idsOf(join(request.folder, 'a.png'))[0]).toBe(1);
  });

  it('keep ids, and get those of new classes, when the export has another name', async () => {
    const { here, request } = given([row('a', [rectangle('nose', 0, 0, 4, 4)])]);
    await convert(request);
    const grown = [row('a', [rectangle('nose', 0, 0, 4, 4)]), row('b', [rectangle('tree', 0, 0, 2, 2)])];
    const exportFile = writeExport(here, grown, 'export-2.json');
    const { plan } = await convert({ ...request, exportFile });
    expect(plan.rows).toMatchObject({ masks: 2, refused: 0 });
    const path = join(request.folder, 'export.classes.json');
    expect(plan.classMap).toEqual({ path, use: 'extended', added: ['tree'] });
  });

  it('refuse classes that a given class map lacks, until they are added or skipped', async () => {
    const { here, request } = given([row('a', [rectangle('eye', 0, 0, 4, 4), rectangle('nose', 8, 0, 9, 1)])]);
    const classMap = join(here, 'mine.classes.json');
    writeFileSync(classMap, '{"classes":[{"id":0,"name":"background"},{"id":7,"name":"eye"}],"void":[]}');
    const refused = await convert({ ...request, classMap });
    expect(refused.rows[0]).toMatchObject({ status: 'refused', findings: [{ rule: 'classUnknown' }] });
    const skipped = await convert({ ...request, classMap, unknownClass: 'skip', folder: join(here, 'skip') });
    expect(skipped.rows[0]?.classes.map(({ id }) => id)).toEqual([0, 7]);
    const added = await convert({ ...request, classMap, unknownClass: 'add', folder: join(here, 'add') });
    expect(added.rows[0]?.classes.map(({ id }) => id)).toEqual([0, 7, 8]);
    expect(readFileSync(classMap, 'utf8')).not.toContain('nose');
  });

  it('are grey of 16 bits only where ids need them', async () => {
    const { here, request } = given([row('a', [rectangle('eye', 0, 0, 4, 4)])]);
    const classMap = join(here, 'wide.classes.json');
    writeFileSync(classMap, '{"classes":[{"id":0,"name":"background"},{"id":300,"name":"eye"}],"void":[]}');
    await convert({ ...request, classMap });
    const { header, samples } = readPng(takeSnapshot(join(request.folder, 'a.png')).bytes, inflate);
    expect(header).toMatchObject({ bitDepth: 16, colourType: 0 });
    expect(samples[0]).toBe(300);
  });
});

describe('overlaps', () => {
  it('leave a row out unless somebody says who wins, and are counted all the same', async () => {
    const { request } = given(overlapping);
    const { rows, plan } = await convert(request);
    expect(rows.map(({ status }) => status)).toEqual(['refused', 'mask']);
    expect(rows[0]?.findings).toEqual([{ rule: 'overlapRefused', details: { pairs: 'eye × nose', pixels: 100 } }]);
    expect(plan.overlaps).toMatchObject([{ first: 1, second: 2, pixels: 100 }]);
  });

  it.each([
    ['classOrder', [], 400 - 100, 300],
    ['classOrder', ['eye'], 400, 300 - 100],
    ['smallerOnTop', [], 400 - 100, 300],
    ['firstDrawn', [], 400, 300 - 100],
    ['lastDrawn', [], 400 - 100, 300],
    ['toVoid', [], 400 - 100, 300 - 100],
  ] as const)('%s %s', async (overlap, classOrder, eye, nose) => {
    const { request } = given(overlapping, { overlap, classOrder });
    const { rows } = await convert(request);
    const pixels = new Map(rows[0]?.classes.map((one) => [one.name, one.pixels]));
    expect([pixels.get('eye'), pixels.get('nose'), pixels.get('void')]).toEqual([
      eye,
      nose,
      overlap === 'toVoid' ? 100 : undefined,
    ]);
    expect(rows[0]?.findings).toMatchObject([{ rule: 'overlap', details: { pixels: 100 } }]);
  });

  it('do not become a void that is a class', async () => {
    const { here, request } = given(overlapping, { overlap: 'toVoid' });
    const classMap = join(here, 'mine.classes.json');
    writeFileSync(classMap, '{"classes":[{"id":1,"name":"eye"},{"id":255,"name":"nose"}],"void":[]}');
    const job = new ConvertJob({ ...request, classMap });
    await expect(job.preview(() => undefined)).rejects.toMatchObject({ code: 'voidIsClass' });
  });

  it('by the order of drawing are refused where nobody knows it', async () => {
    const label = { eye: [{ geometry: [{ x: 0, y: 0 }, { x: 4, y: 0 }, { x: 4, y: 4 }] }] }; // prettier-ignore
    const { request } = given([
      row('a', null, { Label: label, 'View Label': 'https://image-segmentation-v4.labelbox.com/x' }),
    ]);
    await expect(new ConvertJob({ ...request, overlap: 'lastDrawn' }).preview(() => undefined)).rejects.toMatchObject({
      code: 'drawOrderUnknown',
    });
  });
});

describe('rows', () => {
  it('become masks only where the export says what the image shows', async () => {
    const { request } = given([
      row('labelled', [rectangle('eye', 0, 0, 4, 4)]),
      row('background', []),
      row('skip', null, { Label: 'Skip' }),
      row('empty', null, { Label: {} }),
      row('none', null),
      row('flag', [rectangle('eye', 0, 0, 4, 4)], { Skipped: true }),
      row('unreadable', null, { Label: 17 }),
      row('video', null, { Label: [{ frameNumber: 1 }] }),
      row('answers', null, { Label: { objects: [], classifications: [{ title: 'q', answer: 'yes' }] } }),
    ]);
    const { rows, plan } = await convert(request);
    expect(Object.fromEntries(rows.map(({ name, status, reason }) => [name, reason ?? status]))).toEqual({
      labelled: 'mask',
      background: 'mask',
      skip: 'skipText',
      empty: 'emptyLabel',
      none: 'notLabelled',
      flag: 'skipFlag',
      unreadable: 'unreadable',
      video: 'notImage',
      answers: 'classificationsOnly',
    });
    expect(plan.rows).toMatchObject({ all: 9, masks: 2, refused: 0 });
    expect(idsOf(join(request.folder, 'background.png')).every((id) => id === 0)).toBe(true);
    expect(existsSync(join(request.folder, 'skip.png'))).toBe(false);
  });

  it('of one image: the newest, the best reviewed, or all', async () => {
    const again = { 'DataRow ID': 'data-a', 'External ID': 'a.jpg' };
    const { here, request } = given([
      row('a', [rectangle('old', 0, 0, 4, 4)], { ...again, Reviews: [{ score: 1 }] }),
      row('a2', [rectangle('new', 0, 0, 8, 8)], { ...again, 'Updated At': '2021-05-04T10:00:00.000Z' }),
    ]);
    const namesOf = async (labels: ConvertRequest['labels']) => {
      const { rows } = await convert({ ...request, labels, folder: join(here, labels) });
      return rows.map(({ name, reason, classes }) => `${name} ${reason ?? classes.at(-1)?.name ?? ''}`);
    };
    expect(await namesOf('newest')).toEqual(['a otherLabel', 'a new']);
    expect(await namesOf('bestReviewed')).toEqual(['a old', 'a otherLabel']);
    expect(await namesOf('all')).toEqual(['a-label1 old', 'a-label2 new']);
  });

  it('of different images with one external id are told apart by their data rows', async () => {
    const { request } = given([
      row('a', [rectangle('eye', 0, 0, 4, 4)], { 'External ID': '../x.jpg' }),
      row('b', [rectangle('eye', 0, 0, 8, 8)], { 'External ID': '../x.jpg' }),
    ]);
    const { rows } = await convert(request);
    expect(rows.flatMap(({ files }) => files)).toEqual(['_x-data-a.png', '_x-data-b.png']);
  });

  it('that lack a required class are left out, and the plan says which', async () => {
    const { request } = given(overlapping, { overlap: 'lastDrawn', requiredClasses: ['eye', 'nose'] });
    const { rows } = await convert(request);
    expect(rows.map(({ status, findings }) => [status, findings.at(-1)])).toEqual([
      ['mask', { rule: 'overlap', details: { pairs: 'eye × nose', pixels: 100 } }],
      ['refused', { rule: 'classesMissing', details: { names: 'eye' } }],
    ]);
  });

  it('with points and lines only say so; an object without its source is an error', async () => {
    const { request } = given([
      row('point', [{ featureId: 'p', title: 'pupil', point: { x: 3, y: 4 } }]),
      row('mask', [{ featureId: 'm', title: 'eye', instanceURI: 'https://api.labelbox.com/masks/feature/m' }]),
    ]);
    const { rows } = await convert(request);
    expect(rows.map(({ status, findings }) => [status, findings.map(({ rule }) => rule)])).toEqual([
      ['mask', ['noArea']],
      ['refused', ['outlineMissing']],
    ]);
  });

  it('whose size nobody states are refused, never guessed', async () => {
    const { request } = given([row('a', [rectangle('eye', 0, 0, 4, 4)])], { size: null });
    const { rows } = await convert(request);
    expect(rows[0]).toMatchObject({ status: 'refused', findings: [{ rule: 'sizeUnknown' }] });
  });
});

describe('runs', () => {
  it('are taken back byte for byte, one after the other', async () => {
    const { here, request } = given(overlapping, { layout: 'voc', overlap: 'lastDrawn' });
    await convert(request);
    const first = hashesOf(request.folder);
    expect(Object.keys(first).sort()).toEqual([
      'ImageSets/Segmentation/trainval.txt',
      'SegmentationClass/a.png',
      'SegmentationClass/b.png',
      'SegmentationObject/a.png',
      'SegmentationObject/b.png',
      'export.classes.json',
    ]);
    writeExport(here, [...overlapping, row('c', [rectangle('mouth', 0, 0, 2, 2)])]);
    const { plan } = await convert({ ...request, overlap: 'firstDrawn' });
    expect(plan.files).toMatchObject({ replace: 4, write: 2, unchanged: 2 });
    expect(hashesOf(request.folder)).not.toEqual(first);
    await undo(request.folder);
    expect(hashesOf(request.folder)).toEqual(first);
    await undo(request.folder);
    expect(hashesOf(request.folder)).toEqual({});
  });

  it('change nothing when they are repeated, and leave files of others alone', async () => {
    const { request } = given(overlapping, { overlap: 'lastDrawn' });
    await convert(request);
    const { plan, outcome } = await convert(request);
    expect(plan.files).toMatchObject({ write: 0, replace: 0, unchanged: 2 });
    expect(outcome.written).toBe(0);
    writeFileSync(join(request.folder, 'a.png'), 'painted by hand');
    const { rows } = await convert({ ...request, overlap: 'firstDrawn' });
    expect(rows[0]).toMatchObject({ status: 'refused', findings: [{ rule: 'overlap' }, { rule: 'outputExists' }] });
    expect(readFileSync(join(request.folder, 'a.png'), 'utf8')).toBe('painted by hand');
  });

  it('write nothing where no row becomes a mask', async () => {
    const { request } = given([overlapping[0] ?? {}]);
    const { plan, outcome } = await convert(request);
    expect([plan.rows.refused, plan.files.write, outcome.written]).toEqual([1, 0, 0]);
    expect(existsSync(request.folder)).toBe(false);
  });

  it('write nothing before they are told to', async () => {
    const { request } = given(overlapping);
    await new ConvertJob(request).preview(() => undefined);
    expect(existsSync(request.folder)).toBe(false);
  });

  it('that were stopped are finished by the same request', async () => {
    const { request } = given(Array.from({ length: 20 }, (_, i) => row(`r${i}`, [rectangle('eye', i, 0, i + 4, 4)])));
    const whole = join(request.folder, '../whole');
    await convert({ ...request, folder: whole });
    let job: ConvertJob | null = new ConvertJob(request, {
      onProgress: ({ phase }) => {
        if (phase === 'write') job?.cancel();
      },
    });
    await job.preview(() => undefined);
    expect(await job.write()).toMatchObject({ isCancelled: true, manifest: null });
    job = null;
    await expect(convert({ ...request, rule: 'opencv-4.6' })).rejects.toMatchObject({ code: 'interrupted' });
    const { plan } = await convert(request);
    expect(plan.resumes).not.toBeNull();
    expect(hashesOf(request.folder)).toEqual(hashesOf(whole));
  });
});

async function undo(root: string): Promise<void> {
  const batch = findLastBatch(root);
  if (batch === null) throw new Error('nothing to undo');
  const { refused } = await undoBatch(batch, { isForced: false });
  expect(refused).toEqual([]);
}
