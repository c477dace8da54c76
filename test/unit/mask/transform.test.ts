import { describe, expect, it } from 'vitest';
import { tileName, tilePlaces, type Tiling } from '../../../src/core/mask/tiles.ts';
import {
  moved,
  sizesAfter,
  transformMask,
  TransformProblem,
  uprightSteps,
  type MovingStep,
  type Size,
  type TransformStep,
} from '../../../src/core/mask/transform.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

interface Ids extends Size {
  readonly ids: Uint8Array | Uint16Array;
}

function transformIds({ width, height, ids }: Ids, steps: readonly TransformStep[], fill: number): Ids {
  const after = transformMask({ width, height, samples: ids, channels: 1 }, steps, [fill]);
  return { width: after.width, height: after.height, ids: after.samples };
}

/** A mask of 8 or 16 bits, also one pixel wide or high. */
function randomMask(random: SeededRandom): Ids {
  const [width, height] = [random.integer(1, 33), random.integer(1, 33)];
  const isWide = random.next() < 0.5;
  const draw = (): number => (isWide ? random.integer(0, 65_535) : random.choice([0, 1, 2, 15, 255]));
  const length = width * height;
  return { width, height, ids: isWide ? Uint16Array.from({ length }, draw) : Uint8Array.from({ length }, draw) };
}

const masks = (count: number): Ids[] => Array.from({ length: count }, (_, seed) => randomMask(new SeededRandom(seed)));
const sorted = (ids: Uint8Array | Uint16Array): number[] => [...ids].sort((one, other) => one - other);

const PERMUTING: readonly MovingStep[] = [
  { kind: 'flip', axis: 'horizontal' },
  { kind: 'flip', axis: 'vertical' },
  { kind: 'transpose' },
  { kind: 'rotate', degrees: 90 },
  { kind: 'rotate', degrees: 180 },
  { kind: 'rotate', degrees: 270 },
];

function randomStep(random: SeededRandom, { width, height }: Size): TransformStep {
  const kind = random.integer(0, 2);
  if (kind === 0) return random.choice(PERMUTING);
  if (kind === 1) return { kind: 'resize', width: random.integer(1, 60), height: random.integer(1, 60) };
  const [x, y] = [random.integer(0, width - 1), random.integer(0, height - 1)];
  return { kind: 'crop', x, y, width: random.integer(1, width - x), height: random.integer(1, height - y) };
}

describe('a transform of ids', () => {
  it('only permutes them where it flips, transposes or rotates', () => {
    for (const mask of masks(80)) {
      for (const step of PERMUTING) expect(sorted(transformIds(mask, [step], 0).ids)).toEqual(sorted(mask.ids));
    }
  });

  it('leads back: flips, transposes and half turns by themselves, quarter turns after four', () => {
    for (const mask of masks(80)) {
      for (const step of PERMUTING) {
        const isQuarter = step.kind === 'rotate' && step.degrees !== 180;
        const times = isQuarter ? 4 : 2;
        expect(transformIds(mask, Array<MovingStep>(times).fill(step), 0)).toEqual(mask);
      }
      expect(
        transformIds(
          mask,
          [
            { kind: 'rotate', degrees: 90 },
            { kind: 'rotate', degrees: 270 },
          ],
          0,
        ),
      ).toEqual(mask);
    }
  });

  it('takes every id from the mask, in chains of any steps', () => {
    for (const [seed, mask] of masks(200).entries()) {
      const random = new SeededRandom(1000 + seed);
      const steps: TransformStep[] = [];
      for (let count = random.integer(1, 5); count > 0; count--) {
        steps.push(randomStep(random, sizesAfter(mask, steps).at(-1) ?? mask));
      }
      const after = transformIds(mask, steps, 0);
      const known = new Set(mask.ids);
      expect(after.ids.every((id) => known.has(id))).toBe(true);
      expect(after.ids.constructor).toBe(mask.ids.constructor);
      expect({ width: after.width, height: after.height }).toEqual(sizesAfter(mask, steps).at(-1));
    }
  });

  it('pads with nothing but the id that was said, around all of the mask', () => {
    for (const mask of masks(80)) {
      const after = transformIds(mask, [{ kind: 'padSquare' }], 77);
      const added = after.ids.length - mask.ids.length;
      expect(sorted(after.ids)).toEqual(
        [...mask.ids, ...Array<number>(added).fill(77)].sort((one, other) => one - other),
      );
    }
  });

  it.skipIf(!hasReference)('is what NumPy and OpenCV make', () => {
    const steps: readonly (readonly [code: string, stepOf: (mask: Ids, random: SeededRandom) => TransformStep])[] = [
      ['numpy.flip(mask, 1)', () => ({ kind: 'flip', axis: 'horizontal' })],
      ['numpy.flip(mask, 0)', () => ({ kind: 'flip', axis: 'vertical' })],
      ['numpy.transpose(mask)', () => ({ kind: 'transpose' })],
      ['numpy.rot90(mask, -1)', () => ({ kind: 'rotate', degrees: 90 })],
      ['numpy.rot90(mask, 2)', () => ({ kind: 'rotate', degrees: 180 })],
      ['numpy.rot90(mask, 1)', () => ({ kind: 'rotate', degrees: 270 })],
      [
        "mask[case['y']:case['y'] + case['h'], case['x']:case['x'] + case['w']]",
        ({ width, height }, random) => {
          const [x, y] = [random.integer(0, width - 1), random.integer(0, height - 1)];
          return { kind: 'crop', x, y, width: random.integer(1, width - x), height: random.integer(1, height - y) };
        },
      ],
      [
        "cv2.resize(mask, (case['w'], case['h']), interpolation=cv2.INTER_NEAREST)",
        (_, random) => ({ kind: 'resize', width: random.integer(1, 70), height: random.integer(1, 70) }),
      ],
      [
        `numpy.pad(mask, [((max(mask.shape) - side) // 2, max(mask.shape) - side - (max(mask.shape) - side) // 2) for side in mask.shape], constant_values=9)`,
        () => ({ kind: 'padSquare' }),
      ],
    ];
    const cases = steps.flatMap(([code, stepOf], at) =>
      masks(25).map((mask, seed) => ({ mask, code, step: stepOf(mask, new SeededRandom(100 * at + seed)) })),
    );
    const answers = reference(
      `result = eval(case['code'], {**globals(), 'mask': mask, 'case': case})`,
      cases.map(({ mask, code, step }) => ({
        ...mask,
        code,
        ...('x' in step ? { x: step.x, y: step.y } : {}),
        ...('width' in step ? { w: step.width, h: step.height } : {}),
      })),
    );
    cases.forEach(({ mask, step }, at) => {
      const { ids } = transformIds(mask, [step], 9);
      expect(Buffer.from(ids.buffer, ids.byteOffset, ids.byteLength).equals(answers[at] ?? new Uint8Array())).toBe(
        true,
      );
    });
  });

  it('refuses parts outside and sides that cannot be before it takes memory', () => {
    const mask = { width: 4, height: 3, ids: new Uint8Array(12) };
    const codes = (steps: readonly TransformStep[]): string | null => {
      try {
        transformIds(mask, steps, 0);
        return null;
      } catch (error) {
        return error instanceof TransformProblem ? error.code : String(error);
      }
    };
    expect(codes([{ kind: 'crop', x: 1, y: 0, width: 4, height: 3 }])).toBe('cropOutside');
    expect(codes([{ kind: 'crop', x: -1, y: 0, width: 2, height: 2 }])).toBe('cropOutside');
    expect(codes([{ kind: 'resize', width: 0, height: 3 }])).toBe('sideInvalid');
    expect(codes([{ kind: 'resize', width: 2 ** 20, height: 2 ** 20 }])).toBe('pictureTooLarge');
    expect(codes([{ kind: 'transpose' }, { kind: 'crop', x: 0, y: 0, width: 3, height: 4 }])).toBe(null);
  });
});

describe('samples of several channels', () => {
  it.skipIf(!hasReference)('move as NumPy moves them', () => {
    const cases = PERMUTING.flatMap((step, at) =>
      Array.from({ length: 8 }, (_, seed) => {
        const random = new SeededRandom(seed);
        const [width, height] = [random.integer(1, 20), random.integer(1, 20)];
        return { step, at, width, height, ids: random.bytes(3 * width * height) };
      }),
    );
    const answers = reference(
      `image = mask.reshape(case['rows'], case['columns'], 3)
result = [lambda: numpy.flip(image, 1), lambda: numpy.flip(image, 0), lambda: numpy.transpose(image, (1, 0, 2)),
  lambda: numpy.rot90(image, -1), lambda: numpy.rot90(image, 2), lambda: numpy.rot90(image, 1)][case['at']]()`,
      cases.map(({ at, width, height, ids }) => ({ at, ids, rows: height, columns: width, width: 3 * width, height })),
    );
    cases.forEach(({ step, width, height, ids }, at) =>
      expect(moved({ width, height, samples: ids, channels: 3 }, step, [0, 0, 0]).samples).toEqual(answers[at]),
    );
  });

  it.skipIf(!hasReference)('lie upright as Pillow turns them by their EXIF orientation', () => {
    const orientations = [1, 2, 3, 4, 5, 6, 7, 8];
    const [width, height] = [5, 3];
    const ids = new SeededRandom(4).bytes(3 * width * height);
    const answers = reference(
      `from PIL import ImageOps
import io
image = Image.fromarray(mask.reshape(3, 5, 3))
exif = Image.Exif()
exif[0x0112] = case['orientation']
file = io.BytesIO()
image.save(file, 'PNG', exif=exif)
result = numpy.array(ImageOps.exif_transpose(Image.open(file)))`,
      orientations.map((orientation) => ({ orientation, ids, width: 3 * width, height })),
    );
    orientations.forEach((orientation, at) => {
      const upright = uprightSteps(orientation).reduce((plane, step) => moved(plane, step, [0, 0, 0]), {
        ...{ width, height, samples: ids, channels: 3 },
      });
      expect(upright.samples).toEqual(answers[at]);
    });
  });
});

describe('tiles', () => {
  it('cover every pixel, once where they do not overlap, and lie inside where they are shifted', () => {
    for (let seed = 0; seed < 200; seed++) {
      const random = new SeededRandom(seed);
      const [width, height] = [random.integer(1, 50), random.integer(1, 50)];
      const side = random.integer(1, 30);
      const tiling: Tiling = { side, overlap: random.integer(0, side - 1), edge: random.choice(['shift', 'pad']) };
      const places = tilePlaces({ width, height }, tiling);
      const counts = new Uint16Array(width * height);
      for (const { x, y } of places) {
        if (tiling.edge === 'shift') {
          expect(x + Math.min(side, width)).toBeLessThanOrEqual(width);
          expect(y + Math.min(side, height)).toBeLessThanOrEqual(height);
        }
        for (let row = y; row < Math.min(height, y + side); row++) {
          for (let column = x; column < Math.min(width, x + side); column++) counts[row * width + column]! += 1;
        }
      }
      expect(counts.every((count) => (tiling.overlap === 0 && tiling.edge === 'pad' ? count === 1 : count > 0))).toBe(
        true,
      );
      expect(new Set(places.map((place) => tileName('a', place))).size).toBe(places.length);
    }
  });

  it('begin a stride apart, and the last ends with the picture', () => {
    const size = { width: 1000, height: 512 };
    const xs = (edge: Tiling['edge']): number[] => tilePlaces(size, { side: 512, overlap: 64, edge }).map(({ x }) => x);
    expect(xs('shift')).toEqual([0, 448, 488]);
    expect(xs('pad')).toEqual([0, 448, 896]);
    expect(() => tilePlaces(size, { side: 64, overlap: 64, edge: 'pad' })).toThrow(RangeError);
    expect(() => tilePlaces(size, { side: 1, overlap: 0, edge: 'pad' })).toThrow(RangeError);
  });
});
