import * as vscode from 'vscode';
import type { JobProcess } from '../../jobs/child.ts';
import { Choices } from './choices.ts';
import type { DocumentServices } from './maskDocument.ts';
import type { EditorServices } from './maskEditor.ts';
import { ANY_PNG_VIEW, MASK_VIEW, MaskEditorProvider } from './maskEditorProvider.ts';
import { MaskEditors } from './maskEditors.ts';
import { openAsMask, openWithPreview } from './openAsMask.ts';
import { MaskStatusBar } from './statusBar.ts';
import { registerViewCommands } from './viewCommands.ts';

/** The mask editor: provider, commands, status bar. */
export function registerMaskEditor(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  jobs: JobProcess,
): vscode.Disposable[] {
  const choices = new Choices(context.workspaceState);
  const editors = new MaskEditors();

  const documentServices: DocumentServices = {
    chosenKind: (uri) => choices.kindOf(uri),
    onDidChangeChoices: choices.onDidChange,
    watchClassMap: () => new vscode.Disposable(() => undefined),
    findClassMap: () => Promise.resolve(null),
  };

  const editorServices: EditorServices = {
    diagnose: () => Promise.resolve(null),
    recover: () => Promise.reject(new Error('')),
    identifyReport: () => Promise.reject(new Error('')),
    update: (editor) => editors.update(editor),
    run(editor, message) {
      switch (message.type) {
        case 'copy':
          void vscode.env.clipboard.writeText(message.text);
          break;
        case 'openWithPreview':
          void openWithPreview(editor.document.uri);
          break;
        case 'openIdentifyReport':
        case 'chooseKind':
        case 'chooseClassMap':
          break;
      }
    },
    log,
  };
  void jobs;

  const provider = new MaskEditorProvider(context.extensionUri, editors, documentServices, editorServices);
  const options = { supportsMultipleEditorsPerDocument: true };
  return [
    choices,
    editors,
    new MaskStatusBar(editors),
    vscode.window.registerCustomEditorProvider(MASK_VIEW, provider, options),
    vscode.window.registerCustomEditorProvider(ANY_PNG_VIEW, provider, options),
    vscode.commands.registerCommand('maskscope.openAsMask', openAsMask),
    vscode.commands.registerCommand('maskscope.openWithPreview', openWithPreview),
    ...registerViewCommands(editors),
  ];
}
