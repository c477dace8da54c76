import {
  LABEL_STATES,
  MEDIA_KINDS,
  rowName,
  type LabelState,
  type MediaKind,
  type Place,
  type Row,
} from '../core/labelbox/model.ts';

/** What a table shows of a row without reading it again. */
export interface IndexedRow {
  readonly index: number;
  readonly place: Place;
  readonly name: string | null;
  readonly state: LabelState;
  readonly media: MediaKind;
  readonly labels: number;
  readonly objects: number;
  /** Cleaned names, each once. */
  readonly classes: readonly string[];
  readonly labeller: string | null;
  /** Of the row's labels together; null where none is known. */
  readonly seconds: number | null;
  /** The latest, in milliseconds since 1970. */
  readonly createdAt: number | null;
  readonly updatedAt: number | null;
  readonly reviewScore: number | null;
}

/** Columns of numbers, in one typed array each, that double when they are full. */
const COLUMNS = {
  index: Uint32Array,
  offset: Float64Array,
  length: Uint32Array,
  line: Uint32Array,
  state: Uint8Array,
  media: Uint8Array,
  labels: Uint16Array,
  objects: Uint32Array,
  classesStart: Uint32Array,
  labeller: Uint32Array,
  seconds: Float64Array,
  createdAt: Float64Array,
  updatedAt: Float64Array,
  reviewScore: Float32Array,
} as const;

type Column = keyof typeof COLUMNS;
type Columns = { [C in Column]: InstanceType<(typeof COLUMNS)[C]> };

/** Every row of an export in about 90 bytes and its name, in the file's order; broken elements have none. */
export class RowIndex {
  #count = 0;
  #columns = columnsOf(256);
  readonly #names: (string | null)[] = [];
  #classes = new Uint32Array(1024);
  #classesEnd = 0;
  readonly #classNames = new Names();
  readonly #labellers = new Names();

  get length(): number {
    return this.#count;
  }

  /** Cleaned class names by their number, in the order in which they came. */
  get classNames(): readonly string[] {
    return this.#classNames.all;
  }

  add(row: Row): void {
    const at = this.#count++;
    const capacity = this.#columns.index.length;
    if (at >= capacity) this.#columns = columnsOf(2 * capacity, this.#columns);
    const columns = this.#columns;
    const set = (column: Column, value: number): void => {
      columns[column][at] = value;
    };
    set('index', row.index);
    set('offset', row.place.offset);
    set('length', row.place.length);
    set('line', row.place.line);
    set('state', LABEL_STATES.indexOf(row.state));
    set('media', MEDIA_KINDS.indexOf(row.media));
    set('labels', Math.min(row.labels.length, 0xffff));
    set(
      'objects',
      row.labels.reduce((sum, { objects }) => sum + objects.length, 0),
    );
    const { labels } = row;
    set('labeller', this.#labellers.numberOf(labels.find(({ createdBy }) => createdBy !== null)?.createdBy ?? ''));
    set('seconds', total(labels.map(({ secondsToLabel }) => secondsToLabel)));
    set('createdAt', latest(labels.map(({ createdAt }) => createdAt)));
    set('updatedAt', latest(labels.map(({ updatedAt }) => updatedAt)));
    set('reviewScore', latest(labels.map(({ reviewScore }) => reviewScore)));
    this.#names.push(rowName(row));
    set('classesStart', this.#classesEnd);
    const seen = new Set<number>();
    for (const label of labels) {
      for (const { className } of label.objects) seen.add(this.#classNames.numberOf(className.name));
    }
    for (const number of seen) this.#pushClass(number);
  }

  /** @param at 0 … length − 1; the element's own index is in the row */
  row(at: number): IndexedRow | null {
    if (!Number.isInteger(at) || at < 0 || at >= this.#count) return null;
    const get = (column: Column): number => this.#columns[column][at] ?? 0;
    const known = (column: Column): number | null => (Number.isNaN(get(column)) ? null : get(column));
    const end = at + 1 < this.#count ? (this.#columns.classesStart[at + 1] ?? 0) : this.#classesEnd;
    const labeller = this.#labellers.all[get('labeller')] ?? '';
    return {
      index: get('index'),
      place: { offset: get('offset'), length: get('length'), line: get('line') },
      name: this.#names[at] ?? null,
      state: LABEL_STATES[get('state')] ?? 'unreadable',
      media: MEDIA_KINDS[get('media')] ?? 'unknown',
      labels: get('labels'),
      objects: get('objects'),
      classes: [...this.#classes.subarray(get('classesStart'), end)].map((number) => this.classNames[number] ?? ''),
      labeller: labeller === '' ? null : labeller,
      seconds: known('seconds'),
      createdAt: known('createdAt'),
      updatedAt: known('updatedAt'),
      reviewScore: known('reviewScore'),
    };
  }

  #pushClass(number: number): void {
    if (this.#classesEnd === this.#classes.length) {
      const larger = new Uint32Array(2 * this.#classes.length);
      larger.set(this.#classes);
      this.#classes = larger;
    }
    this.#classes[this.#classesEnd++] = number;
  }
}

/** Names by number, and numbers by name. */
class Names {
  readonly all: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(name: string): number {
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.all.length;
      this.#numbers.set(name, number);
      this.all.push(name);
    }
    return number;
  }
}

function columnsOf(capacity: number, old?: Columns): Columns {
  return Object.fromEntries(
    (Object.keys(COLUMNS) as Column[]).map((name) => {
      const column = new COLUMNS[name](capacity);
      if (old !== undefined) column.set(old[name]);
      return [name, column];
    }),
  ) as Columns;
}

function total(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0);
}

function latest(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? Number.NaN : Math.max(...known);
}
