import * as vscode from 'vscode';
import { PATTERN_PROBLEMS } from '../../core/dataset/layouts/pattern.ts';
import type { DatasetFailure } from '../../jobs/dataset/datasetMessages.ts';
import { DATASET_PROBLEMS } from '../../jobs/dataset/datasetProblem.ts';
import { fileProblemText } from '../labelbox/findingText.ts';

const PROBLEMS: Readonly<Record<string, string>> = { ...DATASET_PROBLEMS, ...PATTERN_PROBLEMS };

/** Why a dataset cannot be scanned, translated. */
export function datasetFailureText({ code, details, message }: DatasetFailure): string {
  const template = code === null ? undefined : PROBLEMS[code];
  return template === undefined ? fileProblemText(code, details, message) : vscode.l10n.t(template, details);
}
