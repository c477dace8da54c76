// Loaded with the first pair that is looked at.
import * as vscode from 'vscode';
import type { PairPlace } from '../../protocol/mask.ts';
import type { MaskDocument } from '../mask/maskDocument.ts';
import type { MaskEditor } from '../mask/maskEditor.ts';
import type { MaskEditorHost } from '../mask/register.ts';
import { MOST_BYTES_AHEAD, MOST_PIXELS_AHEAD, withinBudget } from './aheadBudget.ts';
import { PAIRS_VIEW, type ListedPair, type PairList } from './pairList.ts';

/** Pairs that are read and decoded ahead, by places in the direction of the last step, the likeliest first. */
const NEAR = [1, -1, 2];

interface OpenPair {
  readonly document: MaskDocument;
  /** Of an editor, whose unsaved edits it has, and which disposes of it. */
  readonly isLent: boolean;
}

/** One tab that shows a pair of a list, and by a step the next one, at the same zoom and place. */
export class PairPanel implements vscode.Disposable {
  readonly #host: MaskEditorHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #editor: MaskEditor;
  /** By the pair's position in the list. */
  readonly #documents = new Map<number, OpenPair>();
  readonly #shown = new vscode.EventEmitter<ListedPair>();
  /** Another pair, or another list, is shown. */
  readonly onDidShow = this.#shown.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  #list: PairList;
  #index: number;
  #direction: 1 | -1 = 1;
  /** Counts what was prepared: what is out of date is given up. */
  #prepared = 0;
  #isClosed = false;
  /** Whether other pairs may be shown; undefined while nobody minds. */
  #mayLeave: (() => Promise<boolean>) | undefined;

  /**
   * @param list at least one pair
   * @param index of the pair to begin with
   * @param panel the tab of an earlier window; absent: a new one
   */
  constructor(host: MaskEditorHost, list: PairList, index: number, panel?: vscode.WebviewPanel) {
    this.#host = host;
    this.#list = list;
    this.#index = clamp(index, list);
    this.#panel =
      panel ?? vscode.window.createWebviewPanel(PAIRS_VIEW, '', vscode.ViewColumn.Active, { enableFindWidget: true });
    this.#editor = host.openViewer(
      this.#documentAt(this.#index),
      this.#panel,
      vscode.l10n.t('Here masks are looked at. Open this one in an editor of its own to change it.'),
    );
    this.#editor.onDidStep((by) => this.step(by));
    this.#editor.onDidGo(({ index, name }) => {
      // A page that went on in a list which is not shown any more is brought back.
      if (index === this.#index || this.#list.pairs[index]?.name !== name) this.#editor.showAgain();
      else this.goTo(index);
    });
    this.#editor.onDidSettle(() => void this.#prepare());
    const edited = host.onDidChangeEdited(() => this.#exchange());
    this.#panel.onDidDispose(() => {
      edited.dispose();
      this.#close();
    });
    this.#show();
  }

  get list(): PairList {
    return this.#list;
  }

  /** Position of {@link current} in the list, from 0. */
  get index(): number {
    return this.#index;
  }

  get current(): ListedPair {
    const pair = this.#list.pairs[this.#index];
    if (pair === undefined) throw new Error(`there is no pair ${this.#index}`);
    return pair;
  }

  get isActive(): boolean {
    return !this.#isClosed && this.#panel.active;
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Holds on to the list: whoever wants to show another one asks first. */
  hold(mayLeave: () => Promise<boolean>): vscode.Disposable {
    this.#mayLeave = mayLeave;
    return {
      dispose: () => {
        if (this.#mayLeave === mayLeave) this.#mayLeave = undefined;
      },
    };
  }

  /** Whether another list may be shown. */
  async mayLeave(): Promise<boolean> {
    return this.#isClosed || this.#mayLeave === undefined || (await this.#mayLeave());
  }

  /** The editor of the pair that is shown; it stays the same from pair to pair. */
  get editor(): MaskEditor {
    return this.#editor;
  }

  reveal(): void {
    this.#panel.reveal();
  }

  /** Shows other pairs. */
  setList(list: PairList, index: number): void {
    this.#list = list;
    this.#index = clamp(index, list);
    const before = [...this.#documents.values()];
    this.#documents.clear();
    // What the page has of the other list is none of its steps any more.
    this.#prepared++;
    void this.#editor.prepare([]);
    this.#show();
    before.forEach(letGo);
  }

  /** Shows the pair that is so many places on; at the end of the list nothing happens. */
  step(by: number): void {
    this.goTo(this.#index + by);
  }

  goTo(index: number): void {
    const target = clamp(index, this.#list);
    if (target === this.#index) return;
    this.#direction = target > this.#index ? 1 : -1;
    this.#index = target;
    this.#show();
  }

  dispose(): void {
    this.#panel.dispose();
  }

  #show(): void {
    const place = this.#placeOf(this.#index);
    this.#panel.title = place.name.slice(place.name.lastIndexOf('/') + 1);
    this.#editor.show(this.#documentAt(this.#index), place);
    this.#shown.fire(this.current);
  }

  #placeOf(index: number): PairPlace {
    const { pairs } = this.#list;
    return { name: pairs[index]?.name ?? '', index, total: pairs.length };
  }

  /** What is shown waits for nothing, so the neighbours come after it; what is far off, or too large, is let go. */
  async #prepare(): Promise<void> {
    const turn = ++this.#prepared;
    const near = NEAR.map((by) => this.#index + by * this.#direction).filter(
      (at) => this.#list.pairs[at] !== undefined,
    );
    const sizes = await Promise.all(near.map((at) => fileSize(this.#list.pairs[at]?.mask)));
    if (turn !== this.#prepared || this.#isClosed) return;
    const read = withinBudget(near, sizes, MOST_BYTES_AHEAD);
    const documents = await Promise.all(
      read.map((at) => this.#documentAt(at)).map(async (one) => (await one.read(), one)),
    );
    if (turn !== this.#prepared || this.#isClosed) return;
    const pixels = documents.map(({ head }) => (head === null ? 0 : head.header.width * head.header.height));
    const kept = withinBudget(read, pixels, MOST_PIXELS_AHEAD);
    for (const [index, open] of this.#documents) {
      if (index === this.#index || kept.includes(index)) continue;
      this.#documents.delete(index);
      letGo(open);
    }
    void this.#editor.prepare(kept.map((at) => ({ document: this.#documentAt(at), place: this.#placeOf(at) })));
  }

  #documentAt(index: number): MaskDocument {
    const open = this.#documents.get(index);
    if (open !== undefined) return open.document;
    const pair = this.#list.pairs[index];
    if (pair === undefined) throw new Error(`there is no pair ${index}`);
    const lent = this.#host.editedDocument(pair.mask);
    const document = lent ?? this.#host.openDocument(pair.mask);
    this.#documents.set(index, { document, isLent: lent !== undefined });
    return document;
  }

  /** Unsaved edits are in the document of an editor: it takes the place of the file's, and goes with its editor. */
  #exchange(): void {
    const before = this.#documents.get(this.#index);
    for (const [index, open] of [...this.#documents]) {
      const edited = this.#host.editedDocument(this.#list.pairs[index]?.mask ?? open.document.uri);
      if (open.isLent ? edited === open.document : edited === undefined) continue;
      this.#documents.delete(index);
      // The one on the screen is followed until the other one is shown.
      if (open !== before) letGo(open);
    }
    if (before === undefined || this.#documents.get(this.#index) === before) return;
    this.#show();
    letGo(before);
  }

  #close(): void {
    this.#isClosed = true;
    [...this.#documents.values()].forEach(letGo);
    this.#documents.clear();
    this.#closed.fire();
    this.#shown.dispose();
    this.#closed.dispose();
  }
}

/** Closes tabs of an earlier window that were not looked at since: they would be second ones. */
export async function closeOtherTabs(): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(
    // The window puts something before the names of views.
    tabs.filter(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith(PAIRS_VIEW)),
  );
}

function letGo({ document, isLent }: OpenPair): void {
  if (!isLent) document.dispose();
}

/** Bytes; none where it cannot be known without reading it. Never rejects. */
async function fileSize(file: vscode.Uri | undefined): Promise<number> {
  if (file === undefined) return 0;
  return vscode.workspace.fs.stat(file).then(
    ({ size }) => size,
    () => 0,
  );
}

function clamp(index: number, { pairs }: PairList): number {
  return Math.max(0, Math.min(index, pairs.length - 1));
}
