import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
  appendFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { originalPattern } from '../../../src/core/dataset/originalOf.ts';
import { PairsJob } from '../../../src/jobs/pairs/pairsJob.ts';
import type { PairsRequest, PlannedItem } from '../../../src/jobs/pairs/pairsTypes.ts';
import { TextDrawer } from '../../../src/jobs/pictures/textDrawer.ts';
import { findLastBatch, undoBatch } from '../../../src/jobs/undo.ts';
import { listBatches } from '../../../src/platform/journal.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { greyFile, paletteFile } from '../../fixtures/pngBuilder.ts';

const COUNT = 12;
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-pairs-'));
  writeVocFolder(join(folder, 'voc'), COUNT, new SeededRandom(1));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function request(changes: Partial<PairsRequest> = {}): PairsRequest {
  return {
    source: { kind: 'dataset', folder: join(folder, 'voc'), layout: {}, names: null },
    classMap: null,
    task: {
      kind: 'overlay',
      blend: 'normal',
      legend: 'none',
      font: null,
      style: { isFilled: true, opacity: 0.5, outline: 1 },
      classes: { only: null, hasBackground: false, hasVoid: false },
      reading: { frame: 'displayed', isFitted: false },
      encoding: { format: 'png', quality: 90 },
    },
    folder: join(folder, 'out'),
    command: 'overlay',
    ...changes,
  };
}

async function run(one = request(), cancelAfter = Infinity) {
  const job = new PairsJob(one, {
    workers: 0,
    workerScript: '',
    onProgress: ({ phase, done }) => {
      if (phase === 'write' && done >= cancelAfter) job.cancel();
    },
  });
  const items: PlannedItem[] = [];
  const plan = await job.preview((item) => items.push(item));
  return { plan, items, outcome: await job.write() };
}

function files(): Record<string, string> {
  const found = readdirSync(join(folder, 'out'), { recursive: true, encoding: 'utf8' });
  const names = found.filter((name) => /^[^.].*\.png$/.test(name)).sort();
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(folder, 'out', name), 'base64')]));
}

describe('PairsJob', () => {
  it('writes a file for each pair and takes all of them back', async () => {
    const { plan, outcome } = await run();
    expect(plan).toMatchObject({ items: { write: COUNT, refused: 0 }, files: { write: COUNT, replace: 0 } });
    expect(outcome).toMatchObject({ written: COUNT, unchanged: 0, refused: 0, isCancelled: false });
    expect(Object.keys(files())).toHaveLength(COUNT);
    const batch = findLastBatch(join(folder, 'out'));
    expect(batch).toMatchObject({ files: COUNT, isFinished: true });
    if (batch !== null) await undoBatch(batch, { isForced: false });
    expect(readdirSync(join(folder, 'out'))).toEqual(['.maskscope']);
    expect(findLastBatch(join(folder, 'out'))).toBeNull();
  });

  it('takes the originals that were chosen, for a file or by name for a folder, before those of the layout', async () => {
    const outside = join(folder, 'elsewhere');
    mkdirSync(outside);
    const sizeOf = (at: number) => {
      const head = readFileSync(join(folder, 'voc/SegmentationClass', `2007_00000${at}.png`));
      return [head.readUInt32BE(16), head.readUInt32BE(20)] as const;
    };
    // White, where the originals of the layout are black.
    for (const at of [1, 2, 3]) {
      const [width, height] = sizeOf(at);
      const white = sharp({ create: { width, height, channels: 3, background: '#fff' } }).png();
      writeFileSync(join(outside, `photo_2007_00000${at}.png`), await white.toBuffer());
    }
    rmSync(join(folder, 'voc/JPEGImages/2007_000002.png'));
    const pattern = originalPattern('2007_000001.png', 'photo_2007_000001.png');
    if (pattern === null) throw new Error('the names have one in common');
    const chosen = {
      files: { 'SegmentationClass/2007_000001.png': join(outside, 'photo_2007_000001.png') },
      folders: {
        SegmentationClass: { folder: outside, pattern },
      },
    };
    const own = request();
    if (own.source.kind !== 'dataset' || own.task.kind !== 'overlay') throw new Error('another request');
    const task = { ...own.task, style: { isFilled: true, opacity: 0, outline: 0 } };
    const { plan, outcome } = await run({ ...own, task, source: { ...own.source, chosen } });
    expect([plan.unpaired, outcome.written]).toEqual([[], COUNT]);
    const first = async (at: number) =>
      (
        await sharp(join(folder, `out/2007_00000${at}.png`))
          .raw()
          .toBuffer()
      )[0];
    expect(await Promise.all([1, 2, 3, 4].map(first))).toEqual([255, 255, 255, 0]);
    // Of the mask alone, whose original lies outside of every layout.
    rmSync(join(folder, 'voc/JPEGImages'), { recursive: true });
    const alone = await run({ ...own, task, source: { ...own.source, chosen }, folder: join(folder, 'alone') });
    expect(alone.outcome.written).toBe(3);
  });

  it('writes nothing a second time, and no batch of nothing stands before what can be undone', async () => {
    await run();
    const first = files();
    const { plan, outcome } = await run();
    expect(plan.files).toEqual({ write: 0, replace: COUNT });
    expect(outcome).toMatchObject({ written: 0, unchanged: COUNT, manifest: null });
    expect(files()).toEqual(first);
    expect(listBatches(join(folder, 'out'))).toHaveLength(1);
  });

  it('replaces its own files by those of another request, and puts them back', async () => {
    await run();
    const first = files();
    const other = request();
    if (other.task.kind !== 'overlay') throw new Error('another task');
    await run({ ...other, task: { ...other.task, style: { isFilled: true, opacity: 0.9, outline: 0 } } });
    expect(Object.keys(files())).toEqual(Object.keys(first));
    expect(files()).not.toEqual(first);
    const batch = findLastBatch(join(folder, 'out'));
    if (batch !== null) await undoBatch(batch, { isForced: false });
    expect(files()).toEqual(first);
  });

  it('leaves alone what another wrote, or what was changed since', async () => {
    await run();
    appendFileSync(join(folder, 'out/2007_000003.png'), 'edited');
    rmSync(join(folder, 'out/2007_000004.png'));
    mkdirSync(join(folder, 'out/2007_000004.png'));
    const { items, plan } = await run();
    expect(plan.items).toEqual({ write: COUNT - 2, nothing: 0, refused: 2 });
    const refused = items.filter(({ status }) => status === 'refused');
    expect(refused.map(({ name, findings }) => [name, findings[0]?.rule])).toEqual([
      ['2007_000003', 'outputExists'],
      ['2007_000004', 'outputExists'],
    ]);
    expect(readFileSync(join(folder, 'out/2007_000003.png'), 'latin1')).toMatch(/edited$/);
  });

  it('goes on where it was cancelled, and ends as a run that was not', async () => {
    await run(request({ folder: join(folder, 'whole') }));
    const { outcome } = await run(request(), 1);
    expect(outcome).toMatchObject({ isCancelled: true, manifest: null });
    expect(Object.keys(files()).length).toBe(outcome.written);
    expect(outcome.written).toBeLessThan(COUNT);
    expect(outcome.written).toBeGreaterThan(0);
    const again = await run();
    expect(again.plan.resumes).not.toBeNull();
    expect(again.outcome).toMatchObject({ written: COUNT, isCancelled: false });
    for (const [name, bytes] of Object.entries(files())) {
      expect(readFileSync(join(folder, 'whole', name), 'base64')).toBe(bytes);
    }
    expect(listBatches(join(folder, 'out'))).toHaveLength(1);
  });

  it('goes on with a plan whose last line was broken off', async () => {
    await run(request(), 1);
    const [batch = ''] = listBatches(join(folder, 'out'));
    appendFileSync(join(batch, 'plan.jsonl'), '{"index":99,"sou');
    const { outcome } = await run();
    expect(outcome).toMatchObject({ written: COUNT, isCancelled: false });
    const last = findLastBatch(join(folder, 'out'));
    expect(last?.files).toBe(COUNT);
    if (last !== null) await undoBatch(last, { isForced: false });
    expect(existsSync(join(folder, 'out/2007_000000.png'))).toBe(false);
  });

  it('lets no interrupted run of another request be passed over', async () => {
    await run(request(), 1);
    const other = request({
      source: { kind: 'dataset', folder: join(folder, 'voc'), layout: {}, names: ['2007_000001'] },
    });
    await expect(run(other)).rejects.toMatchObject({ code: 'interrupted' });
  });

  it('refuses pairs whose sizes differ and names why', async () => {
    const { items } = await run();
    expect(items.every(({ status }) => status === 'write')).toBe(true);
    const originals = join(folder, 'voc/JPEGImages');
    writeFileSync(join(originals, '2007_000000.png'), greyFile(200, 41));
    writeFileSync(join(originals, '2007_000001.png'), 'no image');
    writeFileSync(join(folder, 'voc/SegmentationClass/2007_000002.png'), 'no mask');
    const second = await run(request({ folder: join(folder, 'second') }));
    const rules = second.items.filter(({ status }) => status === 'refused').map(({ findings }) => findings[0]?.rule);
    expect(rules).toEqual(['sizesDiffer', 'originalUnreadable', 'maskUnreadable']);
    expect(second.outcome).toMatchObject({ written: COUNT - 3 });
  });

  it('promises no file of a mask that is damaged behind its head', async () => {
    const damaged = join(folder, 'voc/SegmentationClass/2007_000002.png');
    const bytes = readFileSync(damaged);
    writeFileSync(damaged, bytes.subarray(0, bytes.length - 40));
    const own = request();
    if (own.task.kind !== 'overlay') throw new Error('another task');
    const { blend, style, classes, reading, encoding } = own.task;
    const tasks: PairsRequest['task'][] = [
      own.task,
      { kind: 'focus', blur: { kind: 'box', size: 3 }, method: 'normalised', classes, reading, encoding },
      {
        kind: 'sheet',
        blend,
        style,
        count: null,
        seed: 1,
        columns: null,
        side: 64,
        font: null,
        classes,
        reading,
        encoding,
      },
      {
        ...{
          kind: 'transform',
          steps: [{ kind: 'transpose' }],
          tiling: null,
          padId: 'void',
          maskRule: 'opencv',
          reading,
        },
        ...{ filter: 'lanczos3', originals: 'jpeg', quality: 95 },
      },
    ];
    for (const task of tasks) {
      const items: PlannedItem[] = [];
      const job = new PairsJob(request({ task, folder: join(folder, task.kind) }), { workers: 0, workerScript: '' });
      await job.preview((item) => items.push(item));
      const told = items.flatMap(({ name, findings }) =>
        findings.filter(({ rule }) => rule !== 'allBlurred').map(({ rule }) => [name, rule]),
      );
      const wanted = task.kind === 'sheet' ? [items[0]?.name, 'tileMissing'] : ['2007_000002', 'maskUnreadable'];
      expect({ kind: task.kind, told }).toEqual({ kind: task.kind, told: [wanted] });
    }
  });

  it('says in a preview where a picture is blurred as a whole', async () => {
    const own = request();
    if (own.task.kind !== 'overlay') throw new Error('another task');
    const { reading, encoding } = own.task;
    const classes = { only: ['200'], hasBackground: false, hasVoid: false };
    const { items } = await run(
      request({
        task: { kind: 'focus', blur: { kind: 'box', size: 3 }, method: 'normalised', classes, reading, encoding },
      }),
    );
    expect(items.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual(items.map(() => ['allBlurred']));
  });

  it('says which id alone is yellow, or that none is, and that cut-outs of 16 bits have 8', async () => {
    const own = request();
    if (own.task.kind !== 'overlay') throw new Error('another task');
    const { reading, encoding, style } = own.task;
    rmSync(join(folder, 'voc'), { recursive: true });
    for (const name of ['images', 'masks']) mkdirSync(join(folder, 'voc', name), { recursive: true });
    const ids = { many: [0, 3, 5, 7], one: [0, 0, 3, 0], none: [0, 0, 0, 0] };
    for (const [name, samples] of Object.entries(ids)) {
      writeFileSync(join(folder, 'voc/masks', `${name}.png`), paletteFile(2, 2, Uint8Array.from(samples)));
      const raw = sharp({ create: { width: 2, height: 2, channels: 3, background: '#aaa' } });
      const bytes = name === 'many' ? raw.toColourspace('rgb16').png() : raw.png();
      writeFileSync(join(folder, 'voc/images', `${name}.png`), await bytes.toBuffer());
    }
    const told = new Map<string, unknown>();
    const job = new PairsJob(request({ task: { ...own.task, blend: 'yellow', style } }), {
      workers: 0,
      workerScript: '',
    });
    await job.preview();
    await job.write(({ name, findings }) => told.set(name, findings));
    expect(Object.fromEntries(told)).toEqual({
      many: [{ rule: 'yellowAlone', details: { id: 3 } }],
      none: [{ rule: 'yellowNowhere', details: {} }],
      one: [],
    });
    const classes = { only: null, hasBackground: false, hasVoid: false };
    const cut = await run(
      request({ task: { kind: 'cutout', isCropped: false, classes, reading, encoding }, folder: join(folder, 'cut') }),
    );
    expect(cut.items.map(({ name, findings }) => [name, findings.map(({ rule }) => rule)])).toEqual([
      ['many', ['cutReduced']],
      ['none', ['nothingToDo']],
      ['one', []],
    ]);
  });

  it('writes whole names on a sheet where their last parts are those of others', async () => {
    const own = request();
    if (own.task.kind !== 'overlay') throw new Error('another task');
    const { blend, style, classes, reading, encoding } = own.task;
    const task: PairsRequest['task'] = {
      ...{ kind: 'sheet', blend, style, count: null, seed: 1, columns: null, side: 64, font: null },
      ...{ classes, reading, encoding },
    };
    rmSync(join(folder, 'voc'), { recursive: true });
    for (const path of ['images/bear', 'masks/bear', 'images/camel', 'masks/camel']) {
      mkdirSync(join(folder, 'voc', path), { recursive: true });
      writeFileSync(join(folder, 'voc', path, '00024.png'), greyFile(8, 8));
    }
    const drawn = vi.spyOn(TextDrawer.prototype, 'drawable');
    await run(request({ task }));
    rmSync(join(folder, 'voc/masks/camel'), { recursive: true });
    await run(request({ task, folder: join(folder, 'one') }));
    expect(drawn.mock.calls.map(([text]) => text)).toEqual(['bear/00024', 'camel/00024', '00024']);
    drawn.mockRestore();
  });

  it.each(['JPEGImages', 'SegmentationClass'])('refuses to write into %s of the dataset', async (name) => {
    const problem = { code: 'outputWithin', message: expect.stringContaining(name) as string };
    await expect(run(request({ folder: join(folder, 'voc', name) }))).rejects.toMatchObject(problem);
    expect(existsSync(join(folder, 'voc', name, '.maskscope'))).toBe(false);
    // A folder of its own there may be written again and again.
    const inside = request({ folder: join(folder, 'voc/out') });
    expect((await run(inside)).outcome.written).toBe(COUNT);
    expect((await run(inside)).outcome).toMatchObject({ written: 0, unchanged: COUNT });
  });

  it('refuses to put masks and originals of a transform among those of the dataset', async () => {
    const task: PairsRequest['task'] = {
      ...{ kind: 'transform', steps: [{ kind: 'transpose' }], tiling: null, padId: 'void', maskRule: 'opencv' },
      ...{ filter: 'lanczos3', originals: 'jpeg', quality: 95, reading: { frame: 'displayed', isFitted: false } },
    };
    await expect(run(request({ task, folder: join(folder, 'voc') }))).rejects.toMatchObject({ code: 'outputMixes' });
    expect(readdirSync(join(folder, 'voc')).sort()).not.toContain('masks');
    const inside = request({ task, folder: join(folder, 'voc/moved') });
    await expect(run(inside)).rejects.toMatchObject({ code: 'outputMixes' });
    expect(existsSync(join(folder, 'voc/moved'))).toBe(false);
    // A folder that an earlier run has written may be written again and again, until that is taken back.
    await run(request({ folder: join(folder, 'voc/moved') }));
    expect((await run(inside)).outcome.written).toBe(2 * COUNT + 1);
    expect((await run(inside)).outcome).toMatchObject({ written: 0, unchanged: 2 * COUNT + 1 });
    for (let last = findLastBatch(inside.folder); last !== null; last = findLastBatch(inside.folder)) {
      await undoBatch(last, { isForced: false });
    }
    await expect(run(inside)).rejects.toMatchObject({ code: 'outputMixes' });
  });

  it('writes through no link out of the folder', async () => {
    mkdirSync(join(folder, 'voc2/images/a'), { recursive: true });
    mkdirSync(join(folder, 'voc2/masks/a'), { recursive: true });
    writeFileSync(join(folder, 'voc2/images/a/x.png'), greyFile(8, 8));
    writeFileSync(join(folder, 'voc2/masks/a/x.png'), greyFile(8, 8));
    mkdirSync(join(folder, 'out'));
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync(join(folder, 'elsewhere'), join(folder, 'out/a'));
    const source = {
      ...({ kind: 'dataset', folder: join(folder, 'voc2'), names: null } as const),
      layout: { pattern: { originals: 'images/{name}.png', masks: 'masks/{name}.png' } },
    };
    await expect(run(request({ source }))).rejects.toMatchObject({ code: 'folderOutside' });
    expect(readdirSync(join(folder, 'elsewhere'))).toEqual([]);
  });
});
