import * as vscode from 'vscode';
import { ANY_PNG_VIEW, MASK_VIEW, PREVIEW_VIEW } from './maskEditorProvider.ts';

/** The file shown in the active tab, whatever shows it. */
export function activeFile(): vscode.Uri | undefined {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return input.uri;
  return undefined;
}

/**
 * Opens files as masks: those a menu gives, else the PNG of the active tab, else one that the user picks.
 */
export async function openAsMask(clicked?: unknown, selected?: unknown): Promise<void> {
  const uris = urisOf(clicked, selected);
  if (uris.length === 0) {
    const active = activeFile();
    if (active !== undefined && /\.png$/i.test(active.path) && !isShownAsMask()) uris.push(active);
  }
  if (uris.length === 0) {
    const picked = await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Open as Mask'),
      canSelectMany: true,
      filters: { PNG: ['png'] },
    });
    uris.push(...(picked ?? []));
  }
  for (const uri of uris) await reopen(uri, ANY_PNG_VIEW, uris.length > 1);
}

/** Shows a file in VS Code's own image preview instead of the mask editor. */
export async function openWithPreview(clicked?: unknown): Promise<void> {
  const uri = urisOf(clicked, undefined)[0] ?? activeFile();
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

function isShownAsMask(): boolean {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  return input instanceof vscode.TabInputCustom && [MASK_VIEW, ANY_PNG_VIEW].includes(input.viewType);
}

/** Menus pass the clicked resource and, in the explorer, the whole selection. */
function urisOf(clicked: unknown, selected: unknown): vscode.Uri[] {
  if (Array.isArray(selected) && selected.length > 1) {
    return selected.filter((one): one is vscode.Uri => one instanceof vscode.Uri);
  }
  return clicked instanceof vscode.Uri ? [clicked] : [];
}
