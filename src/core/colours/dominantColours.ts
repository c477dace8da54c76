import { hexOf } from '../formats/classMap.ts';
import type { ColourPoints } from './colourPoints.ts';
import { kMeans, nearestCentres, type Clusters } from './kMeans.ts';
import { labOf, rgbOfLab, type Lab, type Rgb } from './lab.ts';
import { meanShift } from './meanShift.ts';
import { kMeansBySilhouette } from './silhouette.ts';
import { nearestSwatch, type Swatch } from './swatches.ts';

/** How many colours, and how they are found. */
export type ColourSearch =
  /** k-means with so many, 1 … 255, or as many as there are. */
  | { readonly kind: 'count'; readonly count: number }
  /** k-means with the number from 2 to `most` that the silhouette of a sample speaks for. */
  | { readonly kind: 'silhouette'; readonly most: number }
  /** Mean shift: as many as there are places that more than `radius` lies between. */
  | { readonly kind: 'meanShift'; readonly radius: number };

/** A colour that many pixels of a class are near to. */
export interface DominantColour {
  /** `#rrggbb`. */
  readonly hex: string;
  readonly rgb: Rgb;
  readonly lab: Lab;
  /** Of the pixels that count, 0 … 1. */
  readonly share: number;
  readonly pixels: number;
  /** The nearest swatch; null without swatches. */
  readonly name: string | null;
  /** CIEDE2000 to that swatch. */
  readonly difference: number | null;
}

export interface DominantColours {
  /** By pixels, most first. */
  readonly colours: readonly DominantColour[];
  /** Pixels that count. */
  readonly pixels: number;
}

/** The dominant colours of pixels, most first; none where no pixel counts. The same seed gives the same colours. */
export function dominantColours(
  points: ColourPoints,
  search: ColourSearch,
  seed: number,
  swatches: readonly Swatch[],
): DominantColours {
  const { weights } = points;
  const pixels = weights.reduce((sum, weight) => sum + weight, 0);
  if (weights.length === 0) return { colours: [], pixels };
  const { centres, labels } = clustersOf(points, search, seed);
  const counts = new Float64Array(centres.length / 3);
  labels.forEach((label, at) => (counts[label] = (counts[label] as number) + (weights[at] as number)));
  const colours = [...counts].flatMap((own, centre): DominantColour[] => {
    if (own === 0) return [];
    const [l = 0, a = 0, b = 0] = centres.subarray(3 * centre, 3 * centre + 3);
    const lab: Lab = [l, a, b];
    const rgb = rgbOfLab(lab);
    const swatch = nearestSwatch(lab, swatches);
    const { name = null, difference = null } = swatch ?? {};
    return [{ hex: hexOf(...rgb), rgb, lab, share: own / pixels, pixels: own, name, difference }];
  });
  return { colours: colours.sort((one, other) => other.pixels - one.pixels), pixels };
}

function clustersOf(points: ColourPoints, search: ColourSearch, seed: number): Clusters {
  switch (search.kind) {
    case 'count':
      return kMeans(points, Math.min(search.count, points.weights.length), seed);
    case 'silhouette':
      return kMeansBySilhouette(points, search.most, seed);
    case 'meanShift':
      return meanShift(points, search.radius);
  }
}

/**
 * Which pixel made which colour: the number of the nearest one, from 1; 0 for pixels that do not count.
 *
 * @param rgb 3 × n
 * @param isMeant n
 * @param colours at most 255
 */
export function colourMap(rgb: Uint8Array, isMeant: Uint8Array, colours: readonly DominantColour[]): Uint8Array {
  const centres = Float64Array.from(colours.flatMap(({ lab }) => [...lab]));
  const ids = new Uint8Array(isMeant.length);
  /** By colour: neighbours share many. */
  const known = new Map<number, number>();
  for (let at = 0; at < ids.length; at++) {
    if (isMeant[at] === 0) continue;
    const [red, green, blue] = [rgb[3 * at] as number, rgb[3 * at + 1] as number, rgb[3 * at + 2] as number];
    const colour = (red << 16) | (green << 8) | blue;
    let id = known.get(colour);
    if (id === undefined) {
      id = 1 + (nearestCentres(Float64Array.from(labOf(red, green, blue)), centres)[0] as number);
      known.set(colour, id);
    }
    ids[at] = id;
  }
  return ids;
}
