import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { convertOriginal, decodeOriginal, measureOriginal, readOriginal } from '../../../src/platform/originals.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from '../report/python.ts';

const folder = mkdtempSync(join(tmpdir(), 'maskscope-originals-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const WRITE = `
import base64, json, sys, numpy
from PIL import Image
folder = json.load(sys.stdin)
rng = numpy.random.default_rng(9)
image = Image.fromarray(rng.integers(0, 256, (19, 31, 3), numpy.uint8))
for kind in ('png', 'bmp'): image.save(f'{folder}/a.{kind}')
text = lambda one: base64.b64encode(numpy.array(one).tobytes()).decode()
sizes = {name: text(image.resize(size, Image.BICUBIC)) for name, size in (('larger', (80, 50)), ('smaller', (9, 7)), ('both', (50, 7)))}
print(json.dumps({'own': text(image), **sizes}))`;

describe.skipIf(!hasReference)('originals', () => {
  const wanted = hasReference ? (pythonJson(WRITE, folder) as Record<string, string>) : {};
  const bytesOf = (name: string): number[] => [...Buffer.from(wanted[name] ?? '', 'base64')];
  const SIZES = { larger: [80, 50], smaller: [9, 7], both: [50, 7] } as const;

  it.each(['png', 'bmp'])('are scaled as Pillow scales them: %s', async (kind) => {
    const bytes = readFileSync(join(folder, `a.${kind}`));
    for (const [name, [width, height]] of Object.entries(SIZES)) {
      const scaled = await decodeOriginal(bytes, { size: { width, height } });
      expect([...(scaled?.rgb ?? [])], name).toEqual(bytesOf(name));
    }
    // Thumbnails of small originals of large masks.
    const larger = await readOriginal(join(folder, `a.${kind}`), { width: 80, height: 50 });
    expect([...(larger?.rgb ?? [])]).toEqual(bytesOf('larger'));
  });

  it('may be BMP files, wherever they are decoded', async () => {
    const path = join(folder, 'a.bmp');
    expect([...((await decodeOriginal(readFileSync(path), {}))?.rgb ?? [])]).toEqual(bytesOf('own'));
    expect([...((await readOriginal(path))?.rgb ?? [])]).toEqual(bytesOf('own'));
    expect(await measureOriginal(path)).toEqual({ width: 31, height: 19, orientation: null });
    const converted = await convertOriginal(readFileSync(path), { width: 31, height: 19 });
    expect([...((await decodeOriginal(converted?.bytes ?? new Uint8Array(), {}))?.rgb ?? [])]).toEqual(bytesOf('own'));
  });

  it('have alpha where it is asked for, and none of their own is opaque', async () => {
    const { alpha, rgb } = (await decodeOriginal(readFileSync(join(folder, 'a.bmp')), { hasAlpha: true })) ?? {};
    expect([[...(rgb ?? [])], new Set(alpha)]).toEqual([bytesOf('own'), new Set([255])]);
  });
});
