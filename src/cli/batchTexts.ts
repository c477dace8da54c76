import { escapeControls } from '../core/identify/report.ts';
import { DIFFERING_PALETTES, type DifferingPalettes } from '../core/mask/damagePalettes.ts';
import { fillTemplate } from '../core/png/errors.ts';
import type { BatchOutcome, BatchPlan } from '../jobs/batch.ts';
import type { LeftOut } from '../jobs/inputTree.ts';
import { SWAPPED_FILES, type SwappedFiles } from '../jobs/swappedFiles.ts';
import type {
  BatchRequest,
  BatchTarget,
  FileChange,
  FilledSpecks,
  IdCount,
  PlannedFile,
  RepairSummary,
  Storage,
} from '../jobs/batchTypes.ts';

/** Ids, colours and the like that a line names before it stops counting them out. */
const LISTED = 24;

/** The preview of one file: a line, and indented lines with its histograms and findings. */
export function describePlannedFile(file: PlannedFile): string {
  const { name, status, change, findings, unknown } = file;
  const lines = [`${escapeControls(name)}: ${headOf(file)}`];
  if (change !== null && status !== 'refused') lines.push(...histogramLines(change));
  for (const { colour, pixels, nearest, becomes } of unknown.slice(0, LISTED)) {
    const near = nearest === null ? '' : `, nearest ${nearest.id} ${nearest.name}`.trimEnd();
    lines.push(`  colour ${colour}: ${pixels} px${near}${becomes === null ? '' : `, becomes ${becomes}`}`);
  }
  if (unknown.length > LISTED) lines.push(`  and ${unknown.length - LISTED} more colours`);
  for (const { severity, message, advice } of findings) {
    lines.push(`  ${severity}: ${escapeControls(message)}${advice === '' ? '' : ` ${escapeControls(advice)}`}`);
  }
  return `${lines.join('\n')}\n`;
}

function headOf({ status, change }: PlannedFile): string {
  if (status === 'refused') return 'left alone';
  if (status === 'unchanged' || change === null) return 'as it should be';
  if (change.isCopy) return `${storageText(change.from)}; copied unchanged`;
  const pixels = change.keepsData ? 'the palette alone changes' : isKept(change) ? 'ids kept' : 'ids change';
  return `${storageText(change.from)} → ${storageText(change.to)}; ${pixels}`;
}

function isKept({ before, after, renumbered, repaired, filled, losses }: FileChange): boolean {
  const isNothing = (repaired?.pixels ?? 0) === 0 && filled === undefined;
  return isNothing && renumbered.length === 0 && losses.length === 0 && String(before) === String(after);
}

function storageText({ kind, bitDepth, entries, width, height }: Storage): string {
  const palette = kind === 'palette' ? `, ${entries} entries` : '';
  return `${kind} ${width}×${height}, ${bitDepth} bits${palette}`;
}

function histogramLines(change: FileChange): string[] {
  const { before, after, renumbered, repaired, filled, losses } = change;
  const lines =
    String(before) === String(after)
      ? [`  ids          ${counts(before)}`]
      : [...(before.length === 0 ? [] : [`  ids before   ${counts(before)}`]), `  ids after    ${counts(after)}`];
  if (renumbered.length > 0) {
    lines.push(`  renumbered   ${listed(renumbered.map(([from, to, pixels]) => `${from}→${to} (${pixels} px)`))}`);
  }
  if (repaired !== undefined && repaired.pixels > 0) lines.push(`  repaired     ${repairedText(repaired)}`);
  if (filled !== undefined) lines.push(`  specks       ${filledText(filled)}`);
  if (losses.length > 0) lines.push(`  lost pixels  ${counts(losses)}`);
  return lines;
}

function repairedText({ pixels, values, changes }: RepairSummary): string {
  const texts = changes.map((change) => `${change.from}→${change.to} (${change.pixels} px)`);
  const inAll = changes.length > LISTED ? `; ${pixels} px of ${values} colours or ids in all` : '';
  return listed(texts) + inAll;
}

function filledText({ regions, pixels, changes }: FilledSpecks): string {
  const texts = changes.map(([from, to, count]) => `${from}→${to} (${count} px)`);
  return `${regions} filled, ${pixels} px: ${listed(texts)}`;
}

function counts(histogram: readonly IdCount[]): string {
  return listed(histogram.map(([id, pixels]) => `${id}: ${pixels}`));
}

function listed(texts: readonly string[]): string {
  const more = texts.length > LISTED ? `, and ${texts.length - LISTED} more` : '';
  return texts.slice(0, LISTED).join(', ') + more;
}

/** What the preview amounts to. */
export function describePlan(plan: BatchPlan, { target, task }: BatchRequest): string {
  const isByColour = task.kind === 'reencode' && task.options.by === 'colour';
  const { counts: sums, journalBytes, resumes, root, newFiles, differing, swapped, missingBackground } = plan;
  if (resumes !== null) {
    const more = newFiles === 0 ? '' : ` New since: ${filesText(newFiles)}; run the command once more.`;
    const left = sums.write === 1 ? '1 file is left' : `${sums.write} files are left`;
    return `Resuming the interrupted batch in ${escapeControls(resumes)}: ${left}.${more}\n`;
  }
  const palettes = differing === null ? '' : describeDiffering(differing, isByColour);
  const background =
    missingBackground === null
      ? ''
      : `warning: No file has the id ${missingBackground}, which you gave as the background. Everything counts as a class.\n`;
  const space =
    plan.space === null || plan.space.free >= plan.space.needed
      ? ''
      : `warning: ${formatBytes(plan.space.needed)} are needed in ${escapeControls(root)}, ${formatBytes(plan.space.free)} are free.\n`;
  const place =
    target.kind === 'folder'
      ? ` They go to ${escapeControls(target.folder)}.`
      : ` Their originals (${formatBytes(journalBytes)}) are kept in ${escapeControls(root)}/.maskscope until you delete it.`;
  return (
    `${palettes}${swapped === null ? '' : describeSwapped(swapped)}${background}${leftOutText(plan.leftOut)}${space}${filesText(sums.write)} to write, ${sums.unchanged} as they should be, ${sums.refused} left alone.` +
    `${sums.write === 0 ? '' : place}${plan.isCancelled ? ' The preview was stopped.' : ''}\n`
  );
}

/** Lines about what of the folders is no input; empty where there is nothing of the kind. */
function leftOutText({ hiddenFiles, hiddenFolders, linkedFolders, results }: LeftOut): string {
  const lines = results.map(
    ({ folder, files }) =>
      `${escapeControls(folder)} holds results of an earlier batch: ${filesText(files)} left out; give the folder itself to work on them.\n`,
  );
  const skipped = [
    [hiddenFiles, 'hidden file'],
    [hiddenFolders, 'hidden folder'],
    [linkedFolders, 'linked folder'],
  ] as const;
  const named = skipped
    .filter(([count]) => count > 0)
    .map(([count, noun]) => `${count} ${noun}${count === 1 ? '' : 's'}`);
  if (named.length > 0) lines.push(`skipped: ${named.join(', ')}\n`);
  return lines.join('');
}

/** The classic: every tool gave its own ids to the same colours. */
function describeDiffering(differing: DifferingPalettes, isByColour: boolean): string {
  const { files, colours } = differing;
  const sentence = fillTemplate(DIFFERING_PALETTES, { files, count: colours.length });
  const places = colours.slice(0, LISTED).map(({ colour, ids }) => `${colour} at ${ids.join(', ')}`);
  if (colours.length > LISTED) places.push(`and ${colours.length - LISTED} more`);
  const fix = isByColour
    ? 'Each colour gets one id.'
    : 'With --by index they stay different classes; with --by colour each colour gets one id.';
  return `${sentence} ${fix}\n  ${places.join('; ')}\n`;
}

function describeSwapped({ files, uncertain }: SwappedFiles): string {
  const sentence = fillTemplate(SWAPPED_FILES, { files, uncertain });
  return `warning: ${sentence} Give --swap-red-blue if all of them are, or --no-swap if these are not.\n`;
}

/** What became of a batch. */
export function describeResult(
  { results, manifest, isCancelled }: BatchOutcome,
  plan: BatchPlan,
  target: BatchTarget,
): string {
  const count = (wanted: string): number => results.filter(({ status }) => status === wanted).length;
  const undo = target.kind === 'folder' ? target.folder : plan.root;
  const sums = `${filesText(count('written'))} written, ${count('unchanged')} as they were, ${count('refused')} left alone`;
  if (isCancelled) {
    const rest = `${sums}, ${count('cancelled')} not reached.\n`;
    return `${rest}Run the same command again to finish, or take it back with: maskscope undo ${escapeControls(undo)}\n`;
  }
  if (manifest === null) return `${sums}.\nRun the same command again once the cause is gone.\n`;
  return `${sums}.\nHashes: ${escapeControls(manifest)}\nTo take it back: maskscope undo ${escapeControls(undo)}\n`;
}

/** `1 file`, `2 files`. */
export function filesText(count: number): string {
  return count === 1 ? '1 file' : `${count} files`;
}

/** `12 B`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 ? size : size.toFixed(1)} ${units[unit]}`;
}
