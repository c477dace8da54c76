import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { PreviewPanel } from '../../../src/extension/page/previewPanel.ts';
import { closeAll } from './support.ts';

type Message =
  | { readonly type: 'start' | 'progress' | 'state'; readonly run: number }
  | { readonly type: 'rows'; readonly run: number; readonly rows: readonly number[] };

/** A tab and what its page is told. */
function recorded(fleeting?: readonly Message['type'][]) {
  const tab = vscode.window.createWebviewPanel('maskscope.test', 'Preview', vscode.ViewColumn.Active);
  const told: string[] = [];
  tab.webview.postMessage = ({ type, run }: Message) => {
    told.push(`${type} ${run}`);
    return Promise.resolve(true);
  };
  const panel = new PreviewPanel<never, Message>({
    ...{ view: 'maskscope.test', title: 'Preview', extensionUri: vscode.Uri.file('/') },
    log: vscode.window.createOutputChannel('Preview', { log: true }),
    html: () => '',
    receive: () => Promise.resolve(),
    onClose: () => undefined,
    restored: tab,
    ...(fleeting === undefined ? {} : { fleeting }),
  });
  const take = (): string[] => told.splice(0);
  return { panel, take };
}

describe('a tab of a preview', function () {
  this.timeout(60_000);
  afterEach(closeAll);

  it('tells its page what was said before its script listened', () => {
    const { panel, take } = recorded(['progress']);
    panel.post({ type: 'start', run: 1 });
    panel.post({ type: 'progress', run: 1 });
    assert.deepEqual(take(), []);
    panel.ready();
    assert.deepEqual(take(), ['start 1', 'progress 1']);
    panel.post({ type: 'rows', run: 1, rows: [1] });
    assert.deepEqual(take(), ['rows 1']);
  });

  it('tells a page that begins anew what the last one showed', () => {
    const { panel, take } = recorded(['progress']);
    panel.ready();
    for (const run of [1, 2]) {
      panel.post({ type: 'start', run });
      panel.post({ type: 'rows', run, rows: [1, 2] });
      panel.post({ type: 'progress', run });
      panel.post({ type: 'state', run });
    }
    take();
    for (let times = 0; times < 2; times++) {
      panel.ready();
      assert.deepEqual(take(), ['start 2', 'rows 2', 'state 2']);
    }
  });

  it('keeps nothing where its owner tells such a page itself, and once it is closed', () => {
    const owned = recorded();
    owned.panel.post({ type: 'start', run: 1 });
    owned.panel.ready();
    assert.deepEqual(owned.take(), ['start 1']);
    owned.panel.ready();
    assert.deepEqual(owned.take(), []);
    const closed = recorded([]);
    closed.panel.ready();
    closed.panel.post({ type: 'start', run: 1 });
    closed.take();
    closed.panel.dispose();
    closed.panel.post({ type: 'state', run: 1 });
    closed.panel.ready();
    assert.deepEqual(closed.take(), []);
  });
});
