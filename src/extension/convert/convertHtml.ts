import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ConvertBootstrap } from '../../protocol/convert.ts';
import { CONVERT_STRINGS, type ConvertStringKey, type ConvertStrings } from '../../protocol/convertStrings.ts';
import { jsonForScript } from '../mask/maskPage.ts';

/** The folder that the page may load from; it holds nothing but our own scripts and styles. */
export function convertPageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The preview page of a conversion. Nothing of the export or its names is written into it. */
export function convertHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const root = convertPageRoot(extensionUri);
  const resource = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const bootstrap: ConvertBootstrap = { strings: translatedStrings(), locale: vscode.env.language };
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  const language = vscode.env.language.replace(/[^\w-]/g, '');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('convert.css')}">
<title>Maskscope</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<script type="application/json" id="bootstrap">${jsonForScript(bootstrap)}</script>
<script nonce="${nonce}" src="${resource('convert.js')}"></script>
</body>
</html>`;
}

function translatedStrings(): ConvertStrings {
  const translated = {} as Record<ConvertStringKey, string>;
  for (const key of Object.keys(CONVERT_STRINGS) as ConvertStringKey[]) {
    translated[key] = vscode.l10n.t(CONVERT_STRINGS[key]);
  }
  return translated;
}
