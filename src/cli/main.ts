import { isMainThread, workerData } from 'node:worker_threads';

// The maskscope command; as a worker thread, a worker of its batches, scans or comparisons. Nothing is loaded before the version of Node is
// known to be new enough, and nothing that a command does not need.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`maskscope: needs Node.js 22.13 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else if (isMainThread) {
  void import('./run.ts').then(({ run }) => run(process.argv.slice(2)));
} else {
  switch ((workerData as { readonly program?: string } | null)?.program) {
    case 'scan':
      void import('../jobs/dataset/scanWorker.ts').then(({ runScanWorker }) => runScanWorker());
      break;
    case 'compare':
      void import('../jobs/compare/compareWorker.ts').then(({ runCompareWorker }) => runCompareWorker());
      break;
    default:
      void import('../jobs/batchWorker.ts').then(({ runBatchWorker }) => runBatchWorker());
  }
}
