import type { Polygon, Ring } from '../raster/polygon.ts';
import type { Spans } from '../raster/spans.ts';
import { rleOfCocoPolygon } from './cocoPolygon.ts';
import { compressCounts, mergeRles, rleArea, rleBox, rleOfSpans, type CocoRle } from './cocoRle.ts';

export interface CocoCategory {
  /** 1 and up: in COCO 0 is the background. */
  readonly id: number;
  readonly name: string;
  readonly supercategory?: string;
}

export interface CocoImage {
  /** As it is to stand in the file, `/` between folders. */
  readonly fileName: string;
  /** Pixels. */
  readonly width: number;
  /** Pixels. */
  readonly height: number;
}

export interface CocoObject {
  readonly categoryId: number;
  /** Its outlines; null for an object that is a mask. */
  readonly polygons: readonly Polygon[] | null;
  /** Its pixels, of the image's size; used where outlines cannot say them. */
  readonly spans: Spans;
  /** Several objects that nobody can tell apart: `iscrowd`, always run lengths. */
  readonly isCrowd: boolean;
}

/**
 * Writes a COCO annotation file piece by piece, so that a dataset of any size fits: `head`, then `image` for each image,
 * then `tail`; the pieces joined are the file. Images and annotations are numbered from 1. The annotations come first in
 * the file, so that only names and sizes of images wait in memory.
 *
 * @see https://cocodataset.org/#format-data
 */
export class CocoWriter {
  readonly #categories: readonly CocoCategory[];
  readonly #images: string[] = [];
  #annotations = 0;

  constructor(categories: readonly CocoCategory[]) {
    this.#categories = categories;
  }

  /** Annotations so far. */
  get annotationCount(): number {
    return this.#annotations;
  }

  /** The beginning of the file. No date, so that the same export makes the same bytes. */
  head(): string {
    const categories = this.#categories.map(({ id, name, supercategory }) =>
      JSON.stringify({ id, name, supercategory: supercategory ?? '' }),
    );
    const info = JSON.stringify({ description: 'Objects of a Labelbox export' });
    return `{"info":${info},"licenses":[],"categories":[${categories.join(',')}],"annotations":[`;
  }

  /**
   * The annotations of an image. Objects without a hole become polygons, others run-length encodings; area and box are
   * those that pycocotools computes from what is written. An object that covers no pixel by COCO's rule gets none.
   *
   * @throws {RasterError} `coordinateNotFinite`, `coordinateTooLarge`
   * @throws {CocoRleError} `outlineTooLong`
   */
  image({ fileName, width, height }: CocoImage, objects: Iterable<CocoObject>): string {
    const imageId = this.#images.length + 1;
    this.#images.push(JSON.stringify({ id: imageId, file_name: fileName, width, height }));
    let text = '';
    for (const object of objects) {
      const { segmentation, rle } = segmentationOf(object, width, height);
      const area = rleArea(rle);
      if (area === 0) continue;
      const annotation = {
        ...{
          id: ++this.#annotations,
          image_id: imageId,
          category_id: object.categoryId,
          iscrowd: object.isCrowd ? 1 : 0,
        },
        ...{ area, bbox: rleBox(rle), segmentation },
      };
      text += `${this.#annotations === 1 ? '' : ','}\n${JSON.stringify(annotation)}`;
    }
    return text;
  }

  /** The end of the file. */
  tail(): string {
    return `\n],"images":[\n${this.#images.join(',\n')}\n]}\n`;
  }
}

type Segmentation =
  readonly (readonly number[])[] | { readonly size: readonly [height: number, width: number]; readonly counts: string };

function segmentationOf(
  { polygons, spans, isCrowd }: CocoObject,
  width: number,
  height: number,
): { readonly segmentation: Segmentation; readonly rle: CocoRle } {
  if (!isCrowd && polygons?.every((polygon) => polygon.length < 2)) {
    const [first, ...others] = polygons.flatMap((polygon) => polygon.map(withoutRepeat)).filter(isArea);
    if (first !== undefined) {
      const toRle = (ring: Ring): CocoRle => rleOfCocoPolygon(ring, width, height);
      const rle = mergeRles([toRle(first), ...others.map(toRle)]);
      return { segmentation: [first, ...others].map((ring) => [...ring]), rle };
    }
  }
  const rle = rleOfSpans(spans);
  return { segmentation: { size: [height, width], counts: compressCounts(rle.counts) }, rle };
}

/** COCO's rings are closed without repeating the first point. */
function withoutRepeat(ring: Ring): Ring {
  const isRepeated = ring.length > 2 && ring.at(-2) === ring[0] && ring.at(-1) === ring[1];
  return isRepeated ? ring.subarray(0, -2) : ring;
}

/** pycocotools takes four numbers for a box. */
function isArea(ring: Ring): boolean {
  return ring.length >= 6;
}
