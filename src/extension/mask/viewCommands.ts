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
];

/** Shows an id alone in the active mask editor; views outside of it pass the id. */
export const ISOLATE_ID = '_maskscope.isolateId';

/** Registers them for the active mask editor. */
export function registerViewCommands(editors: MaskEditors): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand(ISOLATE_ID, (id: number) => editors.active?.isolate(id)),
    ...VIEW_COMMANDS.map((command) =>
      vscode.commands.registerCommand(`maskscope.${command}`, () => editors.active?.send(command)),
    ),
  ];
}
