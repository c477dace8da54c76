import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { ExportBootstrap } from '../../protocol/labelbox.ts';
import { LABELBOX_STRINGS, type LabelboxStringKey, type LabelboxStrings } from '../../protocol/labelboxStrings.ts';
import { jsonForScript } from '../mask/maskPage.ts';

/** The folder of our own scripts and styles. */
export function exportPageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The page of one export editor. Nothing of the file or its name is written into it. */
export function exportHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const root = exportPageRoot(extensionUri);
  const resource = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const bootstrap: ExportBootstrap = { strings: translatedStrings(), locale: vscode.env.language };
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource}`,
  ].join('; ');
  const language = vscode.env.language.replace(/[^\w-]/g, '');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('labelbox.css')}">
<title>Maskscope</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<script type="application/json" id="bootstrap">${jsonForScript(bootstrap)}</script>
<script nonce="${nonce}" src="${resource('labelbox.js')}"></script>
</body>
</html>`;
}

function translatedStrings(): LabelboxStrings {
  const translated = {} as Record<LabelboxStringKey, string>;
  for (const key of Object.keys(LABELBOX_STRINGS) as LabelboxStringKey[]) {
    translated[key] = vscode.l10n.t(LABELBOX_STRINGS[key]);
  }
  return translated;
}
