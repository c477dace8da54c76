import { dirname } from 'node:path';
import * as vscode from 'vscode';
import type { Exclusions } from '../../core/colours/classPixels.ts';
import type { ColourSearch } from '../../core/colours/dominantColours.ts';
import { MAX_SEED } from '../../core/split/mersenneTwister.ts';
import { BACK, wholeNumber, type Back, type StepPlace } from '../batch/batchSteps.ts';
import { answered, numberProblem, type StepItem, type StepUi } from '../batch/stepUi.ts';
import { askFolder } from '../pictures/picturesQuestions.ts';
import type { ColoursOrigin } from './coloursCommand.ts';

/** What the steps gather. */
export interface ColoursAnswers {
  /** Ids or names; null: all classes but background and void. */
  readonly only: readonly string[] | null;
  readonly search: ColourSearch;
  readonly exclusions: Exclusions;
  /** A file; null: X11's names. */
  readonly swatches: string | null;
  /** 0 … 2³² − 1. */
  readonly seed: number;
  /** Whether each file has colours of its own, too. */
  readonly isPerFile: boolean;
  /** Where maps of which pixels made which colour go, absolute; null: none are made. */
  readonly maps: string | null;
}

export type ColoursStep = 'class' | 'search' | 'seed' | 'pixels' | 'names' | 'scope' | 'maps';

/** The questions, in order. @param mayWrite whether maps can be written */
export function coloursSteps(
  { search }: ColoursAnswers,
  { isMask, chosen }: Pick<ColoursOrigin, 'isMask' | 'chosen'>,
  mayWrite: boolean,
): readonly ColoursStep[] {
  return [
    ...(chosen === null ? (['class'] as const) : []),
    'search',
    // Mean shift draws nothing.
    ...(search.kind === 'meanShift' ? [] : (['seed'] as const)),
    ...(['pixels', 'names'] as const),
    ...(isMask ? [] : (['scope'] as const)),
    ...(mayWrite ? (['maps'] as const) : []),
  ];
}

export const DEFAULT_ANSWERS: ColoursAnswers = {
  only: null,
  search: { kind: 'silhouette', most: 8 },
  exclusions: { rim: 0, shadow: 0 },
  swatches: null,
  ...{ seed: 1, isPerFile: false, maps: null },
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
    case 'seed':
      return answered(
        ui.input({
          ...{ ...question, value: String(now.seed), problemOf: (text) => numberProblem(text, 0, MAX_SEED) },
          placeholder: vscode.l10n.t('Seed: the same pixels and seed give the same colours'),
        }),
        (text) => ({ ...now, seed: wholeNumber(text, 0, MAX_SEED) ?? now.seed }),
      );
    case 'scope': {
      const items = [
        { value: 'whole', label: vscode.l10n.t('Only the dataset as a whole') },
        { value: 'files', label: vscode.l10n.t('Each file by itself too') },
      ];
      const placeholder = vscode.l10n.t('Of what are colours told?');
      return answered(ui.pick({ ...question, items, placeholder }), (value) => ({
        ...now,
        isPerFile: value === 'files',
      }));
    }
    case 'maps':
      return askMaps(now, question, origin, ui);
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

async function askMaps(
  now: ColoursAnswers,
  question: Question,
  { file }: ColoursOrigin,
  ui: StepUi,
): Promise<ColoursAnswers | Back | undefined> {
  const items = [
    { value: 'none', label: vscode.l10n.t('No Maps') },
    {
      value: 'maps',
      label: vscode.l10n.t('Which Pixels Made Which Colour…'),
      detail: vscode.l10n.t('A paletted PNG for each class of each file, after a preview'),
    },
  ];
  for (;;) {
    const placeholder = vscode.l10n.t('Are maps of the colours wanted?');
    const picked = await ui.pick({ ...question, items, placeholder });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'none') return { ...now, maps: null };
    const folder = `${file.fsPath.replace(/\.png$/i, '')}-colours`;
    const maps = await askFolder({ ...question, canGoBack: true }, [now.maps ?? folder, folder], ui);
    if (maps !== BACK) return maps === undefined ? undefined : { ...now, maps };
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
