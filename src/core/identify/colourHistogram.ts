import { quantumToByte } from './quantum.ts';
import { forEachQuantumBlock, type IndexedPixels, type QuantumImage } from './quantumImage.ts';
import { smoothsort } from './smoothsort.ts';

/** A colour in quanta; `alpha` is 65535 for images without alpha. Grey images repeat the grey. */
export interface QuantumColour {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

export interface ColourCount extends QuantumColour {
  /** Pixels. */
  readonly count: number;
}

/** ImageMagick lists no more colours than this. */
export const MAX_LISTED_COLOURS = 1024;

interface MutableCount extends QuantumColour {
  count: number;
}

/**
 * The distinct colours of an image and how many pixels have them, in the order of ImageMagick 7.0.8: by red, green and
 * blue, then by falling count. Null when there are more than 1,024.
 *
 * ImageMagick sorts colours into an octree that looks at the upper seven bits of each component, and takes all fully
 * transparent pixels of a leaf for the same colour, the first one met. Colours that its comparison does not tell apart
 * (same red, green, blue and count, other alpha) come in the order that its sort leaves them.
 */
export function countColours(image: QuantumImage): ColourCount[] | null {
  const leaves = new ColourLeaves(image.hasAlpha);
  const counted =
    image.pixels.kind === 'indexed' ? countIndexed(image, image.pixels, leaves) : countInterleaved(image, leaves);
  if (!counted) return null;
  const colours = leaves.inTreeOrder();
  smoothsort(colours, (a, b) => a.red - b.red || a.green - b.green || a.blue - b.blue || b.count - a.count);
  return colours;
}

/** The first fully transparent pixel's colour in row order; null if there is none. */
export function firstTransparentColour(image: QuantumImage): QuantumColour | null {
  if (!image.hasAlpha) return null;
  const { pixels, channels, pixelCount } = image;
  const alphaChannel = channels.length - 1;
  if (pixels.kind === 'indexed') {
    const alphas = pixels.tables[alphaChannel];
    const id = pixels.ids.find((candidate) => alphas?.[candidate] === 0);
    return id === undefined ? null : colourOfId(image, pixels, id);
  }
  let found: QuantumColour | null = null;
  forEachQuantumBlock(pixels, channels.length, pixelCount, (quanta, count) => {
    for (let i = 0; i < count && found === null; i++) {
      if (quanta[i * channels.length + alphaChannel] === 0) found = colourOfQuanta(image, quanta, i * channels.length);
    }
  });
  return found;
}

/** The colour that a pixel with this id has. */
export function colourOfId(image: QuantumImage, { tables }: IndexedPixels, id: number): QuantumColour {
  const [first, second, third, fourth] = tables.map((table) => table[id] ?? 0);
  const red = first ?? 0;
  if (image.isGrey) return { red, green: red, blue: red, alpha: second ?? 65535 };
  return { red, green: second ?? 0, blue: third ?? 0, alpha: fourth ?? 65535 };
}

function colourOfQuanta(image: QuantumImage, quanta: Uint16Array, at: number): QuantumColour {
  const red = quanta[at] ?? 0;
  const alpha = image.hasAlpha ? (quanta[at + image.channels.length - 1] ?? 0) : 65535;
  if (image.isGrey) return { red, green: red, blue: red, alpha };
  return { red, green: quanta[at + 1] ?? 0, blue: quanta[at + 2] ?? 0, alpha };
}

/** Only where colours can merge does it matter which id comes first in the file. */
function countIndexed(image: QuantumImage, pixels: IndexedPixels, leaves: ColourLeaves): boolean {
  const used: { id: number; first: number }[] = [];
  pixels.counts.forEach((count, id) => {
    if (count > 0) used.push({ id, first: image.hasAlpha ? pixels.ids.indexOf(id) : id });
  });
  used.sort((a, b) => a.first - b.first);
  return used.every(({ id }) => leaves.add(colourOfId(image, pixels, id), pixels.counts[id] ?? 0));
}

function countInterleaved(image: QuantumImage, leaves: ColourLeaves): boolean {
  const { pixels, channels, pixelCount } = image;
  if (pixels.kind !== 'interleaved') return false;
  let fits = true;
  forEachQuantumBlock(pixels, channels.length, pixelCount, (quanta, count) => {
    let start = 0;
    while (fits && start < count) {
      let end = start + 1;
      while (end < count && samePixel(quanta, start, end, channels.length)) end++;
      fits = leaves.add(colourOfQuanta(image, quanta, start * channels.length), end - start);
      start = end;
    }
  });
  return fits;
}

function samePixel(quanta: Uint16Array, a: number, b: number, channelCount: number): boolean {
  for (let c = 0; c < channelCount; c++) {
    if (quanta[a * channelCount + c] !== quanta[b * channelCount + c]) return false;
  }
  return true;
}

/** The leaves of ImageMagick's colour tree: colours whose components agree in the upper seven of eight bits. */
class ColourLeaves {
  readonly #leaves = new Map<number, MutableCount[]>();
  readonly #hasAlpha: boolean;
  #size = 0;
  #previous: MutableCount | undefined;

  constructor(hasAlpha: boolean) {
    this.#hasAlpha = hasAlpha;
  }

  /** False once there are more colours than are listed. */
  add(colour: QuantumColour, count: number): boolean {
    if (this.#previous !== undefined && isSame(this.#previous, colour)) {
      this.#previous.count += count;
      return true;
    }
    const path = treePath(colour, this.#hasAlpha);
    const leaf = this.#leaves.get(path) ?? [];
    const known = leaf.find((other) => isSame(other, colour) || (other.alpha === 0 && colour.alpha === 0));
    if (known !== undefined) {
      known.count += count;
      this.#previous = known;
      return true;
    }
    if (this.#size === MAX_LISTED_COLOURS) return false;
    this.#size++;
    this.#previous = { ...colour, count };
    leaf.push(this.#previous);
    this.#leaves.set(path, leaf);
    return true;
  }

  inTreeOrder(): ColourCount[] {
    return [...this.#leaves].sort(([a], [b]) => a - b).flatMap(([, leaf]) => leaf);
  }
}

function isSame(a: QuantumColour, b: QuantumColour): boolean {
  return a.red === b.red && a.green === b.green && a.blue === b.blue && a.alpha === b.alpha;
}

/**
 * The leaf of ImageMagick's octree that holds a colour, in an image with alpha; fully transparent colours of one leaf
 * are one colour to it.
 */
export function transparentLeaf(colour: QuantumColour): number {
  return treePath({ ...colour, alpha: 0 }, true);
}

/** The branches from the root to a colour's leaf, four bits a level, most significant bit of each component first. */
function treePath(colour: QuantumColour, hasAlpha: boolean): number {
  const components = [colour.red, colour.green, colour.blue, hasAlpha ? colour.alpha : 0].map(quantumToByte);
  let path = 0;
  for (let bit = 7; bit > 0; bit--) {
    let branch = 0;
    components.forEach((component, i) => {
      branch |= ((component >> bit) & 1) << i;
    });
    path = path * 16 + branch;
  }
  return path;
}
