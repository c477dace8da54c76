import { ColourType, type PngImage } from '../png/types.ts';
import { colourOfId, transparentLeaf, type QuantumColour } from './colourHistogram.ts';
import { describeColour, type ColourStyle } from './colourFacts.ts';
import type { IdCount, IdFacts } from './facts.ts';
import type { QuantumImage } from './quantumImage.ts';

/**
 * The histogram by id and where it disagrees with the one by colour. Null for RGB and RGBA images, whose pixels are
 * colours; for grey with alpha the ids are the grey samples.
 */
export function listIds(image: PngImage, quanta: QuantumImage, style: ColourStyle): IdFacts | null {
  const { header, palette } = image;
  if (header.colourType === ColourType.rgb || header.colourType === ColourType.rgba) return null;
  const encoding = header.colourType === ColourType.palette ? 'palette' : 'grey';
  const entries = palette === null ? 2 ** header.bitDepth : palette.rgb.length / 3;
  const { histogram, severalAlphas, transparent } =
    quanta.pixels.kind === 'indexed' ? indexedIds(quanta, style) : greyAlphaIds(image, style);

  const byColour = new Map<string, IdCount[]>();
  for (const entry of histogram) {
    if (entry.id >= entries) continue;
    const group = byColour.get(entry.colour.hex);
    if (group === undefined) byColour.set(entry.colour.hex, [entry]);
    else group.push(entry);
  }
  const sharedColours = [...byColour.values()].flatMap((group) =>
    group[0] !== undefined && group.length > 1 ? [{ colour: group[0].colour, ids: group.map(({ id }) => id) }] : [],
  );
  const outsidePalette = histogram.map(({ id }) => id).filter((id) => id >= entries);
  const transparentTogether = groupsOf(transparent.filter(({ id }) => id < entries));
  return { encoding, entries, histogram, sharedColours, severalAlphas, transparentTogether, outsidePalette };
}

interface CountedIds {
  readonly histogram: IdCount[];
  readonly severalAlphas: number[];
  /** Ids with fully transparent pixels. */
  readonly transparent: { readonly id: number; readonly colour: QuantumColour }[];
}

function indexedIds(quanta: QuantumImage, style: ColourStyle): CountedIds {
  const { pixels } = quanta;
  const counted: CountedIds = { histogram: [], severalAlphas: [], transparent: [] };
  if (pixels.kind !== 'indexed') return counted;
  pixels.counts.forEach((count, id) => {
    if (count === 0) return;
    const colour = colourOfId(quanta, pixels, id);
    counted.histogram.push({ id, count, colour: describeColour(colour, style) });
    if (quanta.hasAlpha && colour.alpha === 0) counted.transparent.push({ id, colour });
  });
  return counted;
}

function greyAlphaIds({ header, samples, channels }: PngImage, style: ColourStyle): CountedIds {
  const levels = 2 ** header.bitDepth;
  const counts = new Float64Array(levels);
  const firstAlpha = new Uint16Array(levels);
  const isSeveral = new Uint8Array(levels);
  const isTransparent = new Uint8Array(levels);
  for (let i = 0; i < samples.length; i += channels) {
    const id = samples[i] ?? 0;
    const alpha = samples[i + 1] ?? 0;
    if (counts[id] === 0) firstAlpha[id] = alpha;
    else if (firstAlpha[id] !== alpha) isSeveral[id] = 1;
    if (alpha === 0) isTransparent[id] = 1;
    counts[id] = (counts[id] ?? 0) + 1;
  }
  const counted: CountedIds = { histogram: [], severalAlphas: [], transparent: [] };
  const step = header.bitDepth === 16 ? 1 : 257;
  counts.forEach((count, id) => {
    if (count === 0) return;
    const grey = id * step;
    const colour = { red: grey, green: grey, blue: grey, alpha: 65535 };
    counted.histogram.push({ id, count, colour: describeColour(colour, { ...style, hasAlpha: false }) });
    if (isSeveral[id] === 1) counted.severalAlphas.push(id);
    if (isTransparent[id] === 1) counted.transparent.push({ id, colour: { ...colour, alpha: 0 } });
  });
  return counted;
}

/** Ids that ImageMagick counts together although their colours differ; equal colours are another matter. */
function groupsOf(transparent: CountedIds['transparent']): number[][] {
  const leaves = new Map<number, CountedIds['transparent']>();
  for (const one of transparent) {
    const leaf = transparentLeaf(one.colour);
    leaves.set(leaf, [...(leaves.get(leaf) ?? []), one]);
  }
  const isOneColour = ([first, ...others]: CountedIds['transparent']): boolean =>
    others.every(
      ({ colour }) =>
        colour.red === first?.colour.red && colour.green === first.colour.green && colour.blue === first.colour.blue,
    );
  return [...leaves.values()].filter((group) => !isOneColour(group)).map((group) => group.map(({ id }) => id));
}
