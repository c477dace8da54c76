import * as vscode from 'vscode';
import { SPLIT_PROBLEMS, type SplitProblemCode } from '../../core/split/problems.ts';
import { convertFailureText, withProblem } from '../convert/findingTexts.ts';
import { datasetFailureText } from '../dataset/datasetTexts.ts';
import { SplitRefused } from './splitChild.ts';

/** Why names cannot be split as asked, translated. */
export function splitProblemText(code: SplitProblemCode, details: SplitRefused['failure']['details']): string {
  return vscode.l10n.t(SPLIT_PROBLEMS[code], withProblem(details));
}

/** Why a split came to nothing, translated. */
export function splitFailureText(error: unknown): string {
  if (!(error instanceof SplitRefused)) return error instanceof Error ? error.message : String(error);
  const { name, code, details } = error.failure;
  if (name === 'SplitError') return splitProblemText(code as SplitProblemCode, details);
  if (name === 'DatasetProblem' || name === 'PatternError') return datasetFailureText(error.failure);
  return convertFailureText(error.failure);
}
