import { outputNames } from './outputNames.ts';
import type { Row } from './model.ts';

/** What a row is named by. */
export interface NamedRowFacts {
  readonly externalId: string | null;
  /** Equal for rows of one image, see {@link imageOf}; of this row alone where nothing tells its image. */
  readonly image: string;
  /** What tells its name from another image's of the same external id. */
  readonly dataRowId: string;
}

/**
 * Which image a row shows: equal for rows of one image, as several labels of it are in exports of v1. It is the data row,
 * and before 2019, when exports named none, the external id with the address. Null where a row has neither.
 */
export function imageOf({
  dataRowId,
  globalKey,
  externalId,
  imageUrl,
}: Pick<Row, 'dataRowId' | 'globalKey' | 'externalId' | 'imageUrl'>): string | null {
  const own = dataRowId ?? globalKey;
  if (own !== null) return own;
  return imageUrl === null ? null : JSON.stringify([externalId, imageUrl]);
}

/** The facts of a row; exports before 2019 name no data row, but the label. */
export function namedRow(
  row: Pick<Row, 'externalId' | 'dataRowId' | 'globalKey' | 'imageUrl' | 'index' | 'labels'>,
): NamedRowFacts {
  const { externalId, dataRowId, globalKey, labels, index } = row;
  const id = dataRowId ?? labels[0]?.id ?? globalKey ?? `row-${index + 1}`;
  return { externalId, image: imageOf(row) ?? id, dataRowId: id };
}

/**
 * Names of all rows of an export, in their order. Rows of one image have one name; of ids of its labels the first in
 * alphabetical order tells it apart.
 *
 * @see outputNames
 */
export function rowNames(rows: readonly NamedRowFacts[]): string[] {
  const keyOf = ({ externalId, image }: NamedRowFacts): string => JSON.stringify([externalId, image]);
  const images = new Map<string, NamedRowFacts>();
  for (const row of rows) {
    const other = images.get(keyOf(row));
    if (other === undefined || row.dataRowId < other.dataRowId) images.set(keyOf(row), row);
  }
  const names = outputNames([...images.values()]);
  const nameOf = new Map([...images.keys()].map((key, at) => [key, names[at] ?? '']));
  return rows.map((row) => nameOf.get(keyOf(row)) ?? '');
}

/** The name of one of several labels of a row that all count. */
export function labelName(name: string, number: number, count: number): string {
  return count === 1 ? name : `${name}-label${number}`;
}
