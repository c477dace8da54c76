import * as vscode from 'vscode';
import { ANY_PNG_VIEW, MASK_VIEW, PREVIEW_VIEW, maskViewOf } from './maskViews.ts';
import { isPng, menuFiles, pngsToOpen } from './menuFiles.ts';

/** The file shown in the active tab, whatever shows it. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return input.uri;
  return undefined;
}

/**
 * Opens files as masks: the PNGs among those a menu gives, else the PNG of the active tab, else what the user picks.
 */
export async function openAsMask(clicked?: unknown, selected?: unknown): Promise<void> {
  const files = menuFiles(clicked, selected) ?? activePng() ?? (await pickFiles());
  const uris = files.length === 0 ? [] : await pngsToOpen(files);
  for (const uri of uris) {
    const tab = maskTabOf(uri);
    if (tab === undefined) await reopen(uri, maskViewOf(uri.path), uris.length > 1);
    else await reveal(uri, tab);
  }
}

/** Shows a file in VS Code's own image preview instead of the mask editor. */
export async function openWithPreview(clicked?: unknown): Promise<void> {
  const uri = clicked instanceof vscode.Uri ? clicked : activeFile();
  if (uri !== undefined) await reopen(uri, PREVIEW_VIEW, false);
}

/** Opens the file in another editor, and closes the tab that showed it in the active group. */
async function reopen(uri: vscode.Uri, viewType: string, keepAll: boolean): Promise<void> {
  const before = vscode.window.tabGroups.activeTabGroup.activeTab;
  const input = before?.input;
  await vscode.commands.executeCommand('vscode.openWith', uri, viewType, { preview: !keepAll });
  if (before === undefined || !(input instanceof vscode.TabInputCustom) || input.viewType === viewType) return;
  const isReplaced = input.uri.toString() === uri.toString() && !before.isActive;
  if (isReplaced && vscode.window.tabGroups.all.some((group) => group.tabs.includes(before))) {
    await vscode.window.tabGroups.close(before, true);
  }
}

/** The tab that shows the file as a mask already, in the active group if there is one. */
function maskTabOf(uri: vscode.Uri): vscode.Tab | undefined {
  const { all, activeTabGroup } = vscode.window.tabGroups;
  return [activeTabGroup, ...all]
    .flatMap(({ tabs }) => tabs)
    .find((tab) => isMaskInput(tab.input) && tab.input.uri.toString() === uri.toString());
}

/** Opening a file again in its own view shows its tab, and leaves a kept one kept. */
async function reveal(uri: vscode.Uri, { input, group, isPreview }: vscode.Tab): Promise<void> {
  if (!isMaskInput(input)) return;
  const options = { viewColumn: group.viewColumn, preview: isPreview };
  await vscode.commands.executeCommand('vscode.openWith', uri, input.viewType, options);
}

function isMaskInput(input: unknown): input is vscode.TabInputCustom {
  return input instanceof vscode.TabInputCustom && [MASK_VIEW, ANY_PNG_VIEW].includes(input.viewType);
}

function activePng(): vscode.Uri[] | undefined {
  const active = activeFile();
  if (active === undefined || !isPng(active)) return undefined;
  // Who asks from a mask wants another one.
  return isMaskInput(vscode.window.tabGroups.activeTabGroup.activeTab?.input) ? undefined : [active];
}

async function pickFiles(): Promise<vscode.Uri[]> {
  const title = vscode.l10n.t('Open as Mask');
  return (await vscode.window.showOpenDialog({ title, canSelectMany: true, filters: { PNG: ['png'] } })) ?? [];
}
