import { isAbsolute, join, relative, sep } from 'node:path';
import * as vscode from 'vscode';
import { EVERY_PAIR } from '../dataset/pairRows.ts';
import type { Pair } from '../../core/dataset/pairs.ts';
import { copyNew } from '../../platform/copyNew.ts';
import type { GalleryAction } from '../../protocol/datasetPages.ts';
import { mayWrite } from '../batch/mayWrite.ts';
import type { StepUi } from '../batch/stepUi.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { amendAfterPreview, documentToAmend } from '../dataset/textAmendments.ts';
import { maskViewOf } from '../mask/maskViews.ts';
import { numberText } from '../page/numberText.ts';
import { writeFile } from './exportReport.ts';

/** More tabs are asked about before they are opened. */
const MOST_TABS = 8;

/** Does something with the chosen pairs of a gallery. */
export async function actOnPairs(
  dataset: Dataset,
  action: Exclude<GalleryAction, 'browse' | 'review'>,
  names: readonly string[],
  ui: StepUi,
): Promise<void> {
  if (names.length === 0) return;
  switch (action) {
    case 'open':
      return openMasks(dataset, names);
    case 'copyNames':
      await vscode.env.clipboard.writeText(listOf(names));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Names copied: {0}.', numberText(names.length)), 5000);
      return;
    case 'pictures':
      return exportPictures(dataset, names, ui);
    case 'saveList':
    case 'addToList':
    case 'export': {
      const untrusted = vscode.l10n.t('Lists and copies are written to files, which needs a trusted workspace.');
      if (!(await mayWrite(untrusted))) return;
      if (action === 'saveList') return saveList(dataset, names, ui);
      return action === 'addToList' ? addToList(dataset, names, ui) : copyFiles(dataset, names);
    }
  }
}

async function pairsOf(dataset: Dataset, names: readonly string[]): Promise<Pair[]> {
  const filter = { ...EVERY_PAIR, among: names };
  const { rows } = await dataset.ask('pairs', { filter, from: 0, count: names.length });
  return rows.map(({ pair }) => pair);
}

async function openMasks(dataset: Dataset, names: readonly string[]): Promise<void> {
  if (names.length > MOST_TABS) {
    const open = vscode.l10n.t('Open {0} Tabs', numberText(names.length));
    const asked = vscode.l10n.t('Open {0} masks, each in a tab?', numberText(names.length));
    if ((await vscode.window.showWarningMessage(asked, { modal: true }, open)) !== open) return;
  }
  for (const { mask, original } of await pairsOf(dataset, names)) {
    const path = mask ?? original;
    if (path === null) continue;
    const uri = vscode.Uri.joinPath(dataset.folder, path);
    if (mask === null) await vscode.commands.executeCommand('vscode.open', uri, { preview: false });
    else
      await vscode.commands.executeCommand('vscode.openWith', uri, maskViewOf(uri.path), {
        preview: names.length === 1,
      });
  }
}

/** Each command asks for its own options. */
async function exportPictures(dataset: Dataset, names: readonly string[], ui: StepUi): Promise<void> {
  const kind = await ui.pick({
    ...{ title: vscode.l10n.t('Export Pictures'), canGoBack: false },
    placeholder: vscode.l10n.t('What is made of the chosen pairs?'),
    items: [
      { value: 'exportOverlays', label: vscode.l10n.t('Export Overlays') },
      { value: 'exportSheet', label: vscode.l10n.t('Export Contact Sheet') },
      { value: 'exportCutouts', label: vscode.l10n.t('Export Cut-outs') },
      { value: 'exportFocus', label: vscode.l10n.t('Export Shallow Focus') },
      { value: 'transformPairs', label: vscode.l10n.t('Transform Pairs') },
    ],
  });
  if (typeof kind !== 'string') return;
  const { layout, classMap } = dataset.reading;
  const source = { kind: 'dataset', folder: dataset.folder.fsPath, layout, names };
  await vscode.commands.executeCommand(`maskscope.${kind}`, { source, classMap });
}

async function saveList(dataset: Dataset, names: readonly string[], ui: StepUi): Promise<void> {
  const title = vscode.l10n.t('Save as List');
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(dataset.folder, 'list.txt'),
    title,
    filters: { [vscode.l10n.t('Lists')]: ['txt'] },
  });
  if (target === undefined) return;
  if (!(await isThere(target))) await writeFile(target, listOf(names));
  else if (!(await replaceList(target, names, title, ui))) return;
  const message = vscode.l10n.t('Names written to {1}: {0}.', numberText(names.length), shown(target));
  const split = vscode.l10n.t('Generate Splits…');
  void vscode.window.showInformationMessage(message, split).then((answer) => {
    if (answer === split) void vscode.commands.executeCommand('maskscope.generateSplits', target);
  });
}

/** Whether there is a file, or an editor with changes of one that was deleted. */
async function isThere(target: vscode.Uri): Promise<boolean> {
  const isOpen = ({ uri, isDirty }: vscode.TextDocument): boolean => isDirty && uri.toString() === target.toString();
  if (vscode.workspace.textDocuments.some(isOpen)) return true;
  try {
    await vscode.workspace.fs.stat(target);
    return true;
  } catch (error) {
    if (error instanceof vscode.FileSystemError && error.code === 'FileNotFound') return false;
    throw error;
  }
}

/** @returns whether the list is now one of these names */
async function replaceList(target: vscode.Uri, names: readonly string[], title: string, ui: StepUi): Promise<boolean> {
  const document = await documentToAmend(target);
  const before = document.getText();
  const text = listOf(names, endOf(document));
  if (text === before) return true;
  const amendment = { document, edits: [{ start: 0, end: before.length, text }] };
  return amendAfterPreview([amendment], { title, consent: vscode.l10n.t('Replace the List'), ui });
}

async function addToList(dataset: Dataset, names: readonly string[], ui: StepUi): Promise<void> {
  const title = vscode.l10n.t('Add to List');
  const [target] =
    (await vscode.window.showOpenDialog({
      defaultUri: dataset.folder,
      title,
      openLabel: vscode.l10n.t('Add'),
      filters: { [vscode.l10n.t('Lists')]: ['txt'] },
    })) ?? [];
  if (target === undefined) return;
  const document = await documentToAmend(target);
  const before = document.getText();
  const path =
    pathWithin(dataset, target)?.replaceAll('\\', '/') ?? target.path.slice(target.path.lastIndexOf('/') + 1);
  const { lines, listed, unwritten } = await dataset.ask('listLines', { path, text: before, names });
  if (document.getText() !== before) throw new Error(vscode.l10n.t('The file has changed in the meantime.'));
  const [stranger] = unwritten;
  if (stranger !== undefined) {
    throw new Error(
      vscode.l10n.t('Nothing was added: {0} cannot be named the way {1} names pairs.', stranger, shown(target)),
    );
  }
  if (lines.length > 0) {
    const end = endOf(document);
    const gap = before === '' || before.endsWith('\n') ? '' : end;
    const edit = { start: before.length, end: before.length, text: gap + listOf(lines, end) };
    const count = lines.length;
    const consent = count === 1 ? vscode.l10n.t('Add 1 Line') : vscode.l10n.t('Add {0} Lines', numberText(count));
    if (!(await amendAfterPreview([{ document, edits: [edit] }], { title, consent, ui }))) return;
  }
  const message = vscode.l10n.t(
    'Names added to {1}: {0}; in it already: {2}.',
    ...[numberText(lines.length), shown(target), numberText(listed)],
  );
  void vscode.window.showInformationMessage(message);
}

/** Copies masks and originals to a folder, by their paths in the dataset. What is there already stays. */
async function copyFiles(dataset: Dataset, names: readonly string[]): Promise<void> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      ...{ canSelectFiles: false, canSelectFolders: true, defaultUri: vscode.Uri.joinPath(dataset.folder, '..') },
      title: vscode.l10n.t('Copy Masks and Originals'),
      openLabel: vscode.l10n.t('Copy Here'),
    })) ?? [];
  if (folder === undefined) return;
  const root = dataset.folder.fsPath;
  if (pathWithin(dataset, folder) !== null) {
    throw new Error(vscode.l10n.t('Choose a folder outside of the dataset: copies in it would become a part of it.'));
  }
  const pairs = await pairsOf(dataset, names);
  const paths = pairs.flatMap(({ mask, original }) => [mask, original]).filter((path) => path !== null);
  let [copied, kept] = [0, 0];
  const title = vscode.l10n.t('Copying masks and originals');
  const location = vscode.ProgressLocation.Notification;
  await vscode.window.withProgress({ location, title, cancellable: true }, async (progress, token) => {
    for (const path of paths) {
      if (token.isCancellationRequested) break;
      if (await copyNew(join(root, path), join(folder.fsPath, path))) copied++;
      else kept++;
      const message = vscode.l10n.t('{0} of {1}', numberText(copied + kept), numberText(paths.length));
      progress.report({ message, increment: 100 / paths.length });
    }
  });
  const message = vscode.l10n.t(
    'Files copied to {1}: {0}; there already, and left as they are: {2}.',
    ...[numberText(copied), shown(folder), numberText(kept)],
  );
  void vscode.window.showInformationMessage(message);
}

/** A path from the dataset's folder; null where it leads out of it. */
function pathWithin({ folder }: Dataset, { fsPath }: vscode.Uri): string | null {
  const path = relative(folder.fsPath, fsPath);
  return path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path) ? null : path;
}

function endOf({ eol }: vscode.TextDocument): string {
  return eol === vscode.EndOfLine.CRLF ? '\r\n' : '\n';
}

function listOf(lines: readonly string[], end = '\n'): string {
  return lines.map((line) => line + end).join('');
}

function shown(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}
