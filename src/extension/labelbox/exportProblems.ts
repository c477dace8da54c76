import * as vscode from 'vscode';
import {
  LABELBOX_RULES,
  type FindingSeverity,
  type LabelboxFinding,
  type LabelboxRule,
} from '../../core/labelbox/rules.ts';
import { numberText } from '../page/numberText.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import type { ExportDocument } from './exportDocument.ts';
import { findingMessage } from './findingText.ts';

/** VS Code shows no more than 1,000 problems of a file. */
const MOST = 1000;
/** Where a rule has more findings than fit, so many are shown, and a line that counts the rest. */
const OF_A_RULE = 50;
const SOURCE = 'Maskscope';

const SEVERITIES: Readonly<Record<FindingSeverity, vscode.DiagnosticSeverity>> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
};

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
      const wanted = total <= MOST ? count : OF_A_RULE;
      const { findings } = await this.#document.ask('findings', { rule, from: 0, count: wanted });
      diagnostics.push(...findings.map((finding) => diagnosticOf(finding)));
      const left = count - findings.length;
      if (left > 0) diagnostics.push(restOf(rule, left));
    }
    return diagnostics;
  }
}

function diagnosticOf(finding: LabelboxFinding): vscode.Diagnostic {
  const start = new vscode.Position(Math.max(0, finding.line - 1), 0);
  const { severity } = LABELBOX_RULES[finding.rule];
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(start, start),
    findingMessage(finding),
    SEVERITIES[severity],
  );
  diagnostic.source = SOURCE;
  diagnostic.code = finding.rule;
  return diagnostic;
}

function restOf(rule: LabelboxRule, left: number): vscode.Diagnostic {
  const message = vscode.l10n.t('{0} more findings of the rule {1}: see the Findings view.', numberText(left), rule);
  const diagnostic = new vscode.Diagnostic(
    new vscode.Range(0, 0, 0, 0),
    message,
    SEVERITIES[LABELBOX_RULES[rule].severity],
  );
  diagnostic.source = SOURCE;
  diagnostic.code = rule;
  return diagnostic;
}
