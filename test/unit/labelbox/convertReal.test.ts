import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseWkt } from '../../../src/core/labelbox/wkt.ts';
import { RASTER_RULES, rasterise } from '../../../src/core/raster/rasterise.ts';
import { areaOf } from '../../../src/core/raster/spans.ts';
import { convert, convertRequest, temporaryFolder } from '../../fixtures/labelboxConversion.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { sharedPath } from '../../fixtures/sharedData.ts';
import { hasReference } from '../mask/pythonReference.ts';

const FOLDER = 'data/labelbox/v1-fixtures';

/** Exports that hold polygons, and the size that they are drawn in. */
const EXPORTS = [
  ['labelbox_1.json', 2400, 1600, 'up'],
  ['labelbox_2.json', 2400, 1600, 'up'],
  ['labelbox_xy_1.json', 2400, 1600, 'up'],
  ['v2_wkt.json', 1440, 900, 'up'],
  ['v3_wkt.json', 1440, 900, 'up'],
  ['v3_wkt_rectangle.json', 1440, 900, 'up'],
  ['v3_xy.json', 1440, 900, 'up'],
  ['test_JSON.json', 500, 500, 'down'],
] as const;

interface Answer {
  /** Rows with a polygon. */
  readonly labelled: readonly number[];
  readonly differing: Readonly<Record<string, number>>;
  readonly pixels: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

describeShared(FOLDER, 'real exports, drawn by Python from the same files', () => {
  const folder = temporaryFolder();

  it.skipIf(!hasReference).each(RASTER_RULES)(
    '%s: every pixel of every mask',
    async (rule) => {
      const cases: object[] = [];
      const expected: Record<string, Record<string, number>>[] = [];
      const labelled: number[][] = [];
      for (const [name, width, height, yAxis] of EXPORTS) {
        const exportFile = sharedPath(`${FOLDER}/${name}`);
        const target = join(folder, rule, name);
        const size = { width, height };
        const request = convertRequest({ exportFile, folder: target, rule, size, overlap: 'classOrder', yAxis });
        const { rows, plan } = await convert(request);
        const made = rows.filter(({ status }) => status === 'mask');
        const ids = Object.fromEntries(plan.classes.map((one) => [one.name, one.id]));
        const files = Object.fromEntries(made.map((one) => [one.row, join(target, one.files.at(-1) ?? '')]));
        cases.push({ export: exportFile, rule, up: yAxis === 'up', width, height, ids, files });
        labelled.push(made.map((one) => one.row));
        const pixelsOf = (row: (typeof made)[number]) =>
          Object.fromEntries(row.classes.map(({ id, pixels }) => [String(id), pixels]));
        expected.push(Object.fromEntries(made.map((one) => [String(one.row), pixelsOf(one)])));
      }
      const answers = draw(cases);
      expect(answers.map(({ differing }) => Object.values(differing).filter((pixels) => pixels > 0))).toEqual(
        EXPORTS.map(() => []),
      );
      expect(answers.map(({ pixels }) => pixels)).toEqual(expected);
      expect(answers.map(({ labelled: rows }) => rows)).toEqual(labelled);
    },
    120_000,
  );

  it('unites polygons of one object, which one even-odd fill would not', () => {
    const [row] = JSON.parse(readFileSync(sharedPath(`${FOLDER}/labelbox_2.json`), 'utf8')) as {
      Label: { Car: string };
    }[];
    const [car] = parseWkt(row?.Label.Car ?? '') ?? [];
    const polygons = car?.kind === 'polygons' ? car.polygons : [];
    // The figures are those of whole coordinates.
    const rounded = polygons.map((polygon) => polygon.map((ring) => ring.map(Math.round)));
    const areaIn = (some: typeof rounded) => areaOf(rasterise(some, 2400, 1600, 'opencv-4.6'));
    expect(areaIn(rounded)).toBe(1_269_226);
    expect(areaIn([rounded.flat()])).toBe(1_120_116);
  });
});

function draw(cases: readonly object[]): Answer[] {
  const script = join(import.meta.dirname, 'drawnMasks.py');
  const run = spawnSync('/usr/bin/python3', [script], {
    input: JSON.stringify(cases),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as Answer[];
}
