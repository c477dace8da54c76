import { describe, expect, it } from 'vitest';
import { boxPolygon, type Polygon } from '../../../src/core/raster/polygon.ts';
import { rasterise } from '../../../src/core/raster/rasterise.ts';
import { areaOf, fillSpans } from '../../../src/core/raster/spans.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { randomPolygon } from './randomPolygons.ts';

function planeOf(polygons: readonly Polygon[], width: number, height: number): Uint8Array {
  const plane = new Uint8Array(width * height);
  fillSpans(plane, rasterise(polygons, width, height, 'centre'), 1);
  return plane;
}

const rowsOf = (polygons: readonly Polygon[], width: number, height: number): string[] => {
  const plane = planeOf(polygons, width, height);
  return Array.from({ length: height }, (_, y) => plane.subarray(y * width, (y + 1) * width).join(''));
};

/** A double as a fraction with the denominator 2^1100. */
function exact(value: number): bigint {
  let shift = 0;
  for (; !Number.isInteger(value); value *= 2) shift++;
  return BigInt(value) << BigInt(1100 - shift);
}

/** By definition, in integers: an odd number of edges lies to the left of the centre or on it. */
function isInside(polygon: Polygon, column: number, row: number): boolean {
  const [x, y] = [exact(column + 0.5), exact(row + 0.5)];
  let inside = false;
  for (const ring of polygon) {
    for (let i = 0; i < ring.length; i += 2) {
      const next = (i + 2) % ring.length;
      const [x0, y0, x1, y1] = [ring[i], ring[i + 1], ring[next], ring[next + 1]].map((one) =>
        exact(one as number),
      ) as [...[bigint, bigint], ...[bigint, bigint]];
      if (y0 <= y === y1 <= y) continue;
      const side = (x - x0) * (y1 - y0) - (y - y0) * (x1 - x0);
      if (y1 > y0 ? side >= 0n : side <= 0n) inside = !inside;
    }
  }
  return inside;
}

describe('the rule of centres', () => {
  it('is exact on random polygons', () => {
    const random = new SeededRandom(51);
    for (let i = 0; i < 200; i++) {
      const { width, height, points } = randomPolygon(random);
      const expected = Uint8Array.from({ length: width * height }, (_, at) =>
        isInside([points], at % width, Math.floor(at / width)) ? 1 : 0,
      );
      expect(planeOf([[points]], width, height), points.join(' ')).toEqual(expected);
    }
  });

  it('is exact where edges pass a centre closer than doubles tell', () => {
    const random = new SeededRandom(52);
    const steps = [0, 2 ** -52, -(2 ** -52), 2 ** -40, 1e-17, 5e-324, -5e-324];
    for (let i = 0; i < 400; i++) {
      const near = (): number => random.integer(-2, 14) + random.choice([0, 0.5]) + random.choice(steps);
      const points = Float64Array.from({ length: 2 * random.integer(3, 6) }, near);
      const expected = Uint8Array.from({ length: 144 }, (_, at) =>
        isInside([points], at % 12, Math.floor(at / 12)) ? 1 : 0,
      );
      expect(planeOf([[points]], 12, 12), points.join(' ')).toEqual(expected);
    }
  });

  it('gives each pixel to exactly one of the polygons that share edges', () => {
    const random = new SeededRandom(53);
    for (let round = 0; round < 200; round++) {
      // A fan: triangles between a point and the pieces of a border around the image.
      const step = random.choice([1, 0.5, 0]);
      const spot = (): number => (step === 0 ? random.next() * 20 : step * random.integer(0, 20 / step));
      const [x, y] = [spot(), spot()];
      const border = [0, 0, spot(), 0, 20, 0, 20, spot(), 20, 20, spot(), 20, 0, 20, 0, spot()];
      const counts = new Uint8Array(400);
      for (let i = 0; i < border.length; i += 2) {
        const next = (i + 2) % border.length;
        const triangle = [border[i], border[i + 1], border[next], border[next + 1], x, y] as number[];
        planeOf([[Float64Array.from(triangle)]], 20, 20).forEach((one, at) => (counts[at] = (counts[at] ?? 0) + one));
      }
      expect(counts, border.join(' ')).toEqual(new Uint8Array(400).fill(1));
    }
  });

  it('takes the left and the upper edge, not the right and the lower one', () => {
    expect(rowsOf([boxPolygon(0.5, 0.5, 2, 2)], 4, 4)).toEqual(['1100', '1100', '0000', '0000']);
    expect(rowsOf([boxPolygon(2.5, 2.5, -2, -2)], 4, 4)).toEqual(['1100', '1100', '0000', '0000']);
  });

  it('leaves out what two rings of a polygon cover, and unites polygons', () => {
    const [outer] = boxPolygon(0, 0, 4, 3) as [Float64Array];
    const [inner] = boxPolygon(1, 1, 2, 1) as [Float64Array];
    expect(rowsOf([[outer, inner]], 5, 3)).toEqual(['11110', '10010', '11110']);
    expect(rowsOf([[outer], [inner]], 5, 3)).toEqual(['11110', '11110', '11110']);
    expect(rowsOf([[inner], boxPolygon(3, 0, 2, 2), boxPolygon(0, 1, 1, 1)], 5, 3)).toEqual([
      '00011',
      '11111',
      '00000',
    ]);
  });
});

describe('rasterise', () => {
  it('is quick on polygons that reach far beyond the image', () => {
    const far = 2 ** 31 - 1;
    for (const rule of ['centre', 'opencv-4.6', 'pillow-9.4'] as const) {
      expect(areaOf(rasterise([boxPolygon(-far, -far, 2 * far, 2 * far)], 30, 20, rule))).toBe(600);
    }
  });

  it('refuses coordinates that are no numbers or larger than any image', () => {
    const ring = (x: number): Polygon => [Float64Array.of(0, 0, 4, x, 4, 4)];
    for (const rule of ['centre', 'opencv-4.6', 'pillow-9.4'] as const) {
      const refusal = (x: number) => () => rasterise([ring(x)], 5, 5, rule);
      expect(refusal(Number.NaN)).toThrow('Point 2 of a polygon is no number: 4, NaN.');
      expect(refusal(-Infinity)).toThrow('Point 2 of a polygon is no number: 4, -Infinity.');
      expect(refusal(2 ** 31)).toThrow('Point 2 of a polygon lies further out than any image: 4, 2147483648.');
    }
  });

  it('draws nothing of nothing', () => {
    for (const rule of ['centre', 'opencv-4.6', 'pillow-9.4'] as const) {
      expect(areaOf(rasterise([], 5, 5, rule))).toBe(0);
      expect(areaOf(rasterise([[], [new Float64Array(0)]], 5, 5, rule))).toBe(0);
    }
  });
});
