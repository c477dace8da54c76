// The process of one export of pairs: previews, draws samples and writes. It ends with its parent; what it was writing is
// journalled. As a worker thread, one of its workers.
import { answerInTurn } from '../answerInTurn.ts';
import { isMainThread } from 'node:worker_threads';
import { PatternError } from '../../core/dataset/layouts/pattern.ts';
import { shrunkFile } from '../../platform/pictures.ts';
import { FileError } from '../../platform/readFile.ts';
import { InputProblem } from '../batchInputs.ts';
import { DatasetProblem } from '../dataset/datasetProblem.ts';
import { ConvertProblem } from '../labelboxConvertTypes.ts';
import { workerCount } from '../workerCount.ts';
import { PairsJob } from './pairsJob.ts';
import { MOST_SHOWN, type PairsCall, type PairsReply, type SamplePicture } from './pairsMessages.ts';
import type { PlannedItem, WrittenItem } from './pairsTypes.ts';
import { runPairsWorker } from './pairsWorker.ts';

/** Pictures that a preview shows, and their longest side in pixels. */
const SAMPLES = 3;
const SAMPLE_SIDE = 480;

let job: PairsJob | null = null;

function reply(message: PairsReply): void {
  process.send?.(message);
}

async function answer(call: PairsCall): Promise<void> {
  if (call.type === 'preview') return preview(call.request);
  if (job === null) throw new Error('Nothing was previewed.');
  const told: WrittenItem[] = [];
  const outcome = await job.write((item) => {
    if (item.findings.length > 0 && told.length < MOST_SHOWN) told.push(item);
  });
  reply({ type: 'outcome', outcome, told });
}

async function preview(request: Extract<PairsCall, { type: 'preview' }>['request']): Promise<void> {
  job = new PairsJob(request, {
    ...{ workers: workerCount(), workerScript: __filename },
    onProgress: (progress) => reply({ type: 'progress', progress }),
  });
  const items: PlannedItem[] = [];
  const told: PlannedItem[] = [];
  const plan = await job.preview((item) => {
    if (item.status === 'write' && items.length < MOST_SHOWN) items.push(item);
    if (item.findings.length > 0 && told.length < MOST_SHOWN) told.push(item);
  });
  const samples: SamplePicture[] = [];
  for (const { relative, bytes } of await job.samples(SAMPLES)) {
    const small = await shrunkFile(bytes, SAMPLE_SIDE).catch(() => null);
    if (small !== null) samples.push({ name: relative, bytes: small });
  }
  reply({ type: 'plan', plan, items, told, samples });
}

function fail(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  const isKnown =
    error instanceof InputProblem ||
    error instanceof FileError ||
    error instanceof ConvertProblem ||
    error instanceof DatasetProblem ||
    error instanceof PatternError;
  const { code, details } = isKnown ? error : { code: null, details: {} };
  reply({ type: 'failed', failure: { name, message, code, details } });
}

if (isMainThread) {
  answerInTurn<PairsCall>(answer, fail);
} else {
  runPairsWorker();
}
