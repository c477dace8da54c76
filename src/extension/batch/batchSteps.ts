import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { isPaletteName } from '../../core/palette/namedPalettes.ts';
import type { BatchOrder, BorderChoice, ReencodeChoice, SpecksChoice } from '../../jobs/batchOrder.ts';
import type { DrawOptions, RemoveOptions } from '../../jobs/border.ts';
import type { SpecksOptions } from '../../jobs/specks.ts';
import type { BatchFix, ColourDecisions } from '../../protocol/batch.ts';

/** What a command is about to do. */
export type BatchKind = 'reencode' | 'draw' | 'remove' | 'specks';

/** What the steps of a command gather; files to leave alone are looked for when the preview starts. */
export type BatchAnswers = Omit<BatchOrder, 'unsaved' | 'readonlyFiles'>;

/** A question of a command. `files` is asked only where no menu gave any. */
export type BatchStep =
  'files' | 'palette' | 'how' | 'rawPalette' | 'mode' | 'instances' | 'iterations' | 'within' | 'below' | 'where';

export const DEFAULT_REENCODE: ReencodeChoice = {
  ...({ kind: 'reencode', palette: 'voc', by: 'colour', unknown: 'error', choices: [] } as const),
  ...({ raw: null, depth: null, isSwapped: false, classId: null, repair: 'none' } as const),
};

export const DEFAULT_DRAW: DrawOptions = {
  ...({ kind: 'draw', mode: 'union', iterations: 5, side: 'outer', element: 'rectangle', voidId: 255 } as const),
  ...{ background: 0, backgroundBecomes: null, colour: null, instances: null, resize: null },
};

export const DEFAULT_REMOVE: RemoveOptions = { kind: 'remove', voidId: 255, within: 6 };

export const DEFAULT_SPECKS: SpecksOptions = { below: 4, voidIds: [255] };

export function defaultWork(kind: BatchKind): BatchAnswers['work'] {
  if (kind === 'reencode') return DEFAULT_REENCODE;
  if (kind === 'specks') return { kind, options: DEFAULT_SPECKS };
  return { kind: 'border', options: kind === 'draw' ? DEFAULT_DRAW : DEFAULT_REMOVE };
}

export function kindOf(work: BatchAnswers['work']): BatchKind {
  return work.kind === 'border' ? work.options.kind : work.kind;
}

/** The questions that lead to a batch, in order, by what was answered so far. */
export function stepsOf({ work }: BatchAnswers, asksFiles: boolean): readonly BatchStep[] {
  const files: BatchStep[] = asksFiles ? ['files'] : [];
  if (work.kind === 'reencode') {
    const needsPalette = work.raw !== null && work.by === 'colour';
    return [...files, 'palette', 'how', ...(needsPalette ? (['rawPalette'] as const) : []), 'where'];
  }
  if (work.kind === 'specks') return [...files, 'below', 'where'];
  const { options } = work;
  if (options.kind === 'remove') return [...files, 'within', 'where'];
  return [...files, 'mode', ...(options.mode === 'objects' ? (['instances'] as const) : []), 'iterations', 'where'];
}

export const BACK = Symbol('back');
export type Back = typeof BACK;

/** Where a question stands among the others. */
export interface StepPlace {
  /** From 1. */
  readonly number: number;
  readonly total: number;
}

/**
 * Asks one question after the other. Back leads to the question before, whose answer stays as its default.
 *
 * @param ask resolves with the answers as they are now, {@link BACK}, or undefined to give up
 */
export async function walkSteps<Answers, Step>(
  initial: Answers,
  stepsNow: (answers: Answers) => readonly Step[],
  ask: (step: Step, answers: Answers, place: StepPlace) => Promise<Answers | Back | undefined>,
): Promise<Answers | undefined> {
  let answers = initial;
  let at = 0;
  for (;;) {
    const steps = stepsNow(answers);
    const step = steps[at];
    if (step === undefined) return answers;
    const answer = await ask(step, answers, { number: at + 1, total: steps.length });
    if (answer === undefined) return undefined;
    if (answer === BACK) at = Math.max(0, at - 1);
    else {
      answers = answer;
      at++;
    }
  }
}

/** What is kept of a batch as the default of the next: decisions about single colours belong to their files. */
export interface RememberedBatch {
  readonly work: BatchAnswers['work'];
  readonly target: BatchAnswers['target'];
  /** Where its masks lie, absolute; absent where an earlier version of the extension wrote it. */
  readonly folder?: string;
}

export function remembered(answers: BatchAnswers): RememberedBatch {
  const { work, target } = answers;
  return {
    work: work.kind === 'reencode' ? forgetful(work) : work,
    target,
    folder: folderOf(answers),
  };
}

/** Without what was decided for the files of one batch. */
function forgetful(work: ReencodeChoice): ReencodeChoice {
  const plain = { ...work, unknown: 'error', choices: [] } as const;
  return work.isAsStored === undefined ? plain : { ...plain, isAsStored: false };
}

/** The folder of the first masks, absolute. */
function folderOf(answers: BatchAnswers): string {
  const first = firstInput(answers);
  return /\.png$/i.test(first) ? dirname(first) : first;
}

/**
 * The answers with the remembered palette only where it was chosen for masks of the same folder: in another dataset the
 * ids mean other classes, so that the nearest class map is offered first.
 */
export function withPaletteOfFolder(answers: BatchAnswers, memory: RememberedBatch | undefined): BatchAnswers {
  const { work } = answers;
  if (work.kind !== 'reencode') return answers;
  const isSame = memory?.work.kind === 'reencode' && memory.folder === folderOf(answers);
  return { ...answers, work: { ...work, palette: isSame ? memory.work.palette : null } };
}

/**
 * A remembered batch of this kind, made whole where an earlier version of the extension wrote it; else the defaults,
 * with no palette yet: the first question offers the nearest.
 */
export function startingFrom(kind: BatchKind, memory: RememberedBatch | undefined): RememberedBatch {
  const work = defaultWork(kind);
  if (memory === undefined || kindOf(memory.work) !== kind) {
    return { work: work.kind === 'reencode' ? { ...work, palette: null } : work, target: { kind: 'inPlace' } };
  }
  return { work: filled(work, memory.work), target: memory.target };
}

type Work = ReencodeChoice | BorderChoice | SpecksChoice;

function filled(work: Work, memory: Work): Work {
  if (work.kind === 'reencode' && memory.kind === 'reencode') return { ...work, ...memory };
  if (work.kind === 'border' && memory.kind === 'border') {
    return { kind: 'border', options: { ...work.options, ...memory.options } };
  }
  if (work.kind === 'specks' && memory.kind === 'specks') {
    return { kind: 'specks', options: { ...work.options, ...memory.options } };
  }
  return work;
}

/** The batch with the options changed that a fix names. */
export function withFix(answers: BatchAnswers, fix: BatchFix): BatchAnswers {
  const { work } = answers;
  if (fix === 'again') return { ...answers, isRepeated: true };
  if (work.kind !== 'reencode') return answers;
  const changed = (change: Partial<ReencodeChoice>): BatchAnswers => ({ ...answers, work: { ...work, ...change } });
  switch (fix) {
    case 'byColour':
      return changed({ by: 'colour', classId: null });
    case 'byIndex':
      return changed({ by: 'index', classId: null, isSwapped: false });
    case 'swapRedAndBlue':
      return changed({ by: 'colour', classId: null, isSwapped: true, isAsStored: false });
    case 'asStored':
      return changed({ isSwapped: false, isAsStored: true });
    case 'repairEdges':
      return changed({ repair: 'edges' });
    case 'raw16':
      return changed({ raw: 16, depth: null });
  }
}

/** Whether a fix would change anything, and can be had: colours need a palette to be looked up in. */
export function isFixOffered({ work, isRepeated, target }: BatchAnswers, fix: BatchFix): boolean {
  if (fix === 'again') return !isRepeated && target.kind === 'inPlace';
  if (work.kind !== 'reencode') return false;
  const isByColour = work.by === 'colour' && work.classId === null;
  switch (fix) {
    case 'byColour':
      return !isByColour && work.palette !== null;
    case 'byIndex':
      return work.by !== 'index' || work.classId !== null;
    case 'swapRedAndBlue':
      return !(isByColour && work.isSwapped) && work.palette !== null;
    case 'asStored':
      return isByColour && work.isAsStored !== true;
    case 'repairEdges':
      return work.repair !== 'edges';
    case 'raw16':
      return work.raw !== 16;
  }
}

/** The batch with other decisions about colours. */
export function withDecisions(answers: BatchAnswers, { unknown, choices }: ColourDecisions): BatchAnswers {
  const { work } = answers;
  return work.kind !== 'reencode' ? answers : { ...answers, work: { ...work, unknown, choices } };
}

/** The decisions that the preview can change; undefined where colours decide nothing. */
export function decisionsOf({ work }: BatchAnswers): ColourDecisions | undefined {
  if (work.kind !== 'reencode' || work.by !== 'colour' || work.classId !== null) return undefined;
  return { unknown: work.unknown, choices: work.choices };
}

/** The file that a palette comes from; null for named palettes and none. */
export function paletteFile({ work }: Pick<BatchAnswers, 'work'>): string | null {
  if (work.kind !== 'reencode' || work.palette === null) return null;
  return isPaletteName(work.palette) ? null : work.palette;
}

/** The answers with these inputs, absolute; those below the working folder are named from there. */
export function withInputs(answers: BatchAnswers, paths: readonly string[]): BatchAnswers {
  const inputs = paths.map((path) => {
    const way = relative(answers.workingFolder, path);
    return way === '' || way.startsWith('..') || isAbsolute(way) ? path : way;
  });
  return { ...answers, inputs };
}

/** The first input as an absolute path. */
export function firstInput({ inputs, workingFolder }: BatchAnswers): string {
  return resolve(workingFolder, inputs[0] ?? '');
}

/** A whole number within bounds; null for anything else. */
export function wholeNumber(text: string, least: number, most: number): number | null {
  const value = Number(text.trim());
  return /^\d+$/.test(text.trim()) && value >= least && value <= most ? value : null;
}

/** `512x512` with `x`, `×` or a space between; null for anything else. */
export function sizeOf(text: string): { readonly width: number; readonly height: number } | null {
  const [, width, height] = /^\s*(\d+)\s*[x×\s]\s*(\d+)\s*$/i.exec(text) ?? [];
  if (width === undefined || height === undefined) return null;
  const size = { width: wholeNumber(width, 1, MOST_PIXELS), height: wholeNumber(height, 1, MOST_PIXELS) };
  return size.width === null || size.height === null ? null : { width: size.width, height: size.height };
}

/** Larger than any mask's side. */
export const MOST_PIXELS = 65_535;
