import { outputNames } from './outputNames.ts';
import type { Row } from './model.ts';

/** What a row is named by, and where it stands. */
export interface NamedRowFacts {
  readonly externalId: string | null;
  readonly dataRowId: string;
}

/** The facts of a row; exports before 2019 name no data row, but the label. */
export function namedRow(row: Pick<Row, 'externalId' | 'dataRowId' | 'globalKey' | 'index' | 'labels'>): NamedRowFacts {
  const { externalId, dataRowId, globalKey, labels, index } = row;
  return { externalId, dataRowId: dataRowId ?? labels[0]?.id ?? globalKey ?? `row-${index + 1}` };
}

/**
 * Names of all rows of an export, in their order. Rows of one data row have one name: they show one image.
 *
 * @see outputNames
 */
export function rowNames(rows: readonly NamedRowFacts[]): string[] {
  const keyOf = ({ externalId, dataRowId }: NamedRowFacts): string => JSON.stringify([externalId, dataRowId]);
  const images = new Map(rows.map((row) => [keyOf(row), row]));
  const names = outputNames([...images.values()]);
  const nameOf = new Map([...images.keys()].map((key, at) => [key, names[at] ?? '']));
  return rows.map((row) => nameOf.get(keyOf(row)) ?? '');
}

/** The name of one of several labels of a row that all count. */
export function labelName(name: string, number: number, count: number): string {
  return count === 1 ? name : `${name}-label${number}`;
}
