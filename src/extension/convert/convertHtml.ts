import * as vscode from 'vscode';
import type { ConvertBootstrap } from '../../protocol/convert.ts';
import { CONVERT_STRINGS } from '../../protocol/convertStrings.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

/** The preview page of a conversion. Nothing of the export or its names is written into it. */
export function convertHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const bootstrap: ConvertBootstrap = { strings: translated(CONVERT_STRINGS), locale: vscode.env.language };
  return pageHtml(webview, extensionUri, { name: 'convert', bootstrap: () => bootstrap });
}
