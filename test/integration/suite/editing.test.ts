import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import { MaskEditor } from '../../../src/extension/mask/maskEditor.ts';
import type { EditorServices } from '../../../src/extension/mask/maskEditor.ts';
import { encodeEditedMask } from '../../../src/jobs/editedMask.ts';
import type { FromMaskWebview, ToMaskWebview } from '../../../src/protocol/mask.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { makeFolder, mask, until, write } from './support.ts';

type Sent<T extends ToMaskWebview['type']> = Extract<ToMaskWebview, { type: T }>;

/** A page that keeps what it is told, in a panel that can be hidden. */
class PlayedPage {
  readonly posted: ToMaskWebview[] = [];
  readonly editor: MaskEditor;
  readonly #received = new vscode.EventEmitter<FromMaskWebview>();
  readonly #viewState = new vscode.EventEmitter<void>();
  readonly #panel: { visible: boolean };
  #page = 0;

  constructor(document: MaskDocument, services: EditorServices) {
    const webview = {
      onDidReceiveMessage: this.#received.event,
      postMessage: (message: ToMaskWebview) => {
        this.posted.push(message);
        return Promise.resolve(true);
      },
    };
    const panel = { visible: true, active: true, webview, onDidChangeViewState: this.#viewState.event };
    this.#panel = panel;
    this.editor = new MaskEditor(document, panel as unknown as vscode.WebviewPanel, services);
  }

  async ready(): Promise<Sent<'open'>> {
    const before = this.all('open').length;
    this.send({ type: 'ready', page: ++this.#page });
    await until(() => this.all('open').length > before);
    return this.all('open').at(-1) as Sent<'open'>;
  }

  show(visible: boolean): void {
    this.#panel.visible = visible;
    this.#viewState.fire();
  }

  send(message: FromMaskWebview): void {
    this.#received.fire(message);
  }

  all<T extends ToMaskWebview['type']>(type: T): Sent<T>[] {
    return this.posted.filter((message): message is Sent<T> => message.type === type);
  }
}

describe('the pages of an edited mask', () => {
  const folder = makeFolder('editing');
  const log = vscode.window.createOutputChannel('editing test', { log: true });
  const reported: number[][] = [];
  const services = {
    identifyReport: (_: MaskDocument, bytes: ArrayBuffer) => {
      reported.push(decodeIndependently(new Uint8Array(bytes)).samples.slice(0, 8));
      return Promise.resolve('report');
    },
    choosePalette: () => Promise.resolve(null),
    diagnose: () => Promise.resolve({ code: 'crcMismatch' }),
    update: () => undefined,
    log,
  } as unknown as EditorServices;
  const merge = (from: number, to: number) =>
    ({ kind: 'lut', table: Uint16Array.from({ length: 256 }, (_, id) => (id === from ? to : id)) }) as const;
  const edit = (revision: number, from: number, to: number, generation = 1): FromMaskWebview => ({
    type: 'edit',
    generation,
    revision,
    label: 'Merge',
    edit: merge(from, to),
  });
  let documents = 0;
  const open = async (): Promise<MaskDocument> =>
    new MaskDocument(await write(folder, `${++documents}.mask.png`, mask()), {
      chosenKind: () => undefined,
      onDidChangeChoices: () => new vscode.Disposable(() => undefined),
      watchClassMap: () => new vscode.Disposable(() => undefined),
      findClassMap: () => Promise.resolve(null),
      encodeEdits: (base, edits) => {
        const outcome = encodeEditedMask(new Uint8Array(base), edits);
        assert.ok('bytes' in outcome);
        return Promise.resolve(new Uint8Array(outcome.bytes).buffer);
      },
    });

  after(() => log.dispose());

  it('learn of each edit, whoever made it, and of each undo', async () => {
    const document = await open();
    const undo: (() => void)[] = [];
    document.file.onDidPush((done) => undo.push(() => done.undo()));
    const [one, other] = [new PlayedPage(document, services), new PlayedPage(document, services)];
    const { editing, context } = await one.ready();
    await other.ready();
    assert.deepEqual(editing, { revision: 0, edits: [], applied: 0 });
    assert.deepEqual([context.editability, context.disk], [{ ok: true }, 'same']);
    one.send(edit(0, 1, 2));
    other.send(edit(1, 2, 0));
    undo[1]?.();
    for (const { all } of [one, other].map((page) => ({ all: page.all('edits') }))) {
      assert.deepEqual(all, [
        { type: 'edits', generation: 1, revision: 1, kept: 0, added: [merge(1, 2)], applied: 1 },
        { type: 'edits', generation: 1, revision: 2, kept: 1, added: [merge(2, 0)], applied: 2 },
        { type: 'edits', generation: 1, revision: 3, kept: 2, added: [], applied: 1 },
      ]);
    }
    one.send(edit(3, 0, 1));
    assert.deepEqual(other.all('edits').at(-1), {
      type: 'edits',
      generation: 1,
      revision: 4,
      kept: 1,
      added: [merge(0, 1)],
      applied: 2,
    });
    document.dispose();
  });

  it('are told again what there is where their edit came too late', async () => {
    const document = await open();
    const [one, other] = [new PlayedPage(document, services), new PlayedPage(document, services)];
    await one.ready();
    await other.ready();
    one.send(edit(0, 1, 2));
    other.send(edit(0, 1, 0));
    assert.equal(one.all('edits').length, 1);
    const state = { type: 'edits', generation: 1, revision: 1, kept: 0, added: [merge(1, 2)], applied: 1 };
    assert.deepEqual(other.all('edits').at(-1), state);
    assert.equal(document.file.editing.edits.length, 1);
    document.dispose();
  });

  it('get the file and all edits after they were hidden', async () => {
    const document = await open();
    const page = new PlayedPage(document, services);
    await page.ready();
    page.send(edit(0, 1, 2));
    page.show(false);
    const told = page.posted.length;
    assert.ok(document.file.take(merge(2, 0), 'Merge', 1, 1));
    assert.equal(page.posted.length, told);
    page.show(true);
    const { editing, bytes } = await page.ready();
    assert.deepEqual(editing, { revision: 2, edits: [merge(1, 2), merge(2, 0)], applied: 2 });
    assert.ok(bytes !== null);
    assert.deepEqual(Buffer.from(bytes), Buffer.from(mask()));
    document.dispose();
  });

  it('get the report of the mask as it would be saved, of no other revision', async () => {
    const document = await open();
    const page = new PlayedPage(document, services);
    await page.ready();
    page.send(edit(0, 1, 2));
    const ask = (id: number, revision: number) =>
      page.send({ type: 'request', id, method: 'identifyReport', params: { generation: 1, revision } });
    ask(1, 1);
    await until(() => page.all('response').length === 1);
    assert.deepEqual(reported, [[0, 0, 2, 2, 2, 2, 0, 0]]);
    ask(2, 0);
    await until(() => page.all('response').length === 2);
    assert.deepEqual(page.all('response').at(-1)?.outcome, {
      ok: false,
      message: 'The mask has changed in the meantime.',
    });
    document.dispose();
  });

  it('learn that a file is damaged, and then nothing is edited', async () => {
    const document = await open();
    const page = new PlayedPage(document, services);
    await page.ready();
    page.send({ type: 'request', id: 1, method: 'diagnose', params: { generation: 1 } });
    await until(() => page.all('context').at(-1)?.context.editability.ok === false);
    page.send(edit(0, 1, 2));
    assert.equal(document.file.editing.edits.length, 0);
    document.dispose();
  });

  it('are asked for a palette no further than they want', async () => {
    const document = await open();
    const page = new PlayedPage(document, services);
    await page.ready();
    page.send({ type: 'request', id: 7, method: 'choosePalette', params: { generation: 1 } });
    await until(() => page.all('response').length === 1);
    assert.deepEqual(page.all('response')[0]?.outcome, { ok: true, value: null });
    document.dispose();
  });
});
