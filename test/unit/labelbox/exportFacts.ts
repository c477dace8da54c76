import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Row } from '../../../src/core/labelbox/model.ts';
import { scanLabelbox } from '../../../src/jobs/labelbox.ts';
import { listShared, sharedPath } from '../../fixtures/sharedData.ts';

const PYTHON = '/usr/bin/python3';
export const hasPython = spawnSync(PYTHON, ['-c', 'import json']).status === 0;

/** What a file holds; all but the era are absent where it is no export. */
export interface ExportFacts {
  readonly era: string | null;
  readonly rows?: number;
  readonly states?: Readonly<Record<string, number>>;
  readonly objects?: Readonly<Record<string, number>>;
  readonly outlines?: number;
  readonly points?: number;
  readonly ids?: readonly (string | null)[];
}

/** The shared exports and import payloads. */
export const EXPORTS = ['seed', 'v1-fixtures', 'v1-sdk', 'import-ndjson'].flatMap((folder) =>
  listShared(`data/labelbox/${folder}`),
);

/** What Python finds in the files. */
export function expectedFacts(files: readonly string[]): ExportFacts[] {
  const script = join(import.meta.dirname, 'exports.py');
  const run = spawnSync(PYTHON, [script, ...files.map(sharedPath)], { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as ExportFacts[];
}

/** What we find in a file. */
export async function foundFacts(file: string): Promise<ExportFacts> {
  const rows: Row[] = [];
  const { recognised, summary } = await scanLabelbox(sharedPath(file), { now: 0, onRow: (row) => rows.push(row) });
  if (recognised.kind !== 'export') return { era: null };
  const some = (counts: Readonly<Record<string, number>>) =>
    Object.fromEntries(
      Object.entries(counts)
        .filter(([, count]) => count > 0)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  const rings = rows.flatMap(({ labels }) =>
    labels.flatMap(({ objects }) =>
      objects.flatMap(({ geometry }) => (geometry.kind === 'polygons' ? geometry.polygons.flat() : [])),
    ),
  );
  return {
    era: recognised.era,
    rows: summary.rows,
    states: some(summary.states),
    objects: some(summary.objects),
    outlines: rings.length,
    points: rings.reduce((sum, ring) => sum + ring.length / 2, 0),
    ids: rows.map(({ labels }) => labels[0]?.id ?? null),
  };
}
