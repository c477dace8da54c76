import * as vscode from 'vscode';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { hasMotsIds } from '../../core/mask/divisor.ts';
import { KIND_REASONS, recogniseKind } from '../../core/mask/kind.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import type { PngHead } from '../../core/mask/pngHead.ts';
import { ColourType } from '../../core/png/types.ts';
import type { ClassMapFacts, KindFacts, MaskContext } from '../../protocol/mask.ts';
import { fileOf } from './classMapFolders.ts';
import { EditedFile } from './editedFile.ts';
import type { EncodeEdits, FileOpening } from './editedFile.ts';
import type { FileVersion } from './fileSource.ts';
import type { ChosenKind } from './choices.ts';

/** What a document needs from the window around it. */
export interface DocumentServices {
  /** The kind that the user set for this file or its folder. */
  chosenKind(uri: vscode.Uri): ChosenKind | undefined;
  /** Fires when a choice changed; every document looks again. */
  readonly onDidChangeChoices: vscode.Event<void>;
  /** Finds the class map of a mask; calls back when a class map file or setting changed. */
  watchClassMap(document: MaskDocument, changed: () => void): vscode.Disposable;
  findClassMap(document: MaskDocument): Promise<ClassMapFacts | null>;
  readonly encodeEdits: EncodeEdits;
}

/** How a document is opened. */
export interface DocumentOpening extends FileOpening {
  /** Unsaved edits of an earlier window. */
  readonly backup?: EditBackup | undefined;
}

/** An open mask: its file and edits, what its ids mean and what they are called. Editors only show it. */
export class MaskDocument implements vscode.CustomDocument {
  readonly uri: vscode.Uri;
  /** The file with its unsaved edits. */
  readonly file: EditedFile;
  readonly #services: DocumentServices;
  readonly #contextChanged = new vscode.EventEmitter<void>();
  /** What is said of the mask changed; pixels did not. */
  readonly onDidChangeContext = this.#contextChanged.event;
  readonly #disposables: vscode.Disposable[] = [];
  #head: PngHead | null = null;
  #opened: PngHead | null = null;
  #ids: readonly number[] | undefined;
  #classMap: ClassMapFacts | null = null;
  #classMapSearch = 0;
  /** The context as those who listen know it. */
  #told = '';
  #disposed = false;

  constructor(uri: vscode.Uri, services: DocumentServices, { backup, ...opening }: DocumentOpening = {}) {
    this.uri = uri;
    this.#services = services;
    this.file = new EditedFile(uri, services.encodeEdits, backup, opening);
    this.#disposables.push(
      this.file,
      this.#contextChanged,
      this.file.onDidReplace((version) => this.#takeVersion(version)),
      this.file.onDidSave((bytes) => (this.#head = readPngHead(new Uint8Array(bytes)))),
      this.file.onDidChangeState(() => this.#tellContext()),
      services.onDidChangeChoices(() => this.#refreshClassMap()),
      services.watchClassMap(this, () => this.#refreshClassMap()),
    );
    void this.file.read().then((version) => this.#takeVersion(version));
  }

  /** The version to show, without its edits. Never rejects. */
  read(): Promise<FileVersion> {
    return this.file.read();
  }

  get current(): FileVersion | undefined {
    return this.file.base;
  }

  /** Header and palette of the version that was read or saved last; null where it is no PNG. */
  get head(): PngHead | null {
    return this.#head;
  }

  /**
   * Header and palette of the version that the edits start from; null where it is no PNG. What ids mean goes by these:
   * edits, and saving them, do not change it.
   */
  get opened(): PngHead | null {
    return this.#opened;
  }

  get kind(): KindFacts {
    const chosen = this.#services.chosenKind(this.uri);
    if (chosen !== undefined) {
      const reason = chosen.folder
        ? vscode.l10n.t('Set by you for the folder {0}.', chosen.folder)
        : vscode.l10n.t('Set by you for this file.');
      return {
        kind: chosen.kind,
        ...(chosen.divisor !== undefined && { divisor: chosen.divisor }),
        reason,
        chosenByUser: true,
      };
    }
    const { kind, divisor, reason } = recogniseKind({
      path: this.uri.path,
      workspaceFolder: vscode.workspace.getWorkspaceFolder(fileOf(this.uri))?.uri.path,
      bitDepth: this.#opened?.header.bitDepth,
      isColour: this.isColour,
      ids: this.#ids,
    });
    const sentence = vscode.l10n.t(KIND_REASONS[reason.code], reason.details);
    return { kind, ...(divisor !== undefined && { divisor }), reason: sentence, chosenByUser: false };
  }

  /** Red, green and blue samples, whose ids are rows of a colour table. */
  get isColour(): boolean {
    const type = this.#opened?.header.colourType;
    return type === ColourType.rgb || type === ColourType.rgba;
  }

  /** Distinct ids of a 16-bit mask, once the webview has counted them. */
  get ids(): readonly number[] | undefined {
    return this.#ids;
  }

  get context(): MaskContext {
    return {
      fileName: this.uri.path.slice(this.uri.path.lastIndexOf('/') + 1),
      classMap: this.#classMap,
      kind: this.kind,
      editability: this.file.editability,
      disk: this.file.disk,
      saveProblem: this.file.saveProblem,
    };
  }

  /** The distinct ids of a generation, as the webview counted them. */
  takeIds(generation: number, ids: readonly number[]): void {
    if (generation !== this.current?.generation) return;
    const before = this.kind;
    this.#ids = ids;
    const after = this.kind;
    const isRecognisedAnew = before.kind !== after.kind || before.divisor !== after.divisor;
    if (isRecognisedAnew || hasMotsIds(ids)) this.#refreshClassMap();
  }

  dispose(): void {
    this.#disposed = true;
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #takeVersion({ bytes }: FileVersion): void {
    if (this.#disposed) return;
    this.#ids = undefined;
    this.#opened = bytes === undefined ? null : readPngHead(new Uint8Array(bytes));
    this.#head = this.#opened;
    this.#refreshClassMap();
    // Whoever shows the new version takes the context along.
    this.#told = JSON.stringify(this.context);
  }

  /** The search for a class map never delays the pixels: they are shown with what is known by then. */
  #refreshClassMap(): void {
    const search = ++this.#classMapSearch;
    void this.#services.findClassMap(this).then((classMap) => {
      if (this.#disposed || search !== this.#classMapSearch) return;
      this.#classMap = classMap;
      this.#tellContext();
    });
  }

  #tellContext(): void {
    const context = JSON.stringify(this.context);
    if (this.#disposed || context === this.#told) return;
    this.#told = context;
    this.#contextChanged.fire();
  }
}
