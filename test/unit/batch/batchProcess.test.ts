import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_REENCODE } from '../../../src/extension/batch/batchSteps.ts';
import { askOnce, BatchChild } from '../../../src/jobs/batchChild.ts';
import type { BatchReply } from '../../../src/jobs/batchMessages.ts';
import { requestOf, type BatchOrder } from '../../../src/jobs/batchOrder.ts';
import { hashesOf, writeMaskTree } from '../../fixtures/batchTree.ts';
import { LABELMAP, smallFace, writeDifferingMasks } from '../../fixtures/differingMasks.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { whileHeld } from '../../fixtures/processTree.ts';

let bundles = '';
let folder = '';
let masks = '';

beforeAll(async () => {
  bundles = mkdtempSync(join(tmpdir(), 'maskscope-batch-process-'));
  const root = new URL('../../../', import.meta.url).pathname;
  await build({
    entryPoints: [join(root, 'src/jobs/batchProcess.ts')],
    outfile: join(bundles, 'batchProcess.cjs'),
    ...{ bundle: true, platform: 'node', format: 'cjs', target: 'node20', external: ['sharp'] },
  });
});
afterAll(() => rmSync(bundles, { recursive: true, force: true }));
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-batch-'));
  masks = join(folder, 'masks');
  mkdirSync(masks);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const orderOf = (more: Partial<BatchOrder> = {}): BatchOrder => ({
  ...{ work: DEFAULT_REENCODE, inputs: ['masks'], workingFolder: folder, target: { kind: 'inPlace' } },
  ...{ isRepeated: false, unsaved: [], names: null },
  ...more,
});
const script = (): string => join(bundles, 'batchProcess.cjs');

/** A process with all that it replied. */
function start(): {
  readonly child: BatchChild;
  readonly replies: BatchReply[];
  readonly until: <T extends BatchReply['type']>(type: T) => Promise<Extract<BatchReply, { type: T }>>;
} {
  const replies: BatchReply[] = [];
  const waiting: (() => void)[] = [];
  let ended: Error | null = null;
  const wake = (): void => waiting.splice(0).forEach((run) => run());
  const child = new BatchChild({
    script: script(),
    log: () => undefined,
    onReply: (reply) => {
      replies.push(reply);
      wake();
    },
    onEnd: (error) => {
      ended = error;
      wake();
    },
  });
  const until = async <T extends BatchReply['type']>(type: T): Promise<Extract<BatchReply, { type: T }>> => {
    for (;;) {
      const found = replies.find((reply) => reply.type === type);
      if (found !== undefined) return found as Extract<BatchReply, { type: T }>;
      const failed = replies.find((reply) => reply.type === 'failed');
      if (failed !== undefined) throw new Error(failed.failure.message);
      if (ended !== null) throw ended;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
  };
  return { child, replies, until };
}

const filesOf = (replies: readonly BatchReply[]) =>
  replies.flatMap((reply) => (reply.type === 'files' ? reply.files : []));

describe('the batch process', () => {
  it('previews, writes, surveys an undo and undoes, byte for byte', async () => {
    const labelmap = join(folder, 'labelmap.txt');
    writeFileSync(labelmap, LABELMAP);
    const names = writeDifferingMasks(masks, 70);
    const before = hashesOf(masks);
    const { child, replies, until } = start();
    child.send({ type: 'preview', order: orderOf({ work: { ...DEFAULT_REENCODE, palette: labelmap } }) });
    const { plan } = await until('plan');
    expect(plan.counts).toEqual({ write: 70, unchanged: 0, refused: 0 });
    expect(filesOf(replies)).toHaveLength(70);
    expect(hashesOf(masks)).toEqual(before);
    const { facts } = await until('facts');
    expect(facts.classes.slice(0, 2)).toEqual([
      { id: 0, name: 'background', colour: '#000000' },
      { id: 1, name: 'eye', colour: '#800000' },
    ]);

    child.send({ type: 'write', unsaved: [] });
    const { counts } = await until('outcome');
    expect(counts).toEqual({ written: 70, unchanged: 0, refused: 0, cancelled: 0 });
    child.kill();
    names.slice(0, 12).forEach((name, at) => {
      expect(decodeIndependently(readFileSync(join(masks, name))).samples).toEqual([...smallFace(at + 1)]);
    });

    const options = { script: script(), log: () => undefined };
    const { batches } = await askOnce(options, { type: 'findUndoable', folders: [folder] }, 'undoable');
    const [batch] = batches;
    if (batch === undefined) throw new Error('no batch was found');
    expect(batch.root).toBe(masks);
    const [first = '', second = ''] = names;
    writeFileSync(join(masks, first), 'edited since');
    const edited = [join(masks, second)];
    const { survey } = await askOnce(options, { type: 'surveyUndo', batch, unsaved: edited }, 'survey');
    expect(survey).toMatchObject({ changed: { files: [join(masks, first)] }, unsaved: edited, asBefore: 0 });
    expect([survey.kept.files.length, survey.missing.files]).toEqual([68, []]);
    expect(survey.kept.bytes).toBeGreaterThan(0);
    const written = hashesOf(masks)[second];
    const undo = { type: 'undo', batch } as const;
    const { outcome } = await askOnce(options, { ...undo, isForced: false, unsaved: edited }, 'undone');
    expect(outcome.restored).toBe(68);
    expect(outcome.refused.map(({ finding }) => finding.rule)).toEqual(['changedSince', 'unsavedEdits']);
    const forced = await askOnce(options, { ...undo, isForced: true, unsaved: edited }, 'undone');
    expect(forced.outcome.refused.map(({ path }) => path)).toEqual(edited);
    expect(hashesOf(masks)).toEqual({ ...before, [second]: written });
    // Saved or closed, it is no longer left alone; one that is as before is nobody's concern.
    await askOnce(options, { ...undo, isForced: false, unsaved: [join(masks, first)] }, 'undone');
    expect(hashesOf(masks)).toEqual(before);
    const after = await askOnce(options, { type: 'findUndoable', folders: [folder] }, 'undoable');
    expect(after.batches).toEqual([]);
  });

  it('leaves files with unsaved edits alone, those of the preview and those since', async () => {
    const [early = '', late = '', ...rest] = writeDifferingMasks(masks, 5);
    const before = hashesOf(masks);
    const { child, replies, until } = start();
    child.send({
      type: 'preview',
      order: orderOf({ unsaved: [join(masks, early)], work: { ...DEFAULT_REENCODE, palette: 'five' } }),
    });
    const { plan } = await until('plan');
    expect(plan.counts).toEqual({ write: 4, unchanged: 0, refused: 1 });
    const refused = filesOf(replies).find(({ status }) => status === 'refused');
    expect(refused?.findings.map(({ rule }) => rule)).toEqual(['unsavedEdits']);
    child.send({ type: 'write', unsaved: [join(masks, early), join(masks, late)] });
    const { counts, outcome } = await until('outcome');
    child.kill();
    expect(counts).toEqual({ written: 3, unchanged: 0, refused: 2, cancelled: 0 });
    expect(outcome.manifest).not.toBeNull();
    const after = hashesOf(masks);
    expect([after[early], after[late]]).toEqual([before[early], before[late]]);
    for (const name of rest) expect(after[name]).not.toBe(before[name]);
    const results = replies.flatMap((reply) => (reply.type === 'results' ? reply.results : []));
    expect(
      results
        .filter(({ status }) => status === 'refused')
        .map(({ name }) => name)
        .sort(),
    ).toEqual([join('masks', early), join('masks', late)]);
  });

  it('stops in the middle when cancelled, and a second run resumes to the same bytes', async () => {
    writeMaskTree(masks, 400, 11);
    const work = { ...DEFAULT_REENCODE, by: 'index' as const };
    const whole = join(folder, 'whole');
    const reference = start();
    reference.child.send({ type: 'preview', order: orderOf({ work, target: { kind: 'folder', folder: whole } }) });
    await reference.until('plan');
    reference.child.send({ type: 'write', unsaved: [] });
    await reference.until('outcome');
    reference.child.kill();

    const first = start();
    first.child.send({ type: 'preview', order: orderOf({ work }) });
    await first.until('plan');
    // Held, it finds both calls at once: the cancelling reaches it before the files at hand are done.
    await whileHeld([first.child.pid ?? 0], () => {
      first.child.send({ type: 'write', unsaved: [] });
      first.child.send({ type: 'cancel' });
      return Promise.resolve();
    });
    const { counts, outcome } = await first.until('outcome');
    first.child.kill();
    expect(outcome).toEqual({ manifest: null, isCancelled: true });
    expect(counts.cancelled).toBeGreaterThan(0);
    expect(counts.written + counts.cancelled).toBe(400);

    const second = start();
    second.child.send({ type: 'preview', order: orderOf({ work }) });
    const { plan } = await second.until('plan');
    expect(plan.resumes).not.toBeNull();
    second.child.send({ type: 'write', unsaved: [] });
    await second.until('outcome');
    second.child.kill();
    expect(hashesOf(masks)).toMatchObject(hashesOf(whole));
  });

  it('says why nothing can be done, with what a translation needs', async () => {
    const empty = start();
    empty.child.send({ type: 'preview', order: orderOf() });
    await expect(empty.until('plan')).rejects.toThrow('There is no PNG file');
    const [failed] = empty.replies.filter((reply) => reply.type === 'failed');
    expect(failed?.failure.code).toBe('noFiles');
    empty.child.kill();
  });

  it('that crashes is told of, and leaves the parent alive', async () => {
    writeMaskTree(masks, 40, 3);
    const { child, until } = start();
    child.send({ type: 'preview', order: orderOf({ work: { ...DEFAULT_REENCODE, by: 'index' } }) });
    await until('plan');
    process.kill(child.pid ?? 0, 'SIGSEGV');
    await expect(until('outcome')).rejects.toThrow('SIGSEGV');
    expect(existsSync(join(masks, '.maskscope'))).toBe(false);
  });
});

describe('an order', () => {
  it('is told as a command for a terminal', () => {
    const border = {
      ...({ kind: 'draw', mode: 'objects', iterations: 2, side: 'outer', element: 'cross', voidId: 255 } as const),
      ...{ background: 0, backgroundBecomes: 4, colour: [1, 2, 255] as const, instances: '/data/objects' },
      resize: { width: 512, height: 256, rule: 'pillow' } as const,
    };
    const { request } = requestOf(orderOf({ work: { kind: 'border', options: border }, inputs: ['/data/a b'] }));
    expect(request.command).toBe(
      "maskscope border '/data/a b' --mode objects --iterations 2 --side outer --element cross --void 255 " +
        "--background 0 --background-becomes 4 --colour '#0102FF' --instances /data/objects --resize 512x256 " +
        '--resampling pillow --in-place',
    );
    const { request: reencode } = requestOf(
      orderOf({
        work: { ...DEFAULT_REENCODE, unknown: 'nearest', choices: [['#FFFF00', 4]], depth: 4, repair: 'edges' },
        target: { kind: 'folder', folder: '/out' },
        isRepeated: true,
      }),
    );
    expect(reencode.command).toBe(
      `maskscope reencode ${folder}/masks --palette voc --by colour --unknown=nearest ` +
        "--unknown-colour '#FFFF00=4' --repair edges --depth 4 -o /out --again",
    );
  });
});
