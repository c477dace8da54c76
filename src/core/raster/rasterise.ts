import { fillCentres } from './centre.ts';
import { fillAsOpencv } from './opencv.ts';
import { fillAsPillow } from './pillow.ts';
import { requireCoordinates, type Polygon } from './polygon.ts';
import { SpanCollector } from './spanCollector.ts';
import { withoutSpans, type Spans } from './spans.ts';

/**
 * Which pixels belong to a polygon.
 * - `centre`: those whose centre lies inside;
 * - `opencv-4.6`: those that `cv2.fillPoly` of OpenCV 4.6 sets for `np.array(ring, np.int32)`;
 * - `pillow-9.4`: those that `ImageDraw.polygon` of Pillow 9.4 fills.
 */
export type RasterRule = (typeof RASTER_RULES)[number];

export const RASTER_RULES = ['centre', 'opencv-4.6', 'pillow-9.4'] as const;

/**
 * The pixels of an object: the union of its polygons, each of them even-odd over its rings. Pillow cannot draw holes;
 * by its rule a polygon is its first ring as drawn, without the pixels of the others as drawn: what is got by filling the
 * outer ring with 1 and then each inner one with 0.
 *
 * @param width pixels
 * @param height pixels
 * @throws {RasterError} `coordinateNotFinite`, `coordinateTooLarge`; `outlineTooDense` where memory would run out
 */
export function rasterise(polygons: readonly Polygon[], width: number, height: number, rule: RasterRule): Spans {
  polygons.forEach(requireCoordinates);
  const union = new SpanCollector(width, height);
  for (const polygon of polygons) {
    if (rule === 'centre') fillCentres(polygon, width, height, union);
    else if (rule === 'opencv-4.6') fillAsOpencv(polygon, width, height, union);
    else addPillowPolygon(polygon, width, height, union);
  }
  return union.finish();
}

function addPillowPolygon([outer, ...holes]: Polygon, width: number, height: number, union: SpanCollector): void {
  if (outer === undefined) return;
  if (holes.length === 0) {
    fillAsPillow(outer, height, union);
    return;
  }
  const [body, gaps] = [new SpanCollector(width, height), new SpanCollector(width, height)];
  fillAsPillow(outer, height, body);
  for (const hole of holes) fillAsPillow(hole, height, gaps);
  const rest = withoutSpans(body.finish(), gaps.finish());
  union.addAll(rest);
}
