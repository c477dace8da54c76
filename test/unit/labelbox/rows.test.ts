import { describe, expect, it } from 'vitest';
import { choose, chooseLabels } from '../../../src/core/labelbox/choice.ts';
import { EraDetector } from '../../../src/core/labelbox/era.ts';
import { urlFacts } from '../../../src/core/labelbox/expiry.ts';
import { ExportChecks, FindingLog } from '../../../src/core/labelbox/findings.ts';
import { placeGeometry, type Era, type Row } from '../../../src/core/labelbox/model.ts';
import { readRow } from '../../../src/core/labelbox/readRow.ts';
import { describeFinding } from '../../../src/core/labelbox/rules.ts';
import { findSelfIntersection } from '../../../src/core/labelbox/selfIntersection.ts';
import { parseWkt } from '../../../src/core/labelbox/wkt.ts';
import { decideYAxis } from '../../../src/core/labelbox/yAxis.ts';

const PLACE = { offset: 0, length: 0, line: 1 };

function rowOf(value: object, era: Era, index = 0): { row: Row; rules: string[] } {
  const rules: string[] = [];
  const row = readRow(value, era, index, PLACE, (rule) => rules.push(rule));
  if (row === null) throw new Error('no row');
  return { row, rules };
}

const v1 = (label: unknown, more: object = {}): object => ({
  ID: 'l',
  'Labeled Data': 'https://h/a.jpg',
  Label: label,
  ...more,
});

/** The row of the format's description, with a label that can be changed. */
const v2 = (label: object | null, attributes: object = {}): object => ({
  data_row: { id: 'd', external_id: 'DJI_0430.JPG', row_data: 'https://h/x?Expires=1697187460210' },
  media_attributes: { height: 3956, width: 5280, mime_type: 'image/jpeg', exif_rotation: '6', ...attributes },
  projects: { p: { name: 'Main', labels: label === null ? [] : [label] } },
});
const annotations = (objects: readonly object[], classifications: readonly object[] = []) => ({
  id: 'l1',
  label_details: { created_at: '2023-05-16T10:00:00.000+00:00', created_by: 'a@b', reviews: [] },
  performance_details: { seconds_to_create: 4739, skipped: false },
  annotations: { objects, classifications, relationships: [] },
});

describe('states that are never one', () => {
  const cases: readonly (readonly [string, object, Era])[] = [
    ['skipText', v1('Skip'), 'E3'],
    ['emptyLabel', v1({}), 'E3'],
    ['emptyLabel', v1({ Car: [] }), 'E3'],
    ['background', v1({ objects: [], classifications: [] }), 'E5'],
    ['classificationsOnly', v1({ objects: [], classifications: [{ title: 'q', answer: 'a' }] }), 'E5'],
    ['classificationsOnly', v1({ weather: 'POLYGON ((1 1, 2 2, 3 1))' }), 'E4'],
    ['skipFlag', v1({}, { Skipped: true }), 'E5'],
    ['skipFlag', v1({ objects: [] }, { Skipped: 'true' }), 'E5'],
    ['notLabelled', v1(null), 'E4'],
    ['unreadable', v1(5), 'E4'],
    ['notImage', v1({ frames: 'https://h/f' }), 'E5'],
    ['notImage', v1([{ frameNumber: 1, objects: [] }]), 'E5'],
    ['labelled', v1({ Car: [{ geometry: { x: 1, y: 2 } }] }), 'E4'],
    ['notLabelled', v2(null), 'v2'],
    ['background', v2(annotations([])), 'v2'],
    ['emptyLabel', v2({ id: 'l' }), 'v2'],
    ['skipFlag', v2({ ...annotations([]), performance_details: { skipped: true } }), 'v2'],
    ['notImage', v2(annotations([]), { mime_type: 'video/mp4' }), 'v2'],
  ];
  for (const [state, value, era] of cases) {
    it(`${state}: ${JSON.stringify(value).slice(0, 90)}`, () => {
      expect(rowOf(value, era).row.state).toBe(state);
    });
  }
});

describe('what has no area, but should', () => {
  const triangle = [
    { x: 1, y: 1 },
    { x: 9, y: 1 },
    { x: 5, y: 9 },
  ];
  const cases: readonly (readonly [Era, unknown, readonly string[]])[] = [
    ['E1', { Car: null }, ['unknown']],
    ['E1', { Car: [triangle, null] }, ['polygons', 'unknown']],
    ['E2', { Car: [[]] }, ['unknown']],
    ['E3', { Car: [{ geometry: triangle }, null] }, ['polygons', 'unknown']],
    ['E4', { Car: [{ geometry: [] }] }, ['unknown']],
    ['E4', { Car: [{ geometry: null }] }, ['unknown']],
    ['E5', { objects: [{ title: 'Car', polygon: [] }] }, ['unknown']],
  ];
  for (const [era, label, kinds] of cases) {
    it(`is an object that cannot be read: ${era} ${JSON.stringify(label)}`, () => {
      const { row, rules } = rowOf(v1(label), era);
      expect([row.state, row.labels[0]?.objects.map(({ geometry }) => geometry.kind)]).toEqual(['labelled', kinds]);
      expect(rules).toContain('geometryUnreadable');
    });
  }
  it('is no row where no field is known', () => {
    const rules: string[] = [];
    for (const value of [{}, { '': 1 }, { label: 'Skip' }]) {
      expect(readRow(value, 'v2', 0, PLACE, (rule) => rules.push(rule))).toBeNull();
    }
    expect(rules).toEqual(['fieldsUnknown', 'fieldsUnknown', 'fieldsUnknown']);
    expect(rowOf({ projects: { p: { labels: [annotations([])] } } }, 'v2').row.state).toBe('background');
  });
});

describe('labels of E3 and E4', () => {
  it('keep points, attributes, and classifications that look like WKT', () => {
    const polygon = [
      { x: 1, y: 1 },
      { x: 9, y: 1 },
      { x: 5, y: 9 },
    ];
    const { row, rules } = rowOf(
      v1({
        leaf: [{ state: 'healthy', color: '#FF0000', geometry: polygon }, { geometry: { x: 3, y: 4 } }],
        note: 'POINT (1 2)',
        tags: ['a', 'b'],
        bad: [{ geometry: 'POLYGON ((1 2' }],
      }),
      'E4',
    );
    const [label] = row.labels;
    expect(label?.objects.map(({ geometry, order, colour }) => [geometry.kind, order, colour])).toEqual([
      ['polygons', null, '#ff0000'],
      ['point', null, null],
      ['unknown', null, null],
    ]);
    expect(label?.objects[0]?.classifications[0]).toMatchObject({ name: 'state', answers: [{ name: 'healthy' }] });
    expect(label?.classifications.map(({ name, answers }) => [name, answers.map((one) => one.name)])).toEqual([
      ['note', ['POINT (1 2)']],
      ['tags', ['a', 'b']],
    ]);
    expect(rules).toEqual(['geometryUnreadable']);
  });
});

describe('rows of v2', () => {
  it('have every kind of object, in order, with its mask', () => {
    const { row, rules } = rowOf(
      v2(
        annotations([
          { feature_id: 'f1', name: 'Moss', annotation_kind: 'ImageSegmentationMask', mask: { url: 'https://m/1' } },
          {
            name: 'A',
            annotation_kind: 'ImageSegmentationMask',
            composite_mask: { url: 'https://m/c', color_rgb: [1, 2, 3] },
          },
          { name: 'B', annotation_kind: 'ImageBoundingBox', bounding_box: { top: 1, left: 2, height: 3, width: 4 } },
          {
            name: 'C',
            annotation_kind: 'ImagePolygon',
            polygon: [
              { x: 0, y: 0 },
              { x: 4, y: 0 },
              { x: 0, y: 4 },
              { x: 0, y: 0 },
            ],
          },
          {
            name: 'D',
            annotation_kind: 'ImagePolyline',
            line: [
              { x: 0, y: 0 },
              { x: 4, y: 0 },
            ],
          },
          { name: 'E', annotation_kind: 'ImagePoint', point: { x: 1, y: 2 } },
          { name: 'F', annotation_kind: 'ImageEllipse' },
        ]),
      ),
      'v2',
    );
    expect(row).toMatchObject({
      size: { width: 5280, height: 3956 },
      exifRotation: 6,
      dataRowId: 'd',
      projectName: 'Main',
    });
    const objects = row.labels[0]?.objects ?? [];
    expect(objects.map(({ geometry, order }) => [geometry.kind, order])).toEqual(
      ['mask', 'mask', 'box', 'polygons', 'line', 'point', 'unknown'].map((kind, order) => [kind, order]),
    );
    expect(objects.slice(0, 2).map(({ mask }) => mask)).toEqual([
      { kind: 'feature', url: 'https://m/1' },
      { kind: 'composite', url: 'https://m/c', colour: [1, 2, 3] },
    ]);
    expect(row.labels[0]).toMatchObject({
      secondsToLabel: 4739,
      createdBy: 'a@b',
      createdAt: Date.UTC(2023, 4, 16, 10),
    });
    expect(rules).toEqual(['kindUnknown']);
  });
});

describe('dates and numbers of spreadsheets', () => {
  it('are read', () => {
    const more = { 'Created At': '1.5557E+12', 'Seconds to Label': '12.5', Agreement: '-1' };
    expect(rowOf(v1({}, more), 'E4').row.labels[0]).toMatchObject({
      createdAt: 1_555_700_000_000,
      secondsToLabel: 12.5,
      agreement: null,
    });
  });
});

describe('WKT', () => {
  it('keeps holes and several polygons', () => {
    const geometry = parseWkt('MULTIPOLYGON (((0 0, 9 0, 9 9, 0 0), (1 1,2 1,2 2,1 1)), ((20 20, 30 2e1, 25 -3.5)))');
    expect(geometry).toEqual([
      {
        kind: 'polygons',
        polygons: [
          [Float64Array.of(0, 0, 9, 0, 9, 9, 0, 0), Float64Array.of(1, 1, 2, 1, 2, 2, 1, 1)],
          [Float64Array.of(20, 20, 30, 20, 25, -3.5)],
        ],
      },
    ]);
    for (const text of [
      'POLYGON ((1 2, 3 4)',
      'POLYGON ((1 2 3, 4 5 6))',
      'POLYGON (1 2)',
      'sunny',
      'POLYGON ((1 2)) x',
      'POLYGON ((1 2, 1e999 3, 4 5))',
      'MULTIPOINT ((1 2, 3 4))',
    ]) {
      expect(parseWkt(text)).toBeNull();
    }
  });

  it('tells points and lines apart', () => {
    const points = [
      { kind: 'point', x: 1, y: 2 },
      { kind: 'point', x: 3, y: -4 },
    ];
    expect(parseWkt('MULTIPOINT ((1 2), (3 -4))')).toEqual(points);
    expect(parseWkt('multipoint (1 2, 3 -4)')).toEqual(points);
    expect(parseWkt('MULTILINESTRING ((1 2, 3 4), (5 6, 7 8))')).toEqual([
      { kind: 'line', points: Float64Array.of(1, 2, 3, 4) },
      { kind: 'line', points: Float64Array.of(5, 6, 7, 8) },
    ]);
  });

  const square = 'MULTIPOLYGON (((0 0, 9 0, 9 9, 0 9)))';
  const unreadable = [
    'MULTIPOLYGON (((20 20, 30 20, 30 30, 20 30',
    'POLYGON Z ((0 0 1, 9 0 1, 9 9 1))',
    'polygonm((0 0 1, 9 0 1, 9 9 1))',
    'GEOMETRYCOLLECTION (POLYGON ((0 0, 9 0, 9 9)))',
    'POLYGON((NaN 0, 9 0, 9 9))',
    'POLYGON Z EMPTY',
  ];
  it('that cannot be read is an object of E1 and E2, with a finding', () => {
    for (const era of ['E1', 'E2'] as const) {
      for (const text of unreadable) {
        for (const tree of [text, [text]]) {
          const { row, rules } = rowOf(v1({ Car: square, Tree: tree }), era);
          expect(row.labels[0]?.objects.map(({ className, geometry }) => [className.name, geometry.kind])).toEqual([
            ['Car', 'polygons'],
            ['Tree', 'unknown'],
          ]);
          expect(row.labels[0]?.classifications).toEqual([]);
          expect(rules).toEqual(['geometryUnreadable']);
        }
      }
    }
  });
  it('may stand in a list, beside answers', () => {
    const { row, rules } = rowOf(v1({ Car: [square, 'MULTIPOINT (1 2, 3 4)'], note: [square, 'red'] }), 'E2');
    expect(row.labels[0]?.objects.map(({ className, geometry }) => [className.name, geometry.kind])).toEqual([
      ['Car', 'polygons'],
      ['Car', 'point'],
      ['Car', 'point'],
      ['note', 'polygons'],
    ]);
    expect(row.labels[0]?.classifications).toMatchObject([{ name: 'note', answers: [{ name: 'red' }] }]);
    expect(rules).toEqual([]);
  });
  it('is not what merely begins with such a word', () => {
    for (const text of ['Point of sale', 'polygon', 'Polygon Zebra', 'point empty handed', 'MULTI (1)']) {
      const { row, rules } = rowOf(v1({ note: text }), 'E1');
      expect([row.state, rules]).toEqual(['classificationsOnly', []]);
    }
  });
});

describe('the y axis', () => {
  const cases: readonly (readonly [Era, string | null, string])[] = [
    ['E1', null, 'up'],
    ['E3', '2018-09-25', 'up'],
    ['E3', '2018-09-26', 'ask'],
    ['E4', '2019-04-30', 'ask'],
    ['E4', '2019-05-01', 'down'],
    ['E5', '2018-12-01', 'down'],
    ['v2', null, 'down'],
  ];
  it('follows era and date', () => {
    for (const [era, date, choice] of cases) {
      expect([era, date, decideYAxis(era, date === null ? null : Date.parse(date)).choice]).toEqual([
        era,
        date,
        choice,
      ]);
    }
  });
  it('is H − y', () => {
    expect(placeGeometry({ kind: 'point', x: 1, y: 0 }, 10, 'up')).toEqual({ kind: 'point', x: 1, y: 10 });
    const box = { kind: 'box', x: 1, y: 2, width: 3, height: 4 } as const;
    expect(placeGeometry(box, 10, 'up')).toEqual({ ...box, y: 4 });
  });
});

describe('expiry of links', () => {
  // {"alg":"HS256","typ":"JWT"} . {"iat":1626389885,"exp":1628981885}, encoded with Python's base64 module
  const token = 'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.eyJpYXQiOjE2MjYzODk4ODUsImV4cCI6MTYyODk4MTg4NX0.XXX';
  const cases: readonly (readonly [string, Parameters<typeof urlFacts>[1], string, number | null])[] = [
    ['https://s/x?Expires=1697187460210&Signature=y', 'image', 'signed', 1_697_187_460_210],
    ['https://s/x?Expires=1697187460&Signature=y', 'image', 'signed', 1_697_187_460_000],
    ['https://s/x.jpg', 'image', 'none', null],
    [`https://api.labelbox.com/masks/feature/f?token=${token}`, 'instanceMask', 'signed', 1_628_981_885_000],
    [`https://f/mask-exporter?jwt=${token}`, 'classMask', 'signed', 1_628_981_885_000],
    ['https://s/x?token=a.b.c', 'instanceMask', 'signed', null],
    ['https://s/x?X-Goog-Date=20230131T120000Z&X-Goog-Expires=3600', 'image', 'signed', Date.UTC(2023, 0, 31, 13)],
    ['https://api.labelbox.com/api/v1/projects/p/annotations/f1/mask', 'featureMask', 'apiKey', null],
    ['https://api.labelbox.com/c', 'compositeMask', 'apiKey', 30 * 86_400_000],
  ];
  for (const [url, kind, access, expiresAt] of cases) {
    it(`${kind}: ${url.slice(0, 70)}`, () => {
      expect(urlFacts(url, kind, 0)).toEqual({ access, expiresAt });
    });
  }
});

describe('a choice among labels', () => {
  const facts = (one: readonly [number | null, number | null]) => ({ date: one[0], reviewScore: one[1] });
  it('has its rules for ties', () => {
    const a = [5, null] as const;
    const b = [5, -1] as const;
    const c = [1, 1] as const;
    expect(choose([a, b, c], 'newest', facts)).toEqual([b]);
    expect(choose([a, b, c], 'bestReviewed', facts)).toEqual([c]);
    expect(choose([b, a], 'bestReviewed', facts)).toEqual([a]);
    expect(choose([[null, null] as const, c], 'newest', facts)).toEqual([c]);
    expect(choose([a, b, c], 'all', facts)).toEqual([a, b, c]);
  });
  it('works on a row', () => {
    expect(chooseLabels(rowOf(v1({ Car: [] }), 'E3').row, 'newest', null).labels.length).toBe(1);
  });
});

describe('self-intersection', () => {
  const circle = (count: number): Float64Array =>
    Float64Array.from({ length: 2 * count }, (_, i) =>
      i % 2 === 0 ? 500 + 400 * Math.cos((Math.PI * i) / count) : 500 + 400 * Math.sin((Math.PI * (i - 1)) / count),
    );
  it('is found, and only where edges cross', () => {
    expect(findSelfIntersection(Float64Array.of(0, 0, 10, 10, 10, 0, 0, 10))).toEqual({ x: 5, y: 5 });
    expect(findSelfIntersection(Float64Array.of(0, 0, 10, 0, 10, 10, 0, 10, 0, 0))).toBeNull();
    // Touches itself at (5, 0), which is no crossing.
    expect(findSelfIntersection(Float64Array.of(0, 0, 10, 0, 10, 10, 5, 0, 0, 10))).toBeNull();
    for (const count of [8, 1000, 100_000]) expect(findSelfIntersection(circle(count))).toBeNull();
    const crossed = circle(100_000);
    [crossed[2000], crossed[2002], crossed[2001], crossed[2003]] = [
      crossed[2002] ?? 0,
      crossed[2000] ?? 0,
      crossed[2003] ?? 0,
      crossed[2001] ?? 0,
    ];
    expect(findSelfIntersection(crossed)).not.toBeNull();
  });
});

describe('findings', () => {
  it('tell what only several rows tell', () => {
    const log = new FindingLog();
    const checks = new ExportChecks(log, 2e12, null);
    const square = (left: number, size: number) =>
      [
        [0, 0],
        [1, 0],
        [1, 1],
        [0, 1],
      ].map(([x = 0, y = 0]) => ({ x: left + x * size, y: y * size }));
    const rows = Array.from({ length: 6 }, (_, i) =>
      v1(
        {
          objects: [
            { title: 'face', polygon: square(0, 100) },
            { title: i === 5 ? 'Eye' : 'eye', polygon: square(10, 10) },
            { title: 'eye', polygon: square(40, 10) },
            { title: 'pupil', point: { x: i === 4 ? 30 : 15, y: 5 } },
            { title: 'tail ', polygon: i === 0 ? square(0, 0) : square(300, 100) },
          ],
        },
        {
          'DataRow ID': i === 1 ? 'd0' : `d${i}`,
          'External ID': i < 3 ? 'same.jpg' : `${i}.jpg`,
          'Media Attributes': { width: 350, height: 200 },
        },
      ),
    );
    for (const [i, value] of rows.entries()) {
      const row = readRow(value, 'E5', i, PLACE, log.reportFor(i, PLACE));
      if (row !== null) checks.add(row);
    }
    checks.end();
    const found = log.kept.map(({ rule, row, details }) => [
      rule,
      row,
      details['name'] ?? details['id'] ?? details['second'],
    ]);
    expect(found.filter(([rule]) => rule !== 'outsideImage')).toEqual([
      ['classNameBlanks', 0, 'tail'],
      ['tooFewPoints', 0, 'tail'],
      ['dataRowDuplicate', 1, 'd0'],
      ['externalIdDuplicate', 2, 'same.jpg'],
      ['classNameCaseTwin', 5, 'Eye'],
      ['pointOutside', 4, 'pupil'],
      // The eye around it is an "Eye" here.
      ['pointOutside', 5, 'pupil'],
    ]);
    expect(log.counts.get('outsideImage')).toBe(5);
    expect(log.kept.find(({ rule }) => rule === 'outsideImage')?.details).toMatchObject({ distance: 50, width: 350 });
    expect(log.kept.find(({ rule }) => rule === 'pointOutside')?.details).toMatchObject({ region: 'eye', object: 4 });
  });
});

it('class names that look alike are told apart by name and by character', () => {
  const log = new FindingLog();
  const checks = new ExportChecks(log, 2e12, null);
  // "é" and "눈", composed and decomposed (Unicode 15, UnicodeData.txt); a zero-width space; a blank.
  const names = ['caf\u00e9', 'cafe\u0301', '\ub208', '\u1102\u116e\u11ab', 'eye', 'e\u200bye', 'brow', 'brow '];
  const row = rowOf(v1({ objects: names.map((title) => ({ title, point: { x: 1, y: 1 } })) }), 'E5').row;
  checks.add(row);
  expect(log.kept.map(describeFinding)).toEqual([
    'The class names "caf\u00e9" and "cafe\u0301" look alike, but are written with other characters: U+00E9 where the other has U+0065 U+0301. They are two classes.',
    'The class names "\ub208" and "\u1102\u116e\u11ab" look alike, but are written with other characters: U+B208 where the other has U+1102 U+116E U+11AB. They are two classes.',
    'The class names "eye" and "e\u200bye" look alike, but are written with other characters: – where the other has U+200B. They are two classes.',
    expect.stringContaining('The class name "brow " has blanks'),
    'The class names "brow" and "brow " differ only in upper and lower case or in blanks.',
  ]);
});

it('an object without a class name is found in every row', () => {
  const log = new FindingLog();
  const checks = new ExportChecks(log, 2e12, null);
  for (const [i, title] of ['', ' \t ', undefined, 'eye'].entries()) {
    const value = v1({
      objects: [
        { title: 'nose', point: { x: 1, y: 1 } },
        { title, point: { x: 1, y: 1 } },
      ],
    });
    const row = readRow(value, 'E5', i, PLACE, log.reportFor(i, PLACE));
    if (row !== null) checks.add(row);
  }
  expect(log.kept.map(({ rule, row, details }) => [rule, row, details])).toEqual(
    [0, 1, 2].map((row) => ['classNameMissing', row, { object: 2 }]),
  );
});

describe('the era', () => {
  it('is the latest of which any row has a sign', () => {
    const detector = new EraDetector();
    detector.add(v1({}));
    expect(detector.result()).toMatchObject({ era: 'E1', tellTale: 'nothingLater' });
    detector.add(v1({ Car: 'MULTIPOLYGON EMPTY' }, { 'Created At': '2018-06-05' }));
    expect(detector.result()).toMatchObject({ era: 'E2', tellTale: 'createdAt', details: { row: 2 } });
    detector.add(v1({ Car: [{ geometry: 'POLYGON EMPTY' }] }, { 'Created At': '2018-08-05' }));
    expect(detector.result()).toMatchObject({ era: 'E3', tellTale: 'geometryItems' });
    detector.add(v1({}, { 'DataRow ID': 'x' }));
    expect(detector.result()).toMatchObject({ era: 'E4', details: { row: 4, field: 'DataRow ID' } });
    detector.add(v1({ objects: [] }));
    expect(detector.result()).toMatchObject({ era: 'E5', tellTale: 'objectsList' });
    detector.add(v2(null));
    expect(detector.result()).toMatchObject({ era: 'v2', tellTale: 'dataRowAndProjects' });
  });
  const viewedAt = (host: string) => ({ 'View Label': `https://${host}.labelbox.com?project=p` });
  it('is not E5 for an empty list beside classes, or where the label was viewed in an earlier editor', () => {
    const car = [{ geometry: 'POLYGON ((0 0, 9 0, 9 9))' }];
    for (const [label, host, era] of [
      [{ Car: car, objects: [] }, 'image-segmentation-v3', 'E3'],
      [{ objects: [] }, 'image-segmentation-v3', 'E3'],
      [{ Car: 'POLYGON ((0 0, 9 0, 9 9))', objects: [] }, 'no-such-host', 'E1'],
      [{ Car: [], objects: [], classifications: [] }, 'no-such-host', 'E5'],
      [{ Car: car, objects: [{ featureId: 'f', title: 'Dog' }] }, 'image-segmentation-v3', 'E5'],
    ] as const) {
      const detector = new EraDetector();
      detector.add(v1(label, viewedAt(host)));
      expect([label, detector.result()]).toMatchObject([label, { era }]);
    }
  });
  it('loses nothing where a label has both a list and classes, and says which rows are of another era', () => {
    const dog = { title: 'Dog', bbox: { top: 1, left: 2, height: 3, width: 4 } };
    const row = v1(
      { objects: [dog], Car: 'POLYGON ((0 0, 9 0, 9 9))', Tree: [{ geometry: [] }], Bus: [], weather: 'sunny' },
      viewedAt('image-segmentation-v3'),
    );
    for (const [era, contradictions] of [
      ['E5', ['eraContradicted']],
      ['E2', []],
    ] as const) {
      const found: (readonly [string, unknown])[] = [];
      const read = readRow(row, era, 0, PLACE, (rule, details) => found.push([rule, details?.['object']]));
      const [label] = read?.labels ?? [];
      expect(label?.objects.map(({ className, geometry, order }) => [className.name, geometry.kind, order])).toEqual([
        ['Dog', 'box', 0],
        ['Car', 'polygons', null],
        ['Tree', 'unknown', null],
      ]);
      expect(label?.classifications).toMatchObject([{ name: 'weather', answers: [{ name: 'sunny' }] }]);
      expect(found).toEqual([...contradictions.map((rule) => [rule, undefined]), ['geometryUnreadable', 3]]);
    }
  });
  it('is none where masks are to be uploaded', () => {
    for (const [mask, field] of [
      [{ size: [1, 1], counts: [1] }, 'RLE counts'],
      [{ png: 'x' }, 'base64 PNG'],
      [{ instanceURI: 'u', colorRGB: [1, 2, 3] }, 'instanceURI'],
    ] as const) {
      const detector = new EraDetector();
      detector.add({ uuid: 'u', dataRow: { id: 'd' }, mask });
      expect(detector.result()).toEqual({ kind: 'notExport', what: 'maskImport', details: { row: 1, field } });
    }
  });
});
