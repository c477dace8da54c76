import { commandText } from '../jobs/commandText.ts';
import { describePairFinding, PAIR_RULES, type PairRule } from '../jobs/pairs/pairRules.ts';
import type { PairsOutcome, PairsPlan, PlannedItem, WrittenItem } from '../jobs/pairs/pairsTypes.ts';
import { filesText } from './batchTexts.ts';
import { classMapTroubleLines } from './classMapTexts.ts';
import { listed } from './splitTexts.ts';
import { printableLines } from './textTable.ts';

/** Files that a line names: a pair may become hundreds of tiles. */
const MOST_FILES = 4;

/** Rules that say the same of every pair. */
const OF_ALL_PAIRS: readonly PairRule[] = ['reencoded', 'becomesPng', 'reduced'];

/** What is said once, with a count of pairs, instead of for every pair. */
export class CommonFindings {
  readonly #counts = new Map<string, number>();

  /** Counts the findings of a pair that many have. Returns the pair with the others. */
  take<T extends Pick<PlannedItem, 'findings'>>(item: T): T {
    for (const finding of item.findings) {
      if (!OF_ALL_PAIRS.includes(finding.rule)) continue;
      const text = describePairFinding(finding);
      this.#counts.set(text, (this.#counts.get(text) ?? 0) + 1);
    }
    return { ...item, findings: item.findings.filter(({ rule }) => !OF_ALL_PAIRS.includes(rule)) };
  }

  get text(): string {
    if (this.#counts.size === 0) return '';
    const pairs = (count: number): string => `${count} ${count === 1 ? 'pair' : 'pairs'}`;
    return printableLines([...this.#counts].map(([text, count]) => `Of ${pairs(count)}: ${text}`));
  }
}

/** The preview of one pair. */
export function plannedItemText({ name, status, files, findings }: PlannedItem): string {
  const paths = files.map(({ path, state }) => (state === 'replace' ? `${path} (replaced)` : path));
  const more = paths.length > MOST_FILES ? ` and ${paths.length - MOST_FILES} more` : '';
  const written = paths.slice(0, MOST_FILES).join(', ') + more;
  const head = status === 'refused' ? 'left out' : status === 'nothing' ? 'nothing to make' : written;
  return printableLines([
    `${name}: ${head}`,
    ...findings.map((one) => `  ${PAIR_RULES[one.rule].severity}: ${describePairFinding(one)}`),
  ]);
}

/** What to do where an original is missing and masks were given by themselves. */
export const GIVE_ORIGINAL = 'Give the original of a mask with --original FILE.';

/** The preview as a whole. @param isOfFiles whether masks were given, and no dataset */
export function pairsPlanText(plan: PairsPlan, isOfFiles: boolean): string {
  const { root, items, files, wholeFiles, unpaired, unknown, furtherMasks, resumes, classMap, linked } = plan;
  const lines = [
    `Classes: ${classMap ?? 'no class map was found; classes have their ids'}`,
    ...classMapTroubleLines(classMap, plan),
  ];
  if (linked.length > 0) lines.push(`Links to folders, which are not followed (${linked.length}): ${listed(linked)}`);
  for (const { path, state } of wholeFiles) {
    lines.push(
      `${path}: ${state === 'exists' || state === 'collision' ? 'is there already and stays' : 'written once, for all pairs'}`,
    );
  }
  if (unpaired.length > 0) lines.push(`Without original or mask (${unpaired.length}): ${listed(unpaired)}`);
  if (unpaired.length > 0 && isOfFiles) lines.push(GIVE_ORIGINAL);
  if (unknown.length > 0) lines.push(`No pair has these names (${unknown.length}): ${listed(unknown)}`);
  if (furtherMasks.length > 0) {
    lines.push(
      `Other masks of these pairs, which are not moved (${furtherMasks.length}): ${listed(furtherMasks)}. Give them as MASK... with another folder to move them too.`,
    );
  }
  if (resumes !== null) lines.push(`Finishing the interrupted run in ${resumes}.`);
  lines.push(
    `${filesText(files.write)} to write, ${files.replace} of earlier runs to replace, in ${root}; ${items.refused} left out.`,
  );
  return printableLines(lines);
}

/** What is to be said of one that was written, or was not. */
export function writtenItemText({ name, findings }: WrittenItem): string {
  return printableLines([`${name}: ${findings.map(describePairFinding).join(' ')}`]).trimEnd();
}

/** What became of all. */
export function pairsResultText(
  { written, unchanged, refused, manifest, isCancelled }: PairsOutcome,
  { root }: PairsPlan,
): string {
  const counts = [`${filesText(written)} written`];
  if (unchanged > 0) counts.push(`${unchanged} as they should be already`);
  if (refused > 0) counts.push(`${refused} left out`);
  const lines = [`${counts.join(', ')}.`];
  if (isCancelled) lines.push('Stopped. The same command goes on where it was.');
  if (manifest !== null) lines.push(`Hashes: ${manifest}`);
  if (written > 0) lines.push(`To take it back: ${commandText(['undo', root])}`);
  return printableLines(lines);
}
