import type { Era, YAxis } from '../core/labelbox/model.ts';
import type { ExportRow } from '../core/review/listCsv.ts';
import { selectRows } from './labelboxRows.ts';

/**
 * The rows of an export by the names that their masks have after a conversion. Nothing that a conversion leaves beside its
 * masks tells the rows, but the names are made from the export alone.
 *
 * @throws FileError
 */
export async function exportRowsByName(
  path: string,
  { era = null, yAxis = null }: { readonly era?: Era | null; readonly yAxis?: YAxis | null },
): Promise<(name: string) => readonly ExportRow[]> {
  const { rows } = await selectRows(path, { choice: 'all', project: null, era, yAxis });
  const byName = new Map<string, ExportRow[]>();
  for (const { index, name, outputName, original, projects, lost } of rows) {
    if (lost !== null) continue;
    const { externalId, dataRowId } = original;
    const row = { row: index + 1, externalId, dataRowId, projects };
    // Where one label alone was converted the mask has the name of the image.
    for (const one of new Set([name, outputName])) byName.set(one, [...(byName.get(one) ?? []), row]);
  }
  return (name) => byName.get(name) ?? byName.get(name.slice(name.lastIndexOf('/') + 1)) ?? [];
}
