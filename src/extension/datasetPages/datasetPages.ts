// Loaded with the first page of a dataset.
import type * as vscode from 'vscode';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import type { Dataset } from '../dataset/dataset.ts';
import type { ReportView } from '../../core/report/reportDocument.ts';
import { exportReport } from './exportReport.ts';
import { GalleryPage } from './galleryPage.ts';
import { ReportPage } from './reportPage.ts';

/** What pages need of the extension. */
export interface PageServices {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Shows pairs one after the other. */
  readonly browse: (dataset: Dataset, names: readonly string[]) => Promise<void>;
  /** Begins a review of pairs. */
  readonly review: (dataset: Dataset, names: readonly string[]) => Promise<void>;
}

/** Pairs that a gallery shows alone, and what they have in common, translated. */
export interface Among {
  readonly names: readonly string[];
  readonly title: string;
}

/** Pairs that a gallery begins with: some by name, or those that a rule has findings of. */
export type WantedPairs = Among | { readonly rule: DatasetRule };

const PLAIN_VIEW: ReportView = { isLogarithmic: false, sort: 'pixels' };

/** The reports and galleries of a window: one of each a dataset. */
export class DatasetPages implements vscode.Disposable {
  readonly #services: PageServices;
  readonly #reports = new Map<Dataset, ReportPage>();
  readonly #galleries = new Map<Dataset, GalleryPage>();

  constructor(services: PageServices) {
    this.#services = services;
  }

  /** @param panel the tab of an earlier window; null: a new one, or that which is open */
  openReport(dataset: Dataset, panel: vscode.WebviewPanel | null = null): void {
    const open = this.#reports.get(dataset);
    if (open !== undefined) {
      panel?.dispose();
      return open.reveal();
    }
    const page = new ReportPage(dataset, this.#services, panel, () => this.#reports.delete(dataset));
    this.#reports.set(dataset, page);
  }

  /** @param wanted pairs to show alone; null: all */
  openGallery(dataset: Dataset, wanted: WantedPairs | null = null, panel: vscode.WebviewPanel | null = null): void {
    const open = this.#galleries.get(dataset);
    if (open !== undefined) {
      panel?.dispose();
      return open.show(wanted);
    }
    const page = new GalleryPage(dataset, this.#services, panel, wanted, () => this.#galleries.delete(dataset));
    this.#galleries.set(dataset, page);
  }

  /** Asks where to and writes the report of the whole dataset. */
  async exportReport(dataset: Dataset): Promise<void> {
    await exportReport(dataset, { split: null, view: PLAIN_VIEW, channels: null });
  }

  dispose(): void {
    for (const page of [...this.#reports.values(), ...this.#galleries.values()]) page.dispose();
  }
}
