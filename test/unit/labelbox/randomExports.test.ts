import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Geometry, Row } from '../../../src/core/labelbox/model.ts';
import { scanLabelbox } from '../../../src/jobs/labelbox.ts';
import { randomExport, WRITTEN_ERAS, type Drawn, type WrittenExport } from '../../fixtures/randomExport.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const EXPORTS = 60;
const folder = mkdtempSync(join(tmpdir(), 'maskscope-random-exports-'));
afterAll(() => rmSync(folder, { recursive: true }));

const pairs = (ring: Float64Array): [number, number][] =>
  Array.from({ length: ring.length / 2 }, (_, i) => [ring[2 * i] ?? NaN, ring[2 * i + 1] ?? NaN]);

function drawnOf(geometry: Geometry): Drawn | string {
  switch (geometry.kind) {
    case 'polygons':
      return { kind: 'polygons', polygons: geometry.polygons.map((rings) => rings.map(pairs)) };
    case 'line':
      return { kind: 'line', points: pairs(geometry.points) };
    case 'box':
    case 'point':
      return geometry;
    case 'mask':
    case 'unknown':
      return geometry.kind;
  }
}

/** The order of classes in E1 to E4 is that of the keys of an object, which are not in order where one is a number. */
const inOrder = (objects: readonly object[]): object[] =>
  objects
    .map((object) => [JSON.stringify(object), object] as const)
    .sort(byText)
    .map(([, object]) => object);
const byText = ([a]: readonly [string, object], [b]: readonly [string, object]): number => (a < b ? -1 : a > b ? 1 : 0);

function expectModel(rows: readonly Row[], written: WrittenExport): void {
  const read = rows.map(({ dataRowId, externalId, imageUrl, state, labels: [label, ...others] }) => ({
    ...{ dataRowId, externalId, imageUrl, state, others: others.length },
    labelId: label?.id,
    labeller: label?.createdBy,
    createdAt: label?.createdAt,
    seconds: label?.secondsToLabel,
    objects: inOrder(
      (label?.objects ?? []).map(({ className, geometry }) => ({
        className: className.name,
        drawn: drawnOf(geometry),
      })),
    ),
  }));
  const expected = written.rows.map((row) => ({
    ...row,
    state: 'labelled',
    others: 0,
    objects: inOrder(row.objects),
  }));
  expect(read).toEqual(expected);
}

describe('random exports give back what was written', () => {
  for (const [seed, era] of WRITTEN_ERAS.entries()) {
    it(`of ${era}`, async () => {
      const random = new SeededRandom(0x1abe1 + seed);
      const containers = new Set<string>();
      for (let i = 0; i < EXPORTS; i++) {
        const written = randomExport(random, era);
        const path = join(folder, `${era}.${written.container === 'csv' ? 'csv' : 'json'}`);
        writeFileSync(path, written.text);
        const rows: Row[] = [];
        const scan = await scanLabelbox(path, { now: 0, onRow: (row) => rows.push(row) });
        expect(scan.recognised).toMatchObject({ kind: 'export', era });
        containers.add(written.container);
        expectModel(rows, written);
      }
      expect([...containers].sort()).toEqual(
        era === 'v2' ? ['jsonArray', 'ndjson'] : era === 'E1' ? ['jsonArray'] : ['csv', 'jsonArray'],
      );
    });
  }
});
