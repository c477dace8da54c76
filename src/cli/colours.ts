import { realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ColourSearch } from '../core/colours/dominantColours.ts';
import { SwatchProblem } from '../core/colours/swatches.ts';
import { isPresetName } from '../core/formats/presets/presets.ts';
import { MAX_SEED } from '../core/split/mersenneTwister.ts';
import { coloursCsv } from '../jobs/colours/coloursCsv.ts';
import { ColoursJob } from '../jobs/colours/coloursJob.ts';
import { ColoursProblem } from '../jobs/colours/coloursProblem.ts';
import type { ColoursRequest, FoundColours } from '../jobs/colours/coloursTypes.ts';
import { commandText } from '../jobs/commandText.ts';
import type { PairsSource } from '../jobs/pairs/pairsTypes.ts';
import { workerCount } from '../jobs/workerCount.ts';
import { chosen, switchesOf, wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { coloursText, unreadLines } from './coloursTexts.ts';
import { datasetProblem, DATASET_OPTIONS, datasetRequest } from './datasetOptions.ts';
import { printOutput, reportError } from './output.ts';
import { namesIn, runPairs } from './pairsRun.ts';
import { cancelOnInterrupt, showProgress } from './terminal.ts';
import { printableLines } from './textTable.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'colours';
/** Groups that a silhouette is asked about. */
const MOST_GUESSED = 8;

/** `maskscope colours`. Returns the exit status. */
export async function runColours(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...DATASET_OPTIONS,
    class: { type: 'string', multiple: true },
    count: { type: 'string' },
    'mean-shift': { type: 'string' },
    seed: { type: 'string' },
    swatches: { type: 'string' },
    'no-shadows': { type: 'string' },
    'no-rim': { type: 'string' },
    names: { type: 'string' },
    frame: { type: 'string' },
    'per-file': { type: 'boolean' },
    maps: { type: 'string' },
    csv: { type: 'boolean' },
    json: { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const { csv: isCsv = false, json: isJson = false, maps } = values;
  if (isCsv && isJson) throw new UsageError('give --csv or --json, not both', COMMAND);
  const map = values['class-map'];
  const request: ColoursRequest = {
    source: sourceOf(values, files),
    classMap: map === undefined ? null : isPresetName(map) ? map : resolve(map),
    classes: { only: values.class ?? null, hasBackground: false, hasVoid: false },
    exclusions: {
      rim: wholeNumber(COMMAND, '--no-rim', values['no-rim'] ?? '0', 0, 1000),
      shadow: values['no-shadows'] === undefined ? 0 : decimal('--no-shadows', values['no-shadows'], 1),
    },
    frame: chosen(COMMAND, '--frame', values.frame ?? 'displayed', ['displayed', 'stored'] as const),
    search: searchOf(values),
    seed: wholeNumber(COMMAND, '--seed', values.seed ?? '1', 0, MAX_SEED),
    swatches: values.swatches === undefined ? null : resolve(values.swatches),
    isPerFile: values['per-file'] === true,
  };
  const found = await find(request);
  if (found === null) return 1;
  if (isJson) printOutput(`${JSON.stringify(found)}\n`);
  else printOutput(isCsv ? coloursCsv(found) : coloursText(found));
  for (const line of unreadLines(found)) reportError(printableLines([line]).trimEnd());
  const status = found.failed.length > 0 || found.unknown.length > 0 ? 1 : 0;
  if (maps === undefined || found.classes.length === 0) return status;
  const { source, classMap, classes, exclusions, frame, search, seed } = request;
  const colours = request.isPerFile ? null : found.classes.map((one) => ({ key: one.key, colours: one.colours }));
  const written = await runPairs(
    {
      ...{ source, classMap, folder: resolve(maps), command: commandText([COMMAND, ...args]) },
      task: { kind: 'colourMap', classes, exclusions, frame, colours, search, seed },
    },
    switchesOf(values),
  );
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
    const folder = request.source.kind === 'dataset' ? request.source.folder : '';
    const problem = isOurs ? error.message : datasetProblem(error, path ?? folder);
    if (problem === null) throw error;
    reportError(problem);
    return null;
  } finally {
    stopWatching();
  }
}

interface SourceValues {
  readonly layout?: string | undefined;
  readonly originals?: string | undefined;
  readonly masks?: string | undefined;
  readonly 'class-map'?: string | undefined;
  readonly names?: string | undefined;
}

/** A mask and its original, or the folder of a dataset. */
function sourceOf(values: SourceValues, files: readonly string[]): PairsSource {
  const [mask, original, ...others] = files;
  if (mask !== undefined && original !== undefined && others.length === 0) {
    for (const path of [mask, original]) {
      if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) {
        throw new UsageError('give one dataset, or a mask and its original', COMMAND);
      }
    }
    return { kind: 'files', pairs: [{ mask: resolve(mask), original: resolve(original) }] };
  }
  const { folder, layout } = datasetRequest(COMMAND, values, files);
  return { kind: 'dataset', folder, layout, names: values.names === undefined ? null : namesIn(values.names) };
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
