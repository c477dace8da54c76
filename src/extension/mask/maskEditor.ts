import * as vscode from 'vscode';
import type {
  Diagnosis,
  FromMaskWebview,
  MaskContext,
  MaskRequests,
  MaskViewCommand,
  PairPlace,
  ToMaskWebview,
} from '../../protocol/mask.ts';
import type { ReviewAction, ReviewBarState } from '../../protocol/review.ts';
import type { Outcome } from '../../protocol/rpc.ts';
import type { EditsChange } from './editedFile.ts';
import { failureMessage } from './jobFailure.ts';
import type { MaskDocument } from './maskDocument.ts';
import { describeFailure } from './readFailure.ts';

/** What an editor asks of the window around it. */
export interface EditorServices {
  diagnose(bytes: ArrayBuffer): Promise<Diagnosis | null>;
  recover(bytes: ArrayBuffer): Promise<MaskRequests['recover']['result']>;
  /** By what a review knows the mask again. */
  hash(bytes: ArrayBuffer): Promise<string>;
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
  | 'openInEditor'
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
 * One webview that shows a document, and maybe another one after it. The page is thrown away while its tab is hidden, so
 * nothing is kept for it here: each time it says `ready`, it gets the current version anew.
 */
export class MaskEditor implements vscode.Disposable {
  readonly panel: vscode.WebviewPanel;
  readonly #services: EditorServices;
  readonly #disposables: vscode.Disposable[] = [];
  readonly #readonlyReason: string | null;
  readonly #settled = new vscode.EventEmitter<void>();
  /** The page shows the mask of the document, or why there is none. */
  readonly onDidSettle = this.#settled.event;
  readonly #shown = new vscode.EventEmitter<void>();
  /** {@link isShown} may have changed. */
  readonly onDidShow = this.#shown.event;
  readonly #stepped = new vscode.EventEmitter<number>();
  /** The page asks for the pair so many places on. */
  readonly onDidStep = this.#stepped.event;
  readonly #went = new vscode.EventEmitter<PairPlace>();
  /** The page shows another pair by itself. */
  readonly onDidGo = this.#went.event;
  readonly #reviewed = new vscode.EventEmitter<ReviewAction>();
  /** A button of the review was pressed. */
  readonly onDidReview = this.#reviewed.event;
  #review: ReviewBarState | null = null;
  #hashed: { readonly bytes: ArrayBuffer; readonly hash: Promise<string> } | undefined;
  #document: MaskDocument;
  #place: PairPlace | null = null;
  /** What follows the document's changes. */
  #following: vscode.Disposable;
  /** Documents that the page may ask about before they are shown. */
  #ahead: readonly MaskDocument[] = [];
  /** Generations whose bytes the page has. */
  #held = new Set<number>();
  /** Of the page that is there. */
  #step = 0;
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
  /** Generation of what is on the screen: a picture, or why there is none. */
  #seen: number | undefined;
  /** Generation of what has no picture, which has no original either. */
  #explained: number | undefined;
  /** Generation of what is on the screen with all that its mode shows. */
  #whole: number | 'any' | null = null;
  /** To be shown once the mask is. */
  #awaited: { readonly x: number; readonly y: number } | undefined;

  /** @param readonlyReason why nothing is edited in this tab, translated; null where edits are taken */
  constructor(
    document: MaskDocument,
    panel: vscode.WebviewPanel,
    services: EditorServices,
    readonlyReason: string | null = null,
  ) {
    this.#document = document;
    this.panel = panel;
    this.#services = services;
    this.#readonlyReason = readonlyReason;
    this.#disposables.push(
      this.#settled,
      this.#shown,
      this.#stepped,
      this.#went,
      this.#reviewed,
      panel.webview.onDidReceiveMessage((message: FromMaskWebview) => this.#receive(message)),
      panel.onDidChangeViewState(() => this.#viewStateChanged()),
    );
    this.#following = this.#follow(document);
  }

  /** What is shown now. */
  get document(): MaskDocument {
    return this.#document;
  }

  /** What is shown and what the page may ask about before it is shown. */
  get documents(): readonly MaskDocument[] {
    return [this.#document, ...this.#ahead];
  }

  /** Shows a pair's document. */
  show(document: MaskDocument, place: PairPlace): void {
    if (this.#disposed) return;
    this.#following.dispose();
    this.#document = document;
    this.#place = place;
    this.#following = this.#follow(document);
    this.#isPainted = false;
    this.#seen = undefined;
    this.#awaited = undefined;
    void this.#sendContent();
  }

  /** Sends the page what is shown, which it may have left by itself. */
  showAgain(): void {
    void this.#sendContent();
  }

  /**
   * Sends documents that are likely to be shown next, so that the page decodes them ahead. The page keeps those of the
   * last call and no others.
   */
  async prepare(pairs: readonly { readonly document: MaskDocument; readonly place: PairPlace }[]): Promise<void> {
    const documents = pairs.map(({ document }) => document);
    this.#ahead = documents;
    const page = this.#page;
    await Promise.all(documents.map((document) => document.read()));
    if (page === undefined || page !== this.#page || documents !== this.#ahead) return;
    const held = new Set<number>();
    const masks = pairs.flatMap(({ document, place }) => {
      const { generation, bytes } = document.current ?? {};
      if (generation === undefined || bytes === undefined) return [];
      held.add(generation);
      const facts = { generation, context: this.#contextOf(document), editing: document.file.editing, place };
      return [{ ...facts, bytes: this.#held.has(generation) ? null : bytes }];
    });
    const shown = this.#document.current?.generation;
    if (shown !== undefined && this.#held.has(shown)) held.add(shown);
    this.#held = held;
    this.#post({ type: 'ahead', masks });
  }

  /** Shows how a review stands; null: none any more. */
  showReview(state: ReviewBarState | null): void {
    this.#review = state;
    this.#post({ type: 'review', state });
  }

  /** The newest version of the document and the original that its mode shows, or why there are none, is on the screen. */
  get isShown(): boolean {
    const seen = this.#seen;
    const isWhole = this.#whole === 'any' || this.#whole === seen || this.#explained === seen;
    return seen !== undefined && isWhole && seen === this.#document.current?.generation;
  }

  /**
   * By what a review knows the pixels on the screen again, as a scan of the dataset does; null where the file gives nothing.
   * Undefined where they are not those of the disk, or others have taken their place meanwhile.
   */
  async hashShown(): Promise<string | null | undefined> {
    const { file, current } = this.#document;
    const { revision } = file.editing;
    if (!this.isShown || file.isDirty) return undefined;
    let hash: string | null = null;
    if (current?.bytes !== undefined) {
      // Edits that were saved are on the disk, but not in the version that they started from.
      const bytes = await file.encoded();
      if (this.#hashed?.bytes !== bytes) this.#hashed = { bytes, hash: this.#services.hash(bytes) };
      const { hash: counted } = this.#hashed;
      hash = await counted.catch((error: unknown) => {
        this.#hashed = undefined;
        throw error;
      });
    }
    const isSame = file === this.#document.file && revision === file.editing.revision;
    return isSame && this.isShown && !file.isDirty ? hash : undefined;
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
    this.#following.dispose();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #follow({ file, onDidChangeContext }: MaskDocument): vscode.Disposable {
    return vscode.Disposable.from(
      file.onDidReplace(() => void this.#sendContent()),
      file.onDidEdit((change) => this.#sendEdits(change)),
      onDidChangeContext(() => this.#sendContext()),
    );
  }

  #post(message: ToMaskWebview): void {
    if (!this.#disposed && this.#page !== undefined) void this.panel.webview.postMessage(message);
  }

  #viewStateChanged(): void {
    if (this.panel.visible) void this.document.file.lookAgain();
    else {
      this.#page = undefined;
      this.#isPainted = false;
      this.#setSeen(undefined);
      this.#textFocus = false;
      this.#classFilter = false;
    }
    this.#services.update(this);
  }

  #sendContext(): void {
    const generation = this.document.current?.generation;
    // Before the first version there is nothing that it could be about.
    if (generation !== undefined) this.#post({ type: 'context', generation, context: this.#contextOf(this.document) });
    this.#services.update(this);
  }

  async #sendContent(): Promise<void> {
    const page = this.#page;
    const { document } = this;
    const version = await document.read();
    // A newer document, version or page sends itself.
    if (this.#disposed || document !== this.#document || version !== document.current || page !== this.#page) return;
    const { generation } = version;
    const place = { place: this.#place, step: this.#step };
    if (version.bytes !== undefined) {
      this.#post({
        ...{ type: 'open', generation, context: this.#contextOf(document), editing: document.file.editing },
        bytes: this.#held.has(generation) ? null : version.bytes,
        ...place,
      });
      if (this.#page !== undefined) this.#held.add(generation);
    } else {
      this.#status = undefined;
      this.#post({ type: 'diagnosis', generation, diagnosis: describeFailure(version.failure), ...place });
    }
    this.#services.update(this);
  }

  #contextOf({ context }: MaskDocument): MaskContext {
    const reason = this.#readonlyReason;
    return reason === null || !context.editability.ok ? context : { ...context, editability: { ok: false, reason } };
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
    if (this.#readonlyReason === null && file.take(edit, label, generation, revision)) return;
    this.#services.log.warn(`dropped an edit of ${this.document.uri.toString()}, revision ${revision}`);
    this.#sendEdits({ kept: 0, added: file.editing.edits });
  }

  #receive(message: FromMaskWebview): void {
    switch (message.type) {
      case 'ready':
        this.#page = message.page;
        this.#isPainted = false;
        this.#held.clear();
        this.#step = 0;
        this.#whole = null;
        this.#setSeen(undefined);
        void this.#sendContent();
        if (this.#review !== null) this.#post({ type: 'review', state: this.#review });
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
        this.#documentOf(message.generation)?.takeIds(message.generation, message.ids);
        break;
      case 'painted':
        this.#services.log.debug(`painted ${this.document.uri.toString()} generation ${message.generation}`);
        if (message.generation !== this.document.current?.generation) break;
        this.#isPainted = true;
        this.#explained = undefined;
        this.#setSeen(message.generation);
        if (this.#awaited !== undefined) this.#post({ type: 'showPixel', ...this.#awaited });
        this.#awaited = undefined;
        this.#settled.fire();
        break;
      case 'whole':
        this.#whole = message.generation;
        this.#shown.fire();
        break;
      case 'explained':
        this.#explained = message.generation;
        this.#setSeen(message.generation);
        if (message.generation === this.document.current?.generation) this.#settled.fire();
        break;
      case 'step':
        this.#stepped.fire(message.by);
        break;
      case 'stepped':
        this.#step = message.step;
        this.#went.fire(message.place);
        break;
      case 'missing':
        this.#held.delete(message.generation);
        if (message.generation === this.document.current?.generation) void this.#sendContent();
        break;
      case 'review':
        this.#reviewed.fire(message.action);
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

  #setSeen(generation: number | undefined): void {
    this.#seen = generation;
    this.#shown.fire();
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
    const document = this.#documentOf(request.params.generation);
    const version = document?.current;
    if (document === undefined || version?.bytes === undefined) {
      throw new Error(vscode.l10n.t('The file has changed in the meantime.'));
    }
    switch (request.method) {
      case 'diagnose':
        return this.#diagnose(document, version.generation, version.bytes);
      case 'recover':
        return this.#services.recover(version.bytes);
      case 'identifyReport':
        return this.#identify(document, request.params.revision);
      case 'choosePalette':
        return this.#services.choosePalette(document);
      case 'findOriginal':
      case 'readOriginal':
        return this.#services.original(document, request.method, request.params);
    }
  }

  /** The document, shown or sent ahead, whose version a page speaks of. */
  #documentOf(generation: number): MaskDocument | undefined {
    return this.documents.find(({ current }) => current?.generation === generation);
  }

  async #diagnose({ file }: MaskDocument, generation: number, bytes: ArrayBuffer): Promise<Diagnosis | null> {
    // A page with a problem has neither zoom nor pixel.
    this.#status = undefined;
    this.#services.update(this);
    const diagnosis = await this.#services.diagnose(bytes);
    if (diagnosis !== null) file.markDamaged(generation);
    return diagnosis;
  }

  async #identify(document: MaskDocument, revision: number): Promise<string> {
    const { file } = document;
    const bytes = revision === file.editing.revision ? await file.encoded() : undefined;
    if (bytes === undefined) throw new Error(vscode.l10n.t('The mask has changed in the meantime.'));
    return this.#services.identifyReport(document, bytes);
  }
}
