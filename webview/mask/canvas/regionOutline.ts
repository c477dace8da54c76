import type { IdImage } from './averaging.ts';
import { nearestPixel, type Frame } from './viewTransform.ts';

/** Pixels of an image as runs in reading order: first pixel (y · width + x) and length, alternating. */
export type RegionRuns = Uint32Array;

/** Device pixels of the dashes. */
const DASH = 4;
const BLACK = 0xff000000;
const WHITE = 0xffffffff;

/** Draws the inner edge of a region as black and white dashes, of which one stands out on any colour. */
export function drawRegion(context: CanvasRenderingContext2D, image: IdImage, frame: Frame, runs: RegionRuns): void {
  const picture = new ImageData(frame.width, frame.height);
  // Alpha is the last byte, the highest of the word on every machine that browsers run on.
  const pixels = new Uint32Array(picture.data.buffer);
  forEachEdgePixel(image, frame, runs, (x, y) => {
    pixels[y * frame.width + x] = ((x + y) / DASH) & 1 ? WHITE : BLACK;
  });
  context.putImageData(picture, 0, 0);
}

/** Visits the device pixels that show a region and have a neighbour beside, above or below that does not. */
export function forEachEdgePixel(
  image: IdImage,
  { width, height, originX, originY, scale }: Frame,
  runs: RegionRuns,
  visit: (x: number, y: number) => void,
): void {
  const columns = Int32Array.from({ length: width }, (_, x) => nearestPixel(x, originX, scale));
  const rows = Int32Array.from({ length: height }, (_, y) => nearestPixel(y, originY, scale));
  const nothing = new Uint8Array(width);
  let above: Uint8Array = nothing;
  let here: Uint8Array = coverage(columns, rows[0] ?? -1, image, runs);
  for (let y = 0; y < height; y++) {
    // At more than one device pixel an image pixel most lines are equal.
    const isSame = rows[y + 1] === rows[y];
    const below = y + 1 === height ? nothing : isSame ? here : coverage(columns, rows[y + 1] ?? -1, image, runs);
    for (let x = 0; x < width; x++) {
      const isInside = above[x] === 1 && below[x] === 1 && here[x - 1] === 1 && here[x + 1] === 1;
      if (here[x] === 1 && !isInside) visit(x, y);
    }
    above = here;
    here = below;
  }
}

/** One byte a column: whether the region covers its image pixel in that image row. */
function coverage(columns: Int32Array, row: number, image: IdImage, runs: RegionRuns): Uint8Array {
  const covered = new Uint8Array(columns.length);
  if (row < 0 || row >= image.height) return covered;
  const first = row * image.width;
  let run = firstRunEndingAfter(runs, first);
  for (let x = 0; x < columns.length; x++) {
    const column = columns[x] as number;
    if (column < 0 || column >= image.width) continue;
    const pixel = first + column;
    while (run < runs.length && (runs[run] as number) + (runs[run + 1] as number) <= pixel) run += 2;
    if (run >= runs.length) break;
    if ((runs[run] as number) <= pixel) covered[x] = 1;
  }
  return covered;
}

function firstRunEndingAfter(runs: RegionRuns, pixel: number): number {
  let low = 0;
  let high = runs.length / 2;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((runs[2 * middle] as number) + (runs[2 * middle + 1] as number) > pixel) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}
