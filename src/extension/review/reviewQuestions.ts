import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ReviewOrder } from '../../core/review/reviewOrder.ts';
import { byNumber, inRandomOrder, REVIEW_ORDERS } from '../../core/review/reviewOrder.ts';
import { ReviewError } from '../../core/review/problems.ts';
import { countStates, PAIR_STATES, type PairState, type ReviewedPair } from '../../core/review/reviewState.ts';
import { lostScores, readScores, scoresOf } from '../../core/review/scores.ts';
import type { PairFilter } from '../../jobs/dataset/datasetMessages.ts';
import { decodeText } from '../../platform/decodeText.ts';
import { readFile } from '../../platform/readFile.ts';
import type { StepUi } from '../batch/stepUi.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { EVERY_PAIR } from '../dataset/pairRows.ts';
import { severitiesOf } from '../dataset/severities.ts';
import { numberText } from '../page/numberText.ts';
import type { TagReader } from './tagReader.ts';
import { lostScoresText, orderName, seedProblem, stateName } from './reviewTexts.ts';

/** Bytes of a file of scores. */
const MOST_SCORES = 256 * 2 ** 20;

/** How a review was ordered; kept for the dataset, so that the next one goes on in the same order. */
export interface OrderAnswer {
  readonly order: ReviewOrder;
  readonly seed: string;
}

const reviewTitle = (): string => vscode.l10n.t('Review');

/** Which pairs of a dataset are reviewed; undefined where the user gave up. */
export async function askScope(tags: TagReader, ui: StepUi): Promise<PairFilter | undefined> {
  const { pairs } = await tags.ask({ names: null, reviewer: null });
  const counts = countStates(pairs);
  const states: readonly PairState[] = ['disagreed', 'rejected'];
  const splits = tags.dataset.overview?.splits ?? [];
  if (splits.length === 0 && states.every((state) => counts[state] === 0)) return EVERY_PAIR;
  const answer = await ui.pick({
    ...{ title: reviewTitle(), canGoBack: false, placeholder: vscode.l10n.t('Which pairs are reviewed?') },
    items: [
      { value: 'all', label: vscode.l10n.t('All Pairs'), description: numberText(pairs.length) },
      ...splits.map((one) => ({ value: `split ${one.split}`, label: one.split, description: numberText(one.pairs) })),
      ...states
        .filter((state) => counts[state] > 0)
        .map((state) => ({ value: state, label: stateName(state), description: numberText(counts[state]) })),
    ],
  });
  if (typeof answer !== 'string') return undefined;
  if (answer === 'all') return EVERY_PAIR;
  if (answer.startsWith('split ')) return { ...EVERY_PAIR, split: answer.slice('split '.length) };
  const names = pairs.filter(({ state }) => state === answer).map(({ subject }) => subject.name);
  return { ...EVERY_PAIR, among: names };
}

/** Names in an order, and by which scores where it is by scores. */
export interface OrderedNames {
  readonly names: readonly string[];
  readonly answer: OrderAnswer;
  readonly scores?: ReadonlyMap<string, number>;
}

/** Puts names in the order that the user chooses; undefined where the user gave up. */
export async function askOrder(
  dataset: Dataset,
  names: readonly string[],
  before: Partial<OrderAnswer>,
  ui: StepUi,
): Promise<OrderedNames | undefined> {
  const title = reviewTitle();
  const details: Readonly<Record<ReviewOrder, string>> = {
    name: '',
    random: vscode.l10n.t('The same for the same seed'),
    findings: vscode.l10n.t('Pairs with the most serious findings first'),
    score: vscode.l10n.t('Numbers of a model from a CSV or JSON file, the worst first'),
  };
  const order = await ui.pick({
    ...{ title, canGoBack: false, placeholder: vscode.l10n.t('In which order?'), active: before.order },
    items: REVIEW_ORDERS.map((one) => ({ value: one, label: orderName(one), detail: details[one] })),
  });
  const { seed = '1' } = before;
  switch (order) {
    case 'name':
      return { names, answer: { order, seed } };
    case 'random': {
      const placeholder = vscode.l10n.t('Seed, a whole number');
      const typed = await ui.input({
        ...{ title, canGoBack: false, placeholder, value: seed },
        problemOf: seedProblem,
      });
      if (typeof typed !== 'string') return undefined;
      return { names: inRandomOrder(names, Number(typed)), answer: { order, seed: typed.trim() } };
    }
    case 'findings': {
      const weights = new Map(await dataset.ask('findingWeights', { severities: severitiesOf(dataset.folder) }));
      return { names: byNumber(names, (name) => weights.get(name), true), answer: { order, seed } };
    }
    case 'score': {
      const scored = await askScores(dataset, names, ui);
      return scored === undefined ? undefined : { ...scored, answer: { order, seed } };
    }
    default:
      return undefined;
  }
}

async function askScores(
  dataset: Dataset,
  names: readonly string[],
  ui: StepUi,
): Promise<Required<Pick<OrderedNames, 'names' | 'scores'>> | undefined> {
  const title = reviewTitle();
  const [file] = await ui.open({ title, folder: dataset.folder.fsPath, what: 'scores' });
  if (file === undefined) return undefined;
  const path = basename(file);
  const text = decodeText(await readFile(file, MOST_SCORES));
  if (text === null) throw new ReviewError('notText', { path });
  const table = readScores(text, path);
  const columns = table.columns.flatMap((column) => [
    { value: `+${column}`, label: column, description: vscode.l10n.t('lowest first') },
    { value: `-${column}`, label: column, description: vscode.l10n.t('highest first') },
  ]);
  const placeholder = vscode.l10n.t('Which number says what is worst?');
  const answer = await ui.pick({ ...{ title, canGoBack: false, placeholder }, items: columns });
  if (typeof answer !== 'string') return undefined;
  const all = await dataset.ask('names', { filter: EVERY_PAIR });
  const scores = scoresOf(table, answer.slice(1), names, path, all);
  const lost = lostScoresText(lostScores(table, answer.slice(1), all));
  if (lost !== '') void vscode.window.showWarningMessage(`${path}: ${lost}`);
  return { names: byNumber(names, (name) => scores.get(name), answer.startsWith('-')), scores };
}

/** The pairs in one of the states that pairs are in; undefined where the user gave up. */
export async function askState(tags: TagReader, ui: StepUi): Promise<readonly ReviewedPair[] | undefined> {
  const { pairs, reviewers } = await tags.ask({ names: null, reviewer: null });
  const counts = countStates(pairs);
  const state = await ui.pick({
    ...{ title: reviewTitle(), canGoBack: false },
    placeholder:
      reviewers.length > 1 ? vscode.l10n.t('Which pairs? By the tags of all reviewers') : vscode.l10n.t('Which pairs?'),
    items: PAIR_STATES.map((one) => ({ value: one, label: stateName(one), description: numberText(counts[one]) })),
  });
  return typeof state === 'string' ? pairs.filter((pair) => pair.state === state) : undefined;
}
