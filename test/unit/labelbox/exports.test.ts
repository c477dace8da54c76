import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { EXPORTS, expectedFacts, foundFacts, hasPython } from './exportFacts.ts';
import { renderTable, TABLE_FILE } from '../../labelboxConformance.ts';
import { readLabelboxRow, scanLabelbox } from '../../../src/jobs/labelbox.ts';
import type { Row } from '../../../src/core/labelbox/model.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { sharedPath } from '../../fixtures/sharedData.ts';

describeShared('data/labelbox', 'real Labelbox exports', () => {
  it.skipIf(!hasPython)('hold what Python counts', async () => {
    const expected = expectedFacts(EXPORTS);
    expect(expected.length).toBe(24);
    for (const [i, file] of EXPORTS.entries()) {
      expect({ file, ...(await foundFacts(file)) }).toEqual({ file, ...expected[i] });
    }
  });

  it.skipIf(!hasPython)('are listed in the conformance table', async () => {
    expect(readFileSync(TABLE_FILE, 'utf8')).toBe(await renderTable());
  });

  it('give every row again at its place', async () => {
    for (const file of EXPORTS) {
      const rows: Row[] = [];
      const { format } = await scanLabelbox(sharedPath(file), { now: 0, onRow: (row) => rows.push(row) });
      if (format === null) continue;
      for (const row of rows) {
        expect(await readLabelboxRow(sharedPath(file), format, row.index, row.place)).toEqual(row);
      }
    }
  });

  const recognised: readonly (readonly [string, object])[] = [
    ['import-ndjson/payload.ndjson', { kind: 'notExport', what: 'embeddingImport' }],
    [
      'import-ndjson/image_import.json',
      { kind: 'notExport', what: 'annotationImport', details: { row: 1, field: 'bbox' } },
    ],
    ['v1-fixtures/tesla.json', { kind: 'notExport', what: 'tfRecordList' }],
    ['v1-fixtures/labelbox_1.json', { era: 'E1', tellTale: 'nothingLater' }],
    ['v1-fixtures/v2_wkt.json', { era: 'E2', details: { row: 1, host: 'image-segmentation-hybrid.labelbox.com' } }],
    ['v1-sdk/video_export.json', { era: 'E5', tellTale: 'frames' }],
    ['v1-sdk/text_export.json', { era: 'E5', tellTale: 'objectsList' }],
  ];
  for (const [file, expected] of recognised) {
    it(`are told: ${file}`, async () => {
      expect((await scanLabelbox(sharedPath(`data/labelbox/${file}`), { now: 0 })).recognised).toMatchObject(expected);
    });
  }

  it('count y as their age tells', async () => {
    const choices = ['labelbox_1', 'v2_wkt', 'v3_xy', 'test_JSON'].map(async (name) => {
      const { yAxis } = await scanLabelbox(sharedPath(`data/labelbox/v1-fixtures/${name}.json`), { now: 0 });
      return yAxis?.choice;
    });
    expect(await Promise.all(choices)).toEqual(['up', 'up', 'up', 'down']);
  });

  it('are not read where that is stopped, or where they are none', async () => {
    const path = sharedPath('data/labelbox/v1-fixtures/test_JSON.json');
    const reason = new Error('stopped');
    await expect(scanLabelbox(path, { now: 0, signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
    await expect(scanLabelbox(path, { now: 0, signal: AbortSignal.abort() })).rejects.toThrow(/aborted/);
    await expect(scanLabelbox(`${path}.none`, { now: 0 })).rejects.toMatchObject({ code: 'notFound' });
    await expect(scanLabelbox(sharedPath('data/labelbox'), { now: 0 })).rejects.toMatchObject({ code: 'notAFile' });
  });

  it('keep the polygons of one object apart', async () => {
    const rows: Row[] = [];
    const path = sharedPath('data/labelbox/v1-fixtures/labelbox_2.json');
    await scanLabelbox(path, { now: 0, onRow: (row) => rows.push(row) });
    const [car] = rows[0]?.labels[0]?.objects ?? [];
    expect(car?.className.name).toBe('Car');
    expect(car?.geometry.kind === 'polygons' && car.geometry.polygons.map((rings) => rings.length)).toEqual([1, 1, 1]);
  });
});
