import { deflateSync } from 'node:zlib';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { isPhotograph } from '../../../src/core/mask/fromPng.ts';
import { decodeMask, inflateInBrowser } from '../../../webview/mask/decode.ts';

const plain = Uint8Array.from({ length: 300_000 }, (_, i) => (i * i) >> 7);

describe('inflating with DecompressionStream', () => {
  const packed = new Uint8Array(deflateSync(plain));

  test('one part, many parts and empty parts give the same bytes', async () => {
    expect(await inflateInBrowser([packed], plain.length)).toEqual(plain);
    const parts = Array.from({ length: 9 }, (_, k) =>
      packed.subarray(Math.floor((k * packed.length) / 9), Math.floor(((k + 1) * packed.length) / 9)),
    );
    parts.splice(4, 0, new Uint8Array(0));
    expect(await inflateInBrowser(parts, plain.length)).toEqual(plain);
  });

  test('more bytes than declared are refused without being kept', async () => {
    const bomb = new Uint8Array(deflateSync(new Uint8Array(50_000_000)));
    await expect(inflateInBrowser([bomb], 1000)).rejects.toMatchObject({ code: 'dataTooLong' });
    await expect(inflateInBrowser([packed], plain.length - 1)).rejects.toMatchObject({ code: 'dataTooLong' });
  });

  test('fewer bytes than declared are refused with both counts', async () => {
    await expect(inflateInBrowser([packed], plain.length + 1)).rejects.toMatchObject({
      code: 'dataTooShort',
      details: { found: plain.length, expected: plain.length + 1 },
    });
  });

  test('damage, a missing end and no stream at all are refused as damaged', async () => {
    const damaged = packed.slice();
    damaged.fill(0xff, 5000, 5100);
    for (const parts of [[damaged], [packed.subarray(0, 4000)], [Uint8Array.of(1, 2, 3)], []]) {
      await expect(inflateInBrowser(parts, plain.length)).rejects.toMatchObject({ code: 'dataCorrupt' });
    }
  });
});

test('a grey PNG of pngjs becomes a mask with the same ids', async () => {
  const png = new PNG({ width: 7, height: 5, colorType: 0 });
  for (let i = 0; i < 35; i++) png.data.fill(i * 7, 4 * i, 4 * i + 3).fill(255, 4 * i + 3, 4 * i + 4);
  const file = new Uint8Array(PNG.sync.write(png, { colorType: 0, inputColorType: 6 }));
  const result = await decodeMask(file.buffer);
  if (isPhotograph(result)) throw new Error('expected a mask');
  expect([result.width, result.height, result.encoding]).toEqual([7, 5, 'grey']);
  expect([...result.ids]).toEqual(Array.from({ length: 35 }, (_, i) => i * 7));
});

test('a file that is no PNG is refused with a typed error', async () => {
  await expect(decodeMask(new ArrayBuffer(0))).rejects.toMatchObject({ name: 'PngError', code: 'empty' });
});
