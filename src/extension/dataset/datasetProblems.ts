import * as vscode from 'vscode';
import type { DatasetFinding } from '../../core/dataset/findings/finding.ts';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import type { RuleCount } from '../../jobs/dataset/datasetMessages.ts';
import { MOST_PROBLEMS, OF_A_RULE, restDiagnostic, ruleDiagnostic } from '../findings/ruleDiagnostics.ts';
import type { FindingReference } from './findingReference.ts';
import { adviceText, findingMessage, ruleTitle } from './findingTexts.ts';

/** Mends what a {@link FindingReference} names. */
const FIX = 'maskscope.fixDatasetFinding';

/** Shows the findings of a dataset as problems of its files. Those about the whole dataset are in the tree alone. */
export class DatasetProblems implements vscode.Disposable {
  readonly #folder: vscode.Uri;
  readonly #shown = vscode.languages.createDiagnosticCollection('maskscope.dataset');
  readonly #fixes: vscode.Disposable;
  /** Of texts, by URI: what their lines offer. Files of other editors have the link of their problems alone. */
  #offers = new Map<string, readonly FixOffer[]>();

  constructor(folder: vscode.Uri) {
    this.#folder = folder;
    this.#fixes = vscode.languages.registerCodeActionsProvider(
      { pattern: new vscode.RelativePattern(folder, '**/*.{txt,lst,csv,json}') },
      { provideCodeActions: ({ uri }, range) => this.#actionsAt(uri, range) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    );
  }

  dispose(): void {
    this.#fixes.dispose();
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
    const offers = new Map<string, FixOffer[]>();
    const add = (path: string, diagnostic: vscode.Diagnostic): void => {
      files.set(path, [...(files.get(path) ?? []), diagnostic]);
    };
    for (const { rule, severity, count } of rules) {
      const findings = await ask(rule, total <= MOST_PROBLEMS ? count : OF_A_RULE);
      if (!isWanted()) return;
      const placed = findings.flatMap((finding) => (finding.path === null ? [] : [{ path: finding.path, finding }]));
      for (const { path, finding } of placed) {
        const diagnostic = diagnosticOf(finding);
        if (finding.fix !== undefined) {
          const reference = { folder: this.#folder.toString(), rule, path };
          diagnostic.code = { value: rule, target: fixLink(reference) };
          const key = this.#uriOf(path).toString();
          offers.set(key, [...(offers.get(key) ?? []), { diagnostic, reference }]);
        }
        add(path, diagnostic);
      }
      const last = placed.at(-1);
      if (last !== undefined && count > findings.length)
        add(last.path, restDiagnostic(rule, severity, count - findings.length));
    }
    this.#offers = offers;
    this.#shown.clear();
    // File by file: of one large set VS Code shows a part.
    for (const [path, diagnostics] of files) {
      this.#shown.set(this.#uriOf(path), diagnostics);
    }
  }

  #uriOf(path: string): vscode.Uri {
    return vscode.Uri.joinPath(this.#folder, ...path.split('/'));
  }

  #actionsAt(uri: vscode.Uri, { start, end }: vscode.Range): vscode.CodeAction[] {
    const offers = this.#offers.get(uri.toString()) ?? [];
    const isAt = ({ range: { start: at } }: vscode.Diagnostic): boolean => at.line >= start.line && at.line <= end.line;
    return offers
      .filter(({ diagnostic }) => isAt(diagnostic))
      .map(({ diagnostic, reference }) => {
        const title = vscode.l10n.t('Fix “{0}”…', ruleTitle(reference.rule));
        const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
        action.command = { command: FIX, title, arguments: [reference] };
        action.diagnostics = [diagnostic];
        return action;
      });
  }
}

interface FixOffer {
  readonly diagnostic: vscode.Diagnostic;
  readonly reference: FindingReference;
}

/** The rule of a problem leads to its fix. */
function fixLink(reference: FindingReference): vscode.Uri {
  return vscode.Uri.parse(`command:${FIX}?${encodeURIComponent(JSON.stringify([reference]))}`);
}

function diagnosticOf(finding: DatasetFinding): vscode.Diagnostic {
  const { place, rule, severity } = finding;
  const line = place !== undefined && 'line' in place ? place.line : 1;
  return ruleDiagnostic(rule, severity, `${findingMessage(finding)} ${adviceText(finding)}`.trim(), line);
}
