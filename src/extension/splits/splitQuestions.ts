import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { LIST_FORMS } from '../../core/split/namesFile.ts';
import { MAX_FOLDS, SPLIT_METHODS, type SplitOptions } from '../../core/split/makeSplit.ts';
import { MAX_SEED } from '../../core/split/mersenneTwister.ts';
import { ratioParts } from '../../core/split/ratios.ts';
import type { GroupCount, NamesFacts } from '../../jobs/splitMessages.ts';
import { BACK, wholeNumber, type Back, type StepPlace } from '../batch/batchSteps.ts';
import { answered, numberProblem, type StepItem, type StepQuestion, type StepUi } from '../batch/stepUi.ts';
import { folderText } from '../convert/optionTexts.ts';
import { numberText } from '../page/numberText.ts';
import { tryPattern } from './nameGroups.ts';
import { formText, groupText, methodText, shapeText, splitTitle, stratifyText } from './optionTexts.ts';
import { RATIOS, ratiosIn, usualFolder, type SplitAnswers, type SplitStep } from './splitSteps.ts';

type Asked = Omit<StepQuestion, 'placeholder'>;
type Answered = Promise<SplitAnswers | Back | undefined>;

/** What the pattern of a group begins with: all but the number of a frame. */
const PATTERN = '^(.+)[-_]\\d+$';

/** Puts one question of a split. */
export function askStep(
  step: SplitStep,
  answers: SplitAnswers,
  names: NamesFacts,
  place: StepPlace,
  ui: StepUi,
): Answered {
  const title = `${splitTitle()}: ${namesCount(names.count)}`;
  const question: Asked = { title, place, canGoBack: place.number > 1 };
  const { options } = answers;
  const withOptions = (change: Partial<SplitOptions>): SplitAnswers => ({
    ...answers,
    options: { ...options, ...change },
  });
  switch (step) {
    case 'shape':
      return askShape(answers, question, ui);
    case 'method':
      return answered(
        ui.pick({
          ...{ ...question, active: options.method, items: methodItems() },
          placeholder: vscode.l10n.t('How are names put into the lists?'),
        }),
        (value) => withOptions({ method: SPLIT_METHODS.find((method) => method === value) ?? 'grouped' }),
      );
    case 'groups':
      return askGroups(answers, names, question, ui);
    case 'stratify':
      return options.method === 'sklearn'
        ? askLabels(answers, question, ui)
        : answered(
            ui.pick({
              ...{ ...question, active: options.stratify ?? 'none', items: stratifyItems() },
              placeholder: vscode.l10n.t('What is to be alike in all lists?'),
            }),
            (value) => withOptions({ stratify: value === 'presence' || value === 'pixels' ? value : null }),
          );
    case 'seed':
      return answered(
        ui.input({
          ...{ ...question, value: String(options.seed) },
          placeholder: vscode.l10n.t('Seed: the same names, answers and seed give the same lists'),
          problemOf: (text) => numberProblem(text, 0, MAX_SEED),
        }),
        (text) => withOptions({ seed: wholeNumber(text, 0, MAX_SEED) ?? options.seed }),
      );
    case 'form':
      return answered(
        ui.pick({
          ...{ ...question, active: answers.form, items: formItems(names) },
          placeholder: vscode.l10n.t('How is a name written in the lists?'),
        }),
        (value) => ({ ...answers, form: LIST_FORMS.find((form) => form === value) ?? 'given' }),
      );
    case 'where':
      return askWhere(answers, names, question, ui);
  }
}

/** `1 name`, `547 names`. */
export function namesCount(count: number): string {
  return count === 1 ? vscode.l10n.t('1 name') : vscode.l10n.t('{0} names', numberText(count));
}

async function askShape(answers: SplitAnswers, question: Asked, ui: StepUi): Answered {
  const { shape } = answers.options;
  const withShape = (one: SplitOptions['shape']): SplitAnswers => ({
    ...answers,
    options: { ...answers.options, shape: one },
  });
  const own =
    shape.kind === 'ratios' && !RATIOS.some((one) => one.join() === shape.ratios.join()) ? [shape.ratios] : [];
  const ratios = [...own, ...RATIOS];
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Into which parts?'),
      active: shape.kind === 'folds' ? 'folds' : shape.ratios.join(),
      items: [
        ...ratios.map((one) => ({
          value: one.join(),
          label: shapeText({ kind: 'ratios', ratios: one }),
          description: one.length === 2 ? 'train, val' : 'train, val, test',
        })),
        { value: 'own', label: vscode.l10n.t('Other Ratios…') },
        {
          value: 'folds',
          label: vscode.l10n.t('Folds…'),
          description: shape.kind === 'folds' ? numberText(shape.folds) : '',
          detail: vscode.l10n.t('For cross-validation: each fold holds out another part, and trains on the others'),
        },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    const chosen = ratios.find((one) => one.join() === picked);
    if (chosen !== undefined) return withShape({ kind: 'ratios', ratios: chosen });
    const inner = { ...question, canGoBack: true };
    const changed = picked === 'folds' ? await askFolds(answers, inner, ui) : await askRatios(answers, inner, ui);
    if (changed === undefined) return undefined;
    if (changed !== BACK) return withShape(changed);
  }
}

function askRatios({ options: { shape } }: SplitAnswers, question: Asked, ui: StepUi) {
  return answered(
    ui.input({
      ...question,
      placeholder: vscode.l10n.t(
        'Parts of train, val and test, for instance {0}; they need not sum to 1',
        '0.8, 0.1, 0.1',
      ),
      value: shape.kind === 'ratios' ? shape.ratios.join(', ') : '',
      problemOf: ratiosProblem,
    }),
    (text): SplitOptions['shape'] => ({ kind: 'ratios', ratios: ratiosIn(text) ?? [] }),
  );
}

function ratiosProblem(text: string): string | null {
  const ratios = ratiosIn(text);
  try {
    if (ratios !== null && ratioParts(ratios).length > 0) return null;
  } catch {
    // It is said below what is wanted.
  }
  return vscode.l10n.t('Enter two or three numbers of 0 and more with commas between them, the first of them above 0.');
}

function askFolds({ options: { shape } }: SplitAnswers, question: Asked, ui: StepUi) {
  return answered(
    ui.input({
      ...question,
      placeholder: vscode.l10n.t('How many folds?'),
      value: String(shape.kind === 'folds' ? shape.folds : 5),
      problemOf: (text) => numberProblem(text, 2, MAX_FOLDS),
    }),
    (text): SplitOptions['shape'] => ({ kind: 'folds', folds: wholeNumber(text, 2, MAX_FOLDS) ?? 5 }),
  );
}

function methodItems(): StepItem[] {
  const details = {
    grouped: vscode.l10n.t('The ratios exactly, or as near as whole groups allow; can balance the classes'),
    stable: vscode.l10n.t('By the hash of each name: names that are added later move no other one; near the ratios'),
    sklearn: vscode.l10n.t('As two calls of train_test_split; not the ratios exactly: 100 by 0.6/0.3/0.1 are 60/29/11'),
  };
  return (['grouped', 'stable', 'sklearn'] as const).map((method) => ({
    value: method,
    label: methodText(method),
    detail: details[method],
  }));
}

async function askGroups(answers: SplitAnswers, names: NamesFacts, question: Asked, ui: StepUi): Answered {
  const { groupBy } = answers;
  for (;;) {
    const picked = await ui.pick({
      ...{ ...question, active: groupBy?.kind ?? 'none', items: groupItems(answers, names) },
      placeholder: vscode.l10n.t('Which names stay together in one list?'),
    });
    if (picked === undefined || picked === BACK) return picked;
    switch (picked) {
      case 'folder':
      case 'sequence':
      case 'duplicates':
      case 'nearDuplicates':
        return { ...answers, groupBy: { kind: picked } };
      case 'pattern': {
        const pattern = await askPattern(answers, names, { ...question, canGoBack: true }, ui);
        if (pattern === undefined) return undefined;
        if (pattern !== BACK) return { ...answers, groupBy: { kind: 'pattern', pattern } };
        break;
      }
      case 'file':
        if (groupBy?.kind === 'file') return answers;
        break;
      case 'open': {
        const path = await openTable(answers, ui);
        if (path !== undefined) return { ...answers, groupBy: { kind: 'file', path } };
        break;
      }
      default:
        return { ...answers, groupBy: null };
    }
  }
}

/** Kinds of which no name has a group are not offered. */
function groupItems(
  { groupBy }: SplitAnswers,
  { folders, sequences, duplicates, nearDuplicates }: NamesFacts,
): StepItem[] {
  type Counted = 'folder' | 'sequence' | 'duplicates' | 'nearDuplicates';
  const counted = (kind: Counted, count: GroupCount | null, detail: string): StepItem[] =>
    count === null || count.groups === 0
      ? []
      : [{ value: kind, label: groupText({ kind }), description: groupsText(count), detail }];
  return [
    { value: 'none', label: groupText(null) },
    ...counted('folder', folders, vscode.l10n.t('Names in one folder')),
    ...counted('sequence', sequences, vscode.l10n.t('Frames of one video or series, as their names tell')),
    ...counted('duplicates', duplicates, vscode.l10n.t('Equal images, and images with equal masks')),
    ...counted(
      'nearDuplicates',
      nearDuplicates,
      vscode.l10n.t('Also images whose masks are nearly equal, or mirrored'),
    ),
    {
      value: 'pattern',
      label: vscode.l10n.t('Part of the Name…'),
      ...(groupBy?.kind === 'pattern' ? { description: groupBy.pattern } : {}),
      detail: vscode.l10n.t('What the first part in parentheses of a regular expression matches'),
    },
    ...(groupBy?.kind === 'file' ? [{ value: 'file', label: groupText(groupBy) }] : []),
    {
      value: 'open',
      label: vscode.l10n.t('Table of Names and Groups…'),
      detail: vscode.l10n.t('For instance patients or data rows: two columns, a name and its group'),
    },
  ];
}

function groupsText({ groups, alone }: GroupCount): string {
  const text = groups === 1 ? vscode.l10n.t('1 group') : vscode.l10n.t('{0} groups', numberText(groups));
  return alone === 0 ? text : `${text} · ${vscode.l10n.t('{0} without a group', namesCount(alone))}`;
}

function askPattern({ groupBy }: SplitAnswers, { sample }: NamesFacts, question: Asked, ui: StepUi) {
  const [first = ''] = sample;
  return ui.input({
    ...question,
    placeholder: vscode.l10n.t('Regular expression; the first part in parentheses is the group. A name: {0}', first),
    value: groupBy?.kind === 'pattern' ? groupBy.pattern : PATTERN,
    problemOf: (pattern) => {
      const trial = tryPattern(pattern, sample);
      return 'problem' in trial ? trial.problem : null;
    },
    noteOf: (pattern) => {
      const trial = tryPattern(pattern, sample);
      return 'note' in trial ? trial.note : '';
    },
  });
}

async function openTable({ source, dataset }: SplitAnswers, ui: StepUi): Promise<string | undefined> {
  const folder = dataset === null ? dirname(source) : source;
  return (await ui.open({ title: splitTitle(), folder, what: 'table' }))[0];
}

function stratifyItems(): StepItem[] {
  return [
    { value: 'none', label: stratifyText(null, null), detail: vscode.l10n.t('As it comes') },
    {
      value: 'presence',
      label: stratifyText('presence', null),
      detail: vscode.l10n.t('The share of images that have a class; background and void left out'),
    },
    {
      value: 'pixels',
      label: stratifyText('pixels', null),
      detail: vscode.l10n.t('The same, and about how many pixels of it they have'),
    },
  ];
}

async function askLabels(answers: SplitAnswers, question: Asked, ui: StepUi): Answered {
  const { options, labels } = answers;
  const withStratify = (stratify: 'label' | null, path: string | null): SplitAnswers => ({
    ...answers,
    options: { ...options, stratify },
    labels: path,
  });
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('What is to be alike in all lists?'),
      active: options.stratify === 'label' && labels !== null ? 'label' : 'none',
      items: [
        { value: 'none', label: stratifyText(null, null), detail: vscode.l10n.t('As it comes') },
        ...(labels === null ? [] : [{ value: 'label', label: stratifyText('label', labels) }]),
        {
          value: 'open',
          label: vscode.l10n.t('Table of Names and Labels…'),
          detail: vscode.l10n.t('As with stratify=labels: two columns, a name and its one label'),
        },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'none') return withStratify(null, labels);
    if (picked === 'label') return withStratify('label', labels);
    const path = await openTable(answers, ui);
    if (path !== undefined) return withStratify('label', path);
  }
}

/** Forms in which the names cannot be written are not offered. */
function formItems({ lines }: NamesFacts): StepItem[] {
  return LIST_FORMS.flatMap((form) => {
    const line = lines[form];
    return line === null ? [] : [{ value: form, label: formText(form), detail: line }];
  });
}

async function askWhere(answers: SplitAnswers, { listFolders }: NamesFacts, question: Asked, ui: StepUi): Answered {
  const folders = [...new Set([answers.folder, usualFolder(answers), ...listFolders])];
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Where to? A preview comes first; nothing is written yet.'),
      active: answers.folder,
      items: [
        ...folders.map((folder) => ({
          value: folder,
          label: vscode.l10n.t('Into {0}', folderText(folder)),
          ...(listFolders.includes(folder) ? { description: vscode.l10n.t('has lists') } : {}),
        })),
        { value: 'open', label: vscode.l10n.t('Choose a Folder…') },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked !== 'open') return { ...answers, folder: picked };
    const [found] = await ui.open({ title: splitTitle(), folder: dirname(usualFolder(answers)), what: 'folder' });
    if (found !== undefined) return { ...answers, folder: found };
  }
}
