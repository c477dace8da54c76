import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findLastBatch, undoBatch } from '../../../src/jobs/undo.ts';
import { SplitJob } from '../../../src/jobs/splitJob.ts';
import type { SplitRequest } from '../../../src/jobs/splitTypes.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-split-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const names = Array.from({ length: 20 }, (_, at) => `v${Math.floor(at / 5)}/f${String(at).padStart(2, '0')}.jpg`);
const put = (path: string, text: string | Uint8Array): string => {
  const file = join(folder, path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  return file;
};
const linesIn = (path: string): string[] => readFileSync(join(folder, path), 'utf8').split('\n').slice(0, -1);
const requestOf = (more: Partial<SplitRequest> = {}): SplitRequest => ({
  source: put('names.txt', names.map((name) => `${name}\r\n`).join('')),
  options: { method: 'grouped', shape: { kind: 'ratios', ratios: [0.5, 0.25, 0.25] }, seed: 4, stratify: null },
  groupBy: null,
  labels: null,
  form: 'given',
  folder: join(folder, 'out'),
  command: 'maskscope split …',
  ...more,
});
const splitNow = async (request: SplitRequest) => {
  const job = new SplitJob(request);
  const plan = await job.plan();
  return { plan, outcome: await job.write() };
};
const codeOf = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return (error as { code?: unknown }).code;
  }
  return null;
};

describe('a split job', () => {
  it('writes nothing before it is told to, then the lists and their record', async () => {
    const job = new SplitJob(requestOf());
    const plan = await job.plan();
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect(plan.lists.map(({ path, names: count, state, change }) => [path, count, state, change])).toEqual([
      ['train.txt', 10, 'write', null],
      ['val.txt', 5, 'write', null],
      ['test.txt', 5, 'write', null],
    ]);
    expect((await job.write()).written).toBe(4);
    const all = ['train', 'val', 'test'].flatMap((split) => linesIn(`out/${split}.txt`));
    expect(all.toSorted()).toEqual(names.toSorted());

    const record = JSON.parse(readFileSync(join(folder, 'out/split.json'), 'utf8')) as {
      names: { count: number; sha256: string };
      lists: readonly { file: string; names: number; sha256: string }[];
      proof: object;
    };
    expect(record).toMatchObject({ version: 1, method: 'grouped', ratios: [0.5, 0.25, 0.25], seed: 4, stratify: null });
    // `LC_ALL=C sort names.txt | sha256sum`
    const sorted = createHash('sha256')
      .update(names.toSorted().join('\n') + '\n')
      .digest('hex');
    expect(record.names).toEqual({ count: 20, sha256: sorted });
    for (const { file, names: count, sha256 } of record.lists) {
      const bytes = readFileSync(join(folder, 'out', file));
      expect([count, sha256]).toEqual([
        linesIn(`out/${file}`).length,
        createHash('sha256').update(bytes).digest('hex'),
      ]);
    }
    expect(record.proof).toMatchObject({ isSound: true, overlap: 0, missing: 0, groups: null });

    const again = await splitNow(requestOf());
    expect(again.plan.lists.map(({ state }) => state)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(again.outcome).toEqual({ written: 0, manifest: null });
  });

  it('shows what comes and goes in lists that are there, and gives them back', async () => {
    const old = 'mine.jpg\n\nv0/f00.jpg\n';
    put('out/train.txt', old);
    put('out/trainval.txt', 'x\n');
    const { plan } = await splitNow(requestOf());
    const now = linesIn('out/train.txt');
    const [train] = plan.lists;
    expect(train?.state).toBe('replace');
    expect(train?.change).toEqual({
      comes: now.filter((name) => name !== 'v0/f00.jpg'),
      goes: now.includes('v0/f00.jpg') ? ['mine.jpg'] : ['mine.jpg', 'v0/f00.jpg'],
      stays: now.includes('v0/f00.jpg') ? 1 : 0,
    });
    expect(plan.others).toEqual(['trainval.txt']);
    const batch = findLastBatch(join(folder, 'out'));
    if (batch === null) throw new Error('no batch');
    expect(await undoBatch(batch, { isForced: false })).toMatchObject({ restored: 4, removed: 3, refused: [] });
    expect(readFileSync(join(folder, 'out/train.txt'), 'utf8')).toBe(old);
    expect(readdirSync(join(folder, 'out')).toSorted()).toEqual(['.maskscope', 'train.txt', 'trainval.txt']);
  });

  it('does not write over a list that changed after it was shown', async () => {
    const request = requestOf();
    const job = new SplitJob(request);
    await job.plan();
    put('out/val.txt', 'theirs\n');
    expect(await codeOf(job.write())).toBe('planOutdated');
    expect(linesIn('out/val.txt')).toEqual(['theirs']);
    expect(existsSync(join(folder, 'out/train.txt'))).toBe(false);
    put('out/val.txt', Uint8Array.of(0, 1, 255));
    expect(await codeOf(new SplitJob(request).plan())).toBe('listForeign');
    rmSync(join(folder, 'out/val.txt'));
    mkdirSync(join(folder, 'out/val.txt'));
    expect(await codeOf(new SplitJob(request).plan())).toBe('listForeign');
  });

  it('finishes a run that was interrupted, and no other run before', async () => {
    put('out/val.txt', 'mine\n');
    const { outcome } = await splitNow(requestOf());
    const written = linesIn('out/val.txt');
    // As if it had been killed after the first list.
    rmSync(outcome.manifest ?? '');
    put('out/val.txt', 'mine\n');
    rmSync(join(folder, 'out/split.json'));
    const { options } = requestOf();
    expect(await codeOf(new SplitJob(requestOf({ options: { ...options, seed: 5 } })).plan())).toBe('interrupted');
    const again = await splitNow(requestOf());
    expect(again.plan.resumes).not.toBe(null);
    expect(linesIn('out/val.txt')).toEqual(written);
    expect(existsSync(join(folder, 'out/split.json'))).toBe(true);
    const batch = findLastBatch(join(folder, 'out'));
    if (batch === null) throw new Error('no batch');
    await undoBatch(batch, { isForced: false });
    expect(linesIn('out/val.txt')).toEqual(['mine']);
  });

  it('writes folds into folders of their own', async () => {
    const { options } = requestOf();
    await splitNow(
      requestOf({ options: { ...options, shape: { kind: 'folds', folds: 4 } }, groupBy: { kind: 'folder' } }),
    );
    for (const fold of [0, 1, 2, 3]) {
      const [train, val] = ['train', 'val'].map((split) => linesIn(`out/fold_${fold}/${split}.txt`));
      expect([...(train ?? []), ...(val ?? [])].toSorted()).toEqual(names.toSorted());
      expect(new Set(val?.map((name) => name.slice(0, 2))).size).toBe(1);
    }
  });

  it('does not follow a link out of its folder', async () => {
    mkdirSync(join(folder, 'elsewhere'));
    mkdirSync(join(folder, 'out'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'out/fold_0'));
    const { options } = requestOf();
    const job = new SplitJob(requestOf({ options: { ...options, shape: { kind: 'folds', folds: 2 } } }));
    expect(await codeOf(job.plan())).toBe('folderOutside');
  });

  it.each([
    ['files', [...names]],
    ['names', names.map((name) => name.replace('.jpg', ''))],
  ] as const)('writes names as %s', async (form, lines) => {
    await splitNow(requestOf({ form }));
    const all = ['train', 'val', 'test'].flatMap((split) => linesIn(`out/${split}.txt`));
    expect(all.toSorted()).toEqual(lines.toSorted());
  });

  it('keeps groups of a table whole, and says what the table says of other names', async () => {
    const table = put(
      'groups.csv',
      `file;patient\n${names.map((name, at) => `"${name}";p${at % 4}\n`).join('')}other;p9\n`,
    );
    const { plan } = await splitNow(requestOf({ groupBy: { kind: 'file', path: table } }));
    expect(plan).toMatchObject({
      ungrouped: 0,
      foreignRows: 1,
      proof: { groups: { count: 4, largest: 5, divided: 0 } },
    });
    const places = new Map<number, Set<string>>();
    for (const split of ['train', 'val', 'test']) {
      for (const name of linesIn(`out/${split}.txt`)) {
        const patient = names.indexOf(name) % 4;
        places.set(patient, (places.get(patient) ?? new Set()).add(split));
      }
    }
    expect([...places.values()].map(({ size }) => size)).toEqual([1, 1, 1, 1]);
  });

  it.each([
    ['pattern', { kind: 'pattern', pattern: '^v(\\d)' }, 4],
    ['sequence', { kind: 'sequence' }, 2],
  ] as const)('groups by %s', async (_, groupBy, count) => {
    const source =
      groupBy.kind === 'sequence'
        ? put('frames.txt', names.map((_name, at) => `seq0${at % 2}_${String(at).padStart(4, '0')}.png\n`).join(''))
        : requestOf().source;
    const { plan } = await splitNow({ ...requestOf(), groupBy, source });
    expect(plan.proof.groups).toMatchObject({ count, divided: 0 });
  });

  it('stratifies by the labels of a table', async () => {
    const labels = put('labels.csv', names.map((name, at) => `${name.replace('.jpg', '')},${at % 2}\n`).join(''));
    const { options } = requestOf();
    const { plan } = await splitNow(
      requestOf({ labels, options: { ...options, method: 'sklearn', stratify: 'label' } }),
    );
    expect(plan.calls[0]).toContain('stratify=labels');
    expect(plan.proof.classes?.map(({ key, parts }) => [key, parts.map(({ images }) => images)])).toEqual([
      ['0', expect.any(Array)],
      ['1', expect.any(Array)],
    ]);
    expect(plan.proof.classes?.[0]?.parts[0]?.images).toBe(5);
  });

  it.each([
    ['unreadable', { source: '/nowhere/names.txt' }],
    ['duplicatesUnknown', { groupBy: { kind: 'duplicates' } }],
    ['unreadable', { groupBy: { kind: 'file', path: '/nowhere/groups.csv' } }],
    ['patternInvalid', { groupBy: { kind: 'pattern', pattern: '(' } }],
    ['patternWithoutGroup', { groupBy: { kind: 'pattern', pattern: 'v(?:.)' } }],
    ['noGroups', { groupBy: { kind: 'pattern', pattern: '(zzz)' } }],
    ['maskUnknown', { form: 'pairs' }],
  ] as const)('is refused: %s', async (code, more) => {
    expect(await codeOf(new SplitJob(requestOf(more as Partial<SplitRequest>)).plan())).toBe(code);
  });

  it('is refused for tables and files that fit nothing', async () => {
    const table = (text: string | Uint8Array) =>
      codeOf(new SplitJob(requestOf({ groupBy: { kind: 'file', path: put('t.csv', text) } })).plan());
    expect(await table('')).toBe('tableEmpty');
    expect(await table('a,b\nc,d\n')).toBe('tableForeign');
    expect(await table(Uint8Array.of(255, 255, 0))).toBe('notText');
    const twice = put('twice.txt', 'a\nb\na\n');
    expect(await codeOf(new SplitJob({ ...requestOf(), source: twice }).plan())).toBe('nameTwice');
    const alike = put('alike.txt', 'a.jpg\nb.jpg\na.png\nc.jpg\n');
    expect(await codeOf(new SplitJob({ ...requestOf(), source: alike, form: 'names' }).plan())).toBe('namesCollide');
    expect(
      await codeOf(new SplitJob({ ...requestOf(), source: put('bare.txt', 'a\nb\nc\nd\n'), form: 'files' }).plan()),
    ).toBe('extensionUnknown');
  });
});
