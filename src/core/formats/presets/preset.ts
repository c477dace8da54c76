import { hexOf } from '../classMap.ts';
import type { ClassMap, ClassMapEntry } from '../classMap.ts';

/** A row of a preset: id, name, red, green, blue. */
export type PresetRow = readonly [id: number, name: string, red: number, green: number, blue: number];

/** Builds a class map of published classes. */
export function presetOf(rows: readonly PresetRow[], isVoid: (id: number) => boolean): ClassMap {
  const entries = rows.map(([id, name, red, green, blue]): ClassMapEntry => ({
    id,
    name,
    colour: hexOf(red, green, blue),
    isVoid: isVoid(id),
  }));
  return { entries, idsFrom: 'id', problems: [] };
}
