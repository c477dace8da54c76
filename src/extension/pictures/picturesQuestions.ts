import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { BLENDS } from '../../core/compose/blend.ts';
import { FOCUS_METHODS } from '../../core/compose/focus.ts';
import { LEGEND_PLACES } from '../../core/compose/legend.ts';
import { MAX_SEED } from '../../core/split/mersenneTwister.ts';
import { isFontFile } from '../../platform/fontFile.ts';
import { BACK, wholeNumber, type Back, type StepPlace } from '../batch/batchSteps.ts';
import { answered, numberProblem, type StepQuestion, type StepUi } from '../batch/stepUi.ts';
import { numberText } from '../page/numberText.ts';
import {
  blurIn,
  GROUNDS,
  SIZES,
  usualFolder,
  type PicturesAnswers,
  type PicturesKind,
  type PicturesStep,
} from './picturesSteps.ts';
import { askTransform } from './transformQuestions.ts';

type Answered = Promise<PicturesAnswers | Back | undefined>;

export function kindTitle(kind: PicturesKind): string {
  return {
    overlay: vscode.l10n.t('Export Overlays'),
    sheet: vscode.l10n.t('Export Contact Sheet'),
    cutout: vscode.l10n.t('Export Cut-outs'),
    focus: vscode.l10n.t('Export Shallow Focus'),
    transform: vscode.l10n.t('Transform Pairs'),
  }[kind];
}

/** Fillings and outlines that are offered. */
const STYLES = {
  filled: { isFilled: true, opacity: 0.5, outline: 0 },
  both: { isFilled: true, opacity: 0.4, outline: 2 },
  outlined: { isFilled: false, opacity: 1, outline: 2 },
} as const;

/** The part of the colour in the published blends, which have no outlines. */
const PUBLISHED_STYLE = { isFilled: true, opacity: 0.4, outline: 0 } as const;

export function drawnText({ style, blend }: Pick<PicturesAnswers, 'style' | 'blend'>): string {
  return {
    normal: styleText(style),
    jet: vscode.l10n.t('0.9 · original + 0.4 · JET (as published)'),
    yellow: vscode.l10n.t('0.9 · original + 0.4 · yellow (as published)'),
    sixForty: vscode.l10n.t('0.6 · original + 0.4 · colours (as published)'),
  }[blend];
}

export function groundsText(grounds: PicturesAnswers['grounds']): string {
  return {
    neither: vscode.l10n.t('Neither background nor void'),
    background: vscode.l10n.t('The background too'),
    void: vscode.l10n.t('Void too'),
    both: vscode.l10n.t('Background and void too'),
  }[grounds];
}

export function fontText(font: PicturesAnswers['font']): string {
  return font === null ? vscode.l10n.t('What the system has') : basename(font);
}

function styleText({ isFilled, outline, opacity }: PicturesAnswers['style']): string {
  const filling = vscode.l10n.t('Filled, {0} %', Math.round(100 * opacity));
  const lines = vscode.l10n.t('Outlines, {0} px', outline);
  return [...(isFilled ? [filling] : []), ...(outline > 0 ? [lines] : [])].join(' + ');
}

export function legendText(legend: PicturesAnswers['legend']): string {
  return {
    none: vscode.l10n.t('No legend'),
    burnt: vscode.l10n.t('In the picture'),
    beside: vscode.l10n.t('Beside the picture'),
  }[legend];
}

export function methodText(method: PicturesAnswers['method']): string {
  return {
    normalised: vscode.l10n.t('Without a halo'),
    composed: vscode.l10n.t('As published: the whole picture blurred, the subject upon it'),
  }[method];
}

export function sizesText(sizes: PicturesAnswers['sizes']): string {
  return {
    leaveOut: vscode.l10n.t('Leave the pair out'),
    fit: vscode.l10n.t('Scale the original to its mask'),
    stored: vscode.l10n.t('Take originals unturned, as they are stored'),
  }[sizes];
}

export function classesText({ only }: Pick<PicturesAnswers, 'only'>): string {
  return only === null ? vscode.l10n.t('All but background and void') : only.join(', ');
}

export function blurText(blur: PicturesAnswers['blur']): string {
  return blur.kind === 'box'
    ? vscode.l10n.t('Box of {0} px', numberText(blur.size))
    : vscode.l10n.t('Gaussian, σ {0}', String(blur.sigma));
}

/** Puts one question. */
export function askStep(step: PicturesStep, answers: PicturesAnswers, place: StepPlace, ui: StepUi): Answered {
  const question = { title: kindTitle(answers.kind), place, canGoBack: place.number > 1 };
  switch (step) {
    case 'style': {
      const { style: now } = answers;
      const published = BLENDS.filter((blend) => blend !== 'normal');
      const items = [
        ...Object.entries(STYLES).map(([value, style]) => ({ value, label: styleText(style) })),
        ...published.map((blend) => ({ value: blend, label: drawnText({ style: now, blend }) })),
      ];
      const placeholder = vscode.l10n.t('How are classes drawn?');
      return answered(ui.pick({ ...question, items, active: activeStyle(answers), placeholder }), (value) => {
        const blend = published.find((one) => one === value);
        if (blend !== undefined) return { ...answers, blend, style: PUBLISHED_STYLE };
        const style = Object.entries(STYLES).find(([name]) => name === value)?.[1] ?? now;
        return { ...answers, blend: 'normal', style };
      });
    }
    case 'legend': {
      const items = LEGEND_PLACES.map((value) => ({ value, label: legendText(value) }));
      const placeholder = vscode.l10n.t('Where is the legend?');
      return answered(ui.pick({ ...question, items, active: answers.legend, placeholder }), (value) => ({
        ...answers,
        legend: LEGEND_PLACES.find((one) => one === value) ?? 'none',
      }));
    }
    case 'classes':
      return answered(
        ui.input({
          ...{ ...question, value: answers.only?.join(', ') ?? '', problemOf: () => null },
          placeholder: vscode.l10n.t('Classes by name or ID, commas between; empty: all but background and void'),
        }),
        (text) => {
          const names = text
            .split(',')
            .map((one) => one.trim())
            .filter((one) => one !== '');
          return { ...answers, only: names.length === 0 ? null : names };
        },
      );
    case 'grounds': {
      const items = GROUNDS.map((value) => ({ value, label: groundsText(value) }));
      const placeholder = vscode.l10n.t('Do background and void count as well?');
      return answered(ui.pick({ ...question, items, active: answers.grounds, placeholder }), (value) => ({
        ...answers,
        grounds: GROUNDS.find((one) => one === value) ?? 'neither',
      }));
    }
    case 'font':
      return askFont(answers, question, ui);
    case 'format': {
      const items = (['png', 'jpeg', 'webp'] as const).map((value) => ({ value, label: value.toUpperCase() }));
      const placeholder = vscode.l10n.t('Which format do the pictures have?');
      return answered(ui.pick({ ...question, items, active: answers.format, placeholder }), (value) => ({
        ...answers,
        format: items.find((one) => one.value === value)?.value ?? 'png',
      }));
    }
    case 'count':
      return answered(
        ui.input({
          ...{ ...question, value: answers.count === null ? '' : String(answers.count) },
          placeholder: vscode.l10n.t('How many pairs, drawn at random? Empty: all'),
          problemOf: (text) => (text.trim() === '' ? null : numberProblem(text, 1, MOST_PAIRS)),
        }),
        (text) => ({ ...answers, count: wholeNumber(text, 1, MOST_PAIRS) }),
      );
    case 'seed':
      return answered(
        ui.input({
          ...{ ...question, value: String(answers.seed), problemOf: (text) => numberProblem(text, 0, MAX_SEED) },
          placeholder: vscode.l10n.t('Seed: the same pairs and seed give the same sheet'),
        }),
        (text) => ({ ...answers, seed: wholeNumber(text, 0, MAX_SEED) ?? 0 }),
      );
    case 'crop': {
      const items = [
        { value: 'crop', label: vscode.l10n.t('Cut to the class') },
        { value: 'whole', label: vscode.l10n.t('As large as the original') },
      ];
      const placeholder = vscode.l10n.t('How large are the cut-outs?');
      return answered(ui.pick({ ...question, items, placeholder }), (value) => ({
        ...answers,
        isCropped: value === 'crop',
      }));
    }
    case 'blur':
      return answered(
        ui.input({
          ...{
            ...question,
            value: answers.blur.kind === 'box' ? String(answers.blur.size) : `s ${answers.blur.sigma}`,
          },
          placeholder: vscode.l10n.t('Blur: the side of a box in pixels, odd, such as 31; or "s 6" for a Gaussian'),
          problemOf: (text) =>
            blurIn(text) === null
              ? vscode.l10n.t('Enter an odd number from 3 to 255, or s and a number up to 64.')
              : null,
        }),
        (text) => ({ ...answers, blur: blurIn(text) ?? answers.blur }),
      );
    case 'method': {
      const items = FOCUS_METHODS.map((value) => ({ value, label: methodText(value) }));
      const placeholder = vscode.l10n.t('How is the background blurred?');
      return answered(ui.pick({ ...question, items, active: answers.method, placeholder }), (value) => ({
        ...answers,
        method: FOCUS_METHODS.find((one) => one === value) ?? 'normalised',
      }));
    }
    case 'sizes': {
      const items = SIZES.map((value) => ({ value, label: sizesText(value) }));
      const placeholder = vscode.l10n.t('What becomes of pairs whose sizes differ?');
      return answered(ui.pick({ ...question, items, active: answers.sizes, placeholder }), (value) => ({
        ...answers,
        sizes: SIZES.find((one) => one === value) ?? 'leaveOut',
      }));
    }
    case 'where':
      return askWhere(answers, question, ui);
    default:
      return askTransform(step, answers, question, ui);
  }
}

const MOST_PAIRS = 100_000;

/** The style or blend that was chosen before. */
function activeStyle({ style, blend }: PicturesAnswers): string | undefined {
  if (blend !== 'normal') return blend;
  return Object.entries(STYLES).find(([, one]) => styleText(one) === styleText(style))?.[0];
}

async function askFont(answers: PicturesAnswers, question: Omit<StepQuestion, 'placeholder'>, ui: StepUi): Answered {
  const { font } = answers;
  for (;;) {
    const picked = await ui.pick({
      ...{ ...question, active: font === null ? 'system' : 'own' },
      placeholder: vscode.l10n.t('Which font writes names?'),
      items: [
        { value: 'system', label: fontText(null) },
        ...(font === null ? [] : [{ value: 'own', label: fontText(font) }]),
        { value: 'choose', label: vscode.l10n.t('Choose a Font File…') },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked !== 'choose') return { ...answers, font: picked === 'own' ? font : null };
    const folder = dirname(font ?? answers.folder);
    const [path] = await ui.open({ title: kindTitle(answers.kind), folder, what: 'font' });
    if (path === undefined) continue;
    if (isFont(path)) return { ...answers, font: path };
    void vscode.window.showErrorMessage(vscode.l10n.t('{0} is no font file.', path));
  }
}

function isFont(path: string): boolean {
  try {
    return isFontFile(path);
  } catch {
    return false;
  }
}

async function askWhere(answers: PicturesAnswers, question: Omit<StepQuestion, 'placeholder'>, ui: StepUi): Answered {
  const folders = [answers.folder, usualFolder(answers.kind, answers)];
  return answered(askFolder(question, folders, ui), (folder) => ({ ...answers, folder }));
}

/** Where files go: one of some folders, the first of them at the cursor, or another. */
export async function askFolder(
  question: Omit<StepQuestion, 'placeholder'>,
  folders: readonly string[],
  ui: StepUi,
): Promise<string | Back | undefined> {
  const [first = ''] = folders;
  for (;;) {
    const picked = await ui.pick({
      ...{ ...question, active: first },
      placeholder: vscode.l10n.t('Where do the files go?'),
      items: [
        ...[...new Set(folders)].map((value) => ({ value, label: vscode.workspace.asRelativePath(value) })),
        { value: '', label: vscode.l10n.t('Choose a Folder…') },
      ],
    });
    if (picked === undefined || picked === BACK || picked !== '') return picked;
    const [path] = await ui.open({ title: question.title, folder: first, what: 'folder' });
    if (path !== undefined) return path;
  }
}
