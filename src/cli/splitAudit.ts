import { statSync } from 'node:fs';
import { auditSplits, NEIGHBOUR_FRAMES, type SplitAudit } from '../core/split/audit.ts';
import { recogniseLayout } from '../core/dataset/layout.ts';
import { SPLIT_LIST_PROBLEMS } from '../core/dataset/splitLists.ts';
import { fillTemplate } from '../core/png/errors.ts';
import { listDataset } from '../jobs/dataset/listDataset.ts';
import { readSplitLists } from '../jobs/dataset/readSplitLists.ts';
import { readListsAlone } from '../jobs/splitLists.ts';
import { failed } from './batchCommand.ts';
import { wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { DATASET_OPTIONS, datasetRequest } from './datasetOptions.ts';
import { printOutput, reportError } from './output.ts';
import { auditText } from './splitAuditTexts.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'split audit';

/** `maskscope split audit`. Returns the exit status: 1 where something is wrong. */
export async function runSplitAudit(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...DATASET_OPTIONS,
    within: { type: 'string' },
    json: { type: 'boolean' },
  });
  if (commandLine === null) return Promise.resolve(0);
  const { values, files } = commandLine;
  const [first] = files;
  if (first === undefined) throw new UsageError('give the folder of a dataset, or lists', COMMAND);
  const within =
    values.within === undefined ? NEIGHBOUR_FRAMES : wholeNumber(COMMAND, '--within', values.within, 0, 1e9);
  try {
    const isFolder = statSync(first).isDirectory();
    const audit = isFolder ? auditDataset(datasetRequest(COMMAND, values, files), within) : auditLists(files, within);
    if (audit === null) return 1;
    printOutput(values.json === true ? `${JSON.stringify(audit)}\n` : auditText(audit));
    return isClean(audit) ? 0 : 1;
  } catch (error) {
    return failed(error);
  }
}

/** Null where there is no list, or one cannot be read, which is then told. */
function auditDataset(
  { folder, layout: options }: ReturnType<typeof datasetRequest>,
  within: number,
): SplitAudit | null {
  const { root, images, texts } = listDataset(folder);
  if (images.length === 0) {
    reportError(`${folder}: there is no image in it; give the lists themselves, or the folder of the dataset`);
    return null;
  }
  const layout = recogniseLayout([...images, ...texts], options);
  const { lists, unreadLists } = readSplitLists(root, layout);
  for (const { path, code, details } of unreadLists) {
    reportError(`${path}: ${fillTemplate(SPLIT_LIST_PROBLEMS[code], details)}`);
  }
  if (unreadLists.length > 0) return null;
  if (lists.length > 0) return auditSplits(lists, layout.pairs, { within });
  reportError(`${folder}: there are no split lists`);
  return null;
}

function auditLists(paths: readonly string[], within: number): SplitAudit {
  const { lists, pairs } = readListsAlone(paths);
  return auditSplits(lists, pairs, { within, isEveryListSplit: true });
}

function isClean({ unresolved, duplicates, overlaps, trainval, unlisted, divided, neighbours }: SplitAudit): boolean {
  return [unresolved, duplicates, overlaps, trainval, unlisted, divided, neighbours].every((one) => one.length === 0);
}
