import * as vscode from 'vscode';
import { REVIEW_PROBLEMS, ReviewError } from '../../core/review/problems.ts';
import type { ReviewOrder } from '../../core/review/reviewOrder.ts';
import type { PairState } from '../../core/review/reviewState.ts';
import type { Verdict } from '../../core/review/tag.ts';
import type { ReviewFailure } from '../../jobs/dataset/datasetMessages.ts';
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
