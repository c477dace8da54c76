import { fork, type ChildProcess } from 'node:child_process';
import { utimesSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { build } from 'esbuild';
import { ALL_PAIRS } from '../../src/core/dataset/pairTable.ts';
import type { DatasetCall, DatasetQuestions, DatasetReply } from '../../src/jobs/dataset/datasetMessages.ts';
import { NODE } from '../unit/cli/bundle.ts';
import { formatSeconds, median, type BenchRow } from './measure.ts';
import { writeFolder } from './scan.ts';

const MASKS = 100_000;
/** Files that have changed before the second scan. */
const CHANGED = 20_000;
const PAGE = 100;
const MOST_SECONDS = 0.2;
const PAUSE = 20;

/** What a tree asks for again and again. */
const PAGE_OF_PAIRS = {
  what: 'a page of pairs',
  method: 'pairs' as 'pairs' | 'folders',
  params: (page: number) => ({ filter: { ...ALL_PAIRS, among: null }, from: PAGE * page, count: PAGE }),
};
const FOLDERS = { ...PAGE_OF_PAIRS, what: 'the folders', method: 'folders' as const };

/** How long a tree waits for a page of pairs while its process scans, counts and checks 100,000 masks. */
export async function benchAnswers(folder: string): Promise<BenchRow[]> {
  const dataset = join(folder, 'answers');
  writeFolder(dataset, MASKS, 96, 72);
  const script = join(import.meta.dirname, '../../out/bench/datasetProcess.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, '../../src/jobs/dataset/datasetProcess.ts')],
    outfile: script,
    ...{ bundle: true, minify: true, platform: 'node', format: 'cjs', target: 'node20', logLevel: 'silent' },
    external: ['sharp'],
    supported: { 'dynamic-import': false },
  });
  const env = { ...process.env, XDG_CACHE_HOME: join(folder, 'answersCache') };
  const program = new DatasetProgram(fork(script, [], { execPath: NODE, env, serialization: 'advanced' }));
  const rows: BenchRow[] = [];
  const during = async (what: string, work: () => Promise<unknown>, question = PAGE_OF_PAIRS): Promise<void> => {
    const { seconds, waits } = await program.waitsDuring(work, question);
    rows.push({
      what: `${what} (${formatSeconds(seconds)}): ${question.what}, median and longest wait`,
      ours: formatSeconds(median(waits)),
      other: formatSeconds(Math.max(...waits)),
      ratio: `${waits.length} asked`,
      aim: `< ${MOST_SECONDS * 1000} ms`,
      met: Math.max(...waits) < MOST_SECONDS,
    });
  };
  try {
    await during('first scan', () => program.scan(dataset));
    await during('making the table of pairs', () => program.ask('pairs', PAGE_OF_PAIRS.params(0)), FOLDERS);
    await during('class statistics', () => program.ask('statistics', { scope: { kind: 'all' } }));
    await during('check', () => program.ask('check', { severities: {} }));
    const long = new Date(Date.now() - 30_000);
    for (let at = 0; at < CHANGED; at++) {
      utimesSync(join(dataset, 'SegmentationClass', `2007_${String(at).padStart(6, '0')}.png`), long, long);
    }
    await during(`second scan, ${CHANGED.toLocaleString('en')} changed`, () => program.scan(dataset));
  } finally {
    program.end();
  }
  return rows;
}

/** The process that a window has for a dataset. */
class DatasetProgram {
  readonly #child: ChildProcess;
  readonly #answers = new Map<number, () => void>();
  #scanned: () => void = () => undefined;
  #next = 0;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.on('message', (reply: DatasetReply) => {
      if (reply.type === 'answer') this.#answers.get(reply.id)?.();
      else if (reply.type === 'scanned') this.#scanned();
      else if (reply.type === 'failed') throw new Error(reply.failure.message);
    });
  }

  scan(folder: string): Promise<void> {
    return new Promise((resolve) => {
      this.#scanned = resolve;
      this.#send({ type: 'scan', request: { folder, layout: {}, classMap: null, shard: null } });
    });
  }

  /** Resolves when an answer comes, whatever it says: before the first scan there is nothing to tell. */
  ask<K extends keyof DatasetQuestions>(method: K, params: DatasetQuestions[K]['params']): Promise<void> {
    return new Promise((resolve) => {
      const id = this.#next++;
      this.#answers.set(id, resolve);
      this.#send({ type: 'ask', id, method, params } as DatasetCall);
    });
  }

  /** Asks for one page after another until some work is done. */
  async waitsDuring(
    work: () => Promise<unknown>,
    { method, params }: typeof PAGE_OF_PAIRS,
  ): Promise<{ seconds: number; waits: readonly number[] }> {
    const start = performance.now();
    let isDone = false;
    const done = work().then(() => (isDone = true));
    const waits: number[] = [];
    for (let page = 0; !isDone; page++) {
      const asked = performance.now();
      await this.ask(method, params(page));
      waits.push((performance.now() - asked) / 1000);
      await setTimeout(PAUSE);
    }
    await done;
    return { seconds: (performance.now() - start) / 1000, waits };
  }

  end(): void {
    this.#child.kill();
  }

  #send(call: DatasetCall): void {
    this.#child.send(call);
  }
}
