import * as vscode from 'vscode';
import type { DownloadTask, FailedFile, FlawedFile } from './downloadTask.ts';

/** The view of downloads. */
export const DOWNLOADS_VIEW = 'maskscope.downloads';

/** A download, a file that is missing from it, or one that is not as it should be. */
export type DownloadNode =
  | { readonly kind: 'task'; readonly task: DownloadTask }
  | { readonly kind: 'failure'; readonly task: DownloadTask; readonly failure: FailedFile }
  | { readonly kind: 'flaw'; readonly task: DownloadTask; readonly flaw: FlawedFile };

/** What the tree shows, and in which words; loaded with the first download. */
export interface DownloadsSource {
  readonly tasks: readonly DownloadTask[];
  /** Undefined: everything. */
  readonly onDidChange: vscode.Event<DownloadTask | undefined>;
  /** Short: a side bar is narrow. */
  name(task: DownloadTask): string;
  state(task: DownloadTask): string;
  sentence(file: FailedFile | FlawedFile): string;
}

const ICONS = {
  reading: new vscode.ThemeIcon('loading~spin'),
  running: new vscode.ThemeIcon('sync~spin'),
  paused: new vscode.ThemeIcon('debug-pause'),
  stopping: new vscode.ThemeIcon('loading~spin'),
  stopped: new vscode.ThemeIcon('circle-slash'),
  done: new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed')),
  failed: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
};
const WARNING = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));

/** The tree of downloads and of the files that are missing from them. */
export class DownloadsTree implements vscode.TreeDataProvider<DownloadNode> {
  readonly #changed = new vscode.EventEmitter<DownloadNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** One node a download, so that VS Code finds it again. */
  readonly #nodes = new WeakMap<DownloadTask, DownloadNode>();
  #source: DownloadsSource | null = null;

  set source(source: DownloadsSource) {
    this.#source = source;
    source.onDidChange((task) => this.#changed.fire(task === undefined ? undefined : this.#nodeOf(task)));
    this.#changed.fire(undefined);
  }

  getChildren(node?: DownloadNode): DownloadNode[] {
    if (node === undefined) return (this.#source?.tasks ?? []).map((task) => this.#nodeOf(task));
    if (node.kind !== 'task') return [];
    const { task } = node;
    return [
      ...task.failures.map((failure): DownloadNode => ({ kind: 'failure', task, failure })),
      ...task.flaws.map((flaw): DownloadNode => ({ kind: 'flaw', task, flaw })),
    ];
  }

  getTreeItem(node: DownloadNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    const source = this.#source;
    const { task } = node;
    if (node.kind !== 'task') {
      const file = node.kind === 'failure' ? node.failure : node.flaw;
      const item = new vscode.TreeItem(file.name.replace(/^.*\//, ''), None);
      item.description = source?.sentence(file) ?? '';
      item.tooltip = `${file.name}\n${item.description}`;
      item.iconPath = WARNING;
      item.contextValue = task.isActive ? `${node.kind}.active` : node.kind;
      return item;
    }
    const label = source?.name(task) ?? '';
    const hasFiles = task.failures.length + task.flaws.length > 0;
    const item = new vscode.TreeItem(label, hasFiles ? Collapsed : None);
    item.id = task.order.id;
    item.description = source?.state(task) ?? '';
    item.tooltip = [label, item.description, task.order.exportPath, task.order.folder].join('\n');
    item.iconPath = task.phase === 'done' && (hasFiles || task.unread > 0) ? WARNING : ICONS[task.phase];
    item.contextValue = `download.${task.phase}`;
    return item;
  }

  #nodeOf(task: DownloadTask): DownloadNode {
    let node = this.#nodes.get(task);
    if (node === undefined) this.#nodes.set(task, (node = { kind: 'task', task }));
    return node;
  }
}
