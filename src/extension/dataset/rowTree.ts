import * as vscode from 'vscode';
import { numberText } from '../page/numberText.ts';

/** Rows that are listed at a time. */
export const PAGE = 200;

/** A row of a tree: what it shows, what lies in it, and what commands need to know of it. */
export interface TreeRow<About = unknown> {
  readonly label: string;
  readonly description?: string;
  /** The tooltip, and what a screen reader says, where that is more than label and description. */
  readonly sentence?: string;
  readonly icon?: vscode.Uri | vscode.ThemeIcon;
  /** Asked for when the row is opened; absent: there is nothing in it. */
  readonly children?: () => Promise<readonly TreeRow[]> | readonly TreeRow[];
  readonly isOpen?: boolean;
  /** Unique in the tree, so that an open row is still open after a change. */
  readonly id?: string;
  /** For menus. */
  readonly context?: string;
  /** What a click does. */
  readonly command?: string;
  readonly about?: About;
}

/** A part of a long list. */
export interface ListedPart {
  readonly total: number;
  readonly rows: readonly TreeRow[];
}

/** Lists the next rows where it is clicked. */
interface MoreRow extends TreeRow {
  readonly more: () => void;
}

const SHOW_MORE = 'maskscope.showMoreOfDataset';

/** A tree of rows that are made when they are looked at. */
export class RowTree implements vscode.TreeDataProvider<TreeRow> {
  readonly #roots: () => Promise<readonly TreeRow[]>;
  readonly #changed = new vscode.EventEmitter<undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  /** How many rows of a list are shown, by its id. */
  readonly #shown = new Map<string, number>();

  constructor(roots: () => Promise<readonly TreeRow[]>) {
    this.#roots = roots;
  }

  refresh(): void {
    this.#changed.fire(undefined);
  }

  async getChildren(row?: TreeRow): Promise<TreeRow[]> {
    try {
      return [...(await (row === undefined ? this.#roots() : (row.children?.() ?? [])))];
    } catch (error) {
      // The dataset was closed, or its process has ended: its own row says so.
      return [{ label: error instanceof Error ? error.message : String(error), icon: PROBLEM }];
    }
  }

  getTreeItem(row: TreeRow): vscode.TreeItem {
    const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;
    const { label, description = '', sentence, icon, id, context, command } = row;
    const item = new vscode.TreeItem(label, row.children === undefined ? None : row.isOpen ? Expanded : Collapsed);
    const lines = sentence ?? [label, description].filter((text) => text !== '').join('\n');
    item.description = description;
    item.tooltip = lines;
    item.accessibilityInformation = { label: lines.replaceAll('\n', ', ') };
    if (icon !== undefined) item.iconPath = icon;
    if (id !== undefined) item.id = id;
    if (context !== undefined) item.contextValue = context;
    if (command !== undefined) item.command = { title: label, command, arguments: [row] };
    return item;
  }

  /**
   * A list of which {@link PAGE} rows more are shown at each click.
   *
   * @param id of the list, unique in the tree
   * @param read its first rows
   */
  async listed(id: string, read: (count: number) => Promise<ListedPart>): Promise<TreeRow[]> {
    const count = this.#shown.get(id) ?? PAGE;
    const { total, rows } = await read(count);
    const left = total - rows.length;
    if (left <= 0) return [...rows];
    const more = (): void => {
      this.#shown.set(id, count + PAGE);
      this.refresh();
    };
    const label = vscode.l10n.t('Show {0} more', numberText(Math.min(left, PAGE)));
    const row: MoreRow = {
      label,
      description: vscode.l10n.t('{0} of {1}', numberText(rows.length), numberText(total)),
      icon: MORE,
      command: SHOW_MORE,
      more,
    };
    return [...rows, row];
  }
}

/** What a click on the last row of a long list does. */
export function showMore(row: unknown): void {
  (row as MoreRow).more();
}

const MORE = new vscode.ThemeIcon('ellipsis');
const PROBLEM = new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground'));
