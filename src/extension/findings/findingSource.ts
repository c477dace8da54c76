import type * as vscode from 'vscode';

export type ListedSeverity = 'error' | 'warning' | 'information';

/** A rule with findings. */
export interface ListedRule {
  readonly rule: string;
  /** What its findings have in common. */
  readonly title: string;
  readonly severity: ListedSeverity;
  readonly count: number;
  /** What can be done about them, for menus; absent: nothing. */
  readonly context?: string;
  /** What commands of menus are told. */
  readonly about?: unknown;
}

/** A finding as the tree shows it. */
export interface ListedFinding {
  readonly label: string;
  readonly description: string;
  /** What to do, where that is known, and whatever else there is to say. */
  readonly tooltip?: string;
  /** Shows what it is about; absent where there is nothing to show. */
  readonly command?: vscode.Command;
  /** What can be done about it, for menus; absent: nothing. */
  readonly context?: string;
  /** What commands of menus are told. */
  readonly about?: unknown;
}

export interface FindingPage {
  readonly findings: readonly ListedFinding[];
  /** Of the rule: findings that can be listed, and all of them. */
  readonly kept: number;
  readonly total: number;
}

/** Something that has findings: an open export, or a dataset. */
export interface FindingSource {
  /** Of the file or folder. */
  readonly uri: vscode.Uri;
  readonly isFolder: boolean;
  /** Empty: it is not listed. */
  readonly rules: readonly ListedRule[];
  readonly onDidChangeFindings: vscode.Event<void>;
  /** The first `count` findings of a rule; rejects where the source was closed. */
  page(rule: string, count: number): Promise<FindingPage>;
  /** What is said of findings that are counted only. */
  rest(left: number): string;
}
