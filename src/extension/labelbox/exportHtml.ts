import * as vscode from 'vscode';
import type { ExportBootstrap } from '../../protocol/labelbox.ts';
import { LABELBOX_STRINGS } from '../../protocol/labelboxStrings.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

/** The page of one export editor. Nothing of the file or its name is written into it. */
export function exportHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const bootstrap: ExportBootstrap = { strings: translated(LABELBOX_STRINGS), locale: vscode.env.language };
  return pageHtml(webview, extensionUri, { name: 'labelbox', bootstrap: () => bootstrap, hasImages: true });
}
