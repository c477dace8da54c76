import { namedPalette, type PaletteName } from '../../../src/core/palette/namedPalettes.ts';
import { parseHex, type Rgb } from '../../../src/core/palette/idColours.ts';
import type { Palette } from '../../../src/core/png/types.ts';
import type { MaskStrings } from '../../../src/protocol/maskStrings.ts';
import type { OpenMask } from '../maskModel.ts';

/** Colours that a palette may take over: of the ids that they name. */
export interface Colours {
  readonly name: string;
  readonly colourOf: (id: number) => Rgb | null;
}

export function paletteTitles(strings: MaskStrings): Readonly<Record<PaletteName, string>> {
  return {
    voc: 'Pascal VOC',
    cityscapes: strings.paletteCityscapes,
    'cityscapes-train': strings.paletteCityscapesTrain,
    ade20k: 'ADE20K',
    'colour-blind-safe': strings.paletteBlindSafe,
    five: strings.paletteFive,
  };
}

export function namedColours(name: PaletteName, strings: MaskStrings): Colours {
  return coloursOfPalette(paletteTitles(strings)[name], namedPalette(name));
}

export function coloursOfPalette(name: string, { rgb }: Palette): Colours {
  return {
    name,
    colourOf: (id) => {
      const [red, green, blue] = rgb.subarray(3 * id, 3 * id + 3);
      return red === undefined || green === undefined || blue === undefined ? null : [red, green, blue];
    },
  };
}

/** The colours that the class map in use gives to ids; null where it gives none. */
export function classMapColours({ context }: OpenMask, strings: MaskStrings): Colours | null {
  const { classMap } = context;
  const colours = new Map<number, Rgb>();
  for (const { id, colour } of classMap?.matchBy === 'id' ? classMap.entries : []) {
    const rgb = colour === undefined ? null : parseHex(colour);
    if (rgb !== null && !colours.has(id)) {
      colours.set(id, rgb);
    }
  }
  const name = classMap?.source ?? strings.paletteClassMap;
  return colours.size === 0 ? null : { name, colourOf: (id) => colours.get(id) ?? null };
}
