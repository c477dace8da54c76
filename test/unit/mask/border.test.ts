import { describe, expect, it } from 'vitest';
import { drawBorder, type BorderOptions } from '../../../src/core/mask/border.ts';
import { removeBorder } from '../../../src/core/mask/borderRemoval.ts';
import { isPhotograph, maskFromPng } from '../../../src/core/mask/fromPng.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import { readPng } from '../../../src/core/png/read.ts';
import { crc32, inflate } from '../../../src/platform/zlib.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasShared, listShared, readShared } from '../../fixtures/sharedData.ts';
import { hasReference, reference } from './pythonReference.ts';

const VOID = 255;
const VOC = 'data/masks-paletted/labelme/instance_segmentation';
const DATUMARO = 'data/datumaro/voc_dataset/voc_dataset1';
const DEFAULTS = {
  mode: 'union',
  iterations: 5,
  side: 'outer',
  element: 'rectangle',
  voidId: VOID,
  background: 0,
} as const satisfies BorderOptions;

interface Case {
  readonly ids: Uint8Array;
  readonly instances: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly options: BorderOptions;
}

function randomCase(random: SeededRandom): Case {
  const [width, height] = [random.integer(1, 90), random.integer(1, 40)];
  const ids = Uint8Array.from(
    random.integer(0, 5) === 0
      ? Array.from({ length: width * height }, () => (random.integer(0, 20) === 0 ? random.integer(1, 3) : 0))
      : randomRegions(random, width, height, 4),
  );
  // Some void from the start.
  for (let i = 0; i < ids.length; i++) if (ids[i] === 4) ids[i] = VOID;
  // Pixels without an instance from the start: 0, and 255 as Pascal VOC rims objects.
  const instances = Uint8Array.from(randomRegions(random, width, height, 4)).map((id) => (id === 4 ? VOID : id));
  const options: BorderOptions = {
    mode: random.choice(['union', 'classes', 'objects'] as const),
    iterations: random.choice([1, 2, 3, 5, 8, 33, 200]),
    side: random.choice(['outer', 'inner', 'centred'] as const),
    element: random.choice(['rectangle', 'cross'] as const),
    voidId: VOID,
    background: random.choice([0, 0, 1]),
    instances,
  };
  return { ids, instances, width, height, options };
}

const cases = (seed: number, count: number): Case[] => {
  const random = new SeededRandom(seed);
  return Array.from({ length: count }, () => randomCase(random));
};

const draw = ({ ids, width, height, options }: Case) => drawBorder(ids, width, height, options);

/** The definition, object by object, with OpenCV's own operations. */
const OBJECT_BY_OBJECT = `
o = case['options']
instances = numpy.array(case['instances'], numpy.uint8).reshape(mask.shape)
shape = cv2.MORPH_RECT if o['element'] == 'rectangle' else cv2.MORPH_CROSS
element = cv2.getStructuringElement(shape, (3, 3))
K = o['iterations']
outside = {'outer': K, 'inner': 0, 'centred': (K + 1) // 2}[o['side']]
inside = {'outer': 0, 'inner': K, 'centred': K // 2}[o['side']]
if o['mode'] == 'union':
    objects = [mask != o['background']]
else:
    real = (mask != o['background']) & (mask != o['voidId'])
    # What has no instance goes to the nearest of its class, one step at a time, the smallest number first.
    instances[instances == 255] = 0
    for c in numpy.unique(mask[real]) if o['mode'] == 'objects' else []:
        region = real & (mask == c)
        while True:
            orphans = region & (instances == 0)
            adopted = numpy.zeros_like(instances)
            for k in numpy.unique(instances[region & (instances > 0)]):
                reached = cv2.dilate((region & (instances == k)).astype(numpy.uint8), numpy.ones((3, 3), numpy.uint8))
                adopted[orphans & (reached == 1) & (adopted == 0)] = k
            if not adopted.any(): break
            instances += adopted
    key = mask.astype(int) * 256 + (instances if o['mode'] == 'objects' else 0)
    objects = [real & (key == k) for k in numpy.unique(key[real])]
result = mask.copy()
for one in objects:
    B = one.astype(numpy.uint8)
    rim = numpy.zeros(B.shape, bool)
    if outside: rim |= (cv2.dilate(B, element, iterations=outside) == 1) & (B == 0)
    if inside: rim |= (cv2.erode(B, element, iterations=inside) == 0) & (B == 1)
    result[rim] = o['voidId']`;

describeShared(VOC, 'drawBorder on masks of Pascal VOC', () => {
  const maskAt = (path: string) => {
    const mask = maskFromPng(readPng(readShared(path), inflate, { crc32 }));
    if (isPhotograph(mask) || !(mask.ids instanceof Uint8Array)) throw new Error(path);
    return { ids: mask.ids, width: mask.width, height: mask.height };
  };

  it.skipIf(!hasReference)('is equal to OpenCV, also where instances have a rim of their own', () => {
    const masks = [VOC, DATUMARO].flatMap((folder) => listShared(`${folder}/SegmentationClass`, '.png'));
    const pairs = masks.flatMap((path) => {
      const instances = path.replace('SegmentationClass', 'SegmentationObject');
      return hasShared(instances) ? [{ ...maskAt(path), instances: maskAt(instances).ids }] : [];
    });
    expect(pairs.length).toBeGreaterThan(1);
    const rimmed = reference(
      `result = mask.copy()
for k in numpy.unique(mask[(mask != 0) & (mask != 255)]):
    inner = cv2.erode((mask == k).astype(numpy.uint8), numpy.ones((3, 3), numpy.uint8), iterations=2)
    result[(mask == k) & (inner == 0)] = 255`,
      pairs.map(({ instances, width, height }) => ({ ids: instances, width, height })),
    );
    const all = [...pairs, ...pairs.map((pair, at) => ({ ...pair, instances: rimmed[at] ?? pair.instances }))].map(
      (pair): Case => ({
        ...pair,
        options: { ...DEFAULTS, mode: 'objects', iterations: 2, instances: pair.instances },
      }),
    );
    const expected = reference(
      OBJECT_BY_OBJECT,
      all.map((one) => ({ ...one, instances: Array.from(one.instances) })),
    );
    all.forEach((one, at) => expect(draw(one).ids, `pair ${at}`).toEqual(expected[at]));
    const counts = all.map((one) => draw(one).withoutInstance);
    const isNone = (instance: number | undefined): boolean => instance === 0 || instance === VOID;
    expect(counts).toEqual(
      all.map(({ ids, instances }) => ids.filter((id, i) => id !== 0 && id !== VOID && isNone(instances[i])).length),
    );
    expect(counts.slice(pairs.length).some((count) => count > 1000)).toBe(true);
  });
});

describe('drawBorder', () => {
  it.skipIf(!hasReference)('is equal to OpenCV in every mode, on every side, with both elements', () => {
    const all = cases(31, 300);
    const expected = reference(
      OBJECT_BY_OBJECT,
      all.map((one) => ({ ...one, instances: Array.from(one.instances) })),
    );
    all.forEach((one, at) => {
      expect(draw(one).ids, `case ${at}: ${JSON.stringify({ ...one.options, instances: 0 })}`).toEqual(expected[at]);
    });
  });

  it.skipIf(!hasReference)('is the published recipe at 512 × 512 with K = 5', () => {
    const random = new SeededRandom(5);
    const ids = Uint8Array.from(randomRegions(random, 512, 512, 20));
    const [expected] = reference(
      `B = (mask != 0).astype(numpy.uint8)
rim = (cv2.dilate(B, numpy.ones((3, 3), numpy.uint8), iterations=5) == 1) & (B == 0)
result = mask.copy()
result[rim] = 255`,
      [{ ids, width: 512, height: 512 }],
    );
    const { ids: bordered, losses, borderPixels } = drawBorder(ids, 512, 512, DEFAULTS);
    expect(bordered).toEqual(expected);
    expect(losses).toEqual([{ id: 0, pixels: borderPixels }]);
  });

  it('makes a square of one pixel, and a diamond with the cross', () => {
    const ids = new Uint8Array(7 * 7);
    ids[24] = 3;
    const shapeOf = (element: 'rectangle' | 'cross') =>
      Array.from({ length: 7 }, (_, y) =>
        [...drawBorder(ids, 7, 7, { ...DEFAULTS, element, iterations: 2 }).ids.subarray(7 * y, 7 * y + 7)]
          .map((id) => (id === VOID ? 'x' : id))
          .join(''),
      );
    expect(shapeOf('rectangle')).toEqual(['0000000', '0xxxxx0', '0xxxxx0', '0xx3xx0', '0xxxxx0', '0xxxxx0', '0000000']);
    expect(shapeOf('cross')).toEqual(['0000000', '000x000', '00xxx00', '0xx3xx0', '00xxx00', '000x000', '0000000']);
  });

  it('runs between touching classes, and with an instance mask between objects of one class', () => {
    const ids = Uint8Array.from([1, 1, 1, 1, 2, 2]);
    const instances = Uint8Array.from([1, 1, 2, 2, 3, 3]);
    const row = (mode: BorderOptions['mode']) => [
      ...drawBorder(ids, 6, 1, { ...DEFAULTS, mode, iterations: 1, instances }).ids,
    ];
    expect(row('union')).toEqual([1, 1, 1, 1, 2, 2]);
    expect(row('classes')).toEqual([1, 1, 1, 255, 255, 2]);
    expect(row('objects')).toEqual([1, 255, 255, 255, 255, 2]);
  });

  it('gives pixels without an instance to the nearest object of their class, and counts them', () => {
    const row = (ids: number[], instances: number[]) => {
      const options = { ...DEFAULTS, mode: 'objects', iterations: 1, instances: Uint8Array.from(instances) } as const;
      const drawn = drawBorder(Uint8Array.from(ids), ids.length, 1, options);
      return [drawn.ids.join(' '), drawn.withoutInstance];
    };
    // The void rim and the holes of an instance mask are no objects.
    expect(row([0, 1, 1, 1, 1, 0], [0, 255, 7, 0, 7, 0])).toEqual(['255 1 1 1 1 255', 2]);
    // Of two that are equally near, the smaller number.
    expect(row([1, 1, 1, 1, 1, 1, 1], [5, 5, 255, 255, 255, 4, 4])).toEqual(['1 1 255 255 1 1 1', 3]);
    // Nearest within the class: what lies behind another class belongs to itself.
    expect(row([1, 1, 1, 2, 1, 1], [3, 3, 3, 9, 0, 0])).toEqual(['1 1 255 255 255 1', 2]);
    expect(row([0, 0, 2, 2, 0, 0], [0, 0, 0, 0, 0, 0])).toEqual(['0 255 2 2 255 0', 2]);
    expect(row([0, 255, 2, 2, 0, 0], [0, 255, 6, 6, 255, 0])).toEqual(['0 255 2 2 255 0', 0]);
  });

  it('changes only the pixels that it counts, by the ids that they had', () => {
    for (const one of cases(32, 200)) {
      const { ids, losses, borderPixels } = draw(one);
      const [before, after] = [histogramById(one.ids), histogramById(ids)];
      const lost = new Map(losses.map(({ id, pixels }) => [id, pixels]));
      let [changed, isVoid] = [0, 0];
      ids.forEach((id, i) => {
        if (id !== one.ids[i]) {
          expect(id).toBe(VOID);
          changed++;
        }
        if (id === VOID) isVoid++;
      });
      expect([...lost.values()].reduce((sum, pixels) => sum + pixels, 0)).toBe(changed);
      expect(borderPixels).toBeLessThanOrEqual(isVoid);
      for (let id = 0; id < 255; id++) expect((before[id] ?? 0) - (after[id] ?? 0)).toBe(lost.get(id) ?? 0);
    }
  });

  it('names what is left of the background', () => {
    const ids = Uint8Array.from([0, 0, 0, 1]);
    const drawn = drawBorder(ids, 4, 1, { ...DEFAULTS, iterations: 1, backgroundBecomes: 9 });
    expect([...drawn.ids]).toEqual([9, 9, 255, 1]);
    expect(drawn.losses).toEqual([{ id: 0, pixels: 3 }]);
  });

  it('counts all pixels that an id loses, whatever becomes of the background', () => {
    for (const one of cases(34, 100)) {
      const backgroundBecomes = one.ids[0] === 0 ? 9 : VOID;
      const options = { ...one.options, backgroundBecomes };
      const { ids, losses } = draw({ ...one, options });
      const lost = new Map<number, number>();
      one.ids.forEach((id, i) => {
        if (ids[i] !== id) lost.set(id, (lost.get(id) ?? 0) + 1);
      });
      expect(losses).toEqual([...lost].sort(([a], [b]) => a - b).map(([id, pixels]) => ({ id, pixels })));
    }
  });

  it('holds 16-bit ids and instances apart', () => {
    const ids = Uint16Array.from([40_000, 40_000, 40_000, 65_535]);
    const instances = Uint16Array.from([1, 65_535, 65_535, 65_535]);
    const options = { ...DEFAULTS, mode: 'objects', iterations: 1, voidId: 300, instances } as const;
    expect([...drawBorder(ids, 4, 1, options).ids]).toEqual([300, 300, 300, 300]);
    const same = Uint16Array.from([1, 1, 1, 1]);
    const apart = { ...options, instances: Uint16Array.from([256, 256, 512, 512]) };
    expect([...drawBorder(same, 4, 1, apart).ids]).toEqual([1, 300, 300, 1]);
    // 255 is an object like others where there may be more of them than a byte counts.
    const beyond = { ...options, instances: Uint16Array.from([255, 255, 0, 256]) };
    expect(drawBorder(same, 4, 1, beyond)).toMatchObject({ withoutInstance: 1 });
    expect([...drawBorder(same, 4, 1, beyond).ids]).toEqual([1, 1, 300, 300]);
  });

  it('refuses options that do not fit', () => {
    const ids = new Uint8Array(4);
    expect(() => drawBorder(ids, 2, 2, { ...DEFAULTS, voidId: 256 })).toThrow(RangeError);
    expect(() => drawBorder(ids, 2, 2, { ...DEFAULTS, iterations: 0 })).toThrow(RangeError);
    expect(() => drawBorder(ids, 3, 2, DEFAULTS)).toThrow(RangeError);
    expect(() => drawBorder(ids, 2, 2, { ...DEFAULTS, mode: 'objects' })).toThrow(/instance mask/);
  });
});

/** The definition: every pair of pixels compared. */
function filledByDefinition(ids: Uint8Array, width: number, within: number): number[] {
  return Array.from(ids, (id, i) => {
    if (id !== VOID) return id;
    let best = VOID;
    let least = within ** 2;
    ids.forEach((other, j) => {
      if (other === VOID) return;
      const squared = ((i % width) - (j % width)) ** 2 + (Math.floor(i / width) - Math.floor(j / width)) ** 2;
      if (squared < least || (squared === least && other < best)) [best, least] = [other, squared];
    });
    return best;
  });
}

describe('removeBorder', () => {
  it('is the nearest id within N pixels, the smaller of two', () => {
    const random = new SeededRandom(33);
    for (let round = 0; round < 250; round++) {
      const [width, height] = [random.integer(1, 18), random.integer(1, 14)];
      const ids = Uint8Array.from(randomRegions(random, width, height, 4)).map((id) => (id > 2 ? VOID : id));
      const within = random.choice([1, 1.5, 2, 3, 7, 100]);
      const { ids: filled, gains, remaining } = removeBorder(ids, width, height, { voidId: VOID, within });
      expect([...filled]).toEqual(filledByDefinition(ids, width, within));
      const won = gains.reduce((sum, { pixels }) => sum + pixels, 0);
      expect(won + remaining).toBe(histogramById(ids)[VOID]);
      expect(histogramById(filled)[VOID]).toBe(remaining);
    }
  });

  it('leaves deeper void', () => {
    const ids = Uint8Array.from([1, 255, 255, 255, 255, 255, 2]);
    expect([...removeBorder(ids, 7, 1, { voidId: VOID, within: 2 }).ids]).toEqual([1, 1, 1, 255, 2, 2, 2]);
    expect(removeBorder(ids, 7, 1, { voidId: VOID, within: 2 }).remaining).toBe(1);
    expect(() => removeBorder(ids, 7, 1, { voidId: VOID, within: 0 })).toThrow(RangeError);
  });

  it('restores what an outer border took from one flat background', () => {
    const ids = new Uint8Array(40 * 40);
    for (let y = 10; y < 25; y++) ids.fill(7, 40 * y + 12, 40 * y + 30);
    const bordered = drawBorder(ids, 40, 40, { ...DEFAULTS, iterations: 3 }).ids;
    const filled = removeBorder(bordered, 40, 40, { voidId: VOID, within: 5 });
    expect(filled.remaining).toBe(0);
    expect(histogramById(filled.ids)[7]).toBeGreaterThan(15 * 18);
  });
});
