import { scanLabelbox } from '../jobs/labelbox.ts';
import { parseCommandLine } from './commandLine.ts';
import { describeProblem } from './files.ts';
import { runLabelboxConvert } from './labelboxConvert.ts';
import { oneExport, READING_OPTIONS, readingOf } from './labelboxOptions.ts';
import { findingsJson, renderFindings, renderSummary, summaryJson } from './labelboxTexts.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

/** `maskscope labelbox`. Returns the exit status. */
export async function runLabelbox(args: readonly string[]): Promise<number> {
  const [action, ...rest] = args;
  switch (action) {
    case 'convert':
      return runLabelboxConvert(rest);
    case 'download':
      return (await import('./labelboxDownload.ts')).runLabelboxDownload(rest);
    case 'summary':
      return runSummary(rest);
    default:
      // Nothing but --help stands alone.
      if ((await parseCommandLine('labelbox', args, {})) === null) return 0;
      throw new UsageError('give what to do: summary, convert or download', 'labelbox');
  }
}

async function runSummary(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine('labelbox summary', args, {
    json: { type: 'boolean' },
    findings: { type: 'boolean' },
    ...READING_OPTIONS,
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const file = oneExport('labelbox summary', files);
  const reading = readingOf('labelbox summary', values);

  const now = Date.now();
  let scan;
  try {
    scan = await scanLabelbox(file, { now, ...reading });
  } catch (error) {
    const problem = describeProblem(error);
    if (problem === null) throw error;
    reportError(`${file}: ${problem}`);
    return 1;
  }
  if (values.json === true) {
    const listed = values.findings === true ? { findings: findingsJson(scan) } : {};
    printOutput(`${JSON.stringify({ file, ...summaryJson(scan), ...listed })}\n`);
  } else {
    printOutput(renderSummary(file, scan, now));
    if (values.findings === true) printOutput(renderFindings(scan));
  }
  return scan.recognised.kind === 'export' ? 0 : 1;
}
