import type { LabelPlan } from '../core/review/takeLabels.ts';
import { contradictions, type MatchedLabels, type PublishedTags } from '../core/review/publishedForm.ts';
import type { LostScores } from '../core/review/scores.ts';
import { PAIR_STATES, type PairState } from '../core/review/reviewState.ts';
import { listed } from './splitTexts.ts';
import { printableLines, textTable } from './textTable.ts';

type Counts = Readonly<Record<PairState, number>>;

/** How many pairs stand how, together and by reviewer. */
export function reviewStatusText(status: {
  readonly pairs: number;
  readonly together: Counts;
  readonly reviewers: readonly (Counts & { readonly reviewer: string })[];
  readonly merged: readonly { readonly reviewer: string; readonly name: string }[];
  readonly withoutPair: readonly string[];
}): string {
  const { pairs, together, reviewers, merged, withoutPair } = status;
  const rowOf = (who: string, counts: Counts): string[] => [who, ...PAIR_STATES.map((state) => String(counts[state]))];
  const rows = [
    [`${pairs} ${pairs === 1 ? 'pair' : 'pairs'}`, ...PAIR_STATES],
    ...reviewers.map((one) => rowOf(one.reviewer, one)),
    ...(reviewers.length === 1 ? [] : [rowOf('together', together)]),
  ];
  const lines = [];
  if (merged.length > 0) {
    lines.push(`tags of merged histories that contradict each other, the later one counts: ${namesOf(merged)}`);
  }
  if (withoutPair.length > 0) lines.push(`tagged, but no pair any more: ${listed(withoutPair)}`);
  return printableLines([...textTable(rows, [1, 2, 3, 4, 5]), ...lines]);
}

function namesOf(merged: readonly { readonly reviewer: string; readonly name: string }[]): string {
  return listed(merged.map(({ reviewer, name }) => `${name} (${reviewer})`));
}

/** What is said of scores that are passed over, a line each. */
export function lostScoreLines({ unusable, unknown }: LostScores): string[] {
  const lines: string[] = [];
  if (unusable !== null) {
    const { count, unit, place, text } = unusable;
    const many = `${count} ${unit === 'line' ? 'lines' : 'entries'} have no usable score, the first is`;
    const head = count === 1 ? `1 ${unit} has no usable score,` : many;
    lines.push(`${head} ${unit} ${place}: ${text}`);
  }
  if (unknown !== null) {
    const { count, name } = unknown;
    const head = count === 1 ? '1 name is' : `${count} names are`;
    lines.push(`${head} of no pair of the dataset, or of several${count === 1 ? '' : ', the first is'}: ${name}`);
  }
  return lines;
}

/** What an import does to a reviewer's tags. */
export function labelPlanText(
  reviewer: string,
  { added, turned, same }: LabelPlan,
  published: PublishedTags,
  matched: MatchedLabels,
): string {
  const { documents, unclear } = published;
  const { unknown } = matched;
  const conflicts = contradictions(published, matched);
  const lines = [`${reviewer}: ${added.length} new tags, ${turned.length} turned, ${same} the same`];
  for (const { subject, verdict } of turned)
    lines.push(`  ${subject.name}: ${verdict} in place of ${opposite(verdict)}`);
  if (documents > 1) lines.push(`saved ${documents} times into one file; of labels of one name the last counts`);
  if (conflicts.length > 0) lines.push(`labels that contradict an earlier one: ${listed(conflicts)}`);
  if (unclear > 0) lines.push(`entries without a name or a class of 1 or 0, left out: ${unclear}`);
  if (unknown.length > 0) lines.push(`no pair of the dataset, left out: ${listed(unknown)}`);
  return printableLines(lines);
}

function opposite(verdict: 'accepted' | 'rejected'): string {
  return verdict === 'accepted' ? 'rejected' : 'accepted';
}
