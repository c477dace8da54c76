import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { recogniseHead } from '../../../src/core/labelbox/recogniseHead.ts';
import { EVERYTHING } from '../../../src/core/labelbox/table/entry.ts';
import type { LabelboxReply } from '../../../src/jobs/labelboxMessages.ts';
import { LabelboxSession, MAX_KEPT_FINDINGS } from '../../../src/jobs/labelboxSession.ts';
import { file, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-session-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const NOW = Date.UTC(2024, 0, 1);

async function open(name: string, text: string): Promise<{ session: LabelboxSession; replies: LabelboxReply[] }> {
  const path = join(folder, name);
  writeFileSync(path, text);
  const replies: LabelboxReply[] = [];
  const session = new LabelboxSession(path, 'newest', (reply) => replies.push(reply));
  await session.read({ era: null, now: NOW });
  return { session, replies };
}

/** A square of E5, `side` pixels wide, with its corner at (x, y). */
const square = (title: string, x: number, y: number, side: number): object => ({
  ...{ featureId: `${title}${x}`, schemaId: 's', title, value: title, color: '#ff0000' },
  polygon: [
    { x, y },
    { x: x + side, y },
    { x: x + side, y: y + side },
    { x, y: y + side },
  ],
});

const row = (id: string, dataRow: string, objects: readonly object[]): object => ({
  ...{
    ID: id,
    'DataRow ID': dataRow,
    'Labeled Data': 'https://example.invalid/a.jpg',
    'External ID': `얼굴 ${id}.jpg`,
  },
  ...{ Label: { objects, classifications: [] }, 'Created By': 'anna', 'Created At': '2023-05-02T08:00:00.000Z' },
  Skipped: false,
});

describe('the session of an export', () => {
  it('finds the line and the character where a row begins, and its text', async () => {
    const rows = [row('a', 'r1', []), row('b', 'r2', [square('eye', 0, 0, 4)])];
    const pieces = rows.map((one) => JSON.stringify(one));
    const { session } = await open('oneLine.json', `\n  [${pieces.join(', ')}]\n`);
    const text = await session.answer('text', { entry: 1 });
    // Characters, not bytes: the first row's name is in Hangul.
    expect(text).toMatchObject({ text: pieces[1], line: 2, characters: 3 + (pieces[0]?.length ?? 0) + 2 });
  });

  it('outlines objects that are in masks alone, as far as their files are there and fit', async () => {
    const masked = (id: string): object => ({ ...{ featureId: id, title: 'eye' }, instanceURI: `https://h/${id}` });
    const objects = [square('nose', 0, 0, 2), masked('m1'), masked('m2'), masked('m3')];
    const { session } = await open('masked.json', JSON.stringify([row('a', 'r1', []), row('b', 'r2', objects)]));
    const masks = join(folder, 'masks');
    mkdirSync(masks);
    const png = (width: number, pixels: readonly number[]): Uint8Array => {
      const rows = Array.from({ length: pixels.length / width }, (_, y) => [
        0,
        ...pixels.slice(y * width, (y + 1) * width),
      ]);
      return file(ihdr(width, rows.length, 8, 0), idat(Uint8Array.from(rows.flat())), IEND);
    };
    writeFileSync(join(masks, 'm1.png'), png(3, [0, 255, 255, 0, 255, 0]));
    // Of another size than the image.
    writeFileSync(join(masks, 'm3.png'), png(2, [255, 255, 255, 255]));
    const size = { width: 3, height: 2 };
    expect(await session.answer('masks', { entry: 1, folder: masks, size })).toEqual({
      outlines: [[1, [Float64Array.of(1, 0, 3, 0, 3, 1, 2, 1, 2, 2, 1, 2)]]],
      missing: 2,
    });
    expect(await session.answer('masks', { entry: 1, folder: null, size })).toEqual({ outlines: [], missing: 3 });
    expect(await session.answer('masks', { entry: 0, folder: masks, size })).toEqual({ outlines: [], missing: 0 });
  });

  it('counts no character for a byte order mark', async () => {
    const rows = [row('a', 'r1', []), row('b', 'r2', [])].map((one) => JSON.stringify(one));
    const { session } = await open('mark.json', `\ufeff[${rows.join()}]`);
    // As a text editor holds the file, without the mark.
    const text = `[${rows.join()}]`;
    for (const entry of [0, 1]) {
      const { characters } = await session.answer('text', { entry });
      expect(text.slice(characters).startsWith(rows[entry] ?? '')).toBe(true);
    }
    const lines = await open('markedLines.ndjson', `\ufeff${rows.join('\n')}`);
    expect(await lines.session.answer('text', { entry: 0 })).toMatchObject({ line: 1, characters: 0 });
    expect(await lines.session.answer('text', { entry: 1 })).toMatchObject({ line: 2, characters: 0 });
  });

  it('shows what is written around a row that cannot be read', async () => {
    const good = JSON.stringify(row('a', 'r1', []));
    const broken = '{"broken": "얼굴", ';
    const { session } = await open('broken.ndjson', `${good}\n${broken}\n${good}\n`);
    const { findings } = await session.answer('findings', { rule: 'brokenElement', from: 0, count: 1 });
    const { text, before } = await session.answer('textAt', { offset: findings[0]?.offset ?? -1 });
    expect(text.slice(before).startsWith(broken.trimEnd())).toBe(true);

    // In one long line the text begins with a whole character, and both sides are bounded.
    const long = `[${JSON.stringify({ name: '얼굴'.repeat(50_000) })}`;
    const cut = await open('long.json', long);
    const offset = Buffer.byteLength(long.slice(0, 60_001));
    const around = await cut.session.answer('textAt', { offset });
    expect(around.text.slice(0, around.before)).toBe(long.slice(60_001 - around.before, 60_001));
    expect(around.before).toBe(Math.floor(4096 / 3));
    expect(around.text.length).toBeLessThan(70_000);
    expect((await cut.session.answer('textAt', { offset: 0 })).text.startsWith(long.slice(0, 20))).toBe(true);
  });

  it('reads all rows by the era that only later ones show, in one table', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => row(`n${i}`, `r${i}`, []));
    const plain = { ID: 'x', 'DataRow ID': 'rx', 'Labeled Data': 'https://example.invalid/a.jpg', 'External ID': 'x' };
    const early = Array.from({ length: 300 }, (_, i) => ({ ...plain, ID: `x${i}`, 'DataRow ID': `rx${i}`, Label: {} }));
    const { session, replies } = await open('late.json', JSON.stringify([...early, ...rows]));
    const types = replies.map(({ type }) => type).filter((type) => type !== 'progress');
    expect(types).toEqual(['recognised', 'startedOver', 'recognised', 'done']);
    const done = replies.at(-1);
    expect(done?.type === 'done' && done.recognised).toMatchObject({ kind: 'export', era: 'E5' });
    expect(done).toMatchObject({ progress: { rows: 600 } });
    const { total } = await session.answer('rows', { query: EVERYTHING, from: 0, count: 1 });
    expect(total).toBe(600);
  });

  it('reads a row again with the findings about it', async () => {
    const crossing = {
      ...square('eye', 0, 0, 4),
      polygon: [
        { x: 0, y: 0 },
        { x: 4, y: 4 },
        { x: 4, y: 0 },
        { x: 0, y: 4 },
      ],
    };
    const { session, replies } = await open(
      'findings.json',
      `[${JSON.stringify(row('a', 'r1', []))},\n${JSON.stringify(row('b', 'r2', [crossing]))}]`,
    );
    const found = await session.answer('row', { entry: 1 });
    expect(found?.row.labels[0]?.objects).toHaveLength(1);
    expect(found?.findings.map(({ rule, line }) => [rule, line])).toEqual([['selfIntersection', 2]]);
    expect(found?.entry).toMatchObject({ findings: 1, worst: 'warning' });
    const done = replies.at(-1);
    expect(done?.type === 'done' && done.facts.findings).toEqual([['selfIntersection', 1]]);
    const withFindings = await session.answer('rows', {
      query: { ...EVERYTHING, findings: 'with' },
      from: 0,
      count: 9,
    });
    expect(withFindings.rows.map((one) => one.row)).toEqual([1]);
  });

  it('finds out again what is wrong with a row beyond the findings that are kept', async () => {
    const crossing = (title: string, x: number): object => ({
      ...square(title, x, 0, 4),
      polygon: [
        { x, y: 0 },
        { x: x + 4, y: 4 },
        { x: x + 4, y: 0 },
        { x, y: 4 },
      ],
    });
    const count = MAX_KEPT_FINDINGS + 3;
    const hasTwo = (i: number): boolean => i === MAX_KEPT_FINDINGS - 1 || i === count - 1;
    const rows = Array.from({ length: count }, (_, i) =>
      JSON.stringify(row(`n${i}`, `r${i}`, [crossing('eye ', i), ...(hasTwo(i) ? [crossing('nose', 0)] : [])])),
    );
    const { session } = await open('manyFindings.ndjson', rows.join('\n'));
    const rules = async (entry: number): Promise<unknown> => {
      const found = await session.answer('row', { entry });
      return [
        found?.entry.findings,
        found?.findings.map(({ rule, row: at, details }) => [rule, at, details['object']]),
      ];
    };
    // The last that is kept has one of its two beyond.
    for (const i of [MAX_KEPT_FINDINGS - 1, count - 1]) {
      expect(await rules(i)).toEqual([
        2,
        [
          ['selfIntersection', i, 1],
          ['selfIntersection', i, 2],
        ],
      ]);
    }
    expect(await rules(5)).toEqual([1, [['selfIntersection', 5, 1]]]);
    const { total, kept } = await session.answer('findings', { rule: 'selfIntersection', from: 0, count: 0 });
    expect([total, kept]).toEqual([count + 2, MAX_KEPT_FINDINGS]);
  });

  it('measures how far two labels of one image agree', async () => {
    // 10 × 10 against the same moved by 5: 50 of 150 pixels. A nose that the other lacks: 0.
    const rows = [
      row('a', 'same', [square('eye', 0, 0, 10), square('nose', 40, 40, 5)]),
      row('b', 'same', [square('eye', 5, 0, 10)]),
      row('c', 'other', [square('eye', 0, 0, 10)]),
    ];
    const { session } = await open('agreement.json', JSON.stringify(rows));
    expect(await session.answer('agreement', null)).toEqual({
      images: 1,
      leftOut: 0,
      classes: [
        { name: 'nose', pairs: 1, mean: 0, lowest: 0, lowestEntry: 0 },
        { name: 'eye', pairs: 1, mean: 1 / 3, lowest: 1 / 3, lowestEntry: 0 },
      ],
    });
  });

  it('leaves labels out whose coordinates no picture has', async () => {
    const rows = [row('a', 'same', [square('eye', 0, 0, 1e300)]), row('b', 'same', [square('eye', 5, 0, 10)])];
    const { session } = await open('huge.json', JSON.stringify(rows));
    const { images } = await session.answer('agreement', null);
    expect(images).toBe(1);
  });

  it('keeps what it has read when it is stopped', async () => {
    const path = join(folder, 'long.ndjson');
    const text = Array.from({ length: 20_000 }, (_, i) => JSON.stringify(row(`n${i}`, `r${i}`, []))).join('\n');
    writeFileSync(path, text);
    const replies: LabelboxReply[] = [];
    const session = new LabelboxSession(path, 'newest', (reply) => {
      replies.push(reply);
      if (reply.type === 'progress') session.stop();
    });
    await session.read({ era: null, now: NOW });
    const done = replies.at(-1);
    expect(done).toMatchObject({ type: 'done', phase: 'stopped' });
    const { total } = await session.answer('rows', { query: EVERYTHING, from: 0, count: 1 });
    expect(total).toBeGreaterThan(0);
    expect(total).toBeLessThan(20_000);
    expect(replies.some((reply) => reply.type === 'recognised')).toBe(true);
  });
});

it('says nothing of a file whose reading was stopped before its first row', async () => {
  const path = join(folder, 'unread.json');
  writeFileSync(path, JSON.stringify([row('a', 'r', [])]));
  const replies: LabelboxReply[] = [];
  const session = new LabelboxSession(path, 'newest', (reply) => replies.push(reply));
  session.stop();
  await session.read({ era: null, now: NOW });
  expect(replies).toMatchObject([{ type: 'done', phase: 'stopped', recognised: null }]);
});

describe('recognising an export by its first bytes', () => {
  const decode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
  const head = (text: string): boolean => recogniseHead(new TextEncoder().encode(text), decode);

  it.each([
    ['a row', JSON.stringify([row('a', 'r', [])]), true],
    ['the start of a long row', JSON.stringify([row('a', 'r', [square('eye', 0, 0, 3)])]).slice(0, 120), true],
    ['NDJSON', '{"data_row":{"id":"a"},"projects":{}}\n', true],
    ['CSV', 'ID,DataRow ID,Labeled Data,Label\n1,2,https://example.invalid/a.jpg,Skip\n', true],
    ['a package', readFileSync('package.json', 'utf8'), false],
    ['other CSV', 'ID,name\n1,a\n', false],
    ['COCO', '{"images":[{"id":1,"file_name":"a.jpg"}],"annotations":[],"categories":[]}', false],
    ['nothing', '', false],
    ['data rows to be imported', '[{"row_data":"https://example.invalid/a.jpg","external_id":"a"}]', false],
  ])('%s: %#', (_, text, expected) => {
    expect(head(text)).toBe(expected);
  });
});
