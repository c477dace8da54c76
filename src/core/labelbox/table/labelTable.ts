import { choose, isSkipped, type Choice } from '../choice.ts';
import { GEOMETRY_KINDS, LABEL_STATES, MEDIA_KINDS, rowName, type Label, type LabelState, type Row } from '../model.ts';
import { imageOf } from '../rowNames.ts';
import type { FindingSeverity } from '../rules.ts';
import { Column, Interned } from './columns.ts';
import type { TableEntry } from './entry.ts';

const SEVERITIES: readonly FindingSeverity[] = ['information', 'warning', 'error'];

/** A class of an export, as far as it was read. */
export interface TableClass {
  readonly name: string;
  /** `#rrggbb` of its first object that has a colour; null where none has. */
  readonly colour: string | null;
}

interface GrowingClass {
  readonly name: string;
  colour: string | null;
}

/**
 * What the table of an export shows, in columns: about 120 bytes a label and 4 for each of its classes, so that exports
 * of a gigabyte fit. Geometry is not kept; it is read again from the file by the row's place.
 */
export class LabelTable {
  readonly #row = new Column((n) => new Uint32Array(n));
  readonly #label = new Column((n) => new Uint16Array(n));
  readonly #offset = new Column((n) => new Float64Array(n));
  readonly #length = new Column((n) => new Uint32Array(n));
  readonly #line = new Column((n) => new Uint32Array(n));
  readonly #state = new Column((n) => new Uint8Array(n));
  readonly #media = new Column((n) => new Uint8Array(n));
  readonly #classSet = new Column((n) => new Uint32Array(n));
  readonly #objects = new Column((n) => new Uint32Array(n));
  /** Objects of each class of an entry's set, in its order, then of each kind that the entry has. */
  readonly #counts = new Column((n) => new Uint32Array(n));
  /** Where the counts of an entry begin. */
  readonly #countsAt = new Column((n) => new Uint32Array(n));
  /** Bit i: the entry has objects of kind i of {@link GEOMETRY_KINDS}. */
  readonly #kinds = new Column((n) => new Uint8Array(n));
  readonly #labeller = new Column((n) => new Uint32Array(n));
  readonly #seconds = new Column((n) => new Float64Array(n));
  readonly #createdAt = new Column((n) => new Float64Array(n));
  readonly #updatedAt = new Column((n) => new Float64Array(n));
  readonly #review = new Column((n) => new Float32Array(n));
  readonly #reviews = new Column((n) => new Uint16Array(n));
  readonly #findings = new Column((n) => new Uint16Array(n));
  /** 0 without findings, else 1 + place among {@link SEVERITIES}. */
  readonly #worst = new Column((n) => new Uint8Array(n));
  /** 1 for entries that another one of the same image goes before. */
  readonly #isPassedOver = new Column((n) => new Uint8Array(n));
  readonly #names: (string | null)[] = [];
  readonly #dataRowIds: (string | null)[] = [];
  readonly #images: (string | null)[] = [];
  readonly #classes = new Interned<GrowingClass>();
  readonly #sets = new Interned<readonly number[]>();
  readonly #labellers = new Interned<string | null>();
  /** First entry of each row. */
  readonly #firstOfRow = new Map<number, number>();
  /** First entry of each data row. */
  readonly #firstOfImage = new Map<string, number>();
  /** Entries of images that have several, by the first. */
  readonly #several = new Map<number, number[]>();
  #choice: Choice;
  #passedOver = 0;
  #version = 0;

  constructor(choice: Choice) {
    this.#choice = choice;
  }

  get size(): number {
    return this.#row.length;
  }

  /** Entries that {@link LabelTable.choice} leaves. */
  get chosenSize(): number {
    return this.size - this.#passedOver;
  }

  get classes(): readonly TableClass[] {
    return this.#classes.values;
  }

  /** The sets of classes that labels have, by their numbers. */
  get classSets(): readonly (readonly number[])[] {
    return this.#sets.values;
  }

  /** Labellers by their numbers; null for labels without one. */
  get labellers(): readonly (string | null)[] {
    return this.#labellers.values;
  }

  /** Images that have several labels, be it in one row or in several. */
  get severalLabels(): number {
    return this.#several.size;
  }

  /** Counts up with every change. */
  get version(): number {
    return this.#version;
  }

  get choice(): Choice {
    return this.#choice;
  }

  set choice(choice: Choice) {
    this.#choice = choice;
    this.#version++;
    for (const entries of this.#several.values()) this.#choose(entries);
  }

  /** Appends a row with all of its labels. */
  add(row: Row): void {
    this.#version++;
    if (row.labels.length === 0) this.#addEntry(row, -1, null);
    else row.labels.forEach((label, index) => this.#addEntry(row, index, label));
  }

  /** Notes a finding about a row. Rows that are not in the table, because they cannot be read, are left out. */
  addFinding(row: number, severity: FindingSeverity): void {
    const first = this.#firstOfRow.get(row);
    if (first === undefined) return;
    this.#version++;
    for (let entry = first; entry < this.size && this.#row.at(entry) === row; entry++) {
      this.#findings.set(entry, Math.min(65_535, this.#findings.at(entry) + 1));
      this.#worst.set(entry, Math.max(this.#worst.at(entry), 1 + SEVERITIES.indexOf(severity)));
    }
  }

  /** The entry of a row that counts, else its first; null where the row has none. */
  entryOfRow(row: number): number | null {
    const first = this.#firstOfRow.get(row);
    if (first === undefined) return null;
    for (let entry = first; entry < this.size && this.#row.at(entry) === row; entry++) {
      if (this.isChosen(entry)) return entry;
    }
    return first;
  }

  /** Whether an entry counts by the choice among several labels. */
  isChosen(entry: number): boolean {
    return this.#isPassedOver.at(entry) === 0;
  }

  /** Images with several labels: their entries. */
  alternatives(): IterableIterator<readonly number[]> {
    return this.#several.values();
  }

  nameOf(entry: number): string | null {
    return this.#names[entry] ?? null;
  }

  dataRowIdOf(entry: number): string | null {
    return this.#dataRowIds[entry] ?? null;
  }

  stateOf(entry: number): number {
    return this.#state.at(entry);
  }

  classSetOf(entry: number): number {
    return this.#classSet.at(entry);
  }

  labellerOf(entry: number): number {
    return this.#labeller.at(entry);
  }

  /** Whether the entry is a label, and not a row without any. */
  hasLabel(entry: number): boolean {
    return this.#label.at(entry) > 0;
  }

  /**
   * Adds the objects of an entry.
   *
   * @param byClass by the numbers of classes
   * @param byKind in the order of {@link GEOMETRY_KINDS}
   */
  countObjects(entry: number, byClass: number[], byKind: number[]): void {
    let at = this.#countsAt.at(entry);
    for (const number of this.classSets[this.#classSet.at(entry)] ?? []) {
      byClass[number] = (byClass[number] ?? 0) + this.#counts.at(at++);
    }
    for (let kind = 0; kind < GEOMETRY_KINDS.length; kind++) {
      if ((this.#kinds.at(entry) & (1 << kind)) !== 0) byKind[kind] = (byKind[kind] ?? 0) + this.#counts.at(at++);
    }
  }

  /** Entries that count, by state; of those states that occur. */
  stateCounts(): (readonly [LabelState, number])[] {
    const counts = LABEL_STATES.map(() => 0);
    for (let entry = 0; entry < this.size; entry++) {
      const state = this.#state.at(entry);
      if (this.isChosen(entry)) counts[state] = (counts[state] ?? 0) + 1;
    }
    return LABEL_STATES.flatMap((state, i) => ((counts[i] ?? 0) > 0 ? [[state, counts[i] ?? 0] as const] : []));
  }

  /** NaN stands for null. */
  numberOf(entry: number, column: 'row' | 'objects' | 'seconds' | 'createdAt' | 'review' | 'findings'): number {
    switch (column) {
      case 'row':
        return this.#row.at(entry);
      case 'objects':
        return this.#objects.at(entry);
      case 'seconds':
        return this.#seconds.at(entry);
      case 'createdAt':
        return this.#createdAt.at(entry);
      case 'review':
        return this.#review.at(entry);
      case 'findings':
        return this.#findings.at(entry);
    }
  }

  entry(entry: number): TableEntry {
    const dataRowId = this.dataRowIdOf(entry);
    const image = this.#images[entry] ?? null;
    const first = image === null ? this.#firstOfRow.get(this.#row.at(entry)) : this.#firstOfImage.get(image);
    return {
      entry,
      row: this.#row.at(entry),
      label: this.#label.at(entry) - 1,
      place: { offset: this.#offset.at(entry), length: this.#length.at(entry), line: this.#line.at(entry) },
      name: this.nameOf(entry),
      dataRowId,
      state: LABEL_STATES[this.#state.at(entry)] ?? 'unreadable',
      media: MEDIA_KINDS[this.#media.at(entry)] ?? 'unknown',
      classes: this.#sets.values[this.#classSet.at(entry)] ?? [],
      objects: this.#objects.at(entry),
      labeller: this.#labellers.values[this.#labeller.at(entry)] ?? null,
      seconds: orNull(this.#seconds.at(entry)),
      createdAt: orNull(this.#createdAt.at(entry)),
      updatedAt: orNull(this.#updatedAt.at(entry)),
      review: orNull(this.#review.at(entry)),
      reviews: this.#reviews.at(entry),
      alternatives: first === undefined ? 1 : (this.#several.get(first)?.length ?? 1),
      findings: this.#findings.at(entry),
      worst: SEVERITIES[this.#worst.at(entry) - 1] ?? null,
    };
  }

  #addEntry(row: Row, index: number, label: Label | null): void {
    const entry = this.size;
    this.#row.push(row.index);
    this.#label.push(index + 1);
    this.#offset.push(row.place.offset);
    this.#length.push(row.place.length);
    this.#line.push(row.place.line);
    this.#state.push(LABEL_STATES.indexOf(row.state === 'notImage' ? 'notImage' : (label?.state ?? row.state)));
    this.#media.push(MEDIA_KINDS.indexOf(row.media));
    this.#addObjects(label);
    this.#objects.push(label?.objects.length ?? 0);
    const labeller = label?.createdBy ?? null;
    this.#labeller.push(this.#labellers.number(labeller ?? '', () => labeller));
    this.#seconds.push(label?.secondsToLabel ?? NaN);
    this.#createdAt.push(label?.createdAt ?? NaN);
    this.#updatedAt.push(label?.updatedAt ?? NaN);
    this.#review.push(label?.reviewScore ?? NaN);
    this.#reviews.push(Math.min(65_535, label?.reviews.length ?? 0));
    this.#findings.push(0);
    this.#worst.push(0);
    this.#isPassedOver.push(0);
    this.#names.push(rowName(row));
    this.#dataRowIds.push(row.dataRowId);
    this.#images.push(imageOf(row));
    if (index <= 0) this.#firstOfRow.set(row.index, entry);
    this.#group(entry, row);
  }

  #addObjects(label: Label | null): void {
    const numbers = new Map<number, number>();
    const kinds = GEOMETRY_KINDS.map(() => 0);
    for (const { className, colour, geometry } of label?.objects ?? []) {
      const { name } = className;
      const number = this.#classes.number(name, () => ({ name, colour }));
      const known = this.#classes.values[number];
      if (known !== undefined) known.colour ??= colour;
      numbers.set(number, (numbers.get(number) ?? 0) + 1);
      const kind = GEOMETRY_KINDS.indexOf(geometry.kind);
      kinds[kind] = (kinds[kind] ?? 0) + 1;
    }
    const set = [...numbers.keys()].sort((a, b) => a - b);
    this.#classSet.push(this.#sets.number(set.join(), () => set));
    this.#countsAt.push(this.#counts.length);
    for (const number of set) this.#counts.push(numbers.get(number) ?? 0);
    for (const count of kinds) if (count > 0) this.#counts.push(count);
    this.#kinds.push(kinds.reduce((bits, count, kind) => bits | (count > 0 ? 1 << kind : 0), 0));
  }

  #group(entry: number, row: Row): void {
    const image = this.#images[entry] ?? null;
    const first = image === null ? this.#firstOfRow.get(row.index) : this.#firstOfImage.get(image);
    if (first === undefined) {
      if (image !== null) this.#firstOfImage.set(image, entry);
      return;
    }
    if (first === entry) return;
    const entries = this.#several.get(first) ?? [first];
    entries.push(entry);
    this.#several.set(first, entries);
    this.#choose(entries);
  }

  /** A label goes before a row that has none, and before one that was skipped, as in conversions. */
  #choose(entries: readonly number[]): void {
    const labels = entries.filter((entry) => this.#label.at(entry) > 0);
    const stating = labels.filter((entry) => !isSkipped(LABEL_STATES[this.#state.at(entry)] ?? 'unreadable'));
    const [candidates = entries] = this.#choice === 'all' ? [] : [stating, labels].filter(({ length }) => length > 0);
    const chosen = choose(candidates, this.#choice, (entry) => ({
      date: orNull(this.#updatedAt.at(entry)) ?? orNull(this.#createdAt.at(entry)),
      reviewScore: orNull(this.#review.at(entry)),
    }));
    for (const entry of entries) {
      const isPassedOver = chosen.includes(entry) ? 0 : 1;
      this.#passedOver += isPassedOver - this.#isPassedOver.at(entry);
      this.#isPassedOver.set(entry, isPassedOver);
    }
  }
}

function orNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
