import * as vscode from 'vscode';
import type { Diagnosis, FromMaskWebview, MaskRequests, MaskViewCommand, ToMaskWebview } from '../../protocol/mask.ts';
import type { Outcome } from '../../protocol/rpc.ts';
import type { EditsChange } from './editedFile.ts';
import { failureMessage } from './jobFailure.ts';
import type { MaskDocument } from './maskDocument.ts';
import { describeFailure } from './readFailure.ts';

/** What an editor asks of the window around it. */
export interface EditorServices {
  diagnose(bytes: ArrayBuffer): Promise<Diagnosis | null>;
  recover(bytes: ArrayBuffer): Promise<MaskRequests['recover']['result']>;
  /** @param bytes the file as it would be saved */
  identifyReport(document: MaskDocument, bytes: ArrayBuffer): Promise<string>;
  choosePalette(document: MaskDocument): Promise<MaskRequests['choosePalette']['result']>;
  /** Answers about the original of a mask. */
  original<K extends OriginalMethod>(
    document: MaskDocument,
    method: K,
    params: MaskRequests[K]['params'],
  ): Promise<MaskRequests[K]['result']>;
  /** Status bar or context keys may have changed. */
  update(editor: MaskEditor): void;
  /** A message that asks for a command: copy, open, choose. */
  run(editor: MaskEditor, message: Extract<FromMaskWebview, { type: UserAction }>): void;
  readonly log: vscode.LogOutputChannel;
}

export type OriginalMethod = 'findOriginal' | 'readOriginal';

type UserAction =
  | 'copy'
  | 'openIdentifyReport'
  | 'openWithPreview'
  | 'chooseKind'
  | 'chooseClassMap'
  | 'chooseOriginal'
  | 'overlay'
  | 'reencode'
  | 'renameClass'
  | 'exportIds'
  | 'resolveDisk';

/** What the status bar shows of an editor. */
export interface EditorStatus {
  readonly zoom: string;
  readonly readout: string | null;
}

/**
 * One webview that shows a document. The page is thrown away while its tab is hidden, so nothing is kept for it here:
 * each time it says `ready`, it gets the current version anew.
 */
export class MaskEditor implements vscode.Disposable {
  readonly document: MaskDocument;
  readonly panel: vscode.WebviewPanel;
  readonly #services: EditorServices;
  readonly #disposables: vscode.Disposable[] = [];
  /** The number of the page that is there; undefined while there is none. */
  #page: number | undefined;
  #disposed = false;
  #status: EditorStatus | undefined;
  #textFocus = false;
  #classFilter = false;
  #renderer: 'webgl2' | '2d' | undefined;
  #state: unknown;
  /** The page shows the mask. */
  #isPainted = false;
  /** To be shown once the mask is. */
  #awaited: { readonly x: number; readonly y: number } | undefined;

  constructor(document: MaskDocument, panel: vscode.WebviewPanel, services: EditorServices) {
    this.document = document;
    this.panel = panel;
    this.#services = services;
    this.#disposables.push(
      panel.webview.onDidReceiveMessage((message: FromMaskWebview) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#viewStateChanged()),
      document.file.onDidReplace(() => void this.#sendContent()),
      document.file.onDidEdit((change) => this.#sendEdits(change)),
      document.onDidChangeContext(() => this.#sendContext()),
    );
  }

  get isActive(): boolean {
    return !this.#disposed && this.panel.active;
  }

  get status(): EditorStatus | undefined {
    return this.#status;
  }

  get textFocus(): boolean {
    return this.#textFocus;
  }

  /** Whether Ctrl+F leads to the class filter. */
  get classFilter(): boolean {
    return this.#classFilter;
  }

  /** What draws the mask, once the page has said so. */
  get renderer(): 'webgl2' | '2d' | undefined {
    return this.#renderer;
  }

  /** What the page saved last. */
  get state(): unknown {
    return this.#state;
  }

  send(command: MaskViewCommand): void {
    this.#post({ type: 'command', command });
  }

  /** The original is another, or its file changed. */
  originalChanged(): void {
    this.#post({ type: 'original' });
  }

  /** @param scale screen pixels an image pixel */
  zoomTo(scale: number): void {
    this.#post({ type: 'zoom', scale });
  }

  /** Shows an id alone; again: everything. */
  isolate(id: number): void {
    this.#post({ type: 'isolate', id });
  }

  /** Puts the cursor on a pixel and shows it from near by, as soon as the mask is there. */
  showPixel(x: number, y: number): void {
    if (this.#isPainted) this.#post({ type: 'showPixel', x, y });
    else this.#awaited = { x, y };
  }

  dispose(): void {
    this.#disposed = true;
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #post(message: ToMaskWebview): void {
    if (!this.#disposed && this.#page !== undefined) void this.panel.webview.postMessage(message);
  }

  #viewStateChanged(): void {
    if (this.panel.visible) void this.document.file.lookAgain();
    else {
      this.#page = undefined;
      this.#isPainted = false;
      this.#textFocus = false;
      this.#classFilter = false;
    }
    this.#services.update(this);
  }

  #sendContext(): void {
    this.#post({ type: 'context', context: this.document.context });
    this.#services.update(this);
  }

  async #sendContent(): Promise<void> {
    const page = this.#page;
    const version = await this.document.read();
    // A newer version or page sends itself.
    if (this.#disposed || version !== this.document.current || page !== this.#page) return;
    const { generation } = version;
    if (version.bytes !== undefined) {
      const { context, file } = this.document;
      this.#post({ type: 'open', generation, bytes: version.bytes, context, editing: file.editing });
    } else {
      this.#status = undefined;
      this.#post({ type: 'diagnosis', generation, diagnosis: describeFailure(version.failure) });
    }
    this.#services.update(this);
  }

  #sendEdits({ kept, added }: EditsChange): void {
    const { editing, base } = this.document.file;
    if (base === undefined) return;
    const { revision, applied } = editing;
    this.#post({ type: 'edits', generation: base.generation, revision, kept, added, applied });
  }

  /** A page whose edit is not taken learns what there is instead. */
  #takeEdit({ edit, label, generation, revision }: Extract<FromMaskWebview, { type: 'edit' }>): void {
    const { file } = this.document;
    if (file.take(edit, label, generation, revision)) return;
    this.#services.log.warn(`dropped an edit of ${this.document.uri.toString()}, revision ${revision}`);
    this.#sendEdits({ kept: 0, added: file.editing.edits });
  }

  #receive(message: FromMaskWebview): void {
    switch (message.type) {
      case 'ready':
        this.#page = message.page;
        this.#isPainted = false;
        void this.#sendContent();
        break;
      case 'status':
        this.#status = message.zoom === null ? undefined : { zoom: message.zoom, readout: message.readout };
        this.#services.update(this);
        break;
      case 'textFocus':
        this.#textFocus = message.focused;
        this.#services.update(this);
        break;
      case 'classFilter':
        this.#classFilter = message.offered;
        this.#services.update(this);
        break;
      case 'state':
        this.#state = message.state;
        break;
      case 'renderer':
        this.#renderer = message.renderer;
        break;
      case 'ids':
        this.document.takeIds(message.generation, message.ids);
        break;
      case 'painted':
        this.#services.log.debug(`painted ${this.document.uri.toString()} generation ${message.generation}`);
        this.#isPainted = true;
        if (this.#awaited !== undefined) this.#post({ type: 'showPixel', ...this.#awaited });
        this.#awaited = undefined;
        break;
      case 'edit':
        this.#takeEdit(message);
        break;
      case 'request':
        void this.#answer(message);
        break;
      default:
        this.#services.run(this, message);
    }
  }

  /** Every request is answered, with an error where there is no result, unless its page has gone in the meantime. */
  async #answer(request: Extract<FromMaskWebview, { type: 'request' }>): Promise<void> {
    const page = this.#page;
    let outcome: Outcome<unknown>;
    try {
      outcome = { ok: true, value: await this.#resultOf(request) };
    } catch (error) {
      const message = failureMessage(error);
      this.#services.log.error(`${request.method} ${this.document.uri.toString()}: ${message}`);
      outcome = { ok: false, message };
    }
    if (page === undefined || page !== this.#page) return;
    this.#post({ type: 'response', page, id: request.id, method: request.method, outcome });
  }

  async #resultOf(request: Extract<FromMaskWebview, { type: 'request' }>): Promise<unknown> {
    const version = await this.document.read();
    if (version.generation !== request.params.generation || version.bytes === undefined) {
      throw new Error(vscode.l10n.t('The file has changed in the meantime.'));
    }
    switch (request.method) {
      case 'diagnose':
        return this.#diagnose(version.generation, version.bytes);
      case 'recover':
        return this.#services.recover(version.bytes);
      case 'identifyReport':
        return this.#identify(request.params.revision);
      case 'choosePalette':
        return this.#services.choosePalette(this.document);
      case 'findOriginal':
      case 'readOriginal':
        return this.#services.original(this.document, request.method, request.params);
    }
  }

  async #diagnose(generation: number, bytes: ArrayBuffer): Promise<Diagnosis | null> {
    // A page with a problem has neither zoom nor pixel.
    this.#status = undefined;
    this.#services.update(this);
    const diagnosis = await this.#services.diagnose(bytes);
    if (diagnosis !== null) this.document.file.markDamaged(generation);
    return diagnosis;
  }

  async #identify(revision: number): Promise<string> {
    const { file } = this.document;
    const bytes = revision === file.editing.revision ? await file.encoded() : undefined;
    if (bytes === undefined) throw new Error(vscode.l10n.t('The mask has changed in the meantime.'));
    return this.#services.identifyReport(this.document, bytes);
  }
}
