import assert from 'node:assert/strict';
import { isMaskFile } from '../../../src/extension/mask/recogniseFile.ts';
import { makeFolder, mask, palettedPng, write } from './support.ts';

describe('recognising a mask in the built-in preview', () => {
  const folder = makeFolder('recognising');
  const palette = Uint8Array.from({ length: 768 }, (_, at) => at % 256);

  it('knows a mask, a dithered picture, and a file that is no PNG', async () => {
    assert.equal(await isMaskFile(await write(folder, 'mask.png', mask())), true);
    let seed = 1;
    const noise = Uint8Array.from({ length: 128 * 128 }, () => (seed = (seed * 48_271) % 2_147_483_647) % 256);
    assert.equal(await isMaskFile(await write(folder, 'noise.png', palettedPng(128, 128, noise, palette))), false);
    assert.equal(await isMaskFile(await write(folder, 'text.png', 'not a picture')), false);
  });

  it('decides on a large file by its beginning and size', async () => {
    const ids = new Uint8Array(1200 * 1000).fill(3);
    assert.equal(await isMaskFile(await write(folder, 'large.png', palettedPng(1200, 1000, ids, palette))), true);
  });
});
