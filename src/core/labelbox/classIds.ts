import { cleanName, hexOf, isVoidName, type ClassMap, type ClassMapEntry } from '../formats/classMap.ts';
import { vocColour } from '../palette/idColours.ts';
import type { ClassName } from './model.ts';

/** A class of an export: its name, and how it is written there. */
export interface SeenClass {
  readonly name: string;
  readonly written: readonly string[];
}

/** The id of pixels of no object in class maps that are made here. */
export const BACKGROUND_ID = 0;
/** The id of void there, as in Pascal VOC. */
export const VOID_ID = 255;

/** Which id a class of an export has: by its name as written, then cleaned, then by an alias. */
export class ClassIds {
  readonly #ids = new Map<string, number>();

  constructor({ entries }: Pick<ClassMap, 'entries'>) {
    const add = (name: string | undefined, id: number): void => {
      if (name !== undefined && id >= 0 && !this.#ids.has(name)) this.#ids.set(name, id);
    };
    for (const { id, written } of entries) add(written, id);
    for (const { id, name } of entries) add(name, id);
    for (const { id, aliases = [] } of entries) for (const alias of aliases) add(alias, id);
  }

  /** Null for a class that the class map does not have. */
  idOf({ written, name }: ClassName): number | null {
    return this.#ids.get(written) ?? this.#ids.get(name) ?? null;
  }
}

/**
 * A class map that names the classes of an export as well: those that it has keep their ids, others are added behind
 * the largest id, leaving out that of void, in a colour that no class has. Without a class map the background is 0 and void
 * 255; classes of these names are these.
 *
 * @param before null where there is no class map yet
 * @param preferred ids that classes had elsewhere, which they get again where they are free
 */
export function withClasses(
  before: readonly ClassMapEntry[] | null,
  classes: readonly SeenClass[],
  preferred: ClassIds | null = null,
): ClassMapEntry[] {
  const entries = [...(before ?? startingEntries(classes))];
  const known = new ClassIds({ entries });
  const ids = new Set(entries.map(({ id }) => id));
  const colours = new Set(entries.map(({ colour }) => colour));
  let last = Math.max(0, ...[...ids].filter((id) => id !== VOID_ID));
  for (const { name, written } of classes) {
    if (written.some((one) => known.idOf({ written: one, name }) !== null)) continue;
    const earlier = preferred?.idOf({ written: written[0] ?? name, name }) ?? null;
    let id = earlier !== null && !ids.has(earlier) ? earlier : last + 1;
    while (ids.has(id) || id === VOID_ID) id++;
    last = Math.max(last, id);
    ids.add(id);
    const colour = freeColour(id, colours);
    colours.add(colour);
    entries.push({ id, name, colour, isVoid: false, ...aliasesOf(name, written) });
  }
  return entries.sort((a, b) => a.id - b.id);
}

function startingEntries(classes: readonly SeenClass[]): ClassMapEntry[] {
  const background = classes.find(({ name }) => /^background$/i.test(name));
  const voidClass = classes.find(({ name }) => isVoidName(name));
  const entryOf = (id: number, own: string, seen: SeenClass | undefined): ClassMapEntry => ({
    ...{ id, name: seen?.name ?? own, colour: hexAt(id), isVoid: id === VOID_ID },
    ...aliasesOf(seen?.name ?? own, seen?.written ?? []),
  });
  return [entryOf(BACKGROUND_ID, 'background', background), entryOf(VOID_ID, 'void', voidClass)];
}

/** How the export writes the name, where that is not how it is called. */
function aliasesOf(name: string, written: readonly string[]): Pick<ClassMapEntry, 'aliases'> {
  const others = [...new Set(written)].filter((one) => one !== name && cleanName(one).name !== '');
  return others.length === 0 ? {} : { aliases: others };
}

function freeColour(id: number, taken: ReadonlySet<string | null>): string {
  let number = id;
  while (taken.has(hexAt(number))) number += 256;
  return hexAt(number);
}

function hexAt(id: number): string {
  const colour = vocColour(id);
  return hexOf(colour[0], colour[1], colour[2]);
}

/** The order in which classes lie upon each other: by id, or as the names say, which come on top of the others. */
export function classOrder(
  entries: readonly ClassMapEntry[],
  names: readonly string[],
): number[] | { unknown: string } {
  const ids = new ClassIds({ entries });
  const named: number[] = [];
  for (const name of names) {
    const id = ids.idOf({ written: name, name });
    if (id === null) return { unknown: name };
    named.push(id);
  }
  const all = [...new Set(entries.map(({ id }) => id))].filter((id) => id >= 0).sort((a, b) => a - b);
  return [...all.filter((id) => !named.includes(id)), ...named];
}
