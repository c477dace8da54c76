import { escapeControls } from '../core/identify/report.ts';
import { RANDOM_SPLITS, type RandomComparison } from '../core/split/randomComparison.ts';
import type { ClassCount } from '../core/split/classShares.ts';
import type { SplitProof } from '../core/split/splitProof.ts';
import type { PlannedList, SplitOutcome, SplitPlan, SplitRequest } from '../jobs/splitTypes.ts';
import { filesText } from './batchTexts.ts';

/** Names that a line lists before it counts the rest, and classes that the table of shares lists. */
const LISTED = 12;
const CLASSES = 40;

/** The preview of a split: sizes, calls, proof, and what changes in lists that are there. */
export function splitPlanText(plan: SplitPlan, { options, groupBy }: SplitRequest): string {
  const { proof, calls, lists, others, ungrouped, foreignRows, resumes, root, record } = plan;
  const { method, seed, stratify } = options;
  const strata = stratify === null ? '' : `, stratified by ${stratify}`;
  const lines = [`${method}, seed ${seed}${strata}: ${namesText(proof.names)}`];
  for (const { split, names, wanted } of proof.parts) {
    lines.push(`  ${split}  ${names}  (${percent(names / proof.names)}; ${round(wanted)} wanted)`);
  }
  if (calls.length > 0) lines.push('in Python:', ...calls.map((call) => `  ${call}`));
  if (groupBy !== null && ungrouped > 0) lines.push(`no group: ${namesText(ungrouped)}, each for itself`);
  if (foreignRows > 0) lines.push(`rows of tables about other names: ${foreignRows}`);
  lines.push(...proofLines(proof), ...changeLines(lists));
  for (const path of others)
    lines.push(`warning: ${path} is there already and stays, though it is no part of this split.`);
  if (resumes !== null) lines.push(`Finishing the interrupted run in ${resumes}.`);
  const states = [...lists, record].map(({ state }) => state);
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  lines.push(
    `${filesText(count('write'))} to write, ${count('replace')} to replace, ${count('unchanged')} as they should be, in ${root}.`,
  );
  return printable(lines);
}

function proofLines({ parts, groups, classes, comparison }: SplitProof): string[] {
  const whole = groups === null ? '' : `; ${groups.count} groups whole, the largest of ${namesText(groups.largest)}`;
  const lines = [`proof: no name in two lists, every name in one${whole}`];
  if (classes !== null && comparison !== null) {
    const sums = comparison.by === 'presence' ? null : sumsOf(classes);
    lines.push(
      `share of ${comparison.by === 'presence' ? 'images' : 'pixels'}:  class  whole  ${parts.map(({ split }) => split).join('  ')}`,
    );
    const shareOf = (count: ClassCount, part: number, size: number): string =>
      percent(sums === null ? count.images / size : count.pixels / (sums[part] ?? 1));
    for (const { key, whole: all, parts: ofClass } of classes.slice(0, CLASSES)) {
      const shares = ofClass.map((count, part) => shareOf(count, part + 1, parts[part]?.names ?? 0));
      lines.push(
        `  ${key}  ${shareOf(
          all,
          0,
          parts.reduce((sum, { names }) => sum + names, 0),
        )}  ${shares.join('  ')}`,
      );
    }
    if (classes.length > CLASSES) lines.push(`  and ${classes.length - CLASSES} more`);
    lines.push(comparisonLine(comparison));
  }
  return lines;
}

function sumsOf(classes: NonNullable<SplitProof['classes']>): number[] {
  const rows = classes.map(({ whole, parts }) => [whole, ...parts].map(({ pixels }) => pixels));
  return (rows[0] ?? []).map((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0));
}

function comparisonLine({ deviation, random }: RandomComparison): string {
  const points = (share: number): string => (100 * share).toFixed(2);
  const median = ((random[RANDOM_SPLITS / 2 - 1] ?? 0) + (random[RANDOM_SPLITS / 2] ?? 0)) / 2;
  const range = `${points(random[0] ?? 0)} to ${points(random.at(-1) ?? 0)}, median ${points(median)}`;
  return `mean deviation from the whole: ${points(deviation)} points; ${RANDOM_SPLITS} random splits of these sizes: ${range}`;
}

function changeLines(lists: readonly PlannedList[]): string[] {
  return lists.flatMap(({ path, names, state, change }) => {
    if (change === null) return [`${path}: ${namesText(names)}, new`];
    if (state === 'unchanged') return [`${path}: ${namesText(names)}, as it should be`];
    const { comes, goes, stays } = change;
    if (comes.length + goes.length === 0) return [`${path}: ${namesText(names)}, the same in another order`];
    return [
      `${path}: ${namesText(names)}; ${stays} stay, ${comes.length} come, ${goes.length} go`,
      ...(comes.length === 0 ? [] : [`  comes: ${listed(comes)}`]),
      ...(goes.length === 0 ? [] : [`  goes: ${listed(goes)}`]),
    ];
  });
}

/** What became of a split. */
export function splitResultText({ written, manifest }: SplitOutcome, { root }: SplitPlan): string {
  return printable([
    `${filesText(written)} written.`,
    `Hashes: ${manifest ?? ''}`,
    `To take it back: maskscope undo ${root}`,
  ]);
}

/** Names until there are too many of them. */
export function listed(names: readonly string[]): string {
  const more = names.length > LISTED ? `, and ${names.length - LISTED} more` : '';
  return names.slice(0, LISTED).join(', ') + more;
}

/** `1 name`, `2 names`. */
export function namesText(count: number): string {
  return count === 1 ? '1 name' : `${count} names`;
}

/** `12.3 %`; nothing where there is no whole. */
export function percent(share: number): string {
  return Number.isFinite(share) ? `${(100 * share).toFixed(1)} %` : '–';
}

function round(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** Lines without control characters that names may bring along. */
export function printable(lines: readonly string[]): string {
  return `${lines.map((line) => escapeControls(line)).join('\n')}\n`;
}
