import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { batchHtml } from '../../../src/extension/batch/batchHtml.ts';
import { maskHtml } from '../../../src/extension/mask/maskHtml.ts';
import { jsonForScript } from '../../../src/extension/page/pageHtml.ts';
import { extension } from './support.ts';

describe('the page', () => {
  const webview = {
    cspSource: 'https://file.example',
    asWebviewUri: (uri: vscode.Uri) => uri.with({ scheme: 'https', authority: 'file.example' }),
  } as vscode.Webview;
  const page = () => maskHtml(webview, extension().extensionUri, { renderer: '2d' });

  it('allows its own scripts and styles and nothing else', () => {
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page())?.[1] ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    assert.ok(nonce.length >= 16);
    assert.deepEqual(policy.replaceAll(nonce, 'N').split('; '), [
      "default-src 'none'",
      "script-src 'nonce-N'",
      "style-src 'nonce-N' https://file.example",
    ]);
    assert.ok(page().includes('<meta property="csp-nonce" content="'));
    assert.ok(page().includes('data-renderer="2d"'));
    assert.notEqual(page(), page(), 'a nonce is used once');
  });

  it('of a batch says what it is before its script runs', () => {
    const html = batchHtml(webview, extension().extensionUri, 'Re-encode <b>"Masks"</b> & more');
    const shown = /<main class="batch">(.*?)<\/main>/s.exec(html)?.[1] ?? '';
    assert.match(shown, /<h1>Re-encode &lt;b&gt;&quot;Masks&quot;&lt;\/b&gt; &amp; more<\/h1>/);
    assert.match(shown, /<p class="status">Starting…<\/p>/);
    assert.ok(html.indexOf('<main') < html.indexOf('<script'));
  });

  it('carries its texts as JSON that cannot end its element', () => {
    const bootstrap = /id="bootstrap">(.*?)<\/script>/s.exec(page())?.[1] ?? '';
    const { strings, locale } = JSON.parse(bootstrap) as { strings: Record<string, string>; locale: string };
    assert.equal(strings['fit'], 'Fit');
    assert.equal(locale, vscode.env.language);
    const hostile = { text: '</script><script>alert(1)</script><!--\u2028' };
    assert.doesNotMatch(jsonForScript(hostile), /[<\u2028]/);
    assert.deepEqual(JSON.parse(jsonForScript(hostile)), hostile);
  });
});
