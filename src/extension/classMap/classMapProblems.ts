import * as vscode from 'vscode';
import { classMapFilesAmong } from '../../core/formats/classMapFile.ts';
import { failureMessage } from '../mask/jobFailure.ts';

/** The class map files that apply to open masks. */
export interface AppliedClassMaps {
  readonly applied: readonly vscode.Uri[];
  /** Another file applies, or one was read again. */
  readonly onDidApply: vscode.Event<void>;
}

/** Of the diagnostics and of those that quick fixes are asked for. */
export const SOURCE = 'Maskscope';

/** Between the last letter typed and the look at the text. */
const SETTLE_MS = 200;

/**
 * Shows what is wrong with class maps as diagnostics, with quick fixes: those that apply to an open mask, and those
 * that are open as text and surely are class maps of masks. Everything heavy loads with the first such file.
 */
export function showClassMapProblems(classMaps: AppliedClassMaps, log: vscode.LogOutputChannel): vscode.Disposable {
  const problems = new ClassMapProblems(classMaps, log);
  const fixes = vscode.languages.registerCodeActionsProvider(
    { pattern: '**/*.{txt,json}' },
    {
      async provideCodeActions(document, range, { diagnostics }) {
        const ours = diagnostics.filter(({ source }) => source === SOURCE);
        if (ours.length === 0) return [];
        const { classMapQuickFixes } = await import('./classMapQuickFixes.ts');
        return classMapQuickFixes(document, range, ours);
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
  return vscode.Disposable.from(problems, fixes);
}

class ClassMapProblems implements vscode.Disposable {
  readonly #classMaps: AppliedClassMaps;
  readonly #log: vscode.LogOutputChannel;
  readonly #shown = vscode.languages.createDiagnosticCollection('maskscope.classMaps');
  readonly #subscriptions: vscode.Disposable;
  readonly #timers = new Map<string, NodeJS.Timeout>();
  /** The last look at each file, which alone holds. */
  readonly #looks = new Map<string, number>();
  #lastLook = 0;
  #applied: ReadonlySet<string> = new Set();
  #disposed = false;

  constructor(classMaps: AppliedClassMaps, log: vscode.LogOutputChannel) {
    this.#classMaps = classMaps;
    this.#log = log;
    const lookAt = ({ uri }: vscode.TextDocument) => {
      if (this.#mayBe(uri)) void this.#look(uri);
    };
    this.#subscriptions = vscode.Disposable.from(
      classMaps.onDidApply(() => this.#takeApplied()),
      vscode.workspace.onDidOpenTextDocument(lookAt),
      vscode.workspace.onDidCloseTextDocument(lookAt),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        if (this.#mayBe(document.uri)) this.#schedule(document.uri);
      }),
    );
    vscode.workspace.textDocuments.forEach(lookAt);
  }

  dispose(): void {
    this.#disposed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
    this.#shown.dispose();
  }

  /** A version in Git, or a preview of another program, is nobody's to mend. */
  #mayBe(uri: vscode.Uri): boolean {
    if (vscode.workspace.fs.isWritableFileSystem(uri.scheme) !== true) return false;
    const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
    return this.#applied.has(uri.toString()) || classMapFilesAmong([name]).length > 0;
  }

  #takeApplied(): void {
    const before = this.#applied;
    this.#applied = new Set(this.#classMaps.applied.map(String));
    for (const key of new Set([...before, ...this.#applied])) void this.#look(vscode.Uri.parse(key));
  }

  #schedule(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.#timers.get(key));
    const timer = setTimeout(() => {
      this.#timers.delete(key);
      void this.#look(uri);
    }, SETTLE_MS);
    this.#timers.set(key, timer);
  }

  async #look(uri: vscode.Uri): Promise<void> {
    const key = uri.toString();
    const look = ++this.#lastLook;
    this.#looks.set(key, look);
    const isApplied = this.#applied.has(key);
    const document = vscode.workspace.textDocuments.find((one) => !one.isClosed && one.uri.toString() === key);
    let found: readonly vscode.Diagnostic[] = [];
    try {
      if (isApplied || document !== undefined) {
        const { classMapDiagnostics } = await import('./classMapDiagnostics.ts');
        found = await classMapDiagnostics(uri, document, isApplied);
      }
    } catch (error) {
      this.#log.error(`problems of ${key}: ${failureMessage(error)}`);
    }
    if (this.#disposed || look !== this.#looks.get(key)) return;
    this.#looks.delete(key);
    this.#shown.set(uri, found.length === 0 ? undefined : found);
  }
}
