import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readPaletteSource } from '../../../src/jobs/paletteSource.ts';
import { chunk, file, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';

type Rgb = readonly [number, number, number];

const BLACK: Rgb = [0, 0, 0];
const RED: Rgb = [128, 0, 0];
const GREEN: Rgb = [0, 128, 0];

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-palette-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const filled = (own: readonly Rgb[], fill: Rgb, entries: number): Rgb[] => [
  ...own,
  ...Array.from({ length: entries - own.length }, () => fill),
];

const plte = (rgb: readonly Rgb[]): Uint8Array => chunk('PLTE', Uint8Array.from(rgb.flat()));

function sourceOf(bytes: Uint8Array) {
  const path = join(folder, 'palette.png');
  writeFileSync(path, bytes);
  return readPaletteSource(path);
}

/** Ids whose colours count, of a mask with these pixels. */
const idsOf = (rgb: readonly Rgb[], pixels: readonly number[]): number[] =>
  sourceOf(paletteFile(pixels.length, 1, Uint8Array.from(pixels), [plte(rgb)])).colours.map(({ id }) => id);

describe('the palette of another mask', () => {
  it('does not count the colour that it is filled up with', () => {
    expect(idsOf(filled([BLACK, RED, GREEN], BLACK, 256), [0, 1, 2])).toEqual([0, 1, 2]);
    expect(idsOf(filled([BLACK, RED], GREEN, 256), [0, 1])).toEqual([0, 1, 2]);
    expect(idsOf(filled([BLACK, RED], GREEN, 256), [0, 1, 2])).toEqual([0, 1, 2]);
    expect(idsOf(filled([BLACK, RED], BLACK, 16), [0, 1])).toEqual([0, 1]);
  });

  it('counts every entry that pixels have, and a single last one', () => {
    const all = Array.from({ length: 256 }, (_, id) => id);
    expect(idsOf(filled([BLACK, RED, GREEN], BLACK, 256), [0, 1, 2, 255])).toEqual(all);
    expect(idsOf(filled([BLACK, RED, GREEN], BLACK, 256), [0, 1, 7])).toEqual(all.slice(0, 8));
    expect(idsOf([BLACK, RED, BLACK], [0, 1])).toEqual([0, 1, 2]);
  });

  it('is extended to 256 entries, in colours that no entry has', () => {
    const own = filled([BLACK, GREEN, RED], [64, 0, 0], 16);
    const bits = file(ihdr(2, 1, 4, 3), plte(own), idat(Uint8Array.of(0, 0x12)), IEND);
    const { palette, colours } = sourceOf(bits);
    expect([palette.rgb.length, palette.alpha.length]).toEqual([768, 256]);
    expect([...palette.rgb.subarray(0, 48)]).toEqual(own.flat());
    expect(palette.alpha.every((alpha) => alpha === 255)).toBe(true);
    const texts = Array.from({ length: 256 }, (_, id) => String([...palette.rgb.subarray(3 * id, 3 * id + 3)]));
    expect(new Set(texts.slice(16)).size).toBe(240);
    expect(texts.slice(16).filter((text) => own.map(String).includes(text))).toEqual([]);
    expect(colours.map(({ id }) => id)).toEqual([0, 1, 2, 3]);
  });

  it('is refused where its end may be a fill, but the pixels cannot be read', () => {
    const damaged = file(ihdr(4, 4, 8, 3), plte([RED, BLACK, BLACK]), idat(new Uint8Array(3)), IEND);
    expect(() => sourceOf(damaged)).toThrow(/palette\.png: /);
  });
});

describe('a class map that no palette can be made of', () => {
  const problemOf = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    try {
      readPaletteSource(path);
      return '';
    } catch (error) {
      return (error as Error).message.slice(path.length);
    }
  };

  it('names all that is wrong with it at once', () => {
    const classes = '{"classes": [{"id": 300, "name": "far"}, {"id": -7, "name": "low"}, {"id": 1, "name": ""}]}';
    const problem = problemOf('a.classes.json', classes);
    expect(problem).toContain('300');
    expect(problem).toContain('Class low: -7 is not an id');
    expect(problemOf('b.classes.json', '{"classes": [{"id": -7, "name": "low"}, {"name": "none"}]}')).toMatch(
      /Class low: -7 is not an id.*none/,
    );
  });

  it('is one with an id of two classes, which says where they stand', () => {
    const classes = [
      '{"id":0,"name":"background","colour":"#000000"}',
      '{"id":1,"name":"eye","colour":"#800000"}',
      '{"id":1,"name":"nose","colour":"#008000"}',
    ];
    expect(problemOf('y.classes.json', `{"classes":[${classes.join(',')}]}`)).toBe(
      ': eye (entry 2) and nose (entry 3) both have the id 1; give one of them an id of its own, or remove it',
    );
    expect(problemOf('table.txt', '0 0 0 0 sky\n\n4 128 0 0 car\n4 0 128 0 bus\n')).toBe(
      ': car (line 3) and bus (line 4) both have the id 4; give one of them an id of its own, or remove it',
    );
  });

  it('may have -1 more than once: no file holds it', () => {
    const classes = '{"id":-1,"name":"a"},{"id":-1,"name":"b"},{"id":0,"name":"c","colour":"#000000"}';
    expect(problemOf('n.classes.json', `{"classes":[${classes}]}`)).toBe('');
  });

  it('counts faults beyond the first five', () => {
    const entries = Array.from({ length: 9 }, (_, at) => `{"id": -7, "name": "c${at}"}`);
    const problem = problemOf('c.classes.json', `{"classes": [${entries.join(',')}]}`);
    expect(problem.match(/is not an id/g)).toHaveLength(5);
    expect(problem).toMatch(/And \d+ more$/);
  });
});
