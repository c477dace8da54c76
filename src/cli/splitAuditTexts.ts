import type { SplitAudit } from '../core/split/audit.ts';
import { listed, namesText, percent } from './splitTexts.ts';
import { printableLines } from './textTable.ts';

/** What an audit found: a line for each list, then one for each thing that is wrong. */
export function auditText(audit: SplitAudit): string {
  const { lists, unresolved, duplicates, overlaps, trainval, unlisted, divided, neighbours } = audit;
  const lines = lists.map(({ path, split, pairs }) => `${path}: ${split}, ${namesText(pairs)}`);
  const sound = lines.length;
  for (const { first, second, names } of overlaps) {
    lines.push(`in both ${first.path} and ${second.path}: ${namesText(names.length)}: ${listed(names)}`);
  }
  for (const { path, line, text, problem } of unresolved) {
    lines.push(
      `${path}:${line}: ${text} ${problem === 'outside' ? 'leads out of the dataset' : 'is not in the dataset'}`,
    );
  }
  for (const { path, name, lines: at } of duplicates)
    lines.push(`${path}: ${name} comes ${at.length} times, in lines ${at.join(', ')}`);
  for (const { path, missing, extra } of trainval) {
    if (missing.length > 0)
      lines.push(`${path} lacks ${namesText(missing.length)} of train and val: ${listed(missing)}`);
    if (extra.length > 0)
      lines.push(`${path} has ${namesText(extra.length)} of neither train nor val: ${listed(extra)}`);
  }
  if (unlisted.length > 0) lines.push(`in no list: ${namesText(unlisted.length)}: ${listed(unlisted)}`);
  for (const { group, parts } of divided) {
    lines.push(`group ${group} is divided: ${parts.map(({ split, names }) => `${split} ${names.length}`).join(', ')}`);
  }
  for (const { train, heldOut, within, frames, share } of neighbours) {
    const examples = frames.map(({ name, nearest, distance }) => `${name} (${distance} from ${nearest})`);
    lines.push(
      `${heldOut.path}: ${percent(share)} (${namesText(frames.length)}) within ${framesText(within)} of ${train.path}: ${listed(examples)}`,
    );
  }
  if (lines.length === sound) lines.push('nothing is wrong with them');
  return printableLines(lines);
}

/** `1 frame`, `2 frames`. */
function framesText(count: number): string {
  return count === 1 ? '1 frame' : `${count} frames`;
}
