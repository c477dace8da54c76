import { vocColour, type Rgb } from './idColours.ts';

/** Ids of an 8-bit palette; beyond them lie the colours that no id has by itself. */
const IDS = 256;

/**
 * Hands out colours that nobody has: the VOC colormap's of an id where that is free, else the first free one beyond its
 * 256 ids. Each is handed out once.
 *
 * @param taken colours that are not handed out
 */
export function spareColours(taken: Iterable<Rgb>): (id: number) => Rgb {
  const used = new Set(Array.from(taken, keyOf));
  let spare = IDS;
  return (id) => {
    let colour = vocColour(id);
    while (used.has(keyOf(colour))) colour = vocColour(spare++);
    used.add(keyOf(colour));
    return colour;
  };
}

const keyOf = ([red, green, blue]: Rgb): number => (red << 16) | (green << 8) | blue;
