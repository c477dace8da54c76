import { contradictions, matchLabels, readPublished } from '../core/review/publishedForm.ts';
import { ReviewError } from '../core/review/problems.ts';
import { planLabels, type LabelledPair } from '../core/review/takeLabels.ts';
import { MOST_NOTE, MOST_REASON, tagAgain, trimmedText, VERDICTS, type Verdict } from '../core/review/tag.ts';
import { decodeText } from '../platform/decodeText.ts';
import { gitUserName } from '../platform/gitUser.ts';
import { ReviewStore } from '../platform/reviewStore.ts';
import { chosen } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { givenFileProblem, readInput } from './files.ts';
import { printOutput, reportError } from './output.ts';
import type { ReadData, ReviewOptions } from './review.ts';
import type { ReviewData } from './reviewData.ts';
import { labelPlanText } from './reviewTexts.ts';
import { isAnsweredYes } from './terminal.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'review';

/** `maskscope review tag`. Returns the exit status. */
export async function runReviewTag(
  args: readonly string[],
  options: ReviewOptions,
  readData: ReadData,
): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...options,
    reason: { type: 'string' },
    note: { type: 'string' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [given, folder, ...names] = files;
  const verdict = chosen(COMMAND, 'the tag', given ?? '', VERDICTS);
  if (folder === undefined || names.length === 0) throw new UsageError('give a folder and names of pairs', COMMAND);
  const data = await readData(values, [folder]);
  if (data === null) return 1;
  const { labels, unknown } = matchLabels(data.facts.layout, { labels: new Map(names.map((name) => [name, verdict])) });
  if (unknown.length > 0) {
    reportError(`no pair of the dataset, or several: ${unknown.join(', ')}; nothing was tagged`);
    return 1;
  }
  const store = await storeOf(data, values.reviewer);
  if (data.unread.includes(store.fileName)) {
    reportError('nothing was tagged');
    return 1;
  }
  const subjects = data.subjects.filter(({ name }) => labels.has(name));
  const texts = {
    ...(values.reason === undefined ? {} : { reason: trimmedText(values.reason, MOST_REASON) }),
    ...(values.note === undefined ? {} : { note: trimmedText(values.note, MOST_NOTE) }),
  };
  const own = data.files.find(({ reviewer }) => reviewer === store.reviewer);
  await write(
    store,
    subjects.map((subject) => ({ subject, verdict, before: own?.tags.get(subject.name) })),
    texts,
  );
  printOutput(`${verdict}: ${subjects.length} ${subjects.length === 1 ? 'pair' : 'pairs'}, in ${store.fileName}\n`);
  return 0;
}

/** `maskscope review import`. Returns the exit status. */
export async function runReviewImport(
  args: readonly string[],
  options: ReviewOptions,
  readData: ReadData,
): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...options,
    'dry-run': { type: 'boolean' },
    yes: { type: 'boolean', short: 'y' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [file, ...folders] = files;
  if (file === undefined) throw new UsageError('give a file of tags and the folder of a dataset', COMMAND);
  const bytes = await readInput(file).catch((error: unknown) => {
    throw givenFileProblem(error, file, 'import');
  });
  const text = decodeText(bytes);
  if (text === null) throw new ReviewError('notText', { path: file });
  const published = readPublished(text, file);
  const data = await readData(values, folders);
  if (data === null) return 1;
  const matched = matchLabels(data.facts.layout, published);
  const store = await storeOf(data, values.reviewer);
  if (data.unread.includes(store.fileName)) {
    reportError('nothing was tagged');
    return 1;
  }
  const own = data.files.find(({ reviewer }) => reviewer === store.reviewer);
  const plan = planLabels(data.subjects, own, matched.labels);
  const changes = [...plan.added, ...plan.turned];
  if (values.json === true) printOutput(`${JSON.stringify(planJson(store.reviewer, changes, published, matched))}\n`);
  else printOutput(labelPlanText(store.reviewer, plan, published, matched));
  const status = matched.unknown.length > 0 ? 1 : 0;
  if (values['dry-run'] === true || changes.length === 0) return status;
  if (values.yes !== true && !(await isAnsweredYes(`Write ${store.fileName} in ${data.root}? [y/N] `))) {
    reportError('nothing was written; give --yes to write');
    return 1;
  }
  await write(store, changes, {});
  return status;
}

function planJson(
  reviewer: string,
  changes: readonly LabelledPair[],
  published: ReturnType<typeof readPublished>,
  matched: ReturnType<typeof matchLabels>,
): object {
  const { documents, unclear } = published;
  const tags = changes.map(({ subject, verdict, before }) => ({
    name: subject.name,
    verdict,
    before: before?.verdict ?? null,
  }));
  const conflicts = contradictions(published, matched);
  return { reviewer, tags, documents, conflicts, unclear, unknown: matched.unknown };
}

async function storeOf({ root }: ReviewData, reviewer: string | undefined): Promise<ReviewStore> {
  const name = reviewer ?? (await gitUserName(root));
  if (name === null) throw new UsageError('say who reviews with --reviewer; Git knows no user.name here', COMMAND);
  return new ReviewStore(root, name);
}

async function write(
  store: ReviewStore,
  changes: readonly {
    readonly subject: LabelledPair['subject'];
    readonly verdict: Verdict;
    readonly before: LabelledPair['before'];
  }[],
  texts: { readonly reason?: string | undefined; readonly note?: string | undefined },
): Promise<void> {
  const tags = changes.map(({ subject: { name, hash }, verdict, before }) =>
    tagAgain(before, { name, verdict, hash, time: store.now(before) }, texts),
  );
  try {
    await store.write(tags);
  } catch (error) {
    reportError('nothing was tagged');
    throw error;
  }
}
