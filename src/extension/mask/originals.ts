// Loaded when a page asks for the original of its mask.
import { realpath } from 'node:fs/promises';
import { relative, sep } from 'node:path';
import * as vscode from 'vscode';
import type { ChosenOriginals, FolderChoice } from '../../core/dataset/chosenOriginals.ts';
import { findOriginal, nameByPattern, originalPattern, type FolderEntries } from '../../core/dataset/originalOf.ts';
import { readImageHeader } from '../../core/dataset/imageHeader.ts';
import { imageKindOf } from '../../core/download/imageKind.ts';
import type { JobProcess } from '../../jobs/child.ts';
import type { MaskRequests } from '../../protocol/mask.ts';
import { DATASET_ORIGINAL } from '../dataset/register.ts';
import { fileOf } from './classMapFolders.ts';
import { patternOf, readVersion } from './fileSource.ts';
import type { MaskDocument } from './maskDocument.ts';
import type { MaskEditors } from './maskEditors.ts';
import type { OriginalMethod } from './maskEditor.ts';
import { describeFailure } from './readFailure.ts';

const CHOSEN = 'maskscope.originals';
const PATTERNS = 'maskscope.originalPatterns';

/** What pages decode themselves; larger ones are shrunk by the host. */
const MAX_NATIVE_PIXELS = 2 ** 26;
const MAX_NATIVE_SIDE = 16_384;

interface Found {
  readonly uri: vscode.Uri;
  readonly how: string;
}

/** The originals of open masks: which they are, their bytes, and what the user chose. */
export class Originals implements vscode.Disposable {
  readonly #state: vscode.Memento;
  readonly #jobs: JobProcess;
  readonly #editors: MaskEditors;
  /** By the document that shows it. */
  readonly #watched = new Map<MaskDocument, { readonly original: vscode.Uri; readonly watcher: vscode.Disposable }>();
  readonly #found = new Map<MaskDocument, Promise<Found | null>>();

  constructor(state: vscode.Memento, jobs: JobProcess, editors: MaskEditors) {
    this.#state = state;
    this.#jobs = jobs;
    this.#editors = editors;
  }

  async answer<K extends OriginalMethod>(
    document: MaskDocument,
    method: K,
    params: MaskRequests[K]['params'],
  ): Promise<MaskRequests[K]['result']>;
  async answer(
    document: MaskDocument,
    method: OriginalMethod,
    params: MaskRequests[OriginalMethod]['params'],
  ): Promise<MaskRequests[OriginalMethod]['result']> {
    this.#forgetClosed();
    if (method === 'findOriginal' || !('mask' in params)) {
      const found = await this.#find(document, true);
      return found === null ? null : { name: nameOf(found.uri), found: found.how };
    }
    const found = await this.#find(document, false);
    if (found === null) return { problem: vscode.l10n.t('No original was found.') };
    return this.#read(found.uri, params);
  }

  /** The originals of masks, which need not be open; null for those without. */
  async of(masks: readonly vscode.Uri[]): Promise<(vscode.Uri | null)[]> {
    const listed = new Map<string, ReturnType<typeof entriesOf>>();
    const list: typeof entriesOf = (folder) => {
      const key = folder.toString();
      const entries = listed.get(key) ?? entriesOf(folder);
      listed.set(key, entries);
      return entries;
    };
    const found: (vscode.Uri | null)[] = [];
    for (const mask of masks) found.push((await this.#search(fileOf(mask), list))?.uri ?? null);
    return found;
  }

  /** The originals that were chosen for masks in a folder of a disk; those elsewhere are not told. */
  async chosenIn(folder: vscode.Uri): Promise<ChosenOriginals> {
    // A mask may have been opened by the way that links lead to.
    const roots = [folder.fsPath, await realpath(folder.fsPath).catch(() => folder.fsPath)];
    const pathIn = (text: string): string | null => {
      const uri = vscode.Uri.parse(text);
      if (uri.scheme !== 'file') return null;
      const paths = roots.map((root) => relative(root, uri.fsPath).split(sep).join('/'));
      return paths.find((path) => !/^(?:\.\.(?:\/|$)|\/|[a-z]:)/i.test(path)) ?? null;
    };
    const isHere = (text: string): boolean => vscode.Uri.parse(text).scheme === 'file';
    const files = Object.entries(this.#chosen()).flatMap(([mask, original]) => {
      const path = pathIn(mask);
      return path === null || !isHere(original) ? [] : [[path, vscode.Uri.parse(original).fsPath] as const];
    });
    const folders = Object.entries(this.#patterns()).flatMap(([masks, choice]) => {
      const path = pathIn(masks);
      if (path === null || !isHere(choice.folder)) return [];
      return [[path, { ...choice, folder: vscode.Uri.parse(choice.folder).fsPath }] as const];
    });
    return { files: Object.fromEntries(files), folders: Object.fromEntries(folders) };
  }

  /** Asks for the original of a mask, or forgets what was chosen. */
  async choose(document: MaskDocument): Promise<void> {
    const mask = fileOf(document.uri);
    const folder = vscode.Uri.joinPath(mask, '..');
    const now = await this.#find(document, false);
    if (this.#isChosen(mask)) {
      const forget = vscode.l10n.t('Find It by Itself');
      const picked = await vscode.window.showQuickPick(
        [
          { label: vscode.l10n.t('Choose Another File…') },
          { label: forget, description: vscode.l10n.t('forget what was chosen here') },
        ],
        { title: vscode.l10n.t('Original of {0}', nameOf(mask)) },
      );
      if (picked === undefined) return;
      if (picked.label === forget) return this.#remember(document, mask, undefined, undefined);
    }
    const [original] =
      (await vscode.window.showOpenDialog({
        title: vscode.l10n.t('Original of {0}', nameOf(mask)),
        openLabel: vscode.l10n.t('Use as Original'),
        defaultUri: now === null ? folder : vscode.Uri.joinPath(now.uri, '..'),
        filters: {
          [vscode.l10n.t('Images')]: ['jpg', 'jpeg', 'png', 'webp', 'avif', 'gif', 'bmp', 'tif', 'tiff'],
        },
      })) ?? [];
    if (original === undefined) return;
    if (original.toString() === mask.toString()) {
      throw new Error(vscode.l10n.t('A mask is not its own original. Choose the picture that it was made from.'));
    }
    const pattern = originalPattern(nameOf(mask), nameOf(original));
    const choice = pattern === null ? undefined : { folder: vscode.Uri.joinPath(original, '..').toString(), pattern };
    if (choice === undefined) return this.#remember(document, mask, original, undefined);
    const scope = await vscode.window.showQuickPick(
      [
        {
          label: vscode.l10n.t('All Masks in the Folder'),
          description: nameOf(folder),
          detail: vscode.l10n.t(
            'Each has its original by its own name, as {0} has {1}.',
            nameOf(mask),
            nameOf(original),
          ),
          isFolder: true,
        },
        { label: vscode.l10n.t('This File'), description: nameOf(mask), isFolder: false },
      ],
      { title: vscode.l10n.t('For which masks?') },
    );
    if (scope === undefined) return;
    await this.#remember(document, mask, original, scope.isFolder ? choice : undefined);
  }

  dispose(): void {
    for (const { watcher } of this.#watched.values()) watcher.dispose();
    this.#watched.clear();
  }

  /** @param isFresh what was found before may be out of date */
  async #find(document: MaskDocument, isFresh: boolean): Promise<Found | null> {
    const before = isFresh ? undefined : this.#found.get(document);
    const search = before ?? this.#search(fileOf(document.uri));
    this.#found.set(document, search);
    const found = await search;
    if (found !== null) this.#watch(document, found.uri);
    return found;
  }

  async #search(mask: vscode.Uri, list = entriesOf): Promise<Found | null> {
    const chosen = this.#chosen()[mask.toString()];
    if (chosen !== undefined) {
      return { uri: vscode.Uri.parse(chosen), how: vscode.l10n.t('Chosen by you for this file.') };
    }
    const folder = vscode.Uri.joinPath(mask, '..');
    const choice = this.#patterns()[folder.toString()];
    const name = choice === undefined ? null : nameByPattern(choice.pattern, nameOf(mask));
    if (choice !== undefined && name !== null) {
      const uri = vscode.Uri.joinPath(vscode.Uri.parse(choice.folder), name);
      if (await isThere(uri)) return { uri, how: vscode.l10n.t('Chosen by you for the folder {0}.', nameOf(folder)) };
    }
    const paired = await vscode.commands.executeCommand<vscode.Uri | null | undefined>(DATASET_ORIGINAL, mask);
    if (paired) return { uri: paired, how: vscode.l10n.t('Its pair in the dataset.') };
    const top = vscode.workspace.getWorkspaceFolder(mask)?.uri.path ?? '';
    const path = await findOriginal(mask.path, { list: (at) => list(mask.with({ path: at })), top });
    if (path === null) return null;
    const uri = mask.with({ path });
    return { uri, how: vscode.l10n.t('Found by its name in {0}.', nameOf(vscode.Uri.joinPath(uri, '..'))) };
  }

  async #read(
    uri: vscode.Uri,
    { mask, convert }: MaskRequests['readOriginal']['params'],
  ): Promise<MaskRequests['readOriginal']['result']> {
    const { bytes, failure } = await readVersion(uri);
    if (bytes === undefined) {
      return failure.code === 'tooLarge'
        ? { problem: vscode.l10n.t('{0} is larger than 512 MB.', nameOf(uri)) }
        : { problem: `${nameOf(uri)}: ${describeFailure(failure).message}` };
    }
    const content = new Uint8Array(bytes);
    const kind = imageKindOf(content);
    const header = readImageHeader(content);
    const isLarge =
      header !== null &&
      (header.width * header.height > MAX_NATIVE_PIXELS || Math.max(header.width, header.height) > MAX_NATIVE_SIDE);
    // The byte behind the size: 16 bits a sample.
    const isDeep = kind === 'PNG' && content[24] === 16;
    if (kind !== 'TIFF' && !isLarge && !isDeep && !convert) {
      const type = kind === null ? '' : `image/${kind.toLowerCase()}`;
      const orientation = header?.orientation ?? null;
      return { bytes, type, orientation, isTurned: null, shrunkFrom: null };
    }
    try {
      const converted = await this.#jobs.run('convertOriginal', { bytes, mask });
      if (converted !== null) return { ...converted, bytes: new Uint8Array(converted.bytes).buffer };
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      return { problem: vscode.l10n.t('{0} cannot be decoded: {1}', nameOf(uri), reason) };
    }
    const what = isLarge
      ? vscode.l10n.t('a picture as large as this')
      : isDeep
        ? vscode.l10n.t('16-bit PNG')
        : (kind ?? '?');
    return {
      problem: vscode.l10n.t(
        '{0} is not shown: {1} needs the image library sharp, which this installation lacks. Masks do not need it.',
        nameOf(uri),
        what,
      ),
    };
  }

  #watch(document: MaskDocument, original: vscode.Uri): void {
    const before = this.#watched.get(document);
    if (before?.original.toString() === original.toString()) return;
    before?.watcher.dispose();
    const watcher = vscode.workspace.createFileSystemWatcher(patternOf(original));
    let timer: NodeJS.Timeout | undefined;
    // Events come in bursts while a file is written.
    const changed = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => this.#tell(document), 200);
    };
    const all = vscode.Disposable.from(
      watcher,
      watcher.onDidChange(changed),
      watcher.onDidCreate(changed),
      watcher.onDidDelete(changed),
      new vscode.Disposable(() => clearTimeout(timer)),
    );
    this.#watched.set(document, { original, watcher: all });
  }

  #forgetClosed(): void {
    const open = new Set(this.#editors.all.flatMap(({ documents }) => documents));
    for (const [document, { watcher }] of this.#watched) {
      if (open.has(document)) continue;
      watcher.dispose();
      this.#watched.delete(document);
    }
    for (const document of this.#found.keys()) if (!open.has(document)) this.#found.delete(document);
  }

  #tell(document: MaskDocument): void {
    for (const editor of this.#editors.all) if (editor.documents.includes(document)) editor.originalChanged();
  }

  #chosen(): Readonly<Record<string, string>> {
    return this.#state.get<Record<string, string>>(CHOSEN, {});
  }

  #patterns(): Readonly<Record<string, FolderChoice>> {
    return this.#state.get<Record<string, FolderChoice>>(PATTERNS, {});
  }

  #isChosen(mask: vscode.Uri): boolean {
    const folder = vscode.Uri.joinPath(mask, '..').toString();
    return this.#chosen()[mask.toString()] !== undefined || this.#patterns()[folder] !== undefined;
  }

  /** Undefined forgets. A choice for the folder replaces that for the file. */
  async #remember(
    document: MaskDocument,
    mask: vscode.Uri,
    original: vscode.Uri | undefined,
    choice: FolderChoice | undefined,
  ): Promise<void> {
    const chosen = { ...this.#chosen() };
    const patterns = { ...this.#patterns() };
    const folder = vscode.Uri.joinPath(mask, '..').toString();
    delete chosen[mask.toString()];
    if (choice !== undefined) patterns[folder] = choice;
    else if (original !== undefined) chosen[mask.toString()] = original.toString();
    else delete patterns[folder];
    await this.#state.update(CHOSEN, chosen);
    await this.#state.update(PATTERNS, patterns);
    this.#found.delete(document);
    const isAlike = ({ uri }: MaskDocument): boolean => vscode.Uri.joinPath(fileOf(uri), '..').toString() === folder;
    for (const one of new Set(this.#editors.all.map((editor) => editor.document))) if (isAlike(one)) this.#tell(one);
  }
}

async function entriesOf(folder: vscode.Uri): Promise<FolderEntries | null> {
  try {
    const entries = await vscode.workspace.fs.readDirectory(folder);
    const ofType = (type: vscode.FileType): string[] =>
      entries.filter(([, one]) => (one & type) !== 0).map(([name]) => name);
    return { files: ofType(vscode.FileType.File), folders: ofType(vscode.FileType.Directory) };
  } catch {
    return null;
  }
}

async function isThere(uri: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
}

function nameOf(uri: vscode.Uri): string {
  return uri.path.slice(uri.path.lastIndexOf('/') + 1);
}
