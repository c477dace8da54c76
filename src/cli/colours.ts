import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ColourSearch } from '../core/colours/dominantColours.ts';
import { SwatchProblem } from '../core/colours/swatches.ts';
import { MAX_SEED } from '../core/split/mersenneTwister.ts';
import { coloursCsv } from '../jobs/colours/coloursCsv.ts';
import { ColoursJob } from '../jobs/colours/coloursJob.ts';
import { ColoursProblem } from '../jobs/colours/coloursProblem.ts';
import type { ColourMapTask, ColoursRequest, CountedPixels, FoundColours } from '../jobs/colours/coloursTypes.ts';
import type { PairsRequest } from '../jobs/pairs/pairsTypes.ts';
import { workerCount } from '../jobs/workerCount.ts';
import { failed } from './batchCommand.ts';
import { chosen, switchesOf, wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { coloursText, unreadLines } from './coloursTexts.ts';
import { datasetProblem } from './datasetOptions.ts';
import { GivenFileError, givenFileProblem, isFolder } from './files.ts';
import { printOutput, reportError } from './output.ts';
import { PAIRS_SOURCE_OPTIONS, pairsRequest, requireInputs, runPairsCommand } from './pairsCommand.ts';
import { cancelOnInterrupt, showProgress } from './terminal.ts';
import { printableLines } from './textTable.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'colours';
/** Groups that a silhouette is asked about. */
const MOST_GUESSED = 8;

/** `maskscope colours`. Returns the exit status. */
export async function runColours(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...PAIRS_SOURCE_OPTIONS,
    class: { type: 'string', multiple: true },
    count: { type: 'string' },
    'mean-shift': { type: 'string' },
    seed: { type: 'string' },
    swatches: { type: 'string' },
    'no-shadows': { type: 'string' },
    'no-rim': { type: 'string' },
    frame: { type: 'string' },
    'per-file': { type: 'boolean' },
    maps: { type: 'string' },
    csv: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values } = commandLine;
  const { csv: isCsv = false, json: isJson = false, maps } = values;
  if (isCsv && isJson) throw new UsageError('give --csv or --json, not both', COMMAND);
  const counted: CountedPixels = {
    classes: { only: values.class ?? null, hasBackground: false, hasVoid: false },
    exclusions: {
      rim: wholeNumber(COMMAND, '--no-rim', values['no-rim'] ?? '0', 0, 1000),
      shadow: values['no-shadows'] === undefined ? 0 : decimal('--no-shadows', values['no-shadows'], 1),
    },
    frame: chosen(COMMAND, '--frame', values.frame ?? 'displayed', ['displayed', 'stored'] as const),
  };
  const how = {
    search: searchOf(values),
    seed: wholeNumber(COMMAND, '--seed', values.seed ?? '1', 0, MAX_SEED),
  };
  const task: ColourMapTask = { kind: 'colourMap', ...counted, ...how, colours: null };
  // Without maps nothing is written: any folder does.
  const placed = { ...values, output: maps ?? '.' };
  let pairs: PairsRequest;
  try {
    pairs = pairsRequest(COMMAND, args, { values: placed, files: commandLine.files }, task);
    requireInputs(pairs.source);
  } catch (error) {
    return failed(error);
  }
  const isPerFile = values['per-file'] === true;
  const request: ColoursRequest = {
    ...{ source: pairs.source, classMap: pairs.classMap, ...counted, ...how, isPerFile },
    swatches: values.swatches === undefined ? null : resolve(values.swatches),
  };
  const found = await find(request);
  if (found === null) return 1;
  const isOfFiles = pairs.source.kind === 'files';
  const hasMaps = maps !== undefined && found.classes.length > 0;
  if (isJson && !hasMaps) printOutput(`${JSON.stringify(found)}\n`);
  else if (!isJson) printOutput(isCsv ? coloursCsv(found) : coloursText(found, isOfFiles));
  for (const line of unreadLines(found)) reportError(printableLines([line]).trimEnd());
  const absent = found.failed.length + found.unknown.length + (isOfFiles ? found.unpaired.length : 0);
  const status = absent > 0 ? 1 : 0;
  if (!hasMaps) return status;
  const colours = isPerFile ? null : found.classes.map((one) => ({ key: one.key, colours: one.colours }));
  const previews: object[] = [];
  const results: object[] = [];
  const whole: { plan?: object; outcome?: object } = {};
  const written = await runPairsCommand({ ...pairs, task: { ...task, colours } }, switchesOf(values), (type, value) => {
    if (type === 'preview') previews.push(value);
    else if (type === 'result') results.push(value);
    else whole[type] = value;
  });
  if (isJson) printOutput(`${JSON.stringify({ ...found, maps: { previews, results, ...whole } })}\n`);
  return Math.max(status, written);
}

/** Null where nothing can be found, or it was interrupted, which is then told. */
async function find(request: ColoursRequest): Promise<FoundColours | null> {
  const job = new ColoursJob(request, {
    workers: workerCount(),
    workerScript: realpathSync(process.argv[1] ?? ''),
    onProgress: showProgress,
  });
  const stopWatching = cancelOnInterrupt(job);
  try {
    const found = await job.run();
    if (!found.isCancelled) return found;
    reportError('stopped; colours are those of all files or none');
    return null;
  } catch (error) {
    const isOurs = error instanceof ColoursProblem || error instanceof SwatchProblem;
    const { path } = error as NodeJS.ErrnoException;
    const { swatches } = request;
    // A folder is opened like a file, and the error that reading it gives has no path.
    if (swatches !== null && (path === swatches || (!isOurs && isFolder(swatches)))) {
      const given = givenFileProblem(error, swatches, '--swatches');
      if (!(given instanceof GivenFileError)) throw given;
      reportError(given.message);
      return null;
    }
    const folder = request.source.kind === 'dataset' ? request.source.folder : '';
    const problem = isOurs ? error.message : datasetProblem(error, path ?? folder);
    if (problem === null) throw error;
    reportError(problem);
    return null;
  } finally {
    stopWatching();
  }
}

interface SearchValues {
  readonly count?: string | undefined;
  readonly 'mean-shift'?: string | undefined;
}

function searchOf({ count, 'mean-shift': radius }: SearchValues): ColourSearch {
  if (count !== undefined && radius !== undefined)
    throw new UsageError('give --count or --mean-shift, not both', COMMAND);
  if (radius !== undefined) return { kind: 'meanShift', radius: decimal('--mean-shift', radius, 100, 2) };
  if (count !== undefined) return { kind: 'count', count: wholeNumber(COMMAND, '--count', count, 1, 255) };
  return { kind: 'silhouette', most: MOST_GUESSED };
}

function decimal(option: string, text: string, most: number, least = 0): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value > most || value < least) {
    throw new UsageError(`${option} takes a number from ${least} to ${most}, not '${text}'`, COMMAND);
  }
  return value;
}
