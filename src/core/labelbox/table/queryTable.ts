import { LABEL_STATES } from '../model.ts';
import type { ReviewFilter, TableColumn, TableQuery } from './entry.ts';
import type { LabelTable } from './labelTable.ts';

/**
 * The entries that a query asks for, in its order: those that count by the table's choice among several labels and
 * pass every filter. Equal ones stay in the order of the file, and those without a value come last either way.
 */
export function queryTable(table: LabelTable, query: TableQuery): Uint32Array {
  const found = new Uint32Array(table.size);
  const text = query.text.trim().toLowerCase();
  const states = new Set(query.states.map((state) => LABEL_STATES.indexOf(state)));
  const numbers = new Map(table.classes.map(({ name }, number) => [name, number]));
  // A class that the table does not have is in none of its sets.
  const present = query.present.map((name) => numbers.get(name) ?? -1);
  const missing = query.missing.map((name) => numbers.get(name) ?? -1);
  const hasClasses = table.classSets.map(
    (set) => present.every((one) => set.includes(one)) && !missing.some((one) => set.includes(one)),
  );
  const isWanted = table.labellers.map((name) => query.labellers.length === 0 || query.labellers.includes(name ?? ''));
  const namesText = table.labellers.map((name) => text !== '' && name?.toLowerCase().includes(text) === true);
  let count = 0;
  for (let entry = 0; entry < table.size; entry++) {
    if (!table.isChosen(entry)) continue;
    if (states.size > 0 && !states.has(table.stateOf(entry))) continue;
    if (hasClasses[table.classSetOf(entry)] !== true) continue;
    const labeller = table.labellerOf(entry);
    if (isWanted[labeller] !== true) continue;
    if (!passesReview(table.numberOf(entry, 'review'), query.review)) continue;
    if (query.findings !== 'any' && table.numberOf(entry, 'findings') > 0 !== (query.findings === 'with')) continue;
    if (text !== '' && namesText[labeller] !== true && !hasText(table, entry, text)) continue;
    found[count++] = entry;
  }
  const entries = found.subarray(0, count);
  return query.sort === null ? entries : sorted(table, entries, query.sort);
}

function hasText(table: LabelTable, entry: number, text: string): boolean {
  return (
    table.nameOf(entry)?.toLowerCase().includes(text) === true ||
    table.dataRowIdOf(entry)?.toLowerCase().includes(text) === true
  );
}

function passesReview(score: number, filter: ReviewFilter): boolean {
  switch (filter) {
    case 'any':
      return true;
    case 'approved':
      return score > 0;
    case 'rejected':
      return score < 0;
    case 'undecided':
      return score === 0;
    case 'none':
      return Number.isNaN(score);
  }
}

/** Numbers within names count as numbers, so that face_2 comes before face_10. */
const COLLATOR = new Intl.Collator('en', { numeric: true });

function sorted(
  table: LabelTable,
  entries: Uint32Array,
  { column, descending }: { readonly column: TableColumn; readonly descending: boolean },
): Uint32Array {
  const keyOf = keysOf(table, column);
  const keys = new Float64Array(table.size);
  for (const entry of entries) keys[entry] = keyOf(entry);
  const sign = descending ? -1 : 1;
  return entries.slice().sort((a, b) => {
    const [x, y] = [keys[a] ?? NaN, keys[b] ?? NaN];
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y)) || a - b;
    return sign * (x - y) || a - b;
  });
}

/** A number for each entry, in the order of the column; NaN where the entry has no value. */
function keysOf(table: LabelTable, column: TableColumn): (entry: number) => number {
  switch (column) {
    case 'name': {
      const ranks = nameRanks(table);
      return (entry) => ranks[entry] ?? NaN;
    }
    case 'state':
      return (entry) => table.stateOf(entry);
    case 'classes': {
      const ranks = classSetRanks(table);
      return (entry) => ranks[table.classSetOf(entry)] ?? NaN;
    }
    case 'labeller': {
      const ranks = ranksOf(table.labellers);
      return (entry) => ranks[table.labellerOf(entry)] ?? NaN;
    }
    case 'row':
    case 'objects':
    case 'seconds':
    case 'createdAt':
    case 'review':
    case 'findings':
      return (entry) => table.numberOf(entry, column);
  }
}

/** Sorting names takes longest; the last result is kept while the table stays as it is. */
const lastRanks = new WeakMap<LabelTable, { readonly size: number; readonly ranks: Float64Array }>();

function nameRanks(table: LabelTable): Float64Array {
  const last = lastRanks.get(table);
  if (last?.size === table.size) return last.ranks;
  const ranks = ranksOf(Array.from({ length: table.size }, (_, entry) => table.nameOf(entry)));
  lastRanks.set(table, { size: table.size, ranks });
  return ranks;
}

/** Equal texts have equal ranks; null has NaN. */
function ranksOf(texts: readonly (string | null)[]): Float64Array {
  const ranks = new Float64Array(texts.length).fill(NaN);
  const order = texts.flatMap((text, index) => (text === null ? [] : [index]));
  order.sort((a, b) => compareTexts(texts[a] ?? '', texts[b] ?? ''));
  let rank = 0;
  order.forEach((index, i) => {
    const before = order[i - 1];
    if (before !== undefined && texts[before] !== texts[index]) rank = i;
    ranks[index] = rank;
  });
  return ranks;
}

/** Total: names that the collation takes for equal are told apart by their characters. */
function compareTexts(a: string, b: string): number {
  return COLLATOR.compare(a, b) || (a < b ? -1 : a > b ? 1 : 0);
}

/** By how many classes there are, then by their names. */
function classSetRanks(table: LabelTable): readonly number[] {
  const names = table.classSets.map((set) =>
    set
      .map((one) => table.classes[one]?.name ?? '')
      .sort(compareTexts)
      .join('\n'),
  );
  const order = table.classSets.map((_, index) => index);
  order.sort(
    (a, b) =>
      (table.classSets[a]?.length ?? 0) - (table.classSets[b]?.length ?? 0) ||
      compareTexts(names[a] ?? '', names[b] ?? ''),
  );
  const ranks: number[] = [];
  order.forEach((set, rank) => (ranks[set] = rank));
  return ranks;
}
