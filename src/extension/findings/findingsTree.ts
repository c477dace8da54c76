import * as vscode from 'vscode';
import { numberText } from '../page/numberText.ts';
import type { FindingSource, ListedFinding, ListedRule } from './findingSource.ts';

/** Findings that are listed at a time. */
const PAGE = 200;

type Node =
  | { readonly kind: 'source'; readonly source: FindingSource }
  | { readonly kind: 'rule'; readonly source: FindingSource; readonly rule: ListedRule }
  | { readonly kind: 'finding'; readonly finding: ListedFinding }
  | { readonly kind: 'more'; readonly source: FindingSource; readonly rule: ListedRule; readonly left: number }
  | { readonly kind: 'rest'; readonly text: string };

const ICONS = {
  error: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
  warning: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  information: new vscode.ThemeIcon('info'),
};

const ORDER = { error: 0, warning: 1, information: 2 };

/** The tree of what is wrong with open exports and datasets: files and folders, rules, findings. */
export class FindingsTree implements vscode.TreeDataProvider<Node> {
  readonly #changed = new vscode.EventEmitter<Node | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** The one that was put in front last comes first. */
  #sources: FindingSource[] = [];
  readonly #subscriptions = new Map<FindingSource, vscode.Disposable>();
  /** Findings of a rule that are listed, where they are more than a page. */
  readonly #listed = new Map<string, number>();

  add(source: FindingSource): void {
    this.#subscriptions.set(
      source,
      source.onDidChangeFindings(() => this.#changed.fire(undefined)),
    );
    this.#sources.push(source);
    this.#changed.fire(undefined);
  }

  remove(source: FindingSource): void {
    this.#subscriptions.get(source)?.dispose();
    this.#subscriptions.delete(source);
    this.#sources = this.#sources.filter((one) => one !== source);
    this.#changed.fire(undefined);
  }

  /** Puts a source in front. */
  reveal(source: FindingSource): void {
    if (!this.#subscriptions.has(source)) return;
    this.#sources = [source, ...this.#sources.filter((one) => one !== source)];
    this.#changed.fire(undefined);
  }

  showMore(node: unknown): void {
    const { source, rule } = node as Extract<Node, { kind: 'more' }>;
    const key = keyOf(source, rule);
    this.#listed.set(key, (this.#listed.get(key) ?? PAGE) + PAGE);
    this.#changed.fire(undefined);
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node === undefined) {
      return this.#sources.filter(({ rules }) => rules.length > 0).map((source) => ({ kind: 'source', source }));
    }
    if (node.kind === 'source') {
      const { source } = node;
      return [...source.rules]
        .sort((a, b) => ORDER[a.severity] - ORDER[b.severity])
        .map((rule) => ({ kind: 'rule', source, rule }));
    }
    if (node.kind !== 'rule') return [];
    const { source, rule } = node;
    try {
      const { findings, kept, total } = await source.page(rule.rule, this.#listed.get(keyOf(source, rule)) ?? PAGE);
      const left = kept - findings.length;
      return [
        ...findings.map((finding): Node => ({ kind: 'finding', finding })),
        ...(left > 0 ? [{ kind: 'more', source, rule, left } satisfies Node] : []),
        ...(left === 0 && total > kept ? [{ kind: 'rest', text: source.rest(total - kept) } satisfies Node] : []),
      ];
    } catch {
      // It was closed meanwhile.
      return [];
    }
  }

  getTreeItem(node: Node): vscode.TreeItem {
    const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
    switch (node.kind) {
      case 'source': {
        const { uri, isFolder, rules } = node.source;
        const item = new vscode.TreeItem(uri, Expanded);
        item.description = numberText(rules.reduce((sum, { count }) => sum + count, 0));
        item.iconPath = isFolder ? vscode.ThemeIcon.Folder : vscode.ThemeIcon.File;
        const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
        item.accessibilityInformation = { label: `${name}, ${findingsText(item.description)}` };
        return item;
      }
      case 'rule': {
        const { rule, title, severity, count, context } = node.rule;
        const item = new vscode.TreeItem(title, Collapsed);
        item.id = keyOf(node.source, node.rule);
        item.description = numberText(count);
        item.tooltip = `${severityText(severity)}: ${title} (${rule})`;
        item.accessibilityInformation = {
          label: `${severityText(severity)}, ${title}, ${findingsText(item.description)}`,
        };
        item.iconPath = ICONS[severity];
        if (context !== undefined) item.contextValue = context;
        return item;
      }
      case 'finding': {
        const { label, description, tooltip, command, context } = node.finding;
        const item = new vscode.TreeItem(label, None);
        item.description = description;
        item.tooltip = [label, description, tooltip ?? ''].filter((line) => line !== '').join('\n');
        if (command !== undefined) item.command = command;
        if (context !== undefined) item.contextValue = context;
        return item;
      }
      case 'more': {
        const item = new vscode.TreeItem(vscode.l10n.t('{0} more…', numberText(node.left)), None);
        item.command = { command: 'maskscope.showMoreFindings', title: '', arguments: [node] };
        return item;
      }
      case 'rest':
        return new vscode.TreeItem(node.text, None);
    }
  }
}

function severityText(severity: ListedRule['severity']): string {
  switch (severity) {
    case 'error':
      return vscode.l10n.t('Error');
    case 'warning':
      return vscode.l10n.t('Warning');
    case 'information':
      return vscode.l10n.t('Information');
  }
}

/** The icon and a bare number tell a screen reader nothing. */
function findingsText(count: string): string {
  return vscode.l10n.t('Findings: {0}', count);
}

/** What a row tells the commands of its menu; undefined for rows without. */
export function aboutOfRow(row: unknown): unknown {
  const node = row as Partial<{ readonly rule: ListedRule; readonly finding: ListedFinding }> | null | undefined;
  return node?.finding?.about ?? node?.rule?.about;
}

function keyOf({ uri }: FindingSource, { rule }: ListedRule): string {
  return `${uri.toString()} ${rule}`;
}
