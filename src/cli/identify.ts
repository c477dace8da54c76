import { identifyBytes, renderIdentifyReport, renderIdSection } from '../jobs/identify.ts';
import { parseCommandLine } from './commandLine.ts';
import { describeProblem, readInput } from './files.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

/** `maskscope identify`: one file after the other, so that memory is bounded by the largest. Returns the exit status. */
export async function runIdentify(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('identify', args, {
    json: { type: 'boolean' },
    ids: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  if (files.length === 0) throw new UsageError('give at least one file', 'identify');

  let status = 0;
  for (const file of files) {
    let facts;
    try {
      facts = identifyBytes(await readInput(file), file);
    } catch (error) {
      const problem = describeProblem(error);
      if (problem === null) throw error;
      reportError(`${file}: ${problem}`);
      status = 1;
      continue;
    }
    if (values.json === true) {
      printOutput(`${JSON.stringify(facts)}\n`);
    } else {
      printOutput(renderIdentifyReport(facts));
      if (values.ids === true) printOutput(renderIdSection(facts));
    }
  }
  return status;
}
