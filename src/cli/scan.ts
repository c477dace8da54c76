import type { ScanRequest } from '../jobs/dataset/datasetScan.ts';
import { parseCommandLine } from './commandLine.ts';
import { DATASET_OPTIONS, datasetRequest, scanDataset } from './datasetOptions.ts';
import { scanText } from './datasetTexts.ts';
import { printOutput } from './output.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'scan';

/** Characters of output that are gathered for one write. */
const BLOCK = 1 << 16;

/** `maskscope scan`. Returns the exit status. */
export async function runScan(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...DATASET_OPTIONS,
    shard: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const request = { ...datasetRequest(COMMAND, values, files), shard: shardOf(values.shard) };
  const start = performance.now();
  const outcome = await scanDataset(request);
  if (outcome === null) return 1;
  // An incomplete part would be refused when parts are put together; nobody shall take it for a whole one.
  if (outcome.isCancelled) return 1;
  if (values.json !== true) printOutput(scanText(outcome, (performance.now() - start) / 1000));
  else {
    const { partLines } = await import('../jobs/dataset/scanPart.ts');
    let block = '';
    for (const line of partLines(request, outcome)) {
      block += line;
      if (block.length < BLOCK) continue;
      printOutput(block);
      block = '';
    }
    printOutput(block);
  }
  return 0;
}

function shardOf(text: string | undefined): ScanRequest['shard'] {
  if (text === undefined) return null;
  const [, first = '', second = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? [];
  const [index, count] = [Number(first), Number(second)];
  if (first === '' || index < 1 || index > count) {
    throw new UsageError(`--shard takes I/N, from 1/N to N/N, not '${text}'`, COMMAND);
  }
  return { index, count };
}
