import { describe, expect, it } from 'vitest';
import { CocoWriter, type CocoObject } from '../../../src/core/formats/cocoWriter.ts';
import { boxPolygon, type Polygon } from '../../../src/core/raster/polygon.ts';
import { rasterise } from '../../../src/core/raster/rasterise.ts';

const object = (categoryId: number, polygons: readonly Polygon[]): CocoObject => ({
  categoryId,
  polygons,
  spans: rasterise(polygons, 8, 6, 'centre'),
  isCrowd: false,
});

function write(images: readonly (readonly CocoObject[])[]): unknown {
  const writer = new CocoWriter([{ id: 1, name: 'eye' }]);
  const pieces = [writer.head()];
  images.forEach((objects, i) => pieces.push(writer.image({ fileName: `눈/${i}.jpg`, width: 8, height: 6 }, objects)));
  return JSON.parse([...pieces, writer.tail()].join('')) as unknown;
}

describe('CocoWriter', () => {
  it('writes polygons, and encodings where there is a hole', () => {
    const [outer, hole] = [...boxPolygon(1, 1, 5, 4), ...boxPolygon(2, 2, 2, 1)] as [Float64Array, Float64Array];
    const closed = Float64Array.of(...outer, 1, 1);
    expect(write([[object(1, [[closed]]), object(1, [])], [], [object(1, [[outer, hole]])]])).toEqual({
      info: { description: 'Objects of a Labelbox export' },
      licenses: [],
      categories: [{ id: 1, name: 'eye', supercategory: '' }],
      annotations: [
        {
          ...{ id: 1, image_id: 1, category_id: 1, iscrowd: 0, area: 20, bbox: [1, 1, 5, 4] },
          segmentation: [[1, 1, 6, 1, 6, 5, 1, 5]],
        },
        {
          ...{ id: 2, image_id: 3, category_id: 1, iscrowd: 0, area: 18, bbox: [1, 1, 5, 4] },
          segmentation: { size: [6, 8], counts: '742MO11OO11200;' },
        },
      ],
      images: [0, 1, 2].map((i) => ({ id: i + 1, file_name: `눈/${i}.jpg`, width: 8, height: 6 })),
    });
  });

  it('writes objects that nobody can tell apart as run lengths of a crowd', () => {
    const crowd = { ...object(1, [boxPolygon(1, 1, 5, 4)]), isCrowd: true };
    expect(write([[crowd]])).toMatchObject({
      annotations: [{ iscrowd: 1, area: 20, bbox: [1, 1, 5, 4], segmentation: { size: [6, 8] } }],
    });
  });

  it('leaves out rings that pycocotools would take for boxes, and objects without a pixel', () => {
    const line: Polygon = [Float64Array.of(1, 1, 4, 4)];
    const outside = boxPolygon(20, 20, 3, 3);
    expect(write([[object(1, [line]), object(1, [outside]), object(1, [line, boxPolygon(0, 0, 2, 2)])]])).toMatchObject(
      {
        annotations: [{ id: 1, area: 4, segmentation: [[0, 0, 2, 0, 2, 2, 0, 2]] }],
      },
    );
  });
});
