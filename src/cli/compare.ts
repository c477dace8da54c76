import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { isPresetName } from '../core/formats/presets/presets.ts';
import { comparisonCsv, comparisonJson } from '../jobs/compare/compareExport.ts';
import { CompareJob } from '../jobs/compare/compareMasks.ts';
import { CompareProblem } from '../jobs/compare/compareProblem.ts';
import type { Comparison, CompareRequest } from '../jobs/compare/compareTypes.ts';
import { workerCount } from '../jobs/workerCount.ts';
import { cancelOnInterrupt, showProgress } from './terminal.ts';
import { parseCommandLine } from './commandLine.ts';
import { classMapTroubleLines } from './classMapTexts.ts';
import { belowText, blackAndWhiteHint, comparisonText, missingLines } from './compareTexts.ts';
import { datasetProblem } from './datasetOptions.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'compare';
const MOST_ID = 65_535;

/** `maskscope compare`. Returns the exit status. */
export async function runCompare(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    'class-map': { type: 'string' },
    void: { type: 'string' },
    boundary: { type: 'boolean' },
    'fail-under': { type: 'string' },
    csv: { type: 'boolean' },
    json: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [truth, prediction, ...others] = files;
  if (truth === undefined || prediction === undefined || others.length > 0) {
    throw new UsageError('give the truth and the prediction: two masks, or two folders', COMMAND);
  }
  const { csv: isCsv = false, json: isJson = false, 'class-map': map } = values;
  if (isCsv && isJson) throw new UsageError('give --csv or --json, not both', COMMAND);
  const least = values['fail-under'] === undefined ? null : shareOf(values['fail-under']);
  const comparison = await compare({
    truth: resolve(truth),
    prediction: resolve(prediction),
    classMap: map === undefined ? null : isPresetName(map) ? map : resolve(map),
    voidIds: values.void === undefined ? null : idsOf(values.void),
    isBoundary: values.boundary === true,
  });
  if (comparison === null) return 1;
  if (isJson) printOutput(comparisonJson(comparison));
  else if (isCsv) printOutput(comparisonCsv(comparison));
  else printOutput(comparisonText(comparison));
  const missing = missingLines(comparison).filter((line) => line !== '');
  if (isCsv) for (const line of missing) reportError(line.trimStart());
  for (const line of classMapTroubleLines(comparison.classMap, comparison)) reportError(line);
  const hint = blackAndWhiteHint(comparison);
  if (hint !== null) reportError(hint);
  const { failed, unpredicted, leftOut, scores } = comparison;
  const isBelow = least !== null && (scores.meanIou === null || scores.meanIou < least);
  if (isBelow)
    reportError(`the mean IoU ${scores.meanIou === null ? 'n/a' : belowText(scores.meanIou, least)} is below ${least}`);
  return isBelow || failed.length > 0 || unpredicted.length > 0 || leftOut.linked > 0 ? 1 : 0;
}

/** Null where nothing can be compared, or it was interrupted, which is then told. */
async function compare(request: CompareRequest): Promise<Comparison | null> {
  const job = new CompareJob(request, {
    workers: workerCount(),
    workerScript: realpathSync(process.argv[1] ?? ''),
    onProgress: showProgress,
  });
  const stopWatching = cancelOnInterrupt(job);
  try {
    const comparison = await job.run();
    if (!comparison.isCancelled) return comparison;
    reportError('stopped; nothing was compared as a whole');
    return null;
  } catch (error) {
    const { path = request.truth } = error as NodeJS.ErrnoException;
    const problem = error instanceof CompareProblem ? error.message : datasetProblem(error, path);
    if (problem === null) throw error;
    reportError(problem);
    return null;
  } finally {
    stopWatching();
  }
}

/** `0.72`. */
function shareOf(text: string): number {
  const share = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || share > 1) {
    throw new UsageError(`--fail-under takes a number from 0 to 1, such as 0.72, not '${text}'`, COMMAND);
  }
  return share;
}

/** `0,255`, or `none`. */
function idsOf(text: string): number[] {
  if (text === 'none') return [];
  return text.split(',').map((part) => {
    if (!/^\d{1,5}$/.test(part) || Number(part) > MOST_ID) {
      throw new UsageError(`--void takes ids with commas between, or none, not '${text}'`, COMMAND);
    }
    return Number(part);
  });
}
