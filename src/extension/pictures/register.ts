import * as vscode from 'vscode';
import type { ColourMapsOrder } from './colourMaps.ts';

/** Opens the preview of maps of colours: takes a `ColourMapsOrder`. */
export const COLOUR_MAPS = '_maskscope.colourMaps';

/** The commands that export pictures of pairs; what they need is loaded with the first of them. */
export function registerPictures(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const commands = {
    exportOverlays: 'overlay',
    exportSheet: 'sheet',
    exportCutouts: 'cutout',
    exportFocus: 'focus',
    transformPairs: 'transform',
  } as const;
  const maps = vscode.commands.registerCommand(COLOUR_MAPS, async (order: ColourMapsOrder) =>
    (await import('./colourMaps.ts')).startColourMaps(order, context, log),
  );
  const own = Object.entries(commands).map(([name, kind]) =>
    vscode.commands.registerCommand(`maskscope.${name}`, async (clicked?: unknown, selected?: unknown) => {
      try {
        const { startPictures } = await import('./picturesCommands.ts');
        return await startPictures(kind, clicked, selected, context, log);
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error);
        log.error(message);
        void vscode.window.showErrorMessage(message);
        return undefined;
      }
    }),
  );
  return [...own, maps];
}
