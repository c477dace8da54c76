import { describe, expect, it } from 'vitest';
import { parseClassMap } from '../../../src/core/formats/classMapFile.ts';
import { coloursOfClassMap } from '../../../src/core/mask/remapColours.ts';
import { namedPalette, paletteFromClassMap } from '../../../src/core/palette/namedPalettes.ts';
import type { Palette } from '../../../src/core/png/types.ts';
import type { BatchFile, Conversion } from '../../../src/jobs/batchTypes.ts';
import { convertReencode, type ReencodeOptions } from '../../../src/jobs/reencode.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { chunk, file, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const map = parseClassMap('labelmap.txt', 'background:0,0,0::\ncat:128,0,0::\ndog:0,128,0::\nignored:224,224,192::\n');
const palette = paletteFromClassMap(map);
const BASE: ReencodeOptions = {
  ...{ by: 'colour', palette, colours: coloursOfClassMap(map), voidId: 3 },
  ...{ unknown: 'error', choices: [], raw: null, depth: null, isSwapped: false, classId: null },
};
const FILE: BatchFile = { index: 0, name: 'a.png', relative: 'a.png', source: '/a.png', output: '/a.png' };

const convert = (bytes: Uint8Array, options: Partial<ReencodeOptions> = {}): Conversion =>
  convertReencode({ ...BASE, ...options })(bytes, FILE);
const rules = ({ findings }: Conversion): string[] => findings.map(({ rule }) => rule);

/** Ids of the result, as another decoder reads them, and bit depth and colour type from its header. */
function read({ output }: Conversion): { ids: number[]; storage: number[] } {
  if (output === null) throw new Error('refused');
  return { ids: decodeIndependently(output).samples, storage: [output[24] ?? 0, output[25] ?? 0] };
}

/** An 8-bit RGB file of one row. */
function rgbRow(...pixels: [number, number, number][]): Uint8Array {
  return file(ihdr(pixels.length, 1, 8, 2), idat(Uint8Array.from([0, ...pixels.flat()])), IEND);
}

function greyRow(bitDepth: number, width: number, ...bytes: number[]): Uint8Array {
  return file(ihdr(width, 1, bitDepth, 0), idat(Uint8Array.from([0, ...bytes])), IEND);
}

describe('by colour', () => {
  it('gives RGB pixels the ids of the class map', () => {
    const result = convert(rgbRow([0, 128, 0], [0, 0, 0], [224, 224, 192], [128, 0, 0], [0, 128, 0]));
    expect(read(result)).toEqual({ ids: [2, 0, 3, 1, 2], storage: [8, 3] });
    expect(result.change?.after).toEqual([
      [0, 1],
      [1, 1],
      [2, 2],
      [3, 1],
    ]);
  });

  it('renumbers palette masks, and says which ids', () => {
    const other = Buffer.alloc(768, 9);
    other.set([0, 128, 0, 0, 0, 0, 128, 0, 0]);
    const result = convert(paletteFile(4, 1, Uint8Array.of(0, 1, 2, 2), [chunk('PLTE', other)]));
    expect(read(result).ids).toEqual([2, 0, 1, 1]);
    expect(result.change?.renumbered).toEqual([
      [0, 2, 1],
      [1, 0, 1],
      [2, 1, 2],
    ]);
    expect(result.change?.keepsData).toBe(false);
  });

  it('refuses unknown colours and lists them with counts and the nearest class', () => {
    const result = convert(rgbRow([0, 0, 0], [120, 0, 0], [120, 0, 0], [0, 0, 255]));
    expect(result.output).toBeNull();
    expect(rules(result)).toContain('coloursUnknown');
    expect(result.unknown).toEqual([
      { colour: '#780000', pixels: 2, becomes: null, nearest: { id: 1, name: 'cat' } },
      { colour: '#0000FF', pixels: 1, becomes: null, nearest: { id: 0, name: 'background' } },
    ]);
  });

  it('assigns them as told, per colour or all, and says so', () => {
    const bytes = rgbRow([0, 0, 0], [120, 0, 0], [0, 0, 255]);
    const result = convert(bytes, { choices: [['#0000FF', 2]], unknown: 'nearest' });
    expect(read(result).ids).toEqual([0, 1, 2]);
    expect(rules(result)).toContain('unknownAssigned');
    expect(read(convert(bytes, { unknown: 'void' })).ids).toEqual([0, 3, 3]);
  });

  it('refuses a photograph whatever is chosen for unknown colours, but not stained masks of the classes', () => {
    // Noise: 1,024 colours that hardly repeat, of which the class map has none.
    const random = new SeededRandom(31);
    const noise = Array.from({ length: 1024 }, (): [number, number, number] => [
      random.integer(1, 254),
      random.integer(1, 254),
      random.integer(1, 254),
    ]);
    for (const unknown of ['error', 'nearest', 'void', 2] as const) {
      expect(rules(convert(rgbRow(...noise), { unknown }))).toEqual(['photograph']);
    }
    const classes = Array.from({ length: 1100 }, (): [number, number, number] => [128, 0, 0]);
    const stained = convert(rgbRow(...noise, ...classes), { unknown: 'nearest' });
    expect(rules(stained)).not.toContain('photograph');
    expect(read(stained).ids.slice(1024)).toEqual(classes.map(() => 1));
  });

  it('refuses a colour that two classes share, unless told which', () => {
    const colours = [...BASE.colours, { id: 7, name: 'puppy', red: 0, green: 128, blue: 0 }];
    const bytes = rgbRow([0, 128, 0], [0, 0, 0]);
    const refused = convert(bytes, { colours });
    expect(refused.findings.find(({ rule }) => rule === 'coloursShared')?.message).toMatch(/2 dog or 7 puppy/);
    expect(read(convert(bytes, { colours, choices: [['#008000', 7]] })).ids).toEqual([7, 0]);
  });

  it('says of a shared colour that it was one, and of a known one that it became something else', () => {
    const colours = [...BASE.colours, { id: 7, name: 'puppy', red: 0, green: 128, blue: 0 }];
    const choices = [
      ['#008000', 7],
      ['#800000', 2],
      ['#010203', 3],
    ] as const;
    const result = convert(rgbRow([0, 128, 0], [0, 128, 0], [128, 0, 0], [1, 2, 3]), { colours, choices });
    expect(read(result).ids).toEqual([7, 7, 2, 3]);
    const said = result.findings.map(({ rule, details }) => [rule, details['pixels'], details['colours']]);
    expect(said).toEqual([
      ['unknownAssigned', 1, '#010203 → 3'],
      ['sharedAssigned', 2, '#008000 → 7'],
      ['knownAssigned', 1, '#800000 → 2'],
    ]);
  });

  it('refuses ids of one colour that would become one, unless told to', () => {
    const black = Buffer.alloc(768);
    black.set([128, 0, 0], 3);
    const bytes = paletteFile(4, 1, Uint8Array.of(0, 1, 255, 255), [chunk('PLTE', black)]);
    const refused = convert(bytes);
    expect(refused.output).toBeNull();
    expect(rules(refused)).toEqual(['idsShareColour']);
    expect(refused.findings[0]?.message).toMatch(/#000000 \(3 px; ids 0: 1 px; 255: 2 px\)/);
    expect(refused.unknown).toEqual([{ colour: '#000000', pixels: 3, becomes: null, nearest: null }]);
    const merged = convert(bytes, { choices: [['#000000', 0]] });
    expect(read(merged).ids).toEqual([0, 1, 0, 0]);
    expect(merged.findings.find(({ rule }) => rule === 'idsMerged')?.details).toMatchObject({
      pixels: 3,
      colours: '#000000 (ids 0, 255) → 0',
    });
    expect(read(convert(bytes, { by: 'index' })).ids).toEqual([0, 1, 255, 255]);
  });

  it('says which ids of the mask become one, unless each was chosen', () => {
    const entries = Buffer.from([0, 0, 0, 128, 0, 0, 130, 0, 0, 0, 130, 0, 1, 128, 0]);
    const bytes = paletteFile(6, 1, Uint8Array.of(0, 1, 2, 2, 3, 4), [chunk('PLTE', entries)]);
    const meeting = (options: Partial<ReencodeOptions>): unknown =>
      convert(bytes, options).findings.find(({ rule }) => rule === 'idsMeet')?.details;
    expect(meeting({ unknown: 'nearest' })).toEqual({ pixels: 5, ids: '1, 2 → 1; 3, 4 → 2' });
    expect(meeting({ unknown: 'void' })).toEqual({ pixels: 4, ids: '2, 3, 4 → 3' });
    expect(meeting({ unknown: 'void', choices: [['#820000', 1]] })).toEqual({ pixels: 2, ids: '3, 4 → 3' });
    const choices = [['#820000', 1] as const, ['#008200', 2] as const, ['#018000', 2] as const];
    expect(meeting({ choices })).toBeUndefined();
    expect(convert(bytes, { choices }).output).not.toBeNull();
  });

  it('never calls a file mended whose ids become one', () => {
    const entries = Buffer.from([0, 0, 0, 128, 0, 0, 0, 128, 0, 224, 224, 192]);
    // Two colours for one id, as only a caller can have them.
    const colours = coloursOfClassMap(map).map((one) => (one.id === 2 ? { ...one, id: 1 } : one));
    const bytes = paletteFile(6, 1, Uint8Array.of(0, 1, 1, 2, 2, 3), [chunk('PLTE', entries)]);
    const result = convert(bytes, { colours });
    expect(result.change?.renumbered).toEqual([[2, 1, 2]]);
    expect(rules(result)).toEqual(['adaptivePalette', 'idsMeet']);
    expect(result.findings.map(({ severity, advice }) => [severity, /mends/.test(advice)])).toEqual([
      ['warning', false],
      ['warning', false],
    ]);
    expect(result.findings[1]?.message).toBe('Different ids of the mask become one (4 pixels): 1, 2 → 1.');
  });

  it('reads colours the other way round where they were stored as BGR', () => {
    expect(read(convert(rgbRow([0, 0, 128], [0, 128, 0]), { isSwapped: true })).ids).toEqual([1, 2]);
  });

  it('has nothing to look at in grey masks', () => {
    expect(rules(convert(greyRow(8, 2, 0, 1)))).toContain('greyHasNoColours');
  });
});

describe('by index', () => {
  it('turns grey ids into a palette, of fewer bits only where all ids fit', () => {
    expect(read(convert(greyRow(4, 2, 0x13), { by: 'index' }))).toEqual({ ids: [1, 3], storage: [8, 3] });
    expect(read(convert(greyRow(8, 2, 1, 3), { by: 'index', depth: 2 }))).toEqual({ ids: [1, 3], storage: [2, 3] });
    const refused = convert(greyRow(8, 2, 1, 255), { by: 'index', depth: 4 });
    expect(rules(refused)).toContain('idsBeyondDepth');
    expect(refused.findings.find(({ rule }) => rule === 'idsBeyondDepth')?.message).toMatch(/255 \(1 px\)/);
  });

  it('refuses 16-bit ids that no palette holds, but writes them raw', () => {
    const bytes = greyRow(16, 2, 1, 0, 0, 7);
    expect(rules(convert(bytes, { by: 'index' }))).toContain('idsTooLarge');
    expect(read(convert(bytes, { by: 'index', raw: 16 }))).toEqual({ ids: [256, 7], storage: [16, 0] });
  });

  it('writes raw ids of palette masks', () => {
    const bytes = paletteFile(3, 1, Uint8Array.of(255, 0, 2));
    expect(read(convert(bytes, { by: 'index', raw: 8 }))).toEqual({ ids: [255, 0, 2], storage: [8, 0] });
    expect(convert(bytes, { by: 'index', raw: 8 }).output).toSatisfy(
      (out: Uint8Array) => !Buffer.from(out).includes('PLTE'),
    );
  });

  it('keeps and reports ids beyond the palette of the file', () => {
    const bytes = paletteFile(3, 1, Uint8Array.of(255, 0, 1), [chunk('PLTE', Buffer.alloc(6))]);
    const result = convert(bytes, { by: 'index' });
    expect(read(result).ids).toEqual([255, 0, 1]);
    expect(rules(result)).toContain('outsidePalette');
  });

  it('warns of ids that come to share a colour, not of those that shared one before', () => {
    // cityscapesScripts, helpers/labels.py: ids 0 to 4 are black, 5 is (111, 74, 0), 6 is (81, 0, 81).
    const cityscapes = { by: 'index', palette: namedPalette('cityscapes') } as const;
    const sharing = (bytes: Uint8Array, options: Partial<ReencodeOptions> = cityscapes) =>
      convert(bytes, options).findings.filter(({ rule }) => rule === 'coloursMeet');
    const colours = Buffer.from([0, 0, 0, 128, 0, 0, 0, 128, 0, 128, 128, 0, 0, 0, 128, 128, 0, 128]);
    const [found, ...more] = sharing(paletteFile(6, 1, Uint8Array.of(0, 1, 2, 3, 4, 5), [chunk('PLTE', colours)]));
    expect(more).toEqual([]);
    expect(found?.severity).toBe('warning');
    expect(found?.message).toContain('#000000 (ids 0, 1, 2, 3, 4)');
    expect(found?.message).not.toContain('5');
    expect(sharing(greyRow(8, 3, 1, 3, 5))[0]?.message).toContain('(ids 1, 3)');
    const black = [chunk('PLTE', Buffer.alloc(9))];
    expect(sharing(paletteFile(3, 1, Uint8Array.of(0, 1, 2), black))).toEqual([]);
    expect(sharing(paletteFile(2, 1, Uint8Array.of(0, 5), [chunk('PLTE', colours)]))).toEqual([]);
    expect(sharing(paletteFile(3, 1, Uint8Array.of(0, 1, 2), [chunk('PLTE', colours)]), { by: 'index' })).toEqual([]);
    expect(sharing(greyRow(8, 3, 1, 3, 5), { ...cityscapes, raw: 8 })).toEqual([]);
  });

  it('writes no id that the palette has not', () => {
    const shorter = { rgb: palette.rgb.slice(0, 48), alpha: palette.alpha.slice(0, 16), transparencyEntries: 0 };
    const bytes = paletteFile(3, 1, Uint8Array.of(3, 17, 200));
    const refused = convert(bytes, { by: 'index', palette: shorter });
    expect([refused.output, rules(refused)]).toEqual([null, ['idsTooLarge']]);
    expect(refused.findings[0]?.message).toMatch(/17 \(1 px\), 200 \(1 px\)/);
    expect(rules(convert(greyRow(8, 2, 0, 255), { classId: 40, by: 'index', palette: shorter }))).toContain(
      'idsTooLarge',
    );
    expect(rules(convert(bytes, { by: 'index', depth: 4 }))).toContain('idsBeyondDepth');
    expect(read(convert(bytes, { by: 'index' })).ids).toEqual([3, 17, 200]);
  });

  it('says that nothing changes where nothing does', () => {
    const bytes = paletteFile(2, 1, Uint8Array.of(3, 1), [chunk('PLTE', palette.rgb)]);
    expect(convert(bytes, { by: 'index' })).toMatchObject({ output: bytes, change: { isCopy: true } });
    expect(convert(paletteFile(2, 1, Uint8Array.of(3, 1)), { by: 'index' }).change?.isCopy).toBe(false);
  });

  it('refuses colours', () => {
    expect(rules(convert(rgbRow([0, 0, 0]), { by: 'index' }))).toContain('needsClassMap');
  });

  it('keeps texts and drops what spoke of the samples before', () => {
    const text = chunk('tEXt', 'Comment\0annotated by hand');
    const bytes = file(ihdr(2, 1, 8, 0), chunk('bKGD', Buffer.of(0, 1)), text, idat(Buffer.of(0, 1, 2)), IEND);
    const { output } = convert(bytes, { by: 'index' });
    expect(Buffer.from(output ?? []).includes(text)).toBe(true);
    expect(Buffer.from(output ?? []).includes('bKGD')).toBe(false);
  });
});

it('names shared colours and unknown ones at once', () => {
  const twins = parseClassMap('labelmap.txt', 'background:0,0,0::\ncat:128,0,0::\ndog:128,0,0::\n');
  const bytes = rgbRow([0, 0, 0], [128, 0, 0], [128, 0, 0], [9, 9, 9]);
  const { findings, output } = convert(bytes, { colours: coloursOfClassMap(twins) });
  expect(output).toBeNull();
  expect(findings.map(({ rule, details }) => [rule, details['list']])).toEqual([
    ['coloursShared', '#800000 (2 px; 1 cat or 2 dog)'],
    ['coloursUnknown', '#090909 (1 px; nearest: 0 background)'],
  ]);
});

describe('ids that no class has', () => {
  const classes = { name: 'labels.txt', ids: [0, 1, 2, 3] };
  const five = greyRow(8, 5, 0, 1, 5, 5, 200);

  it('are named by index, once a file, and kept', () => {
    const found = convert(five, { by: 'index', classes });
    expect(found.findings.map(({ severity, message }) => [severity, message])).toEqual([
      ['warning', 'Ids with no class in labels.txt: 5 (2 px), 200 (1 px).'],
    ]);
    expect(read(found).ids).toEqual([0, 1, 5, 5, 200]);
  });

  it('are nothing to say where the palette has no classes, or all are known', () => {
    expect(rules(convert(five, { by: 'index' }))).toEqual([]);
    expect(rules(convert(greyRow(8, 2, 0, 3), { by: 'index', classes }))).toEqual([]);
  });
});

describe('binary masks', () => {
  it('become one class: white on black, or opaque on transparent', () => {
    expect(read(convert(greyRow(8, 3, 0, 255, 255), { classId: 2, by: 'index' })).ids).toEqual([0, 2, 2]);
    const rgba = file(ihdr(2, 1, 8, 6), idat(Uint8Array.of(0, 9, 9, 9, 255, 0, 0, 0, 0)), IEND);
    expect(read(convert(rgba, { classId: 1, by: 'index' })).ids).toEqual([1, 0]);
    expect(rules(convert(greyRow(8, 3, 0, 128, 255), { classId: 2, by: 'index' }))).toContain('notBinary');
  });

  it('are refused where one transparent pixel would decide, unless the rule is named', () => {
    const white = [255, 255, 255, 255];
    const black = [0, 0, 0, 255];
    const pixels = [...white, ...black, ...black, ...white, 0, 0, 0, 0];
    const bytes = file(ihdr(5, 1, 8, 6), idat(Uint8Array.from([0, ...pixels])), IEND);
    const refused = convert(bytes, { classId: 2, by: 'index' });
    expect([refused.output, rules(refused)]).toEqual([null, ['binaryAmbiguous']]);
    expect(refused.findings[0]?.message).toMatch(
      /4 or 2 pixels: #000000 \(2 px\), #FFFFFF \(2 px\), #00000000 \(1 px\)/,
    );
    const brightness = { classId: 2, by: 'index', binaryRule: 'brightness' } as const;
    expect(read(convert(bytes, brightness)).ids).toEqual([2, 0, 0, 2, 0]);
    expect(read(convert(bytes, { ...brightness, binaryRule: 'alpha' })).ids).toEqual([2, 2, 2, 2, 0]);
  });
});

it('gives the same bytes with and without a preview', () => {
  const shorter: Palette = { rgb: palette.rgb.slice(0, 48), alpha: palette.alpha.slice(0, 16), transparencyEntries: 0 };
  const cases: [Uint8Array, Partial<ReencodeOptions>][] = [
    [paletteFile(3, 1, Uint8Array.of(3, 0, 2)), { by: 'index' }],
    [paletteFile(3, 1, Uint8Array.of(3, 0, 2)), { by: 'index', palette: shorter }],
    [greyRow(4, 2, 0x13), { by: 'index' }],
    [rgbRow([0, 128, 0], [0, 0, 0]), {}],
  ];
  for (const [bytes, options] of cases) {
    const quick = convertReencode({ ...BASE, ...options })(bytes, FILE, { isPreview: false });
    expect(quick.output).toEqual(convert(bytes, options).output);
  }
});
