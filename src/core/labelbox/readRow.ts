import { fieldsOf, shown } from '../formats/json.ts';
import { isNoImage } from './media.ts';
import type { Era, Place, Row } from './model.ts';
import type { Report } from './rules.ts';
import { readV1Row } from './v1Row.ts';
import { readV2Row } from './v2Row.ts';

/** Fields of which any row of any era has one. */
const ROW_FIELDS = [
  ...['Label', 'Labeled Data', 'ID', 'DataRow ID', 'External ID', 'Global Key', 'Masks'],
  ...['data_row', 'projects'],
];

/**
 * A row of an export.
 *
 * @param value an element of the file; for a CSV what `recordValue` makes of a record
 * @param era detected or chosen; a row that is plainly of v2, or plainly not, is read as what it is
 * @param report takes what is wrong with the row
 * @returns null, with a finding, where the element is no row
 */
export function readRow(value: unknown, era: Era, index: number, place: Place, report: Report): Row | null {
  const fields = fieldsOf(value);
  if (fields === null) {
    report('notARow', { text: shown(value) });
    return null;
  }
  if (!ROW_FIELDS.some((field) => field in fields)) {
    report('fieldsUnknown', { text: shown(value) });
    return null;
  }
  const isV2 = fieldsOf(fields['data_row']) !== null || fieldsOf(fields['projects']) !== null;
  const row = isV2 ? readV2Row(fields, index, place, report) : readV1Row(fields, era, index, place, report);
  if (isNoImage(row.media)) report('notImage', { media: row.media });
  return row;
}
