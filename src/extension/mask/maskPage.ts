import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { MASK_STRINGS } from '../../protocol/maskStrings.ts';
import type { MaskStringKey, MaskStrings } from '../../protocol/maskStrings.ts';
import type { MaskBootstrap } from '../../protocol/mask.ts';

/** The folder that the page may load from; it holds nothing but our own scripts and styles. */
export function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * The page of one mask editor. Nothing of the file or its name is written into it.
 *
 * @param options.state what an earlier page saved; undefined for none
 */
export function maskPage(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  { renderer, state }: { readonly renderer: 'auto' | '2d'; readonly state?: unknown },
): string {
  const root = pageRoot(extensionUri);
  const resource = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const bootstrap: MaskBootstrap = {
    strings: translatedStrings(),
    locale: vscode.env.language,
    toolkitUri: resource('toolkit.js'),
    panesUri: resource('panes.js'),
    panesStyleUri: resource('panes.css'),
    nonce,
    ...(state !== undefined && { state }),
  };
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}' ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<link rel="stylesheet" href="${escapeHtml(resource('mask.css'))}">
<title>Maskscope</title>
</head>
<body data-renderer="${renderer}" data-vscode-context='{"preventDefaultContextMenuItems":true}'>
<script type="application/json" id="bootstrap">${jsonForScript(bootstrap)}</script>
<script nonce="${nonce}" src="${escapeHtml(resource('mask.js'))}"></script>
</body>
</html>`;
}

function translatedStrings(): MaskStrings {
  const translated = {} as Record<MaskStringKey, string>;
  for (const key of Object.keys(MASK_STRINGS) as MaskStringKey[]) translated[key] = vscode.l10n.t(MASK_STRINGS[key]);
  return translated;
}

/** JSON that cannot end the script element it stands in. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

/** A text as content of an element or of an attribute in double quotes. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/"/g, '&quot;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
