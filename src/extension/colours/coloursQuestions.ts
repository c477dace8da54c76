import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Exclusions } from '../../core/colours/classPixels.ts';
import type { ColourSearch } from '../../core/colours/dominantColours.ts';
import type { Back, StepPlace } from '../batch/batchSteps.ts';
import { answered, numberProblem, type StepItem, type StepUi } from '../batch/stepUi.ts';
import type { ColoursOrigin } from './coloursCommand.ts';

/** What the steps gather. */
export interface ColoursAnswers {
  /** Ids or names; null: all classes but background and void. */
  readonly only: readonly string[] | null;
  readonly search: ColourSearch;
  readonly exclusions: Exclusions;
  /** A file; null: X11's names. */
  readonly swatches: string | null;
}

export type ColoursStep = 'class' | 'search' | 'pixels' | 'names';

export const DEFAULT_ANSWERS: ColoursAnswers = {
  only: null,
  search: { kind: 'silhouette', most: 8 },
  exclusions: { rim: 0, shadow: 0 },
  swatches: null,
};

const COUNTS = [3, 5, 8, 12];
const MOST = 255;
/** L*a*b* units; colours nearer to each other look related. */
const RADIUS = 12;
const RIM = 2;
const SHADOW = 0.5;

/** Asks one of the questions. */
export async function askColours(
  step: ColoursStep,
  now: ColoursAnswers,
  place: StepPlace,
  origin: ColoursOrigin,
  ui: StepUi,
): Promise<ColoursAnswers | Back | undefined> {
  const title = vscode.l10n.t('Colours of a Class');
  const question = { title, place, canGoBack: place.number > 1 };
  switch (step) {
    case 'class':
      return askClass(now, question, origin, ui);
    case 'search':
      return askSearch(now, question, ui);
    case 'pixels':
      return answered(
        ui.pick({
          ...question,
          placeholder: vscode.l10n.t('Which pixels count?'),
          items: PIXELS.map(({ value, ...exclusions }) => ({ value, ...pixelsText(exclusions) })),
        }),
        (answer) => {
          const { rim, shadow } = PIXELS.find(({ value }) => value === answer) ?? now.exclusions;
          return { ...now, exclusions: { rim, shadow } };
        },
      );
    case 'names': {
      const items: StepItem[] = [
        { value: 'x11', label: vscode.l10n.t('X11 Colour Names') },
        {
          value: 'own',
          label: vscode.l10n.t('Own Swatches…'),
          detail: vscode.l10n.t('CSV or text "name, #hex", JSON, or a GIMP palette'),
        },
      ];
      const answer = await ui.pick({ ...question, placeholder: vscode.l10n.t('What are colours called?'), items });
      if (typeof answer !== 'string') return answer;
      if (answer === 'x11') return { ...now, swatches: null };
      const [swatches] = await ui.open({ title, folder: dirname(origin.file.fsPath), what: 'swatches' });
      return swatches === undefined ? undefined : { ...now, swatches };
    }
  }
}

interface Question {
  readonly title: string;
  readonly place: StepPlace;
  readonly canGoBack: boolean;
}

async function askClass(
  now: ColoursAnswers,
  question: Question,
  { classes }: ColoursOrigin,
  ui: StepUi,
): Promise<ColoursAnswers | Back | undefined> {
  const answer = await ui.pick({
    ...question,
    placeholder: vscode.l10n.t('Of which class?'),
    items: [
      { value: 'all', label: vscode.l10n.t('All Classes but Background and Void') },
      ...classes.map(({ key, label }) => ({ value: `=${key}`, label, description: String(key) })),
      { value: 'other', label: vscode.l10n.t('By Name or ID…') },
    ],
  });
  if (typeof answer !== 'string') return answer;
  if (answer === 'all') return { ...now, only: null };
  if (answer !== 'other') return { ...now, only: [answer.slice(1)] };
  return answered(
    ui.input({
      ...question,
      placeholder: vscode.l10n.t('Name or ID of a class'),
      value: now.only?.[0] ?? '',
      problemOf: (text) => (text.trim() === '' ? vscode.l10n.t('Enter the name or the ID of a class.') : null),
    }),
    (text) => ({ ...now, only: [text.trim()] }),
  );
}

async function askSearch(
  now: ColoursAnswers,
  question: Question,
  ui: StepUi,
): Promise<ColoursAnswers | Back | undefined> {
  const answer = await ui.pick({
    ...question,
    placeholder: vscode.l10n.t('How many colours?'),
    items: [
      {
        value: 'silhouette',
        label: vscode.l10n.t('As Many as Fit'),
        detail: vscode.l10n.t('k-means with 1 to 8 colours, by the silhouette of a sample'),
      },
      ...COUNTS.map((count) => ({ value: String(count), label: String(count) })),
      { value: 'other', label: vscode.l10n.t('Another Number…') },
      {
        value: 'meanShift',
        label: vscode.l10n.t('Unknown'),
        detail: vscode.l10n.t('Mean shift: as many as there are, also those of few pixels'),
      },
    ],
  });
  if (typeof answer !== 'string') return answer;
  if (answer === 'silhouette') return { ...now, search: DEFAULT_ANSWERS.search };
  if (answer === 'meanShift') return { ...now, search: { kind: 'meanShift', radius: RADIUS } };
  if (answer !== 'other') return { ...now, search: { kind: 'count', count: Number(answer) } };
  return answered(
    ui.input({
      ...question,
      placeholder: vscode.l10n.t('How many colours?'),
      value: '6',
      problemOf: (text) => numberProblem(text, 1, MOST),
    }),
    (text) => ({ ...now, search: { kind: 'count', count: Number(text) } }),
  );
}

const PIXELS: readonly (Exclusions & { readonly value: string })[] = [
  { value: 'all', rim: 0, shadow: 0 },
  { value: 'rim', rim: RIM, shadow: 0 },
  { value: 'shadow', rim: 0, shadow: SHADOW },
  { value: 'both', rim: RIM, shadow: SHADOW },
];

function pixelsText({ rim, shadow }: Exclusions): { readonly label: string; readonly detail?: string } {
  const near = vscode.l10n.t('without pixels that another class is within {0} px of', rim);
  const dark = vscode.l10n.t('without pixels darker than {0} % of the median lightness', 100 * shadow);
  if (rim > 0 && shadow > 0) return { label: vscode.l10n.t('Neither Rim nor Shadows'), detail: `${near}; ${dark}` };
  if (rim > 0) return { label: vscode.l10n.t('Without the Rim'), detail: near };
  if (shadow > 0) return { label: vscode.l10n.t('Without Shadows'), detail: dark };
  return { label: vscode.l10n.t('All Pixels of the Class') };
}
