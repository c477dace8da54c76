// Loaded with the first dataset.
import * as vscode from 'vscode';
import { Dataset, FOUND_BY_ITSELF, type DatasetChange, type DatasetChoice, type DatasetServices } from './dataset.ts';
import { DatasetMemory } from './datasetMemory.ts';

/** News of one of the open datasets. */
export interface DatasetEvent {
  readonly dataset: Dataset;
  readonly change: DatasetChange;
}

/** The datasets that are open in this window, and which of them the views show. */
export class Datasets implements vscode.Disposable {
  readonly #services: DatasetServices;
  readonly #memory: DatasetMemory;
  readonly #active = new vscode.EventEmitter<Dataset | null>();
  /** Another dataset is the active one, or none, or one was closed. */
  readonly onDidChangeActive = this.#active.event;
  readonly #changed = new vscode.EventEmitter<DatasetEvent>();
  readonly onDidChange = this.#changed.event;
  /** The active one comes first. */
  #all: Dataset[] = [];
  readonly #settings = vscode.workspace.onDidChangeConfiguration((event) => {
    for (const dataset of this.#all) {
      const isNamed = dataset.choice.classMap === null && dataset.overview !== null;
      if (!isNamed || !event.affectsConfiguration('maskscope.classMap', dataset.folder)) continue;
      // Its row says why a scan failed.
      dataset.scan().catch(() => undefined);
    }
  });

  /** @param state of the workspace: those that an earlier window had open are there again, not scanned yet */
  constructor(state: vscode.Memento, services: DatasetServices) {
    this.#services = services;
    this.#memory = new DatasetMemory(state);
    this.#all = this.#memory.open.map((folder) => this.#make(vscode.Uri.parse(folder)));
  }

  /** The one that was looked at last comes first. */
  get all(): readonly Dataset[] {
    return this.#all;
  }

  get active(): Dataset | null {
    return this.#all[0] ?? null;
  }

  /** The open dataset that a file lies in, the innermost; null where it is in none. */
  of(file: vscode.Uri): Dataset | null {
    const inside = this.#all.filter(({ folder }) => pathIn(folder, file) !== null);
    return inside.sort((a, b) => b.folder.path.length - a.folder.path.length)[0] ?? null;
  }

  /** What was chosen for a folder, in this window or an earlier one; null where it was never scanned. */
  chosenFor(folder: vscode.Uri): DatasetChoice | null {
    return this.#memory.recall(folder.toString());
  }

  /** The dataset of a folder; one that is not open yet can be asked for its layouts, and is to be opened or released. */
  prepare(folder: vscode.Uri): Dataset {
    return this.#all.find((one) => one.folder.toString() === folder.toString()) ?? this.#make(folder);
  }

  /** Drops a dataset that was prepared and is not opened after all. */
  release(dataset: Dataset): void {
    if (!this.#all.includes(dataset)) dataset.dispose();
  }

  /** Opens a dataset, or that of a folder, and makes it the active one. It is not scanned by that. */
  open(one: vscode.Uri | Dataset): Dataset {
    const dataset = 'folder' in one ? one : this.prepare(one);
    if (dataset === this.active) return dataset;
    this.#all = [dataset, ...this.#all.filter((other) => other !== dataset)];
    void this.#memory.remember(dataset.folder.toString(), dataset.choice, true);
    this.#active.fire(dataset);
    return dataset;
  }

  /** Scans a dataset as it is chosen, which is remembered. */
  async scan(dataset: Dataset, choice: DatasetChoice = dataset.choice): Promise<void> {
    await this.#memory.remember(dataset.folder.toString(), choice, true);
    await dataset.scan(choice);
  }

  close(dataset: Dataset): void {
    this.#all = this.#all.filter((one) => one !== dataset);
    void this.#memory.remember(dataset.folder.toString(), dataset.choice, false);
    dataset.dispose();
    this.#active.fire(this.active);
  }

  dispose(): void {
    for (const dataset of this.#all) dataset.dispose();
    this.#all = [];
    this.#settings.dispose();
    this.#active.dispose();
    this.#changed.dispose();
  }

  #make(folder: vscode.Uri): Dataset {
    const dataset = new Dataset(folder, this.chosenFor(folder) ?? FOUND_BY_ITSELF, this.#services);
    dataset.onDidChange((change) => this.#changed.fire({ dataset, change }));
    return dataset;
  }
}

/** The path of a file in a folder, parts separated by `/`; null where it does not lie in it. */
export function pathIn(folder: vscode.Uri, file: vscode.Uri): string | null {
  if (folder.scheme !== file.scheme || folder.authority !== file.authority) return null;
  const start = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return file.path.startsWith(start) ? file.path.slice(start.length) : null;
}
