import { existsSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { DATASET_SEVERITIES, type DatasetFinding, type DatasetSeverity } from '../core/dataset/findings/finding.ts';
import { findDatasetProblems, type RuleSeverities } from '../core/dataset/findings/findDatasetProblems.ts';
import { isDatasetRule, type DatasetRule } from '../core/dataset/findings/rules.ts';
import { MOST_RESULTS, MOST_SHOWN, sarifLog } from '../core/dataset/findings/sarif.ts';
import { LARGEST_SPECK } from '../core/dataset/findings/regions.ts';
import { MOST_DIFFERENT } from '../core/dataset/nearDuplicates.ts';
import { atomicWrite } from '../platform/atomicWrite.ts';
import { sha256Hex } from '../platform/hash.ts';
import { chosen, wholeNumber } from './batchOptions.ts';
import { findingJson, findingsText, rulesText } from './checkTexts.ts';
import { parseCommandLine } from './commandLine.ts';
import { DATASET_OPTIONS, datasetRequest, scanDataset } from './datasetOptions.ts';
import { describeProblem } from './files.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';
import { readVersion } from './version.ts';

const COMMAND = 'check';

/** `maskscope check`. Returns the exit status. */
export async function runCheck(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...DATASET_OPTIONS,
    sarif: { type: 'string' },
    json: { type: 'boolean' },
    severity: { type: 'string', multiple: true },
    'fail-on': { type: 'string' },
    'specks-below': { type: 'string' },
    'near-duplicates': { type: 'string' },
    rules: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  if (values.rules === true) {
    printOutput(rulesText());
    return 0;
  }
  const { sarif, json: isJson = false } = values;
  if (isJson && sarif === '-') throw new UsageError('give --json or --sarif -, not both', COMMAND);
  const severities = severitiesOf(values.severity ?? []);
  const failOn = chosen(COMMAND, '--fail-on', values['fail-on'] ?? 'error', ['error', 'warning']);
  const speckBelow = values['specks-below'];
  const near = values['near-duplicates'];
  const options = {
    severities,
    ...(speckBelow === undefined
      ? {}
      : { speckBelow: wholeNumber(COMMAND, '--specks-below', speckBelow, 1, LARGEST_SPECK) }),
    ...(near === undefined
      ? {}
      : { nearDuplicates: { threshold: wholeNumber(COMMAND, '--near-duplicates', near, 0, MOST_DIFFERENT) } }),
  };

  if (sarif !== undefined) requireInside(files[0] ?? '');
  const outcome = await scanDataset(datasetRequest(COMMAND, values, files));
  // Half a dataset would lack half of its masks.
  if (outcome === null || outcome.isCancelled) return 1;
  const { facts, root, listing } = outcome;
  const findings = findDatasetProblems(facts, options);
  if (sarif !== undefined) {
    const log = sarifOf(findings, root, listing.images[0] ?? '');
    if (!(await writeSarif(sarif, log, findings.length))) return 1;
  }
  if (isJson) printOutput(findings.map((finding) => `${findingJson(finding)}\n`).join(''));
  else if (sarif !== '-') printOutput(findingsText(findings));
  return isFailure(findings, failOn) ? 1 : 0;
}

/** `rule=level`. */
function severitiesOf(texts: readonly string[]): RuleSeverities {
  const severities: Partial<Record<DatasetRule, DatasetSeverity | 'off'>> = {};
  for (const text of texts) {
    const [rule = '', level = ''] = text.split('=', 2);
    if (!text.includes('=')) throw new UsageError(`--severity takes RULE=LEVEL, not '${text}'`, COMMAND);
    if (!isDatasetRule(rule)) throw new UsageError(`there is no rule '${rule}'; maskscope check --rules lists them`);
    severities[rule] = chosen(COMMAND, `--severity ${rule}=`, level, [...DATASET_SEVERITIES, 'off']);
  }
  return severities;
}

/** Paths in the log begin where the command runs, which in a workflow is the checked out repository. */
function sarifOf(findings: readonly DatasetFinding[], root: string, wholeDataset: string): string {
  const folder = relative(process.cwd(), root).split(sep);
  const log = sarifLog(findings, {
    version: readVersion(),
    folder: folder.join('/'),
    wholeDataset,
    hash: (text) => sha256Hex(new TextEncoder().encode(text)),
  });
  return `${JSON.stringify(log, null, 1)}\n`;
}

/** @throws UsageError where paths of a log would name files that lie elsewhere */
function requireInside(folder: string): void {
  const path = relative(realPath(process.cwd()), realPath(folder));
  if (path.split(sep)[0] === '..' || isAbsolute(path)) {
    throw new UsageError('--sarif is for datasets below the current folder; run it in the repository', COMMAND);
  }
}

/** Links resolved; as it is where it does not exist, which the scan tells. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : resolve(path);
}

/** Whether it could be written. */
async function writeSarif(file: string, log: string, count: number): Promise<boolean> {
  try {
    if (file === '-') printOutput(log);
    else await atomicWrite(file, new TextEncoder().encode(log));
  } catch (error) {
    const problem = describeProblem(error);
    if (problem === null) throw error;
    reportError(`${file}: ${problem}`);
    return false;
  }
  if (count > MOST_RESULTS) reportError(`SARIF has the ${MOST_RESULTS} most serious of ${count} findings`);
  else if (count > MOST_SHOWN) reportError(`GitHub shows the ${MOST_SHOWN} most serious of ${count} findings`);
  return true;
}

function isFailure(findings: readonly DatasetFinding[], failOn: 'error' | 'warning'): boolean {
  return findings.some(({ severity }) => severity === 'error' || (severity === 'warning' && failOn === 'warning'));
}
