import * as vscode from 'vscode';
import type { PairsReply } from '../../jobs/pairs/pairsMessages.ts';
import type { SplitSection, SplitSetup } from '../../protocol/split.ts';
import { convertFailureText } from '../convert/findingTexts.ts';
import { classMapTroubleTexts } from '../dataset/classMapTroubles.ts';
import { datasetFailureText } from '../dataset/datasetTexts.ts';
import { Refused } from '../page/askedProcess.ts';
import { numberText } from '../page/numberText.ts';
import { pairFindingText } from './pairFindingText.ts';
import {
  blurText,
  classesText,
  drawnText,
  fontText,
  groundsText,
  kindTitle,
  legendText,
  methodText,
  sizesText,
} from './picturesQuestions.ts';
import type { PicturesAnswers, PicturesStep } from './picturesSteps.ts';
import { stepsOf } from './picturesSteps.ts';
import { transformSetup } from './transformQuestions.ts';

/** What is to be done, for the head of the page. */
export function setupOf(answers: PicturesAnswers): SplitSetup {
  const { source, legend, font, grounds, format, count, seed, isCropped, blur, method, sizes, folder } = answers;
  const values: Readonly<Record<PicturesStep, readonly [label: string, value: string]>> = {
    style: [vscode.l10n.t('Classes drawn'), drawnText(answers)],
    legend: [vscode.l10n.t('Legend'), legendText(legend)],
    font: [vscode.l10n.t('Font'), fontText(font)],
    classes: [vscode.l10n.t('Classes'), classesText(answers)],
    grounds: [vscode.l10n.t('Background and void'), groundsText(grounds)],
    format: [vscode.l10n.t('Format'), format.toUpperCase()],
    count: [vscode.l10n.t('Pairs'), count === null ? vscode.l10n.t('All') : numberText(count)],
    seed: [vscode.l10n.t('Seed'), String(seed)],
    crop: [
      vscode.l10n.t('Size'),
      isCropped ? vscode.l10n.t('Cut to the class') : vscode.l10n.t('As large as the original'),
    ],
    blur: [vscode.l10n.t('Blur'), blurText(blur)],
    method: [vscode.l10n.t('Background'), methodText(method)],
    sizes: [vscode.l10n.t('Where sizes differ'), sizesText(sizes)],
    ...transformSetup(answers),
    where: [vscode.l10n.t('Written to'), vscode.workspace.asRelativePath(folder)],
  };
  const from = source.kind === 'dataset' ? source.folder : (source.pairs[0]?.mask ?? '');
  return {
    title: kindTitle(answers.kind),
    options: [
      { label: vscode.l10n.t('Pairs of'), value: vscode.workspace.asRelativePath(from) },
      ...stepsOf(answers).map((step) => ({ label: values[step][0], value: values[step][1] })),
    ],
  };
}

/** Why an export came to nothing, translated. */
export function picturesFailureText(error: unknown): string {
  if (!(error instanceof Refused)) return error instanceof Error ? error.message : String(error);
  const { name } = error.failure;
  if (name === 'DatasetProblem' || name === 'PatternError') return datasetFailureText(error.failure);
  return convertFailureText(error.failure);
}

type Plan = Extract<PairsReply, { type: 'plan' }>;

/** The parts of the page. */
export function planSections({ plan, items, told, samples }: Plan): SplitSection[] {
  const empty = { sentences: [], warnings: [], table: null, code: [], names: [] };
  const files = items.flatMap((item) => item.files);
  const list = (label: string, lines: readonly string[], all: number) => ({
    ...{ label: `${label} (${numberText(all)})`, lines },
    rest: all > lines.length ? vscode.l10n.t('and {0} more', numberText(all - lines.length)) : '',
  });
  const refused = told.filter(({ status }) => status === 'refused');
  const noted = told.filter(({ status }) => status !== 'refused');
  const lineOf = ({ name, findings }: (typeof told)[number]): string =>
    `${name}: ${findings.map(pairFindingText).join(' ')}`;
  const classes =
    plan.classMap === null
      ? vscode.l10n.t('No class map was found: classes have their IDs.')
      : vscode.l10n.t('Class map: {0}', vscode.workspace.asRelativePath(plan.classMap));
  const linked =
    plan.linked.length === 0
      ? []
      : [vscode.l10n.t('Links to folders, which are not followed: {0}', plan.linked.slice(0, 10).join(', '))];
  const lists = [
    ...(files.length === 0
      ? []
      : [
          list(
            vscode.l10n.t('Files'),
            files.map(({ path }) => path),
            plan.files.write + plan.files.replace,
          ),
        ]),
    ...(refused.length === 0 ? [] : [list(vscode.l10n.t('Left out'), refused.map(lineOf), plan.items.refused)]),
    ...(noted.length === 0 ? [] : [list(vscode.l10n.t('Notes'), noted.map(lineOf), noted.length)]),
    ...(plan.furtherMasks.length === 0
      ? []
      : [
          list(
            vscode.l10n.t('Other masks of the pairs, which are not moved'),
            plan.furtherMasks.slice(0, 200),
            plan.furtherMasks.length,
          ),
        ]),
    ...(plan.unpaired.length === 0
      ? []
      : [list(vscode.l10n.t('Without original or mask'), plan.unpaired.slice(0, 200), plan.unpaired.length)]),
  ];
  return [
    ...(samples.length === 0
      ? []
      : [
          {
            ...{ ...empty, title: vscode.l10n.t('As they will be') },
            // A Buffer, as the process sends it, would reach the page as JSON.
            pictures: samples.map(({ name, bytes }) => ({ label: name, bytes: new Uint8Array(bytes) })),
          },
        ]),
    {
      ...empty,
      title: vscode.l10n.t('Files'),
      sentences: [classes],
      warnings: [...classMapTroubleTexts(plan), ...linked],
      names: lists,
    },
  ];
}
