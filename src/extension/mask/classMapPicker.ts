// Loaded when the user chooses class names.
import * as vscode from 'vscode';
import { isPresetName } from '../../core/formats/presets/presets.ts';
import type { ChosenClassMap, Choices } from './choices.ts';
import { classMapCandidates, type ClassMapCandidate } from './classMapCandidates.ts';
import { classMapEvidence } from './classMapEvidence.ts';
import { configuredFile } from './classMapFolders.ts';
import { classMapFilesAbove, searchClassMap, type FoundClassMap } from './classMaps.ts';
import type { MaskDocument } from './maskDocument.ts';

interface ClassMapItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** Asks which class names hold for the folder of a mask, and remembers the answer. */
export async function pickClassMap(document: MaskDocument, choices: Choices): Promise<void> {
  const { uri } = document;
  const remember = (choice: ChosenClassMap | undefined) => choices.setClassMap(uri, choice);
  const choice = choices.classMapOf(uri);
  await document.read();
  const mask = classMapEvidence(document);
  const nothing: FoundClassMap = { applied: null, unusable: [] };
  const found = mask === null ? nothing : await searchClassMap(uri, mask, choice);
  const files = await classMapFilesAbove(uri);
  const situation = { found, files, choice, choiceFolder: choices.classMapFolderOf(uri) };
  const candidates = classMapCandidates(situation);
  const separator = (label: string): ClassMapItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const itemOf = (candidate: ClassMapCandidate): ClassMapItem => ({
    label: candidate.isNow ? `$(check) ${escaped(candidate.label)}` : escaped(candidate.label),
    description: escaped(candidate.description),
    ...(candidate.detail !== undefined && { detail: escaped(candidate.detail) }),
    run: () => remember(candidate.choice),
  });
  const items: ClassMapItem[] = [
    itemOf(candidates.automatic),
    separator(vscode.l10n.t('Class map files')),
    ...candidates.files.map(itemOf),
    { label: vscode.l10n.t('Choose a File…'), run: () => pickFile(uri, remember) },
    separator(vscode.l10n.t('Presets')),
    ...candidates.presets.map(itemOf),
    separator(''),
    itemOf(candidates.none),
  ];
  const folder = uri.path.split('/').at(-2) ?? '';
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Class names for the masks in {0}', folder),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (picked?.run === undefined) return;
  await picked.run();
  await tellIfOverruled(uri);
}

/** File names of strangers, without what would be drawn as an icon. */
function escaped(text: string): string {
  return text.replaceAll('$(', '$\u200b(');
}

/** Settings take precedence over choices and folders; without a word a change would seem to do nothing. */
export async function tellIfOverruled(mask: vscode.Uri): Promise<void> {
  const settings = vscode.workspace.getConfiguration('maskscope.classMap', mask);
  const overruling =
    configuredFile(mask) !== undefined ? 'path' : isPresetName(settings.get('preset', '')) ? 'preset' : null;
  if (overruling === null) return;
  const setting = `maskscope.classMap.${overruling}`;
  const open = vscode.l10n.t('Open Settings');
  const message = vscode.l10n.t('The setting {0} takes precedence over this choice.', setting);
  if ((await vscode.window.showInformationMessage(message, open)) === open) {
    await vscode.commands.executeCommand('workbench.action.openSettings', setting);
  }
}

async function pickFile(mask: vscode.Uri, remember: (choice: ChosenClassMap) => Promise<void>): Promise<void> {
  const [file] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Choose Class Names'),
      defaultUri: vscode.Uri.joinPath(mask, '..'),
      filters: { [vscode.l10n.t('Class maps')]: ['txt', 'json', 'csv'] },
    })) ?? [];
  if (file !== undefined) await remember({ from: 'file', uri: file.toString() });
}
