import { CLASS_WEIGHTS, classWeights, DEFAULT_BETA, mmsegMetainfo } from '../dataset/classWeights.ts';
import type { ReportFacts } from './reportDocument.ts';
import { csvCell } from '../formats/csvCell.ts';

/** Changed whenever {@link reportJson} says something else by the same names. */
export const REPORT_SCHEMA = 'maskscope-dataset-report/1';

/** The report as JSON, in full; docs/dataset-report.md describes it. */
export function reportJson(facts: ReportFacts): string {
  const { name, classMap, split, statistics, channels } = facts;
  const weights = Object.fromEntries(
    CLASS_WEIGHTS.map((weighting) => [
      weighting,
      classWeights(statistics.classes, weighting).map(({ key, name: own, weight }) => ({ id: key, name: own, weight })),
    ]),
  );
  const report = {
    ...{ schema: REPORT_SCHEMA, dataset: name, classMap, split, statistics },
    weights: { beta: DEFAULT_BETA, ...weights },
    ...{ metainfo: mmsegMetainfo(statistics.classes), channels },
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * A line a class, with a heading: id, class, colour, void, pixels, images, regions, the weights, and pixels and images of
 * each split.
 */
export function reportCsv({ statistics, whole }: ReportFacts): string {
  const { classes } = statistics;
  const weights = CLASS_WEIGHTS.map(
    (weighting) => new Map(classWeights(classes, weighting).map(({ key, weight }) => [key, weight])),
  );
  const splits = whole.splits.map(({ split, classes: counts }) => ({ split, counts: new Map(counts) }));
  const heading = [
    ...['id', 'class', 'colour', 'void', 'pixels', 'images', 'regions', ...CLASS_WEIGHTS],
    ...splits.flatMap(({ split }) => [`${split} pixels`, `${split} images`]),
  ];
  const rows = classes.map(({ key, name, colour, isVoid, pixels, images, regions }) => [
    ...[String(key), name ?? '', colour ?? '', isVoid ? '1' : '0', String(pixels), String(images), String(regions)],
    ...weights.map((one) => String(one.get(key) ?? '')),
    ...splits.flatMap(({ counts }) => [String(counts.get(key)?.pixels ?? 0), String(counts.get(key)?.images ?? 0)]),
  ]);
  return [heading, ...rows].map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('');
}
