import assert from 'node:assert/strict';
import { isMaskFile } from '../../../src/extension/mask/recogniseFile.ts';
import { file, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';
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

  it('takes no panoptic map for a photograph, however small its segments are', async () => {
    let seed = 1;
    const noise = Buffer.from(
      Array.from({ length: 64 * 193 }, (_, at) =>
        at % 193 === 0 ? 0 : (seed = (seed * 48_271) % 2_147_483_647) % 256,
      ),
    );
    const segments = file(ihdr(64, 64, 8, 2), idat(noise), IEND);
    assert.equal(await isMaskFile(await write(folder, 'photographs/1.png', segments)), false);
    assert.equal(await isMaskFile(await write(folder, 'panoptic_val2017/1.png', segments)), true);
  });
});
