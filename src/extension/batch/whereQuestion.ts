import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { formatHex, parseHex } from '../../core/palette/idColours.ts';
import type { DrawOptions } from '../../jobs/border.ts';
import type { ReencodeChoice } from '../../jobs/batchOrder.ts';
import type { SpecksOptions } from '../../jobs/specks.ts';
import { BACK, firstInput, kindOf, sizeOf, wholeNumber, type Back, type BatchAnswers } from './batchSteps.ts';
import { drawOptionLines, elementText, sideText, titleOf, unknownText, voidIdsText } from './optionTexts.ts';
import { answered, numberProblem, type StepItem, type StepQuestion, type StepUi } from './stepUi.ts';

type Asked = Omit<StepQuestion, 'placeholder'>;
type Answered = Promise<BatchAnswers | Back | undefined>;

/** The last question: where to write, with the options that have defaults below; those lead back here. */
export async function askWhere(initial: BatchAnswers, question: Asked, ui: StepUi): Answered {
  let answers = initial;
  let active: string = initial.target.kind;
  for (;;) {
    const options = optionItems(answers);
    const picked = await ui.pick({
      ...question,
      placeholder: vscode.l10n.t('Where to? A preview comes first; nothing is written yet.'),
      active,
      items: [...placeItems(answers), { label: vscode.l10n.t('Options') }, ...options],
    });
    if (picked === undefined || picked === BACK) return picked;
    if (picked === 'inPlace') return { ...answers, target: { kind: 'inPlace' } };
    if (picked === 'folder' && answers.target.kind === 'folder') return answers;
    if (picked === 'beside') return { ...answers, target: { kind: 'folder', folder: besideOf(answers) } };
    if (picked === 'open') {
      const folder = dirname(firstInput(answers));
      const [found] = await ui.open({ title: titleOf(kindOf(answers.work)), folder, what: 'folder' });
      if (found !== undefined) return { ...answers, target: { kind: 'folder', folder: found } };
      continue;
    }
    const changed = await askOption(picked, answers, { ...question, canGoBack: true }, ui);
    if (changed === undefined) return undefined;
    if (changed !== BACK) answers = changed;
    active = picked;
  }
}

function placeItems(answers: BatchAnswers): StepItem[] {
  const { target } = answers;
  const into = (folder: string): string => vscode.l10n.t('Into {0}', vscode.workspace.asRelativePath(folder));
  const beside = besideOf(answers);
  const kept = vscode.l10n.t('Relative paths are kept; the originals stay as they are');
  return [
    {
      value: 'inPlace',
      label: vscode.l10n.t('In Place'),
      detail: vscode.l10n.t('Over the files themselves; “Undo Last Batch” restores them byte for byte'),
    },
    ...(target.kind === 'folder' ? [{ value: 'folder', label: into(target.folder), detail: kept }] : []),
    ...(target.kind === 'folder' && target.folder === beside
      ? []
      : [{ value: 'beside', label: into(beside), detail: kept }]),
    { value: 'open', label: vscode.l10n.t('Choose a Folder…'), detail: kept },
  ];
}

/** A new folder beside the input. */
function besideOf(answers: BatchAnswers): string {
  const path = firstInput(answers);
  const isFile = /\.png$/i.test(path);
  const folder = isFile ? dirname(path) : path;
  const suffix = { reencode: 'reencoded', border: 'border', specks: 'filled' }[answers.work.kind];
  return join(dirname(folder), `${basename(folder)}-${suffix}`);
}

function optionItems({ work, target, isRepeated }: BatchAnswers): StepItem[] {
  const item = (value: string, label: string, description: string): StepItem => ({ value, label, description });
  const again =
    target.kind === 'inPlace'
      ? [item('again', vscode.l10n.t('Files that these options have written already'), againText(isRepeated))]
      : [];
  if (work.kind === 'border') {
    const { options } = work;
    const lines: StepItem[] =
      options.kind === 'draw'
        ? drawOptionLines(options).map(({ key, label, value }) => item(key, label, value))
        : [item('voidId', vscode.l10n.t('Id of the void'), String(options.voidId))];
    return [...lines, ...again];
  }
  if (work.kind === 'specks') {
    return [item('voidIds', vscode.l10n.t('Ids of the void, whose specks stay'), voidIdsText(work.options)), ...again];
  }
  const isByColour = work.by === 'colour' && work.classId === null;
  return [
    ...(isByColour ? [item('unknown', vscode.l10n.t('Unknown colours'), unknownText(work.unknown))] : []),
    item('repair', vscode.l10n.t('Damaged edges and invented ids'), repairText(work.repair)),
    ...(work.raw === null ? [item('depth', vscode.l10n.t('Bits a pixel'), String(work.depth ?? 8))] : []),
    ...again,
  ];
}

function againText(isRepeated: boolean): string {
  return isRepeated ? vscode.l10n.t('write again') : vscode.l10n.t('leave alone');
}

function repairText(repair: ReencodeChoice['repair']): string {
  return repair === 'edges' ? vscode.l10n.t('repair') : vscode.l10n.t('keep');
}

/** Asks about one option. */
function askOption(option: string, answers: BatchAnswers, question: Asked, ui: StepUi): Answered {
  const { work } = answers;
  const choose = (
    placeholder: string,
    active: string,
    items: readonly StepItem[],
  ): Promise<string | Back | undefined> => ui.pick({ ...question, placeholder, active, items });
  if (option === 'again') {
    const items = [false, true].map((value) => ({ value: String(value), label: againText(value) }));
    const placeholder = vscode.l10n.t('Files that these options have written already');
    return answered(choose(placeholder, String(answers.isRepeated), items), (value) => ({
      ...answers,
      isRepeated: value === 'true',
    }));
  }
  if (work.kind === 'reencode') return askReencodeOption(option, answers, work, question, ui);
  if (work.kind === 'specks') return askVoidIds(answers, work.options, question, ui);
  const { options } = work;
  if (options.kind === 'draw') {
    return askDrawOption(option, options, question, ui, (changed) => ({
      ...answers,
      work: { kind: 'border', options: changed },
    }));
  }
  return answered(ui.input(idQuestion(question, vscode.l10n.t('Id of the void'), options.voidId)), (id) => ({
    ...answers,
    work: { kind: 'border', options: { ...options, voidId: Number(id) } },
  }));
}

function askVoidIds(answers: BatchAnswers, options: SpecksOptions, question: Asked, ui: StepUi): Answered {
  const placeholder = vscode.l10n.t('Ids that training ignores, such as 255 or 0, 255; empty: none');
  const problemOf = (text: string): string | null =>
    voidIdsIn(text) === null ? vscode.l10n.t('Enter ids with commas between them.') : null;
  const value = options.voidIds.join(', ');
  return answered(ui.input({ ...question, placeholder, value, problemOf }), (text) => ({
    ...answers,
    work: { kind: 'specks', options: { ...options, voidIds: voidIdsIn(text) ?? [] } },
  }));
}

/** Ascending, each once; null for what is no list of ids. */
function voidIdsIn(text: string): number[] | null {
  const ids = text.split(',').flatMap((part) => (part.trim() === '' ? [] : [wholeNumber(part, 0, 65_535)]));
  const known = ids.filter((id) => id !== null);
  return known.length < ids.length ? null : [...new Set(known)].sort((a, b) => a - b);
}

type InputQuestion = Parameters<StepUi['input']>[0];

function idQuestion(question: Asked, placeholder: string, id: number, most = 255): InputQuestion {
  return { ...question, placeholder, value: String(id), problemOf: (text) => numberProblem(text, 0, most) };
}

async function askReencodeOption(
  option: string,
  answers: BatchAnswers,
  work: ReencodeChoice,
  question: Asked,
  ui: StepUi,
): Answered {
  const withWork = (change: Partial<ReencodeChoice>): BatchAnswers => ({ ...answers, work: { ...work, ...change } });
  if (option === 'depth') {
    const items = [8, 4, 2, 1].map((bits) => ({
      value: String(bits),
      label: vscode.l10n.t('{0} bits', bits),
      ...(bits === 8 ? { detail: vscode.l10n.t('256 entries: what every program reads alike') } : {}),
    }));
    const placeholder = vscode.l10n.t('Bits a pixel; fewer only where every id fits');
    return answered(ui.pick({ ...question, placeholder, active: String(work.depth ?? 8), items }), (bits) =>
      withWork({ depth: bits === '8' ? null : (Number(bits) as 1 | 2 | 4) }),
    );
  }
  if (option === 'repair') {
    const items = [
      { value: 'none', label: repairText('none') },
      {
        value: 'edges',
        label: repairText('edges'),
        detail: vscode.l10n.t(
          'Pixels of blended or stained edges, and of ids that a resize invented, become a class beside them',
        ),
      },
    ];
    const placeholder = vscode.l10n.t('Damaged edges and invented ids');
    return answered(ui.pick({ ...question, placeholder, active: work.repair ?? 'none', items }), (repair) =>
      withWork({ repair: repair === 'edges' ? 'edges' : 'none' }),
    );
  }
  const kinds = ['error', 'void', 'nearest'] as const;
  const picked = await ui.pick({
    ...question,
    placeholder: vscode.l10n.t('What becomes of colours that no class has? The preview lists them, and asks for each.'),
    active: typeof work.unknown === 'number' ? 'id' : work.unknown,
    items: [
      ...kinds.map((kind) => ({ value: kind, label: unknownText(kind) })),
      { value: 'id', label: vscode.l10n.t('become an id…') },
    ],
  });
  if (picked === undefined || picked === BACK) return picked;
  const kind = kinds.find((one) => one === picked);
  if (kind !== undefined) return withWork({ unknown: kind });
  const id = typeof work.unknown === 'number' ? work.unknown : 0;
  return answered(ui.input(idQuestion(question, vscode.l10n.t('Unknown colours'), id, 65_535)), (text) =>
    withWork({ unknown: Number(text) }),
  );
}

async function askDrawOption(
  option: string,
  options: DrawOptions,
  question: Asked,
  ui: StepUi,
  withOptions: (changed: DrawOptions) => BatchAnswers,
): Answered {
  const label = drawOptionLines(options).find(({ key }) => key === option)?.label ?? '';
  switch (option) {
    case 'side': {
      const sides = ['outer', 'inner', 'centred'] as const;
      const details = {
        outer: vscode.l10n.t('Takes pixels of the background'),
        inner: vscode.l10n.t('Takes pixels of the classes'),
        centred: vscode.l10n.t('Takes half from each'),
      };
      const items = sides.map((side) => ({ value: side, label: sideText(side), detail: details[side] }));
      return answered(ui.pick({ ...question, placeholder: label, active: options.side, items }), (value) =>
        withOptions({ ...options, side: value as DrawOptions['side'] }),
      );
    }
    case 'element': {
      const elements = ['rectangle', 'cross'] as const;
      const items = elements.map((element) => ({ value: element, label: elementText(element) }));
      return answered(ui.pick({ ...question, placeholder: label, active: options.element, items }), (value) =>
        withOptions({ ...options, element: value as DrawOptions['element'] }),
      );
    }
    case 'colour':
      return answered(
        ui.input({
          ...question,
          placeholder: vscode.l10n.t('#rrggbb; empty: #e0e0c0 where the id is new'),
          value: options.colour === null ? '' : formatHex(...options.colour),
          problemOf: (text) =>
            text.trim() === '' || parseHex(text.trim()) !== null ? null : vscode.l10n.t('Enter a colour as #rrggbb.'),
        }),
        (text) => withOptions({ ...options, colour: parseHex(text.trim()) }),
      );
    case 'backgroundBecomes':
      return answered(
        ui.input({
          ...question,
          placeholder: vscode.l10n.t('Id of background that the border leaves; empty: it stays'),
          value: options.backgroundBecomes === null ? '' : String(options.backgroundBecomes),
          problemOf: (text) => (text.trim() === '' ? null : numberProblem(text, 0, 255)),
        }),
        (text) => withOptions({ ...options, backgroundBecomes: text.trim() === '' ? null : Number(text) }),
      );
    case 'resize':
      return askResize(options, question, ui, withOptions);
    default: {
      const key = option === 'background' ? 'background' : 'voidId';
      const other = options[key === 'background' ? 'voidId' : 'background'];
      const problemOf = (text: string): string | null =>
        wholeNumber(text, 0, 255) === other
          ? vscode.l10n.t('The border and the background need different ids.')
          : numberProblem(text, 0, 255);
      return answered(ui.input({ ...idQuestion(question, label, options[key]), problemOf }), (id) =>
        withOptions({ ...options, [key]: Number(id) }),
      );
    }
  }
}

async function askResize(
  options: DrawOptions,
  question: Asked,
  ui: StepUi,
  withOptions: (changed: DrawOptions) => BatchAnswers,
): Answered {
  const { resize } = options;
  const text = await ui.input({
    ...question,
    placeholder: vscode.l10n.t(
      'Width × height, for instance 512x512; empty: no. The original images are not resized with it.',
    ),
    value: resize === null ? '' : `${resize.width}x${resize.height}`,
    problemOf: (typed) =>
      typed.trim() === '' || sizeOf(typed) !== null ? null : vscode.l10n.t('Enter a size such as 512x512.'),
  });
  if (text === undefined || text === BACK) return text;
  const size = sizeOf(text);
  if (size === null) return withOptions({ ...options, resize: null });
  const picked = ui.pick({
    ...question,
    placeholder: vscode.l10n.t('Whose nearest neighbour? They differ by a pixel.'),
    active: resize?.rule,
    items: [
      { value: 'opencv', label: 'OpenCV INTER_NEAREST' },
      { value: 'pillow', label: 'Pillow NEAREST' },
    ],
  });
  return answered(picked, (rule) =>
    withOptions({ ...options, resize: { ...size, rule: rule === 'pillow' ? 'pillow' : 'opencv' } }),
  );
}
