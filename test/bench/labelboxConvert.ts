import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { SeededRandom } from '../fixtures/seededRandom.ts';
import { NODE } from '../unit/cli/bundle.ts';
import { atLeastAsFast, interleave, timeCall, type BenchRow } from './measure.ts';

const ROWS = 400;
const ROUNDS = 5;
const NAMES = ['eye', 'nose', 'mouth', 'eyebrow'] as const;
const SIZES = [
  [512, 512],
  [1024, 1024],
] as const;

/** The whole command, from its start to the last byte, against a script of JSON, OpenCV and Pillow. */
export async function benchLabelboxConvert(script: string, folder: string): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [width, height] of SIZES) {
    const file = join(folder, `faces${width}.json`);
    writeFileSync(file, JSON.stringify(facesOf(width, height)));
    const [ours, theirs] = [join(folder, 'ours'), join(folder, 'theirs')];
    const options = ['--layout', 'flat', '--source', 'polygons', '--raster', 'opencv-4.6', '--overlap', 'class-order'];
    const python = join(import.meta.dirname, 'labelboxConvert.py');
    const medians = await interleave(
      [
        {
          name: 'ours',
          run: () => {
            rmSync(ours, { recursive: true, force: true });
            return timeCall(() =>
              execFileSync(NODE, [script, 'labelbox', 'convert', file, '-o', ours, ...options, '--yes'], {
                stdio: 'ignore',
              }),
            );
          },
        },
        {
          name: 'theirs',
          run: () => {
            rmSync(theirs, { recursive: true, force: true });
            return timeCall(() => execFileSync('/usr/bin/python3', [python, file, theirs], { stdio: 'ignore' }));
          },
        },
      ],
      ROUNDS,
    );
    const of = (name: string): number => medians.get(name) ?? Number.NaN;
    rows.push(
      atLeastAsFast(
        `${ROWS} rows of ${width} × ${height}, the whole command, against Python`,
        of('ours'),
        of('theirs'),
        1,
      ),
    );
  }
  return rows;
}

function facesOf(width: number, height: number): object[] {
  const random = new SeededRandom(20_191_008);
  const ring = (): object[] => {
    const [x, y] = [random.integer(0, width), random.integer(0, height)];
    const count = random.integer(20, 80);
    return Array.from({ length: count }, (_, i) => {
      const angle = (2 * Math.PI * i) / count;
      const radius = (width / 8) * (0.7 + 0.3 * random.next());
      return { x: Math.round(x + radius * Math.cos(angle)), y: Math.round(y + radius * Math.sin(angle)) };
    });
  };
  return Array.from({ length: ROWS }, (_, i) => ({
    ...{ ID: `l${i}`, 'DataRow ID': `d${i}`, 'External ID': `face-${i}.jpg`, 'Created At': '2020-01-01T00:00:00.000Z' },
    'Media Attributes': { width, height },
    Label: {
      objects: Array.from({ length: random.integer(4, 9) }, (_, at) => {
        const title = NAMES[at % 4] ?? 'eye';
        return { featureId: `f${i}-${at}`, title, value: title, color: '#ff0000', polygon: ring() };
      }),
      classifications: [],
    },
  }));
}
