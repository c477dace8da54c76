/** Grey of a colour, 0 … 255; samples have the depth of the file. */
export type ToGrey = (red: number, green: number, blue: number) => number;

/**
 * Weights of red, green and blue in 32,768ths: what libpng makes of 0.299 and 0.587, which OpenCV gives it, and blue the
 * rest.
 */
const [RED, GREEN, BLUE] = [9797, 19_234, 3737];

/** A gamma nearer to 1 than this changes nothing (libpng's PNG_GAMMA_THRESHOLD_FIXED). */
const THRESHOLD = 5000;
const ONE = 100_000;

/** Bits of a 16-bit sample that libpng's gamma tables look at where the result has 8 bits (PNG_MAX_GAMMA_8). */
const TABLE_BITS = 11;

/**
 * The grey that libpng's `png_set_rgb_to_gray` with the weights 0.299 and 0.587 makes of colours, with 16-bit samples
 * cut to their higher byte: what `cv2.imread(…, IMREAD_GRAYSCALE)` and `tf.io.decode_png(…, channels=1)` return.
 * Without a gamma it truncates at 8 bits and rounds at 16; with one it weighs light instead of samples, by tables, which
 * is why a file with an sRGB chunk gets other greys. Colours whose samples are equal keep them.
 *
 * After libpng 1.6's pngrtran.c (`png_do_rgb_to_gray`) and png.c (`png_build_gamma_table`); compared with OpenCV 4.6.0
 * and 4.14.0 and TensorFlow 2.21.0.
 *
 * @param gamma hundred-thousandths; 0 where the file has none
 * @see https://github.com/pnggroup/libpng/blob/libpng16/pngrtran.c
 */
export function libpngGrey(bitDepth: 8 | 16, gamma: number): ToGrey {
  const bends = bendsGrey(gamma);
  const screen = screenOf(gamma);
  if (bitDepth === 8) return bends ? greyByTables(gamma, screen) : plainGrey;
  return bends ? wideGreyByTables(gamma, screen) : plainWideGrey;
}

/** Whether libpng makes other greys by this gamma than without one. */
export function bendsGrey(gamma: number): boolean {
  return isSignificant(gamma) || isSignificant(screenOf(gamma));
}

/** libpng assumes a screen that undoes the file's gamma. */
function screenOf(gamma: number): number {
  return gamma === 0 ? 0 : reciprocal(gamma);
}

const plainGrey: ToGrey = (red, green, blue) =>
  red === green && red === blue ? red : (RED * red + GREEN * green + BLUE * blue) >> 15;

const plainWideGrey: ToGrey = (red, green, blue) =>
  (red === green && red === blue ? red : weigh(red, green, blue)) >> 8;

/** Rounded; too large for 32 bits. */
function weigh(red: number, green: number, blue: number): number {
  return Math.floor((RED * red + GREEN * green + BLUE * blue + 16_384) / 32_768);
}

function greyByTables(gamma: number, screen: number): ToGrey {
  const toLight = table8(reciprocal(gamma));
  const fromLight = table8(reciprocal(screen));
  return (red, green, blue) => {
    if (red === green && red === blue) return red;
    const [r = 0, g = 0, b = 0] = [toLight[red], toLight[green], toLight[blue]];
    return fromLight[weigh(r, g, b)] ?? 0;
  };
}

function table8(power: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, i) =>
    isSignificant(power) && i > 0 && i < 255 ? Math.floor(255 * Math.pow(i / 255, power * 1e-5) + 0.5) : i,
  );
}

function wideGreyByTables(gamma: number, screen: number): ToGrey {
  const toLight = lookUp16(reciprocal(gamma));
  const fromLight = lookUp16(reciprocal(screen));
  const equal = steps16To8(product(gamma, screen));
  return (red, green, blue) =>
    (red === green && red === blue
      ? (equal[red >> (16 - TABLE_BITS)] ?? 0)
      : fromLight(weigh(toLight(red), toLight(green), toLight(blue)))) >> 8;
}

/** A power of 16-bit samples that goes by their higher 11 bits alone. */
function lookUp16(power: number): (sample: number) => number {
  const shift = 16 - TABLE_BITS;
  const most = 2 ** TABLE_BITS - 1;
  const table = Uint16Array.from({ length: most + 1 }, (_, i) =>
    isSignificant(power)
      ? Math.floor(65_535 * Math.pow(i / most, power * 1e-5) + 0.5)
      : Math.floor((i * 65_535 + (most >> 1)) / most),
  );
  return (sample) => table[sample >> shift] ?? 0;
}

/** Steps to the 256 samples that 8 bits can hold (`png_build_16to8_table`), by the higher 11 bits. */
function steps16To8(power: number): Uint16Array {
  const most = 2 ** TABLE_BITS - 1;
  const table = new Uint16Array(most + 1).fill(65_535);
  let last = 0;
  for (let step = 0; step < 255; step++) {
    const output = step * 257;
    const bend = Math.floor(65_535 * Math.pow((output + 128) / 65_535, power * 1e-5) + 0.5);
    const bound = Math.floor((bend * most + 32_768) / 65_535) + 1;
    while (last < bound) table[last++] = output;
  }
  return table;
}

function isSignificant(gamma: number): boolean {
  return gamma !== 0 && (gamma < ONE - THRESHOLD || gamma > ONE + THRESHOLD);
}

function reciprocal(gamma: number): number {
  return Math.floor(1e10 / gamma + 0.5);
}

function product(a: number, b: number): number {
  return Math.floor(a * 1e-5 * b + 0.5);
}
