import * as vscode from 'vscode';
import type {
  ExportFacts,
  ExportRequests,
  ExportSummary,
  FromExportPage,
  Original,
  ReadingFacts,
  ToExportPage,
} from '../../protocol/labelbox.ts';
import type { Outcome } from '../../protocol/rpc.ts';
import { failureMessage } from '../mask/jobFailure.ts';
import { entryDetails, exportClasses } from './entryDetails.ts';
import type { ExportChange, ExportDocument } from './exportDocument.ts';
import { pageRoot } from '../page/pageHtml.ts';
import { exportHtml } from './exportHtml.ts';
import { recognisedText, yAxisText } from './findingText.ts';
import { linkSentence } from './linkText.ts';
import { usualMasks } from './originals.ts';

/** What an editor needs of the extension. */
export interface ExportEditorServices {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** The editor was shown or hidden, or a text field in it gained or lost the focus. */
  readonly update: () => void;
  readonly chooseOriginals: (document: ExportDocument) => Promise<void>;
  readonly revealText: (document: ExportDocument, entry: number) => Promise<void>;
  readonly showFindings: (document: ExportDocument) => Promise<void>;
}

/** Originals that travel as bytes: of those outside of the folders that the page may load from. */
const MAX_BYTES = 64 * 1024 * 1024;
const MAX_THUMBNAIL_BYTES = 12 * 1024 * 1024;

const TYPES: Readonly<Record<string, string>> = {
  ...{ jpg: 'image/jpeg', jpeg: 'image/jpeg', jfif: 'image/jpeg', png: 'image/png', gif: 'image/gif' },
  ...{ webp: 'image/webp', bmp: 'image/bmp', avif: 'image/avif' },
};

type Answers = {
  readonly [K in keyof ExportRequests]: (params: ExportRequests[K]['params']) => Promise<ExportRequests[K]['result']>;
};

/** One page over an open export. */
export class ExportEditor {
  readonly document: ExportDocument;
  readonly panel: vscode.WebviewPanel;
  readonly #services: ExportEditorServices;
  readonly #subscriptions: vscode.Disposable;
  /** Final when the page is made: changing them would load it anew. */
  readonly #roots: readonly vscode.Uri[];
  #page: number | null = null;
  #textFocus = false;
  /** An entry that the page is to show once it is there. */
  #selection: number | null = null;

  /** @param originalsFolder folder that the page may load originals from */
  constructor(
    document: ExportDocument,
    panel: vscode.WebviewPanel,
    services: ExportEditorServices,
    originalsFolder: vscode.Uri | null,
  ) {
    this.document = document;
    this.panel = panel;
    this.#services = services;
    this.#roots = originalsFolder === null ? [] : [originalsFolder];
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [pageRoot(services.extensionUri), ...this.#roots],
    };
    this.#subscriptions = vscode.Disposable.from(
      panel.webview.onDidReceiveMessage((message: FromExportPage) => this.#receive(message)),
      panel.onDidChangeViewState(() => {
        // A hidden page is gone, and comes back as another.
        if (!panel.visible) this.#page = null;
        services.update();
      }),
      document.onDidChange((change) => this.#tell(change)),
    );
    panel.webview.html = exportHtml(panel.webview, services.extensionUri);
  }

  get isActive(): boolean {
    return this.panel.active;
  }

  get textFocus(): boolean {
    return this.#textFocus;
  }

  /** Shows an entry in the page. */
  select(entry: number): void {
    this.panel.reveal();
    if (this.#page === null) this.#selection = entry;
    else this.#post({ type: 'select', entry });
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #receive(message: FromExportPage): void {
    if (message.type === 'request') {
      void this.#answer(message.id, message.method, message.params);
      return;
    }
    this.#act(message).catch((error: unknown) => {
      this.#services.log.error(failureMessage(error));
      void vscode.window.showErrorMessage(failureMessage(error));
    });
  }

  async #act(message: Exclude<FromExportPage, { type: 'request' }>): Promise<void> {
    const { document } = this;
    switch (message.type) {
      case 'ready':
        this.#page = message.page;
        this.#textFocus = false;
        this.#services.update();
        this.#tell('facts');
        this.#tell('reading');
        this.#tell('originals');
        if (this.#selection !== null) this.#post({ type: 'select', entry: this.#selection });
        this.#selection = null;
        return;
      case 'setEra':
        return document.setEra(message.era);
      case 'setYAxis':
        return document.setYAxis(message.yAxis);
      case 'setChoice':
        return document.setChoice(message.choice);
      case 'stop':
        return document.stop();
      case 'readAgain':
        return document.read();
      case 'chooseOriginals':
        return this.#services.chooseOriginals(document);
      case 'revealText':
        return this.#services.revealText(document, message.entry);
      case 'showFindings':
        return this.#services.showFindings(document);
      case 'openAsText':
        await vscode.commands.executeCommand('workbench.action.keepEditor');
        await vscode.commands.executeCommand('vscode.openWith', document.uri, 'default');
        return;
      case 'convert':
        await vscode.commands.executeCommand('maskscope.convertExport', document.uri);
        return;
      case 'textFocus':
        this.#textFocus = message.focused;
        return this.#services.update();
    }
  }

  async #answer<K extends keyof ExportRequests>(
    id: number,
    method: K,
    params: ExportRequests[K]['params'],
  ): Promise<void> {
    const page = this.#page;
    let outcome: Outcome<unknown>;
    try {
      outcome = { ok: true, value: await this.#answers[method](params) };
    } catch (error) {
      outcome = { ok: false, message: failureMessage(error) };
    }
    if (page !== null) this.#post({ type: 'response', page, id, method, outcome });
  }

  readonly #answers: Answers = {
    rows: (params) => this.document.ask('rows', params),
    locate: (params) => this.document.ask('locate', params),
    details: async ({ entry }) => {
      const found = await this.document.ask('row', { entry });
      if (found === null) throw new Error(vscode.l10n.t('The file has changed; it is read again.'));
      return entryDetails(found, exportClasses(this.document.facts));
    },
    original: ({ name, dataRowId, isThumbnail }) => this.#original(name, dataRowId, isThumbnail),
    masks: async ({ entry, size }) => {
      const folder = this.document.uri.scheme === 'file' ? await usualMasks(this.document.uri) : null;
      return this.document.ask('masks', { entry, folder: folder?.fsPath ?? null, size });
    },
    summary: () => this.#summary(),
    agreement: async () => {
      const { images, leftOut, classes } = await this.document.ask('agreement', null);
      const known = exportClasses(this.document.facts);
      return {
        ...{ images, leftOut },
        classes: classes.map(({ name, ...facts }) => ({
          ...facts,
          class: known.findIndex((one) => one.name === name),
        })),
      };
    },
  };

  async #original(name: string | null, dataRowId: string | null, isThumbnail: boolean): Promise<Original | null> {
    const found = this.document.originals?.find({ name, dataRowId }) ?? null;
    if (found === null) return null;
    const shown = found.path.slice(found.path.lastIndexOf('/') + 1);
    const { size, mtime } = await vscode.workspace.fs.stat(found);
    if (size > (isThumbnail ? MAX_THUMBNAIL_BYTES : MAX_BYTES)) return null;
    const isWithin = this.#roots.some(
      (root) => root.scheme === found.scheme && root.authority === found.authority && isBelow(found.path, root.path),
    );
    if (isWithin) {
      const uri = this.panel.webview.asWebviewUri(found).with({ query: `t=${mtime}` });
      return { kind: 'uri', uri: uri.toString(), name: shown };
    }
    const bytes = await vscode.workspace.fs.readFile(found);
    const type = TYPES[shown.slice(shown.lastIndexOf('.') + 1).toLowerCase()] ?? '';
    // A pooled buffer would take its neighbours along.
    return { kind: 'bytes', bytes: bytes.slice().buffer, type, name: shown };
  }

  async #summary(): Promise<ExportSummary> {
    const { table, file } = await this.document.ask('summary', null);
    const now = Date.now();
    return {
      labelled: table.labelled,
      classes: table.classes.map(({ class: number, objects, entries, missing }) => ({
        ...{ class: number, objects, entries, missing },
      })),
      labellers: table.labellers.map(({ name, ...facts }) => ({ name: name ?? '', ...facts })),
      reviews: table.reviews,
      months: table.months,
      links: (file?.urls ?? []).map((summary) => ({
        ...{ kind: summary.kind, links: summary.links, expired: summary.expired },
        message: linkSentence(summary, now),
      })),
      kinds: table.kinds,
      states: table.states,
    };
  }

  #tell(change: ExportChange): void {
    switch (change) {
      case 'reset':
        this.#selection = null;
        this.#post({ type: 'reset' });
        return this.#post({ type: 'reading', reading: this.#reading() });
      case 'reading':
        return this.#post({ type: 'reading', reading: this.#reading() });
      case 'originals': {
        const { originals } = this.document;
        const folder = originals === null ? null : vscode.workspace.asRelativePath(originals.folder);
        return this.#post({ type: 'originals', folder, files: originals?.size ?? 0 });
      }
      case 'facts': {
        const { recognised } = this.document;
        if (recognised?.kind === 'notExport') {
          return this.#post({ type: 'notExport', message: recognisedText(recognised) });
        }
        const facts = this.#facts();
        if (facts !== null) this.#post({ type: 'facts', facts });
      }
    }
  }

  #reading(): ReadingFacts {
    const { phase, progress, problem } = this.document;
    const { bytes = 0, total = 0, rate = 0 } = progress ?? {};
    return {
      ...{ phase, bytes, total, rate, problem },
      timeLeft: phase === 'reading' && rate > 0 && total > 0 ? (total - bytes) / rate : null,
      ...{ rows: progress?.rows ?? 0, labels: progress?.labels ?? 0, objects: progress?.objects ?? 0 },
      ...{ findings: progress?.findings ?? 0, leftOut: progress?.leftOut ?? 0 },
    };
  }

  #facts(): ExportFacts | null {
    const { recognised, facts, yAxis, decisions } = this.document;
    if (recognised?.kind !== 'export' || yAxis === null) return null;
    return {
      ...{ era: recognised.era, eraReason: recognisedText(recognised), isEraChosen: decisions.era !== null },
      yAxis: yAxis.choice === 'ask' ? 'up' : yAxis.choice,
      ...{ yAxisReason: yAxisText(yAxis), isYAxisChosen: decisions.yAxis !== null },
      asksYAxis: yAxis.choice === 'ask',
      ...{ choice: decisions.choice, severalLabels: facts?.severalLabels ?? 0, classes: exportClasses(facts) },
      labellers: (facts?.labellers ?? []).map((name) => name ?? ''),
      states: facts?.states ?? [],
    };
  }

  #post(message: ToExportPage): void {
    void this.panel.webview.postMessage(message);
  }
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
