import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { namedPalette } from '../../../src/core/palette/namedPalettes.ts';
import { coloursOfPalette } from '../../../src/core/mask/remapColours.ts';
import { writePng } from '../../../src/core/png/write.ts';
import { BatchJob, type BatchOutcome, type BatchPlan } from '../../../src/jobs/batch.ts';
import { InputProblem } from '../../../src/jobs/batchInputs.ts';
import type { BatchTask, PlannedFile } from '../../../src/jobs/batchTypes.ts';
import type { ReencodeOptions } from '../../../src/jobs/reencode.ts';
import { findLastBatch, undoBatch } from '../../../src/jobs/undo.ts';
import { surveyUndo } from '../../../src/jobs/undoSurvey.ts';
import { batchesFolder, listBatches, originalPath, readBatch } from '../../../src/platform/journal.ts';
import { deflate } from '../../../src/platform/zlib.ts';
import { hashesOf, maskFile, writeMaskTree } from '../../fixtures/batchTree.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { randomImage } from '../../fixtures/masks.ts';
import { chunk, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const palette = namedPalette('voc');
const REENCODE: ReencodeOptions = {
  ...{ by: 'index', palette, colours: coloursOfPalette(palette), voidId: 255 },
  ...{ unknown: 'error', choices: [], raw: null, depth: null, isSwapped: false, classId: null },
};
const toVoc: BatchTask = { kind: 'reencode', options: REENCODE };
const bordered: BatchTask = {
  kind: 'border',
  options: {
    ...({ kind: 'draw', mode: 'union', side: 'outer', element: 'rectangle' } as const),
    ...{ iterations: 1, voidId: 255, background: 0, backgroundBecomes: null, colour: null },
    ...{ instances: null, resize: null },
  },
};

let folder = '';
let masks = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-batch-'));
  masks = join(folder, 'masks');
  mkdirSync(masks);
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Run {
  readonly plan: BatchPlan;
  readonly planned: ReadonlyMap<string, PlannedFile>;
  readonly outcome: BatchOutcome;
}

/** Previews and writes without threads; `between` runs after the preview. */
async function run(
  task: BatchTask,
  options: { inputs?: string[]; output?: string; between?: () => unknown; cancelAfter?: number } = {},
): Promise<Run> {
  const { inputs = ['masks'], output, between, cancelAfter = Infinity } = options;
  const target = output === undefined ? ({ kind: 'inPlace' } as const) : { kind: 'folder' as const, folder: output };
  const request = { task, inputs, workingFolder: folder, target, command: 'test', isRepeated: false };
  const job = new BatchJob(request, { workers: 0, workerScript: '' });
  const planned = new Map<string, PlannedFile>();
  const plan = await job.preview((file) => planned.set(file.name, file));
  await between?.();
  let written = 0;
  const outcome = await job.write(() => {
    if (++written === cancelAfter) job.cancel();
  });
  return { plan, planned, outcome };
}

const undo = async (isForced = false) => {
  const batch = findLastBatch(masks);
  if (batch === null) throw new Error('There is no batch.');
  return undoBatch(batch, { isForced });
};

const put = (name: string, bytes: Uint8Array | string): string => {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
  return path;
};

const rulesOf = (run: Run, name: string): string[] => [
  ...(run.planned.get(name)?.findings ?? []).map(({ rule }) => rule),
  ...run.outcome.results
    .filter((result) => result.name === name)
    .flatMap(({ findings }) => findings.map((f) => f.rule)),
];

const histogram = (bytes: Uint8Array): string => {
  const counts = new Map<number, number>();
  for (const id of decodeIndependently(bytes).samples) counts.set(id, (counts.get(id) ?? 0) + 1);
  return JSON.stringify([...counts].sort(([a], [b]) => a - b));
};

describe('re-encoding in place', () => {
  it('keeps the histogram by id of every palette and grey mask, as another decoder counts it', async () => {
    const random = new SeededRandom(11);
    const before = new Map<string, string>();
    for (let i = 0; i < 150; i++) {
      const image = randomImage(random, [0, 3]);
      if (image.header.bitDepth === 16) continue;
      const bytes = writePng(image, deflate);
      before.set(put(`masks/${i}.png`, bytes), histogram(bytes));
    }
    const { outcome } = await run(toVoc);
    expect(outcome.results.every(({ status }) => status === 'written' || status === 'unchanged')).toBe(true);
    for (const [path, expected] of before) {
      const bytes = readFileSync(path);
      expect(histogram(bytes), path).toBe(expected);
      expect([bytes[24], bytes[25]], path).toEqual([8, 3]);
      expect(bytes.includes(Buffer.from(palette.rgb)), path).toBe(true);
    }
  });

  it('leaves the compressed pixels of 8-bit palette files byte for byte', async () => {
    const random = new SeededRandom(12);
    const path = put('masks/a.png', maskFile(random));
    const idat = (bytes: Buffer): string => {
      const at = bytes.indexOf('IDAT');
      return bytes.subarray(at - 4, bytes.indexOf('IEND')).toString('hex');
    };
    await run(toVoc);
    const before = readFileSync(path);
    const other = namedPalette('five');
    const { planned } = await run({ kind: 'reencode', options: { ...REENCODE, palette: other } });
    expect(planned.get('masks/a.png')?.change?.keepsData).toBe(true);
    const after = readFileSync(path);
    expect(idat(after)).toBe(idat(before));
    expect(after.equals(before)).toBe(false);
  });

  it('is taken back byte for byte, with modes and times, and a manifest holds the hashes', async () => {
    const paths = writeMaskTree(masks, 40, 13);
    chmodSync(join(masks, paths[0] ?? ''), 0o640);
    const before = hashesOf(masks);
    const facts = () => paths.map((path) => [statSync(join(masks, path)).mode, statSync(join(masks, path)).mtimeMs]);
    const factsBefore = facts();
    const { outcome } = await run(toVoc);
    const after = hashesOf(masks);
    expect(after).not.toEqual(before);
    expect(facts().map(([mode]) => mode)).toEqual(factsBefore.map(([mode]) => mode));

    const manifest = JSON.parse(readFileSync(outcome.manifest ?? '', 'utf8')) as {
      files: { output: string; sourceSha256: string; outputSha256: string }[];
    };
    for (const file of manifest.files) {
      const path = file.output.slice(masks.length + 1);
      expect([file.sourceSha256, file.outputSha256]).toEqual([before[path], after[path]]);
    }
    expect(await undo()).toMatchObject({ refused: [] });
    expect(hashesOf(masks)).toEqual(before);
    expect(facts()).toEqual(factsBefore);
    expect(findLastBatch(masks)).toBeNull();
  });

  it('previews without writing anything', async () => {
    writeMaskTree(masks, 5, 14);
    const before = hashesOf(masks);
    const request = { task: toVoc, inputs: ['masks'], workingFolder: folder, command: '', isRepeated: false };
    const job = new BatchJob({ ...request, target: { kind: 'inPlace' } }, { workers: 0, workerScript: '' });
    const plan = await job.preview(() => undefined);
    expect(plan.counts.write).toBe(5);
    expect(plan.journalBytes).toBeGreaterThan(0);
    expect(hashesOf(folder)).toEqual(Object.fromEntries(Object.entries(before).map(([k, v]) => [`masks/${k}`, v])));
    expect(readdirSync(masks).includes('.maskscope')).toBe(false);
  });
});

describe('undo', () => {
  it('takes back what was written from a folder above only where it wrote into the folder', async () => {
    const random = new SeededRandom(152);
    for (const name of ['one/a.png', 'two/b.png', 'three/c.png']) put(`masks/${name}`, maskFile(random));
    const run1 = await run(toVoc, { inputs: ['masks/one', 'masks/two'] });
    expect(run1.outcome.results.map(({ status }) => status)).toEqual(['written', 'written']);
    expect(findLastBatch(join(masks, 'three'))).toBeNull();
    expect(findLastBatch(join(masks, 'two'))).toMatchObject({ root: masks, files: 2 });
  });

  it('leaves a file alone that changed since, unless forced', async () => {
    writeMaskTree(masks, 4, 15);
    const before = hashesOf(masks);
    const { outcome } = await run(toVoc);
    const changed = outcome.results.find(({ status }) => status === 'written')?.name ?? '';
    put(changed, 'mine');
    const { refused } = await undo();
    expect(refused.map(({ path, finding }) => [path, finding.rule])).toEqual([[join(folder, changed), 'changedSince']]);
    expect(readFileSync(join(folder, changed), 'utf8')).toBe('mine');
    expect(await undo(true)).toMatchObject({ refused: [] });
    expect(hashesOf(masks)).toEqual(before);
  });

  it('puts back what was deleted since, with its folders, and leaves what changed alone', async () => {
    const names = ['a.png', 'b.png', 'deep/er/c.png', 'd.png'];
    const random = new SeededRandom(151);
    for (const name of names) put(`masks/${name}`, maskFile(random));
    const before = hashesOf(masks);
    await run(toVoc);
    rmSync(join(masks, 'a.png'));
    rmSync(join(masks, 'deep'), { recursive: true });
    put('masks/b.png', 'mine');
    const batch = findLastBatch(masks);
    if (batch === null) throw new Error('There is no batch.');
    const sizeOf = (name: string): number => {
      const place = readBatch(batch.folder).files.find(({ source }) => source === join(masks, name));
      return statSync(originalPath(batch.folder, place?.index ?? -1)).size;
    };
    expect(await surveyUndo(batch)).toEqual({
      kept: { files: [join(masks, 'd.png')], bytes: sizeOf('d.png') },
      missing: {
        files: [join(masks, 'a.png'), join(masks, 'deep/er/c.png')],
        bytes: sizeOf('a.png') + sizeOf('deep/er/c.png'),
      },
      changed: { files: [join(masks, 'b.png')], bytes: sizeOf('b.png') },
      ...{ unsaved: [], asBefore: 0 },
    });
    const outcome = await undo();
    expect({ ...outcome, refused: outcome.refused.map(({ path }) => path) }).toEqual({
      ...{ restored: 3, removed: 0, recreated: 2, refused: [join(masks, 'b.png')] },
    });
    expect({ ...hashesOf(masks), 'b.png': '' }).toEqual({ ...before, 'b.png': '' });
    expect(readFileSync(join(masks, 'b.png'), 'utf8')).toBe('mine');
    expect(await undo(true)).toMatchObject({ recreated: 0, refused: [] });
    expect(hashesOf(masks)).toEqual(before);
  });

  it('takes back batch after batch, the last first', async () => {
    writeMaskTree(masks, 6, 16);
    const first = hashesOf(masks);
    await run(toVoc);
    const second = hashesOf(masks);
    await run(bordered);
    expect(hashesOf(masks)).not.toEqual(second);
    await undo();
    expect(hashesOf(masks)).toEqual(second);
    await undo();
    expect(hashesOf(masks)).toEqual(first);
  });

  it('deletes what was written into a folder, and only that', async () => {
    writeMaskTree(masks, 6, 17);
    const output = join(folder, 'out');
    put('out/kept.txt', 'kept');
    await run(toVoc, { output });
    expect(Object.keys(hashesOf(output))).toHaveLength(7);
    const batch = findLastBatch(output);
    expect(batch?.target).toBe('folder');
    if (batch !== null) await undoBatch(batch, { isForced: false });
    expect(Object.keys(hashesOf(output))).toEqual(['kept.txt']);
  });

  it('trusts no journal that came with a dataset', async () => {
    const victim = put('victim.txt', 'secret');
    writeMaskTree(masks, 2, 18);
    await run(toVoc);
    const plan = join(listBatches(masks)[0] ?? '', 'plan.jsonl');
    const lines = readFileSync(plan, 'utf8').split('\n');
    const hashes = hashesOf(folder);
    const file = JSON.parse(lines[0] ?? '') as Record<string, unknown>;
    const hostile = { ...file, source: victim, output: victim, outputHash: hashes['victim.txt'] };
    writeFileSync(plan, `${JSON.stringify(hostile)}\n`);
    expect((await undo()).refused.map(({ finding }) => finding.rule)).toEqual(['outputOutside']);
    expect((await undo(true)).refused).toHaveLength(1);
    expect(readFileSync(victim, 'utf8')).toBe('secret');
    writeFileSync(plan, `${JSON.stringify({ ...file, index: '/../../x' })}\n`);
    await expect(undo()).rejects.toThrow('damaged at line 1');
  });
});

describe('resuming', () => {
  it('finishes a cancelled batch with the same request, and refuses another', async () => {
    writeMaskTree(masks, 40, 19);
    const original = hashesOf(masks);
    await run(bordered);
    const expected = hashesOf(masks);
    await undo();
    const cancelled = await run(bordered, { cancelAfter: 1 });
    expect(cancelled.outcome).toMatchObject({ isCancelled: true, manifest: null });
    const between = hashesOf(masks);
    expect(between).not.toEqual(original);
    expect(between).not.toEqual(expected);
    await expect(run(toVoc)).rejects.toThrow(/interrupted batch is in the way/);
    const resumed = await run(bordered);
    expect(resumed.plan.resumes).not.toBeNull();
    expect(hashesOf(masks)).toEqual(expected);
  });

  it.each([undefined, 'out'])('shows the files that a cancelled batch has not reached (into %s)', async (output) => {
    writeMaskTree(masks, 40, 22);
    const before = hashesOf(masks);
    const options = output === undefined ? {} : { output: join(folder, output) };
    const { outcome } = await run(toVoc, { ...options, cancelAfter: 1 });
    const missed = outcome.results.filter(({ status }) => status === 'cancelled').map(({ name }) => name);
    expect(missed.length).toBeGreaterThan(0);
    const { plan, planned } = await run(toVoc, options);
    expect([...planned.keys()].sort()).toEqual(missed.sort());
    expect(plan.counts.write).toBe(missed.length);
    expect(Object.keys(hashesOf(output === undefined ? masks : join(folder, output)))).toHaveLength(
      Object.keys(before).length,
    );
  });

  it('says in one sentence that the batch which it was to finish is gone, and writes nothing', async () => {
    writeMaskTree(masks, 40, 23);
    const before = hashesOf(masks);
    await run(toVoc, { cancelAfter: 1 });
    const undone = run(toVoc, { between: () => undo() });
    await expect(undone).rejects.toThrow(/finished, undone or deleted after the preview/);
    expect(hashesOf(masks)).toEqual(before);
    await run(toVoc, { cancelAfter: 1 });
    const journal = join(masks, '.maskscope');
    const deleted = run(toVoc, { between: () => rmSync(journal, { recursive: true }) });
    await expect(deleted).rejects.toThrow(/finished, undone or deleted after the preview/);
  });

  it('does nothing twice where a command is repeated, but new files', async () => {
    writeMaskTree(masks, 8, 20);
    await run(bordered);
    const once = hashesOf(masks);
    put('masks/new.png', maskFile(new SeededRandom(21)));
    const { planned } = await run(bordered);
    expect([...planned.values()].filter(({ status }) => status === 'write').map(({ name }) => name)).toEqual([
      'masks/new.png',
    ]);
    expect(hashesOf(masks)).toMatchObject(once);
  });

  it('writes half a file anew that a power cut has left, from the saved original', async () => {
    writeMaskTree(masks, 8, 22);
    await run(bordered);
    const expected = hashesOf(masks);
    const batch = listBatches(masks)[0] ?? '';
    rmSync(join(batch, 'manifest.json'));
    const [cut = '', empty = '', edited = ''] = Object.keys(expected).filter((path) =>
      readFileSync(join(batch, 'plan.jsonl'), 'utf8').includes(`/${path}"`),
    );
    writeFileSync(join(masks, cut), readFileSync(join(masks, cut)).subarray(0, 60));
    writeFileSync(join(masks, empty), '');
    put(`masks/${edited}`, maskFile(new SeededRandom(23)));
    const { outcome } = await run(bordered);
    const now = hashesOf(masks);
    expect([now[cut], now[empty]]).toEqual([expected[cut], expected[empty]]);
    const refused = outcome.results.filter(({ status }) => status === 'refused');
    expect(refused.map(({ name, findings }) => [name, findings[0]?.rule])).toEqual([
      [join('masks', edited), 'changedMeanwhile'],
    ]);
  });
});

describe('bad input', () => {
  it('is one finding a file, and the rest goes on', async () => {
    writeMaskTree(masks, 3, 24);
    put('masks/text.png', 'not a PNG');
    put('masks/cut.png', maskFile(new SeededRandom(25)).subarray(0, 70));
    put('masks/colour.png', writePng(randomImage(new SeededRandom(4), [2]), deflate));
    mkdirSync(join(masks, 'folder.png'));
    const result = await run(toVoc);
    for (const name of ['text', 'cut', 'colour']) {
      const planned = result.planned.get(`masks/${name}.png`);
      expect(planned?.status, name).toBe('refused');
      expect(
        planned?.findings.filter(({ severity }) => severity === 'error'),
        name,
      ).toHaveLength(1);
    }
    expect(result.outcome.results.filter(({ status }) => status === 'written').length).toBeGreaterThan(0);
  });

  it('does not hang where a worker dies', async () => {
    writeMaskTree(masks, 3, 50);
    const workerScript = put('dies.mjs', 'process.exit(3)');
    const request = { task: toVoc, inputs: ['masks'], workingFolder: folder, command: '', isRepeated: false };
    const job = new BatchJob({ ...request, target: { kind: 'inPlace' } }, { workers: 2, workerScript });
    const planned: PlannedFile[] = [];
    await job.preview((file) => planned.push(file));
    await job.close();
    expect(planned.map(({ findings }) => findings[0]?.message)).toEqual(
      Array(3).fill('The process that worked on this file ended: exit status 3.'),
    );
  });

  it('goes on with another worker where one dies while it writes, and loses nothing', async () => {
    writeMaskTree(masks, 90, 51);
    const before = hashesOf(masks);
    await run(toVoc);
    const after = hashesOf(masks);
    await undo();
    const worker = join(import.meta.dirname, '../../../src/jobs/batchWorker.ts');
    const workerScript = put(
      'diesOnce.mjs',
      `import { existsSync, writeFileSync } from 'node:fs';
      import { parentPort } from 'node:worker_threads';
      import { runBatchWorker } from ${JSON.stringify(pathToFileURL(worker).href)};
      parentPort.on('message', ({ phase }) => {
        if (phase !== 'write' || existsSync('${folder}/died')) return;
        writeFileSync('${folder}/died', '');
        process.exit(3);
      });
      runBatchWorker();`,
    );
    const request = { task: toVoc, inputs: ['masks'], workingFolder: folder, command: '', isRepeated: false };
    const job = new BatchJob({ ...request, target: { kind: 'inPlace' } }, { workers: 2, workerScript });
    await job.preview(() => undefined);
    const { results } = await job.write(() => undefined);
    await job.close();
    const refused = results.filter(({ status }) => status === 'refused');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(45);
    expect(new Set(refused.map(({ findings }) => findings[0]?.rule))).toEqual(new Set(['workerEnded']));
    const left = new Set(refused.map(({ name }) => name.slice('masks/'.length)));
    for (const [path, hash] of Object.entries(hashesOf(masks))) {
      expect(hash, path).toBe(left.has(path) ? before[path] : after[path]);
    }
  });

  it('leaves a file alone that changes after the preview', async () => {
    writeMaskTree(masks, 3, 26);
    const path = put('masks/a.png', maskFile(new SeededRandom(27)));
    const other = maskFile(new SeededRandom(28));
    const result = await run(toVoc, { between: () => writeFileSync(path, other) });
    expect(rulesOf(result, 'masks/a.png')).toContain('changedMeanwhile');
    expect(readFileSync(path).equals(other)).toBe(true);
  });

  it('sees the change of a file that lay untouched for long, of the same size and with its old time', async () => {
    const palettes = [1, 2].map((value) => [chunk('PLTE', Buffer.alloc(768, value))]);
    const [old = new Uint8Array(), other = new Uint8Array()] = palettes.map((before) =>
      paletteFile(3, 1, Uint8Array.of(0, 1, 2), before),
    );
    const [path, left] = [put('masks/a.png', old), put('masks/b.png', old)];
    const time = new Date('2020-01-01');
    utimesSync(path, time, time);
    await wait(2100);
    const between = (): void => {
      writeFileSync(path, other);
      utimesSync(path, time, time);
    };
    const result = await run(toVoc, { between });
    expect(other.length).toBe(old.length);
    expect(rulesOf(result, 'masks/a.png')).toEqual(['changedMeanwhile']);
    expect(readFileSync(path).equals(other)).toBe(true);
    expect(readFileSync(left).includes(Buffer.from(palette.rgb))).toBe(true);
  });

  it('follows links to files, names them, and writes a file once', async () => {
    const real = put('elsewhere/real.png', maskFile(new SeededRandom(29)));
    symlinkSync(real, join(masks, 'link.png'));
    symlinkSync(real, join(masks, 'twin.png'));
    symlinkSync(join(folder, 'nothing'), join(masks, 'dead.png'));
    const result = await run(toVoc);
    expect(rulesOf(result, 'masks/link.png')).toContain('linked');
    expect(rulesOf(result, 'masks/twin.png')).toContain('duplicate');
    expect(result.planned.get('masks/dead.png')?.status).toBe('refused');
    expect(statSync(join(masks, 'link.png')).isFile()).toBe(true);
    expect(readFileSync(real).includes(Buffer.from(palette.rgb))).toBe(true);
  });

  it('names hard links, whose other names keep the old bytes, and undoes them', async () => {
    const path = put('masks/a.png', maskFile(new SeededRandom(30)));
    const other = join(folder, 'other.png');
    linkSync(path, other);
    const old = readFileSync(other);
    const result = await run(bordered);
    expect(rulesOf(result, 'masks/a.png')).toContain('hardLinked');
    expect(readFileSync(other).equals(old)).toBe(true);
    expect(readFileSync(path).equals(old)).toBe(false);
    writeFileSync(other, 'changed through the other name');
    await undo();
    expect(readFileSync(path).equals(old)).toBe(true);
  });

  it('writes both names of one file that are in the batch, and undoes them as separate files', async () => {
    const path = put('masks/a.png', maskFile(new SeededRandom(31)));
    const other = join(masks, 'b.png');
    linkSync(path, other);
    const old = readFileSync(path);
    const result = await run(bordered);
    expect(result.planned.get('masks/a.png')?.findings.find(({ rule }) => rule === 'hardLinked')?.advice).toMatch(
      /every name its bytes back.*stay separate files/,
    );
    expect(readFileSync(path).equals(old)).toBe(false);
    expect(readFileSync(other)).toEqual(readFileSync(path));
    await undo();
    expect([readFileSync(path).equals(old), readFileSync(other).equals(old)]).toEqual([true, true]);
    expect(statSync(path).ino).not.toBe(statSync(other).ino);
  });

  it('leaves what git-annex stores', async () => {
    const stored = put('.git/annex/objects/ab/key.png', maskFile(new SeededRandom(31)));
    const old = readFileSync(stored);
    symlinkSync(stored, join(masks, 'a.png'));
    expect(rulesOf(await run(toVoc), 'masks/a.png')).toContain('annexed');
    expect(readFileSync(stored).equals(old)).toBe(true);
  });

  it.skipIf(process.getuid?.() === 0)(
    'leaves a read-only folder alone (skipped for root, who may write there)',
    async () => {
      writeMaskTree(masks, 2, 32);
      const path = put('masks/closed/a.png', maskFile(new SeededRandom(33)));
      chmodSync(dirname(path), 0o555);
      expect(rulesOf(await run(toVoc), 'masks/closed/a.png')).toContain('noPermission');
      chmodSync(dirname(path), 0o755);
    },
  );

  const small = process.platform === 'linux' && process.getuid?.() === 0;
  it.skipIf(!small)(
    'says that no space is left, writes no half file, and finishes later (needs root: a small tmpfs)',
    async () => {
      const output = join(folder, 'small');
      mkdirSync(output);
      const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128k', 'tmpfs', output]);
      if (mounted.status !== 0) return console.warn('skipped: tmpfs cannot be mounted here');
      try {
        writeMaskTree(masks, 60, 34);
        const first = await run(toVoc, { output });
        const rules = first.outcome.results.flatMap(({ findings }) => findings.map(({ rule }) => rule));
        expect(new Set(rules)).toEqual(new Set(['noSpace']));
        expect(first.outcome.manifest).toBeNull();
        expect(Object.keys(hashesOf(output)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
        expect(spawnSync('mount', ['-o', 'remount,size=4m', output]).status).toBe(0);
        const second = await run(toVoc, { output });
        expect(second.outcome.manifest).not.toBeNull();
        expect(Object.keys(hashesOf(output))).toHaveLength(60);
      } finally {
        spawnSync('umount', [output]);
      }
    },
  );
});

describe('writing into a folder', () => {
  it('keeps relative paths and never leaves the folder', async () => {
    put('masks/a/x.png', maskFile(new SeededRandom(35)));
    put('masks/b/x.png', maskFile(new SeededRandom(36)));
    const output = join(folder, 'out');
    mkdirSync(join(folder, 'outside'));
    mkdirSync(output);
    symlinkSync(join(folder, 'outside'), join(output, 'a'));
    const result = await run(toVoc, { output });
    expect(rulesOf(result, 'masks/a/x.png')).toContain('outputOutside');
    expect(readdirSync(join(folder, 'outside'))).toEqual([]);
    expect(Object.keys(hashesOf(output))).toEqual(['b/x.png']);
  });

  it('refuses collisions, by case too, before anything is written', async () => {
    put('masks/x.png', maskFile(new SeededRandom(37)));
    put('other/X.png', maskFile(new SeededRandom(38)));
    const output = join(folder, 'out');
    await expect(run(toVoc, { inputs: ['masks', 'other'], output })).rejects.toThrow(InputProblem);
    await expect(run(toVoc, { inputs: ['masks/x.png', 'other/X.png'], output })).rejects.toThrow(/one place/);
    expect(readdirSync(folder).sort()).toEqual(['masks', 'other']);
  });

  it('refuses to write a file over itself, or over one that differs', async () => {
    put('masks/x.png', maskFile(new SeededRandom(39)));
    expect(rulesOf(await run(toVoc, { output: masks }), 'masks/x.png')).toContain('sameFile');
    put('out/x.png', 'something else');
    expect(rulesOf(await run(toVoc, { output: join(folder, 'out') }), 'masks/x.png')).toContain('outputExists');
    expect(readFileSync(join(folder, 'out/x.png'), 'utf8')).toBe('something else');
  });

  it('does not take its own results for input', async () => {
    writeMaskTree(masks, 5, 40);
    const output = join(masks, 'voc');
    await run(toVoc, { output });
    const { plan } = await run(toVoc, { output });
    expect(plan.counts).toMatchObject({ write: 0, unchanged: 5 });
    expect(readdirSync(batchesFolder(output)).length).toBeGreaterThan(0);
  });
});
