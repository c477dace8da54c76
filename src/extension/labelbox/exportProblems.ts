import * as vscode from 'vscode';
import { LABELBOX_RULES, type LabelboxFinding } from '../../core/labelbox/rules.ts';
import { MOST_PROBLEMS, OF_A_RULE, restDiagnostic, ruleDiagnostic } from '../findings/ruleDiagnostics.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import type { ExportDocument } from './exportDocument.ts';
import { findingMessage } from './findingText.ts';

/** Shows what is wrong with an open export as problems of its file, at the lines of the rows. */
export class ExportProblems implements vscode.Disposable {
  readonly #document: ExportDocument;
  readonly #log: vscode.LogOutputChannel;
  readonly #shown = vscode.languages.createDiagnosticCollection('maskscope.labelbox');
  readonly #subscription: vscode.Disposable;
  #run = 0;

  constructor(document: ExportDocument, log: vscode.LogOutputChannel) {
    this.#document = document;
    this.#log = log;
    this.#subscription = document.onDidChange((change) => {
      if (change === 'reset') this.#shown.clear();
      if (change === 'reading' && document.phase !== 'reading') void this.#show();
    });
  }

  dispose(): void {
    this.#run++;
    this.#subscription.dispose();
    this.#shown.dispose();
  }

  async #show(): Promise<void> {
    const run = ++this.#run;
    try {
      const found = await this.#find();
      if (run === this.#run) this.#shown.set(this.#document.uri, found);
    } catch (error) {
      this.#log.warn(`problems of ${this.#document.uri.toString()}: ${failureMessage(error)}`);
    }
  }

  async #find(): Promise<vscode.Diagnostic[]> {
    if (this.#document.recognised?.kind !== 'export') return [];
    const rules = this.#document.facts?.findings ?? [];
    const total = rules.reduce((sum, [, count]) => sum + count, 0);
    const diagnostics: vscode.Diagnostic[] = [];
    for (const [rule, count] of rules) {
      const wanted = total <= MOST_PROBLEMS ? count : OF_A_RULE;
      const { findings } = await this.#document.ask('findings', { rule, from: 0, count: wanted });
      diagnostics.push(...findings.map((finding) => diagnosticOf(finding)));
      const left = count - findings.length;
      if (left > 0) diagnostics.push(restDiagnostic(rule, LABELBOX_RULES[rule].severity, left));
    }
    return diagnostics;
  }
}

function diagnosticOf(finding: LabelboxFinding): vscode.Diagnostic {
  const { rule, line } = finding;
  return ruleDiagnostic(rule, LABELBOX_RULES[rule].severity, findingMessage(finding), line);
}
