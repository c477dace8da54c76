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
  const { rows: made, outcome } = await convert(request);
  expect(made.map(({ status, findings }) => [status, findings.map(({ rule }) => rule)])).toEqual([
    ['mask', ['noPixels', 'overlap']],
    ['mask', []],
  ]);
  expect(outcome.manifest).not.toBeNull();
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
