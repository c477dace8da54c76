import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { classMapFilesAmong } from '../../core/formats/classMapFile.ts';
import { LAYOUTS } from '../../core/labelbox/layouts.ts';
import { CHOICES } from '../../core/labelbox/choice.ts';
import { RASTER_RULES } from '../../core/raster/rasterise.ts';
import { BACK, type Back, type StepPlace } from '../batch/batchSteps.ts';
import { answered, type StepItem, type StepQuestion, type StepUi } from '../batch/stepUi.ts';
import type { ConvertAnswers, ConvertStep } from './convertSteps.ts';
import { classMapText, convertTitle, folderText, labelsText, layoutText } from './optionTexts.ts';
import { overlapText, ruleText, sourceText } from './optionTexts.ts';
import { askWhere } from './whereQuestion.ts';

type Answered = Promise<ConvertAnswers | Back | undefined>;

const SOURCES = [['polygons'], ['masks'], ['polygons', 'masks'], ['masks', 'polygons']] as const;
const OVERLAP_CHOICES = ['error', 'classOrder', 'smallerOnTop', 'firstDrawn', 'lastDrawn', 'toVoid'] as const;

/** Puts one question of a conversion. */
export function askStep(step: ConvertStep, answers: ConvertAnswers, place: StepPlace, ui: StepUi): Answered {
  const question = { title: convertTitle(), place, canGoBack: place.number > 1 };
  const choose = (
    placeholder: string,
    active: string,
    items: readonly StepItem[],
    take: (value: string) => Partial<ConvertAnswers>,
  ): Answered =>
    answered(ui.pick({ ...question, placeholder, active, items }), (value) => ({ ...answers, ...take(value) }));
  switch (step) {
    case 'source':
      return choose(vscode.l10n.t('From what are the masks made?'), answers.sources.join(), sourceItems(), (value) => ({
        sources: SOURCES.find((sources) => sources.join() === value) ?? ['polygons'],
      }));
    case 'raster':
      return choose(vscode.l10n.t('Which pixels belong to a polygon?'), answers.rule, ruleItems(), (value) => ({
        rule: RASTER_RULES.find((rule) => rule === value) ?? 'centre',
      }));
    case 'layout':
      return choose(vscode.l10n.t('How are the files laid out?'), answers.layout, layoutItems(), (value) => ({
        layout: LAYOUTS.find((layout) => layout === value) ?? 'voc',
      }));
    case 'classMap':
      return askClassMap(answers, question, ui);
    case 'overlap':
      return choose(vscode.l10n.t('Who gets pixels of several classes?'), answers.overlap, overlapItems(), (value) => ({
        overlap: OVERLAP_CHOICES.find((overlap) => overlap === value) ?? 'error',
      }));
    case 'labels':
      return choose(
        vscode.l10n.t('Which labels, where an image has several?'),
        answers.labels,
        CHOICES.map((value) => ({ value, label: labelsText(value) })),
        (value) => ({ labels: CHOICES.find((labels) => labels === value) ?? 'newest' }),
      );
    case 'originals':
      return askFolder(vscode.l10n.t('Where are the original images?'), answers.originals, answers, question, ui, {
        noneDetail: vscode.l10n.t('Sizes come from the export then, and no images are copied'),
        take: (originals) => ({ originals }),
      });
    case 'masks':
      return askFolder(vscode.l10n.t('Where are the downloaded masks?'), answers.masks, answers, question, ui, {
        noneDetail: vscode.l10n.t('Objects that have nothing but a mask are reported then'),
        take: (masks) => ({ masks }),
      });
    case 'where':
      return askWhere(answers, question, ui);
  }
}

function sourceItems(): StepItem[] {
  const details = [
    vscode.l10n.t('The outlines in the export'),
    vscode.l10n.t('Mask pictures that were downloaded'),
    vscode.l10n.t('The outline of an object, its mask where it has none'),
    vscode.l10n.t('The mask of an object, its outline where it has none'),
  ];
  return SOURCES.map((sources, at) => ({
    ...{ value: sources.join(), label: sourceText(sources), detail: details[at] ?? '' },
  }));
}

function ruleItems(): StepItem[] {
  const details = {
    centre: vscode.l10n.t('A pixel belongs where its centre is inside; areas are true on average'),
    'opencv-4.6': vscode.l10n.t('As cv2.fillPoly: the outline belongs too, so that masks are half a pixel larger'),
    'pillow-9.4': vscode.l10n.t('As ImageDraw.polygon: for datasets that were drawn with Pillow'),
  };
  return RASTER_RULES.map((rule) => ({ value: rule, label: ruleText(rule), detail: details[rule] }));
}

function layoutItems(): StepItem[] {
  const details = {
    voc: 'JPEGImages, SegmentationClass, SegmentationObject, ImageSets/Segmentation',
    recipe: 'animface/NAME-original.jpg, category/NAME-category.png, filelist',
    flat: vscode.l10n.t('NAME.jpg beside NAME.png'),
    coco: vscode.l10n.t('One annotation file of polygons; objects with holes as run lengths'),
  };
  return LAYOUTS.map((layout) => ({ value: layout, label: layoutText(layout), detail: details[layout] }));
}

function overlapItems(): StepItem[] {
  const ordered = vscode.l10n.t('Only where the export has an order: E5 and v2');
  const details = {
    error: vscode.l10n.t('Such rows are reported and get no mask'),
    classOrder: vscode.l10n.t('Classes lie upon each other by their ids'),
    smallerOnTop: vscode.l10n.t('The object of fewer pixels lies upon the other'),
    firstDrawn: ordered,
    lastDrawn: ordered,
    toVoid: vscode.l10n.t('No class gets them; training ignores them'),
  };
  return OVERLAP_CHOICES.map((value) => ({ value, label: overlapText(value), detail: details[value] }));
}

async function askClassMap(answers: ConvertAnswers, question: Omit<StepQuestion, 'placeholder'>, ui: StepUi): Answered {
  const { exportFile, classMap } = answers;
  const beside = dirname(exportFile);
  const found = classMapFilesAmong(filesIn(beside)).map((name) => join(beside, name));
  const files = [...new Set([...(classMap === null ? [] : [classMap]), ...found])];
  for (;;) {
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Which class map gives the ids?'),
      active: classMap ?? 'nearest',
      items: [
        {
          value: 'nearest',
          label: classMapText(null),
          detail: vscode.l10n.t(
            'The one of the dataset’s folder, else one beside the export; a new one is written first and used ever after',
          ),
        },
        ...files.map((path) => ({ value: path, label: classMapText(path) })),
        { value: 'open', label: vscode.l10n.t('Choose a File…') },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'nearest') return { ...answers, classMap: null };
    if (picked !== 'open') return { ...answers, classMap: picked };
    const [path] = await ui.open({ title: convertTitle(), folder: beside, what: 'classMap' });
    if (path !== undefined) return { ...answers, classMap: path };
  }
}

async function askFolder(
  placeholder: string,
  folder: string | null,
  answers: ConvertAnswers,
  question: Omit<StepQuestion, 'placeholder'>,
  ui: StepUi,
  {
    noneDetail,
    take,
  }: { readonly noneDetail: string; readonly take: (folder: string | null) => Partial<ConvertAnswers> },
): Answered {
  for (;;) {
    const picked = await ui.pick({
      ...{ ...question, placeholder, active: folder ?? 'none' },
      items: [
        ...(folder === null ? [] : [{ value: folder, label: folderText(folder) }]),
        { value: 'open', label: vscode.l10n.t('Choose a Folder…') },
        { value: 'none', label: vscode.l10n.t('None'), detail: noneDetail },
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'none') return { ...answers, ...take(null) };
    if (picked !== 'open') return { ...answers, ...take(picked) };
    const from = folder ?? dirname(answers.exportFile);
    const [found] = await ui.open({ title: convertTitle(), folder: from, what: 'folder' });
    if (found !== undefined) return { ...answers, ...take(found) };
  }
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
