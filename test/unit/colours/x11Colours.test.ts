import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { labOf } from '../../../src/core/colours/lab.ts';
import { nearestSwatch, x11Swatches } from '../../../src/core/colours/swatches.ts';
import { x11Colours } from '../../../src/core/colours/x11Colours.ts';

const TABLE = '/usr/share/X11/rgb.txt';
// Differences were computed by CIEDE2000 in Python.
const nearest = (colour: number) => {
  const found = nearestSwatch(labOf(colour >> 16, (colour >> 8) & 255, colour & 255), x11Swatches());
  return `${found?.name} ${found?.difference.toFixed(2)}`;
};

describe('the colours of X11', () => {
  it.each([
    [0x00ff00, 'green 0.00'],
    [0xb03060, 'maroon 0.00'],
    [0xd4c6cb, 'LavenderBlush3 1.68'],
    [0x836975, 'pink4 4.83'],
    [0x7f7f7f, 'gray50 0.00'],
  ])('have the names and shades of rgb.txt: #%s', (colour, expected) => {
    expect(nearest(colour)).toBe(expected);
  });

  it('are 503', () => {
    expect(x11Colours().size).toBe(503);
  });

  it.skipIf(!existsSync(TABLE))(`are those of ${TABLE}, each by a name it has there`, () => {
    const rows = [...readFileSync(TABLE, 'utf8').matchAll(/^\s*(\d+)\s+(\d+)\s+(\d+)\s+(\S+)$/gm)];
    const table = new Map(
      rows.map(([, red, green, blue, name = '']) => [name, (Number(red) << 16) | (Number(green) << 8) | Number(blue)]),
    );
    const ours = x11Colours();
    for (const [colour, name] of ours) expect([name, table.get(name)]).toEqual([name, colour]);
    expect(new Set([...table.values()].filter((colour) => !ours.has(colour)))).toEqual(new Set());
  });
});
