import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { MaskDocument } from '../../../src/extension/mask/maskDocument.ts';
import { grey16, makeFolder, until, write } from './support.ts';

describe('the names of a MOTS mask', () => {
  const folder = makeFolder('motsNames');
  const nothing = () => new vscode.Disposable(() => undefined);

  it('are looked for again once its ids are known', async () => {
    const searches: (readonly number[] | undefined)[] = [];
    const document = new MaskDocument(await write(folder, 'instances/0002/1.png', grey16()), {
      chosenKind: () => undefined,
      onDidChangeChoices: nothing,
      watchClassMap: nothing,
      findClassMap(searching) {
        searches.push(searching.ids);
        return Promise.resolve(null);
      },
      encodeEdits: (bytes) => Promise.resolve(bytes),
    });
    const { generation } = await document.read();
    await until(() => searches.length === 1);
    assert.deepEqual([document.kind.kind, document.kind.divisor], ['classInstance', 1000]);
    document.takeIds(generation, [0, 3001]);
    assert.equal(searches.length, 1);
    document.takeIds(generation, [0, 1024, 1025, 10_000]);
    assert.deepEqual(searches, [undefined, [0, 1024, 1025, 10_000]]);
    assert.equal(document.kind.divisor, 1000);
    document.dispose();
  });
});
