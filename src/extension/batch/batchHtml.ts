import * as vscode from 'vscode';
import { escapeHtml } from '../../core/formats/escapeHtml.ts';
import type { BatchBootstrap } from '../../protocol/batch.ts';
import { BATCH_STRINGS } from '../../protocol/batchStrings.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

/**
 * The preview page of a batch, which says what it is before its script runs. Nothing of files or their names is written
 * into it.
 *
 * @param title of the batch, in the user's language
 */
export function batchHtml(webview: vscode.Webview, extensionUri: vscode.Uri, title: string): string {
  const bootstrap: BatchBootstrap = { strings: translated(BATCH_STRINGS), locale: vscode.env.language };
  return pageHtml(webview, extensionUri, {
    name: 'batch',
    bootstrap: () => bootstrap,
    body: `<main class="batch">
<header class="head"><div class="head-line"><h1>${escapeHtml(title)}</h1></div><p class="status">${escapeHtml(bootstrap.strings.starting)}</p></header>
</main>`,
  });
}
