import * as vscode from 'vscode';
import type { MaskViewCommand } from '../../protocol/mask.ts';
import type { MaskEditors } from './maskEditors.ts';

/** Commands that the page carries out. */
const VIEW_COMMANDS: readonly MaskViewCommand[] = [
  'zoomIn',
  'zoomOut',
  'fit',
  'actualSize',
  'goTo',
  'nextRegion',
  'previousRegion',
  'copyId',
  'copyClass',
  'copyColour',
  'copyCoordinates',
  'toggleReport',
  'toggleClassPanel',
  'toggleEdit',
  'toggleTraining',
  'relabelRegion',
  'recolourEntry',
  'mergeId',
  'filterClasses',
  'showAllClasses',
  'showMask',
  'showOriginal',
  'showOverlay',
  'showSwipe',
  'blinkOriginal',
];

/** Shows an id alone in the active mask editor; views outside of it pass the id. */
export const ISOLATE_ID = '_maskscope.isolateId';

/** Shows a pixel of a mask (URI, x and y) that is open or about to be. */
export const SHOW_PIXEL = '_maskscope.showPixel';

/** The originals of masks (URIs), in their order, as the editor finds them; null for those without. */
export const ORIGINALS_OF = '_maskscope.originalsOf';

/** The originals that were chosen for masks in a folder (URI): `ChosenOriginals`. */
export const ORIGINALS_CHOSEN = '_maskscope.originalsChosen';

/** Registers them for the active mask editor. */
export function registerViewCommands(editors: MaskEditors): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand(SHOW_PIXEL, (uri: vscode.Uri, { x, y }: { x: number; y: number }) => {
      const key = uri.toString();
      const editor = [...editors.all].reverse().find(({ document }) => document.uri.toString() === key);
      editor?.showPixel(x, y);
    }),
    vscode.commands.registerCommand(ISOLATE_ID, (id: number) => editors.active?.isolate(id)),
    ...VIEW_COMMANDS.map((command) =>
      vscode.commands.registerCommand(`maskscope.${command}`, () => editors.active?.send(command)),
    ),
  ];
}
