import { rasterise } from '../../src/core/raster/rasterise.ts';
import { fillSpans } from '../../src/core/raster/spans.ts';
import { SeededRandom } from '../fixtures/seededRandom.ts';
import { atMost, interleave, timeCall, type BenchRow } from './measure.ts';
import type { Pillow, RasterSize } from './peers.ts';

const POLYGONS = 20;
/** Times that a run fills all of them: enough for both sides to be warm. */
const REPEATS = 10;
const ROUNDS = 7;

/** Outlines as people draw them, each filled into a new mask of the image's size. */
export async function benchRaster(pillow: Pillow): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const [width, height, points] of [
    [500, 375, 40],
    [2048, 1024, 200],
  ] as const) {
    const rings = outlines(width, height, points);
    for (const [rule, other] of [
      ['opencv-4.6', 'opencv-4.6'],
      ['pillow-9.4', 'pillow-9.4'],
      ['centre', 'opencv-4.6'],
    ] as const) {
      const size: RasterSize = { width, height };
      const fill = (): void => {
        for (let i = 0; i < REPEATS; i++) {
          for (const ring of rings) {
            fillSpans(new Uint8Array(width * height), rasterise([[ring]], width, height, rule), 1);
          }
        }
      };
      const medians = await interleave(
        [
          { name: 'ours', run: () => timeCall(fill) / REPEATS },
          { name: 'theirs', run: async () => (await pillow.raster(other, rings, size, REPEATS)).seconds },
        ],
        ROUNDS,
      );
      const of = (name: string): number => (medians.get(name) ?? Number.NaN) / POLYGONS;
      const call = other === 'opencv-4.6' ? 'cv2.fillPoly' : 'ImageDraw.polygon';
      rows.push(atMost(`${width}×${height}, ${points} points: ${rule}, against ${call}`, of('ours'), of('theirs'), 3));
    }
  }
  return rows;
}

function outlines(width: number, height: number, points: number): Float64Array[] {
  const random = new SeededRandom(points);
  return Array.from({ length: POLYGONS }, () => {
    const [x, y, radius] = [width * random.next(), height * random.next(), (height / 3) * (0.3 + random.next())];
    return Float64Array.from({ length: 2 * points }, (_, i) => {
      const angle = ((i >> 1) / points) * 2 * Math.PI;
      const reach = radius * (0.9 + 0.1 * Math.sin(5 * angle));
      return i % 2 === 0 ? x + reach * Math.cos(angle) : y + reach * Math.sin(angle);
    });
  });
}
