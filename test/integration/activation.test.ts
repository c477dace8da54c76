import assert from 'node:assert/strict';
import { join } from 'node:path';
import { extensions } from 'vscode';

// The first file in the alphabet: it sees the extension host before any mask was opened.
describe('activation', () => {
  it('loads one bundle and no native code', async () => {
    const extension = extensions.getExtension('maskscope.maskscope');
    assert.ok(extension !== undefined, 'the extension is known to the extension host');
    await extension.activate();
    const loaded = Object.keys(require.cache).filter((file) => file.startsWith(extension.extensionPath));
    const ours = loaded.filter((file) => file.startsWith(join(extension.extensionPath, 'dist')));
    assert.deepEqual(ours, [join(extension.extensionPath, 'dist', 'extension.js')]);
    assert.deepEqual(
      loaded.filter((file) => /sharp|@img|sqlite/.test(file)),
      [],
    );
  });
});
