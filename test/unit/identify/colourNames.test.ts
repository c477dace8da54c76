import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { colourName } from '../../../src/core/palette/colourNames.ts';

const listed = spawnSync('convert', ['-list', 'color'], { encoding: 'utf8' });
const hasTable = listed.status === 0 && listed.stdout.includes('[built-in]');
if (!hasTable) console.warn('skipped: no ImageMagick to list its colour names');

describe('colourName', () => {
  it('prefers the names of the VOC palette that ImageMagick prefers', () => {
    const names = [
      [0, 0, 0],
      [128, 0, 0],
      [0, 128, 0],
      [128, 128, 0],
      [0, 0, 128],
      [0, 255, 255],
      [105, 105, 105],
      [245, 245, 245],
      [8, 8, 8],
      [1, 2, 3],
    ].map(([red = 0, green = 0, blue = 0]) => colourName(red, green, blue));
    expect(names).toEqual([
      'black',
      'maroon',
      'green',
      'olive',
      'navy',
      'cyan',
      'DimGray',
      'grey96',
      'grey3',
      undefined,
    ]);
  });

  it.skipIf(!hasTable)("names exactly the opaque SVG colours of ImageMagick's table", () => {
    const names = new Map<string, Set<string>>();
    for (const line of listed.stdout.split('\n')) {
      const [, name, colour, compliance] = /^(\w+) +s?(?:rgb|gray)a?\(([\d,]+)\) +(.*)$/.exec(line) ?? [];
      if (name === undefined || colour === undefined || !compliance?.includes('SVG')) continue;
      const [red = '', green = red, blue = red] = colour.split(',');
      const key = [red, green, blue].join(',');
      names.set(key, (names.get(key) ?? new Set<string>()).add(name));
    }
    expect(names.size).toBeGreaterThan(200);
    for (const [key, candidates] of names) {
      const [red = 0, green = 0, blue = 0] = key.split(',').map(Number);
      expect([...candidates], key).toContain(colourName(red, green, blue));
    }
    let named = 0;
    for (let colour = 0; colour < 2 ** 24; colour++) {
      if (colourName(colour >> 16, (colour >> 8) & 255, colour & 255) !== undefined) named++;
    }
    expect(named).toBe(names.size);
  });
});
