import * as vscode from 'vscode';
import type { CompareBootstrap } from '../../protocol/compare.ts';
import { COMPARE_STRINGS } from '../../protocol/compareStrings.ts';
import { MASK_STRINGS } from '../../protocol/maskStrings.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

/** A page that compares masks. No name of a file is written into it. */
export function compareHtml(webview: vscode.Webview, extensionUri: vscode.Uri, page: CompareBootstrap['page']): string {
  const strings = { ...translated(MASK_STRINGS), ...translated(COMPARE_STRINGS) };
  const bootstrap: CompareBootstrap = { page, strings, locale: vscode.env.language };
  return pageHtml(webview, extensionUri, { name: 'compare', bootstrap: () => bootstrap, hasOwnStyles: true });
}
