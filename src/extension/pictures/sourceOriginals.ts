import * as vscode from 'vscode';
import type { ChosenOriginals } from '../../core/dataset/chosenOriginals.ts';
import type { PairsSource } from '../../jobs/pairs/pairsTypes.ts';
import { ORIGINALS_CHOSEN, ORIGINALS_OF } from '../mask/viewCommands.ts';

/** A source with its originals as the editor finds them, above all those that were chosen. Files of the disk alone. */
export async function withOriginals(source: PairsSource): Promise<PairsSource> {
  if (source.kind === 'dataset') {
    const folder = vscode.Uri.file(source.folder);
    const chosen = await vscode.commands.executeCommand<ChosenOriginals>(ORIGINALS_CHOSEN, folder);
    return { ...source, chosen };
  }
  const masks = source.pairs.map(({ mask }) => vscode.Uri.file(mask));
  const originals = await vscode.commands.executeCommand<readonly (vscode.Uri | null)[]>(ORIGINALS_OF, masks);
  const pairs = source.pairs.map(({ mask, original }, at) => ({ mask, original: originals[at]?.fsPath ?? original }));
  return { kind: 'files', pairs };
}
