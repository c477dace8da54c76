import { sep } from 'node:path';
import * as vscode from 'vscode';
import type { ClassKey } from '../../core/dataset/classNaming.ts';
import { RANDOM_SPLITS, type RandomComparison } from '../../core/split/randomComparison.ts';
import type { ClassBalance, SplitProof } from '../../core/split/splitProof.ts';
import type { NamesFacts, ShownLines, ShownList, ShownPlan } from '../../jobs/splitMessages.ts';
import type { SplitSection } from '../../protocol/split.ts';
import { folderText } from '../convert/optionTexts.ts';
import { className, shareText } from '../dataset/datasetTexts.ts';
import { numberText } from '../page/numberText.ts';
import type { SplitAnswers } from './splitSteps.ts';
import { namesCount } from './splitQuestions.ts';

/** Classes that the table of shares lists. */
const MOST_CLASSES = 200;

/** What a preview shows, part by part; parts of which there is nothing to say are left out. */
export function planSections(
  plan: ShownPlan,
  { options, groupBy, folder }: SplitAnswers,
  { listFolders }: NamesFacts,
): SplitSection[] {
  const elsewhere = listFolders.filter((one) => one !== folder && !one.startsWith(folder + sep));
  return [
    listsSection(plan, options.shape.kind === 'ratios', elsewhere),
    changesSection(plan.lists),
    proofSection(plan, options.method !== 'sklearn' && groupBy !== null),
    balanceSection(plan),
    pythonSection(plan.calls),
  ].filter((section) => section !== null);
}

function section(title: string, parts: Partial<Omit<SplitSection, 'title'>>): SplitSection {
  return { title, sentences: [], warnings: [], table: null, code: [], names: [], ...parts };
}

/**
 * @param hasWanted whether each list is a part whose size was asked for
 * @param elsewhere other folders of the dataset that have lists
 */
function listsSection(
  { lists, others, proof }: ShownPlan,
  hasWanted: boolean,
  elsewhere: readonly string[],
): SplitSection {
  const heads = [vscode.l10n.t('List'), vscode.l10n.t('Names'), vscode.l10n.t('Share')];
  const rows = lists.map((list, at) => {
    const wanted = proof.parts[at]?.wanted;
    return [
      ...[list.path, numberText(list.names), shareText(list.names, proof.names)],
      ...(hasWanted && wanted !== undefined ? [decimal(wanted, 1)] : []),
      stateText(list),
    ];
  });
  return section(vscode.l10n.t('Lists'), {
    warnings: [
      ...lists.flatMap(({ path, names }) => (names === 0 ? [emptyText(path, proof.groups !== null)] : [])),
      ...others.map((path) =>
        vscode.l10n.t(
          '{0} is there already and stays, though it is no part of this split: it may contradict it.',
          path,
        ),
      ),
      ...elsewhere.map((folder) =>
        vscode.l10n.t(
          '{0} has lists, too, which may contradict these: views and reports count lists of one name together.',
          folderText(folder),
        ),
      ),
    ],
    table: {
      heads: [...heads, ...(hasWanted ? [vscode.l10n.t('Wanted')] : []), vscode.l10n.t('What happens')],
      isNumeric: [false, true, true, ...(hasWanted ? [true] : []), false],
      rows,
    },
  });
}

function emptyText(path: string, isGrouped: boolean): string {
  return isGrouped
    ? vscode.l10n.t('{0} would be empty: the groups are too large for its part.', path)
    : vscode.l10n.t('{0} would be empty: there are too few names for its part.', path);
}

function stateText({ state, change }: ShownList): string {
  if (change === null) return vscode.l10n.t('is new');
  if (state === 'unchanged') return vscode.l10n.t('is as it should be');
  const { comes, goes, stays } = change;
  if (comes.count + goes.count === 0) return vscode.l10n.t('the same names in another order');
  return vscode.l10n.t(
    'stay: {0}, come: {1}, go: {2}',
    ...[numberText(stays), numberText(comes.count), numberText(goes.count)],
  );
}

/** Names that come to lists which are there, and those that leave them. */
function changesSection(lists: readonly ShownList[]): SplitSection | null {
  const names = lists.flatMap(({ path, change }) => {
    if (change === null) return [];
    const shown = (label: string, { first, count }: ShownLines) =>
      count === 0 ? [] : [{ label, lines: first, rest: restText(count - first.length) }];
    return [
      ...shown(vscode.l10n.t('Come to {0}: {1}', path, numberText(change.comes.count)), change.comes),
      ...shown(vscode.l10n.t('Leave {0}: {1}', path, numberText(change.goes.count)), change.goes),
    ];
  });
  return names.length === 0 ? null : section(vscode.l10n.t('What changes in lists that are there'), { names });
}

function restText(left: number): string {
  return left <= 0 ? '' : vscode.l10n.t('{0} more…', numberText(left));
}

function proofSection(plan: ShownPlan, isGrouped: boolean): SplitSection {
  const { proof, ungrouped, unpaired, foreignRows, resumes } = plan;
  const sentences = [vscode.l10n.t('No name is in two lists, and every name is in one.')];
  if (proof.groups !== null) {
    const { count, largest } = proof.groups;
    sentences.push(
      vscode.l10n.t('Every group is in one list: {0}; the largest has {1}.', numberText(count), namesCount(largest)),
    );
  }
  if (isGrouped && ungrouped > 0) {
    sentences.push(vscode.l10n.t('Names of no group stand for themselves: {0}.', numberText(ungrouped)));
  }
  const warnings = [
    ...(unpaired > 0
      ? [vscode.l10n.t('Left out, because the original or the mask is missing: {0}.', namesCount(unpaired))]
      : []),
    ...(foreignRows > 0
      ? [vscode.l10n.t('Rows of the table about names that are not split: {0}.', numberText(foreignRows))]
      : []),
    ...(resumes === null ? [] : [vscode.l10n.t('An interrupted run is finished.')]),
  ];
  return section(vscode.l10n.t('Proof'), { sentences, warnings });
}

function balanceSection({ proof, classNames }: ShownPlan): SplitSection | null {
  const { classes, comparison, parts } = proof;
  if (classes === null || comparison === null) return null;
  const isPresence = comparison.by === 'presence';
  const sentences = [
    isPresence
      ? vscode.l10n.t('The share of images that have a class, in all and in each list.')
      : vscode.l10n.t('The share of a class in the pixels of all classes, in all and in each list.'),
    comparisonText(comparison),
  ];
  if (classes.length > MOST_CLASSES) sentences.push(restText(classes.length - MOST_CLASSES));
  return section(vscode.l10n.t('Class balance'), {
    sentences,
    table: {
      heads: [vscode.l10n.t('Class'), vscode.l10n.t('All'), ...parts.map(({ split }) => split)],
      isNumeric: [false, true, ...parts.map(() => true)],
      rows: shareRows(proof, classes, isPresence, new Map(classNames)),
    },
  });
}

function shareRows(
  { names: all, parts }: SplitProof,
  classes: readonly ClassBalance[],
  isPresence: boolean,
  classNames: ReadonlyMap<ClassKey, string>,
): string[][] {
  const countsOf = ({ whole, parts: ofClass }: ClassBalance): number[] =>
    [whole, ...ofClass].map(({ images, pixels }) => (isPresence ? images : pixels));
  const sizes = isPresence
    ? [all, ...parts.map(({ names }) => names)]
    : classes.map(countsOf).reduce((sums, counts) => sums.map((sum, at) => sum + (counts[at] ?? 0)));
  return classes
    .slice(0, MOST_CLASSES)
    .map((one) => [
      className({ key: one.key, name: classNames.get(one.key) ?? null }),
      ...countsOf(one).map((count, at) => shareText(count, sizes[at] ?? 0)),
    ]);
}

function comparisonText({ deviation, random }: RandomComparison): string {
  const points = (share: number): string => decimal(100 * share, 2);
  const median = ((random[RANDOM_SPLITS / 2 - 1] ?? 0) + (random[RANDOM_SPLITS / 2] ?? 0)) / 2;
  return vscode.l10n.t(
    'Mean deviation from the whole in percentage points: {0}. Random splits of these sizes ({1}): {2} to {3}, median {4}.',
    ...[points(deviation), RANDOM_SPLITS, points(random[0] ?? 0), points(random.at(-1) ?? 0), points(median)],
  );
}

function pythonSection(calls: readonly string[]): SplitSection | null {
  if (calls.length === 0) return null;
  return section(vscode.l10n.t('The same in Python'), {
    sentences: [vscode.l10n.t('scikit-learn 1.2.1 gives the same names in the same order.')],
    code: calls,
  });
}

function decimal(value: number, digits: number): string {
  return new Intl.NumberFormat(vscode.env.language, { maximumFractionDigits: digits }).format(value);
}
