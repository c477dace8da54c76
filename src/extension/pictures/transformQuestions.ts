import * as vscode from 'vscode';
import type { TransformStep } from '../../core/mask/transform.ts';
import { RESIZE_FILTERS } from '../../core/compose/resample.ts';
import { BACK, MOST_PIXELS, sizeOf, wholeNumber, type Back } from '../batch/batchSteps.ts';
import { answered, numberProblem, type StepQuestion, type StepUi } from '../batch/stepUi.ts';
import { cropIn, type PicturesAnswers, type TransformQuestion } from './picturesSteps.ts';

type Answered = Promise<PicturesAnswers | Back | undefined>;
type Question = Omit<StepQuestion, 'placeholder'>;

/** Steps that need no more said. */
const PLAIN_STEPS: Readonly<Record<string, TransformStep>> = {
  horizontal: { kind: 'flip', axis: 'horizontal' },
  vertical: { kind: 'flip', axis: 'vertical' },
  right: { kind: 'rotate', degrees: 90 },
  half: { kind: 'rotate', degrees: 180 },
  left: { kind: 'rotate', degrees: 270 },
  transpose: { kind: 'transpose' },
  square: { kind: 'padSquare' },
};

const MOST_SIDE = 16_384;

function stepText(step: TransformStep): string {
  switch (step.kind) {
    case 'crop': {
      const { x, y, width, height } = step;
      return vscode.l10n.t('Crop to {0}×{1} at {2}, {3}', width, height, x, y);
    }
    case 'flip':
      return step.axis === 'horizontal' ? vscode.l10n.t('Flip left and right') : vscode.l10n.t('Flip top and bottom');
    case 'transpose':
      return vscode.l10n.t('Transpose: rows become columns');
    case 'rotate':
      return vscode.l10n.t('Rotate by {0}° clockwise', step.degrees);
    case 'resize':
      return vscode.l10n.t('Resize to {0}×{1}', step.width, step.height);
    case 'padSquare':
      return vscode.l10n.t('Pad to a square');
  }
}

function chainText(steps: readonly TransformStep[]): string {
  return steps.length === 0 ? vscode.l10n.t('None') : steps.map(stepText).join(' → ');
}

function edgeText(edge: 'shift' | 'pad'): string {
  return edge === 'shift' ? vscode.l10n.t('Moved back inside') : vscode.l10n.t('Filled up');
}

function padText(padId: PicturesAnswers['padId']): string {
  if (typeof padId === 'number') return String(padId);
  return padId === 'void' ? vscode.l10n.t('Void') : vscode.l10n.t('Background');
}

function originalsText(originals: PicturesAnswers['originals']): string {
  return originals === 'jpeg' ? vscode.l10n.t('JPEG stays JPEG, encoded anew') : vscode.l10n.t('All become PNG');
}

/** The answers for the head of the page. */
export function transformSetup({
  steps,
  tiling,
  padId,
  filter,
  originals,
}: PicturesAnswers): Readonly<Record<TransformQuestion, readonly [label: string, value: string]>> {
  const { side = 0, overlap = 0, edge = 'shift' } = tiling ?? {};
  return {
    steps: [vscode.l10n.t('Steps'), chainText(steps)],
    filter: [vscode.l10n.t('Filter of originals'), filter],
    tiles: [vscode.l10n.t('Tiles'), tiling === null ? vscode.l10n.t('None') : `${side}×${side}`],
    overlap: [vscode.l10n.t('Overlap'), `${overlap} px`],
    edge: [vscode.l10n.t('Tiles at the edge'), edgeText(edge)],
    padId: [vscode.l10n.t('ID of added pixels'), padText(padId)],
    originals: [vscode.l10n.t('Originals'), originalsText(originals)],
  };
}

/** Puts one question about a transform. */
export function askTransform(
  step: TransformQuestion,
  answers: PicturesAnswers,
  question: Question,
  ui: StepUi,
): Answered {
  const { tiling } = answers;
  switch (step) {
    case 'steps':
      return askChain(answers, question, ui);
    case 'filter': {
      const items = RESIZE_FILTERS.map((value) => ({ value, label: value }));
      const placeholder = vscode.l10n.t('Which filter resizes originals? Masks take their nearest pixels.');
      return answered(ui.pick({ ...question, items, active: answers.filter, placeholder }), (value) => ({
        ...answers,
        filter: RESIZE_FILTERS.find((one) => one === value) ?? 'lanczos3',
      }));
    }
    case 'tiles':
      return answered(
        ui.input({
          ...{ ...question, value: tiling === null ? '' : String(tiling.side) },
          placeholder: vscode.l10n.t('Cut into tiles of how many pixels a side? Empty: no tiles'),
          problemOf: (text) => {
            if (text.trim() !== '') return numberProblem(text, 1, MOST_SIDE);
            return answers.steps.length > 0 ? null : vscode.l10n.t('There is no step, so enter the side of tiles.');
          },
        }),
        (text) => {
          const side = wholeNumber(text, 1, MOST_SIDE);
          if (side === null) return { ...answers, tiling: null };
          const { overlap = 0, edge = 'shift' } = tiling ?? {};
          return { ...answers, tiling: { side, overlap: Math.min(overlap, side - 1), edge } };
        },
      );
    case 'overlap': {
      if (tiling === null) return Promise.resolve(answers);
      const most = tiling.side - 1;
      return answered(
        ui.input({
          ...{ ...question, value: String(tiling.overlap) },
          placeholder: vscode.l10n.t('How many pixels do neighbouring tiles share?'),
          problemOf: (text) => numberProblem(text, 0, most),
        }),
        (text) => ({ ...answers, tiling: { ...tiling, overlap: wholeNumber(text, 0, most) ?? 0 } }),
      );
    }
    case 'edge': {
      if (tiling === null) return Promise.resolve(answers);
      const items = (['shift', 'pad'] as const).map((value) => ({ value, label: edgeText(value) }));
      const placeholder = vscode.l10n.t('What becomes of tiles that would stick out?');
      return answered(ui.pick({ ...question, items, active: tiling.edge, placeholder }), (value) => ({
        ...answers,
        tiling: { ...tiling, edge: value === 'pad' ? value : 'shift' },
      }));
    }
    case 'padId':
      return askPadId(answers, question, ui);
    case 'originals': {
      const items = (['jpeg', 'png'] as const).map((value) => ({ value, label: originalsText(value) }));
      const placeholder = vscode.l10n.t('What are originals written as?');
      return answered(ui.pick({ ...question, items, active: answers.originals, placeholder }), (value) => ({
        ...answers,
        originals: value === 'png' ? value : 'jpeg',
      }));
    }
  }
}

/** One step after the other, until there are enough. */
async function askChain(answers: PicturesAnswers, question: Question, ui: StepUi): Answered {
  let { steps } = answers;
  for (;;) {
    const done = steps.length === 0 ? vscode.l10n.t('No Step: Tiles Alone') : vscode.l10n.t('That Is All');
    const picked = await ui.pick({
      ...{ ...question, active: steps.length === 0 ? 'crop' : 'done' },
      placeholder:
        steps.length === 0
          ? vscode.l10n.t('What is done first with each pair?')
          : vscode.l10n.t('So far: {0}. What comes next?', chainText(steps)),
      items: [
        { value: 'done', label: done },
        ...(steps.length === 0 ? [] : [{ value: 'remove', label: vscode.l10n.t('Remove the Last Step') }]),
        { value: 'crop', label: vscode.l10n.t('Crop…') },
        { value: 'resize', label: vscode.l10n.t('Resize…') },
        ...Object.entries(PLAIN_STEPS).map(([value, step]) => ({ value, label: stepText(step) })),
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'done') return { ...answers, steps };
    if (picked === 'remove') steps = steps.slice(0, -1);
    else {
      const step = PLAIN_STEPS[picked] ?? (await askMeasures(picked, question, ui));
      if (step === undefined) return undefined;
      if (step !== BACK) steps = [...steps, step];
    }
  }
}

function askMeasures(picked: string, question: Question, ui: StepUi): Promise<TransformStep | Back | undefined> {
  const isCrop = picked === 'crop';
  const stepIn = (text: string): TransformStep | null => {
    if (isCrop) return cropIn(text);
    const size = sizeOf(text);
    return size === null ? null : { kind: 'resize', ...size };
  };
  return ui
    .input({
      ...{ ...question, canGoBack: true, value: '' },
      placeholder: isCrop
        ? vscode.l10n.t('The part in pixels: left, top, width, height, such as 0, 0, 640, 480')
        : vscode.l10n.t('Width and height in pixels, such as 512x512'),
      problemOf: (text) =>
        stepIn(text) !== null
          ? null
          : isCrop
            ? vscode.l10n.t('Enter four whole numbers, such as 0, 0, 640, 480.')
            : vscode.l10n.t('Enter two whole numbers up to {0}, such as 512x512.', MOST_PIXELS),
    })
    .then((text) => (text === undefined || text === BACK ? text : (stepIn(text) ?? BACK)));
}

const MOST_ID = 65_535;

async function askPadId(answers: PicturesAnswers, question: Question, ui: StepUi): Answered {
  const { padId } = answers;
  for (;;) {
    const picked = await ui.pick({
      ...{ ...question, active: typeof padId === 'number' ? 'id' : padId },
      placeholder: vscode.l10n.t('Which ID do pixels get that are added to masks?'),
      items: [
        ...(['void', 'background'] as const).map((value) => ({ value, label: padText(value) })),
        { value: 'id', label: vscode.l10n.t('Another ID…') },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked !== 'id') return { ...answers, padId: picked === 'background' ? picked : 'void' };
    const text = await ui.input({
      ...{ ...question, canGoBack: true, value: typeof padId === 'number' ? String(padId) : '' },
      placeholder: vscode.l10n.t('Which ID do pixels get that are added to masks?'),
      problemOf: (one) => numberProblem(one, 0, MOST_ID),
    });
    if (text === undefined) return undefined;
    if (text !== BACK) return { ...answers, padId: wholeNumber(text, 0, MOST_ID) ?? 0 };
  }
}
