import { NOT_EXPORTS, TELL_TALES } from '../core/labelbox/era.ts';
import { describeFinding, LABELBOX_RULES } from '../core/labelbox/rules.ts';
import { Y_AXIS_REASONS } from '../core/labelbox/yAxis.ts';
import { fillTemplate } from '../core/png/errors.ts';
import type { LabelboxScan } from '../jobs/labelbox.ts';
import { printableLines, textTable } from './textTable.ts';

const DAY = 24 * 3_600_000;

/** What an export is and holds, for people. */
export function renderSummary(file: string, scan: LabelboxScan, now: number): string {
  const { recognised, format, yAxis, summary, findingCounts } = scan;
  const lines = [file];
  if (recognised.kind === 'notExport') {
    lines.push(`  ${fillTemplate(NOT_EXPORTS[recognised.what], recognised.details)}`);
    return printableLines(lines);
  }
  const isKnown = <T extends readonly [string, number]>([, count]: T): boolean => count > 0;
  const counts = (record: Readonly<Record<string, number>>): string =>
    Object.entries(record)
      .filter(isKnown)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || 'none';
  const facts: (readonly [string, string])[] = [
    ['era', `${recognised.era}: ${fillTemplate(TELL_TALES[recognised.tellTale], recognised.details)}`],
    ['container', format?.container ?? 'none'],
    ['y axis', yAxis === null ? '' : `${yAxis.choice}: ${fillTemplate(Y_AXIS_REASONS[yAxis.reason], yAxis.details)}`],
    ['rows', `${summary.rows} (${counts(summary.media)})`],
    ['states', counts(summary.states)],
    ['labels', `${summary.labels}${summary.consensusRows > 0 ? `, ${summary.consensusRows} rows with several` : ''}`],
    ['objects', `${counts(summary.objects)}; with a mask ${summary.objectsWithMask}`],
    ['classifications', String(summary.classifications)],
    [
      'dates',
      summary.firstDate === null
        ? 'none'
        : `${day(summary.firstDate)} to ${day(summary.lastDate ?? summary.firstDate)}`,
    ],
    ['reviews', summary.reviewScores.map(({ score, labels }) => `score ${score}: ${labels}`).join(', ') || 'none'],
  ];
  if (summary.exifRotated > 0) {
    facts.push([
      'EXIF',
      `${summary.exifRotated} images are turned; the export does not state which frame coordinates mean`,
    ]);
  }
  lines.push(...textTable(facts.map(([name, text]) => [`  ${name}`, text])));
  lines.push(
    '',
    ...section(
      'class',
      ['objects', 'rows', 'rows without'],
      summary.classes.map((one) => [
        one.written.length === 1 && one.written[0] === one.name
          ? one.name
          : `${one.name} (${one.written.map((name) => JSON.stringify(name)).join(', ')})`,
        String(one.objects),
        String(one.rows),
        String(one.missing),
      ]),
    ),
  );
  lines.push(
    '',
    ...section(
      'labeller',
      ['labels', 'median s', 'mean s'],
      summary.labellers.map((one) => [
        one.name === '' ? '(unknown)' : one.name,
        String(one.labels),
        seconds(one.medianSeconds),
        seconds(one.meanSeconds),
      ]),
    ),
  );
  lines.push(
    '',
    ...section(
      'links',
      ['count', 'expired', 'access', 'expiry'],
      summary.urls.map((one) => [
        one.kind,
        String(one.links),
        String(one.expired),
        counts(one.access),
        expiry(one.firstExpiry, one.lastExpiry, now),
      ]),
    ),
  );
  const rows = [...findingCounts].map(([rule, count]) => [rule, LABELBOX_RULES[rule].severity, String(count)]);
  lines.push('', ...section('findings', ['severity', 'count'], rows));
  return printableLines(lines);
}

/** Every finding that was kept, one a line: line, row, severity, sentence. */
export function renderFindings({ findings, findingCounts }: LabelboxScan): string {
  const lines = [...findings]
    .sort((a, b) => a.offset - b.offset)
    .map((finding) => {
      const row = finding.row === null ? '' : `row ${finding.row + 1}: `;
      return `line ${finding.line}: ${LABELBOX_RULES[finding.rule].severity}: ${row}${describeFinding(finding)}`;
    });
  const all = [...findingCounts.values()].reduce((sum, count) => sum + count, 0);
  if (all > findings.length) lines.push(`${all - findings.length} more`);
  return lines.length === 0 ? '' : printableLines(['', ...lines]);
}

/** The summary for programs; dates are milliseconds since 1970. */
export function summaryJson({ recognised, format, yAxis, summary, findingCounts }: LabelboxScan): object {
  const export_ =
    recognised.kind === 'notExport'
      ? {
          era: null,
          notExport: recognised.what,
          message: fillTemplate(NOT_EXPORTS[recognised.what], recognised.details),
        }
      : {
          era: recognised.era,
          tellTale: fillTemplate(TELL_TALES[recognised.tellTale], recognised.details),
          container: format?.container ?? null,
          yAxis: yAxis?.choice ?? null,
        };
  return { ...export_, ...summary, findingCounts: Object.fromEntries(findingCounts) };
}

/** Findings for programs. */
export function findingsJson({ findings }: LabelboxScan): readonly object[] {
  return findings.map((finding) => ({
    ...finding,
    severity: LABELBOX_RULES[finding.rule].severity,
    message: describeFinding(finding),
  }));
}

function section(name: string, headings: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [`  ${name}: none`];
  return textTable([[`  ${name}`, ...headings], ...rows.map(([first = '', ...rest]) => [`  ${first}`, ...rest])]);
}

function day(date: number): string {
  return new Date(date).toISOString().slice(0, 10);
}

function seconds(value: number | null): string {
  return value === null ? '–' : value.toFixed(1);
}

function expiry(first: number | null, last: number | null, now: number): string {
  if (first === null || last === null) return 'not stated';
  const days = Math.floor(Math.abs(now - last) / DAY);
  const when = last <= now ? `the last one ${days} days ago` : `the last one in ${days} days`;
  return day(first) === day(last) ? `${day(first)} (${when})` : `${day(first)} to ${day(last)} (${when})`;
}
