import * as vscode from 'vscode';
import type { FromGalleryPage, GalleryBootstrap, GalleryRequests, ToGalleryPage } from '../../protocol/datasetPages.ts';
import { GALLERY_STRINGS } from '../../protocol/datasetPageStrings.ts';
import type { Thumbnail } from '../../jobs/dataset/thumbnails.ts';
import type { DatasetRule } from '../../core/dataset/findings/rules.ts';
import { WINDOW_UI } from '../batch/stepUi.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { className } from '../dataset/datasetTexts.ts';
import { ruleTitle } from '../dataset/findingTexts.ts';
import { severitiesOf } from '../dataset/severities.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';
import { AskingPage } from './askingPage.ts';
import type { Among, PageServices, WantedPairs } from './datasetPages.ts';
import { folderName, splitsOf } from './exportReport.ts';
import { actOnPairs } from './galleryActions.ts';

export const GALLERY_VIEW = 'maskscope.gallery';

type Action = Exclude<FromGalleryPage, { type: 'ready' | 'request' }>;

/** The pictures of a dataset's pairs in a tab. */
export class GalleryPage {
  readonly #page: AskingPage<GalleryRequests, Action, ToGalleryPage>;
  readonly #subscriptions: vscode.Disposable;
  #among: Among | null = null;
  /** A rule to filter by that the page has not been told yet. */
  #rule: DatasetRule | null = null;

  constructor(
    dataset: Dataset,
    services: PageServices,
    panel: vscode.WebviewPanel | null,
    wanted: WantedPairs | null,
    onClose: () => void,
  ) {
    this.#want(wanted);
    const { extensionUri, log } = services;
    const name = folderName(dataset);
    this.#page = new AskingPage<GalleryRequests, Action, ToGalleryPage>({
      ...{ view: GALLERY_VIEW, title: vscode.l10n.t('Gallery: {0}', name), extensionUri, log, panel },
      html: (webview) => {
        const bootstrap: GalleryBootstrap = {
          ...{ strings: translated(GALLERY_STRINGS), locale: vscode.env.language, folder: dataset.folder.toString() },
        };
        return pageHtml(webview, extensionUri, { name: 'gallery', bootstrap: () => bootstrap });
      },
      answers: {
        facts: async () => {
          const { classes } = await dataset.ask('statistics', { scope: { kind: 'all' } });
          const rules = await dataset.ask('check', { severities: severitiesOf(dataset.folder) });
          const rule = this.#rule;
          this.#rule = null;
          return {
            ...{ name, splits: splitsOf(dataset), among: this.#among, rule },
            rules: rules
              .filter(({ pairs }) => pairs > 0)
              .map((one) => ({ rule: one.rule, title: ruleTitle(one.rule), pairs: one.pairs })),
            classes: classes
              .filter((one) => one.name !== null || one.images > 0)
              .map((one) => ({ key: one.key, name: className(one), isVoid: one.isVoid })),
          };
        },
        names: ({ filter: { rule, ...filter } }) => {
          const found = rule === null ? {} : { found: { rule, severities: severitiesOf(dataset.folder) } };
          return dataset.ask('names', { filter: { ...filter, ...found } });
        },
        tiles: async (params) => {
          const { hasSharp, thumbnails } = await dataset.ask('thumbnails', params);
          return { hasSharp, tiles: thumbnails.map(tileOf) };
        },
      },
      act: ({ action, names }) =>
        action === 'browse' || action === 'review'
          ? services[action](dataset, names)
          : actOnPairs(dataset, action, names, WINDOW_UI),
      onClose: () => {
        this.#subscriptions.dispose();
        onClose();
      },
    });
    this.#subscriptions = vscode.Disposable.from(
      dataset.onDidChange((change) => {
        if (change === 'found') this.#page.post({ type: 'changed' });
      }),
      dataset.onDidDispose(() => this.#page.dispose()),
    );
  }

  /** Shows the tab, with other pairs where some are given. */
  show(wanted: WantedPairs | null): void {
    if (wanted !== null) {
      this.#want(wanted);
      this.#page.post({ type: 'changed' });
    }
    this.#page.reveal();
  }

  #want(wanted: WantedPairs | null): void {
    this.#among = wanted !== null && 'names' in wanted ? wanted : null;
    this.#rule = wanted !== null && 'rule' in wanted ? wanted.rule : null;
  }

  dispose(): void {
    this.#page.dispose();
  }
}

/** Bytes as an `ArrayBuffer` of their own: a pooled one would take its neighbours along. */
function tileOf({ row, shows, bytes, type }: Thumbnail) {
  return { row, shows, type, bytes: bytes === null ? null : new Uint8Array(bytes).slice().buffer };
}
