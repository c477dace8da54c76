import { splitClassInstance } from '../mask/classInstance.ts';
import type { Mask, MaskKind } from '../mask/mask.ts';

/** Red, green, blue; each 0 … 255. */
export type Rgb = readonly [red: number, green: number, blue: number];

/** Colours to draw ids with. */
export interface IdColours {
  /** RGBA bytes of ids 0 … n−1, 4 × n. */
  readonly colours: Uint8Array;
  /** Ids from here on have no entry in the file's palette; n where every id has a colour. */
  readonly outsideFrom: number;
}

/** What decides the colours of ids besides the pixels. */
export interface ColourRules {
  readonly kind: MaskKind;
  /** Divisor of class × instance ids; null for the other kinds and where the file does not say. */
  readonly divisor: number | null;
  /** Colours that the class map gives to class ids. */
  readonly classColours: ReadonlyMap<number, Rgb>;
}

/**
 * The colour that the PASCAL VOC colormap gives to an id: the id's bits, taken three at a time from the lowest, fill
 * red, green and blue from their highest bit down (`VOClabelcolormap` of the VOC development kit). Distinct for all
 * ids below 2²⁴; ids 0 … 255 are the published colormap.
 */
export function vocColour(id: number): Rgb {
  let red = 0;
  let green = 0;
  let blue = 0;
  for (let bit = 7, rest = id; rest > 0 && bit >= 0; bit--, rest >>>= 3) {
    red |= (rest & 1) << bit;
    green |= ((rest >> 1) & 1) << bit;
    blue |= ((rest >> 2) & 1) << bit;
  }
  return [red, green, blue];
}

const GOLDEN_ANGLE = Math.PI * (3 - Math.sqrt(5));
const LIGHTNESSES = [0.72, 0.56, 0.84] as const;
const CHROMAS = [0.16, 0.11] as const;

/**
 * A colour for an object: neighbouring numbers lie a golden angle of hue and a step of lightness apart, so that they
 * are told apart side by side. Number 0, the background of instance maps, is black.
 */
export function distinctColour(number: number): Rgb {
  if (number === 0) {
    return [0, 0, 0];
  }
  const lightness = LIGHTNESSES[number % 3] ?? 0.7;
  const chroma = CHROMAS[Math.floor(number / 3) % 2] ?? 0.14;
  return fromOklch(lightness, chroma, number * GOLDEN_ANGLE);
}

/** OKLCH to 8-bit sRGB, clipped per channel (Björn Ottosson, "A perceptual color space for image processing"). */
function fromOklch(lightness: number, chroma: number, hue: number): Rgb {
  const a = chroma * Math.cos(hue);
  const b = chroma * Math.sin(hue);
  const l = cube(lightness + 0.3963377774 * a + 0.2158037573 * b);
  const m = cube(lightness - 0.1055613458 * a - 0.0638541728 * b);
  const s = cube(lightness - 0.0894841775 * a - 1.291485548 * b);
  srgbBytes ??= tabulateSrgb();
  return [
    toSrgbByte(srgbBytes, 4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s),
    toSrgbByte(srgbBytes, -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s),
    toSrgbByte(srgbBytes, -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s),
  ];
}

const cube = (value: number): number => value * value * value;

/** A table, because 65,536 colours are made before a 16-bit mask's first picture. */
let srgbBytes: Uint8Array | undefined;
const SRGB_STEPS = 4095;

function tabulateSrgb(): Uint8Array {
  return Uint8Array.from({ length: SRGB_STEPS + 1 }, (_, step) => {
    const linear = step / SRGB_STEPS;
    return Math.round(255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
  });
}

function toSrgbByte(table: Uint8Array, linear: number): number {
  return table[Math.round(Math.min(1, Math.max(0, linear)) * SRGB_STEPS)] ?? 0;
}

/** Farthest that an instance's shade moves from its class's colour towards black or white. */
const SHADE_REACH = 0.38;
const GOLDEN_RATIO_FRACTION = 0.6180339887498949;

/** A class's colour shaded by the instance's number, so that touching objects of one class have an edge. */
export function shadeOf(colour: Rgb, instance: number): Rgb {
  const shade = ((((instance + 1) * GOLDEN_RATIO_FRACTION) % 1) * 2 - 1) * SHADE_REACH;
  const [red, green, blue] = colour;
  const move = (value: number): number => Math.round(shade < 0 ? value * (1 + shade) : value + (255 - value) * shade);
  return [move(red), move(green), move(blue)];
}

/**
 * Colours of every id that the mask's samples can hold: 256 or 65,536 of them, or as many as a colour mask has colours.
 *
 * Palette masks keep their palette and colour masks their colours, whatever the kind (panoptic ids, which are spread
 * over three channels and look alike, get distinct colours). Grey ids have no colours of their own: a class takes the
 * class map's colour or else the VOC colormap's, an object a distinct one, a class × instance its class's, shaded.
 */
export function idColours(mask: Mask, rules: ColourRules): IdColours {
  if (mask.palette !== null) {
    return paletteColours(mask.palette.rgb, mask.palette.alpha);
  }
  if (mask.colours !== null && rules.kind !== 'panoptic') {
    return { colours: toBytes(mask.colours), outsideFrom: mask.colours.length / 4 };
  }
  const count = mask.colours !== null ? mask.colours.length / 4 : mask.bitDepth === 16 ? 65_536 : 256;
  const colours = new Uint8Array(4 * count);
  for (let id = 0, at = 0; id < count; id++, at += 4) {
    const [red, green, blue] = greyIdColour(id, rules);
    colours[at] = red;
    colours[at + 1] = green;
    colours[at + 2] = blue;
    colours[at + 3] = 255;
  }
  return { colours, outsideFrom: count };
}

function greyIdColour(id: number, rules: ColourRules): Rgb {
  switch (rules.kind) {
    case 'semantic':
      return rules.classColours.get(id) ?? vocColour(id);
    case 'classInstance': {
      if (rules.divisor === null) {
        return distinctColour(id);
      }
      const { classId, instance } = splitClassInstance(id, rules.divisor);
      const colour = rules.classColours.get(classId) ?? vocColour(classId);
      return instance === null ? colour : shadeOf(colour, instance);
    }
    case 'instance':
    case 'panoptic':
      return distinctColour(id);
  }
}

function paletteColours(rgb: Uint8Array, alpha: Uint8Array): IdColours {
  const entries = rgb.length / 3;
  const colours = new Uint8Array(4 * 256);
  for (let entry = 0; entry < entries; entry++) {
    colours.set(rgb.subarray(3 * entry, 3 * entry + 3), 4 * entry);
    colours[4 * entry + 3] = alpha[entry] ?? 255;
  }
  return { colours, outsideFrom: entries };
}

function toBytes(samples: Uint8Array | Uint16Array): Uint8Array {
  return samples instanceof Uint8Array ? samples : Uint8Array.from(samples, (sample) => Math.round(sample / 257));
}

/** The colour that an id is drawn with, as {@link formatHex}; empty for ids outside the palette, which are hatched. */
export function drawnHex({ colours, outsideFrom }: IdColours, id: number): string {
  const [red, green, blue, alpha] = colours.subarray(4 * id, 4 * id + 4);
  return id >= outsideFrom ? '' : formatHex(red ?? 0, green ?? 0, blue ?? 0, alpha ?? 255);
}

/** `#rrggbb`, any case, to its bytes; null for anything else. */
export function parseHex(hex: string): Rgb | null {
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(hex);
  if (match === null) {
    return null;
  }
  return [parseInt(match[1] ?? '', 16), parseInt(match[2] ?? '', 16), parseInt(match[3] ?? '', 16)];
}

/** Bytes of a colour as `#RRGGBB`, or `#RRGGBBAA` unless opaque. */
export function formatHex(red: number, green: number, blue: number, alpha = 255): string {
  const digits = (value: number): string => value.toString(16).padStart(2, '0').toUpperCase();
  return `#${digits(red)}${digits(green)}${digits(blue)}${alpha === 255 ? '' : digits(alpha)}`;
}
