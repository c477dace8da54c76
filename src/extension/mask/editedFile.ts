import * as vscode from 'vscode';
import { makeBackup, restoredHistory } from '../../core/mask/editBackup.ts';
import type { EditBackup } from '../../core/mask/editBackup.ts';
import { isMaskEdit } from '../../core/mask/editCheck.ts';
import { EditHistory } from '../../core/mask/editHistory.ts';
import type { MaskEdit } from '../../core/mask/edits.ts';
import { readPngHead } from '../../core/mask/pngHead.ts';
import { ColourType } from '../../core/png/types.ts';
import type { DiskState, Editability, EditState } from '../../protocol/mask.ts';
import { FileSource, readVersion, sameContent } from './fileSource.ts';
import type { FileVersion, VersionContent } from './fileSource.ts';
import { writability } from './writability.ts';

/** Encodes the edited mask beside the host. */
export type EncodeEdits = (base: ArrayBuffer, edits: readonly MaskEdit[]) => Promise<ArrayBuffer>;

/** How a file is opened. */
export interface FileOpening {
  /** The number of its first version; absent: 1. */
  readonly firstGeneration?: number | undefined;
}

/** What pages learn of a change: of the edits they know the first `kept` stay, `added` follow. */
export interface EditsChange {
  readonly kept: number;
  readonly added: readonly MaskEdit[];
}

/** An edit as VS Code takes it. */
export interface DoneEdit {
  readonly label: string;
  undo(): void;
  redo(): void;
}

/** The disk holds something else than the edits start from, and the user has not decided yet. */
export class DiskChanged extends Error {
  override readonly name = 'DiskChanged';

  constructor({ path }: vscode.Uri) {
    const file = path.slice(path.lastIndexOf('/') + 1);
    super(
      vscode.l10n.t(
        '{0} was changed on the disk. Choose "Reload from Disk" or "Keep Mine" above the mask; until then nothing is saved.',
        file,
      ),
    );
  }
}

/**
 * A file with unsaved edits: what the edits start from, the edits, and how the file on the disk stands to them. Pixels
 * are never decoded here.
 */
export class EditedFile implements vscode.Disposable {
  readonly uri: vscode.Uri;
  readonly #source: FileSource;
  readonly #encodeEdits: EncodeEdits;
  readonly #firstGeneration: number;
  readonly #opened: Promise<FileVersion>;
  readonly #subscription: vscode.Disposable;
  readonly #replaced = new vscode.EventEmitter<FileVersion>();
  /** Another file takes the place of the one that was edited. */
  readonly onDidReplace = this.#replaced.event;
  readonly #edited = new vscode.EventEmitter<EditsChange>();
  /** Edits were made, undone, redone or dropped. */
  readonly onDidEdit = this.#edited.event;
  readonly #done = new vscode.EventEmitter<DoneEdit>();
  /** An edit was made that undo has to know. */
  readonly onDidPush = this.#done.event;
  readonly #diverged = new vscode.EventEmitter<void>();
  /** Undo and redo no longer lead to what is on the disk: the document stays dirty until it is saved or reverted. */
  readonly onDidDiverge = this.#diverged.event;
  readonly #closed = new vscode.EventEmitter<void>();
  readonly onDidDispose = this.#closed.event;
  readonly #refused = new vscode.EventEmitter<void>();
  /** An edit of a file that was replaced should have been undone or redone. */
  readonly onDidRefuse = this.#refused.event;
  readonly #saved = new vscode.EventEmitter<ArrayBuffer>();
  readonly onDidSave = this.#saved.event;
  readonly #stateChanged = new vscode.EventEmitter<void>();
  /** {@link disk}, {@link editability} or {@link saveProblem} changed. */
  readonly onDidChangeState = this.#stateChanged.event;
  #base: FileVersion | undefined;
  /** One history for each base: edits of an earlier one cannot be undone. */
  #history = new EditHistory();
  #revision = 0;
  /** The content of the disk that is accounted for: read, saved, or kept in spite of. Undefined: another one. */
  #known: VersionContent | undefined;
  /** The SHA-256 of what is accounted for, where its bytes are not there. */
  #knownSha256: string | null = null;
  #disk: DiskState = 'same';
  #writability: Editability = { ok: true };
  #damaged = -1;
  #encoded: { readonly revision: number; readonly bytes: Promise<ArrayBuffer> } | undefined;
  #saving: Promise<unknown> = Promise.resolve();
  #saveProblem: string | null = null;
  /** Histories whose edits were saved to another file. */
  readonly #savedElsewhere = new WeakSet<EditHistory>();
  #disposed = false;

  /** @param backup unsaved edits of an earlier window */
  constructor(
    uri: vscode.Uri,
    encodeEdits: EncodeEdits,
    backup?: EditBackup,
    { firstGeneration = 1 }: FileOpening = {},
  ) {
    this.uri = uri;
    this.#encodeEdits = encodeEdits;
    this.#firstGeneration = firstGeneration;
    this.#source = new FileSource(uri);
    this.#subscription = this.#source.onDidChange((version) => void this.#follow(version));
    this.#opened = this.#open(backup);
  }

  /** The version that the edits start from. Never rejects. */
  read(): Promise<FileVersion> {
    return this.#base === undefined ? this.#opened : Promise.resolve(this.#base);
  }

  get base(): FileVersion | undefined {
    return this.#base;
  }

  get editing(): EditState {
    const { entries, applied } = this.#history;
    return { revision: this.#revision, edits: entries.map(({ edit }) => edit), applied };
  }

  get disk(): DiskState {
    return this.#disk;
  }

  /** Whether there is anything that is not on the disk. */
  get isDirty(): boolean {
    return this.#history.isDirty || this.#disk !== 'same';
  }

  get editability(): Editability {
    const { bytes, generation } = this.#base ?? {};
    const colourType = bytes === undefined ? undefined : readPngHead(new Uint8Array(bytes))?.header.colourType;
    if (colourType === undefined || generation === this.#damaged) {
      return { ok: false, reason: vscode.l10n.t('The file cannot be read as it is, so it cannot be edited.') };
    }
    if (colourType === ColourType.rgb || colourType === ColourType.rgba) {
      const reason = vscode.l10n.t('The pixels of this mask are colours, not ids. Re-encode it by a class map first.');
      return { ok: false, reason };
    }
    return this.#writability;
  }

  /** Why the last save failed, in a sentence: VS Code does not tell of saves that it does by itself. */
  get saveProblem(): string | null {
    return this.#saveProblem;
  }

  /** @param problem null: nothing is wrong (any more) */
  markSaveProblem(problem: string | null): void {
    if (problem === this.#saveProblem) return;
    this.#saveProblem = problem;
    this.#stateChanged.fire();
  }

  /** The bytes of this generation cannot be decoded. */
  markDamaged(generation: number): void {
    if (generation === this.#damaged) return;
    this.#damaged = generation;
    this.#stateChanged.fire();
  }

  /**
   * Takes an edit from a page, which has to know the document as it is.
   *
   * @returns whether it was taken
   */
  take(edit: unknown, label: unknown, generation: number, revision: number): boolean {
    const bytes = this.#base?.bytes;
    if (generation !== this.#base?.generation || revision !== this.#revision || bytes === undefined) return false;
    const header = readPngHead(new Uint8Array(bytes))?.header;
    if (header === undefined || !this.editability.ok || typeof label !== 'string') return false;
    if (!isMaskEdit(edit, header.width * header.height)) return false;
    const history = this.#history;
    const [kept, wasSaved] = [history.applied, history.savedAt !== null];
    history.push({ edit, label });
    this.#changed({ kept, added: [edit] });
    this.#tellOf(history, kept, label);
    // VS Code takes an edit in the place of one that was saved and undone for the saved one.
    if (wasSaved && history.savedAt === null) this.#diverged.fire();
    return true;
  }

  /**
   * Takes up the edits that an earlier window left, where there are none yet.
   *
   * @returns whether it did
   */
  async adopt(backup: EditBackup): Promise<boolean> {
    const { generation } = await this.read();
    const found = this.#source.current;
    if (found === undefined || this.isDirty || this.#disposed) return false;
    this.#revision += 1;
    this.#base = { ...(await this.#takeUp(backup, found)), generation: generation + 1 };
    this.#replaced.fire(this.#base);
    this.replay();
    return true;
  }

  /** Tells VS Code of edits that came out of a backup, so that they can be undone. */
  replay(): void {
    const history = this.#history;
    history.entries.forEach(({ label }, at) => this.#tellOf(history, at, label));
    if (this.#disk !== 'same' || history.savedAt === null) this.#diverged.fire();
  }

  /** The file as it would be saved, and the revision that it holds. */
  encoded(): Promise<ArrayBuffer> {
    if (this.#encoded?.revision === this.#revision) return this.#encoded.bytes;
    const encoded = { revision: this.#revision, bytes: this.#encode() };
    encoded.bytes.catch(() => {
      if (this.#encoded === encoded) this.#encoded = undefined;
    });
    this.#encoded = encoded;
    return encoded.bytes;
  }

  /**
   * Writes the edited mask to its file. Why it is saved cannot be known, so nothing is asked: an automatic save would
   * put the question before a user who is typing.
   *
   * @param write writes the bytes
   * @param replaces whether to write also where the disk holds something else than is known here
   * @throws DiskChanged where it does and that may not be replaced; {@link disk} tells of it then
   */
  save(
    write: (bytes: ArrayBuffer) => Promise<void>,
    replaces: boolean,
    token: vscode.CancellationToken,
  ): Promise<void> {
    const save = async (): Promise<void> => {
      await this.read();
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      const history = this.#history;
      const { applied, entries } = history;
      const bytes = await this.encoded();
      await this.#source.write(bytes, async () => {
        const found = await readVersion(this.uri);
        const isOther = found.failure === undefined || found.failure.code === 'tooLarge';
        if (isOther && !this.#isKnown(found) && !replaces) {
          await this.#follow(await this.#source.refresh());
          throw new DiskChanged(this.uri);
        }
        if (found.bytes === undefined || !sameContent(found, { bytes })) await write(bytes);
      });
      const last = applied > 0 ? entries[applied - 1] : undefined;
      history.markSaved(applied, applied === 0 || history.entries[applied - 1] === last);
      this.#account({ bytes });
      this.markSaveProblem(null);
      this.#saved.fire(bytes);
      if (history !== this.#history || history.isDirty) this.#divergeLater();
    };
    return this.#inTurn(async () => {
      try {
        await save();
      } catch (error) {
        // The permission may be what is gone: no event tells of that.
        await this.#lookAtPermissions();
        throw error;
      }
    });
  }

  /** Back to what is on the disk. */
  revert(): Promise<void> {
    return this.#inTurn(async () => {
      await this.read();
      const found = await this.#source.refresh();
      await this.#lookAtPermissions();
      if (this.#isKnown(found) && this.#history.revert()) {
        this.#setDisk('same');
        this.#changed({ kept: this.#history.applied, added: [] });
      } else this.#replace(found);
    });
  }

  /** Gives the edits up after they were saved elsewhere. */
  leaveToDisk(): void {
    if (!this.isDirty || this.#source.current === undefined) return;
    this.#savedElsewhere.add(this.#history);
    this.#replace(this.#source.current);
  }

  /** The edits go on from what they started from; the change on the disk is accounted for and may be overwritten. */
  keepMine(): void {
    const found = this.#source.current;
    if (this.#disk === 'same' || found === undefined) return;
    this.#history.dropSavePoint();
    this.#account(found);
    this.#diverged.fire();
  }

  /** What has to outlive the window; undefined where there is nothing to keep. */
  async backup(): Promise<EditBackup | undefined> {
    const base = (await this.read()).bytes;
    if (base === undefined) return undefined;
    const history = this.#history;
    const known = this.#known;
    const diskSha256 = known === undefined ? this.#knownSha256 : await sha256Of(known);
    const saved = known?.bytes === undefined ? null : new Uint8Array(known.bytes);
    return makeBackup(history, new Uint8Array(base), saved, diskSha256);
  }

  /** Looks again at the file, and at whether it can be written. Never rejects. */
  async lookAgain(): Promise<void> {
    await this.read();
    await Promise.all([this.#source.look(), this.#lookAtPermissions()]);
  }

  dispose(): void {
    this.#disposed = true;
    this.#closed.fire();
    this.#subscription.dispose();
    this.#source.dispose();
    vscode.Disposable.from(
      this.#replaced,
      this.#edited,
      this.#done,
      this.#closed,
      this.#diverged,
      this.#refused,
      this.#saved,
      this.#stateChanged,
    ).dispose();
  }

  async #open(backup: EditBackup | undefined): Promise<FileVersion> {
    const [found, canWrite] = await Promise.all([this.#source.read(), writability(this.uri)]);
    this.#writability = canWrite;
    const generation = this.#firstGeneration;
    if (backup === undefined) {
      this.#known = found;
      return (this.#base = { ...found, generation });
    }
    return (this.#base = { ...(await this.#takeUp(backup, found)), generation });
  }

  /** The file that the edits of a backup start from. */
  async #takeUp(backup: EditBackup, found: FileVersion): Promise<{ readonly bytes: ArrayBuffer }> {
    const { diskSha256, base } = backup;
    const isSame = (await sha256Of(found)) === diskSha256;
    this.#history = restoredHistory(backup);
    this.#knownSha256 = diskSha256;
    this.#known = isSame ? found : undefined;
    this.#disk = isSame ? 'same' : found.failure?.code === 'deleted' ? 'deleted' : 'changed';
    return { bytes: new Uint8Array(base).buffer };
  }

  async #follow(found: FileVersion): Promise<void> {
    await this.read();
    if (this.#disposed) return;
    if (!this.isDirty) this.#replace(found);
    else if (this.#isKnown(found)) this.#setDisk('same');
    else if (found.bytes !== undefined) this.#setDisk('changed');
    else if (found.failure.code === 'deleted') this.#setDisk('deleted');
    await this.#lookAtPermissions();
  }

  async #lookAtPermissions(): Promise<void> {
    const before = JSON.stringify(this.#writability);
    this.#writability = await writability(this.uri);
    if (!this.#disposed && JSON.stringify(this.#writability) !== before) this.#stateChanged.fire();
  }

  #setDisk(disk: DiskState): void {
    if (disk === this.#disk) return;
    this.#disk = disk;
    if (disk !== 'same') this.#diverged.fire();
    this.#stateChanged.fire();
  }

  #account(found: VersionContent): void {
    this.#known = found;
    this.#setDisk('same');
  }

  /** Shows another file; its edits begin anew. */
  #replace(found: FileVersion): void {
    if (this.#disposed) return;
    this.#history = new EditHistory();
    this.#known = found;
    this.#disk = 'same';
    this.#revision += 1;
    this.#base = { ...found, generation: (this.#base?.generation ?? 0) + 1 };
    this.markSaveProblem(null);
    this.#replaced.fire(this.#base);
  }

  #isKnown(found: VersionContent): boolean {
    return this.#known !== undefined && sameContent(this.#known, found);
  }

  #changed(change: EditsChange): void {
    this.#revision += 1;
    this.#edited.fire(change);
    if (!this.isDirty) this.markSaveProblem(null);
  }

  /** @param at how many edits are done before this one */
  #tellOf(history: EditHistory, at: number, label: string): void {
    this.#done.fire({ label, undo: () => this.#goTo(history, at), redo: () => this.#goTo(history, at + 1) });
  }

  #goTo(history: EditHistory, applied: number): void {
    if (history !== this.#history) {
      this.#refused.fire();
      throw new Error(
        this.#savedElsewhere.has(history)
          ? vscode.l10n.t('Your changes were saved to another file. Here they cannot be undone or redone.')
          : vscode.l10n.t('The file was replaced in the meantime. What was edited before cannot be undone or redone.'),
      );
    }
    history.setApplied(applied);
    this.#changed({ kept: history.entries.length, added: [] });
  }

  async #encode(): Promise<ArrayBuffer> {
    const bytes = this.#base?.bytes;
    if (bytes === undefined) throw new Error(vscode.l10n.t('There is nothing to save: the file cannot be read.'));
    const edits = this.#history.appliedEdits;
    return edits.length === 0 ? bytes : this.#encodeEdits(bytes, edits);
  }

  /** One after the other. */
  #inTurn(action: () => Promise<void>): Promise<void> {
    const turn = this.#saving.then(action);
    this.#saving = turn.catch(() => undefined);
    return turn;
  }

  /**
   * VS Code takes whatever was edited while it saved for saved, and does so after it has heard of the end of saving;
   * only what it hears later counts.
   */
  #divergeLater(): void {
    setTimeout(() => {
      if (!this.#disposed && this.isDirty) this.#diverged.fire();
    }, 250);
  }
}

/** Hexadecimal; null where there is no file. Counted beside the host's thread. */
async function sha256Of({ bytes }: VersionContent): Promise<string | null> {
  return bytes === undefined ? null : Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');
}
