import * as vscode from 'vscode';
import { REVIEW_PROBLEMS, ReviewError } from '../../core/review/problems.ts';
import type { ReviewOrder } from '../../core/review/reviewOrder.ts';
import type { PairState } from '../../core/review/reviewState.ts';
import type { LostScores } from '../../core/review/scores.ts';
import type { Verdict } from '../../core/review/tag.ts';
import type { ReviewFailure } from '../../jobs/dataset/datasetMessages.ts';
import { numberText } from '../page/numberText.ts';
import { splitProblemText } from '../splits/failureTexts.ts';

/** Why tags cannot be read or written, translated. */
export function reviewProblemText({ code, details }: ReviewFailure): string {
  return vscode.l10n.t(REVIEW_PROBLEMS[code], details);
}

/** Whatever went wrong in a review, translated. */
export function reviewFailureText(error: unknown): string {
  if (error instanceof ReviewError) return reviewProblemText(error);
  return error instanceof Error ? error.message : String(error);
}

/** What is passed over of scores, translated; empty where nothing is. */
export function lostScoresText({ unusable, unknown }: LostScores): string {
  const sentences: string[] = [];
  if (unusable !== null) {
    const facts = { count: numberText(unusable.count), place: numberText(unusable.place), text: unusable.text };
    sentences.push(
      unusable.unit === 'line'
        ? vscode.l10n.t('Lines without a usable score: {count}. The first is line {place}: {text}.', facts)
        : vscode.l10n.t('Entries without a usable score: {count}. The first is entry {place}: {text}.', facts),
    );
  }
  if (unknown !== null) {
    const facts = { count: numberText(unknown.count), name: unknown.name };
    sentences.push(
      vscode.l10n.t('Names of no pair of the dataset, or of several: {count}. The first is {name}.', facts),
    );
  }
  return sentences.join(' ');
}

/** What is wrong with a seed that was typed; null where nothing is. */
export function seedProblem(text: string): string | null {
  const seed = text.trim();
  return /^\d{1,10}$/.test(seed) && Number(seed) <= 0xffff_ffff ? null : splitProblemText('seedInvalid', { seed });
}

export function stateName(state: PairState): string {
  switch (state) {
    case 'accepted':
      return vscode.l10n.t('Accepted');
    case 'rejected':
      return vscode.l10n.t('Rejected');
    case 'disagreed':
      return vscode.l10n.t('Reviewers disagree');
    case 'stale':
      return vscode.l10n.t('Changed since the review');
    case 'unreviewed':
      return vscode.l10n.t('Not reviewed');
  }
}

export function orderName(order: ReviewOrder): string {
  switch (order) {
    case 'name':
      return vscode.l10n.t('By Name');
    case 'random':
      return vscode.l10n.t('Random');
    case 'findings':
      return vscode.l10n.t('By Finding');
    case 'score':
      return vscode.l10n.t('By Score…');
  }
}

export function verdictName(verdict: Verdict): string {
  return verdict === 'accepted' ? vscode.l10n.t('Accepted') : vscode.l10n.t('Rejected');
}

/** Reasons that are offered where the settings name none. */
export function usualReasons(): string[] {
  return [
    vscode.l10n.t('Wrong class'),
    vscode.l10n.t('Inaccurate outline'),
    vscode.l10n.t('Object missing'),
    vscode.l10n.t('Too much marked'),
    vscode.l10n.t('Mask of another image'),
    vscode.l10n.t('Image of no use'),
  ];
}
