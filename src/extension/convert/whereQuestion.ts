import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { BACK, sizeOf, type Back } from '../batch/batchSteps.ts';
import { answered, type StepItem, type StepQuestion, type StepUi } from '../batch/stepUi.ts';
import { defaultAnswers, type ConvertAnswers } from './convertSteps.ts';
import { convertTitle, folderText, frameText, imagesText, sizeText } from './optionTexts.ts';
import { unknownClassText, yAxisText } from './optionTexts.ts';

type Asked = Omit<StepQuestion, 'placeholder'>;
type Answered = Promise<ConvertAnswers | Back | undefined>;

/** The last question: where to write, with the options that have defaults below; those lead back here. */
export async function askWhere(initial: ConvertAnswers, question: Asked, ui: StepUi): Answered {
  let answers = initial;
  let active: string = initial.folder;
  for (;;) {
    const usual = defaultAnswers(answers.exportFile, answers).folder;
    const folders = [...new Set([answers.folder, usual])];
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Where to? A preview comes first; nothing is written yet.'),
      active,
      items: [
        ...folders.map((folder) => ({ value: folder, label: vscode.l10n.t('Into {0}', folderText(folder)) })),
        { value: 'open', label: vscode.l10n.t('Choose a Folder…') },
        { label: vscode.l10n.t('Options') },
        ...optionItems(answers),
      ],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (folders.includes(picked)) return { ...answers, folder: picked };
    if (picked === 'open') {
      const [found] = await ui.open({ title: convertTitle(), folder: dirname(answers.exportFile), what: 'folder' });
      if (found !== undefined) return { ...answers, folder: found };
      continue;
    }
    const changed = await askOption(picked, answers, { ...question, canGoBack: true }, ui);
    if (changed === undefined) return undefined;
    if (changed !== BACK) answers = changed;
    active = picked;
  }
}

function optionItems(answers: ConvertAnswers): StepItem[] {
  const item = (value: string, label: string, description: string): StepItem => ({ value, label, description });
  const { requiredClasses } = answers;
  const required = requiredClasses.length === 0 ? vscode.l10n.t('none') : requiredClasses.join(', ');
  return [
    item('size', vscode.l10n.t('Size of images of which nothing tells it'), sizeText(answers)),
    item('yAxis', vscode.l10n.t('Y axis'), yAxisText(answers.yAxis)),
    item('frame', vscode.l10n.t('Images that their EXIF orientation turns'), frameText(answers.frame)),
    item('images', vscode.l10n.t('Original images'), imagesText(answers.images)),
    item('unknownClass', vscode.l10n.t('Classes that the class map lacks'), unknownClassText(answers.unknownClass)),
    item('required', vscode.l10n.t('Classes that a row must have'), required),
  ];
}

function askOption(option: string, answers: ConvertAnswers, question: Asked, ui: StepUi): Answered {
  const choose = <T extends string>(
    placeholder: string,
    active: string,
    values: readonly (readonly [value: T, label: string])[],
    take: (value: T) => Partial<ConvertAnswers>,
  ): Answered => {
    const items = values.map(([value, label]) => ({ value, label }));
    return answered(ui.pick({ ...question, placeholder, active, items }), (picked) => {
      const value = values.find(([one]) => one === picked)?.[0];
      return value === undefined ? answers : { ...answers, ...take(value) };
    });
  };
  switch (option) {
    case 'yAxis':
      return choose(
        vscode.l10n.t('Where is y = 0? Look at a row in the export’s editor.'),
        answers.yAxis ?? 'told',
        [
          ['told', yAxisText(null)],
          ['up', yAxisText('up')],
          ['down', yAxisText('down')],
        ],
        (value) => ({ yAxis: value === 'told' ? null : value }),
      );
    case 'frame':
      return choose(
        vscode.l10n.t('How were images labelled that their EXIF orientation turns?'),
        answers.frame ?? 'unknown',
        [
          ['unknown', frameText(null)],
          ['displayed', frameText('displayed')],
          ['stored', frameText('stored')],
        ],
        (value) => ({ frame: value === 'unknown' ? null : value }),
      );
    case 'images':
      return choose(
        vscode.l10n.t('Original images'),
        answers.images,
        (['copy', 'link', 'none'] as const).map((value) => [value, imagesText(value)]),
        (images) => ({ images }),
      );
    case 'unknownClass':
      return choose(
        vscode.l10n.t('Classes that the class map lacks'),
        answers.unknownClass,
        (['error', 'skip', 'add'] as const).map((value) => [value, unknownClassText(value)]),
        (unknownClass) => ({ unknownClass }),
      );
    case 'required':
      return answered(
        ui.input({
          ...question,
          placeholder: vscode.l10n.t('Names with commas between them; empty: none. Other rows are left out.'),
          value: answers.requiredClasses.join(', '),
          problemOf: () => null,
        }),
        (text) => ({
          ...answers,
          requiredClasses: text
            .split(',')
            .map((name) => name.trim())
            .filter((name) => name !== ''),
        }),
      );
    default:
      return answered(
        ui.input({
          ...question,
          placeholder: vscode.l10n.t('Width × height, for instance 512x512; empty: such rows are left out.'),
          value: answers.size === null ? '' : `${answers.size.width}x${answers.size.height}`,
          problemOf: (text) =>
            text.trim() === '' || sizeOf(text) !== null ? null : vscode.l10n.t('Enter a size such as 512x512.'),
        }),
        (text) => ({ ...answers, size: sizeOf(text) }),
      );
  }
}
