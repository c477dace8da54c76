import { findDatasetProblems } from '../core/dataset/findings/findDatasetProblems.ts';
import { listCsv, type ListedReview } from '../core/review/listCsv.ts';
import { byNumber, findingWeights, inRandomOrder, REVIEW_ORDERS } from '../core/review/reviewOrder.ts';
import { PAIR_STATES, reviewedPairs } from '../core/review/reviewState.ts';
import { lostScores, readScores, scoresOf } from '../core/review/scores.ts';
import { ReviewError } from '../core/review/problems.ts';
import { MAX_SEED } from '../core/split/mersenneTwister.ts';
import { exportRowsByName } from '../jobs/reviewRows.ts';
import { decodeText } from '../platform/decodeText.ts';
import { readFile } from '../platform/readFile.ts';
import { chosen, wholeNumber } from './batchOptions.ts';
import { parseCommandLine } from './commandLine.ts';
import { describeProblem, givenFileProblem } from './files.ts';
import { printOutput, reportError } from './output.ts';
import type { ReadData, ReviewOptions } from './review.ts';
import { expectReviewer, type ReviewData } from './reviewData.ts';
import { lostScoreLines } from './reviewTexts.ts';
import { UsageError } from './usageError.ts';

const COMMAND = 'review';
/** Bytes of a file of scores. */
const MOST_SCORES = 256 * 2 ** 20;

interface OrderValues {
  readonly order?: string | undefined;
  readonly seed?: string | undefined;
  readonly scores?: string | undefined;
  readonly column?: string | undefined;
  readonly descending?: boolean | undefined;
}

/** `maskscope review list`. Returns the exit status. */
export async function runReviewList(
  args: readonly string[],
  options: ReviewOptions,
  readData: ReadData,
): Promise<number> {
  const commandLine = await parseCommandLine(COMMAND, args, {
    ...options,
    order: { type: 'string' },
    seed: { type: 'string' },
    scores: { type: 'string' },
    column: { type: 'string' },
    descending: { type: 'boolean' },
    limit: { type: 'string' },
    export: { type: 'string' },
    csv: { type: 'boolean' },
  });
  if (commandLine === null) return 0;
  const { values, files } = commandLine;
  const [given, ...folders] = files;
  if (given === undefined) throw new UsageError(`say which: ${PAIR_STATES.join(', ')}`, COMMAND);
  const states = new Set(given.split(',').map((one) => chosen(COMMAND, 'STATE', one, PAIR_STATES)));
  const limit = values.limit === undefined ? Infinity : wholeNumber(COMMAND, '--limit', values.limit, 0, 1e9);
  const order = orderOf(values);
  if (values.csv === true && values.json === true) throw new UsageError('give --csv or --json, not both', COMMAND);
  const data = await readData(values, folders);
  if (data === null) return 1;
  expectReviewer(data, values.reviewer);
  const pairs = reviewedPairs(data.subjects, data.files, values.reviewer ?? null).filter(({ state }) =>
    states.has(state),
  );
  const { names, scores } = await order(
    data,
    pairs.map(({ subject }) => subject.name),
  );
  const byName = new Map(pairs.map((pair) => [pair.subject.name, pair]));
  const all = data.subjects.map(({ name }) => name);
  let rowsOf: Awaited<ReturnType<typeof exportRowsByName>> = () => [];
  try {
    if (values.export !== undefined) rowsOf = await exportRowsByName(values.export, all);
  } catch (error) {
    const problem = describeProblem(error);
    if (problem === null) throw error;
    reportError(`${values.export ?? ''}: ${problem}`);
    return 1;
  }
  const entries = names.slice(0, limit).flatMap((name): ListedReview[] => {
    const pair = byName.get(name);
    return pair === undefined ? [] : [{ pair, score: scores?.get(name), rows: rowsOf(name) }];
  });
  const isPlain = values.csv !== true && values.json !== true && values.export === undefined;
  const written = isPlain ? plainLines(entries) : values.json === true ? jsonLines(entries) : listCsv(entries);
  printOutput(written.map((line) => `${line}\n`).join(''));
  const lost = values.export === undefined ? 0 : entries.filter(({ rows }) => rows.length === 0).length;
  if (lost > 0) reportError(`${values.export ?? ''}: no row has the name of ${lost} pairs`);
  return data.isWhole && data.areMasksRead && lost === 0 && (!isPlain || written.length === entries.length) ? 0 : 1;
}

/** What puts names in order, with their scores where that is by score. Throws UsageError. */
function orderOf({
  order,
  seed,
  scores,
  column,
  descending = false,
}: OrderValues): (
  data: ReviewData,
  names: readonly string[],
) => Promise<{ readonly names: readonly string[]; readonly scores?: ReadonlyMap<string, number> }> {
  const wanted = order ?? (scores === undefined ? 'name' : 'score');
  switch (chosen(COMMAND, '--order', wanted, REVIEW_ORDERS)) {
    case 'name':
      return (_, names) => Promise.resolve({ names });
    case 'random': {
      if (seed === undefined) throw new UsageError('give a --seed, so that the order can be made again', COMMAND);
      const number = wholeNumber(COMMAND, '--seed', seed, 0, MAX_SEED);
      return (_, names) => Promise.resolve({ names: inRandomOrder(names, number) });
    }
    case 'findings':
      return ({ facts }, names) => {
        const weights = findingWeights(facts.layout.pairs, findDatasetProblems(facts, {}));
        return Promise.resolve({ names: byNumber(names, (name) => weights.get(name), true) });
      };
    case 'score': {
      if (scores === undefined) throw new UsageError('give the file of scores with --scores', COMMAND);
      return async ({ subjects }, names) => {
        const bytes = await readFile(scores, MOST_SCORES).catch((error: unknown) => {
          throw givenFileProblem(error, scores, '--scores');
        });
        const text = decodeText(bytes);
        if (text === null) throw new ReviewError('notText', { path: scores });
        const all = subjects.map(({ name }) => name);
        const table = readScores(text, scores);
        if (column === undefined && table.columns.length > 1) {
          throw new UsageError(
            `${scores} has several columns of numbers: choose one with --column: ${table.columns.join(', ')}`,
            COMMAND,
          );
        }
        const found = scoresOf(table, column ?? null, names, scores, all);
        for (const line of lostScoreLines(lostScores(table, column ?? null, all))) reportError(`${scores}: ${line}`);
        return { names: byNumber(names, (name) => found.get(name), descending), scores: found };
      };
    }
  }
}

/** A list has one name a line; a name with a line break cannot stand in it, and is told. */
function plainLines(entries: readonly ListedReview[]): string[] {
  return entries.flatMap(({ pair: { subject } }) => {
    if (!/[\r\n]/.test(subject.name)) return [subject.name];
    reportError(`${subject.name}: the name has a line break, so that no list can name it; --json can`);
    return [];
  });
}

function jsonLines(entries: readonly ListedReview[]): string[] {
  return entries.map(({ pair: { subject, state, tags }, score, rows }) =>
    JSON.stringify({
      ...{ name: subject.name, state, mask: subject.mask, original: subject.original },
      ...(score === undefined ? {} : { score }),
      tags: tags.map(({ reviewer, tag: { verdict, reason, note, time }, isStale }) => {
        return { reviewer, verdict, reason, note, time, isStale };
      }),
      rows,
    }),
  );
}
