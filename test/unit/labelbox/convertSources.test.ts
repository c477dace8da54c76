import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { ConvertRequest } from '../../../src/jobs/labelboxConvertTypes.ts';
import { hasReference } from '../mask/pythonReference.ts';
import {
  convert,
  convertRequest,
  idsOf,
  polygonObject,
  rectangle,
  row,
  temporaryFolder,
  writeExport,
} from '../../fixtures/labelboxConversion.ts';

const folder = temporaryFolder();
let cases = 0;

function given(rows: readonly object[], request: Partial<ConvertRequest> = {}) {
  const here = join(folder, String(cases++));
  for (const name of ['masks', 'originals']) mkdirSync(join(here, name), { recursive: true });
  const exportFile = writeExport(here, rows);
  const folders = { folder: join(here, 'out'), masks: join(here, 'masks'), originals: join(here, 'originals') };
  return { here, request: convertRequest({ exportFile, ...folders, size: null, ...request }) };
}

/** Runs Python with Pillow and NumPy in a folder; returns what it prints as JSON. */
function python(here: string, code: string): unknown {
  const run = spawnSync('/usr/bin/python3', ['-c', `import json, numpy\nfrom PIL import Image\n${code}`], {
    cwd: here,
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return run.stdout === '' ? null : (JSON.parse(run.stdout) as unknown);
}

const masked = (featureId: string, title: string) => ({
  ...{ featureId, title, instanceURI: `https://api.labelbox.com/masks/feature/${featureId}?token=a.b.c` },
});

describe.skipIf(!hasReference)('masks that Pillow wrote', () => {
  it('of objects: transparent black and opaque white', async () => {
    const { here, request } = given([row('a', [masked('f1', 'eye'), masked('f2', 'nose')])], {
      ...{ sources: ['masks'], size: { width: 6, height: 4 }, overlap: 'lastDrawn', layout: 'voc', originals: null },
    });
    python(
      here,
      `for name, box in (('a--f1', (1, 1, 4, 3)), ('f2', (3, 0, 6, 2))):
    image = Image.new('RGBA', (6, 4)); image.paste((255, 255, 255, 255), box); image.save(f'masks/{name}.png')`,
    );
    const { rows } = await convert(request);
    expect(rows[0]?.findings).toMatchObject([{ rule: 'overlap', details: { pixels: 1 } }]);
    const expected = [0, 0, 0, 2, 2, 2, 0, 1, 1, 2, 2, 2, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
    expect([...idsOf(join(request.folder, 'SegmentationClass/a.png'))]).toEqual(expected);
    expect([...idsOf(join(request.folder, 'SegmentationObject/a.png'))]).toEqual(expected);
  });

  it('of classes: four equal channels, with values between counted and cut at the threshold', async () => {
    const label = { eye: [{ geometry: [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 2 }] }] }; // prettier-ignore
    const { here, request } = given(
      [row('a', null, { Label: label, Masks: { eye: 'https://x/mask?jwt=1', nose: 'https://x/mask?jwt=2' } })],
      { sources: ['masks'], size: { width: 4, height: 1 }, originals: null },
    );
    python(
      here,
      `for name, values in (('eye', [0, 127, 128, 255]), ('nose', [255, 0, 0, 0])):
    Image.fromarray(numpy.array([[[v] * 4 for v in values]], numpy.uint8), 'RGBA').save(f'masks/a--{name}.png')`,
    );
    const { rows } = await convert(request);
    expect([...idsOf(join(request.folder, 'a.png'))]).toEqual([2, 0, 1, 1]);
    expect(rows[0]?.findings).toEqual([
      { rule: 'maskNotBinary', details: { file: 'a--eye.png', pixels: 2, least: 127, most: 128, threshold: 128 } },
    ]);
  });

  it('of classes hold several objects that nobody can tell apart, which is said', async () => {
    const square = (x: number) => ({ geometry: [{ x, y: 0 }, { x: x + 2, y: 0 }, { x: x + 2, y: 2 }, { x, y: 2 }] }); // prettier-ignore
    const label = { Car: [square(0), square(4), { geometry: { x: 1, y: 1 } }], Tree: [square(8)] };
    const { here, request } = given(
      [row('a', null, { Label: label, Masks: { Car: 'https://x/mask?jwt=1', Tree: 'https://x/mask?jwt=2' } })],
      { sources: ['masks'], size: { width: 10, height: 2 }, originals: null, layout: 'coco' },
    );
    python(
      here,
      `for name, boxes in (('Car', ((0, 0, 2, 2), (4, 0, 6, 2))), ('Tree', ((8, 0, 10, 2),))):
    image = Image.new('L', (10, 2))
    for box in boxes: image.paste(255, box)
    image.save(f'masks/a--{name}.png')`,
    );
    const { rows } = await convert(request);
    expect(rows[0]?.findings).toEqual([{ rule: 'objectsMerged', details: { names: 'Car 2' } }]);
    expect(python(here, READ_COCO)).toEqual([
      ['a.jpg', 1, true, true, 8, 'dict'],
      ['a.jpg', 2, true, true, 4, 'dict'],
    ]);
    const text = readFileSync(join(request.folder, 'annotations/instances.json'), 'utf8');
    const { annotations } = JSON.parse(text) as { annotations: { iscrowd: number }[] };
    expect(annotations.map(({ iscrowd }) => iscrowd)).toEqual([1, 0]);
  });

  it('of classes are those of the label that counts, and of the class as it is spelled', async () => {
    const geometry = [{ x: 0, y: 0 }, { x: 2, y: 0 }, { x: 2, y: 2 }]; // prettier-ignore
    const label = { Car: [{ geometry }] };
    const fields = (id: string, day: number, names: readonly string[]) => ({
      ...{ ID: id, 'DataRow ID': 'd', Label: label, 'Updated At': `2019-05-0${day}T00:00:00.000Z` },
      Masks: Object.fromEntries(names.map((name) => [name, `https://x/mask?jwt=${id}${name}`])),
    });
    const request = { sources: ['masks'] as const, size: { width: 4, height: 1 }, originals: null };
    const write = (here: string, masks: Readonly<Record<string, readonly number[]>>): void => {
      const text = JSON.stringify(masks);
      python(
        here,
        `for name, values in json.loads('${text}').items():
    Image.fromarray(numpy.array([values], numpy.uint8)).save(f'masks/{name}.png')`,
      );
    };
    const several = given(
      [row('a', null, fields('l1', 1, ['Car'])), row('a', null, fields('l2', 2, ['Car']))],
      request,
    );
    // Nothing tells whose this is.
    write(several.here, { 'a--Car': [255, 0, 0, 0] });
    expect((await convert(several.request)).rows.at(-1)?.findings).toEqual([
      { rule: 'maskMissing', details: { name: 'Car', file: 'a--Car--l2.png' } },
    ]);
    write(several.here, { 'a--Car--l1': [255, 0, 0, 0], 'a--Car--l2': [0, 0, 255, 0] });
    await convert(several.request);
    expect([...idsOf(join(several.request.folder, 'a.png'))]).toEqual([0, 0, 1, 0]);

    const spelled = given([row('a', null, fields('l1', 1, ['Car', 'car']))], { ...request, overlap: 'error' });
    write(spelled.here, { 'a--Car': [255, 0, 0, 0], 'a--car': [0, 0, 0, 255] });
    await convert(spelled.request);
    expect([...idsOf(join(spelled.request.folder, 'a.png'))]).toEqual([1, 0, 0, 2]);

    const ambiguous = given([row('a', null, fields('l1', 1, ['Car']))], request);
    write(ambiguous.here, { 'A--car': [255, 0, 0, 0], 'a--CAR': [0, 0, 0, 255] });
    expect((await convert(ambiguous.request)).rows[0]?.findings[0]?.rule).toBe('maskAmbiguous');
    const shared = given([row('a', null, fields('l1', 1, ['tv/x', 'tv_x']))], request);
    write(shared.here, { 'a--tv_x': [255, 0, 0, 0] });
    expect((await convert(shared.request)).rows[0]?.findings.map(({ rule }) => rule)).toEqual([
      'objectMaskMissing',
      'maskMissing',
      'maskMissing',
    ]);
    const twice = given(
      [row('a', [masked('f1', 'eye'), { ...masked('f1', 'nose'), instanceURI: 'https://x/2' }])],
      request,
    );
    write(twice.here, { 'a--f1': [255, 0, 0, 0] });
    expect((await convert(twice.request)).rows[0]?.findings).toEqual([
      { rule: 'maskShared', details: { file: 'a--f1.png', name: 'nose', other: 'eye' } },
    ]);
  });

  it('that objects share: by exact colour, others reported', async () => {
    const composite = (name: string, color_rgb: readonly number[]) => ({
      ...{ feature_id: `f-${name}`, name, annotation_kind: 'ImageSegmentationMask' },
      composite_mask: { url: 'https://api.labelbox.com/tasks/t/masks/m/index/1', color_rgb },
    });
    const objects = [composite('eye', [10, 20, 30]), composite('nose', [10, 20, 31])];
    const { here, request } = given(
      [
        {
          data_row: { id: 'd1', external_id: 'a.jpg' },
          media_attributes: { width: 5, height: 1, mime_type: 'image/jpeg' },
          projects: { p: { name: 'P', labels: [{ id: 'l', annotations: { objects, classifications: [] } }] } },
        },
      ],
      { sources: ['masks'], originals: null },
    );
    const refused = await convert(request);
    const missing = refused.rows[0]?.findings[0];
    expect(missing?.rule).toBe('maskMissing');
    const name = String(missing?.details['file']);
    expect(name).toMatch(/^a--composite-[0-9a-f]{8}\.png$/);
    python(
      here,
      `Image.fromarray(numpy.array([[[10,20,30,255],[10,20,31,255],[0,0,0,0],[11,20,30,255],[10,20,30,255]]], numpy.uint8)).save('masks/${name}')`,
    );
    const { rows } = await convert(request);
    expect([...idsOf(join(request.folder, 'a.png'))]).toEqual([1, 2, 0, 0, 1]);
    expect(rows[0]?.findings).toEqual([
      { rule: 'compositeUnknown', details: { file: name, pixels: 1, colour: '#0b141e' } },
    ]);
  });

  it('that are not there give way to outlines, object by object, where both were asked for', async () => {
    const both = (title: string, left: number) => ({
      ...rectangle(title, left, 0, left + 2, 2),
      instanceURI: `https://api.labelbox.com/masks/feature/${title}`,
    });
    const rows = [row('a', [both('eye', 0), both('nose', 3)]), row('b', [masked('f1', 'eye')])];
    const { here, request } = given(rows, {
      ...{ sources: ['masks', 'polygons'], size: { width: 6, height: 2 }, originals: null },
    });
    python(here, `Image.new('L', (6, 2), 0).save('masks/a--nose.png')`);
    const { rows: made } = await convert(request);
    expect(made.map(({ status, findings }) => [status, findings])).toEqual([
      [
        'mask',
        [
          { rule: 'maskReplaced', details: { count: 1, names: 'eye' } },
          { rule: 'noPixels', details: { object: 2, name: 'nose' } },
        ],
      ],
      ['refused', [{ rule: 'maskMissing', details: { name: 'eye', file: 'b--f1.png' } }]],
    ]);
    expect([...idsOf(join(request.folder, 'a.png'))]).toEqual([1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0]);
    const alone = await convert({ ...request, sources: ['masks'], folder: join(here, 'alone') });
    expect(alone.rows[0]?.findings).toMatchObject([{ rule: 'maskMissing' }, { rule: 'noPixels' }]);
  });

  it('of a class that is not there gives way to the outlines of its objects', async () => {
    const square = (x: number) => ({ geometry: [{ x, y: 0 }, { x: x + 2, y: 0 }, { x: x + 2, y: 2 }, { x, y: 2 }] }); // prettier-ignore
    const Masks = { Car: 'https://x/mask?jwt=1', Tree: 'https://x/mask?jwt=2' };
    const { here, request } = given([row('a', null, { Label: { Car: [square(0), square(3)], Tree: [] }, Masks })], {
      ...{ sources: ['masks', 'polygons'], size: { width: 6, height: 2 }, originals: null },
    });
    const { rows } = await convert(request);
    expect(rows[0]?.findings).toMatchObject([
      { rule: 'maskReplaced', details: { count: 2, names: 'Car' } },
      { rule: 'maskMissing', details: { name: 'Tree' } },
    ]);
    python(here, `Image.new('L', (6, 2), 255).save('masks/a--Tree.png')`);
    expect((await convert({ ...request, overlap: 'classOrder' })).rows[0]?.status).toBe('mask');
  });

  it('of another size are never stretched', async () => {
    const { here, request } = given([row('a', [masked('f1', 'eye')])], {
      ...{ sources: ['masks'], size: { width: 6, height: 4 }, originals: null },
    });
    python(here, `Image.new('L', (12, 8), 255).save('masks/a--f1.png')`);
    const { rows } = await convert(request);
    expect(rows[0]).toMatchObject({
      status: 'refused',
      findings: [{ rule: 'maskSizeDiffers', details: { width: 12 } }],
    });
  });
});

describe.skipIf(!hasReference)('originals that Pillow wrote', () => {
  it('tell the size in every format, and come along', async () => {
    const formats = ['jpg', 'png', 'gif', 'bmp', 'webp'];
    const { here, request } = given(
      formats.map((format) => row(format, [rectangle('eye', 0, 0, 4, 4)], { 'External ID': `${format}.${format}` })),
      { layout: 'recipe' },
    );
    python(here, `for f in ${JSON.stringify(formats)}: Image.new('RGB', (33, 21)).save(f'originals/{f}.{f}')`);
    const { rows, plan } = await convert(request);
    expect(rows.map(({ size }) => size)).toEqual(formats.map(() => ({ width: 33, height: 21 })));
    expect(plan.rows.masks).toBe(5);
    expect(readFileSync(join(request.folder, 'animface/jpg-original.jpg'))).toEqual(
      readFileSync(join(here, 'originals/jpg.jpg')),
    );
    expect(readFileSync(join(request.folder, 'filelist/all.txt'), 'utf8')).toBe('jpg\npng\ngif\nbmp\nwebp\n');
    expect(existsSync(join(request.folder, 'category/webp-category.png'))).toBe(true);
    await convert({ ...request, folder: join(here, 'links'), images: 'link' });
    expect(statSync(join(here, 'links/animface/jpg-original.jpg')).ino).toBe(
      statSync(join(here, 'originals/jpg.jpg')).ino,
    );
  });

  it('that contradict the export are not used', async () => {
    const { here, request } = given([
      row('a', [rectangle('eye', 0, 0, 4, 4)], { 'Media Attributes': { width: 40, height: 30 } }),
    ]);
    python(here, `Image.new('RGB', (20, 15)).save('originals/a.jpg')`);
    const { rows } = await convert(request);
    expect(rows[0]).toMatchObject({ status: 'refused', findings: [{ rule: 'sizeDiffers', details: { width: 20 } }] });
  });

  describe('are never those of two images', () => {
    const object = [rectangle('eye', 0, 0, 4, 4)];
    const named = (id: string, externalId: string | null, address = `https://h/${id}`) =>
      row(id, object, { 'External ID': externalId, 'Labeled Data': address });
    /** The width of each row's original tells which one it is; else the rule of the first finding. */
    async function pairs(rows: readonly object[], files: Readonly<Record<string, number>>) {
      const { here, request } = given(rows);
      const list = JSON.stringify(Object.entries(files));
      python(
        here,
        `import os
for f, w in ${list}:
    os.makedirs(os.path.dirname('originals/' + f), exist_ok=True)
    Image.new('RGB', (w, 9)).save('originals/' + f)`,
      );
      const { rows: made } = await convert(request);
      return made.map(({ size, findings }) => size?.width ?? findings[0]);
    }
    const notOwn = (file: string, count: number, name: string) => ({
      rule: 'originalNotOwn',
      details: { file, count, name },
    });

    it.each([
      ['one file name in two folders', ['a/0001.jpg', 'b/0001.jpg'], { '0001.jpg': 10 }, ['0001.jpg', '0001.jpg']],
      ['and one of them in its folder', ['a/0001.jpg', 'b/0001.jpg'], { 'b/0001.jpg': 11 }, ['0001.jpg', 11]],
      ['one of them without a folder', ['0001.jpg', 'b/0001.jpg'], { '0001.jpg': 10 }, [10, '0001.jpg']],
      ['whose file is in the folder', ['0001.jpg', 'b/0001.jpg'], { 'b/0001.jpg': 11 }, ['0001.jpg', 11]],
      ['both in their folders', ['a/0001.jpg', 'b/0001.jpg'], { 'a/0001.jpg': 10, 'b/0001.jpg': 11 }, [10, 11]],
      ['both after their data rows', ['a/0001.jpg', 'b/0001.jpg'], { 'data-0.jpg': 10, 'data-1.jpg': 11 }, [10, 11]],
      ['and a file that neither may have', ['a/0001.jpg', 'b/0001.jpg'], { 'data-0.jpg': 10, '0001.jpg': 12 }, [10, '0001.jpg']], // prettier-ignore
      ['with and without extension', ['x/pic', 'y/pic.jpg'], { 'pic.jpg': 10 }, ['pic.jpg', 'pic.jpg']],
      ['each its own last part', ['a/0001.jpg', 'b/0002.jpg'], { '0001.jpg': 10, '0002.jpg': 11 }, [10, 11]],
    ] as const)('by external id: %s', async (_, ids, files, expected) => {
      const found = await pairs(
        ids.map((id, i) => named(String(i), id)),
        files,
      );
      expect(found).toEqual(expected.map((one, i) => (typeof one === 'number' ? one : notOwn(one, 2, `data-${i}`))));
    });

    it('by address', async () => {
      const [x, y, z] = ['https://h/x/pic.jpg?s=1', 'https://h/y/pic.jpg?s=2', 'https://h/z/one%20more.jpg'];
      const rows = [named('0', null, x), named('1', null, y), named('2', null, z)];
      expect(await pairs(rows, { 'pic.jpg': 10, 'one more.jpg': 11 })).toEqual([
        notOwn('pic.jpg', 2, 'data-0'),
        notOwn('pic.jpg', 2, 'data-1'),
        11,
      ]);
      expect(await pairs([named('0', 'pic.jpg'), named('1', null, y)], { 'pic.jpg': 10 })).toEqual([
        10,
        notOwn('pic.jpg', 2, 'data-1'),
      ]);
    });

    it('of one external id, until they are called after their data rows', async () => {
      const rows = [named('0', 'subject.29'), named('1', 'subject.29'), named('2', 'subject.30')];
      const details = { count: 2, id: 'subject.29' };
      expect(await pairs(rows, { 'subject.29.jpg': 10, 'subject.30.jpg': 11, 'data-1.png': 12 })).toEqual([
        { rule: 'originalShared', details: { ...details, name: 'data-0' } },
        12,
        11,
      ]);
    });

    it('but of one image that has several rows', async () => {
      const rows = [named('0', 'a/1.jpg'), { ...named('0', 'a/1.jpg'), ID: 'second' }];
      const { here, request } = given(rows, { labels: 'all' });
      python(here, `Image.new('RGB', (10, 9)).save('originals/1.jpg')`);
      const { rows: made } = await convert(request);
      expect(made.map(({ size }) => size?.width)).toEqual([10, 10]);
    });
  });

  it('tell what reaches beyond the image, unless the export does', async () => {
    const inside = rectangle('eye', 0, 0, 20, 15);
    const { here, request } = given([
      row('a', [inside, rectangle('nose', 2, 3, 24.5, 9), rectangle('nose', -1, 2, 3, 9)]),
      row('b', [rectangle('nose', 2, 3, 24.5, 9)], { 'Media Attributes': { width: 20, height: 15 } }),
    ]);
    python(here, `for n in 'ab': Image.new('RGB', (20, 15)).save(f'originals/{n}.jpg')`);
    const { rows } = await convert({ ...request, overlap: 'lastDrawn' });
    const outside = rows.map(({ findings }) => findings.filter(({ rule }) => rule === 'outsideImage'));
    const about = { name: 'nose', width: 20, height: 15 };
    expect(outside).toEqual([
      [
        { rule: 'outsideImage', details: { object: 2, distance: 4.5, ...about } },
        { rule: 'outsideImage', details: { object: 3, distance: 1, ...about } },
      ],
      [],
    ]);
  });

  it('turned by their EXIF orientation need a word about the frame', async () => {
    const { here, request } = given([row('a', [rectangle('eye', 0, 0, 4, 4)])]);
    python(here, `e = Image.Exif(); e[0x112] = 6; Image.new('RGB', (40, 30)).save('originals/a.jpg', exif=e)`);
    const refused = await convert(request);
    expect(refused.rows[0]).toMatchObject({
      status: 'refused',
      findings: [{ rule: 'frameUnknown', details: { orientation: 6 } }],
    });
    const displayed = await convert({ ...request, frame: 'displayed', folder: join(here, 'displayed') });
    expect(displayed.rows[0]).toMatchObject({
      size: { width: 30, height: 40 },
      findings: [{ rule: 'frameDisplayed' }],
    });
    const stored = await convert({ ...request, frame: 'stored', folder: join(here, 'stored') });
    expect(stored.rows[0]).toMatchObject({ size: { width: 40, height: 30 }, findings: [] });
  });

  it('turned otherwise than the export says need a word about the frame, whatever their size', async () => {
    const attributes = { 'Media Attributes': { width: 40, height: 30, exifRotation: '3' } };
    const { here, request } = given([row('a', [rectangle('eye', 0, 0, 4, 4)], attributes)]);
    python(here, `Image.new('RGB', (40, 30)).save('originals/a.jpg')`);
    const { rows } = await convert(request);
    expect(rows[0]).toMatchObject({
      status: 'refused',
      findings: [{ rule: 'orientationDiffers', details: { orientation: 1, exportOrientation: 3 } }],
    });
    const stored = await convert({ ...request, frame: 'stored' });
    expect(stored.rows[0]).toMatchObject({ status: 'mask', findings: [] });
  });

  it('give the height by which y is turned', async () => {
    const { here, request } = given([
      {
        ID: 'l',
        'Labeled Data': 'https://x/a.jpg',
        Label: { Car: 'POLYGON ((0 0, 3 0, 3 2, 0 2))' },
        'Seconds to Label': '9',
      },
    ]);
    python(here, `Image.new('RGB', (4, 5)).save('originals/a.jpg')`);
    const { rows, plan } = await convert(request);
    expect(plan).toMatchObject({ era: 'E1', yAxis: 'up' });
    const ids = idsOf(join(request.folder, rows[0]?.files.at(-1) ?? ''));
    expect(Array.from({ length: 5 }, (_, y) => [...ids.subarray(4 * y, 4 * y + 4)].join(''))).toEqual(
      ['0000', '0000', '0000', '1110', '1110'], // prettier-ignore
    );
  });
});

it('objects without a class name leave their row out, and no id changes when the export grows', async () => {
  const nameless = row('a', [rectangle('nose', 0, 0, 4, 4), rectangle(' ', 8, 8, 9, 9)]);
  const { here, request } = given([nameless, row('b', [rectangle('nose', 0, 0, 4, 4)])], {
    ...{ size: { width: 64, height: 48 }, originals: null },
  });
  const first = await convert(request);
  expect(first.rows.map(({ status, findings }) => [status, findings])).toEqual([
    ['refused', [{ rule: 'classNameMissing', details: { object: 2, name: '' } }]],
    ['mask', []],
  ]);
  writeExport(here, [nameless, row('b', [rectangle('nose', 0, 0, 4, 4), rectangle('eye', 8, 8, 9, 9)])]);
  const { plan } = await convert(request);
  expect(plan.classMap.added).toEqual(['eye']);
  expect(plan.classes.map(({ id, name }) => [id, name])).toEqual([
    [0, 'background'],
    [1, 'nose'],
    [2, 'eye'],
    [255, 'void'],
  ]);
});

it('objects whose area cannot be had leave their row out', async () => {
  const car = { geometry: [{ x: 0, y: 0 }, { x: 9, y: 0 }, { x: 9, y: 9 }] }; // prettier-ignore
  const labels = [{ Car: [car] }, { Car: null }, { Car: [car, null] }, { Car: [{ geometry: [] }] }];
  const { request } = given(
    labels.map((Label, i) => ({ ID: `l${i}`, 'DataRow ID': `d${i}`, 'External ID': `${i}.jpg`, Label })),
    { size: { width: 64, height: 48 }, originals: null },
  );
  const { rows } = await convert(request);
  expect(rows.map(({ status, findings }) => [status, findings.map(({ rule }) => rule)])).toEqual([
    ['mask', []],
    ...[1, 2, 3].map(() => ['refused', ['kindUnknown']]),
  ]);
});

/** Areas and boxes of every annotation, by following the format's description: polygons by even-odd centres. */
const READ_COCO = `
data = json.load(open('out/annotations/instances.json'))
assert [one['id'] for one in data['annotations']] == list(range(1, len(data['annotations']) + 1))
images = {one['id']: one for one in data['images']}
out = []
for one in data['annotations']:
    image = images[one['image_id']]
    h, w = image['height'], image['width']
    mask = numpy.zeros(h * w, bool)
    s = one['segmentation']
    if isinstance(s, dict):
        assert s['size'] == [h, w]
        counts, at = [], 0
        while at < len(s['counts']):
            value, shift, more = 0, 0, True
            while more:
                c = ord(s['counts'][at]) - 48
                value |= (c & 31) << 5 * shift
                more = bool(c & 32); at += 1; shift += 1
                if not more and c & 16: value |= -1 << 5 * shift
            if len(counts) > 2: value += counts[-2]
            counts.append(value)
        assert sum(counts) == h * w
        start = 0
        for i, n in enumerate(counts):
            if i % 2: mask[start:start + n] = True
            start += n
        mask = mask.reshape(w, h).T
    else:
        mask = mask.reshape(h, w)
        for ring in s:
            xs, ys = ring[0::2], ring[1::2]
            mask[int(min(ys)):int(max(ys)), int(min(xs)):int(max(xs))] = True
    y, x = numpy.nonzero(mask)
    box = [int(x.min()), int(y.min()), int(x.max() - x.min() + 1), int(y.max() - y.min() + 1)]
    out.append([image['file_name'], one['category_id'], int(mask.sum()) == one['area'], box == one['bbox'], one['area'], type(s).__name__])
print(json.dumps(out))`;

it.skipIf(!hasReference)('COCO annotations hold what NumPy reads from them', async () => {
  const ring = rectangle('eye', 10, 10, 20, 20);
  const wkt = 'POLYGON ((2 2, 12 2, 12 10, 2 10), (4 4, 8 4, 8 8, 4 8))';
  const rows = [
    row('a', [ring, rectangle('nose', 15, 15, 30, 18), polygonObject('nose', [[1, 1], [1.01, 1], [1, 1.01]], 'dot')]), // prettier-ignore
    row('b', []),
  ];
  const { here, request } = given(rows, { layout: 'coco', size: { width: 64, height: 48 }, originals: null });
  const { rows: made, plan, outcome } = await convert(request);
  expect(made.map(({ status, findings }) => [status, findings.map(({ rule }) => rule)])).toEqual([
    ['mask', ['noPixels', 'overlap']],
    ['mask', []],
  ]);
  expect(outcome.manifest).not.toBeNull();
  expect(plan.classes.map(({ id, name, pixels }) => [id, name, pixels])).toEqual([
    [1, 'eye', 100],
    [2, 'nose', 45],
  ]);
  expect(plan.findings).toEqual([{ rule: 'cocoAreas', details: { rule: 'centre' } }]);
  expect(python(here, READ_COCO)).toEqual([
    ['a.jpg', 1, true, true, 100, 'list'],
    ['a.jpg', 2, true, true, 45, 'list'],
  ]);
  const holed = given([{ ID: 'h', 'External ID': 'h.jpg', Label: { eye: wkt }, 'Seconds to Label': '9' }], {
    ...{ layout: 'coco', size: { width: 64, height: 48 }, originals: null, yAxis: 'down' },
  });
  await convert(holed.request);
  expect(python(holed.here, READ_COCO)).toEqual([['h.jpg', 1, true, true, 64, 'dict']]);
});

const hasPycocotools = spawnSync('/usr/bin/python3', ['-c', 'import pycocotools.coco']).status === 0;

it.skipIf(!hasPycocotools)('COCO annotations are opened by pycocotools (skipped without it)', async () => {
  const { here, request } = given([row('a', [rectangle('eye', 10, 10, 20, 20)])], {
    ...{ layout: 'coco', size: { width: 64, height: 48 }, originals: null },
  });
  await convert(request);
  const code = `import contextlib, io
from pycocotools.coco import COCO
with contextlib.redirect_stdout(io.StringIO()):
    coco = COCO('out/annotations/instances.json')
    coco.info()
print(json.dumps([int(coco.annToMask(one).sum()) for one in coco.loadAnns(coco.getAnnIds())]))`;
  expect(python(here, code)).toEqual([100]);
});
