import { readAncillary, type NamedColour, type PngAncillary } from '../png/ancillary.ts';
import type { InflateBounded } from '../png/text.ts';
import type { PngImage } from '../png/types.ts';
import { colourManagement } from './colourManagement.ts';
import { describeColour, type ColourStyle } from './colourFacts.ts';
import { countColours, firstTransparentColour, type ColourCount } from './colourHistogram.ts';
import { readExif } from './exif.ts';
import type { IdentifyFacts, ImageType, StatisticsFacts } from './facts.ts';
import { listIds } from './ids.ts';
import { listProperties, pageOffsetInPixels } from './properties.ts';
import { QUANTA_PER_BYTE, QUANTUM_RANGE } from './quantum.ts';
import { forEachQuantumBlock, toQuantumImage, type QuantumImage } from './quantumImage.ts';
import { computeSignature, type Sha256 } from './signature.ts';
import { computeStatistics, type QuantumStatistics } from './statistics.ts';

/** Orientations by Exif number 1 … 8. */
const ORIENTATIONS = [
  'TopLeft',
  'TopRight',
  'BottomRight',
  'BottomLeft',
  'LeftTop',
  'RightTop',
  'RightBottom',
  'LeftBottom',
];

/** An image with more distinct colours than this is no palette image. */
const MAX_PALETTE_COLOURS = 256;

export interface IdentifyTools {
  /** A new hash, for the signature. */
  readonly sha256: () => Sha256;
  /** For compressed texts; null leaves them out. */
  readonly inflate: InflateBounded | null;
}

/**
 * Everything that `magick identify -verbose` of ImageMagick 7.0.8 says about a PNG, and the histogram by id that it
 * hides. Memory: a few blocks beside the image, whatever its size.
 *
 * @param name what the report's first line shows
 */
export function identifyImage(image: PngImage, name: string, tools: IdentifyTools): IdentifyFacts {
  const { header } = image;
  const ancillary = readAncillary(image, tools.inflate);
  const management = colourManagement(header, ancillary);
  const quanta = toQuantumImage(image);
  const style: ColourStyle = { ...management, depth: quanta.depth, hasAlpha: quanta.hasAlpha };
  const statistics = computeStatistics(quanta);
  const colours = countColours(quanta);
  const transparent = firstTransparentColour(quanta);
  const exifData = image.chunks.find(({ type, damaged }) => type === 'eXIf' && damaged !== true)?.data;
  const exif = exifData === undefined ? new Map<string, string>() : readExif(exifData);

  return {
    name,
    format: 'PNG',
    mimeType: 'image/png',
    class: quanta.storageClass,
    width: header.width,
    height: header.height,
    ...resolutionOf(ancillary, exif),
    colourspace: management.colourspace,
    type: typeOf(quanta, colours),
    depth: quanta.depth,
    neededDepth: statistics.neededDepth,
    channels: statistics.channels.map((channel) => ({
      name: channel.name,
      depth: channel.depth,
      statistics: scaleStatistics(channel.statistics, quanta.depth),
    })),
    overall: quanta.isGrey ? null : scaleStatistics(statistics.overall, quanta.depth),
    transparentColour: transparent === null ? null : describeColour(transparent, style),
    histogram: colours?.map((colour) => ({ count: colour.count, colour: describeColour(colour, style) })) ?? null,
    colormap: quanta.colormap === null ? null : describeColormap(quanta.colormap, style),
    renderingIntent: management.renderingIntent,
    gamma: management.gamma,
    chromaticity: management.chromaticity,
    backgroundColour: describeBackground(image, ancillary),
    interlace: header.interlaced ? 'PNG' : 'None',
    intensity: management.intensity,
    pageOffset: pageOffsetInPixels(ancillary),
    orientation: orientationOf(image, ancillary),
    properties: listProperties(image, ancillary, management, exif),
    signature: computeSignature(quanta, tools.sha256()),
    // ImageMagick puts the six bytes "Exif\0\0" before the chunk's data.
    profiles: exifData === undefined ? [] : [{ name: 'exif', length: exifData.length + 6 }],
    fileSize: image.fileSize,
    pixelCount: quanta.pixelCount,
    ids: listIds(image, quanta, style),
  };
}

function scaleStatistics(statistics: QuantumStatistics, depth: 8 | 16): StatisticsFacts {
  const { minimum, maximum, mean, standardDeviation, kurtosis, skewness, entropy } = statistics;
  const scale = 1 / (depth === 8 ? QUANTA_PER_BYTE : 1);
  return {
    minimum: Math.trunc(scale * minimum + 0.5),
    maximum: Math.trunc(scale * maximum + 0.5),
    mean: scale * mean,
    standardDeviation: scale * standardDeviation,
    normalised: {
      minimum: minimum / QUANTUM_RANGE,
      maximum: maximum / QUANTUM_RANGE,
      mean: mean / QUANTUM_RANGE,
      standardDeviation: standardDeviation / QUANTUM_RANGE,
    },
    kurtosis,
    skewness,
    entropy,
  };
}

function typeOf(image: QuantumImage, colours: readonly ColourCount[] | null): ImageType {
  const tone = toneOf(image, colours);
  if (tone === 'bilevel') return 'Bilevel';
  if (tone === 'grey') return image.hasAlpha ? 'GrayscaleAlpha' : 'Grayscale';
  const isPalette = image.storageClass === 'PseudoClass' || (colours !== null && colours.length <= MAX_PALETTE_COLOURS);
  if (isPalette) return image.hasAlpha ? 'PaletteAlpha' : 'Palette';
  return image.hasAlpha ? 'TrueColorAlpha' : 'TrueColor';
}

/** Whether all pixels are black or white, or all grey. Fully transparent pixels count with their colour. */
function toneOf(image: QuantumImage, colours: readonly ColourCount[] | null): 'bilevel' | 'grey' | 'colour' {
  const { pixels, channels, pixelCount } = image;
  let tone: 'bilevel' | 'grey' | 'colour' = 'bilevel';
  const see = (red: number, green: number, blue: number) => {
    if (red !== green || green !== blue) tone = 'colour';
    else if (tone === 'bilevel' && red !== 0 && red !== QUANTUM_RANGE) tone = 'grey';
  };
  if (pixels.kind === 'indexed') {
    const [red, green = red, blue = red] = image.isGrey ? pixels.tables.slice(0, 1) : pixels.tables;
    pixels.counts.forEach((count, id) => {
      if (count > 0) see(red?.[id] ?? 0, green?.[id] ?? 0, blue?.[id] ?? 0);
    });
    return tone;
  }
  if (colours !== null && !image.hasAlpha) {
    for (const colour of colours) see(colour.red, colour.green, colour.blue);
    return tone;
  }
  const width = channels.length;
  forEachQuantumBlock(pixels, width, pixelCount, (quanta, count) => {
    for (let i = 0; i < count * width && tone !== 'colour'; i += width) {
      const red = quanta[i] ?? 0;
      if (image.isGrey) see(red, red, red);
      else see(red, quanta[i + 1] ?? 0, quanta[i + 2] ?? 0);
    }
  });
  return tone;
}

function describeColormap(colormap: Uint16Array, style: ColourStyle): IdentifyFacts['colormap'] {
  return Array.from({ length: colormap.length / 3 }, (_, i) => {
    const [red = 0, green = 0, blue = 0] = colormap.subarray(3 * i, 3 * i + 3);
    return describeColour({ red, green, blue, alpha: QUANTUM_RANGE }, { ...style, hasAlpha: true });
  });
}

/** bKGD; samples below 8 bits are scaled up, in 16-bit arithmetic. White where the file names none. */
function describeBackground(
  { header, palette }: PngImage,
  { background }: PngAncillary,
): IdentifyFacts['backgroundColour'] {
  const scale = header.bitDepth === 16 ? 1 : QUANTUM_RANGE / (2 ** header.bitDepth - 1);
  const quantum = (sample: number) => (sample * scale) & QUANTUM_RANGE;
  const [red = 255, green = 255, blue = 255] = samplesOf(background, palette?.rgb) ?? [];
  const colour =
    background === null
      ? { red: QUANTUM_RANGE, green: QUANTUM_RANGE, blue: QUANTUM_RANGE }
      : { red: quantum(red), green: quantum(green), blue: quantum(blue) };
  return describeColour({ ...colour, alpha: QUANTUM_RANGE }, { colourspace: 'sRGB', depth: 8, hasAlpha: false });
}

function samplesOf(
  colour: NamedColour | null,
  palette: Uint8Array | undefined,
): (ArrayLike<number> & Iterable<number>) | null {
  switch (colour?.kind) {
    case undefined:
      return null;
    case 'index':
      return palette?.subarray(3 * colour.index, 3 * colour.index + 3) ?? null;
    case 'grey':
      return [colour.grey, colour.grey, colour.grey];
    case 'rgb':
      return [colour.red, colour.green, colour.blue];
  }
}

/** pHYs, which Exif overrides. */
function resolutionOf(
  { physical }: PngAncillary,
  exif: ReadonlyMap<string, string>,
): Pick<IdentifyFacts, 'resolution' | 'units'> {
  const x = fraction(exif.get('XResolution'));
  const y = fraction(exif.get('YResolution'));
  if (x !== null && y !== null) {
    const unit = exif.get('ResolutionUnit');
    const units = unit === '3' ? 'PixelsPerCentimeter' : unit === '2' ? 'PixelsPerInch' : 'Undefined';
    return { resolution: { x, y }, units };
  }
  if (physical === null || physical.x === 0 || physical.y === 0) return { resolution: null, units: 'Undefined' };
  const { unit } = physical;
  return unit === 'metre'
    ? { resolution: { x: physical.x / 100, y: physical.y / 100 }, units: 'PixelsPerCentimeter' }
    : { resolution: { x: physical.x, y: physical.y }, units: 'Undefined' };
}

function fraction(text: string | undefined): number | null {
  const [numerator, denominator] = (text ?? '').split('/').map(Number);
  return numerator !== undefined && denominator !== undefined && numerator > 0 && denominator > 0
    ? numerator / denominator
    : null;
}

/** From Exif or the orNT chunk that ImageMagick writes. */
function orientationOf(image: PngImage, { exif }: PngAncillary): string {
  const stored = image.chunks.find(({ type, damaged }) => type === 'orNT' && damaged !== true)?.data[0];
  return ORIENTATIONS[(exif?.orientation ?? stored ?? 0) - 1] ?? 'Undefined';
}
