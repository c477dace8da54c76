// How our identify report compares with the listings of ImageMagick 7.0.8 in ../shared/oracle.
//   node test/conformance.ts           writes docs/conformance.md
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { argv } from 'node:process';
import { PngError } from '../src/core/png/errors.ts';
import { identifyBytes, renderIdentifyReport } from '../src/jobs/identify.ts';
import { hasShared, sharedPath } from './fixtures/sharedData.ts';

const LISTINGS = sharedPath('oracle/imagemagick-7.0.8');
const DATA = sharedPath('data');
export const TABLE_FILE = join(import.meta.dirname, '..', 'docs', 'conformance.md');

export const hasListings = hasShared('oracle/imagemagick-7.0.8') && hasShared('data');

/** Not facts of the image: dates of the file system, timings, the program's version. */
const NOT_COMPARED = /^ {4}date:(create|modify): |^ {2}(User time|Elapsed time|Version): /;

/** The colour type and depth of a listed file, for the table. */
export type Kind =
  | 'palette'
  | 'palette with tRNS'
  | 'grey, 1 to 8 bits'
  | 'grey, 16 bits'
  | 'grey with tRNS'
  | 'grey with alpha'
  | 'RGB'
  | 'RGB with tRNS'
  | 'RGBA'
  | 'not a readable PNG';

export interface Comparison {
  /** Path of the image below the data folder. */
  readonly path: string;
  readonly kind: Kind;
  /** Lines from `Image:` to the end of `Colormap:` (of the histogram where there is no colormap). */
  readonly equalToColormap: boolean;
  /** All lines but dates, timings and version. */
  readonly equal: boolean;
  /** Lines that differ: the listing's, then ours. */
  readonly differences: readonly (readonly [string, string])[];
  /** Why our reader refuses the file; null when it reads it. */
  readonly refusal: string | null;
  /** What the tool said instead of a report; null when it wrote one. */
  readonly listedRefusal: string | null;
}

/** The listed files, relative to the listings' folder and in its order; without the abbreviated example. */
export function listedPaths(): string[] {
  return readdirSync(LISTINGS, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.png.txt') && path.includes('/'))
    .map((path) => path.slice(0, -'.txt'.length))
    .sort();
}

export function compare(path: string): Comparison {
  const listing = readFileSync(join(LISTINGS, `${path}.txt`), 'utf8');
  const listed = comparedLines(listing);
  const listedRefusal = listing.startsWith('Image:') ? null : listing.trim();
  const ours = report(path);
  const differences: (readonly [string, string])[] = [];
  if (ours.refusal === null && listedRefusal === null) {
    const lines = comparedLines(ours.text);
    for (let i = 0; i < Math.max(lines.length, listed.length); i++) {
      if (listed[i] !== lines[i]) differences.push([listed[i] ?? '', lines[i] ?? '']);
    }
  }
  const isSame = ours.refusal === null && listedRefusal === null;
  const firstBelow = listed.findIndex((line) => line.startsWith('  Rendering intent:'));
  const above = (text: string) => comparedLines(text).slice(0, firstBelow).join('\n');
  return {
    path,
    kind: listedRefusal === null ? kindOf(listing) : 'not a readable PNG',
    equalToColormap: isSame && above(listing) === above(ours.text),
    equal: isSame && differences.length === 0,
    differences,
    refusal: ours.refusal,
    listedRefusal,
  };
}

function report(path: string): { text: string; refusal: string | null } {
  try {
    const facts = identifyBytes(readFileSync(join(DATA, path)), basename(path));
    return { text: renderIdentifyReport(facts), refusal: null };
  } catch (error) {
    if (!(error instanceof PngError)) throw error;
    return { text: '', refusal: error.message };
  }
}

function comparedLines(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .filter((line) => !NOT_COMPARED.test(line));
}

function kindOf(listing: string): Kind {
  const colourType = Number(/png:IHDR.color_type: (\d)/.exec(listing)?.[1]);
  const bitDepth = Number(/png:IHDR.bit_depth: (\d+)/.exec(listing)?.[1]);
  const hasTransparency = listing.includes('png:tRNS:');
  switch (colourType) {
    case 0:
      if (hasTransparency) return 'grey with tRNS';
      return bitDepth === 16 ? 'grey, 16 bits' : 'grey, 1 to 8 bits';
    case 2:
      return hasTransparency ? 'RGB with tRNS' : 'RGB';
    case 3:
      return hasTransparency ? 'palette with tRNS' : 'palette';
    case 4:
      return 'grey with alpha';
    default:
      return 'RGBA';
  }
}

/** Why the report differs from the listing, for every difference that is meant. */
export const REASONS = {
  garbledText:
    'a text with a Latin-1 “©”: the listing was decoded as UTF-8 and lost the character and the five after it; ' +
    'we print the text',
  negativeVariance:
    'a constant alpha channel: ImageMagick takes the root of a negative rounding error and prints `-nan` for its ' +
    'deviation, and therefore for the overall one; we print 0 and the mean of the channels',
} as const;

/** The reason for a file's differences, each checked line by line; null if a difference is not explained. */
export function reasonOf({ differences }: Comparison): keyof typeof REASONS | null {
  if (differences.length === 0) return null;
  if (differences.every(([listed, ours]) => garble(ours) === listed)) return 'garbledText';
  const isDeviation = (line: string) => line.startsWith('      standard deviation: ');
  const areDeviations = differences.every(
    ([listed, ours]) => listed === '      standard deviation: -nan (-nan)' && isDeviation(ours),
  );
  return areDeviations && differences[0]?.[1] === '      standard deviation: 0 (0)' ? 'negativeVariance' : null;
}

/**
 * A Latin-1 “©” as the listings' console decoded it: the obsolete UTF-8 of up to six bytes (RFC 2279), in which the
 * stray byte takes the five following bytes with it, cut to 16-bit code units.
 */
function garble(line: string): string {
  const at = line.indexOf('©');
  if (at < 0) return line;
  const [lead = 0, ...rest] = Array.from(line.slice(at, at + 6), (character) => character.charCodeAt(0));
  let point = lead & 1;
  for (const byte of rest) point = point * 64 + (byte & 63);
  point -= 0x10000;
  const high = String.fromCharCode(0xd800 | (point >> 10));
  const low = 0xdc00 | (point & 0x3ff);
  const isLone = high < '\ud800' || high > '\udbff';
  return line.slice(0, at) + high + (isLone ? '\ufffd' : String.fromCharCode(low)) + line.slice(at + 6);
}

/** The table of docs/conformance.md. */
export function renderTable(comparisons: readonly Comparison[]): string {
  const kinds = [...new Set(comparisons.map(({ kind }) => kind))].sort(
    (a, b) => KIND_ORDER.indexOf(a) - KIND_ORDER.indexOf(b),
  );
  const rows = kinds.map((kind) => {
    const group = comparisons.filter((comparison) => comparison.kind === kind);
    return row(kind, group);
  });
  const reasons = (Object.keys(REASONS) as (keyof typeof REASONS)[]).map((reason) => {
    const files = comparisons.filter((comparison) => reasonOf(comparison) === reason).map(({ path }) => path);
    return `- **${count(files.length)}**: ${REASONS[reason]} (${summarise(files)}).`;
  });
  const refused = comparisons
    .filter(({ listedRefusal }) => listedRefusal !== null)
    .map(({ path, refusal }) => `- \`${path}\`: ${refusal ?? 'read'}`);
  return `# Conformance of the identify report

\`maskscope identify\` compared line by line with listings of \`magick identify -verbose\` (ImageMagick 7.0.8-28, 16-bit
quantum). Not compared are dates, timings and the program's version. Written by \`node test/conformance.ts\`; a test
keeps it true.

${alignColumns([HEADINGS, ...rows, row('**all**', comparisons)])}

## Why files differ

${reasons.join('\n')}

## Files that neither reads

${refused.join('\n')}

## What no listing covers

- Dates (\`date:create\`, \`date:modify\`), timings and the program's version are not printed. A text chunk with such a
  keyword is left out too, as ImageMagick overwrites it with the date of the file.
- Control characters in names and texts are printed as \`\\x1b\`; line ends in texts stay.
- Of an ICC profile the report says that it is there (\`png:iCCP\`), not what is in it; texts that carry profiles
  (\`Raw profile type …\`) are counted, not printed.
- For an id beyond the palette ImageMagick prints an error beside its report and counts the pixel as entry 0. Here such
  ids are kept: they are counted like that in the report and by themselves in the histogram by id.
- 16-bit colour images are computed by the same rules as all others; the listings have 16-bit files in grey only.
`;
}

const KIND_ORDER: readonly Kind[] = [
  'palette',
  'palette with tRNS',
  'grey, 1 to 8 bits',
  'grey, 16 bits',
  'grey with tRNS',
  'grey with alpha',
  'RGB',
  'RGB with tRNS',
  'RGBA',
  'not a readable PNG',
];

const HEADINGS = [
  'files',
  'listed',
  'equal from `Image:` to the end of `Colormap:`',
  'equal as a whole',
  'differing, with a reason',
];

function row(name: string, group: readonly Comparison[]): string[] {
  const number = (of: (comparison: Comparison) => boolean) => String(group.filter(of).length);
  if (group.every(({ listedRefusal }) => listedRefusal !== null)) return [name, String(group.length), '–', '–', '–'];
  return [
    name,
    String(group.length),
    number(({ equalToColormap }) => equalToColormap),
    number(({ equal }) => equal),
    number((comparison) => reasonOf(comparison) !== null),
  ];
}

/** A Markdown table of a heading and rows; all columns but the first are numbers. */
function alignColumns(table: readonly (readonly string[])[]): string {
  const widths = HEADINGS.map((_, column) => Math.max(...table.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const aligned = table.map((cells) =>
    line(cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))),
  );
  const rule = line(widths.map((width, i) => (i === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)));
  return [aligned[0], rule, ...aligned.slice(1)].join('\n');
}

function count(files: number): string {
  return `${files} ${files === 1 ? 'file' : 'files'}`;
}

function summarise(files: readonly string[]): string {
  if (files.length <= 2) return files.map((file) => `\`${file}\``).join(', ');
  const folders = [...new Set(files.map((file) => file.slice(0, file.lastIndexOf('/'))))];
  return folders.map((folder) => `in \`${folder}\``).join(', ');
}

if (argv[1] === import.meta.filename) {
  if (!hasListings) throw new Error(`No listings in ${LISTINGS}`);
  writeFileSync(TABLE_FILE, renderTable(listedPaths().map(compare)));
  console.log(`wrote ${TABLE_FILE}`);
}
