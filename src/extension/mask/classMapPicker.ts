// Loaded when the user chooses class names.
import * as vscode from 'vscode';
import { PRESETS, isPresetName } from '../../core/formats/presets/presets.ts';
import type { PresetName } from '../../core/formats/presets/presets.ts';
import type { ChosenClassMap, Choices } from './choices.ts';
import { configuredFile } from './classMapFolders.ts';
import { PRESET_NAMES, classMapFilesAbove, nameOfFile } from './classMaps.ts';

interface ClassMapItem extends vscode.QuickPickItem {
  readonly run?: () => Promise<void>;
}

/** Asks which class names hold for the folder of a mask, and remembers the answer. */
export async function pickClassMap(mask: vscode.Uri, choices: Choices): Promise<void> {
  const remember = (choice: ChosenClassMap | undefined) => choices.setClassMap(mask, choice);
  const files = await classMapFilesAbove(mask);
  const separator = (label: string): ClassMapItem => ({ label, kind: vscode.QuickPickItemKind.Separator });
  const items: ClassMapItem[] = [
    {
      label: vscode.l10n.t('Automatic'),
      description: vscode.l10n.t('the nearest class map, else what the file suggests'),
      run: () => remember(undefined),
    },
    separator(vscode.l10n.t('Class map files')),
    ...files.map((uri): ClassMapItem => ({
      label: nameOfFile(uri),
      description: vscode.workspace.asRelativePath(uri),
      run: () => remember({ from: 'file', uri: uri.toString() }),
    })),
    { label: vscode.l10n.t('Choose a File…'), run: () => pickFile(mask, remember) },
    separator(vscode.l10n.t('Presets')),
    ...(Object.keys(PRESETS) as PresetName[]).map((preset): ClassMapItem => ({
      label: PRESET_NAMES[preset],
      description: vscode.l10n.t('{0} ids', PRESETS[preset].entries.length),
      run: () => remember({ from: 'preset', preset }),
    })),
    separator(''),
    { label: vscode.l10n.t('No Class Names'), run: () => remember({ from: 'none' }) },
  ];
  const folder = mask.path.split('/').at(-2) ?? '';
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Class names for the masks in {0}', folder),
    matchOnDescription: true,
  });
  if (picked?.run === undefined) return;
  await picked.run();
  await tellIfOverruled(mask);
}

/** Settings take precedence over choices; without a word the choice would seem to do nothing. */
async function tellIfOverruled(mask: vscode.Uri): Promise<void> {
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
      filters: { [vscode.l10n.t('Class maps')]: ['txt'] },
    })) ?? [];
  if (file !== undefined) await remember({ from: 'file', uri: file.toString() });
}
