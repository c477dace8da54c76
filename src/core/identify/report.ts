import type { ColourFacts, IdentifyFacts, StatisticsFacts } from './facts.ts';
import { formatNumber } from './formatNumber.ts';

/** More ids than this are not listed as text; the facts have them all. */
const MAX_LISTED_IDS = 1024;

/**
 * The report of `magick identify -verbose` (ImageMagick 7.0.8, 16-bit quantum), line by line, ending in a newline.
 * Left out are dates and timings, which are no facts of the image, and the version of a program that did not write it. Control characters in names and texts are written as `\x1b`.
 */
export function renderIdentifyReport(facts: IdentifyFacts): string {
  return [
    `Image: ${escapeControls(facts.name)}`,
    `  Format: PNG (Portable Network Graphics)`,
    `  Mime type: ${facts.mimeType}`,
    `  Class: ${facts.class}`,
    `  Geometry: ${facts.width}x${facts.height}+0+0`,
    ...resolutionLines(facts),
    `  Units: ${facts.units}`,
    `  Colorspace: ${facts.colourspace}`,
    `  Type: ${facts.type}`,
    `  Base type: Undefined`,
    `  Endianess: Undefined`,
    `  Depth: ${facts.depth}${facts.depth === facts.neededDepth ? '' : `/${facts.neededDepth}`}-bit`,
    `  Channel depth:`,
    ...facts.channels.map(({ name, depth }) => `    ${name}: ${depth}-bit`),
    `  Channel statistics:`,
    `    Pixels: ${facts.pixelCount}`,
    ...facts.channels.flatMap(({ name, statistics }) => statisticsLines(name, statistics)),
    ...(facts.overall === null ? [] : ['  Image statistics:', ...statisticsLines('Overall', facts.overall)]),
    ...histogramLines(facts),
    ...colormapLines(facts),
    ...colourLines(facts),
    ...fileLines(facts),
    '',
  ].join('\n');
}

/**
 * The histogram by id and where it disagrees with the one by colour: what ImageMagick hides. Ends in a newline; empty
 * for images whose pixels are colours.
 */
export function renderIdSection(facts: IdentifyFacts): string {
  const { ids } = facts;
  if (ids === null) return '';
  const unit = ids.encoding === 'palette' ? 'Palette entries' : 'Grey levels';
  const rows = ids.histogram.slice(0, MAX_LISTED_IDS).map(({ id, count, colour }) => {
    const outside = id >= ids.entries ? ' (outside the palette)' : '';
    return `${String(count).padStart(10)}: id ${id} ${colour.hex} ${colour.name}${outside}`;
  });
  const rest = ids.histogram.length - rows.length;
  if (rest > 0) rows.push(`            … and ${rest} more ids`);
  const disagreements = [
    ...ids.sharedColours.map(
      ({ colour, ids: shared }) =>
        `  Ids ${listed(shared)} share the colour ${colour.hex}: the histogram by colour counts them together.`,
    ),
    ...ids.transparentTogether.map(
      (together) =>
        `  Ids ${listed(together)} have fully transparent pixels of nearly the same colour: the histogram by colour counts those together.`,
    ),
    ...(ids.severalAlphas.length === 0
      ? []
      : [
          `  ${subject(ids.severalAlphas)} more than one alpha: the histogram by colour counts such pixels by their alpha.`,
        ]),
    ...(ids.outsidePalette.length === 0
      ? []
      : [
          `  ${subject(ids.outsidePalette)} no entry among the ${ids.entries}: ImageMagick counts such pixels as entry 0.`,
        ]),
  ];
  return [
    `Ids: ${escapeControls(facts.name)}`,
    `  Ids in use: ${ids.histogram.length}`,
    `  ${unit}: ${ids.entries}`,
    `  Histogram by id:`,
    ...rows,
    ...(disagreements.length === 0
      ? []
      : ['  Where the histograms disagree:', ...disagreements.map((line) => `  ${line}`)]),
    '',
  ].join('\n');
}

/** Control characters (C0, DEL, C1) as `\x1b`: a name or text must not steer the terminal it is printed on. */
export function escapeControls(text: string): string {
  return text.replace(/[\u0000-\u001f\u007f-\u009f]/g, (control) => {
    return `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
}

function resolutionLines({ resolution, width, height }: IdentifyFacts): string[] {
  if (resolution === null) return [];
  const { x, y } = resolution;
  return [
    `  Resolution: ${formatNumber(x)}x${formatNumber(y)}`,
    `  Print size: ${formatNumber(width / x)}x${formatNumber(height / y)}`,
  ];
}

function statisticsLines(name: string, statistics: StatisticsFacts): string[] {
  const { normalised } = statistics;
  const both = (value: number, fraction: number) => `${formatNumber(value)} (${formatNumber(fraction)})`;
  return [
    `    ${name}:`,
    `      min: ${formatNumber(statistics.minimum)}  (${formatNumber(normalised.minimum)})`,
    `      max: ${both(statistics.maximum, normalised.maximum)}`,
    `      mean: ${both(statistics.mean, normalised.mean)}`,
    `      standard deviation: ${both(statistics.standardDeviation, normalised.standardDeviation)}`,
    `      kurtosis: ${formatNumber(statistics.kurtosis)}`,
    `      skewness: ${formatNumber(statistics.skewness)}`,
    `      entropy: ${formatNumber(statistics.entropy)}`,
  ];
}

function histogramLines({ transparentColour, histogram, depth }: IdentifyFacts): string[] {
  const alpha = transparentColour === null ? [] : [`  Alpha: ${transparentColour.name}   ${transparentColour.hex}`];
  if (histogram === null) return alpha;
  return [
    ...alpha,
    `  Colors: ${histogram.length}`,
    `  Histogram:`,
    ...histogram.map(({ count, colour }) => `${String(count).padStart(10)}: ${colourText(colour, depth)}`),
  ];
}

function colormapLines({ colormap, depth }: IdentifyFacts): string[] {
  if (colormap === null) return [];
  return [
    `  Colormap entries: ${colormap.length}`,
    `  Colormap:`,
    ...colormap.map((colour, id) => `${String(id).padStart(10)}: ${colourText(colour, depth)}`),
  ];
}

function colourText(colour: ColourFacts, depth: 8 | 16): string {
  const width = depth === 8 ? 3 : 5;
  const components = [colour.red, colour.green, colour.blue, ...(colour.alpha === undefined ? [] : [colour.alpha])];
  return `(${components.map((value) => String(value).padStart(width)).join(',')}) ${colour.hex} ${colour.name}`;
}

function colourLines(facts: IdentifyFacts): string[] {
  const { chromaticity } = facts;
  const place = ({ x, y }: { x: number; y: number }) => `(${formatNumber(x)},${formatNumber(y)})`;
  return [
    `  Rendering intent: ${facts.renderingIntent}`,
    `  Gamma: ${formatNumber(facts.gamma)}`,
    ...(chromaticity === null
      ? []
      : [
          `  Chromaticity:`,
          `    red primary: ${place(chromaticity.red)}`,
          `    green primary: ${place(chromaticity.green)}`,
          `    blue primary: ${place(chromaticity.blue)}`,
          `    white point: ${place(chromaticity.white)}`,
        ]),
    `  Matte color: grey74`,
    `  Background color: ${facts.backgroundColour.name}`,
    `  Border color: srgb(223,223,223)`,
    `  Transparent color: none`,
  ];
}

function fileLines(facts: IdentifyFacts): string[] {
  const { x, y } = facts.pageOffset;
  const signed = (value: number) => (value < 0 ? String(value) : `+${value}`);
  const properties = [...facts.properties];
  const afterSignature = properties.findIndex(({ name }) => name.toLowerCase() > 'signature');
  properties.splice(afterSignature < 0 ? properties.length : afterSignature, 0, {
    name: 'signature',
    value: facts.signature,
  });
  return [
    `  Interlace: ${facts.interlace}`,
    `  Intensity: ${facts.intensity}`,
    `  Compose: Over`,
    `  Page geometry: ${facts.width}x${facts.height}${signed(x)}${signed(y)}`,
    `  Dispose: Undefined`,
    `  Iterations: 0`,
    `  Compression: Zip`,
    `  Orientation: ${facts.orientation}`,
    `  Properties:`,
    ...properties.flatMap(({ name, value }) => `    ${name}: ${value}`.split('\n').map((line) => escapeControls(line))),
    ...(facts.profiles.length === 0 ? [] : ['  Profiles:']),
    ...facts.profiles.map(({ name, length }) => `    Profile-${name}: ${length} bytes`),
    `  Artifacts:`,
    `    verbose: true`,
    `  Tainted: False`,
    `  Filesize: ${facts.fileSize}B`,
    `  Number pixels: ${facts.pixelCount}`,
  ];
}

/** `Id 1 has`, `Ids 1 and 7 have`. */
function subject(ids: readonly number[]): string {
  return ids.length === 1 ? `Id ${listed(ids)} has` : `Ids ${listed(ids)} have`;
}

/** `1 and 7`, `1, 2 and 7`. */
function listed(ids: readonly number[]): string {
  return ids.length < 2 ? ids.join('') : `${ids.slice(0, -1).join(', ')} and ${ids.at(-1)}`;
}
