import { join } from 'node:path';
import * as vscode from 'vscode';
import type { DatasetFinding } from '../../core/dataset/findings/finding.ts';
import type { JudgedLists } from '../../jobs/splitLists.ts';
import { listedFinding } from '../dataset/datasetFindings.ts';
import { ruleTitle } from '../dataset/findingTexts.ts';
import type { FindingPage, FindingSource, ListedRule } from '../findings/findingSource.ts';

/** A burst of events is over after so many milliseconds. */
const QUIET = 500;

/** Lists of one folder whose dataset is not open: judged again whenever they change, until nothing is wrong with them. */
export class ListAudit implements FindingSource, vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly isFolder = true;
  readonly #judge: (paths: readonly string[]) => Promise<JudgedLists>;
  readonly #log: vscode.LogOutputChannel;
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeFindings = this.#changed.event;
  readonly #watcher: vscode.FileSystemWatcher;
  #files: readonly string[] = [];
  #findings: readonly DatasetFinding[] = [];
  #timer: NodeJS.Timeout | undefined;

  /** @param judge what is wrong with files; absolute paths */
  constructor(
    folder: vscode.Uri,
    judge: (paths: readonly string[]) => Promise<JudgedLists>,
    log: vscode.LogOutputChannel,
  ) {
    this.uri = folder;
    this.#judge = judge;
    this.#log = log;
    this.#watcher = vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, '*'));
    const event = ({ path }: vscode.Uri): void => {
      if (this.#files.includes(path.slice(path.lastIndexOf('/') + 1))) this.#later();
    };
    this.#watcher.onDidCreate(event);
    this.#watcher.onDidChange(event);
    this.#watcher.onDidDelete(event);
  }

  /** @param files their names in the folder */
  async judge(files: readonly string[]): Promise<JudgedLists> {
    this.#files = files;
    const judged = await this.#judge(files.map((file) => join(this.uri.fsPath, file)));
    this.#findings = judged.findings;
    this.#changed.fire();
    return judged;
  }

  get rules(): readonly ListedRule[] {
    const rules = [...new Set(this.#findings.map(({ rule }) => rule))];
    return rules.flatMap((rule) => {
      const own = this.#findings.filter((finding) => finding.rule === rule);
      return own.slice(0, 1).map(({ severity }) => ({ rule, severity, count: own.length, title: ruleTitle(rule) }));
    });
  }

  page(rule: string, count: number): Promise<FindingPage> {
    const own = this.#findings.filter((finding) => finding.rule === rule);
    const findings = own.slice(0, count).map((finding) => listedFinding({ dataset: { folder: this.uri }, finding }));
    return Promise.resolve({ findings, kept: own.length, total: own.length });
  }

  rest(): string {
    return '';
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#watcher.dispose();
    this.#changed.dispose();
  }

  #later(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.judge(this.#files).catch((error: unknown) => {
        // A list is gone: what was wrong with it is no more.
        this.#log.info(`lists of ${this.uri.toString()}: ${error instanceof Error ? error.message : String(error)}`);
        this.#findings = [];
        this.#changed.fire();
      });
    }, QUIET);
  }
}
