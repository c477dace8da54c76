// Loaded with the first pair that is looked at.
import * as vscode from 'vscode';
import type { MaskDocument } from '../mask/maskDocument.ts';
import type { MaskEditor } from '../mask/maskEditor.ts';
import type { MaskEditorHost } from '../mask/register.ts';
import { PAIRS_VIEW, type ListedPair, type PairList } from './pairList.ts';

/** Pairs that are read and decoded ahead, in the direction of the last step and against it. */
const AHEAD = 2;
const BEHIND = 1;

/** Generations of a document's versions stay below this; each document of a panel gets as many of its own. */
const GENERATIONS = 2 ** 24;

/** One tab that shows a pair of a list, and by a step the next one, at the same zoom and place. */
export class PairPanel implements vscode.Disposable {
  readonly #host: MaskEditorHost;
  readonly #panel: vscode.WebviewPanel;
  readonly #editor: MaskEditor;
  /** By the pair's position in the list. */
  readonly #documents = new Map<number, MaskDocument>();
  readonly #shown = new vscode.EventEmitter<ListedPair>();
  /** Another pair, or another list, is shown. */
  readonly onDidShow = this.#shown.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidClose = this.#closed.event;
  #list: PairList;
  #index: number;
  #direction: 1 | -1 = 1;
  #opened = 0;
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
    this.#editor = host.openEditor(this.#documentAt(this.#index), this.#panel);
    this.#editor.onDidStep((by) => this.step(by));
    this.#editor.onDidPaint(() => this.#prepare());
    this.#panel.onDidDispose(() => this.#close());
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
    this.#show();
    for (const document of before) document.dispose();
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
    const { name } = this.current;
    const total = this.#list.pairs.length;
    this.#panel.title = name.slice(name.lastIndexOf('/') + 1);
    this.#editor.show(this.#documentAt(this.#index), { name, index: this.#index, total });
    this.#shown.fire(this.current);
  }

  /** What is painted waits for nothing, so the neighbours come after it; what is far off is let go. */
  #prepare(): void {
    const near = [];
    for (let by = 1; by <= AHEAD; by++) near.push(this.#index + by * this.#direction);
    for (let by = 1; by <= BEHIND; by++) near.push(this.#index - by * this.#direction);
    const kept = near.filter((index) => index >= 0 && index < this.#list.pairs.length);
    for (const [index, document] of this.#documents) {
      if (index === this.#index || kept.includes(index)) continue;
      this.#documents.delete(index);
      document.dispose();
    }
    void this.#editor.prepare(kept.map((index) => this.#documentAt(index)));
  }

  #documentAt(index: number): MaskDocument {
    const open = this.#documents.get(index);
    if (open !== undefined) return open;
    const pair = this.#list.pairs[index];
    if (pair === undefined) throw new Error(`there is no pair ${index}`);
    const document = this.#host.openDocument(pair.mask, {
      firstGeneration: ++this.#opened * GENERATIONS,
      readonlyReason: vscode.l10n.t('Here masks are looked at. Open this one in an editor of its own to change it.'),
    });
    this.#documents.set(index, document);
    return document;
  }

  #close(): void {
    this.#isClosed = true;
    for (const document of this.#documents.values()) document.dispose();
    this.#documents.clear();
    this.#closed.fire();
    this.#shown.dispose();
    this.#closed.dispose();
  }
}

function clamp(index: number, { pairs }: PairList): number {
  return Math.max(0, Math.min(index, pairs.length - 1));
}
