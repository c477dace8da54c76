import { ERAS, type Era, type YAxis } from '../core/labelbox/model.ts';
import { scanLabelbox } from '../jobs/labelbox.ts';
import { parseCommandLine } from './commandLine.ts';
import { describeProblem } from './files.ts';
import { runLabelboxConvert } from './labelboxConvert.ts';
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
    default:
      return runSummary(args);
  }
}

async function runSummary(args: readonly string[]): Promise<number> {
  const commandLine = parseCommandLine('labelbox', args, {
    json: { type: 'boolean' },
    findings: { type: 'boolean' },
    era: { type: 'string' },
    'y-axis': { type: 'string' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [action, file, ...others] = files;
  if (action !== 'summary') throw new UsageError('give what to do: summary, convert or download', 'labelbox');
  if (file === undefined || others.length > 0) throw new UsageError('give exactly one export', 'labelbox');
  const era = oneOf<Era>('--era', values.era, ERAS);
  const yAxis = oneOf<YAxis>('--y-axis', values['y-axis'], ['up', 'down']);

  const now = Date.now();
  let scan;
  try {
    scan = await scanLabelbox(file, {
      now,
      ...(era === undefined ? {} : { era }),
      ...(yAxis === undefined ? {} : { yAxis }),
    });
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

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((one) => one.toLowerCase() === value.toLowerCase());
  if (found === undefined) throw new UsageError(`option '${option}' is one of ${allowed.join(', ')}`, 'labelbox');
  return found;
}
