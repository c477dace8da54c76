import type { ClassKey } from '../core/dataset/classNaming.ts';
import { RANDOM_SPLITS, type RandomComparison } from '../core/split/randomComparison.ts';
import { ROUNDING } from '../core/split/ratios.ts';
import type { ClassBalance, SplitProof } from '../core/split/splitProof.ts';
import { commandText } from '../jobs/commandText.ts';
import type { PlannedList, SplitOutcome, SplitPlan, SplitRequest } from '../jobs/splitTypes.ts';
import { filesText } from './batchTexts.ts';
import { printableLines, textTable } from './textTable.ts';

/** Names that a line lists before it counts the rest, and classes that the table of shares lists. */
const LISTED = 12;
const CLASSES = 40;

/** The preview of a split: sizes, calls, proof, and what changes in lists that are there. */
export function splitPlanText(plan: SplitPlan, { options, groupBy }: SplitRequest): string {
  const { proof, calls, lists, others, ungrouped, unpaired, foreignRows, resumes, root, record } = plan;
  const { method, seed, stratify } = options;
  const strata = stratify === null ? '' : `, stratified by ${stratify}`;
  const lines = [`${method}, seed ${seed}${strata}: ${namesText(proof.names)}`];
  for (const { split, names, wanted } of proof.parts) {
    lines.push(`  ${split}  ${names}  (${percent(names / proof.names)}; ${round(wanted)} wanted)`);
  }
  if (options.shape.kind === 'ratios') {
    const sum = options.shape.ratios.reduce((all, ratio) => all + ratio, 0);
    if (Math.abs(sum - 1) > ROUNDING)
      lines.push(`the ratios sum to ${Number(sum.toPrecision(6))} and are divided by that`);
  }
  for (const { split, names, wanted } of proof.parts) {
    if (names === 0 && wanted > 0) lines.push(`warning: ${split} is empty`);
  }
  if (calls.length > 0) lines.push('in Python:', ...calls.map((call) => `  ${call}`));
  if (groupBy !== null && ungrouped > 0) lines.push(`no group: ${namesText(ungrouped)}, each for itself`);
  if (unpaired > 0) lines.push(`left out: ${namesText(unpaired)} without original or mask`);
  if (foreignRows > 0) lines.push(`rows of tables about other names: ${foreignRows}`);
  lines.push(...proofLines(proof, new Map(plan.classNames)), ...changeLines(lists));
  for (const path of others)
    lines.push(`warning: ${path} is there already and stays, though it is no part of this split.`);
  if (resumes !== null) lines.push(`Finishing the interrupted run in ${resumes}.`);
  const states = [...lists, record].map(({ state }) => state);
  const count = (wanted: string): number => states.filter((state) => state === wanted).length;
  lines.push(
    `${filesText(count('write'))} to write, ${count('replace')} to replace, ${count('unchanged')} as they should be, in ${root}.`,
  );
  return printableLines(lines);
}

function proofLines(proof: SplitProof, names: ReadonlyMap<ClassKey, string>): string[] {
  const { groups, classes, comparison } = proof;
  const whole =
    groups === null
      ? ''
      : `; ${groups.count === 1 ? '1 group' : `${groups.count} groups`} whole, the largest of ${namesText(groups.largest)}`;
  const lines = [`proof: no name in two lists, every name in one${whole}`];
  if (classes === null || comparison === null) return lines;
  const rows = shareRows(proof, classes, comparison.by, names);
  lines.push(`share of ${comparison.by === 'presence' ? 'images' : 'pixels'}:`);
  lines.push(
    ...textTable(rows, proof.parts.map((_, at) => at + 1).concat(proof.parts.length + 1)).map((line) => `  ${line}`),
  );
  if (classes.length > CLASSES) lines.push(`  and ${classes.length - CLASSES} more`);
  return [...lines, comparisonLine(comparison)];
}

/** A row for each class: its share of the images, or of the pixels of all classes, in the whole and in each part. */
function shareRows(
  { names: all, parts }: SplitProof,
  classes: readonly ClassBalance[],
  by: RandomComparison['by'],
  classNames: ReadonlyMap<ClassKey, string>,
): string[][] {
  const countsOf = ({ whole, parts: ofClass }: ClassBalance): number[] =>
    [whole, ...ofClass].map(({ images, pixels }) => (by === 'presence' ? images : pixels));
  const sizes =
    by === 'presence'
      ? [all, ...parts.map(({ names }) => names)]
      : classes.map(countsOf).reduce((sums, counts) => sums.map((sum, at) => sum + (counts[at] ?? 0)));
  const rows = classes.slice(0, CLASSES).map((one) => {
    const name = `${one.key} ${classNames.get(one.key) ?? ''}`.trim();
    return [name, ...countsOf(one).map((count, at) => percent(count / (sizes[at] ?? 0)))];
  });
  return [['class', 'whole', ...parts.map(({ split }) => split)], ...rows];
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
  return printableLines([
    `${filesText(written)} written.`,
    `Hashes: ${manifest ?? ''}`,
    `To take it back: ${commandText(['undo', root])}`,
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
