import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { escapeHtml } from '../../core/formats/escapeHtml.ts';

/** What a page's script needs before its first message. */
interface Bootstrap {
  readonly strings: Readonly<Record<string, string>>;
  readonly locale: string;
}

/** What one page differs from another in. */
export interface PageParts {
  /** Of its script and style below {@link pageRoot}: NAME.js and NAME.css. */
  readonly name: string;
  /**
   * @param nonce of this page's scripts
   * @param resource address of a file below {@link pageRoot}
   */
  readonly bootstrap: (nonce: string, resource: (name: string) => string) => Bootstrap;
  /** HTML that is shown before the script runs; texts in it are escaped. */
  readonly body?: string;
  /** Values of the body's `data-` attributes. */
  readonly data?: Readonly<Record<string, string>>;
  /** Pictures of the roots that the webview was given. */
  readonly hasImages?: boolean;
  /** Style elements that scripts with the nonce make. */
  readonly hasOwnStyles?: boolean;
}

/** The folder that pages may load from; it holds nothing but our own scripts and styles. */
export function pageRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/** The document of a webview, which may load its own script and style and nothing else. Its nonce is used once. */
export function pageHtml(webview: vscode.Webview, extensionUri: vscode.Uri, parts: PageParts): string {
  const root = pageRoot(extensionUri);
  const resource = (name: string) => webview.asWebviewUri(vscode.Uri.joinPath(root, name)).toString();
  const nonce = randomBytes(16).toString('base64');
  const { name, body = '', data = {} } = parts;
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${parts.hasOwnStyles === true ? `'nonce-${nonce}' ` : ''}${webview.cspSource}`,
    ...(parts.hasImages === true ? [`img-src ${webview.cspSource}`] : []),
  ].join('; ');
  const attributes = Object.entries({ ...data, 'vscode-context': '{"preventDefaultContextMenuItems":true}' })
    .map(([key, value]) => ` data-${key}="${escapeHtml(value)}"`)
    .join('');
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta property="csp-nonce" content="${nonce}">
<link rel="stylesheet" href="${escapeHtml(resource(`${name}.css`))}">
<title>Maskscope</title>
</head>
<body${attributes}>
${body}
<script type="application/json" id="bootstrap">${jsonForScript(parts.bootstrap(nonce, resource))}</script>
<script nonce="${nonce}" src="${escapeHtml(resource(`${name}.js`))}"></script>
</body>
</html>`;
}

/** The texts of a page in the user's language. */
export function translated<Key extends string>(strings: Readonly<Record<Key, string>>): Record<Key, string> {
  const all = {} as Record<Key, string>;
  for (const key of Object.keys(strings) as Key[]) all[key] = vscode.l10n.t(strings[key]);
  return all;
}

/** JSON that cannot end the script element it stands in. */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value)
    .replace(/</g, '\\u003c')
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}
