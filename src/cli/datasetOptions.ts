import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { LayoutOptions } from '../core/dataset/layout.ts';
import { PatternError } from '../core/dataset/layouts/pattern.ts';
import { LAYOUT_KINDS } from '../core/dataset/pairs.ts';
import { isPresetName } from '../core/formats/presets/presets.ts';
import { DatasetProblem } from '../jobs/dataset/datasetProblem.ts';
import { DatasetScan, type ScanOutcome, type ScanRequest } from '../jobs/dataset/datasetScan.ts';
import { cancelOnInterrupt, showProgress } from './terminal.ts';
import { chosen } from './batchOptions.ts';
import { describeProblem } from './files.ts';
import { reportError } from './output.ts';
import { UsageError, type CommandName } from './usageError.ts';
import { workerCount } from '../jobs/workerCount.ts';

/** Options of all commands that work on a dataset. */
export const DATASET_OPTIONS = {
  layout: { type: 'string' },
  originals: { type: 'string' },
  masks: { type: 'string' },
  'class-map': { type: 'string' },
} as const;

interface DatasetValues {
  readonly layout?: string | undefined;
  readonly originals?: string | undefined;
  readonly masks?: string | undefined;
  readonly 'class-map'?: string | undefined;
}

/** A command line as a request. Throws UsageError. */
export function datasetRequest(command: CommandName, values: DatasetValues, folders: readonly string[]): ScanRequest {
  const [folder] = folders;
  if (folder === undefined) throw new UsageError('give the folder of a dataset', command);
  if (folders.length > 1) throw new UsageError('give one folder', command);
  const map = values['class-map'];
  return {
    folder: resolve(folder),
    layout: layoutOptions(command, values),
    classMap: map === undefined ? null : isPresetName(map) ? map : resolve(map),
    shard: null,
  };
}

function layoutOptions(command: CommandName, { layout, originals, masks }: DatasetValues): LayoutOptions {
  if ((originals === undefined) !== (masks === undefined)) {
    throw new UsageError('--originals and --masks go together', command);
  }
  if (originals !== undefined && masks !== undefined) {
    if (layout !== undefined) throw new UsageError('give --layout or patterns, not both', command);
    for (const pattern of [originals, masks]) {
      if (pattern.split('{name}').length !== 2) {
        throw new UsageError(`the pattern '${pattern}' must hold {name} once`, command);
      }
    }
    return { pattern: { originals, masks } };
  }
  const kinds = LAYOUT_KINDS.filter((kind) => kind !== 'pattern');
  return layout === undefined ? {} : { kind: chosen(command, '--layout', layout, kinds) };
}

const MOST_NAMED = 10;

/** Scans, with progress on a terminal, until it is done or interrupted; null where it cannot be, which is then told. */
export async function scanDataset(request: ScanRequest): Promise<ScanOutcome | null> {
  const scan = new DatasetScan(request, {
    workers: workerCount(),
    workerScript: realpathSync(process.argv[1] ?? ''),
    onProgress: showProgress,
  });
  const stopWatching = cancelOnInterrupt(scan);
  try {
    const outcome = await scan.run();
    const { forbidden } = outcome.listing;
    for (const path of forbidden.slice(0, MOST_NAMED)) {
      reportError(`${join(request.folder, path)} may not be listed: what lies in it is missing here`);
    }
    if (outcome.isCancelled) reportError('stopped; the same command goes on where it was');
    return outcome;
  } catch (error) {
    const problem = datasetProblem(error, request.folder);
    if (problem === null) throw error;
    reportError(problem);
    return null;
  } finally {
    stopWatching();
  }
}

/** What is wrong with a dataset, in one line; null for faults of ours. */
export function datasetProblem(error: unknown, folder: string): string | null {
  if (error instanceof DatasetProblem || error instanceof PatternError) return error.message;
  const problem = describeProblem(error);
  return problem === null ? null : `${folder}: ${problem}`;
}
