import * as vscode from 'vscode';
import type { SplitBootstrap } from '../../protocol/split.ts';
import { SPLIT_STRINGS } from '../../protocol/splitStrings.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

/** The preview page of a split. No name is written into it. */
export function splitHtml(webview: vscode.Webview, extensionUri: vscode.Uri): string {
  const bootstrap: SplitBootstrap = { strings: translated(SPLIT_STRINGS), locale: vscode.env.language };
  return pageHtml(webview, extensionUri, { name: 'split', bootstrap: () => bootstrap });
}
