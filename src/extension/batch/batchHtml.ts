import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { BatchBootstrap } from '../../protocol/batch.ts';
import { BATCH_STRINGS, type BatchStringKey, type BatchStrings } from '../../protocol/batchStrings.ts';
import { escapeHtml, jsonForScript } from '../mask/maskPage.ts';

/** The folder that the page may load from; it holds nothing but our own scripts and styles. */
export function batchPageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The preview page of a batch, which says what it is before its script runs. Nothing of files or their names is written
 * into it.
 *
 * @param title of the batch, in the user's language
 */
export function batchHtml(webview: vscode.Webview, extensionUri: vscode.Uri, title: string): string {
  const root = batchPageRoot(extensionUri);
  const resource = (name: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const bootstrap: BatchBootstrap = { strings: translatedStrings(), locale: vscode.env.language };
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${webview.cspSource}`;
  const language = vscode.env.language.replace(/[^\w-]/g, '');
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="${resource('batch.css')}">
<title>Maskscope</title>
</head>
<body data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<main class="batch">
<header class="head"><div class="head-line"><h1>${escapeHtml(title)}</h1></div><p class="status">${escapeHtml(bootstrap.strings.starting)}</p></header>
</main>
<script type="application/json" id="bootstrap">${jsonForScript(bootstrap)}</script>
<script nonce="${nonce}" src="${resource('batch.js')}"></script>
</body>
</html>`;
}

function translatedStrings(): BatchStrings {
  const translated = {} as Record<BatchStringKey, string>;
  for (const key of Object.keys(BATCH_STRINGS) as BatchStringKey[]) translated[key] = vscode.l10n.t(BATCH_STRINGS[key]);
  return translated;
}
