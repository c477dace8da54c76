import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import { MaskEditor } from '../../../src/extension/mask/maskEditor.ts';
import type { EditorServices } from '../../../src/extension/mask/maskEditor.ts';
import type { FromMaskWebview, ToMaskWebview } from '../../../src/protocol/mask.ts';
import { makeFolder, mask, until, write } from './support.ts';

/** A panel whose page is played by the test. */
function playedPanel() {
  const received = new vscode.EventEmitter<FromMaskWebview>();
  const viewState = new vscode.EventEmitter<void>();
  const posted: ToMaskWebview[] = [];
  const panel = {
    visible: true,
    active: true,
    onDidChangeViewState: viewState.event,
    webview: {
      onDidReceiveMessage: received.event,
      postMessage(message: ToMaskWebview) {
        posted.push(message);
        return Promise.resolve(true);
      },
    },
  };
  const show = (visible: boolean): void => {
    panel.visible = visible;
    viewState.fire();
  };
  return {
    panel: panel as unknown as vscode.WebviewPanel,
    posted,
    show,
    send: (m: FromMaskWebview) => received.fire(m),
  };
}

describe('requests of a page', () => {
  const folder = makeFolder('requests');

  it('are answered to that page alone, though the next one counts from 1 again', async () => {
    const document = new MaskDocument(await write(folder, 'a.mask.png', mask()), {
      chosenKind: () => undefined,
      onDidChangeChoices: () => ({ dispose: () => undefined }),
      watchClassMap: () => ({ dispose: () => undefined }),
      findClassMap: () => Promise.resolve(null),
      encodeEdits: (bytes) => Promise.resolve(bytes),
    });
    const waiting: ((report: string) => void)[] = [];
    const services = {
      identifyReport: () => new Promise<string>((resolve) => waiting.push(resolve)),
      diagnose: () => Promise.resolve(null),
      update: () => undefined,
      log: vscode.window.createOutputChannel('requests test', { log: true }),
    } as unknown as EditorServices;
    const { panel, posted, show, send } = playedPanel();
    const editor = new MaskEditor(document, panel, services);
    const opened = () => posted.filter(({ type }) => type === 'open').length;
    const responses = () => posted.filter((message) => message.type === 'response');

    send({ type: 'ready', page: 11 });
    await until(() => opened() === 1);
    send({ type: 'request', id: 1, method: 'identifyReport', params: { generation: 1, revision: 0 } });
    await until(() => waiting.length === 1);
    show(false);
    show(true);
    send({ type: 'ready', page: 12 });
    await until(() => opened() === 2);
    waiting[0]?.('late');
    send({ type: 'request', id: 1, method: 'diagnose', params: { generation: 1 } });
    await until(() => responses().length > 0);
    assert.deepEqual(responses(), [
      { type: 'response', page: 12, id: 1, method: 'diagnose', outcome: { ok: true, value: null } },
    ]);
    editor.dispose();
    document.dispose();
    services.log.dispose();
  });
});
