import * as vscode from 'vscode';
import type { ChannelStatistics } from '../../core/report/channels.ts';
import { REPORT_STRINGS } from '../../core/report/reportStrings.ts';
import type { FromReportPage, ReportBootstrap, ReportRequests, ToReportPage } from '../../protocol/datasetPages.ts';
import { REPORT_PAGE_STRINGS } from '../../protocol/datasetPageStrings.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';
import { AskingPage } from './askingPage.ts';
import { channelsOf } from './channels.ts';
import type { PageServices } from './datasetPages.ts';
import { exportReport, folderName, reportFacts, splitsOf } from './exportReport.ts';

export const REPORT_VIEW = 'maskscope.report';

type Action = Exclude<FromReportPage, { type: 'ready' | 'request' }>;

/** The report of a dataset in a tab. */
export class ReportPage {
  readonly #dataset: Dataset;
  readonly #page: AskingPage<ReportRequests, Action, ToReportPage>;
  readonly #subscriptions: vscode.Disposable;
  /** Of the last scan; null where nobody asked for them since. */
  #channels: ChannelStatistics | null = null;
  #stop: AbortController | null = null;

  constructor(dataset: Dataset, services: PageServices, panel: vscode.WebviewPanel | null, onClose: () => void) {
    this.#dataset = dataset;
    const { extensionUri, log } = services;
    const name = folderName(dataset);
    this.#page = new AskingPage<ReportRequests, Action, ToReportPage>({
      ...{ view: REPORT_VIEW, title: vscode.l10n.t('Report: {0}', name), extensionUri, log, panel },
      html: (webview) => {
        const bootstrap: ReportBootstrap = {
          ...{ report: translated(REPORT_STRINGS), strings: translated(REPORT_PAGE_STRINGS) },
          ...{ locale: vscode.env.language, folder: dataset.folder.toString() },
        };
        return pageHtml(webview, extensionUri, { name: 'report', bootstrap: () => bootstrap });
      },
      answers: {
        report: async ({ split }) => ({
          facts: await reportFacts(dataset, split, this.#channels),
          splits: splitsOf(dataset),
          isIncomplete: dataset.overview?.isCancelled === true,
        }),
        channels: () => this.#countChannels(),
      },
      act: (message) => this.#act(message),
      onClose: () => {
        this.#stop?.abort();
        this.#subscriptions.dispose();
        onClose();
      },
    });
    this.#subscriptions = vscode.Disposable.from(
      dataset.onDidChange((change) => {
        if (change !== 'found') return;
        this.#channels = null;
        this.#page.post({ type: 'changed' });
      }),
      dataset.onDidDispose(() => this.#page.dispose()),
    );
  }

  reveal(): void {
    this.#page.reveal();
  }

  dispose(): void {
    this.#page.dispose();
  }

  async #countChannels(): Promise<ChannelStatistics | null> {
    this.#stop?.abort();
    const stop = new AbortController();
    this.#stop = stop;
    const found = await channelsOf(this.#dataset, stop.signal, (done, total) =>
      this.#page.post({ type: 'channelProgress', done, total }),
    );
    if (found !== null) this.#channels = found;
    return found;
  }

  async #act(message: Action): Promise<void> {
    switch (message.type) {
      case 'stopChannels':
        this.#stop?.abort();
        return;
      case 'export':
        return exportReport(this.#dataset, {
          ...{ split: message.split, view: message.view, channels: this.#channels },
        });
      case 'copy':
        return vscode.env.clipboard.writeText(message.text);
    }
  }
}
