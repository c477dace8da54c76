import { ColourType, type PngImage } from '../png/types.ts';
import { colourOfId } from './colourHistogram.ts';
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
  const histogram =
    quanta.pixels.kind === 'indexed' ? indexedHistogram(quanta, style) : greyAlphaHistogram(image, style);

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
  return { encoding, entries, histogram, sharedColours, outsidePalette };
}

function indexedHistogram(quanta: QuantumImage, style: ColourStyle): IdCount[] {
  const { pixels } = quanta;
  const histogram: IdCount[] = [];
  if (pixels.kind !== 'indexed') return histogram;
  pixels.counts.forEach((count, id) => {
    if (count > 0) histogram.push({ id, count, colour: describeColour(colourOfId(quanta, pixels, id), style) });
  });
  return histogram;
}

function greyAlphaHistogram({ header, samples, channels }: PngImage, style: ColourStyle): IdCount[] {
  const counts = new Float64Array(2 ** header.bitDepth);
  for (let i = 0; i < samples.length; i += channels) {
    const id = samples[i] ?? 0;
    counts[id] = (counts[id] ?? 0) + 1;
  }
  const histogram: IdCount[] = [];
  const step = header.bitDepth === 16 ? 1 : 257;
  counts.forEach((count, id) => {
    const grey = id * step;
    const colour = { red: grey, green: grey, blue: grey, alpha: 65535 };
    if (count > 0) histogram.push({ id, count, colour: describeColour(colour, { ...style, hasAlpha: false }) });
  });
  return histogram;
}
