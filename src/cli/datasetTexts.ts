import { brokenSentence } from '../core/dataset/findings/brokenFiles.ts';
import type { DatasetFacts } from '../core/dataset/facts.ts';
import { splitsOf, type DatasetStatistics } from '../core/dataset/statistics.ts';
import type { ScanOutcome } from '../jobs/dataset/datasetScan.ts';
import { printableLines, textTable } from './textTable.ts';
import { csvCell } from '../core/formats/csvCell.ts';

/** Broken files that are listed; the others are counted. */
const MOST_LISTED = 10;

/** Folders that are named where they are passed over. */
const MOST_NAMED = 5;

/** What a scan found, for people. Only the records of broken files are decoded: the rest is told by names. */
export function scanText(outcome: ScanOutcome, seconds: number): string {
  const { root, facts, files, scanned, changed, listing } = outcome;
  const { layout, records } = facts;
  const { pairs } = layout;
  const without = (role: 'original' | 'mask'): number => pairs.filter((pair) => pair[role] === null).length;
  const splits = splitsOf(facts).map(({ split, members }) => `${split} ${number(members.size)}`);
  const broken = listing.images.filter((path) => records.typeOf(path) === 'broken');
  const others = pairs.reduce((sum, pair) => sum + pair.others.length, 0);
  const rows: [string, string][] = [
    ['layout', layout.kind],
    ['originals', `${place(layout.originals)}${number(pairs.length - without('original'))}`],
    ['masks', `${place(layout.masks)}${number(pairs.length - without('mask'))}`],
    [
      'pairs',
      `${number(pairs.length)}; without a mask ${number(without('mask'))}, without an original ${number(without('original'))}`,
    ],
    ['other masks', `${number(others)} of instances, which are not counted by class`],
    ['no pair', `${number(layout.unpaired.length)} images`],
    ['class map', facts.classMap === null ? 'none found' : facts.classMap.source],
    ['splits', splits.join(', ') || 'none'],
    ['broken', number(broken.length)],
  ];
  const { linked, forbidden, beyond } = listing;
  const named = (paths: readonly string[]): string =>
    `${number(paths.length)}: ${paths.slice(0, MOST_NAMED).join(', ')}${paths.length > MOST_NAMED ? ', …' : ''}`;
  if (linked.length > 0) rows.push(['links to folders', `${named(linked)}; not followed`]);
  if (forbidden.length > 0) rows.push(['forbidden', `${named(forbidden)}; what lies there is missing`]);
  if (beyond > 0) rows.push(['too many files', `${number(beyond)} were passed over`]);
  const rate = seconds > 0 && scanned > 0 ? `, ${number(Math.round(scanned / seconds))} files/s` : '';
  const again = changed > 0 ? `; ${number(changed)} changed meanwhile and were read again` : '';
  const lines = [
    root,
    ...textTable(rows.map(([name, text]) => [`  ${name}`, text])),
    ...brokenFiles(broken, facts),
    `read ${number(scanned)} of ${number(files)} files in ${seconds.toFixed(1)} s${rate}${again}`,
  ];
  return printableLines(lines);
}

/** The classes of a dataset, for people. */
export function statisticsText(statistics: DatasetStatistics): string {
  const { pairs, masks, counted, broken, pixels, voidPixels, classes, splits } = statistics;
  const isShown = classes.filter(({ name, images }) => name !== null || images > 0);
  const labelled = pixels - voidPixels;
  const lines = [
    `${number(pairs)} pairs, ${number(masks)} masks, ${number(counted)} counted, ${number(broken)} broken`,
    ...(masks > counted
      ? [
          `not counted: ${number(masks - counted)}, whose ids are objects, or more than classes have; see maskscope check`,
        ]
      : []),
    '',
    ...textTable(
      [
        ['id', 'class', 'pixels', 'share', 'images', 'regions'],
        ...isShown.map(({ key, name, isVoid, pixels: own, images, regions }) => [
          String(key),
          `${name ?? '(no class)'}${isVoid ? ' (void)' : ''}`,
          number(own),
          isVoid ? '' : share(own, labelled),
          number(images),
          number(regions),
        ]),
      ],
      [0, 2, 3, 4, 5],
    ),
    ...(splits.length === 0 ? [] : ['', ...splitTable(statistics)]),
  ];
  return printableLines(lines);
}

/** A line a class, with a heading: id, class, void, pixels, images, regions, and pixels and images of each split. */
export function statisticsCsv({ classes, splits }: DatasetStatistics): string {
  const heading = ['id', 'class', 'void', 'pixels', 'images', 'regions'];
  const rows = classes.map(({ key, name, isVoid, pixels, images, regions }) => [
    ...[String(key), name ?? '', isVoid ? '1' : '0', String(pixels), String(images), String(regions)],
    ...splits.flatMap((split) => {
      const count = split.classes.find(([other]) => other === key)?.[1];
      return [String(count?.pixels ?? 0), String(count?.images ?? 0)];
    }),
  ]);
  const all = [[...heading, ...splits.flatMap(({ split }) => [`${split} pixels`, `${split} images`])], ...rows];
  return all.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}

function splitTable({ classes, splits }: DatasetStatistics): string[] {
  const rows = classes
    .filter(({ images }) => images > 0)
    .map(({ key, name }) => [
      name ?? String(key),
      ...splits.map((split) => number(split.classes.find(([other]) => other === key)?.[1].images ?? 0)),
    ]);
  const heading = ['images with', ...splits.map(({ split }) => split)];
  const sums = ['masks', ...splits.map(({ masks }) => number(masks))];
  return textTable(
    [heading, ...rows, sums],
    splits.map((_, at) => at + 1),
  );
}

function brokenFiles(paths: readonly string[], { records }: DatasetFacts): string[] {
  const lines = paths.slice(0, MOST_LISTED).map((path) => {
    const record = records.get(path);
    return `    ${path}: ${record?.type === 'broken' ? brokenSentence(record.problem) : ''}`;
  });
  const more = paths.length - lines.length;
  return more === 0 ? lines : [...lines, `    … and ${number(more)} more`];
}

function share(part: number, whole: number): string {
  return whole === 0 ? '' : `${((100 * part) / whole).toFixed(2)} %`;
}

function place(pattern: string | null): string {
  return pattern === null ? '' : `${pattern}: `;
}

function number(value: number): string {
  return value.toLocaleString('en');
}
