import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ConvertJob } from '../../../src/jobs/labelboxConvert.ts';
import type { ConvertRequest } from '../../../src/jobs/labelboxConvertTypes.ts';
import { CLASS_MAP_PROBLEMS } from '../../../src/core/formats/classMap.ts';
import { describeConvertFinding, NESTED_PROBLEMS } from '../../../src/core/labelbox/convertRules.ts';
import { FILE_PROBLEMS } from '../../../src/core/formats/fileProblems.ts';
import { batchesFolder, JournalBusy, listBatches } from '../../../src/platform/journal.ts';
import { hashesOf } from '../../fixtures/batchTree.ts';
import {
  convert,
  convertRequest,
  labelOfV2,
  rectangle,
  row,
  rowOfV2,
  temporaryFolder,
  writeExport,
  type Converted,
} from '../../fixtures/labelboxConversion.ts';

const folder = temporaryFolder();
let cases = 0;

/** A folder of its own with an export of these rows, and a request for it. */
function given(rows: readonly object[] | string, request: Partial<ConvertRequest> = {}, name = 'export.json') {
  const here = join(folder, String(cases++));
  mkdirSync(here);
  const exportFile = typeof rows === 'string' ? join(here, name) : writeExport(here, rows, name);
  if (typeof rows === 'string') writeFileSync(exportFile, rows);
  return { here, exportFile, request: convertRequest({ exportFile, folder: join(here, 'out'), ...request }) };
}

const eye = (id: string, fields: object = {}) => row(id, [rectangle('eye', 0, 0, 4, 4)], fields);
const text = (...rows: readonly object[]): string => rows.map((one) => JSON.stringify(one)).join(',\n');

describe('rows that cannot be read', () => {
  it('are refused at their line and byte, among the others', async () => {
    const before = `[${text(eye('a'))},\n`;
    const { request } = given(`${before}null,\n[1,2],\n{"ID": oops},\n${text(eye('b'))}]`);
    const { rows, plan } = await convert(request);
    expect(rows.map(({ name, line, status }) => [name, line, status])).toEqual([
      ['a', 1, 'mask'],
      ['row 2', 2, 'refused'],
      ['row 3', 3, 'refused'],
      ['row 4', 4, 'refused'],
      ['b', 5, 'mask'],
    ]);
    expect(rows[1]?.findings).toMatchObject([{ rule: 'rowLost', details: { place: before.length, text: 'null' } }]);
    expect(rows[1]?.findings.map(describeConvertFinding)).toEqual([
      `Byte ${before.length} of the export: This row is null, not an object with fields, and is left out. Copy or export the file again.`,
    ]);
    expect(plan.rows).toMatchObject({ all: 5, masks: 2, refused: 3 });
    expect(plan.findings).toEqual([]);
  });

  it('at the end of a file say that it breaks off', async () => {
    const whole = `[${text(eye('a'), eye('b'))}]`;
    const { request } = given(whole.slice(0, -40));
    const { rows, plan } = await convert(request);
    expect(rows.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'mask'],
      ['row 2', 'refused'],
    ]);
    const offset = whole.indexOf('\n') + 1;
    expect(plan.findings).toEqual([{ rule: 'exportCut', details: { line: 2, offset } }]);
    const unclosed = await convert(given(whole.slice(0, -1)).request);
    expect(unclosed.plan).toMatchObject({ rows: { masks: 2, refused: 0 }, findings: [{ rule: 'exportCut' }] });
  });

  it('are records of a CSV whose cells nobody can tell apart', async () => {
    const label = JSON.stringify({ objects: [rectangle('eye', 0, 0, 4, 4)], classifications: [] }).replaceAll(
      '"',
      '""',
    );
    const head = 'ID,DataRow ID,Labeled Data,Label,External ID,Reviews';
    const record = (id: string) => `l${id},d${id},https://h/${id}.jpg,"${label}",${id}.jpg,[]`;
    const { request } = given(`${head}\n${record('a')}\n${record('b')},x\n${record('c')}\n`, {}, 'export.csv');
    const { rows } = await convert(request);
    expect(rows.map(({ name, status }) => [name, status])).toEqual([
      ['a', 'mask'],
      ['row 2', 'refused'],
      ['c', 'mask'],
    ]);
  });
});

describe('two runs at once', () => {
  const preview = async (request: ConvertRequest) => {
    const job = new ConvertJob(request);
    await job.preview(() => undefined);
    return job;
  };

  it('do not take each other’s files for their own', async () => {
    const { request } = given([eye('a'), eye('b')]);
    const [first, second] = [await preview(request), await preview(request)];
    await first.write();
    const written = hashesOf(request.folder);
    await expect(second.write()).rejects.toMatchObject({ code: 'planOutdated', details: { path: request.folder } });
    expect(hashesOf(request.folder)).toEqual(written);
    expect(listBatches(request.folder)).toHaveLength(1);
  });

  it('write nothing where files have appeared or changed since the preview', async () => {
    const { here, request } = given([eye('a'), eye('b')]);
    const appeared = await preview(request);
    mkdirSync(request.folder);
    writeFileSync(join(request.folder, 'b.png'), 'of somebody else');
    const path = join(request.folder, 'b.png');
    await expect(appeared.write()).rejects.toMatchObject({ code: 'planOutdated', details: { path } });
    expect(Object.keys(hashesOf(request.folder))).toEqual(['b.png']);
    rmSync(path);
    await convert(request);
    writeExport(here, [eye('a'), row('b', [rectangle('eye', 0, 0, 9, 9)])]);
    const changed = await preview(request);
    writeFileSync(path, 'painted');
    await expect(changed.write()).rejects.toMatchObject({ code: 'planOutdated', details: { path } });
  });

  it('are refused at once while another process writes there', async () => {
    const { request } = given([eye('a')]);
    const batches = batchesFolder(request.folder);
    mkdirSync(batches, { recursive: true });
    writeFileSync(join(batches, 'lock'), String(process.ppid));
    await expect(preview(request)).rejects.toBeInstanceOf(JournalBusy);
  });
});

describe('labels that are not used', () => {
  const classes = ({ rows }: Converted) =>
    rows.map(({ status, reason, classes }) => reason ?? classes.at(-1)?.name ?? status);

  it('are those of another project only where somebody says which', async () => {
    const both = { Main: [labelOfV2('l1', 'car', 1)], Trees: [labelOfV2('l2', 'tree', 2)] };
    const { request } = given([
      rowOfV2('a', both),
      rowOfV2('b', { Main: [labelOfV2('l3', 'car', 1)], Trees: [] }),
      rowOfV2('c', { Main: [labelOfV2('l4', 'car', 1)], Trees: [labelOfV2('l5', 'tree', 2, null)] }),
    ]);
    const { rows } = await convert(request);
    expect(rows.map(({ status }) => status)).toEqual(['refused', 'mask', 'mask']);
    expect(rows[0]?.findings).toEqual([{ rule: 'severalProjects', details: { count: 2, names: 'Main, Trees' } }]);
    const folder = `${request.folder}-project`;
    expect(classes(await convert({ ...request, folder, project: 'Main' }))).toEqual(['car', 'car', 'car']);
    const trees = await convert({ ...request, folder: `${folder}-trees`, project: 'Trees' });
    expect(classes(trees)).toEqual(['tree', 'notLabelled', 'skipFlag']);
    const nameless = { '': [labelOfV2('l1', 'car', 1)], Trees: [labelOfV2('l2', 'tree', 2)] };
    expect((await convert(given([rowOfV2('a', nameless)]).request)).rows[0]?.findings).toMatchObject([
      { rule: 'severalProjects', details: { names: 'p0, Trees' } },
    ]);
  });

  it('are counted, and one that was skipped never counts before one that was not', async () => {
    const labels = [labelOfV2('l1', 'old', 1), labelOfV2('l2', 'new', 2), labelOfV2('l3', 'none', 3, null)];
    const { request } = given([rowOfV2('a', { Main: labels }), rowOfV2('b', { Main: labels.slice(2) })]);
    const newest = await convert(request);
    expect(classes(newest)).toEqual(['new', 'skipFlag']);
    expect(newest.rows[0]?.findings).toEqual([{ rule: 'labelsUnused', details: { number: 2, count: 3, unused: 2 } }]);
    expect(newest.plan.findings).toEqual([{ rule: 'labelsUnused', details: { count: 2 } }]);
    const all = await convert({ ...request, folder: `${request.folder}-all`, labels: 'all' });
    expect(classes(all)).toEqual(['old', 'new', 'skipFlag', 'skipFlag']);
    expect(all.plan.findings).toEqual([]);
  });

  it('are those of a row that was skipped, however new it is', async () => {
    const again = { 'DataRow ID': 'data-a', 'External ID': 'a.jpg' };
    const skipped = row('a2', null, { ...again, Label: 'Skip', 'Updated At': '2021-05-04T10:00:00.000Z' });
    const { request } = given([eye('a'), skipped]);
    expect(classes(await convert(request))).toEqual(['eye', 'otherLabel']);
    const projects = [eye('a', { 'Project Name': 'One' }), eye('a2', { ...again, 'Project Name': 'Two' })];
    expect((await convert(given(projects).request)).plan.rows).toMatchObject({ refused: 2 });
  });
});

describe('several labels of one image, before exports named data rows', () => {
  const at = (id: string, day: number, end: number, image = 'one') => ({
    ...{ ID: id, 'Labeled Data': `https://h/${image}.jpg`, 'External ID': 'one.jpg', 'Created At': `2018-08-2${day}` },
    'View Label': 'https://image-segmentation-v3.labelbox.com/x',
    Label: { Car: [{ geometry: `POLYGON ((0 0, ${end} 0, ${end} ${end}, 0 ${end}))` }] },
  });

  it('are one image: one name, one original, and one label that counts', async () => {
    const { here, request } = given([at('l2', 1, 4), at('l1', 2, 8)], { size: null });
    const originals = join(here, 'originals');
    mkdirSync(originals);
    const picture = await convert({ ...request, folder: originals, size: { width: 20, height: 10 } });
    expect(picture.rows.map(({ name }) => name)).toEqual(['one', 'one']);
    const { rows } = await convert({ ...request, originals });
    expect(rows.map(({ name, status, reason, size }) => [name, reason ?? status, size?.width])).toEqual([
      ['one', 'otherLabel', undefined],
      ['one', 'mask', 20],
    ]);
    const all = await convert({ ...request, originals, labels: 'all', folder: `${request.folder}-all` });
    expect(all.rows.map(({ name, status }) => [name, status])).toEqual([
      ['one-label1', 'mask'],
      ['one-label2', 'mask'],
    ]);
  });

  it('and another image of the same external id are told apart, whatever the order of the rows', async () => {
    const rows = [at('l2', 1, 4), at('l1', 2, 8), at('l0', 3, 6, 'other')];
    for (const inOrder of [rows, [...rows].reverse()]) {
      const converted = await convert(given(inOrder).request);
      const made = converted.rows.filter(({ status }) => status === 'mask');
      expect(made.map(({ name }) => name).sort()).toEqual(['one-l0', 'one-l1']);
    }
  });
});

describe('what earlier runs have left', () => {
  it('under names that changed when the export grew is told, and left alone', async () => {
    const dup = (id: string) => eye(id, { 'External ID': 'dup.jpg' });
    const { here, request } = given([dup('r9'), eye('b')]);
    const first = await convert(request);
    expect(first.plan.findings).toEqual([]);
    writeExport(here, [dup('r9'), eye('b'), dup('r10')]);
    const { plan } = await convert(request);
    expect(plan.findings).toEqual([{ rule: 'filesStay', details: { count: 1, names: 'dup.png' } }]);
    expect(Object.keys(hashesOf(request.folder)).sort()).toEqual([
      ...['b.png', 'dup-data-r10.png', 'dup-data-r9.png', 'dup.png', 'export.classes.json'],
    ]);
    rmSync(join(request.folder, 'dup.png'));
    expect((await convert(request)).plan.findings).toEqual([]);
  });

  it('of another export is told with the names that leave the list', async () => {
    const { here, request } = given([eye('a'), eye('b')], { layout: 'voc' });
    await convert(request);
    const exportFile = writeExport(here, [eye('b'), eye('c')], 'second.json');
    const { plan } = await convert({ ...request, exportFile });
    const path = 'ImageSets/Segmentation/trainval.txt';
    expect(plan.findings).toEqual([
      { rule: 'namesLeave', details: { path, count: 1, names: 'a' } },
      { rule: 'filesStay', details: { count: 2, names: 'SegmentationClass/a.png, SegmentationObject/a.png' } },
    ]);
    expect(readFileSync(join(request.folder, path), 'utf8')).toBe('b\nc\n');
  });
});

describe('a disk that is nearly full', () => {
  it('is told with the preview, and nothing is written', async () => {
    const { request } = given([eye('a')]);
    const job = new ConvertJob(request, { freeBytes: () => 100 });
    const { files, findings } = await job.preview(() => undefined);
    const details = { root: request.folder, needed: files.bytes, free: 100 };
    expect(findings).toEqual([{ rule: 'spaceShort', details }]);
    await expect(job.write()).rejects.toMatchObject({ code: 'spaceShort', details });
    expect(existsSync(request.folder)).toBe(false);
    const enough = new ConvertJob(request, { freeBytes: () => files.bytes });
    expect((await enough.preview(() => undefined)).findings).toEqual([]);
    expect(await enough.write()).toMatchObject({ written: 2 });
  });
});

it('sentences within sentences come with what translates them', async () => {
  const { here, request } = given([eye('a')]);
  const originals = join(here, 'originals');
  mkdirSync(originals);
  writeFileSync(join(originals, 'a.jpg'), 'no image');
  const { rows } = await convert({ ...request, originals });
  const template = NESTED_PROBLEMS.noImage;
  expect(rows[0]?.findings).toEqual([
    { rule: 'originalUnreadable', details: { file: 'a.jpg', problem: template, template } },
  ]);
  writeFileSync(join(here, 'mine.classes.json'), '{"classes":[]}');
  const job = new ConvertJob({ ...request, classMap: join(here, 'mine.classes.json') });
  await expect(job.preview(() => undefined)).rejects.toMatchObject({
    details: { template: CLASS_MAP_PROBLEMS.nothingFound },
  });
  const masks = await convert({ ...request, exportFile: join(here, 'none') }).catch((error: unknown) => error);
  expect(masks).toMatchObject({ code: 'exportUnreadable', details: { template: FILE_PROBLEMS.notFound } });
});
