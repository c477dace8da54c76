import * as vscode from 'vscode';
import type { DatasetFinding } from '../../core/dataset/findings/finding.ts';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import type { RuleCount } from '../../jobs/dataset/datasetMessages.ts';
import { MOST_PROBLEMS, OF_A_RULE, restDiagnostic, ruleDiagnostic } from '../findings/ruleDiagnostics.ts';
import { adviceText, findingMessage } from './findingTexts.ts';

/** Shows the findings of a dataset as problems of its files. Those about the whole dataset are in the tree alone. */
export class DatasetProblems implements vscode.Disposable {
  readonly #folder: vscode.Uri;
  readonly #shown = vscode.languages.createDiagnosticCollection('maskscope.dataset');

  constructor(folder: vscode.Uri) {
    this.#folder = folder;
  }

  dispose(): void {
    this.#shown.dispose();
  }

  /**
   * @param ask the first findings of a rule
   * @param isWanted whether the findings are still those to be shown
   */
  async show(
    rules: readonly RuleCount[],
    ask: (rule: DatasetRule, count: number) => Promise<readonly DatasetFinding[]>,
    isWanted: () => boolean,
  ): Promise<void> {
    const total = rules.reduce((sum, { count }) => sum + count, 0);
    const files = new Map<string, vscode.Diagnostic[]>();
    const add = (path: string, diagnostic: vscode.Diagnostic): void => {
      files.set(path, [...(files.get(path) ?? []), diagnostic]);
    };
    for (const { rule, severity, count } of rules) {
      const findings = await ask(rule, total <= MOST_PROBLEMS ? count : OF_A_RULE);
      if (!isWanted()) return;
      const placed = findings.flatMap((finding) => (finding.path === null ? [] : [{ path: finding.path, finding }]));
      for (const { path, finding } of placed) add(path, diagnosticOf(finding));
      const last = placed.at(-1);
      if (last !== undefined && count > findings.length)
        add(last.path, restDiagnostic(rule, severity, count - findings.length));
    }
    this.#shown.clear();
    // File by file: of one large set VS Code shows a part.
    for (const [path, diagnostics] of files) {
      this.#shown.set(vscode.Uri.joinPath(this.#folder, ...path.split('/')), diagnostics);
    }
  }
}

function diagnosticOf(finding: DatasetFinding): vscode.Diagnostic {
  const { place, rule, severity } = finding;
  const line = place !== undefined && 'line' in place ? place.line : 1;
  return ruleDiagnostic(rule, severity, `${findingMessage(finding)} ${adviceText(finding)}`.trim(), line);
}
