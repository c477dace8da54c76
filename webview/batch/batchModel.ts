import type {
  ColourDecision,
  ColourDecisions,
  FileFacts,
  FileStatus,
  FindingFacts,
  ResultFacts,
} from '../../src/protocol/batch.ts';

/** Which files the list shows. `write` stands for the written ones, too. */
export type FileFilter = 'all' | 'write' | 'cancelled' | 'undone' | 'unchanged' | 'refused' | 'findings';

export const FILE_FILTERS: readonly FileFilter[] = [
  ...(['all', 'write', 'cancelled', 'undone'] as const),
  ...(['unchanged', 'refused', 'findings'] as const),
];

/** A file as the list shows it: what was previewed, and what became of it. */
export interface FileRow {
  readonly name: string;
  readonly file: FileFacts;
  readonly status: FileStatus;
  readonly findings: readonly FindingFacts[];
}

/** A colour that stands for no class, or for several, over all files. */
export interface UnknownRow {
  readonly colour: string;
  readonly pixels: number;
  readonly files: number;
  readonly nearest: { readonly id: number; readonly name: string } | null;
}

/** A rule with the files that it speaks of. */
export interface FindingGroup {
  /** The finding of the first of the files. */
  readonly finding: FindingFacts;
  readonly files: number;
}

const SEVERITIES: readonly FindingFacts['severity'][] = ['error', 'warning', 'information'];

/** The files of a batch with their findings and results, in the order of the inputs. Pure: it knows no page. */
export class BatchFiles {
  /** By name. */
  readonly #rows = new Map<string, FileRow>();
  #sorted: readonly FileRow[] | null = [];

  clear(): void {
    this.#rows.clear();
    this.#sorted = [];
  }

  add(files: readonly FileFacts[]): void {
    for (const file of files) {
      this.#rows.set(file.name, { name: file.name, file, status: file.status, findings: file.findings });
    }
    this.#sorted = null;
  }

  /** Results of files that were not previewed, because an interrupted batch had been, make rows of their own. */
  addResults(results: readonly ResultFacts[]): void {
    for (const { name, status, findings } of results) {
      const row = this.#rows.get(name);
      const file = row?.file ?? unpreviewed(name, this.#rows.size);
      const known = new Set(row?.findings.map(({ message }) => message));
      const all = [...(row?.findings ?? []), ...findings.filter(({ message }) => !known.has(message))];
      this.#rows.set(name, { name, file, status, findings: all });
    }
    this.#sorted = null;
  }

  /**
   * The batch was taken back: what it had written is `status` now, but for the files that were left as they are. Files
   * that it would have written were not reached.
   */
  takeBack(status: 'restored' | 'removed', left: readonly string[]): void {
    const kept = new Set(left);
    for (const [name, row] of this.#rows) {
      if (row.status === 'written' && !kept.has(name)) this.#rows.set(name, { ...row, status });
      else if (row.status === 'write') this.#rows.set(name, { ...row, status: 'cancelled' });
    }
    this.#sorted = null;
  }

  get all(): readonly FileRow[] {
    this.#sorted ??= [...this.#rows.values()].sort((a, b) => a.file.index - b.file.index);
    return this.#sorted;
  }

  /** @param rule only files with a finding of this rule; null: all */
  shown(filter: FileFilter, rule: string | null): readonly FileRow[] {
    return this.all.filter(
      (row) => isOf(row, filter) && (rule === null || row.findings.some((finding) => finding.rule === rule)),
    );
  }

  counts(): Readonly<Record<FileFilter, number>> {
    const counts = { all: 0, write: 0, cancelled: 0, undone: 0, unchanged: 0, refused: 0, findings: 0 };
    for (const row of this.#rows.values()) {
      for (const filter of FILE_FILTERS) if (isOf(row, filter)) counts[filter]++;
    }
    return counts;
  }

  /** Colours without a class over all files; most pixels first. */
  unknownColours(): { readonly rows: readonly UnknownRow[]; readonly isComplete: boolean } {
    const rows = new Map<string, { pixels: number; files: number; nearest: UnknownRow['nearest'] }>();
    let isComplete = true;
    for (const { file } of this.#rows.values()) {
      if (file.moreUnknown > 0) isComplete = false;
      for (const { colour, pixels, nearest } of file.unknown) {
        const row = rows.get(colour) ?? { pixels: 0, files: 0, nearest };
        row.pixels += pixels;
        row.files++;
        rows.set(colour, row);
      }
    }
    const sorted = [...rows].map(([colour, row]) => ({ colour, ...row }));
    return { rows: sorted.sort((a, b) => b.pixels - a.pixels || (a.colour < b.colour ? -1 : 1)), isComplete };
  }

  /** Findings by rule: errors first, then those of most files. */
  findingGroups(): readonly FindingGroup[] {
    const groups = new Map<string, { finding: FindingFacts; files: number }>();
    for (const { findings } of this.all) {
      for (const rule of new Set(findings.map((one) => one.rule))) {
        const finding = findings.find((one) => one.rule === rule);
        if (finding === undefined) continue;
        const group = groups.get(rule) ?? { finding, files: 0 };
        group.files++;
        groups.set(rule, group);
      }
    }
    const rank = ({ finding }: FindingGroup): number => SEVERITIES.indexOf(finding.severity);
    return [...groups.values()].sort((a, b) => rank(a) - rank(b) || b.files - a.files);
  }
}

function isOf({ status, findings }: FileRow, filter: FileFilter): boolean {
  switch (filter) {
    case 'all':
      return true;
    case 'write':
      return status === 'write' || status === 'written';
    case 'findings':
      return findings.length > 0;
    case 'undone':
      return isTakenBack(status);
    case 'cancelled':
    case 'unchanged':
    case 'refused':
      return status === filter;
  }
}

/** Whether an undo has taken the file back, so that what the preview says of it is no longer true. */
export function isTakenBack(status: FileStatus): status is 'restored' | 'removed' {
  return status === 'restored' || status === 'removed';
}

/** Whether nothing is or will be written of a file: then there is no "after" of which the preview could speak. */
export function isUnwritten(status: FileStatus): boolean {
  return status === 'refused' || isTakenBack(status);
}

function unpreviewed(name: string, index: number): FileFacts {
  return {
    ...{ index, name, status: 'write', size: 0, outputSize: 0, change: null },
    ...{ unknown: [], moreUnknown: 0, findings: [] },
  };
}

/** Decisions with one changed; `null` takes a colour's own decision back. */
export function decided(
  { unknown, choices }: ColourDecisions,
  colour: string,
  decision: Exclude<ColourDecision, 'error'> | null,
): ColourDecisions {
  const others = choices.filter(([one]) => one !== colour);
  return { unknown, choices: decision === null ? others : [...others, [colour, decision]] };
}

export function isSameDecisions(a: ColourDecisions, b: ColourDecisions): boolean {
  const text = ({ unknown, choices }: ColourDecisions): string => JSON.stringify([unknown, [...choices].sort()]);
  return text(a) === text(b);
}

/** A histogram before and after, id by id. */
export interface HistogramLine {
  readonly id: number;
  readonly before: number;
  readonly after: number;
}

/** Lines of the ids that occur before or after, ascending. */
export function histogramLines(
  before: readonly (readonly [number, number])[],
  after: readonly (readonly [number, number])[],
): readonly HistogramLine[] {
  const lines = new Map<number, { before: number; after: number }>();
  const lineOf = (id: number): { before: number; after: number } => {
    const line = lines.get(id) ?? { before: 0, after: 0 };
    lines.set(id, line);
    return line;
  };
  for (const [id, pixels] of before) lineOf(id).before = pixels;
  for (const [id, pixels] of after) lineOf(id).after = pixels;
  return [...lines].map(([id, line]) => ({ id, ...line })).sort((a, b) => a.id - b.id);
}
