import type { IdImage } from './averaging.ts';
import { nearestPixel, type Frame } from './viewTransform.ts';

/** Pixels of an image as runs in reading order: first pixel (y · width + x) and length, alternating. */
export type RegionRuns = Uint32Array;

/** Device pixels of the dashes. */
const DASH = 4;

/**
 * Draws the inner edge of a region as black and white dashes, which stand out on any colour: those device pixels that
 * show the region and have a neighbour that does not.
 */
export function drawRegion(context: CanvasRenderingContext2D, image: IdImage, frame: Frame, runs: RegionRuns): void {
  const { width, height } = frame;
  const picture = new ImageData(width, height);
  const pixels = new Uint32Array(picture.data.buffer);
  const columns = Int32Array.from({ length: width }, (_, x) => nearestPixel(x, frame.originX, frame.scale));
  const rows = Int32Array.from({ length: height }, (_, y) => nearestPixel(y, frame.originY, frame.scale));
  const line = (y: number): Uint8Array => coverage(columns, rows[y] ?? -1, image, runs);
  let above: Uint8Array = new Uint8Array(width);
  let here = line(0);
  for (let y = 0; y < height; y++) {
    // At more than one device pixel an image pixel most lines are equal.
    const below =
      y + 1 < height && rows[y + 1] === rows[y] ? here : y + 1 < height ? line(y + 1) : new Uint8Array(width);
    for (let x = 0; x < width; x++) {
      if (here[x] === 0) continue;
      if (above[x] === 1 && below[x] === 1 && here[x - 1] === 1 && here[x + 1] === 1) continue;
      pixels[y * width + x] = ((x + y) / DASH) & 1 ? 0xffffffff : 0xff000000;
    }
    above = here;
    here = below;
  }
  context.putImageData(picture, 0, 0);
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
