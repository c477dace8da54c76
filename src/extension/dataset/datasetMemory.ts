import type * as vscode from 'vscode';
import { LAYOUT_KINDS } from '../../core/dataset/pairs.ts';
import { FOUND_BY_ITSELF, type DatasetChoice } from './dataset.ts';

/** What the workspace's state keeps of datasets. */
export const DATASETS_KEY = 'maskscope.datasets';
/** Folders that are remembered. */
const MOST = 50;

/** A folder that was scanned, by its URI. */
interface KeptDataset extends DatasetChoice {
  readonly folder: string;
  readonly isOpen: boolean;
}

/** How folders were chosen to be read, and which of them are open; the one that was looked at last comes first. */
export class DatasetMemory {
  readonly #state: vscode.Memento;

  constructor(state: vscode.Memento) {
    this.#state = state;
  }

  /** URIs of the folders that are open. */
  get open(): readonly string[] {
    return this.#all()
      .filter(({ isOpen }) => isOpen)
      .map(({ folder }) => folder);
  }

  /** What was chosen for a folder; null where it was never scanned. */
  recall(folder: string): DatasetChoice | null {
    const kept = this.#all().find((one) => one.folder === folder);
    if (kept === undefined) return null;
    const { layout, classMap } = kept;
    return { layout: isLayout(layout) ? layout : FOUND_BY_ITSELF.layout, classMap };
  }

  async remember(folder: string, { layout, classMap }: DatasetChoice, isOpen: boolean): Promise<void> {
    const others = this.#all().filter((one) => one.folder !== folder);
    await this.#state.update(DATASETS_KEY, [{ folder, layout, classMap, isOpen }, ...others].slice(0, MOST));
  }

  #all(): readonly KeptDataset[] {
    return this.#state.get<readonly KeptDataset[]>(DATASETS_KEY, []);
  }
}

/** A newer version may have known more kinds. */
function isLayout({ kind }: DatasetChoice['layout']): boolean {
  return kind === undefined || LAYOUT_KINDS.some((one) => one === kind);
}
