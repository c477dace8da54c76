import { brokenSentence } from '../core/dataset/findings/brokenFiles.ts';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { reviewedPairs, type ReviewedPair, type ReviewSubject } from '../core/review/reviewState.ts';
import { publishedText } from '../core/review/publishedForm.ts';
import { countStates, namesWithoutPair, PAIR_STATES, reviewSubjects } from '../core/review/reviewState.ts';
import { readReviews } from '../platform/reviewStore.ts';
import { failed } from './batchCommand.ts';
import { parseCommandLine } from './commandLine.ts';
import { DATASET_OPTIONS, datasetRequest, scanDataset } from './datasetOptions.ts';
import { printOutput, reportError } from './output.ts';
import { reviewStatusText } from './reviewTexts.ts';
import { UsageError } from './usageError.ts';
import { expectReviewer, type ReviewData } from './reviewData.ts';

const COMMAND = 'review';

/** Options of all that `review` does. */
const OPTIONS = {
  ...DATASET_OPTIONS,
  reviewer: { type: 'string' },
  json: { type: 'boolean' },
} as const;

/** `maskscope review`. Returns the exit status. */
export async function runReview(args: readonly string[]): Promise<number> {
  const [action, ...rest] = args;
  try {
    switch (action) {
      case 'status':
        return await runStatus(rest);
      case 'export':
        return await runExport(rest);
      case 'list':
        return await (await import('./reviewList.ts')).runReviewList(rest, OPTIONS, readData);
      case 'tag':
        return await (await import('./reviewTag.ts')).runReviewTag(rest, OPTIONS, readData);
      case 'import':
        return await (await import('./reviewTag.ts')).runReviewImport(rest, OPTIONS, readData);
      default:
        // Nothing but --help stands alone.
        if ((await parseCommandLine(COMMAND, args, {})) === null) return 0;
        throw new UsageError('give what to do: status, list, tag, import or export', COMMAND);
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    return failed(error);
  }
}

export type ReviewOptions = typeof OPTIONS;
export type ReadData = typeof readData;

/** Scans a dataset and reads its tags; null where it cannot be scanned, which is then told. */
async function readData(
  values: Parameters<typeof datasetRequest>[1],
  folders: readonly string[],
): Promise<ReviewData | null> {
  const outcome = await scanDataset(datasetRequest(COMMAND, values, folders));
  if (outcome === null || outcome.isCancelled) return null;
  const { facts, root } = outcome;
  const { files, problems } = readReviews(root);
  for (const { message } of problems) reportError(message);
  const unread = problems.map(({ details }) => String(details['path'] ?? ''));
  const subjects = reviewSubjects(facts);
  const areMasksRead = tellUnreadMasks(subjects, facts);
  return { root, facts, subjects, files, isWhole: problems.length === 0, areMasksRead, unread };
}

/** Tags of masks that the file system does not give look stale, and are not. Returns whether there is none of these. */
function tellUnreadMasks(subjects: readonly ReviewSubject[], { records }: DatasetFacts): boolean {
  const unread = subjects.flatMap(({ mask, hash }) => {
    const record = mask === null || hash !== null ? undefined : records.get(mask);
    return record?.type === 'broken' ? [`${record.path}: ${brokenSentence(record.problem)}`] : [];
  });
  for (const line of unread.slice(0, MOST_TOLD)) reportError(`${line} Its tags count as stale until it can be read.`);
  if (unread.length > MOST_TOLD) reportError(`${unread.length - MOST_TOLD} more masks cannot be read`);
  return unread.length === 0;
}

const MOST_TOLD = 10;

async function runStatus(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, OPTIONS);
  if (commandLine === null) return 0;
  const { values, files: folders } = commandLine;
  const data = await readData(values, folders);
  if (data === null) return 1;
  const { subjects, files } = data;
  expectReviewer(data, values.reviewer);
  const countsOf = (reviewer: string | null) => countStates(reviewedPairs(subjects, files, reviewer));
  const reviewers = files
    .map(({ reviewer }) => reviewer)
    .filter((reviewer) => values.reviewer === undefined || reviewer === values.reviewer);
  const status = {
    pairs: subjects.length,
    together: countsOf(null),
    reviewers: reviewers.map((reviewer) => ({ reviewer, ...countsOf(reviewer) })),
    merged: files.flatMap(({ reviewer, conflicts }) => conflicts.map((name) => ({ reviewer, name }))),
    withoutPair: namesWithoutPair(subjects, files),
  };
  printOutput(values.json === true ? `${JSON.stringify(status)}\n` : reviewStatusText(status));
  return data.isWhole && data.areMasksRead ? 0 : 1;
}

async function runExport(args: readonly string[]): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, OPTIONS);
  if (commandLine === null) return 0;
  const { values, files: folders } = commandLine;
  const data = await readData(values, folders);
  if (data === null) return 1;
  expectReviewer(data, values.reviewer);
  const pairs = reviewedPairs(data.subjects, data.files, values.reviewer ?? null);
  printOutput(publishedText(pairs));
  const left = leftOut(pairs);
  if (left !== '') reportError(`not in it: ${left}`);
  return data.isWhole && data.areMasksRead ? 0 : 1;
}

function leftOut(pairs: readonly ReviewedPair[]): string {
  const counts = countStates(pairs);
  const others = PAIR_STATES.filter((state) => state !== 'accepted' && state !== 'rejected' && counts[state] > 0);
  return others.map((state) => `${counts[state]} ${state}`).join(', ');
}
