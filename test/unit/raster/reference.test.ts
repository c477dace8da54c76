import { describe, expect, it } from 'vitest';
import type { Polygon } from '../../../src/core/raster/polygon.ts';
import { rasterise, type RasterRule } from '../../../src/core/raster/rasterise.ts';
import { fillSpans } from '../../../src/core/raster/spans.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from '../mask/pythonReference.ts';
import { randomPolygon } from './randomPolygons.ts';

const CODE = {
  'opencv-4.6': `result = mask
rings = [numpy.array(ring).reshape(-1, 2).astype(numpy.int32) for ring in case['rings']]
cv2.fillPoly(result, rings, 1)`,
  'pillow-9.4': `from PIL import ImageDraw
image = Image.fromarray(mask)
for at, ring in enumerate(case['rings']):
    if len(ring) > 2:
        ImageDraw.Draw(image).polygon([float(one) for one in ring], fill=0 if at else 1)
result = numpy.asarray(image)`,
};

interface Case {
  readonly width: number;
  readonly height: number;
  readonly polygon: Polygon;
}

/** The cases whose planes differ from the reference's. */
function differing(rule: keyof typeof CODE, cases: readonly Case[]): string[] {
  const expected = reference(
    CODE[rule],
    cases.map(({ width, height, polygon }) => ({
      ids: new Uint8Array(width * height),
      rings: polygon.map((ring) => [...ring]),
      width,
      height,
    })),
  );
  return cases.flatMap((one, at) => {
    const isEqual = Buffer.compare(planeOf(one, rule), expected[at] as Uint8Array) === 0;
    return isEqual ? [] : [`${one.width} × ${one.height}: ${one.polygon.map((ring) => ring.join(' ')).join('; ')}`];
  });
}

function planeOf({ width, height, polygon }: Case, rule: RasterRule): Uint8Array {
  const plane = new Uint8Array(width * height);
  fillSpans(plane, rasterise([polygon], width, height, rule), 1);
  return plane;
}

const single = (random: SeededRandom): Case => {
  const { width, height, points } = randomPolygon(random);
  return { width, height, polygon: [points] };
};

const withHoles = (random: SeededRandom): Case => {
  const { width, height, points } = randomPolygon(random);
  const holes = Array.from({ length: random.integer(1, 3) }, () => randomPolygon(random).points);
  return { width, height, polygon: [points, ...holes] };
};

describe.skipIf(!hasReference)('rasterise', () => {
  for (const rule of ['opencv-4.6', 'pillow-9.4'] as const) {
    it(`is equal to the pixel to ${rule} on 4,000 random polygons`, () => {
      const random = new SeededRandom(rule === 'opencv-4.6' ? 4061 : 941);
      expect(
        differing(
          rule,
          Array.from({ length: 4000 }, () => single(random)),
        ),
      ).toEqual([]);
    });

    it(`is equal to ${rule} on 1,000 polygons with holes`, () => {
      const random = new SeededRandom(rule === 'opencv-4.6' ? 4062 : 942);
      expect(
        differing(
          rule,
          Array.from({ length: 1000 }, () => withHoles(random)),
        ),
      ).toEqual([]);
    });

    it(`is equal to ${rule} on outlines of hundreds of points in a large image`, () => {
      const random = new SeededRandom(rule === 'opencv-4.6' ? 4063 : 943);
      const cases = Array.from({ length: 12 }, (_, at): Case => {
        const points = Float64Array.from({ length: 800 }, (_, i) => {
          const angle = ((i >> 1) / 400) * 2 * Math.PI;
          const radius = 300 + 40 * Math.sin(5 * angle + at) + 12 * random.next();
          return 400 + radius * (i % 2 === 0 ? Math.cos(angle) : Math.sin(angle));
        });
        return { width: 800, height: 700, polygon: [points] };
      });
      expect(differing(rule, cases)).toEqual([]);
    });
  }
});
