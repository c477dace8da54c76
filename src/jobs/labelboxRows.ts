import { choose, type Choice } from '../core/labelbox/choice.ts';
import type { SeenClass } from '../core/labelbox/classIds.ts';
import { MaskNames, type MaskNaming } from '../core/labelbox/maskFiles.ts';
import type { ClassName, Era, LabelState, Place, Row, YAxis } from '../core/labelbox/model.ts';
import { labelName, namedRow, rowNames, type NamedRowFacts } from '../core/labelbox/rowNames.ts';
import { scanLabelbox, type LabelboxScan, type ScanOptions } from './labelbox.ts';

/** A row of an export as it is dealt with. */
export interface SelectedRow {
  /** In the export, from 0. */
  readonly index: number;
  readonly place: Place;
  /** Of its image, by which its original and masks are found. */
  readonly name: string;
  /** In outputs: of several rows of one image that count, each has its own. */
  readonly outputName: string;
  /** Rows of other images have the same external id. */
  readonly isShared: boolean;
  readonly state: LabelState;
  /** False where another row of the same image counts. */
  readonly counts: boolean;
}

/** The rows of an export, with their names, and its classes with an area in the order in which they appear. */
export interface SelectedRows {
  readonly scan: LabelboxScan;
  readonly rows: readonly SelectedRow[];
  readonly classes: readonly SeenClass[];
  readonly maskNaming: MaskNaming;
}

interface RowFacts extends NamedRowFacts {
  readonly index: number;
  readonly place: Place;
  readonly image: string | null;
  readonly state: LabelState;
  readonly date: number | null;
  readonly reviewScore: number | null;
}

/**
 * Reads an export for its rows, and chooses among rows of one image. Memory: some hundred bytes a row.
 *
 * @throws FileError; the signal's reason where it was aborted
 */
export async function selectRows(
  path: string,
  { choice, era, yAxis, signal }: { choice: Choice; era: Era | null; yAxis: YAxis | null; signal?: AbortSignal },
): Promise<SelectedRows> {
  let facts: RowFacts[] = [];
  let classes = new SeenClasses();
  let maskNames = new MaskNames();
  const options: ScanOptions = {
    now: Date.now(),
    ...(yAxis === null ? {} : { yAxis }),
    ...(signal === undefined ? {} : { signal }),
    onRow(row) {
      facts.push(factsOf(row));
      classes.add(row);
      maskNames.add(row);
    },
  };
  let scan = await scanLabelbox(path, era === null ? options : { ...options, era });
  const found = scan.format?.era;
  if (era === null && found !== undefined && scan.readAs !== found) {
    // Later rows showed a later era than the first ones, by which all were read; this is rare.
    facts = [];
    classes = new SeenClasses();
    maskNames = new MaskNames();
    scan = { ...(await scanLabelbox(path, { ...options, era: found })), recognised: scan.recognised };
  }
  const names = rowNames(facts);
  const counting = countingRows(facts, choice);
  const shared = sharedIds(facts);
  const outputs = namesOfCounting(facts, names, counting);
  return {
    scan,
    classes: classes.list(),
    maskNaming: maskNames.naming(names),
    rows: facts.map((row, at) => ({
      index: row.index,
      place: row.place,
      name: names[at] ?? '',
      outputName: outputs[at] ?? '',
      isShared: row.externalId !== null && shared.has(row.externalId),
      state: row.state,
      counts: counting.has(row),
    })),
  };
}

function factsOf(row: Row): RowFacts {
  const latest = (dates: readonly (number | null)[]): number | null =>
    dates.reduce((last, date) => (date !== null && (last === null || date > last) ? date : last), null);
  return {
    ...namedRow(row),
    index: row.index,
    place: row.place,
    image: row.dataRowId,
    state: row.state,
    date: latest(row.labels.map(({ updatedAt, createdAt }) => updatedAt ?? createdAt)),
    reviewScore: latest(row.labels.map(({ reviewScore }) => reviewScore)),
  };
}

/** Of the rows of one data row those that count; one without a label never counts before one that has it. */
function countingRows(facts: readonly RowFacts[], choice: Choice): ReadonlySet<RowFacts> {
  const groups = new Map<string, RowFacts[]>();
  const counting = new Set<RowFacts>();
  for (const row of facts) {
    if (row.image === null) counting.add(row);
    else groups.set(row.image, [...(groups.get(row.image) ?? []), row]);
  }
  for (const group of groups.values()) {
    const labelled = group.filter(({ state }) => state !== 'notLabelled');
    for (const row of choose(labelled.length > 0 ? labelled : group, choice, (one) => one)) counting.add(row);
  }
  return counting;
}

/** Numbers rows of one image that count. */
function namesOfCounting(
  facts: readonly RowFacts[],
  names: readonly string[],
  counting: ReadonlySet<RowFacts>,
): string[] {
  const counts = new Map<string, number>();
  facts.forEach((row, at) => {
    const name = names[at] ?? '';
    if (counting.has(row)) counts.set(name, (counts.get(name) ?? 0) + 1);
  });
  const numbers = new Map<string, number>();
  return facts.map((row, at) => {
    const name = names[at] ?? '';
    if (!counting.has(row)) return name;
    const number = (numbers.get(name) ?? 0) + 1;
    numbers.set(name, number);
    return labelName(name, number, counts.get(name) ?? 1);
  });
}

/** External ids of several images. */
function sharedIds(facts: readonly RowFacts[]): ReadonlySet<string> {
  const first = new Map<string, string>();
  const shared = new Set<string>();
  for (const { externalId, dataRowId } of facts) {
    if (externalId === null) continue;
    const other = first.get(externalId);
    if (other === undefined) first.set(externalId, dataRowId);
    else if (other !== dataRowId) shared.add(externalId);
  }
  return shared;
}

/** More classes than a mask of 16 bits has ids are not kept. */
const MOST_CLASSES = 65_536;

class SeenClasses {
  readonly #written = new Map<string, Set<string>>();

  add(row: Row): void {
    if (row.state === 'notImage') return;
    for (const { objects, classMasks } of row.labels) {
      for (const { className, geometry } of objects) {
        const hasArea = geometry.kind === 'polygons' || geometry.kind === 'box' || geometry.kind === 'mask';
        if (hasArea) this.#see(className);
      }
      for (const { className } of classMasks) this.#see(className);
    }
  }

  list(): SeenClass[] {
    return [...this.#written].map(([name, written]) => ({ name, written: [...written] }));
  }

  #see({ name, written }: ClassName): void {
    const spellings = this.#written.get(name);
    if (spellings !== undefined) spellings.add(written);
    else if (this.#written.size < MOST_CLASSES) this.#written.set(name, new Set([written]));
  }
}
