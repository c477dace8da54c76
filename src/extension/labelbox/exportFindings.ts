import * as vscode from 'vscode';
import { LABELBOX_RULES, type LabelboxFinding, type LabelboxRule } from '../../core/labelbox/rules.ts';
import type { FindingPage, FindingSource, ListedFinding, ListedRule } from '../findings/findingSource.ts';
import { numberText } from '../page/numberText.ts';
import type { ExportDocument } from './exportDocument.ts';
import { findingMessage, ruleTitle } from './findingText.ts';

/** A finding of an open export, as a command is given it. */
export interface RevealedFinding {
  readonly document: ExportDocument;
  readonly finding: LabelboxFinding;
}

/** What is wrong with an open export, for the tree of findings. Every finding leads to its row. */
export class ExportFindings implements FindingSource, vscode.Disposable {
  readonly isFolder = false;
  readonly #document: ExportDocument;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeFindings = this.#changed.event;
  readonly #subscription: vscode.Disposable;

  constructor(document: ExportDocument) {
    this.#document = document;
    this.#subscription = document.onDidChange((change) => {
      if (change === 'reset' || (change === 'reading' && document.phase !== 'reading')) this.#changed.fire();
    });
  }

  get uri(): vscode.Uri {
    return this.#document.uri;
  }

  get rules(): readonly ListedRule[] {
    const { recognised, facts } = this.#document;
    if (recognised?.kind !== 'export') return [];
    return (facts?.findings ?? []).map(([rule, count]) => ({
      ...{ rule, count },
      title: ruleTitle(rule),
      severity: LABELBOX_RULES[rule].severity,
    }));
  }

  async page(rule: string, count: number): Promise<FindingPage> {
    const answer = await this.#document.ask('findings', { rule: rule as LabelboxRule, from: 0, count });
    return { ...answer, findings: answer.findings.map((finding) => this.#listed(finding)) };
  }

  rest(left: number): string {
    return vscode.l10n.t('{0} not listed; the column of findings in the table counts them.', numberText(left));
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }

  #listed(finding: LabelboxFinding): ListedFinding {
    const { row, line } = finding;
    const revealed: RevealedFinding = { document: this.#document, finding };
    return {
      label: findingMessage(finding),
      description:
        row === null
          ? vscode.l10n.t('line {0}', numberText(line))
          : vscode.l10n.t('row {0}, line {1}', numberText(row + 1), numberText(line)),
      command: { command: 'maskscope.revealFinding', title: '', arguments: [revealed] },
    };
  }
}
