import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { sha256Hex } from '../../platform/hash.ts';
import { takeSnapshot } from '../../platform/snapshot.ts';
import type { FileWorkerStart } from '../filePool.ts';
import { isPairError, type PairFinding } from './pairRules.ts';
import { makerOf, type PairsContext } from './pairsTasks.ts';
import type { LookedItem, MadeFile, PairMaker, WorkItem } from './pairsTypes.ts';

/** What a worker begins with. */
export interface PairsStart extends FileWorkerStart {
  readonly program: 'pairs';
  readonly context: PairsContext;
  /** Where files are made; null: items are only looked at. Absolute; made where it does not exist. */
  readonly folder: string | null;
}

/** A file that was made and is not in its place yet. */
export interface StagedFile {
  readonly relative: string;
  /** Where it is; absolute. */
  readonly path: string;
  /** SHA-256, hexadecimal. */
  readonly hash: string;
}

/** What a worker says of an item: `files` are those that it would become, or, where a folder was given, has become. */
export interface PairsResult extends LookedItem {
  readonly index: number;
  readonly staged: readonly StagedFile[];
  /** SHA-256 of its first mask, hexadecimal; empty where it was not read. */
  readonly sourceHash: string;
}

/** Answers one call after the other, until it is cancelled. */
export function startPairsWorker({
  context,
  folder,
  cancelled,
}: PairsStart): (items: readonly WorkItem[]) => Promise<PairsResult[]> {
  let maker: PairMaker | null = null;
  return async (items) => {
    const results: PairsResult[] = [];
    for (const item of items) {
      if (Atomics.load(cancelled, 0) !== 0) break;
      try {
        maker ??= await makerOf(context);
        results.push(folder === null ? looked(item, await maker.look(item)) : await made(item, maker, folder));
      } catch (error) {
        // A fault of ours, or of a library: it costs this item alone.
        results.push(lostItem(item, error instanceof Error ? error : new Error(String(error))));
      }
    }
    return results;
  };
}

/** An item that ended what worked on it. */
export function lostItem({ index }: WorkItem, { message }: Error): PairsResult {
  const findings: PairFinding[] = [{ rule: 'workerEnded', details: { problem: message } }];
  return { index, files: [], findings, staged: [], sourceHash: '' };
}

function looked({ index }: WorkItem, { files, findings }: LookedItem): PairsResult {
  return { index, files: findings.some(isPairError) ? [] : files, findings, staged: [], sourceHash: '' };
}

async function made(item: WorkItem, maker: PairMaker, folder: string): Promise<PairsResult> {
  const { files, findings } = await maker.make(item);
  if (findings.some(isPairError)) return { index: item.index, files: [], findings, staged: [], sourceHash: '' };
  const [first] = item.pairs;
  return {
    index: item.index,
    files: files.map(({ relative }) => relative),
    findings,
    staged: stage(folder, String(item.index), files),
    sourceHash: first === undefined ? '' : sha256Hex(takeSnapshot(first.mask).bytes),
  };
}

/** Writes files under names of their own. */
export function stage(folder: string, prefix: string, files: readonly MadeFile[]): StagedFile[] {
  mkdirSync(folder, { recursive: true });
  return files.map(({ relative, bytes }, at) => {
    const path = join(folder, `${prefix}-${at}`);
    writeFileSync(path, bytes);
    return { relative, path, hash: sha256Hex(bytes) };
  });
}

/** Makes this thread a worker. */
export function runPairsWorker(): void {
  const answer = startPairsWorker(workerData as PairsStart);
  parentPort?.on('message', (items: readonly WorkItem[]) => {
    void answer(items).then((results) => parentPort?.postMessage(results));
  });
}
