import type { ClassMap, ClassMapEntry } from './classMap.ts';

/** What a format cannot keep of a class map; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const CLASS_MAP_LOSSES = {
  id: 'The class {name} would become id {becomes} instead of {id}.',
  name: 'The name {name} cannot be written as it is; it would become {becomes}.',
  colour: 'The colour of the class {name} is not kept.',
  isVoid: 'That training ignores the class {name}, or does not, would not be kept.',
  aliases: 'The other names of the class {name} are not kept.',
  group: 'The group of the class {name} is not kept.',
  missing: 'The class {name} cannot be written.',
} as const;

export type ClassMapLossCode = keyof typeof CLASS_MAP_LOSSES;

export interface ClassMapLoss {
  readonly code: ClassMapLossCode;
  readonly details: Readonly<Record<string, string | number>>;
}

/** A class map as text, and what reading it back would not give. */
export interface WrittenClassMap {
  readonly text: string;
  readonly losses: readonly ClassMapLoss[];
}

/**
 * Compares a class map with what reading its text gives.
 *
 * @param written entries in the order in which they were written
 * @param reread the entry that each of them became; undefined where it became none
 */
export function lossesBetween(
  written: readonly ClassMapEntry[],
  reread: (index: number) => ClassMapEntry | undefined,
): ClassMapLoss[] {
  const losses: ClassMapLoss[] = [];
  written.forEach((entry, index) => {
    const { name } = entry;
    const again = reread(index);
    const lose = (code: ClassMapLossCode, details: ClassMapLoss['details'] = {}): number =>
      losses.push({ code, details: { name, ...details } });
    if (again === undefined) {
      lose('missing');
      return;
    }
    if (again.id !== entry.id) lose('id', { id: entry.id, becomes: again.id });
    if (again.name !== name) lose('name', { becomes: again.name });
    if (entry.colour !== null && again.colour !== entry.colour) lose('colour');
    if (again.isVoid !== entry.isVoid) lose('isVoid');
    if (entry.aliases !== undefined) lose('aliases');
    if (entry.group !== undefined) lose('group');
  });
  return losses;
}

/** The entries of a map by the place that they have in its file. */
export function entriesByPlace({ entries, places = [] }: ClassMap): ReadonlyMap<number, ClassMapEntry> {
  const byPlace = new Map<number, ClassMapEntry>();
  entries.forEach((entry, index) => {
    const place = places[index];
    if (place !== undefined) byPlace.set(place, entry);
  });
  return byPlace;
}
