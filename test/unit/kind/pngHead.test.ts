import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { readPngHead } from '../../../src/core/mask/pngHead.ts';

const data = join(import.meta.dirname, '../../../../shared/data/pngsuite');
const isThere = existsSync(data);
if (!isThere) console.warn('skipped: no PngSuite in ../shared/data');

/** What pngjs tells of a file besides its pixels; its types leave these out. */
interface PngFacts {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colorType: number;
  readonly interlace: boolean;
  readonly palette?: readonly (readonly number[])[];
}

describe('the beginning of a PNG', () => {
  it.skipIf(!isThere)('is read as pngjs reads it, from the first kilobyte', () => {
    const files = globSync('{primary,16bit}/*.png', { cwd: data }).map((file) => readFileSync(join(data, file)));
    expect(files.length).toBeGreaterThan(80);
    for (const bytes of files) {
      const { width, height, depth, colorType, interlace, palette } = PNG.sync.read(bytes) as unknown as PngFacts;
      const head = readPngHead(bytes.subarray(0, 1024));
      expect(head?.header).toEqual({ width, height, bitDepth: depth, colourType: colorType, interlaced: interlace });
      if (colorType === 3) expect([...(head?.paletteRgb ?? [])]).toEqual(palette?.flatMap((rgba) => rgba.slice(0, 3)));
    }
  });

  const signature = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
  const header = [0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 2, 0, 0, 0, 1, 8, 3, 0, 0, 0, 1, 2, 3, 4];
  const chunk = (length: number, type: string) => [0, 0, length >> 8, length & 255, ...Buffer.from(type, 'latin1')];

  it('gives up on what is no PNG, and on headers that cannot be', () => {
    for (const bytes of [[], signature, [...signature, ...header].with(0, 0), [...signature, ...header].with(24, 3)]) {
      expect(readPngHead(Uint8Array.from(bytes))).toBeNull();
    }
    expect(readPngHead(Uint8Array.from([...signature, ...header].with(25, 5)))).toBeNull();
    expect(readPngHead(Uint8Array.from([...signature, ...header].with(19, 0)))).toBeNull();
  });

  it('finds no palette that is cut off, too long, uneven, or after the pixels', () => {
    const palettes = [
      [...chunk(6, 'PLTE'), 1, 2, 3],
      [...chunk(771, 'PLTE'), ...Array<number>(800).fill(0)],
      [...chunk(4, 'PLTE'), 1, 2, 3, 4, 0, 0, 0, 0],
      [...chunk(0, 'IDAT'), 0, 0, 0, 0, ...chunk(3, 'PLTE'), 1, 2, 3, 0, 0, 0, 0],
      [0xff, 0xff, 0xff, 0xff, ...Buffer.from('tEXt', 'latin1'), 1],
    ];
    for (const palette of palettes) {
      const head = readPngHead(Uint8Array.from([...signature, ...header, ...palette]));
      expect(head?.header.width).toBe(2);
      expect(head?.paletteRgb).toBeNull();
    }
    const sound = [...chunk(2, 'tEXt'), 65, 0, 0, 0, 0, 0, ...chunk(6, 'PLTE'), 1, 2, 3, 4, 5, 6, 0, 0, 0, 0];
    expect(readPngHead(Uint8Array.from([...signature, ...header, ...sound]))?.paletteRgb).toEqual(
      Uint8Array.of(1, 2, 3, 4, 5, 6),
    );
  });
});
