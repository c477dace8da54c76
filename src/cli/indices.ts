import { realpathSync } from 'node:fs';
import { extractIndices } from '../jobs/indices.ts';
import { atomicWrite } from '../platform/atomicWrite.ts';
import { parseCommandLine } from './commandLine.ts';
import { describeProblem, readInput } from './files.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

/** `maskscope indices`. Returns the exit status. */
export async function runIndices(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('indices', args, {
    output: { type: 'string', short: 'o' },
    panoptic: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [file, ...others] = files;
  const { output, panoptic = false } = values;
  if (file === undefined || others.length > 0) throw new UsageError('give exactly one file', 'indices');
  if (output === undefined || output === '') throw new UsageError('give the output with -o OUT.npy', 'indices');
  if (isSameFile(file, output)) throw new UsageError('the output would replace the mask itself', 'indices');

  let place = file;
  try {
    const { file: array } = extractIndices(await readInput(file), { panoptic });
    place = output;
    if (output === '-') printOutput(array);
    else await endingBySignal((signal) => atomicWrite(output, array, signal));
    return 0;
  } catch (error) {
    const isFolder = place === output && (error as NodeJS.ErrnoException).code === 'EISDIR';
    const problem = isFolder ? 'This is a directory; name a file in it' : describeProblem(error);
    if (problem === null) throw error;
    reportError(`${place}: ${problem}`);
    return 1;
  }
}

/** Where Ctrl+C or a request to end comes meanwhile, the work cleans up, and then the process ends by that signal. */
async function endingBySignal(work: (signal: AbortSignal) => Promise<void>): Promise<void> {
  const controller = new AbortController();
  const ending = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  let received: NodeJS.Signals | null = null;
  const stop = (signal: NodeJS.Signals): void => {
    received ??= signal;
    controller.abort();
  };
  for (const name of ending) process.on(name, stop);
  try {
    await work(controller.signal);
  } finally {
    for (const name of ending) process.off(name, stop);
    if (received !== null) process.kill(process.pid, received);
  }
}

function isSameFile(file: string, output: string): boolean {
  if (file === '-' || output === '-') return false;
  try {
    return realpathSync(file) === realpathSync(output);
  } catch {
    return false;
  }
}
