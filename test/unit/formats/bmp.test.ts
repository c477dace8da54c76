import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BmpError, readBmp } from '../../../src/core/formats/bmp.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from '../report/python.ts';

const folder = mkdtempSync(join(tmpdir(), 'maskscope-bmp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Files that Pillow writes, and others made by hand, with the pixels that Pillow reads. */
const WRITE = `
import base64, json, os, struct, sys, numpy
from PIL import Image
folder = json.load(sys.stdin)
rng = numpy.random.default_rng(3)
w, h = 13, 7
rgb = rng.integers(0, 256, (h, w, 3), numpy.uint8)
files = {}
def raw(name, bits, body, height=h, size=40, compression=0, extra=b'', palette=b'', used=0):
    start = 14 + size + len(palette) + (len(extra) if size == 40 else 0)
    info = struct.pack('<IiiHHIIiiII', size, w, height, 1, bits, compression, len(body), 0, 0, used, 0)
    info += extra if size == 40 else extra.ljust(size - 40, b'\\0')
    with open(f'{folder}/{name}.bmp', 'wb') as f: f.write(b'BM' + struct.pack('<IHHI', start + len(body), 0, 0, start) + info + palette + body)
def rows(a, down=False):
    lines = [line.tobytes() for line in (a if down else a[::-1])]
    return b''.join(line + bytes(-len(line) % 4) for line in lines)
Image.fromarray(rgb).save(f'{folder}/rgb24.bmp')
Image.fromarray(rgb).convert('L').save(f'{folder}/grey8.bmp')
Image.fromarray(rgb).convert('P', palette=Image.ADAPTIVE, colors=40).save(f'{folder}/palette8.bmp')
Image.fromarray(rgb).convert('1').save(f'{folder}/bits1.bmp')
raw('topDown24', 24, rows(rgb[:, :, ::-1], True), height=-h)
bgrx = numpy.dstack([rgb[:, :, ::-1], rng.integers(0, 256, (h, w), numpy.uint8)])
raw('bgrx32', 32, rows(bgrx))
raw('masks32', 32, rows(bgrx), compression=3, extra=struct.pack('<III', 0xff0000, 0xff00, 0xff))
raw('alpha32', 32, rows(bgrx), size=108, compression=3, extra=struct.pack('<IIII', 0xff0000, 0xff00, 0xff, 0xff000000))
words = rng.integers(0, 65536, (h, w)).astype('<u2')
raw('r5g6b5', 16, rows(words), compression=3, extra=struct.pack('<III', 0xf800, 0x7e0, 0x1f))
raw('r5g5b5', 16, rows(words & 0x7fff))
nibbles = rng.integers(0, 256, (h, (w + 1) // 2)).astype(numpy.uint8)
entries = rng.integers(0, 256, (16, 4)).astype(numpy.uint8)
raw('palette4', 4, rows(nibbles), palette=entries.tobytes())
answer = {}
for name in sorted(os.listdir(folder)):
    image = Image.open(f'{folder}/{name}')
    a = numpy.array(image.convert('RGBA' if image.mode == 'RGBA' else 'RGB'))
    answer[name] = base64.b64encode(a.tobytes()).decode()
print(json.dumps(answer))`;

describe.skipIf(!hasReference)('BMP files', () => {
  const wanted = hasReference ? (pythonJson(WRITE, folder) as Record<string, string>) : {};

  it.each(Object.keys(wanted))('have the pixels that Pillow reads: %s', (name) => {
    const { width, height, samples } = readBmp(readFileSync(join(folder, name)), 1000);
    expect([width, height]).toEqual([13, 7]);
    const reference = new Uint8Array(Buffer.from(wanted[name] ?? '', 'base64'));
    expect(samples).toHaveLength(reference.length);
    // Five bits become eight by rounding here, and there.
    const most = /^r5/.test(name) ? 1 : 0;
    samples.forEach((value, at) => expect(Math.abs(value - (reference[at] ?? NaN))).toBeLessThanOrEqual(most));
  });

  it('are refused where they end early, wherever that is', () => {
    for (const name of Object.keys(wanted)) {
      const bytes = readFileSync(join(folder, name));
      for (let length = 0; length < bytes.length - 4; length++) {
        expect(() => readBmp(bytes.subarray(0, length), 1000), `${name} ${length}`).toThrow(BmpError);
      }
    }
  });

  it('are read or refused, whatever their headers say', () => {
    const random = new SeededRandom(8);
    for (const name of Object.keys(wanted)) {
      for (let round = 0; round < 300; round++) {
        const bytes = new Uint8Array(readFileSync(join(folder, name)));
        bytes[random.integer(10, 69)] = random.integer(0, 255);
        try {
          const { width, height, samples, channels } = readBmp(bytes, 4000);
          expect(samples).toHaveLength(width * height * channels);
        } catch (error) {
          expect(error).toBeInstanceOf(BmpError);
        }
      }
    }
  });

  it('of many pixels are refused before any memory is taken', () => {
    const bytes = new Uint8Array(readFileSync(join(folder, 'rgb24.bmp')));
    bytes.set([0xff, 0xff, 0xff, 0x7f], 18);
    expect(() => readBmp(bytes, 2 ** 27)).toThrow(/2147483647×7 pixels/);
  });
});
