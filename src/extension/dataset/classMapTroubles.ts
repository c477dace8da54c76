import * as vscode from 'vscode';
import type { ClassMapTroubles } from '../../core/dataset/facts.ts';
import { sentenceOf } from '../mask/classMaps.ts';

/** Lines of a class map that are named; Problems has them all. */
const MOST_LINES = 5;

/** What is wrong with the class maps that name classes, translated, a sentence each. */
export function classMapTroubleTexts({ unusableMaps, classMapProblems }: ClassMapTroubles): string[] {
  return [
    ...unusableMaps.map(({ source, problem }) =>
      vscode.l10n.t('{0} could not be used: {1}', vscode.workspace.asRelativePath(source), sentenceOf(problem)),
    ),
    ...classMapProblems.slice(0, MOST_LINES).map(sentenceOf),
  ];
}
