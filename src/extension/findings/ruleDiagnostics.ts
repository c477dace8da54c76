import * as vscode from 'vscode';
import { numberText } from '../page/numberText.ts';
import type { ListedSeverity } from './findingSource.ts';

/** VS Code shows no more than 1,000 problems of a file, and many more help nobody. */
export const MOST_PROBLEMS = 1000;
/** Where there are more findings, so many of each rule are shown, and a problem that counts the rest. */
export const OF_A_RULE = 50;
const SOURCE = 'Maskscope';

const SEVERITIES: Readonly<Record<ListedSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

/** A finding as a problem of a file. @param line from 1 */
export function ruleDiagnostic(
  rule: string,
  severity: ListedSeverity,
  message: string,
  line: number,
): vscode.Diagnostic {
  const start = new vscode.Position(Math.max(0, line - 1), 0);
  const diagnostic = new vscode.Diagnostic(new vscode.Range(start, start), message, SEVERITIES[severity]);
  diagnostic.source = SOURCE;
  diagnostic.code = rule;
  return diagnostic;
}

/** What is said of a rule's findings that are not shown as problems. */
export function restDiagnostic(rule: string, severity: ListedSeverity, left: number): vscode.Diagnostic {
  const message = vscode.l10n.t('{0} more findings of the rule {1}: see the Findings view.', numberText(left), rule);
  return ruleDiagnostic(rule, severity, message, 1);
}
