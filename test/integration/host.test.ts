import assert from 'node:assert/strict';
import { extensions } from 'vscode';

describe('the extension host', () => {
  it('knows the extension under development', () => {
    assert.ok(extensions.getExtension('maskscope.maskscope') !== undefined);
  });
});
