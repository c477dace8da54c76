import { escapeControls } from '../core/identify/report.ts';
import { CONVERT_RULES, describeConvertFinding } from '../core/labelbox/convertRules.ts';
import { describePlanFinding, PLAN_RULES } from '../core/labelbox/planRules.ts';
import type { ConvertedRow, ConvertOutcome, ConvertPlan, ConvertRequest } from '../jobs/labelboxConvertTypes.ts';
import { filesText, formatBytes } from './batchTexts.ts';

const LEFT_OUT: Readonly<Record<NonNullable<ConvertedRow['reason']>, string>> = {
  skipText: 'skipped',
  skipFlag: 'skipped',
  emptyLabel: 'the label is empty: neither objects nor the statement that there are none',
  classificationsOnly: 'classifications only',
  notLabelled: 'not labelled',
  notImage: 'not an image',
  unreadable: 'the label cannot be read',
  otherLabel: 'another row of the same image counts',
};

const CLASS_MAP_USES = {
  written: 'new',
  extended: 'extended',
  copied: 'a copy of the one that was given or found',
  found: 'as it is',
} as const;

/** What becomes of a row: a line, and an indented one for each finding. */
export function convertRowText({ name, line, status, reason, classes, size, findings }: ConvertedRow): string {
  const what =
    status === 'mask'
      ? `${size?.width ?? 0}×${size?.height ?? 0}; ${classes.map((one) => `${one.name} ${one.pixels}`).join(', ')}`
      : status === 'refused'
        ? 'refused'
        : `left out: ${reason === null ? '' : LEFT_OUT[reason]}`;
  const lines = [`${name} (line ${line}): ${what}`];
  for (const finding of findings) {
    lines.push(`  ${CONVERT_RULES[finding.rule].severity}: ${describeConvertFinding(finding)}`);
  }
  return printable(lines);
}

/** What the preview amounts to. */
export function convertPlanText(plan: ConvertPlan, { sources, rule, overlap }: ConvertRequest): string {
  const { rows, classes, overlaps, classMap, files, resumes } = plan;
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const nameOf = (id: number): string => names.get(id) ?? String(id);
  const lines = [
    `era ${plan.era}, y counts ${plan.yAxis === 'up' ? 'from the bottom' : 'from the top'}; ${sources.join(', then ')}; ${rule}; overlaps: ${overlap}`,
    `class map: ${classMap.path} (${CLASS_MAP_USES[classMap.use]}${classMap.added.length === 0 ? '' : `; added: ${classMap.added.join(', ')}`})`,
    `rows: ${rows.all}; masks ${rows.masks}, refused ${rows.refused}`,
  ];
  for (const [reason, count] of Object.entries(rows.leftOut)) {
    lines.push(`  left out: ${count} (${LEFT_OUT[reason as keyof typeof LEFT_OUT]})`);
  }
  lines.push('  id  class  pixels  objects  rows');
  for (const { id, name, pixels, objects, rows: in_ } of classes) {
    lines.push(`  ${id}  ${name}  ${pixels}  ${objects}  ${in_}`);
  }
  for (const { first, second, pixels, wonByFirst, wonBySecond } of overlaps) {
    const won = overlap === 'error' ? '' : ` (${wonByFirst} to the first, ${wonBySecond} to the second)`;
    lines.push(`  overlap: ${nameOf(first)} × ${nameOf(second)} ${pixels} px${won}`);
  }
  for (const [rule, count] of Object.entries(plan.findingCounts)) lines.push(`  finding ${rule}: ${count}`);
  for (const finding of plan.findings) {
    lines.push(`${PLAN_RULES[finding.rule].severity}: ${describePlanFinding(finding)}`);
  }
  if (resumes !== null) lines.push(`Finishing the interrupted run in ${resumes}.`);
  lines.push(
    `${filesText(files.write)} to write, ${files.replace} to replace, ${files.unchanged} as they should be; ${formatBytes(files.bytes)} in ${plan.root}.` +
      (plan.isCancelled ? ' The preview was stopped.' : ''),
  );
  return printable(lines);
}

/** What became of a run. */
export function convertResultText({ written, manifest, isCancelled }: ConvertOutcome, { root }: ConvertPlan): string {
  const undo = `maskscope undo ${root}`;
  if (isCancelled) {
    return printable([
      `Stopped after ${filesText(written)}.`,
      `Run the same command again to finish, or take it back with: ${undo}`,
    ]);
  }
  return printable([`${filesText(written)} written.`, `Hashes: ${manifest ?? ''}`, `To take it back: ${undo}`]);
}

function printable(lines: readonly string[]): string {
  return `${lines.map((line) => escapeControls(line)).join('\n')}\n`;
}
