import { dirname, join } from 'node:path';
import { LIST_FORMS } from '../../core/split/namesFile.ts';
import { MAX_FOLDS, SPLIT_METHODS, type SplitOptions, type SplitShape } from '../../core/split/makeSplit.ts';
import { MAX_SEED } from '../../core/split/mersenneTwister.ts';
import { ratioParts } from '../../core/split/ratios.ts';
import { splitCommand } from '../../jobs/splitCommand.ts';
import type { NamesFacts, SplitDataset } from '../../jobs/splitMessages.ts';
import type { SplitRequest } from '../../jobs/splitTypes.ts';

/** What is split: a file of names, or the folder of a dataset and how it is read. */
export interface SplitOrigin {
  /** Absolute. */
  readonly source: string;
  readonly dataset: SplitDataset;
}

/** What the steps gather. Answers that a method has no use for stay, and are used where it is changed back. */
export type SplitAnswers = SplitOrigin & Omit<SplitRequest, 'command'>;

/** A question. */
export type SplitStep = 'shape' | 'method' | 'groups' | 'stratify' | 'seed' | 'form' | 'where';

/** The seed that splits begin with. */
const SEED = 20_191_008;

/** Ratios that are offered. */
export const RATIOS: readonly (readonly number[])[] = [
  [0.8, 0.1, 0.1],
  [0.7, 0.15, 0.15],
  [0.6, 0.2, 0.2],
  [0.8, 0.2],
  [0.9, 0.1],
];

export function defaultAnswers({ source, dataset }: SplitOrigin): SplitAnswers {
  return {
    ...{ source, dataset },
    options: { method: 'grouped', shape: { kind: 'ratios', ratios: [0.8, 0.1, 0.1] }, seed: SEED, stratify: null },
    ...{ groupBy: null, labels: null, form: 'given' },
    folder: usualFolder({ source, dataset }),
  };
}

/** Where lists go where nothing else is said: a folder in which lists of a dataset are looked for. */
export function usualFolder({ source, dataset }: SplitOrigin): string {
  return join(dataset === null ? dirname(source) : source, 'splits');
}

/**
 * The last answers for the same names as the default of the next, as far as they still fit.
 *
 * @param kept what the workspace's state holds, from whichever version of the extension
 */
export function startingFrom(
  origin: SplitOrigin,
  names: NamesFacts,
  kept: Partial<SplitAnswers> | undefined,
): SplitAnswers {
  const initial = defaultAnswers(origin);
  if (kept === undefined) return initial;
  const merged: SplitAnswers = { ...initial, ...kept, ...origin };
  if (!isKnown(merged)) return initial;
  const { groupBy, form, options } = merged;
  const isByClass = options.stratify === 'presence' || options.stratify === 'pixels';
  return {
    ...merged,
    options: isByClass && !names.hasClasses ? { ...options, stratify: null } : options,
    groupBy:
      (groupBy?.kind === 'duplicates' || groupBy?.kind === 'nearDuplicates') && names.duplicates === null
        ? null
        : groupBy,
    form: names.lines[form] === null ? 'given' : form,
  };
}

/** Whether answers that were kept are some that this version knows. */
function isKnown({ options, form, folder }: SplitAnswers): boolean {
  const { method, shape, seed } = options;
  return SPLIT_METHODS.includes(method) && isShape(shape) && isSeed(seed) && LIST_FORMS.includes(form) && folder !== '';
}

function isShape(shape: SplitShape): boolean {
  if (shape.kind === 'folds') return Number.isInteger(shape.folds) && shape.folds >= 2 && shape.folds <= MAX_FOLDS;
  try {
    return ratioParts(shape.ratios).length > 0;
  } catch {
    return false;
  }
}

function isSeed(seed: number): boolean {
  return Number.isInteger(seed) && seed >= 0 && seed <= MAX_SEED;
}

/** The questions that lead to a split, in order, by what was answered so far. */
export function stepsOf({ options: { method } }: SplitAnswers, { hasClasses }: NamesFacts): readonly SplitStep[] {
  const groups: SplitStep[] = method === 'sklearn' ? [] : ['groups'];
  const stratify: SplitStep[] = method === 'sklearn' || (method === 'grouped' && hasClasses) ? ['stratify'] : [];
  return ['shape', 'method', ...groups, ...stratify, 'seed', 'form', 'where'];
}

/**
 * The request of these answers, with the command line that does the same for the journal. The order of the fields is the
 * command line's: a run that was interrupted there can be finished here.
 */
export function requestOf({ source, dataset, options, groupBy, labels, form, folder }: SplitAnswers): SplitRequest {
  const stratify = stratifyOf(options, labels);
  const request = {
    source,
    options: { method: options.method, shape: options.shape, seed: options.seed, stratify },
    groupBy: options.method === 'sklearn' ? null : groupBy,
    labels: stratify === 'label' ? labels : null,
    ...{ form, folder },
  };
  return { ...request, command: splitCommand(request, dataset) };
}

/** By what a method balances the lists, of what was answered for it or for another one. */
function stratifyOf({ method, stratify }: SplitOptions, labels: string | null): SplitOptions['stratify'] {
  if (method === 'sklearn') return stratify === 'label' && labels !== null ? 'label' : null;
  return method === 'grouped' && stratify !== 'label' ? stratify : null;
}

/** `8/1/1`, `0.8, 0.1, 0.1`: numbers with anything usual between them; null for other texts. */
export function ratiosIn(text: string): readonly number[] | null {
  const parts = text.trim().split(/\s*[,;/:]\s*|\s+/);
  return parts.every((part) => /^(?:\d+\.?\d*|\.\d+)$/.test(part)) ? parts.map(Number) : null;
}
