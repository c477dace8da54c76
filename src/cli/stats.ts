import {
  CLASS_WEIGHTS,
  classWeights,
  jsonWeights,
  mmsegMetainfo,
  pythonWeights,
} from '../core/dataset/classWeights.ts';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { splitsOf, summariseDataset, type DatasetStatistics } from '../core/dataset/statistics.ts';
import { mergeParts } from '../jobs/dataset/scanPart.ts';
import { chosen } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { DATASET_OPTIONS, datasetProblem, datasetRequest, scanDataset } from './datasetOptions.ts';
import { statisticsCsv, statisticsText } from './datasetTexts.ts';
import { printOutput, reportError } from './output.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'stats';

/** `maskscope stats`. Returns the exit status. */
export async function runStats(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...DATASET_OPTIONS,
    split: { type: 'string' },
    weights: { type: 'string' },
    metainfo: { type: 'boolean' },
    csv: { type: 'boolean' },
    json: { type: 'boolean' },
    merge: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const { csv: isCsv = false, json: isJson = false, metainfo: isMetainfo = false, split } = values;
  if (isCsv && isJson) throw new UsageError('give --csv or --json, not both', COMMAND);
  const weighting = values.weights === undefined ? null : chosen(COMMAND, '--weights', values.weights, CLASS_WEIGHTS);
  if (weighting !== null && isMetainfo) throw new UsageError('give --weights or --metainfo, not both', COMMAND);

  let facts: DatasetFacts | null;
  if (values.merge === true) facts = await merged(files);
  else {
    const outcome = await scanDataset(datasetRequest(COMMAND, values, files));
    facts = outcome === null || outcome.isCancelled ? null : outcome.facts;
  }
  if (facts === null) return 1;
  const statistics = splitStatistics(facts, split);
  if (statistics === null) return 1;
  const { classes } = statistics;
  if (isMetainfo) printOutput(mmsegMetainfo(classes));
  else if (weighting !== null) {
    const weights = classWeights(classes, weighting);
    printOutput(isJson ? `${jsonWeights(weights)}\n` : pythonWeights(weights));
  } else if (isJson) printOutput(`${JSON.stringify(statistics)}\n`);
  else printOutput(isCsv ? statisticsCsv(statistics) : statisticsText(statistics));
  return 0;
}

function splitStatistics(facts: DatasetFacts, split: string | undefined): DatasetStatistics | null {
  if (split === undefined) return summariseDataset(facts);
  const splits = splitsOf(facts);
  const members = splits.find((one) => one.split === split)?.members;
  if (members !== undefined) return summariseDataset(facts, ({ name }) => members.has(name));
  const known = splits.map((one) => one.split).join(', ');
  reportError(known === '' ? 'the dataset has no split lists' : `there is no split '${split}', but ${known}`);
  return null;
}

async function merged(files: readonly string[]): Promise<DatasetFacts | null> {
  if (files.length === 0) throw new UsageError('give the parts after --merge', COMMAND);
  try {
    return await mergeParts(files);
  } catch (error) {
    const problem = datasetProblem(error, files.join(', '));
    if (problem === null) throw error;
    reportError(problem);
    return null;
  }
}
