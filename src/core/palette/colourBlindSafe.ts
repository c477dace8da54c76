import type { Rgb } from './idColours.ts';

/**
 * The eight colours of M. Okabe and K. Ito, "Color Universal Design" (2008): black, orange, sky blue, bluish green,
 * yellow, blue, vermillion, reddish purple.
 */
const OKABE_ITO: readonly Rgb[] = [
  [0, 0, 0],
  [230, 159, 0],
  [86, 180, 233],
  [0, 158, 115],
  [240, 228, 66],
  [0, 114, 178],
  [213, 94, 0],
  [204, 121, 167],
];
const VOID: Rgb = [224, 224, 192];
const COLOURS = 256;

/** Channel values of the candidates; with nine of them 729 colours. */
const LEVELS = [0, 32, 64, 96, 128, 160, 192, 224, 255] as const;

type Matrix = readonly [number, number, number, number, number, number, number, number, number];

/**
 * Linear RGB as trichromats, protanopes, deuteranopes and tritanopes see it (G. M. Machado, M. M. Oliveira and L. A. F.
 * Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", 2009; severity 1).
 */
const VISIONS: readonly Matrix[] = [
  [1, 0, 0, 0, 1, 0, 0, 0, 1],
  [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
];

/**
 * 256 colours for the colour-blind: Okabe and Ito's eight come first, 255 is VOC's void, and each one between is the
 * colour of a 9 × 9 × 9 lattice that is farthest from all before it. Far means: in OKLab, as seen with the kind of
 * vision to which the two look most alike. The order is the point: the fewer classes, the better they are told apart,
 * while nobody tells 256 colours apart.
 */
export function colourBlindSafeColours(): readonly Rgb[] {
  const colours: Rgb[] = [...OKABE_ITO];
  const candidates = LEVELS.flatMap((red) =>
    LEVELS.flatMap((green) => LEVELS.map((blue): Rgb => [red, green, blue])),
  ).map((rgb) => ({ rgb, seen: asSeen(rgb), nearest: Infinity }));
  const avoid = (colour: Rgb): void => {
    const seen = asSeen(colour);
    for (const candidate of candidates) {
      candidate.nearest = Math.min(candidate.nearest, distance(candidate.seen, seen));
    }
  };
  for (const colour of [...OKABE_ITO, VOID]) avoid(colour);
  while (colours.length < COLOURS - 1) {
    const { rgb } = candidates.reduce((best, next) => (next.nearest > best.nearest ? next : best));
    colours.push(rgb);
    avoid(rgb);
  }
  colours.push(VOID);
  return colours;
}

/** OKLab coordinates in thousandths, three for each vision; whole numbers, so that the order is the same everywhere. */
function asSeen(rgb: Rgb): readonly number[] {
  const [red, green, blue] = rgb.map(toLinear) as [number, number, number];
  return VISIONS.flatMap(([a, b, c, d, e, f, g, h, i]) =>
    toOklab(
      within(a * red + b * green + c * blue),
      within(d * red + e * green + f * blue),
      within(g * red + h * green + i * blue),
    ),
  );
}

const within = (value: number): number => Math.min(1, Math.max(0, value));

function toLinear(byte: number): number {
  const value = byte / 255;
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** Björn Ottosson, "A perceptual color space for image processing". */
function toOklab(red: number, green: number, blue: number): number[] {
  const l = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue);
  const m = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue);
  const s = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue);
  return [
    Math.round(1000 * (0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s)),
    Math.round(1000 * (1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s)),
    Math.round(1000 * (0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s)),
  ];
}

/** Squared, of the vision that tells the two least apart. */
function distance(a: readonly number[], b: readonly number[]): number {
  let least = Infinity;
  for (let at = 0; at < a.length; at += 3) {
    let sum = 0;
    for (let i = at; i < at + 3; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
    least = Math.min(least, sum);
  }
  return least;
}
