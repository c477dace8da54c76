import { choose, isSkipped, labellingProjects, type Choice } from '../core/labelbox/choice.ts';
import type { SeenClass } from '../core/labelbox/classIds.ts';
import { LOST_ROWS } from '../core/labelbox/convertRules.ts';
import { MaskNames, type MaskNaming } from '../core/labelbox/maskFiles.ts';
import type { ClassName, Era, LabelState, Place, Row, YAxis } from '../core/labelbox/model.ts';
import { labelName, namedRow, rowNames, type NamedRowFacts } from '../core/labelbox/rowNames.ts';
import type { LabelboxFinding } from '../core/labelbox/rules.ts';
import { originalNames, type OriginalNames } from './labelboxOriginals.ts';
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
  /** By what the original of its image may be found. */
  readonly original: OriginalNames;
  readonly state: LabelState;
  /** Projects whose labels of the image are to be chosen from; none where nobody says. */
  readonly projects: readonly string[];
  /** False where another row of the same image counts. */
  readonly counts: boolean;
  /** Why the export holds no such row that can be read; null for rows. */
  readonly lost: LabelboxFinding | null;
}

/** The rows of an export in its order, those that cannot be read among them, with their names, and its classes with an area in the order in which they appear. */
export interface SelectedRows {
  readonly scan: LabelboxScan;
  readonly rows: readonly SelectedRow[];
  readonly classes: readonly SeenClass[];
  /** Where the export breaks off; null where it was read to its end. */
  readonly cut: LabelboxFinding | null;
  readonly maskNaming: MaskNaming;
}

interface RowFacts extends NamedRowFacts {
  readonly index: number;
  readonly place: Place;
  readonly original: Omit<OriginalNames, 'name'>;
  readonly state: LabelState;
  readonly date: number | null;
  readonly reviewScore: number | null;
  readonly projects: readonly string[];
}

interface SelectOptions {
  readonly choice: Choice;
  /** Only labels of this project count; null: of any. */
  readonly project: string | null;
  readonly era: Era | null;
  readonly yAxis: YAxis | null;
  readonly signal?: AbortSignal;
}

/**
 * Reads an export for its rows, and chooses among rows of one image. Memory: some hundred bytes a row.
 *
 * @throws FileError; the signal's reason where it was aborted
 */
export async function selectRows(
  path: string,
  { choice, project, era, yAxis, signal }: SelectOptions,
): Promise<SelectedRows> {
  let facts: RowFacts[] = [];
  let classes = new SeenClasses();
  const lost = new Map<number, LabelboxFinding>();
  let cut: LabelboxFinding | null = null;
  let maskNames = new MaskNames();
  const options: ScanOptions = {
    now: Date.now(),
    ...(yAxis === null ? {} : { yAxis }),
    ...(signal === undefined ? {} : { signal }),
    onFinding(finding) {
      const { rule, row } = finding;
      if (rule === 'truncated' || rule === 'unclosed') cut = finding;
      if (row !== null && LOST_ROWS.has(rule)) lost.set(row, finding);
    },
    onRow(row) {
      if (lost.has(row.index)) return;
      facts.push(factsOf(row, project));
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
  const groups = groupsOf(facts);
  const counting = countingRows(groups, choice, project);
  const outputs = namesOfCounting(facts, names, counting);
  return {
    scan,
    classes: classes.list(),
    cut,
    maskNaming: maskNames.naming(names),
    rows: inOrder(
      facts.map((row, at) => ({
        index: row.index,
        place: row.place,
        name: names[at] ?? '',
        outputName: outputs[at] ?? '',
        original: { ...row.original, name: names[at] ?? '' },
        state: row.state,
        projects: [...new Set((groups.get(row) ?? [row]).flatMap(({ projects }) => projects))],
        counts: counting.has(row),
        lost: null,
      })),
      [...lost.values()].map(lostRow),
    ),
  };
}

function lostRow(finding: LabelboxFinding): SelectedRow {
  const { row, line, offset } = finding;
  const index = row ?? 0;
  const name = `row ${index + 1}`;
  return {
    ...{ index, place: { offset, line, length: 0 }, name, outputName: name },
    original: { image: name, name, dataRowId: null, externalId: null, address: null },
    ...{ state: 'unreadable', projects: [], counts: true, lost: finding },
  };
}

function inOrder(rows: readonly SelectedRow[], lost: readonly SelectedRow[]): readonly SelectedRow[] {
  return lost.length === 0 ? rows : [...rows, ...lost].sort((a, b) => a.index - b.index);
}

function factsOf(row: Row, project: string | null): RowFacts {
  const latest = (dates: readonly (number | null)[]): number | null =>
    dates.reduce((last, date) => (date !== null && (last === null || date > last) ? date : last), null);
  return {
    ...namedRow(row),
    index: row.index,
    place: row.place,
    original: originalNames(row),
    state: row.state,
    date: latest(row.labels.map(({ updatedAt, createdAt }) => updatedAt ?? createdAt)),
    projects: labellingProjects(row, project),
    reviewScore: latest(row.labels.map(({ reviewScore }) => reviewScore)),
  };
}

/** Of each row those that show the same image, itself among them. */
function groupsOf(facts: readonly RowFacts[]): ReadonlyMap<RowFacts, readonly RowFacts[]> {
  const byImage = new Map<string, RowFacts[]>();
  const groups = new Map<RowFacts, readonly RowFacts[]>();
  for (const row of facts) {
    const group = byImage.get(row.image) ?? [];
    byImage.set(row.image, group);
    group.push(row);
    groups.set(row, group);
  }
  return groups;
}

/**
 * Of the rows of one image those that count; one without a label (of the project) never counts before one that has it, nor
 * one that was skipped before one that was not.
 */
function countingRows(
  groups: ReadonlyMap<RowFacts, readonly RowFacts[]>,
  choice: Choice,
  project: string | null,
): ReadonlySet<RowFacts> {
  const counting = new Set<RowFacts>();
  const hasLabel = ({ state, projects }: RowFacts): boolean =>
    state !== 'notLabelled' && (project === null || isSkipped(state) || projects.length > 0);
  for (const group of new Set(groups.values())) {
    const labelled = group.filter(hasLabel);
    const stating = choice === 'all' ? labelled : labelled.filter(({ state }) => !isSkipped(state));
    const candidates = [stating, labelled, group].find((rows) => rows.length > 0) ?? group;
    for (const row of choose(candidates, choice, (one) => one)) counting.add(row);
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
    // A class without a name has no id; its rows are refused.
    if (name === '') return;
    const spellings = this.#written.get(name);
    if (spellings !== undefined) spellings.add(written);
    else if (this.#written.size < MOST_CLASSES) this.#written.set(name, new Set([written]));
  }
}
