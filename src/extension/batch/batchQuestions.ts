import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { LARGEST_SPECK } from '../../core/dataset/findings/regions.ts';
import { isPaletteName, PALETTE_NAMES } from '../../core/palette/namedPalettes.ts';
import type { ReencodeChoice } from '../../jobs/batchOrder.ts';
import type { DrawOptions, RemoveOptions } from '../../jobs/border.ts';
import type { SpecksOptions } from '../../jobs/specks.ts';
import {
  BACK,
  firstInput,
  kindOf,
  MOST_PIXELS,
  paletteFile,
  withInputs,
  type Back,
  type BatchAnswers,
  type BatchStep,
  type StepPlace,
} from './batchSteps.ts';
import { modeText, paletteName, paletteText, titleOf } from './optionTexts.ts';
import type { PalettePlaces } from './palettePlaces.ts';
import { answered, numberProblem, type StepItem, type StepQuestion, type StepUi } from './stepUi.ts';
import { askWhere } from './whereQuestion.ts';

/** What questions need besides the answers so far. */
export interface StepContext {
  readonly ui: StepUi;
  /** Palettes near the masks that were chosen. */
  readonly palettesFor: (answers: BatchAnswers) => Promise<PalettePlaces>;
  /** Files and folders that a command without any offers first; absolute. */
  readonly suggestions: readonly { readonly path: string; readonly label: string }[];
}

type Answered = Promise<BatchAnswers | Back | undefined>;

/** Asks one question of a command. */
export function askStep(step: BatchStep, answers: BatchAnswers, place: StepPlace, context: StepContext): Answered {
  const canGoBack = place.number > 1;
  const question = { title: titleOf(kindOf(answers.work)), place, canGoBack };
  const { work } = answers;
  if (step === 'files') return askFiles(answers, question, context);
  if (step === 'where') return askWhere(answers, question, context.ui);
  if (work.kind === 'reencode') {
    const withWork = (change: Partial<ReencodeChoice>): BatchAnswers => ({ ...answers, work: { ...work, ...change } });
    if (step === 'how') return askHow(work, question, context, withWork);
    return askPalette(answers, { question, context, withWork, offersRaw: step === 'palette' });
  }
  if (work.kind === 'specks') return askBelow(answers, work.options, question, context);
  const { options } = work;
  const withOptions = (changed: DrawOptions | RemoveOptions): BatchAnswers => ({
    ...answers,
    work: { kind: 'border', options: changed },
  });
  if (options.kind === 'remove') {
    const placeholder = vscode.l10n.t('How far to fill: void within so many pixels of a class becomes that class');
    const problemOf = pixelsProblem;
    return answered(context.ui.input({ ...question, placeholder, value: String(options.within), problemOf }), (text) =>
      withOptions({ ...options, within: Number(text) }),
    );
  }
  if (step === 'mode') return askMode(options, question, context, withOptions);
  if (step === 'instances') return askInstances(answers, options, question, context, withOptions);
  const placeholder = vscode.l10n.t('Width of the border in pixels');
  return answered(
    context.ui.input({ ...question, placeholder, value: String(options.iterations), problemOf: pixelsProblem }),
    (text) => withOptions({ ...options, iterations: Number(text) }),
  );
}

type Asked = Omit<StepQuestion, 'placeholder'>;

function askBelow(answers: BatchAnswers, options: SpecksOptions, question: Asked, { ui }: StepContext): Answered {
  const placeholder = vscode.l10n.t('Regions of fewer pixels become what surrounds them');
  const problemOf = (text: string): string | null => numberProblem(text, 2, LARGEST_SPECK);
  return answered(ui.input({ ...question, placeholder, value: String(options.below), problemOf }), (text) => ({
    ...answers,
    work: { kind: 'specks', options: { ...options, below: Number(text) } },
  }));
}

function pixelsProblem(text: string): string | null {
  return numberProblem(text, 1, MOST_PIXELS);
}

async function askFiles(answers: BatchAnswers, question: Asked, { ui, suggestions }: StepContext): Answered {
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Which masks?'),
      items: [
        ...suggestions.map(({ path, label }) => ({
          value: path,
          label,
          description: vscode.workspace.asRelativePath(path),
        })),
        { label: '' },
        { value: 'folders', label: vscode.l10n.t('Choose Folders…') },
        { value: 'pngs', label: vscode.l10n.t('Choose Files…') },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked !== 'folders' && picked !== 'pngs') return withInputs(answers, [picked]);
    const title = vscode.l10n.t('Which masks?');
    const found = await ui.open({ title, folder: answers.workingFolder, what: picked });
    if (found.length > 0) return withInputs(answers, found);
  }
}

interface PaletteQuestion {
  readonly question: Asked;
  readonly context: StepContext;
  readonly withWork: (change: Partial<ReencodeChoice>) => BatchAnswers;
  /** Raw ids, too, which have no palette. */
  readonly offersRaw: boolean;
}

async function askPalette(
  answers: BatchAnswers,
  { question, context, withWork, offersRaw }: PaletteQuestion,
): Answered {
  const { work } = answers;
  if (work.kind !== 'reencode') return answers;
  const places = await context.palettesFor(answers);
  const heading = (label: string): StepItem => ({ label });
  const own = paletteFile(answers);
  const item = (path: string, detail?: string): StepItem => ({
    value: path,
    label: paletteText(path),
    ...(detail === undefined ? {} : { detail }),
  });
  const near = [...new Set([...places.files, ...(own === null ? [] : [own])])].filter((path) => path !== places.inUse);
  const items: StepItem[] = [
    ...(places.inUse === null
      ? []
      : [item(places.inUse, vscode.l10n.t('Names the classes of these masks in the editor'))]),
    ...(near.length === 0 ? [] : [heading(vscode.l10n.t('Files'))]),
    ...near.map((path, at) =>
      item(path, at === 0 && path !== own ? vscode.l10n.t('The nearest class map') : undefined),
    ),
    heading(vscode.l10n.t('Named palettes')),
    ...PALETTE_NAMES.filter((name) => name !== places.inUse).map((name) => ({ value: name, label: paletteName(name) })),
    heading(vscode.l10n.t('From a file')),
    {
      value: 'classMap',
      label: vscode.l10n.t('Class Map…'),
      detail: vscode.l10n.t('labelmap.txt, *.classes.json, COCO categories, a list of names'),
    },
    { value: 'png', label: vscode.l10n.t('Another Mask’s Palette…') },
    ...(offersRaw
      ? [
          heading(vscode.l10n.t('No palette')),
          {
            value: 'raw8',
            label: vscode.l10n.t('Raw ids, {0}-bit grey', 8),
            detail: vscode.l10n.t('The grey value of a pixel is its id, as many training programs read it'),
          },
          {
            value: 'raw16',
            label: vscode.l10n.t('Raw ids, {0}-bit grey', 16),
            detail: vscode.l10n.t('For ids above 255'),
          },
        ]
      : []),
  ];
  const raw = (bits: 8 | 16): BatchAnswers => {
    // By colour they need a palette to look colours up in, which is asked for.
    return withWork({ raw: bits, depth: null, palette: work.by === 'colour' ? work.palette : null });
  };
  const chosen = (palette: string): BatchAnswers => withWork(offersRaw ? { palette, raw: null } : { palette });
  const active = offersRaw && work.raw !== null ? `raw${work.raw}` : (work.palette ?? places.inUse ?? places.files[0]);
  for (;;) {
    const placeholder = offersRaw
      ? vscode.l10n.t('Put the masks on which palette?')
      : vscode.l10n.t('Which palette says what the colours are?');
    const picked = await context.ui.pick({ ...question, placeholder, items, active });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'raw8') return raw(8);
    if (picked === 'raw16') return raw(16);
    if (picked !== 'classMap' && picked !== 'png') return chosen(picked);
    const folder = own === null || isPaletteName(own) ? answers.workingFolder : dirname(own);
    const [file] = await context.ui.open({ title: placeholder, folder, what: picked });
    if (file !== undefined) return chosen(file);
  }
}

async function askHow(
  work: ReencodeChoice,
  question: Asked,
  { ui }: StepContext,
  withWork: (change: Partial<ReencodeChoice>) => BatchAnswers,
): Answered {
  const active =
    work.classId !== null
      ? work.threshold
        ? 'threshold'
        : (work.binaryRule ?? 'class')
      : work.by === 'index'
        ? 'index'
        : work.isSwapped
          ? 'swapped'
          : 'colour';
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('What tells the class of a pixel?'),
      active,
      items: [
        {
          value: 'colour',
          label: vscode.l10n.t('Its Colour'),
          detail: vscode.l10n.t(
            'Each colour gets the id that it has in the palette: for ids that differ between files, and for RGB masks',
          ),
        },
        {
          value: 'index',
          label: vscode.l10n.t('Its Id'),
          detail: vscode.l10n.t('Every pixel keeps its id and only the palette changes: for masks whose ids are right'),
        },
        {
          value: 'swapped',
          label: vscode.l10n.t('Its Colour, Red and Blue Swapped'),
          detail: vscode.l10n.t('For masks that were stored as blue, green, red, as OpenCV does unless told otherwise'),
        },
        {
          value: 'class',
          label: vscode.l10n.t('Being Opaque or White: One Class…'),
          detail: vscode.l10n.t('For binary masks: one class for the object, 0 for the rest'),
        },
        {
          value: 'alpha',
          label: vscode.l10n.t('Being Opaque: One Class…'),
          detail: vscode.l10n.t('For binary masks whose brightness says something else than their transparency'),
        },
        {
          value: 'brightness',
          label: vscode.l10n.t('Being White: One Class…'),
          detail: vscode.l10n.t('For binary masks whose transparency says something else than their brightness'),
        },
        {
          value: 'threshold',
          label: vscode.l10n.t('Being Opaque or White from a Value On: One Class…'),
          detail: vscode.l10n.t('For binary masks with soft edges; the preview counts what the threshold decides'),
        },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    const palette = work.raw === null ? work.palette : null;
    if (picked === 'index') return withWork({ by: 'index', classId: null, isSwapped: false, palette });
    if (picked === 'colour' || picked === 'swapped') {
      return withWork({ by: 'colour', classId: null, isSwapped: picked === 'swapped', isAsStored: false });
    }
    const id = await ui.input({
      ...question,
      canGoBack: true,
      placeholder: vscode.l10n.t('Id of the object’s class'),
      value: String(work.classId ?? 1),
      problemOf: (text) => numberProblem(text, 0, 255),
    });
    if (id === undefined) return undefined;
    if (id === BACK) continue;
    const binary = { by: 'index', classId: Number(id), isSwapped: false, palette } as const;
    if (picked === 'class') return withWork({ ...binary, binaryRule: null, threshold: null });
    if (picked === 'alpha' || picked === 'brightness') return withWork({ ...binary, binaryRule: picked });
    const text = await ui.input({
      ...question,
      canGoBack: true,
      placeholder: vscode.l10n.t('The object is where the value is this or more'),
      value: String(work.threshold ?? 128),
      problemOf: (typed) => numberProblem(typed, 1, 65_535),
    });
    if (text === undefined) return undefined;
    if (text !== BACK) return withWork({ ...binary, threshold: Number(text) });
  }
}

function askMode(
  options: DrawOptions,
  question: Asked,
  { ui }: StepContext,
  withOptions: (changed: DrawOptions) => BatchAnswers,
): Answered {
  const item = (mode: DrawOptions['mode'], detail: string): StepItem => ({
    value: mode,
    label: modeText(mode),
    detail,
  });
  const picked = ui.pick({
    ...question,
    placeholder: vscode.l10n.t('Where is the border?'),
    active: options.mode,
    items: [
      item('union', vscode.l10n.t('Around everything that is not background: what OpenCV’s dilate adds')),
      item('classes', vscode.l10n.t('Around everything, and where two classes touch')),
      item('objects', vscode.l10n.t('Also between objects of one class, as Pascal VOC has it; needs instance masks')),
    ],
  });
  return answered(picked, (mode) => {
    const chosen = mode as DrawOptions['mode'];
    return withOptions({ ...options, mode: chosen, instances: chosen === 'objects' ? options.instances : null });
  });
}

async function askInstances(
  answers: BatchAnswers,
  options: DrawOptions,
  question: Asked,
  { ui }: StepContext,
  withOptions: (changed: DrawOptions) => BatchAnswers,
): Answered {
  const folder = dirname(firstInput(answers));
  const known = [...new Set([options.instances, join(folder, 'SegmentationObject')])].filter((path) => path !== null);
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Which folder holds the instance masks? They have the same relative paths.'),
      active: options.instances ?? undefined,
      items: [
        ...known.map((path) => ({ value: path, label: vscode.workspace.asRelativePath(path) })),
        { label: '' },
        { value: 'open', label: vscode.l10n.t('Choose a Folder…') },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked !== 'open') return withOptions({ ...options, instances: picked });
    const [found] = await ui.open({ title: titleOf('draw'), folder, what: 'folder' });
    if (found !== undefined) return withOptions({ ...options, instances: found });
  }
}
