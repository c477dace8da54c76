import { describe, expect, it } from 'vitest';
import { resample, type MixingFilter } from '../../../src/core/compose/resample.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { pythonJson } from '../report/python.ts';

/** Old and new sizes: enlarged, reduced, both at once, and the odd ones. */
const SIZES = [
  [8, 1, 16, 1],
  [8, 1, 24, 1],
  [40, 30, 80, 60],
  [40, 30, 97, 71],
  [97, 71, 40, 30],
  [97, 71, 13, 120],
  [64, 64, 64, 31],
  [3, 200, 7, 5],
  [1, 1, 5, 4],
  [50, 9, 1, 1],
] as const;

/** Pillow's own filters, and its algorithm with the kernels that it lacks. */
const PILLOW = `
import base64, json, sys, numpy
from PIL import Image
NAMED = {'linear': Image.BILINEAR, 'cubic': Image.BICUBIC, 'lanczos3': Image.LANCZOS}
def mitchell(x):
    x = numpy.abs(x)
    return numpy.where(x < 1, (7 * x**3 - 12 * x**2 + 16 / 3) / 6, numpy.where(x < 2, (-7 / 3 * x**3 + 12 * x**2 - 20 * x + 32 / 3) / 6, 0))
def lanczos2(x):
    return numpy.where(numpy.abs(x) < 2, numpy.sinc(x) * numpy.sinc(x / 2), 0)
def along(a, new, f, axis):
    old = a.shape[axis]
    if old == new: return a
    scale = max(1, old / new)
    d = ((numpy.arange(old) + .5)[None] - ((numpy.arange(new) + .5) * old / new)[:, None]) / scale
    w = f(d)
    w = w / w.sum(1, keepdims=True)
    return numpy.clip(numpy.floor(numpy.moveaxis(numpy.tensordot(w, a.astype(float), (1, axis)), 0, axis) + .5), 0, 255)
def answer(c):
    a = numpy.frombuffer(base64.b64decode(c['samples']), numpy.uint8).reshape(c['height'], c['width'], 3)
    w, h = c['size']
    if c['filter'] in NAMED: r = numpy.array(Image.fromarray(a).resize((w, h), NAMED[c['filter']]))
    else:
        f = {'mitchell': mitchell, 'lanczos2': lanczos2}[c['filter']]
        r = along(along(a, w, f, 1), h, f, 0)
    return base64.b64encode(numpy.uint8(r).tobytes()).decode()
print(json.dumps([answer(c) for c in json.load(sys.stdin)]))`;

/** Bilinear of OpenCV, which reduces otherwise, but enlarges alike. */
const OPENCV = `
import base64, json, sys, cv2, numpy
def answer(c):
    a = numpy.frombuffer(base64.b64decode(c['samples']), numpy.uint8).reshape(c['height'], c['width'], 3)
    return base64.b64encode(cv2.resize(a, tuple(c['size']), interpolation=cv2.INTER_LINEAR).tobytes()).decode()
print(json.dumps([answer(c) for c in json.load(sys.stdin)]))`;

function cases(filter: MixingFilter) {
  const random = new SeededRandom(5);
  return SIZES.map(([width, height, newWidth, newHeight]) => {
    const isSteep = random.integer(0, 1) === 0;
    const draw = (): number => (isSteep ? random.choice([0, 255]) : random.integer(0, 255));
    const samples = Uint8Array.from({ length: 3 * width * height }, draw);
    return { width, height, samples, channels: 3, size: [newWidth, newHeight] as const, filter };
  });
}

function asked(program: string, of: ReturnType<typeof cases>): Uint8Array[] {
  const input = of.map(({ samples, ...rest }) => ({ ...rest, samples: Buffer.from(samples).toString('base64') }));
  return (pythonJson(program, input) as string[]).map((text) => new Uint8Array(Buffer.from(text, 'base64')));
}

function resampled({ size: [width, height], filter, ...picture }: ReturnType<typeof cases>[number]): Uint8Array {
  return resample(picture, { width, height }, filter).samples;
}

const farthest = (one: Uint8Array, other: Uint8Array): number => {
  expect(one).toHaveLength(other.length);
  return one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? NaN))), 0);
};

describe.skipIf(!hasReference)('a picture of another size', () => {
  it.each(['linear', 'cubic', 'lanczos3'] as const)('is that of Pillow to the last bit: %s', (filter) => {
    const all = cases(filter);
    asked(PILLOW, all).forEach((wanted, at) => {
      const made = resampled(all[at] as (typeof all)[number]);
      expect(farthest(made, wanted), `${SIZES[at]?.join(' ')}`).toBe(0);
    });
  });

  it.each(['mitchell', 'lanczos2'] as const)('is weighed as Pillow would weigh it: %s', (filter) => {
    const all = cases(filter);
    asked(PILLOW, all).forEach((wanted, at) => {
      expect(farthest(resampled(all[at] as (typeof all)[number]), wanted)).toBeLessThanOrEqual(1);
    });
  });

  it('lies where OpenCV puts it when it grows', () => {
    const all = cases('linear').filter(({ width, height, size: [w, h] }) => w >= width && h >= height);
    expect(all.length).toBeGreaterThan(3);
    asked(OPENCV, all).forEach((wanted, at) => {
      expect(farthest(resampled(all[at] as (typeof all)[number]), wanted)).toBeLessThanOrEqual(1);
    });
  });
});
