import * as vscode from 'vscode';
import type { LabelboxFinding, LabelboxRule } from '../../core/labelbox/rules.ts';
import type { ExportDocument } from './exportDocument.ts';

/** Findings that are listed at a time. */
const PAGE = 200;

type Node =
  | { readonly kind: 'export'; readonly document: ExportDocument }
  | { readonly kind: 'rule'; readonly document: ExportDocument; readonly rule: LabelboxRule; readonly count: number }
  | { readonly kind: 'finding'; readonly document: ExportDocument; readonly finding: LabelboxFinding }
  | { readonly kind: 'more'; readonly document: ExportDocument; readonly rule: LabelboxRule; readonly left: number }
  | { readonly kind: 'rest'; readonly left: number };

/** A finding of the tree. */
export type FindingNode = Extract<Node, { kind: 'finding' }>;

/** How findings are worded; loaded with the first export. */
export interface FindingWords {
  message(finding: Pick<LabelboxFinding, 'rule' | 'details'>): string;
  /** What a rule is about, without the details of one finding. */
  rule(rule: LabelboxRule): string;
  severity(rule: LabelboxRule): 'error' | 'warning' | 'information';
  /** What is said of findings that are not listed yet. */
  more(left: number): string;
  /** What is said of findings that are counted only. */
  rest(left: number): string;
  row(row: number | null, line: number): string;
}

const ICONS = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  information: new vscode.ThemeIcon('info'),
};

/** The tree of what is wrong with the open exports: files, rules, findings. Every finding leads to its row. */
export class FindingsTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #documents = new Map<ExportDocument, vscode.Disposable>();
  /** Findings of a rule that are listed, where they are more than a page. */
  readonly #listed = new Map<string, number>();
  #words: FindingWords | null = null;

  set words(words: FindingWords) {
    this.#words = words;
  }

  add(document: ExportDocument): void {
    const subscription = document.onDidChange((change) => {
      if (change === 'reset' || (change === 'reading' && document.phase !== 'reading')) this.#changed.fire(undefined);
    });
    this.#documents.set(document, subscription);
    this.#changed.fire(undefined);
  }

  remove(document: ExportDocument): void {
    this.#documents.get(document)?.dispose();
    this.#documents.delete(document);
    this.#changed.fire(undefined);
  }

  /** Puts an export in front. */
  reveal(document: ExportDocument): void {
    const subscription = this.#documents.get(document);
    if (subscription === undefined) return;
    const others = [...this.#documents].filter(([one]) => one !== document);
    this.#documents.clear();
    for (const [one, its] of [[document, subscription] as const, ...others]) this.#documents.set(one, its);
    this.#changed.fire(undefined);
  }

  showMore(node: unknown): void {
    const { document, rule } = node as Extract<Node, { kind: 'more' }>;
    const key = `${document.uri.toString()} ${rule}`;
    this.#listed.set(key, (this.#listed.get(key) ?? PAGE) + PAGE);
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return [...this.#documents.keys()]
        .filter(({ facts, recognised }) => recognised?.kind === 'export' && (facts?.findings.length ?? 0) > 0)
        .map((document) => ({ kind: 'export', document }));
    }
    if (node.kind === 'rest') return [];
    const { document } = node;
    if (node.kind === 'export') {
      const order = { error: 0, warning: 1, information: 2 };
      const severity = (rule: LabelboxRule): number => order[this.#words?.severity(rule) ?? 'information'];
      return [...(document.facts?.findings ?? [])]
        .sort(([a], [b]) => severity(a) - severity(b))
        .map(([rule, count]) => ({ kind: 'rule', document, rule, count }));
    }
    if (node.kind !== 'rule') return [];
    const { rule } = node;
    const count = this.#listed.get(`${document.uri.toString()} ${rule}`) ?? PAGE;
    try {
      const { findings, kept, total } = await document.ask('findings', { rule, from: 0, count });
      const left = kept - findings.length;
      return [
        ...findings.map((finding): Node => ({ kind: 'finding', document, finding })),
        ...(left > 0 ? [{ kind: 'more', document, rule, left } satisfies Node] : []),
        ...(left === 0 && total > kept ? [{ kind: 'rest', left: total - kept } satisfies Node] : []),
      ];
    } catch {
      // The export was closed meanwhile.
      return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    const words = this.#words;
    switch (node.kind) {
      case 'export': {
        const item = new vscode.TreeItem(node.document.uri, Expanded);
        item.description = String(node.document.progress?.findings ?? 0);
        item.iconPath = vscode.ThemeIcon.File;
        return item;
      }
      case 'rule': {
        const item = new vscode.TreeItem(words?.rule(node.rule) ?? node.rule, Collapsed);
        item.id = `${node.document.uri.toString()} ${node.rule}`;
        item.description = String(node.count);
        item.iconPath = ICONS[words?.severity(node.rule) ?? 'information'];
        return item;
      }
      case 'finding': {
        const { finding } = node;
        const message = words?.message(finding) ?? finding.rule;
        const item = new vscode.TreeItem(message, None);
        item.description = words?.row(finding.row, finding.line) ?? '';
        item.tooltip = `${message}\n${item.description}`;
        item.command = { command: 'maskscope.revealFinding', title: '', arguments: [node] };
        return item;
      }
      case 'more': {
        const item = new vscode.TreeItem(words?.more(node.left) ?? '', None);
        item.command = { command: 'maskscope.showMoreFindings', title: '', arguments: [node] };
        return item;
      }
      case 'rest':
        return new vscode.TreeItem(words?.rest(node.left) ?? '', None);
    }
  }
}
