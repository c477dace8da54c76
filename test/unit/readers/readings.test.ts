import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { readFileTraits, type FileTraits } from '../../../src/core/mask/readers/fileTraits.ts';
import { pythonLine } from '../../../src/core/mask/readers/pythonLine.ts';
import { idsInUse, readingsOf, valueText, type Reading } from '../../../src/core/mask/readers/readings.ts';
import { ColourType, type BitDepth, type Palette } from '../../../src/core/png/types.ts';
import { chunk, file, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';

const none: Omit<FileTraits, 'colourType'> = { hasKeyColour: false, gamma: 0, hasProfile: false };

function palette(...rgb: readonly (readonly number[])[]): Palette {
  return { rgb: Uint8Array.from(rgb.flat()), alpha: new Uint8Array(rgb.length).fill(255), transparencyEntries: 0 };
}

function paletteReadings(colours: Palette, ids: readonly number[]): Record<string, Reading> {
  const mask: Mask = {
    width: ids.length,
    height: 1,
    encoding: 'palette',
    bitDepth: 8,
    ids: Uint8Array.from(ids),
    palette: colours,
    colours: null,
  };
  return byCall(readingsOf({ mask, traits: { ...none, colourType: ColourType.palette } }, ids));
}

function greyReadings(bitDepth: BitDepth, ids: readonly number[]): Record<string, Reading> {
  const samples = bitDepth === 16 ? Uint16Array.from(ids) : Uint8Array.from(ids);
  const facts = { width: ids.length, height: 1, bitDepth, ids: samples, palette: null, colours: null };
  const mask: Mask = { ...facts, encoding: 'grey' };
  return byCall(readingsOf({ mask, traits: { ...none, colourType: ColourType.grey } }, ids));
}

const byCall = (readings: readonly Reading[]) =>
  Object.fromEntries(readings.map((reading) => [reading.reader.call, reading]));
const OPEN = 'np.array(Image.open(path))';
const GREY = 'cv2.imread(path, cv2.IMREAD_GRAYSCALE)';
const COLOUR = 'cv2.imread(path)';
const UNCHANGED = 'cv2.imread(path, cv2.IMREAD_UNCHANGED)';
const TF = 'tf.io.decode_png(tf.io.read_file(path))';

/** The five classic colours: black, maroon, green, navy, olive. */
const classic = palette([0, 0, 0], [128, 0, 0], [0, 128, 0], [0, 0, 128], [128, 128, 0]);

describe('what becomes of ids', () => {
  it('is told of a palette mask: only Pillow returns them', () => {
    const readings = paletteReadings(classic, [0, 1, 2, 3, 4]);
    expect(readings[OPEN]).toMatchObject({ verdict: 'kept', shape: [1, 5], keepsOrder: null, older: null });
    // 38 is what OpenCV 4.6 was seen to make of (128, 0, 0).
    expect([0, 1, 2, 3, 4].flatMap((id) => readings[GREY]?.array.value(id))).toEqual([0, 38, 75, 14, 113]);
    expect(readings[GREY]).toMatchObject({ verdict: 'changed', keepsOrder: false });
    expect(readings[COLOUR]).toMatchObject({ verdict: 'changed', shape: [1, 5, 3], keepsOrder: null });
    expect(readings[COLOUR]?.array.value(1)).toEqual([0, 0, 128]);
    expect(readings[TF]?.array.value(1)).toEqual([128, 0, 0]);
  });

  it('is told of two ids of one colour: they are lost wherever colours are read', () => {
    const readings = paletteReadings(palette([0, 0, 0], [128, 0, 0], [128, 0, 0]), [0, 1, 2]);
    expect(readings[OPEN]?.verdict).toBe('kept');
    for (const call of [GREY, COLOUR, UNCHANGED, TF]) expect(readings[call]?.verdict).toBe('lost');
    expect(readings[COLOUR]?.collisions).toEqual([{ value: [0, 0, 128], ids: [1, 2] }]);
  });

  it('is told of unlike colours of one brightness', () => {
    const readings = paletteReadings(palette([255, 0, 0], [0, 130, 0], [9, 9, 9]), [0, 1, 2]);
    expect(readings[GREY]).toMatchObject({ verdict: 'lost', collisions: [{ value: [76], ids: [0, 1] }] });
    expect(readings[COLOUR]?.verdict).toBe('changed');
  });

  it('is told of ids that no pixel has: they do no harm', () => {
    const readings = paletteReadings(palette([0, 0, 0], [128, 0, 0], [128, 0, 0]), [0, 1]);
    expect(readings[COLOUR]?.verdict).toBe('changed');
  });

  it('is told of ids outside the palette: black', () => {
    const readings = paletteReadings(palette([0, 0, 0], [128, 0, 0]), [0, 1, 7, 255]);
    expect(readings[OPEN]?.verdict).toBe('kept');
    expect(readings[COLOUR]?.collisions).toEqual([{ value: [0, 0, 0], ids: [0, 7, 255] }]);
    const rgb = readings['np.array(Image.open(path).convert("RGB"))'];
    expect(rgb?.collisions).toEqual([{ value: [0, 0, 0], ids: [0, 7, 255] }]);
    expect(rgb?.older?.value(7)).toEqual([7, 7, 7]);
  });

  it('is told of grey: 8 bits are kept, fewer are stretched, one is a truth value', () => {
    expect(greyReadings(8, [0, 5, 255])[GREY]?.verdict).toBe('kept');
    expect(greyReadings(8, [0, 5, 255])[COLOUR]).toMatchObject({ verdict: 'inChannel', shape: [1, 3, 3] });
    const four = greyReadings(4, [0, 5, 15])[OPEN];
    expect(four).toMatchObject({ verdict: 'changed', keepsOrder: true });
    expect(four?.array.value(5)).toEqual([85]);
    const one = greyReadings(1, [0, 1])[OPEN];
    expect(one).toMatchObject({ verdict: 'kept', array: { dtype: 'bool', mode: '1' } });
    expect(one === undefined ? '' : valueText(one.array, [1])).toBe('True');
  });

  it('is told of 16-bit grey: what has 8 bits loses ids', () => {
    const readings = greyReadings(16, [7, 26, 24_000, 24_001]);
    expect(readings[OPEN]).toMatchObject({ verdict: 'kept', array: { dtype: 'uint16' }, older: { dtype: 'int32' } });
    expect(readings[UNCHANGED]?.verdict).toBe('kept');
    expect(readings[GREY]?.collisions).toEqual([
      { value: [0], ids: [7, 26] },
      { value: [93], ids: [24_000, 24_001] },
    ]);
    expect(readings['np.array(Image.open(path).convert("L"))']?.collisions).toEqual([
      { value: [255], ids: [24_000, 24_001] },
    ]);
  });

  it('is told of colours: kept as they are stored, reversed by OpenCV', () => {
    const mask: Mask = {
      width: 2,
      height: 1,
      encoding: 'colour',
      bitDepth: 8,
      ids: Uint8Array.of(0, 1),
      palette: null,
      colours: Uint8Array.of(1, 2, 3, 255, 200, 2, 3, 255),
    };
    const readings = byCall(readingsOf({ mask, traits: { ...none, colourType: ColourType.rgb } }, [0, 1]));
    expect(readings[OPEN]?.verdict).toBe('kept');
    expect(readings[TF]?.verdict).toBe('kept');
    expect(readings[COLOUR]?.verdict).toBe('changed');
    expect(readings[GREY]).toMatchObject({ verdict: 'changed', keepsOrder: null });
  });
});

describe('texts', () => {
  it('print values as Python does', () => {
    const [kept] = Object.values(greyReadings(8, [3]));
    expect(kept === undefined ? '' : valueText(kept.array, [3])).toBe('3');
    expect(kept === undefined ? '' : valueText(kept.array, [3, 4, -1])).toBe('(3, 4, alpha)');
  });

  it('put any file name into a line of Python', () => {
    const mask: Mask = {
      width: 1,
      height: 1,
      encoding: 'grey',
      bitDepth: 8,
      ids: new Uint8Array(1),
      palette: null,
      colours: null,
    };
    const line = pythonLine({ mask, traits: { ...none, colourType: ColourType.grey } }, 'semantic', 'a"b\\c.png');
    expect(line).toBe(String.raw`ids = np.array(Image.open("a\"b\\c.png"))`);
    const colours = { mask, traits: { ...none, colourType: ColourType.rgb } };
    expect(pythonLine(colours, 'semantic', 'a.png')).toBeNull();
  });

  it('list the ids that a histogram counts', () => {
    expect(idsInUse([3, 0, 1])).toEqual([0, 2]);
  });
});

describe('the traits of a file', () => {
  const gamma = (value: number) => chunk('gAMA', Uint8Array.of(value >> 24, value >> 16, value >> 8, value));
  const plte = chunk('PLTE', new Uint8Array(6));
  const pixels = idat(Uint8Array.of(0, 0));
  const traits = (...chunks: Uint8Array[]) => readFileTraits(file(ihdr(1, 1, 8, 3), ...chunks, pixels, IEND));

  it('take the gamma of sRGB before that of gAMA', () => {
    expect(traits(gamma(30_000), plte)).toMatchObject({ colourType: 3, gamma: 30_000 });
    expect(traits(gamma(30_000), chunk('sRGB', Uint8Array.of(0)), plte)).toMatchObject({ gamma: 45_455 });
    expect(traits(chunk('sRGB', Uint8Array.of(0)), gamma(30_000), plte)).toMatchObject({ gamma: 45_455 });
  });

  it('leave out what libpng leaves out: behind the palette, out of range, damaged', () => {
    expect(traits(plte, gamma(30_000))).toMatchObject({ gamma: 0 });
    expect(traits(gamma(3), plte)).toMatchObject({ gamma: 0 });
    expect(traits(chunk('sRGB', Uint8Array.of(9)), plte)).toMatchObject({ gamma: 0 });
    const damaged = Uint8Array.from(gamma(30_000));
    damaged[11] = (damaged[11] ?? 0) ^ 1;
    expect(traits(damaged, plte)).toMatchObject({ gamma: 0 });
  });

  it('are read from any bytes without harm', () => {
    expect(readFileTraits(new Uint8Array(40))).toBeNull();
    expect(traits(chunk('iCCP', 'x'), plte)).toMatchObject({ hasProfile: true });
    const cut = file(ihdr(1, 1, 8, 3), plte).subarray(0, 50);
    expect(readFileTraits(cut)).toMatchObject({ colourType: 3 });
  });
});
