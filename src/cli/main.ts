import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { isMainThread, workerData } from 'node:worker_threads';
import { cacheFolder } from '../platform/cacheFolder.ts';

// The maskscope command; as a worker thread, a worker of its batches, scans, comparisons or exports. Nothing is loaded before the
// version of Node is known to be new enough, and nothing that a command does not need.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 13)) {
  process.stderr.write(`maskscope: needs Node.js 22.13 or newer; this is ${process.versions.node}\n`);
  process.exitCode = 1;
} else {
  // What V8 makes of the bundles is kept from one run to the next; it is half of what short commands would do otherwise.
  enableCompileCache(join(cacheFolder(), 'compiled'));
  start();
}

function start(): void {
  if (isMainThread) {
    void import('./run.ts').then(({ run }) => run(process.argv.slice(2)));
    return;
  }
  switch ((workerData as { readonly program?: string } | null)?.program) {
    case 'scan':
      void import('../jobs/dataset/scanWorker.ts').then(({ runScanWorker }) => runScanWorker());
      break;
    case 'compare':
      void import('../jobs/compare/compareWorker.ts').then(({ runCompareWorker }) => runCompareWorker());
      break;
    case 'colours':
      void import('../jobs/colours/coloursWorker.ts').then(({ runColoursWorker }) => runColoursWorker());
      break;
    case 'pairs':
      void import('../jobs/pairs/pairsWorker.ts').then(({ runPairsWorker }) => runPairsWorker());
      break;
    default:
      void import('../jobs/batchWorker.ts').then(({ runBatchWorker }) => runBatchWorker());
  }
}
