import { parseHex } from '../palette/idColours.ts';
import { spareColours } from '../palette/spareColours.ts';
import { hexOf, isBackgroundName, type ClassMap, type ClassMapEntry } from './classMap.ts';
import { PRESETS } from './presets/presets.ts';

/** What may be wrong with a class map; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const CLASS_MAP_RULES = {
  idDuplicate: 'The classes {first} and {second} both have the id {id}.',
  nameDuplicate: 'The name {name} belongs to the ids {firstId} and {secondId}.',
  nameCaseTwin: 'The names {first} and {second} differ only in upper and lower case.',
  aliasShared: '{alias} is another name of the class {second}, but also of the class {first} or its name.',
  nameBlanks: 'The name {name} has blanks or control characters around or within it.',
  colourDuplicate: 'The classes {first} and {second} share the colour {colour}; an RGB mask cannot tell them apart.',
  tooManyForPalette: '{count} classes, but a palette holds 256.',
  idBeyondPalette: 'Ids above 255, which no palette holds: {count}, the first is {id} ({name}).',
  backgroundMissing: 'No class is the background, and the id 0 is not void.',
} as const;

export type ClassMapRule = keyof typeof CLASS_MAP_RULES;

export type Severity = 'error' | 'warning' | 'information';

/** A change that ends a finding. */
export type ClassMapFix =
  | { readonly kind: 'rename'; readonly entry: number; readonly name: string }
  | { readonly kind: 'renumber'; readonly entry: number; readonly id: number }
  | { readonly kind: 'recolour'; readonly entry: number; /** `#rrggbb`. */ readonly colour: string }
  | { readonly kind: 'remove'; readonly entry: number }
  | { readonly kind: 'add'; readonly id: number; readonly name: string; readonly colour: string | null };

export interface ClassMapFinding {
  readonly rule: ClassMapRule;
  readonly severity: Severity;
  /** Indices in `entries`: of two, the later one first, since that is the one to change. Empty: the whole map. */
  readonly entries: readonly number[];
  readonly details: Readonly<Record<string, string | number>>;
  /** The likeliest first; empty where only a person can tell. */
  readonly fixes: readonly ClassMapFix[];
}

/** Palette entries. */
const PALETTE = 256;

/**
 * Findings of a class map, by rule in the order of {@link CLASS_MAP_RULES}, then by entry. Each entry is compared with
 * the first of its id, name, spelling or colour. Shared colours are information where a preset has them.
 */
export function lintClassMap(map: ClassMap): ClassMapFinding[] {
  const { entries } = map;
  const findings: ClassMapFinding[] = [];
  const at = (index: number): ClassMapEntry => entries[index] as ClassMapEntry;
  const freeId = freeIds(entries);

  forEachTwin(
    entries,
    ({ id }) => id,
    (first, index) => {
      const details = { id: at(index).id, first: at(first).name, second: at(index).name };
      const isSame = at(first).name === at(index).name;
      const free = freeId();
      const renumber: ClassMapFix[] =
        free === null || map.idsFrom === 'position' ? [] : [{ kind: 'renumber', entry: index, id: free }];
      const remove: ClassMapFix[] = [{ kind: 'remove', entry: index }];
      const fixes = isSame ? [...remove, ...renumber] : [...renumber, ...remove];
      findings.push({ rule: 'idDuplicate', severity: 'error', entries: [index, first], details, fixes });
    },
  );
  const freeName = freeNames(entries);
  forEachTwin(
    entries,
    ({ name }) => name,
    (first, index) => {
      if (at(first).id === at(index).id) return;
      const { name } = at(index);
      const details = { name, firstId: at(first).id, secondId: at(index).id };
      const fixes: ClassMapFix[] = [
        { kind: 'rename', entry: index, name: freeName(name) },
        { kind: 'remove', entry: index },
      ];
      findings.push({ rule: 'nameDuplicate', severity: 'error', entries: [index, first], details, fixes });
    },
  );
  forEachTwin(
    entries,
    ({ name }) => name.toLowerCase(),
    (first, index) => {
      const [one, other] = [at(first).name, at(index).name];
      if (one === other) return;
      const details = { first: one, second: other };
      const fixes: ClassMapFix[] = [
        { kind: 'rename', entry: index, name: freeName(other) },
        { kind: 'remove', entry: index },
      ];
      findings.push({ rule: 'nameCaseTwin', severity: 'warning', entries: [index, first], details, fixes });
    },
  );
  findings.push(...sharedAliases(entries));
  entries.forEach(({ name, written }, index) => {
    if (written === undefined) return;
    const fixes: ClassMapFix[] = [{ kind: 'rename', entry: index, name }];
    findings.push({ rule: 'nameBlanks', severity: 'warning', entries: [index], details: { name }, fixes });
  });
  const freeColour = freeColours(entries);
  forEachTwin(
    entries,
    ({ colour }) => colour,
    (first, index) => {
      const [one, other] = [at(first), at(index)];
      const details = { first: one.name, second: other.name, colour: other.colour ?? '' };
      const rest = { entries: [index, first], details };
      if (isSharedInPreset(one, other)) {
        findings.push({ rule: 'colourDuplicate', severity: 'information', ...rest, fixes: [] });
      } else {
        const fixes: ClassMapFix[] = [{ kind: 'recolour', entry: index, colour: freeColour(other.id) }];
        findings.push({ rule: 'colourDuplicate', severity: 'warning', ...rest, fixes });
      }
    },
  );
  const inFiles = entries.filter(({ id }) => id >= 0);
  const beyond = entries.flatMap(({ id }, index) => (id >= PALETTE ? [index] : []));
  const [first] = beyond;
  const place = { severity: 'warning', entries: beyond.slice(0, 1), fixes: [] } as const;
  if (inFiles.length > PALETTE) {
    findings.push({ rule: 'tooManyForPalette', ...place, details: { count: inFiles.length } });
  } else if (first !== undefined) {
    const details = {
      count: new Set(beyond.map((index) => at(index).id)).size,
      id: at(first).id,
      name: at(first).name,
    };
    findings.push({ rule: 'idBeyondPalette', ...place, details });
  }
  if (entries.length > 0 && !hasBackground(entries)) {
    const isFree = !entries.some(({ id }) => id === 0);
    const fixes: ClassMapFix[] = isFree ? [{ kind: 'add', id: 0, name: 'background', colour: '#000000' }] : [];
    findings.push({ rule: 'backgroundMissing', severity: 'information', entries: [], details: {}, fixes });
  }
  return findings;
}

/** Other names that are a name or another name of a class with another id: names are looked up in all of them. */
function sharedAliases(entries: readonly ClassMapEntry[]): ClassMapFinding[] {
  const owners = new Map<string, number>();
  const own = (name: string, index: number): void => {
    if (!owners.has(name)) owners.set(name, index);
  };
  entries.forEach(({ name }, index) => own(name, index));
  return entries.flatMap(({ id, name, aliases = [] }, index) =>
    aliases.flatMap((alias): ClassMapFinding[] => {
      own(alias, index);
      const first = owners.get(alias) ?? index;
      const owner = entries[first];
      if (owner === undefined || owner.id === id) return [];
      const details = { alias, first: owner.name, second: name };
      return [{ rule: 'aliasShared', severity: 'warning', entries: [index, first], details, fixes: [] }];
    }),
  );
}

/** The class map after a fix; it has no places, since it is no file's any more. */
export function applyClassMapFix({ entries, idsFrom, problems }: ClassMap, fix: ClassMapFix): ClassMap {
  const changed = (): readonly ClassMapEntry[] => {
    switch (fix.kind) {
      case 'add':
        return [...entries, { id: fix.id, name: fix.name, colour: fix.colour, isVoid: false }];
      case 'remove':
        return entries.filter((_entry, index) => index !== fix.entry);
      case 'renumber':
        return entries.map((entry, index) => (index === fix.entry ? { ...entry, id: fix.id } : entry));
      case 'recolour':
        return entries.map((entry, index) => (index === fix.entry ? { ...entry, colour: fix.colour } : entry));
      case 'rename':
        return entries.map((entry, index) => (index === fix.entry ? renamed(entry, fix.name) : entry));
    }
  };
  return { entries: sorted(changed()), idsFrom, problems };
}

function renamed({ id, colour, isVoid, aliases, group }: ClassMapEntry, name: string): ClassMapEntry {
  const kept = { ...(aliases === undefined ? {} : { aliases }), ...(group === undefined ? {} : { group }) };
  return { id, name, colour, isVoid, ...kept };
}

function sorted(entries: readonly ClassMapEntry[]): ClassMapEntry[] {
  return [...entries].sort((a, b) => a.id - b.id);
}

function forEachTwin(
  entries: readonly ClassMapEntry[],
  keyOf: (entry: ClassMapEntry) => string | number | null,
  found: (first: number, index: number) => void,
): void {
  const firsts = new Map<string | number, number>();
  entries.forEach((entry, index) => {
    const key = keyOf(entry);
    if (key === null) return;
    const first = firsts.get(key);
    if (first === undefined) firsts.set(key, index);
    else found(first, index);
  });
}

/** Ids that nobody has, ascending, each handed out once; null when bytes are used up. */
function freeIds(entries: readonly ClassMapEntry[]): () => number | null {
  const taken = new Set(entries.map(({ id }) => id));
  let next = 0;
  return () => {
    while (taken.has(next)) next++;
    return next < PALETTE ? next++ : null;
  };
}

/** Colours that no class has, each handed out once. */
function freeColours(entries: readonly ClassMapEntry[]): (id: number) => string {
  const taken = entries.flatMap(({ colour }) => (colour === null ? [] : [parseHex(colour) ?? BLACK]));
  const spare = spareColours(taken);
  return (id) => hexOf(...spare(Math.max(0, id)));
}

const BLACK = [0, 0, 0] as const;

/** Names with a number that nobody has in any case, each handed out once. */
function freeNames(entries: readonly ClassMapEntry[]): (name: string) => string {
  const taken = new Set(entries.map(({ name }) => name.toLowerCase()));
  const numbers = new Map<string, number>();
  return (name) => {
    let number = numbers.get(name) ?? 2;
    while (taken.has(`${name} ${number}`.toLowerCase())) number++;
    numbers.set(name, number + 1);
    taken.add(`${name} ${number}`.toLowerCase());
    return `${name} ${number}`;
  };
}

function hasBackground(entries: readonly ClassMapEntry[]): boolean {
  return entries.some(
    ({ id, name, aliases = [], isVoid }) => [name, ...aliases].some(isBackgroundName) || (id === 0 && isVoid),
  );
}

function isSharedInPreset(first: ClassMapEntry, second: ClassMapEntry): boolean {
  const isIn = (preset: ClassMap, { id, name, colour }: ClassMapEntry): boolean =>
    preset.entries.some((entry) => entry.id === id && entry.name === name && entry.colour === colour);
  return Object.values(PRESETS).some((preset) => isIn(preset, first) && isIn(preset, second));
}
