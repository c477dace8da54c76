import * as vscode from 'vscode';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { moved } from './choices.ts';
import type { EditBackups } from './editBackups.ts';
import type { MaskDocument } from './maskDocument.ts';

/** A rename that has not happened by then has failed: nothing tells of that. */
const GIVE_UP_MS = 10_000;

type RenamedFiles = readonly { readonly oldUri: vscode.Uri; readonly newUri: vscode.Uri }[];

export interface RenamedEditsServices {
  readonly viewType: string;
  /** The documents that are open. */
  readonly documents: ReadonlySet<MaskDocument>;
  backups(): Promise<EditBackups>;
  /** Lets VS Code take a document for dirty. */
  markDirty(document: MaskDocument): void;
}

/**
 * Takes unsaved edits along where a mask, or a folder above it, is renamed. VS Code closes the editors of the old name and
 * opens others on the new one, which know of no edits; a hidden one is only opened once it is shown. It asks whether to
 * save what is below a renamed folder: there the old document is clean from here on, and writes nothing any more.
 */
export class RenamedEdits implements vscode.Disposable {
  readonly #services: RenamedEditsServices;
  /** Documents whose edits belong to another name, and whether their files have it already. */
  readonly #leaving = new Map<MaskDocument, { readonly happened: boolean }>();
  /** The documents that hold the edits of masks, by the new names of these, until they are opened. */
  readonly #waiting = new Map<string, MaskDocument>();
  readonly #subscriptions: vscode.Disposable;

  constructor(services: RenamedEditsServices) {
    this.#services = services;
    this.#subscriptions = vscode.Disposable.from(
      vscode.workspace.onWillRenameFiles((event) => this.#leaveAll(event)),
      vscode.workspace.onDidRenameFiles(({ files }) => this.#settle(files)),
    );
  }

  /** Whether the edits of a document belong to another name: it is not to be saved, reverted or kept. */
  isLeaving(document: MaskDocument): boolean {
    return this.#leaving.has(document);
  }

  /** The edits that a mask had under its old name; once. */
  take(uri: vscode.Uri): Promise<EditBackup | undefined> | undefined {
    const document = this.#waiting.get(uri.toString());
    this.#waiting.delete(uri.toString());
    return document?.file.backup();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }

  #leaveAll(event: vscode.FileWillRenameEvent): void {
    for (const document of this.#services.documents) {
      const address = newAddress(document.uri.toString(), event.files);
      if (address !== undefined && document.file.isDirty) event.waitUntil(this.#leave(document, address));
    }
  }

  async #leave(document: MaskDocument, address: string): Promise<void> {
    this.#leaving.set(document, { happened: false });
    this.#waiting.set(address, document);
    setTimeout(() => void this.#giveUp(document, address), GIVE_UP_MS).unref();
    // A save that writes nothing: VS Code takes the document for clean.
    if (!this.#isDirtyElsewhere(document.uri)) await vscode.workspace.save(document.uri);
    // If this window is killed before the new editor is opened.
    await (await this.#services.backups()).write(document.file, vscode.Uri.parse(address));
  }

  #settle(files: RenamedFiles): void {
    for (const [address, document] of [...this.#waiting]) {
      const next = newAddress(address, files);
      if (next !== undefined) void this.#renameWaiting(document, address, next);
    }
    const { documents } = this.#services;
    // Some may be closed before this is told.
    for (const document of new Set([...documents, ...this.#leaving.keys()])) {
      const address = newAddress(document.uri.toString(), files);
      if (address === undefined) continue;
      if (document.file.isDirty && !this.#leaving.has(document)) this.#waiting.set(address, document);
      if (documents.has(document)) {
        this.#leaving.set(document, { happened: true });
        document.file.onDidDispose(() => this.#leaving.delete(document));
      } else this.#leaving.delete(document);
      void this.#services.backups().then((backups) => backups.discard(document.uri));
    }
  }

  /** A mask that was renamed and not shown since is renamed again. */
  async #renameWaiting(document: MaskDocument, address: string, next: string): Promise<void> {
    this.#waiting.delete(address);
    this.#waiting.set(next, document);
    const backups = await this.#services.backups();
    await backups.write(document.file, vscode.Uri.parse(next));
    await backups.discard(vscode.Uri.parse(address));
  }

  async #giveUp(document: MaskDocument, address: string): Promise<void> {
    if (this.#leaving.get(document)?.happened !== false) return;
    this.#leaving.delete(document);
    this.#waiting.delete(address);
    const backups = await this.#services.backups();
    await backups.discard(vscode.Uri.parse(address));
    if (this.#services.documents.has(document)) this.#services.markDirty(document);
    // It was closed in the meantime, without a question: that is asked when it is opened next.
    else await backups.write(document.file);
  }

  /** Whether an editor of another kind would be saved along. */
  #isDirtyElsewhere(uri: vscode.Uri): boolean {
    return vscode.window.tabGroups.all
      .flatMap(({ tabs }) => tabs)
      .some(({ input, isDirty }) => {
        const { uri: shown, viewType } = (input ?? {}) as { readonly uri?: unknown; readonly viewType?: unknown };
        const isSame = shown instanceof vscode.Uri && shown.toString() === uri.toString();
        return isDirty && isSame && viewType !== this.#services.viewType;
      });
  }
}

function newAddress(address: string, files: RenamedFiles): string | undefined {
  for (const { oldUri, newUri } of files) {
    const next = moved(address, oldUri, newUri);
    if (next !== undefined) return next;
  }
  return undefined;
}
