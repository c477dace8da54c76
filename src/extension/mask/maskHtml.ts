import * as vscode from 'vscode';
import type { MaskBootstrap } from '../../protocol/mask.ts';
import { MASK_STRINGS } from '../../protocol/maskStrings.ts';
import { pageHtml, translated } from '../page/pageHtml.ts';

/**
 * The page of one mask editor. Nothing of the file or its name is written into it.
 *
 * @param options.overlay how a mask and its original were looked at last; undefined for never
 * @param options.state what an earlier page saved; undefined for none
 */
export function maskHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  {
    renderer,
    state,
    overlay,
  }: { readonly renderer: 'auto' | '2d'; readonly state?: unknown; readonly overlay?: unknown },
): string {
  return pageHtml(webview, extensionUri, {
    name: 'mask',
    bootstrap: (nonce, resource): MaskBootstrap => ({
      strings: translated(MASK_STRINGS),
      locale: vscode.env.language,
      toolkitUri: resource('toolkit.js'),
      panesUri: resource('panes.js'),
      panesStyleUri: resource('panes.css'),
      reviewUri: resource('review.js'),
      reviewStyleUri: resource('review.css'),
      nonce,
      ...(state !== undefined && { state }),
      ...(overlay !== undefined && { overlay }),
    }),
    data: { renderer },
    hasOwnStyles: true,
  });
}

/** What the user chose to draw masks with. */
export function rendererOf(uri: vscode.Uri): 'auto' | '2d' {
  return vscode.workspace.getConfiguration('maskscope.mask', uri).get<string>('renderer') === '2d' ? '2d' : 'auto';
}
