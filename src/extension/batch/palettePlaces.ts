import * as vscode from 'vscode';
import { classMapFilesAmong } from '../../core/formats/classMapFile.ts';
import type { PaletteName } from '../../core/palette/namedPalettes.ts';
import { Choices } from '../mask/choices.ts';
import { configuredFile, foldersAbove } from '../mask/classMapFolders.ts';

/** The palettes of the class presets. */
export const PALETTE_OF_PRESET: Readonly<Record<string, PaletteName>> = {
  voc: 'voc',
  cityscapesIds: 'cityscapes',
  cityscapesTrainIds: 'cityscapes-train',
  ade20k: 'ade20k',
};

/** Palettes that lie near masks. */
export interface PalettePlaces {
  /** What names the classes of the masks in the editor, by settings or choice: a named palette or a file. */
  readonly inUse: string | null;
  /** Class map files beside the masks and above them, nearest first; absolute. */
  readonly files: readonly string[];
}

/**
 * Looks for class maps around masks.
 *
 * @param place a file beside which masks lie, or lying in a folder of masks
 */
export async function palettesNear(place: vscode.Uri, state: vscode.Memento): Promise<PalettePlaces> {
  const files: string[] = [];
  for (const folder of foldersAbove(place)) {
    try {
      const entries = await vscode.workspace.fs.readDirectory(folder);
      const names = entries.filter(([, type]) => (type & vscode.FileType.File) !== 0).map(([name]) => name);
      files.push(...classMapFilesAmong(names).map((name) => vscode.Uri.joinPath(folder, name).fsPath));
    } catch {
      // A folder that cannot be listed has no class map for us.
      continue;
    }
  }
  return { inUse: inUse(place, state), files };
}

function inUse(place: vscode.Uri, state: vscode.Memento): string | null {
  const configured = configuredFile(place);
  if (configured !== undefined) return configured.scheme === 'file' ? configured.fsPath : null;
  const preset = vscode.workspace.getConfiguration('maskscope.classMap', place).get<string>('preset', 'auto');
  const ofSetting = PALETTE_OF_PRESET[preset];
  if (ofSetting !== undefined) return ofSetting;
  const choices = new Choices(state);
  const choice = choices.classMapOf(place);
  choices.dispose();
  if (choice?.from === 'preset') return PALETTE_OF_PRESET[choice.preset] ?? null;
  if (choice?.from !== 'file') return null;
  const file = vscode.Uri.parse(choice.uri);
  return file.scheme === 'file' ? file.fsPath : null;
}

/** What gives classes their names where a batch needs no palette: what is in use, else the nearest class map. */
export function namesNear({ inUse: used, files }: PalettePlaces): string | null {
  return used ?? files[0] ?? null;
}
