import { GEOMETRY_KINDS, LABEL_STATES, type GeometryKind, type LabelState } from '../model.ts';
import type { LabelTable } from './labelTable.ts';
import { medianOf } from '../../median.ts';

/** What the entries of a table that count amount to. */
export interface TableSummary {
  readonly entries: number;
  /** Entries that are labelled images: those that classes can be missing in. */
  readonly labelled: number;
  readonly classes: readonly {
    readonly class: number;
    readonly name: string;
    /** Objects in those entries. */
    readonly objects: number;
    readonly entries: number;
    readonly missing: number;
  }[];
  /** Objects of labelled images, of those kinds that occur. */
  readonly kinds: readonly (readonly [kind: GeometryKind, objects: number])[];
  readonly labellers: readonly {
    readonly name: string | null;
    readonly labels: number;
    /** Of those labels that state their time; null where none does. */
    readonly meanSeconds: number | null;
    readonly medianSeconds: number | null;
  }[];
  /** Ascending; null, for no review, last. */
  readonly reviews: readonly (readonly [score: number | null, entries: number])[];
  /** `2019-10`, ascending. */
  readonly months: readonly (readonly [month: string, entries: number])[];
  /** In the order of {@link LABEL_STATES}, those that occur. */
  readonly states: readonly (readonly [state: LabelState, entries: number])[];
}

const LABELLED: readonly LabelState[] = ['labelled', 'background', 'emptyLabel', 'classificationsOnly'];

/** Counts the entries that the choice among several labels leaves. */
export function summariseTable(table: LabelTable): TableSummary {
  const isLabelled = LABEL_STATES.map((state) => LABELLED.includes(state));
  const states = LABEL_STATES.map(() => 0);
  const objects = table.classes.map(() => 0);
  const kinds = GEOMETRY_KINDS.map(() => 0);
  const sets = table.classSets.map(() => 0);
  const labellers = table.labellers.map(() => ({ labels: 0, seconds: [] as number[] }));
  const reviews = new Map<number | null, number>();
  const months = new Map<string, number>();
  let labelled = 0;
  for (let entry = 0; entry < table.size; entry++) {
    if (!table.isChosen(entry)) continue;
    const state = table.stateOf(entry);
    states[state] = (states[state] ?? 0) + 1;
    if (isLabelled[state] === true) {
      labelled++;
      const set = table.classSetOf(entry);
      sets[set] = (sets[set] ?? 0) + 1;
      table.countObjects(entry, objects, kinds);
    }
    if (!table.hasLabel(entry)) continue;
    const labeller = labellers[table.labellerOf(entry)];
    const seconds = table.numberOf(entry, 'seconds');
    if (labeller !== undefined) {
      labeller.labels++;
      if (!Number.isNaN(seconds)) labeller.seconds.push(seconds);
    }
    const score = table.numberOf(entry, 'review');
    count(reviews, Number.isNaN(score) ? null : score);
    const created = table.numberOf(entry, 'createdAt');
    if (!Number.isNaN(created)) count(months, new Date(created).toISOString().slice(0, 7));
  }
  const entriesOf = (number: number): number =>
    table.classSets.reduce((sum, set, i) => sum + (set.includes(number) ? (sets[i] ?? 0) : 0), 0);
  return {
    entries: table.chosenSize,
    labelled,
    classes: table.classes.map(({ name }, number) => {
      const entries = entriesOf(number);
      return { class: number, name, objects: objects[number] ?? 0, entries, missing: labelled - entries };
    }),
    kinds: GEOMETRY_KINDS.flatMap((kind, i) => ((kinds[i] ?? 0) > 0 ? [[kind, kinds[i] ?? 0] as const] : [])),
    labellers: labellers
      .map(({ labels, seconds }, i) => ({
        ...{ name: table.labellers[i] ?? null, labels },
        meanSeconds: seconds.length === 0 ? null : seconds.reduce((sum, one) => sum + one, 0) / seconds.length,
        medianSeconds: medianOf(seconds),
      }))
      .filter(({ labels }) => labels > 0)
      .sort((a, b) => b.labels - a.labels),
    reviews: [...reviews].sort(([a], [b]) => (a ?? Infinity) - (b ?? Infinity)),
    months: [...months].sort(([a], [b]) => (a < b ? -1 : 1)),
    states: LABEL_STATES.flatMap((state, i) => ((states[i] ?? 0) > 0 ? [[state, states[i] ?? 0] as const] : [])),
  };
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}
