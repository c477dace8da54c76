import { existsSync } from 'node:fs';
import type { Era, YAxis } from '../core/labelbox/model.ts';
import { matchRows } from '../core/review/matchRows.ts';
import type { ExportRow } from '../core/review/listCsv.ts';
import { listBatches, readBatch, readHeader, stateOf } from '../platform/journal.ts';
import { selectRows } from './labelboxRows.ts';

/**
 * The rows of an export by the names that their masks have after a conversion. Nothing that a conversion leaves beside its
 * masks tells the rows, but the names are made from the export alone.
 *
 * @param pairs names of all pairs, which may have folders that those of the export lack (see `matchRows`)
 * @throws FileError
 */
export async function exportRowsByName(
  path: string,
  pairs: readonly string[],
  { era = null, yAxis = null }: { readonly era?: Era | null; readonly yAxis?: YAxis | null } = {},
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
  const matched = matchRows(byName.keys(), pairs);
  return (name) => byName.get(matched.get(name) ?? '') ?? [];
}

const EXPORT = /\.(?:json|ndjson|jsonl|csv|tsv)$/i;

/**
 * The exports that masks in a folder were made from, as the journals of conversions into it tell; absolute, those of the
 * latest conversion first. Files that are gone are left out, and conversions that were taken back.
 */
export function convertedExports(root: string): string[] {
  const found = new Set<string>();
  for (const folder of listBatches(root).reverse()) {
    try {
      if (stateOf(folder) === 'undone' || !/\blabelbox convert\b/.test(readHeader(folder).command)) continue;
      for (const { source } of readBatch(folder).files) if (EXPORT.test(source)) found.add(source);
    } catch {
      // A journal that cannot be read tells nothing here; undoing it says why.
    }
  }
  return [...found].filter((path) => existsSync(path));
}
