import type { TableEntry } from '../../src/core/labelbox/table/entry.ts';

/** The selected row as a page keeps it: entries have other numbers once the file has changed. */
export interface KeptRow {
  readonly entry: number;
  readonly row: number;
  readonly label: number;
  readonly name: string | null;
  readonly dataRowId: string | null;
  /** Place in the table, and how far the table was scrolled, in CSS pixels. */
  readonly position: number;
  readonly scrollTop: number;
}

export function keepRow(
  { entry, row, label, name, dataRowId }: TableEntry,
  position: number,
  scrollTop: number,
): KeptRow {
  return { entry, row, label, name, dataRowId, position, scrollTop };
}

/** Which of these entries the kept one is: that of its data row, else of its name, else of its place in the file. */
export function findKept(kept: KeptRow, entries: readonly TableEntry[]): TableEntry | null {
  const isSame = ({ dataRowId, name, row }: TableEntry): boolean =>
    kept.dataRowId !== null ? dataRowId === kept.dataRowId : kept.name !== null ? name === kept.name : row === kept.row;
  // A data row may have several rows, and a row several labels.
  const likeness = ({ row, label, name }: TableEntry): number =>
    4 * Number(name === kept.name) + 2 * Number(label === kept.label) + Number(row === kept.row);
  return entries.filter(isSame).sort((a, b) => likeness(b) - likeness(a))[0] ?? null;
}
