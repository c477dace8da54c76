import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { rleOfCocoPolygon } from '../../../src/core/formats/cocoPolygon.ts';
import {
  compressCounts,
  decompressCounts,
  mergeRles,
  planeOfRle,
  rleArea,
  rleBox,
  rleOfSpans,
  type CocoRle,
} from '../../../src/core/formats/cocoRle.ts';
import { spansOfPlane } from '../../../src/core/raster/spans.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { readShared } from '../../fixtures/sharedData.ts';
import { randomPolygon } from '../raster/randomPolygons.ts';

interface Case {
  readonly width: number;
  readonly height: number;
  readonly rings: readonly Float64Array[];
}

/** Objects of one to some polygons, as pycocotools 2.0.11 got them for the digest below. */
function randomObjects(count: number): Case[] {
  const random = new SeededRandom(91);
  const cases: Case[] = [];
  while (cases.length < count) {
    const { width, height, points } = randomPolygon(random);
    const rings = [points];
    while (random.next() < 0.3) rings.push(randomPolygon(random).points);
    const usable = rings.filter((ring) => ring.length >= 6 && ring.every((one) => Math.abs(one) < 1e5));
    if (usable.length > 0) cases.push({ width, height, rings: usable });
  }
  return cases;
}

describe('the rule of COCO for polygons', () => {
  it('gives the encodings, unions, areas and boxes of pycocotools 2.0.11 on 4,000 random objects', () => {
    const digest = createHash('sha256');
    for (const { width, height, rings } of randomObjects(4000)) {
      const [first, ...others] = rings.map((ring) => rleOfCocoPolygon(ring, width, height));
      const union = mergeRles([first as CocoRle, ...others]);
      const single = [first as CocoRle, ...others].map(({ counts }) => compressCounts(counts));
      digest.update(`${single.join(',')} ${compressCounts(union.counts)} ${rleArea(union)} ${rleBox(union).join()}\n`);
      expect(decompressCounts(compressCounts(union.counts), width, height)).toEqual(union);
    }
    expect(digest.digest('hex')).toBe('4aadd42071cc35daee95c459f57a6470635752ecd4c6b9e5acdfecbb32aa05d8');
  });

  it('refuses outlines that nobody could follow', () => {
    expect(() => rleOfCocoPolygon(Float64Array.of(0, 0, 2e9, 0, 0, 5), 9, 9)).toThrow('longer than 33554432 pixels');
    expect(() => rleOfCocoPolygon(Float64Array.of(0, 0, 3, Number.NaN, 0, 5), 9, 9)).toThrow('Point 2');
  });
});

describe('the run-length encoding', () => {
  it('keeps every pixel, whatever the image', () => {
    const random = new SeededRandom(92);
    for (let round = 0; round < 200; round++) {
      const [width, height] = [random.integer(1, 30), random.integer(1, 30)];
      const most = random.choice([1, 1, 3, 12]);
      const plane = Uint8Array.from({ length: width * height }, () => (random.integer(0, most) === 0 ? 1 : 0));
      const rle = rleOfSpans(spansOfPlane(plane, width, height));
      expect(planeOfRle(rle)).toEqual(plane);
      expect(rleArea(rle)).toBe(plane.reduce((sum, one) => sum + one, 0));
    }
  });

  it('goes down the columns, also of an image that is turned in several strips', () => {
    const [width, height] = [3000, 3000];
    const plane = new Uint8Array(width * height);
    for (const [x, y] of [
      [0, 0],
      [1397, 2999],
      [1398, 0],
      [2999, 2999],
    ] as const) {
      plane[y * width + x] = 1;
    }
    const { counts } = rleOfSpans(spansOfPlane(plane, width, height));
    expect(counts).toEqual([0, 1, 1398 * 3000 - 2, 2, 1601 * 3000 + 2998, 1]);
  });

  it('refuses text that is none, or of another image', () => {
    expect(() => decompressCounts('PY', 2, 2)).toThrow('ends within a number');
    expect(() => decompressCounts('4 ', 2, 2)).toThrow('character   at 1');
    expect(() => decompressCounts('o'.repeat(9), 2, 2)).toThrow('character o at 7');
    expect(() => decompressCounts('5', 2, 2)).toThrow('has 5 pixels, but the image is 2 × 2');
    expect(() => decompressCounts('O5', 2, 2)).toThrow('Run 1 of the run-length encoding has -1 pixels.');
    expect(() => planeOfRle({ width: 2, height: 2, counts: [1.5, 2.5] })).toThrow('Run 1');
  });
});

describeShared('data/coco/labelbox-python', "COCO's own annotations", () => {
  it('have the areas and boxes that pycocotools 2.0.11 computes from them', () => {
    const digest = createHash('sha256');
    let read = 0;
    for (const name of ['rle.json', 'instances.json']) {
      const text = new TextDecoder().decode(readShared(`data/coco/labelbox-python/${name}`));
      const { images, annotations } = JSON.parse(text) as CocoFile;
      const sizes = new Map(images.map((image) => [image.id, image]));
      for (const { id, image_id, segmentation } of annotations) {
        const { width, height } = sizes.get(image_id) as CocoFile['images'][number];
        const toRle = (ring: readonly number[]): CocoRle => rleOfCocoPolygon(Float64Array.from(ring), width, height);
        const rle =
          'counts' in segmentation
            ? { width, height, counts: segmentation.counts }
            : mergeRles(segmentation.map(toRle) as [CocoRle, ...CocoRle[]]);
        if ('counts' in segmentation) expect(rleOfSpans(spansOfPlane(planeOfRle(rle), width, height))).toEqual(rle);
        digest.update(`${id} ${rleArea(rle)} ${rleBox(rle).join()}\n`);
        read++;
      }
    }
    expect(read).toBe(293);
    expect(digest.digest('hex')).toBe('d973d4720963d7b61f7842c42654d576e894458d22517d0566518c31699804e6');
  });
});

interface CocoFile {
  readonly images: readonly { readonly id: number; readonly width: number; readonly height: number }[];
  readonly annotations: readonly {
    readonly id: number;
    readonly image_id: number;
    readonly segmentation: readonly (readonly number[])[] | { readonly counts: readonly number[] };
  }[];
}
