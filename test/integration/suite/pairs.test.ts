import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import { MaskEditor, type EditorServices } from '../../../src/extension/mask/maskEditor.ts';
import type { MaskEditorHost } from '../../../src/extension/mask/register.ts';
import { PairPanel } from '../../../src/extension/pairs/pairPanel.ts';
import type { FromMaskWebview, ToMaskWebview } from '../../../src/protocol/mask.ts';
import { hashOfMask } from '../../../src/jobs/maskHash.ts';
import { makeFolder, mask, palettedPng, until, write } from './support.ts';

type Sent<T extends ToMaskWebview['type']> = Extract<ToMaskWebview, { type: T }>;

const REASON = /Here masks are looked at/;

/** The tab of pairs, whose page is played by the test, and the documents that it opened. */
class PlayedPairs {
  readonly posted: ToMaskWebview[] = [];
  /** Names of files whose documents are open. */
  readonly open: string[] = [];
  readonly #received = new vscode.EventEmitter<FromMaskWebview>();
  readonly #edited = new vscode.EventEmitter<void>();
  readonly panel: PairPanel;
  #documents = 0;
  #lent: MaskDocument | undefined;

  constructor(files: readonly vscode.Uri[], index: number, log: vscode.LogOutputChannel) {
    const hash = (bytes: ArrayBuffer) => Promise.resolve(hashOfMask(new Uint8Array(bytes)));
    const services = { update: () => undefined, run: () => undefined, hash, log } as unknown as EditorServices;
    const host: MaskEditorHost = {
      openDocument: (uri) => {
        const document = this.document(uri);
        const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
        this.open.push(name);
        document.file.onDidDispose(() => this.open.splice(this.open.indexOf(name), 1));
        return document;
      },
      editedDocument: (uri) => (this.#lent?.uri.toString() === uri.toString() ? this.#lent : undefined),
      onDidChangeEdited: this.#edited.event,
      openViewer: (document, panel, reason) => new MaskEditor(document, panel, services, reason),
    };
    const webview = {
      onDidReceiveMessage: this.#received.event,
      postMessage: (message: ToMaskWebview) => {
        this.posted.push(message);
        return Promise.resolve(true);
      },
    };
    const none = () => new vscode.Disposable(() => undefined);
    const tab = { visible: true, active: true, title: '', webview, onDidChangeViewState: none, onDidDispose: none };
    const pairs = files.map((uri, at) => ({ name: `pair ${at}`, mask: uri }));
    this.panel = new PairPanel(host, { title: '', pairs }, index, tab as unknown as vscode.WebviewPanel);
  }

  document(uri: vscode.Uri): MaskDocument {
    return new MaskDocument(
      uri,
      {
        chosenKind: () => undefined,
        onDidChangeChoices: () => new vscode.Disposable(() => undefined),
        watchClassMap: () => new vscode.Disposable(() => undefined),
        findClassMap: () => Promise.resolve(null),
        encodeEdits: (bytes) => Promise.resolve(bytes),
      },
      { firstGeneration: 1 + 1000 * this.#documents++ },
    );
  }

  /** An editor of a file is opened, or (undefined) closed. */
  lend(document: MaskDocument | undefined): void {
    this.#lent = document;
    this.#edited.fire();
  }

  send(message: FromMaskWebview): void {
    this.#received.fire(message);
  }

  /** The next message of a kind that comes after those that came before `act`. */
  async after<T extends ToMaskWebview['type']>(type: T, act: () => void): Promise<Sent<T>> {
    const all = () => this.posted.filter((message): message is Sent<T> => message.type === type);
    const before = all().length;
    act();
    await until(() => all().length > before);
    return all().at(-1) as Sent<T>;
  }

  ready(): Promise<Sent<'open'>> {
    return this.after('open', () => this.send({ type: 'ready', page: 1 }));
  }

  painted(generation: number): Promise<Sent<'ahead'>> {
    return this.after('ahead', () => this.send({ type: 'painted', generation }));
  }
}

const placesOf = ({ masks }: Sent<'ahead'>): number[] => masks.map(({ place }) => place.index);
const withBytes = ({ masks }: Sent<'ahead'>): number[] =>
  masks.filter(({ bytes }) => bytes !== null).map(({ place }) => place.index);

describe('the tab of pairs', () => {
  const folder = makeFolder('pairs');
  const log = vscode.window.createOutputChannel('pairs test', { log: true });
  const files: vscode.Uri[] = [];
  before(async () => {
    for (let at = 0; at < 8; at++) files.push(await write(folder, `${at}.png`, mask([at % 3])));
  });
  after(() => log.dispose());

  it('prepares the neighbours of a page without a picture as well, and lets go of what is far off', async () => {
    const pairs = new PlayedPairs(files, 3, log);
    const { generation } = await pairs.ready();
    const ahead = await pairs.after('ahead', () => pairs.send({ type: 'explained', generation }));
    assert.deepEqual(placesOf(ahead), [4, 2, 5]);
    const next = await pairs.after('open', () => pairs.panel.goTo(7));
    await pairs.after('ahead', () => pairs.send({ type: 'explained', generation: next.generation }));
    assert.deepEqual(pairs.open, ['7.png', '6.png']);
  });

  it('sends no bytes that the page has, and those again that it lost', async () => {
    const pairs = new PlayedPairs(files, 0, log);
    const first = await pairs.ready();
    assert.deepEqual(withBytes(await pairs.painted(first.generation)), [1, 2]);
    const second = await pairs.after('open', () => pairs.panel.step(1));
    assert.deepEqual([second.bytes, second.place?.index], [null, 1]);
    const ahead = await pairs.painted(second.generation);
    assert.deepEqual([placesOf(ahead), withBytes(ahead)], [[2, 0, 3], [3]]);
    const again = await pairs.after('open', () => pairs.send({ type: 'missing', generation: second.generation }));
    assert.ok(again.bytes !== null);
    assert.deepEqual(Buffer.from(again.bytes), Buffer.from(mask([1])));
  });

  it('leaves out what is too large to be decoded ahead', async () => {
    const huge = await write(folder, 'huge.png', hugeMask());
    const pairs = new PlayedPairs([huge, ...files.slice(0, 3)], 1, log);
    const { generation } = await pairs.ready();
    assert.deepEqual(placesOf(await pairs.painted(generation)), [2, 3]);
    assert.deepEqual(pairs.open, ['0.png', '1.png', '2.png']);
  });

  it('follows a page that goes on by itself, and brings one back that is in another list', async () => {
    const pairs = new PlayedPairs(files, 0, log);
    const first = await pairs.ready();
    const { masks } = await pairs.painted(first.generation);
    const [next] = masks;
    assert.ok(next !== undefined);
    const { generation, place } = next;
    const answer = await pairs.after('open', () => pairs.send({ type: 'stepped', step: 1, generation, place }));
    assert.deepEqual([answer.generation, answer.bytes, answer.step], [generation, null, 1]);
    assert.equal(pairs.panel.index, 1);
    const other = { ...place, index: 2, name: 'of another list' };
    const back = await pairs.after('open', () => pairs.send({ type: 'stepped', step: 2, generation, place: other }));
    assert.deepEqual([back.generation, back.step, pairs.panel.index], [generation, 2, 1]);
  });

  it('is on the screen only with all that its mode shows, and has the hash of what is there', async () => {
    const pairs = new PlayedPairs(files, 0, log);
    const { editor } = pairs.panel;
    const first = await pairs.ready();
    await pairs.painted(first.generation);
    assert.equal(editor.isShown, false);
    assert.equal(await editor.hashShown(), undefined);
    pairs.send({ type: 'whole', generation: first.generation });
    assert.equal(editor.isShown, true);
    assert.equal(await editor.hashShown(), hashOfMask(mask([0])));
    pairs.send({ type: 'whole', generation: null });
    assert.equal(editor.isShown, false);
    const next = await pairs.after('open', () => pairs.panel.goTo(1));
    pairs.send({ type: 'whole', generation: next.generation });
    assert.equal(editor.isShown, false);
    await pairs.painted(next.generation);
    assert.equal(editor.isShown, true);
    const last = await pairs.after('open', () => pairs.panel.goTo(2));
    pairs.send({ type: 'explained', generation: last.generation });
    assert.equal(editor.isShown, true);
    // Unsaved edits are on the screen, but in no file.
    const edited = pairs.document(files[2] as vscode.Uri);
    await edited.read();
    const table = Uint16Array.from({ length: 256 }, (_, id) => (id === 2 ? 1 : id));
    const generation = edited.current?.generation ?? -1;
    assert.ok(edited.file.take({ kind: 'lut', table }, 'Merge', generation, 0));
    await pairs.after('open', () => pairs.lend(edited));
    await pairs.painted(generation);
    pairs.send({ type: 'whole', generation });
    assert.equal(editor.isShown, true);
    assert.equal(await editor.hashShown(), undefined);
    edited.dispose();
  });

  it('shows unsaved edits of an editor, takes none itself, and shows the file when the editor is closed', async () => {
    const pairs = new PlayedPairs(files, 0, log);
    const own = await pairs.ready();
    assert.deepEqual([own.editing.applied, own.context.editability.ok], [0, false]);
    const edited = pairs.document(files[0] as vscode.Uri);
    await edited.read();
    const table = Uint16Array.from({ length: 256 }, (_, id) => (id === 0 ? 2 : id));
    const take = (revision: number) => {
      const generation = edited.current?.generation ?? -1;
      return { type: 'edit', generation, revision, label: 'Merge', edit: { kind: 'lut', table } } as const;
    };
    const { edit, label, generation, revision } = take(0);
    assert.ok(edited.file.take(edit, label, generation, revision));
    const lent = await pairs.after('open', () => pairs.lend(edited));
    assert.deepEqual([lent.generation, lent.editing.applied], [generation, 1]);
    assert.match(lent.context.editability.ok ? '' : lent.context.editability.reason, REASON);
    assert.deepEqual(pairs.open, []);
    const told = await pairs.after('edits', () => edited.file.take(edit, label, generation, 1));
    assert.equal(told.applied, 2);
    pairs.send(take(2));
    assert.equal(edited.file.editing.edits.length, 2);
    edited.dispose();
    const saved = await pairs.after('open', () => pairs.lend(undefined));
    assert.deepEqual([saved.editing.applied, pairs.open], [0, ['0.png']]);
  });
});

/** 6,000 × 6,000 pixels by its header; there are none in it, as nobody is to decode it. */
function hugeMask(): Buffer {
  return palettedPng(6000, 6000, new Uint8Array(0), Uint8Array.of(0, 0, 0));
}
