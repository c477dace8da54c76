import type * as vscode from 'vscode';
import type { CompareSide, FromMasksPage, MasksState, ReadRules, ToMasksPage } from '../../protocol/compare.ts';
import type { Diagnosis, MaskContext, RecoveredImage } from '../../protocol/mask.ts';
import type { MaskDocument } from '../mask/maskDocument.ts';
import { describeFailure } from '../mask/readFailure.ts';
import { PreviewPanel } from '../page/previewPanel.ts';
import { compareHtml } from './compareHtml.ts';
import { contextUnder } from './readRules.ts';

/** What the commands that compare need of the window around them. */
export interface CompareServices {
  readonly extensionUri: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** Path of the bundle of the process that compares folders. */
  readonly script: string;
  /** A document that follows its file; to be disposed of. */
  readonly openDocument: (uri: vscode.Uri) => MaskDocument;
  /** What is wrong with the bytes of a file; null where they can be decoded. */
  readonly diagnose: (bytes: ArrayBuffer) => Promise<Diagnosis | null>;
  /** The pixels of a file that the page cannot decode. Rejects where there are none. */
  readonly recover: (bytes: ArrayBuffer) => Promise<RecoveredImage>;
}

/** A mask to compare, and where it comes from in the user's words. */
export interface ComparedFile {
  readonly uri: vscode.Uri;
  readonly label: string;
}

interface OpenFile extends ComparedFile {
  readonly document: MaskDocument;
}

/** The view of the tab of two masks. */
export const MASKS_VIEW = 'maskscope.compareMasks';

/** The tab of two masks, which follows their files. */
export class MasksPanel {
  readonly #services: CompareServices;
  readonly #panel: PreviewPanel<FromMasksPage, ToMasksPage>;
  #disposables: readonly vscode.Disposable[] = [];
  /** The first is the truth. */
  #files: readonly OpenFile[] = [];
  #rules: ReadRules | null;

  /**
   * @param rules of the folders that the masks are a pair of; null: what is found beside the masks
   * @param restored the tab of an earlier window
   */
  constructor(
    services: CompareServices,
    truth: ComparedFile,
    prediction: ComparedFile,
    rules: ReadRules | null = null,
    restored?: vscode.WebviewPanel,
  ) {
    const { extensionUri, log } = services;
    this.#services = services;
    this.#rules = rules;
    this.#open(truth, prediction);
    this.#panel = new PreviewPanel<FromMasksPage, ToMasksPage>({
      ...{ view: MASKS_VIEW, title: this.#title, extensionUri, log, restored },
      html: (webview) => compareHtml(webview, extensionUri, 'masks'),
      receive: (message) => this.#receive(message),
      onClose: () => this.#close(),
    });
  }

  get isOpen(): boolean {
    return this.#panel.isOpen;
  }

  /** Compares two other masks in the same tab, and brings it to the front. */
  async show(truth: ComparedFile, prediction: ComparedFile, rules: ReadRules | null): Promise<void> {
    this.#close();
    this.#rules = rules;
    this.#open(truth, prediction);
    this.#panel.reveal();
    await this.#sendBoth();
  }

  #open(truth: ComparedFile, prediction: ComparedFile): void {
    this.#files = [truth, prediction].map((file) => ({ ...file, document: this.#services.openDocument(file.uri) }));
    this.#disposables = this.#files.flatMap(({ document }) => {
      const sideOf = (): CompareSide => (document === this.#files[0]?.document ? 'truth' : 'prediction');
      return [
        document,
        document.file.onDidReplace(() => void this.#send(sideOf())),
        document.onDidChangeContext(() => {
          this.#panel.post({ type: 'context', side: sideOf(), context: this.#contextOf(document) });
        }),
      ];
    });
  }

  #close(): void {
    for (const disposable of this.#disposables) disposable.dispose();
  }

  get #title(): string {
    return this.#files.map(({ uri }) => nameOf(uri)).join(' ↔ ');
  }

  async #receive(message: FromMasksPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.#panel.ready();
        await this.#sendBoth();
        return;
      case 'swap':
        this.#files = this.#files.toReversed();
        await this.#sendBoth();
        return;
      case 'diagnose': {
        const { side, generation } = message;
        const version = this.#fileOf(side).document.current;
        if (version?.bytes === undefined || version.generation !== generation) return;
        await this.#examine(side, generation, version.bytes);
        return;
      }
    }
  }

  /** Sends what is wrong with a version that the page cannot decode; its pixels where nothing is. */
  async #examine(side: CompareSide, generation: number, bytes: ArrayBuffer): Promise<void> {
    const { document, label } = this.#fileOf(side);
    const facts = { side, generation, label };
    let answer: ToMasksPage;
    try {
      const diagnosis = await this.#services.diagnose(bytes);
      answer =
        diagnosis === null
          ? {
              type: 'recovered',
              ...facts,
              image: await this.#services.recover(bytes),
              context: this.#contextOf(document),
            }
          : { type: 'diagnosis', ...facts, diagnosis };
    } catch (error) {
      answer = { type: 'problem', ...facts, problem: error instanceof Error ? error.message : String(error) };
    }
    // Meanwhile the tab may compare others, or the file may have changed.
    if (document !== this.#fileOf(side).document || document.current?.generation !== generation) return;
    this.#panel.post(answer);
  }

  async #sendBoth(): Promise<void> {
    this.#panel.title = this.#title;
    const files = this.#files.map(({ uri, label }) => ({ uri: uri.toString(), label }));
    const state: MasksState = { files, rules: this.#rules?.given ?? null };
    this.#panel.post({ type: 'start', state, rules: this.#rules });
    await Promise.all([this.#send('truth'), this.#send('prediction')]);
  }

  async #send(side: CompareSide): Promise<void> {
    const { document, label } = this.#fileOf(side);
    const { generation, bytes, failure } = await document.read();
    // Meanwhile the tab may compare others.
    if (document !== this.#fileOf(side).document) return;
    const facts = { side, generation, label };
    if (failure !== undefined) this.#panel.post({ type: 'diagnosis', ...facts, diagnosis: describeFailure(failure) });
    else this.#panel.post({ type: 'open', ...facts, bytes, context: this.#contextOf(document) });
  }

  #contextOf(document: MaskDocument): MaskContext {
    return this.#rules === null ? document.context : contextUnder(this.#rules, document);
  }

  #fileOf(side: CompareSide): OpenFile {
    const file = this.#files[side === 'truth' ? 0 : 1];
    if (file === undefined) throw new Error('A pair has two masks.');
    return file;
  }
}

function nameOf({ path }: vscode.Uri): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
