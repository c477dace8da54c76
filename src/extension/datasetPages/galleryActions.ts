import { join, relative } from 'node:path';
import * as vscode from 'vscode';
import { EVERY_PAIR } from '../dataset/pairRows.ts';
import type { Pair } from '../../core/dataset/pairs.ts';
import { linesOf } from '../../core/formats/classMap.ts';
import { copyNew } from '../../platform/copyNew.ts';
import { decodeText } from '../../platform/decodeText.ts';
import type { GalleryAction } from '../../protocol/datasetPages.ts';
import type { Dataset } from '../dataset/dataset.ts';
import { maskViewOf } from '../mask/maskViews.ts';
import { numberText } from '../page/numberText.ts';
import { writeFile } from './exportReport.ts';

/** More tabs are asked about before they are opened. */
const MOST_TABS = 8;

/** Does something with the chosen pairs of a gallery. */
export async function actOnPairs(dataset: Dataset, action: GalleryAction, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  switch (action) {
    case 'open':
      return openMasks(dataset, names);
    case 'copyNames':
      await vscode.env.clipboard.writeText(listOf(names));
      vscode.window.setStatusBarMessage(vscode.l10n.t('Names copied: {0}.', numberText(names.length)), 5000);
      return;
    case 'saveList':
      return saveList(dataset, names);
    case 'addToList':
      return addToList(dataset, names);
    case 'export':
      return copyFiles(dataset, names);
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

async function saveList(dataset: Dataset, names: readonly string[]): Promise<void> {
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(dataset.folder, 'list.txt'),
    title: vscode.l10n.t('Save as List'),
    filters: { [vscode.l10n.t('Lists')]: ['txt'] },
  });
  if (target === undefined) return;
  await writeFile(target, listOf(names));
  const message = vscode.l10n.t('Names written to {1}: {0}.', numberText(names.length), shown(target));
  void vscode.window.showInformationMessage(message);
}

async function addToList(dataset: Dataset, names: readonly string[]): Promise<void> {
  const [target] =
    (await vscode.window.showOpenDialog({
      defaultUri: dataset.folder,
      title: vscode.l10n.t('Add to List'),
      openLabel: vscode.l10n.t('Add'),
      filters: { [vscode.l10n.t('Lists')]: ['txt'] },
    })) ?? [];
  if (target === undefined) return;
  const text = decodeText(await vscode.workspace.fs.readFile(target));
  if (text === null) throw new Error(vscode.l10n.t('{0} is no text in UTF-8; nothing was added.', shown(target)));
  const listed = new Set(linesOf(text).map((line) => line.trim()));
  const added = names.filter((name) => !listed.has(name));
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : end;
  if (added.length > 0) await writeFile(target, text + gap + added.map((name) => name + end).join(''));
  const message = vscode.l10n.t(
    'Names added to {1}: {0}; in it already: {2}.',
    ...[numberText(added.length), shown(target), numberText(names.length - added.length)],
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
  const inside = relative(root, folder.fsPath);
  if (inside === '' || !(inside.startsWith('..') || inside.includes(':'))) {
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

function listOf(names: readonly string[]): string {
  return names.map((name) => `${name}\n`).join('');
}

function shown(uri: vscode.Uri): string {
  return vscode.workspace.asRelativePath(uri);
}
