import type { ClassColours, FoundColours } from '../jobs/colours/coloursTypes.ts';
import { describePairFinding } from '../jobs/pairs/pairRules.ts';
import { GIVE_ORIGINAL } from './pairsTexts.ts';
import { printableLines, textTable } from './textTable.ts';

/** Mean shift finds many colours of few pixels, which files have all of. */
const SHOWN = 16;

/** For people. @param isOfFiles whether masks were given, and no dataset */
export function coloursText(found: FoundColours, isOfFiles: boolean): string {
  const { classes, files, unpaired, unknown, classMap } = found;
  const lines = classes.flatMap((one) => classLines(one, `${one.files} ${one.files === 1 ? 'file' : 'files'}`));
  const ofFiles = files.flatMap(({ name, classes: own }) => own.flatMap((one) => classLines(one, name)));
  return printableLines([
    ...(classes.length === 0 ? ['No pixel of the chosen classes counts.'] : lines),
    ...ofFiles,
    ...(classMap === null ? [] : [`Class map: ${classMap}`]),
    ...missing('Without original or mask', unpaired),
    ...(unpaired.length > 0 && isOfFiles ? [GIVE_ORIGINAL] : []),
    ...missing('Named, but not there', unknown),
  ]);
}

/** A line for each pair that was not read. */
export function unreadLines({ failed }: FoundColours): string[] {
  return failed.map(({ name, findings }) => `${name}: ${findings.map(describePairFinding).join(' ')}`);
}

function classLines(one: ClassColours, where: string): string[] {
  const { colours, pixels } = one;
  const rows = colours
    .slice(0, SHOWN)
    .map(({ hex, name, difference, share }) => [
      ...[`  ${hex}`, name ?? ''],
      difference === null ? '' : `ΔE ${difference.toFixed(1)}`,
      `${(100 * share).toFixed(1)} %`,
    ]);
  const more = colours.length > SHOWN ? [`  and ${colours.length - SHOWN} more (--csv, --json)`] : [];
  return [`${titleOf(one)}, ${where}, ${pixels} px`, ...textTable(rows, [2, 3]), ...more, ''];
}

function titleOf({ key, name }: ClassColours): string {
  return name === null ? String(key) : `${name} (${key})`;
}

function missing(what: string, names: readonly string[]): string[] {
  return names.length === 0
    ? []
    : [`${what}, ${names.length}: ${names.slice(0, SHOWN).join(', ')}${names.length > SHOWN ? ', …' : ''}`];
}
