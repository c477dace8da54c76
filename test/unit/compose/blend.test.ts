import { describe, expect, it } from 'vitest';
import { addWeighted, blendColours, blendMask, BLENDS, type Blend } from '../../../src/core/compose/blend.ts';
import { jetTable } from '../../../src/core/compose/jet.ts';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from '../mask/pythonReference.ts';

const COLOURS = new Uint8Array(4 * 256);
for (let id = 0; id < 256; id++) COLOURS.set([...vocColour(id), 255], 4 * id);

interface Example {
  readonly ids: Uint8Array;
  readonly rgb: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly opacity: number;
  readonly value: number;
}

function examples(): Example[] {
  return Array.from({ length: 40 }, (_, seed) => {
    const random = new SeededRandom(seed);
    const [width, height] = [random.integer(1, 60), random.integer(1, 60)];
    const most = random.choice([0, 1, 7, 20, 255]);
    const ids = Uint8Array.from({ length: width * height }, () => random.integer(0, most));
    const rgb = Uint8Array.from({ length: 3 * ids.length }, () => random.integer(0, 255));
    return { ids, rgb, width, height, opacity: random.integer(0, 10) / 10, value: random.integer(0, most) };
  });
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const largestOf = (ids: Uint8Array): number => ids.reduce((a, b) => Math.max(a, b), 0);
const farthest = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce((most, value, at) => Math.max(most, Math.abs(value - (other[at] ?? NaN))), 0);
const blended = (blend: Blend, { ids, rgb, opacity, value }: Example, hidden: Uint8Array | null = null): Uint8Array =>
  blendMask(blend, { ids, rgb, colours: COLOURS, largest: largestOf(ids), value, hidden }, opacity);

/** Sets `colour` and `original`, pictures in the order blue, green, red. */
const PICTURES = `original = numpy.frombuffer(base64.b64decode(case['rgb']), numpy.uint8).reshape(*mask.shape, 3)[:, :, ::-1]
palette = numpy.frombuffer(base64.b64decode(case['colours']), numpy.uint8).reshape(256, 4)[:, 2::-1]
original = numpy.ascontiguousarray(original)
`;

const PUBLISHED: Readonly<Record<Exclude<Blend, 'normal'>, string>> = {
  jet: `level = numpy.uint8(255 * mask.astype(numpy.float64) / mask.max()) if mask.max() else mask
result = cv2.addWeighted(original, 0.9, cv2.applyColorMap(level, cv2.COLORMAP_JET), case['opacity'], 0)`,
  yellow: `colour = numpy.zeros_like(original)
colour[mask == case['value']] = (0, 255, 255)
result = cv2.addWeighted(original, 0.9, colour, case['opacity'], 0)`,
  sixForty: `result = cv2.addWeighted(original, 0.6, numpy.ascontiguousarray(palette[mask]), 0.4, 0)`,
};

describe('a mask over its original', () => {
  it.skipIf(!hasReference)('has the colours of COLORMAP_JET', () => {
    const ids = Uint8Array.from({ length: 256 }, (_, at) => at);
    const [table] = reference('result = cv2.applyColorMap(mask, cv2.COLORMAP_JET)[:, :, ::-1]', [
      { ids, width: 256, height: 1 },
    ]);
    expect([...jetTable()]).toEqual([...(table ?? [])]);
  });

  it.skipIf(!hasReference).each(Object.entries(PUBLISHED))('has the values of OpenCV: %s', (name, code) => {
    const blend = BLENDS.find((one) => one === name) ?? 'normal';
    const all = examples();
    const cases = all.map((one) => ({ ...one, rgb: base64(one.rgb), colours: base64(COLOURS) }));
    const answers = reference(`${PICTURES}${code}\nresult = result[:, :, ::-1]`, cases);
    all.forEach((one, at) => {
      expect(farthest(blended(blend, one), answers[at] ?? new Uint8Array())).toBe(0);
    });
  });

  it.skipIf(!hasReference)('adds all pairs of bytes by all weights as OpenCV does', () => {
    const weights = [...Array.from({ length: 20 }, (_, at) => (at + 1) / 20), null];
    const every = Uint8Array.from({ length: 65_536 }, (_, at) => at >> 8);
    const sums = reference(
      `other = numpy.ascontiguousarray(mask.T)
first, second = (0.6, 0.4) if case['weight'] is None else (0.9, case['weight'])
result = cv2.addWeighted(other, first, mask, second, 0)`,
      weights.map((weight) => ({ ids: every, width: 256, height: 256, weight })),
    );
    weights.forEach((weight, at) => {
      const add = addWeighted(weight === null ? { original: 0.6, colour: 0.4 } : { original: 0.9, colour: weight });
      const own = every.map((colour, pixel) => add(pixel % 256, colour));
      expect(farthest(own, sums[at] ?? new Uint8Array()), `weight ${weight}`).toBe(0);
    });
  });

  it.skipIf(!hasReference)('has the values of Pillow where colours lie in front', () => {
    const all = examples();
    const cases = all.map((one) => ({ ...one, rgb: base64(one.rgb), colours: base64(COLOURS) }));
    const code = `${PICTURES}colour = Image.fromarray(numpy.ascontiguousarray(palette[mask]))
result = numpy.asarray(Image.blend(Image.fromarray(original), colour, case['opacity']))[:, :, ::-1]`;
    const answers = reference(code, cases);
    all.forEach((one, at) => {
      expect(farthest(blended('normal', one), answers[at] ?? new Uint8Array())).toBeLessThanOrEqual(1);
    });
  });

  it('is the original where nothing is shown, and the mask where it is opaque', () => {
    for (const one of examples()) {
      const { ids, rgb } = one;
      expect(blended('normal', { ...one, opacity: 0 })).toEqual(rgb);
      expect(blended('normal', one, new Uint8Array(256).fill(1))).toEqual(rgb);
      const opaque = blended('normal', { ...one, opacity: 1 });
      expect([...opaque]).toEqual([...ids].flatMap((id) => [...COLOURS.subarray(4 * id, 4 * id + 3)]));
      const hidden = new Uint8Array(256);
      hidden[ids[0] ?? 0] = 1;
      const part = blended('normal', { ...one, opacity: 1 }, hidden);
      ids.forEach((id, at) => {
        const from = hidden[id] === 1 ? rgb : opaque;
        expect(part.subarray(3 * at, 3 * at + 3)).toEqual(from.subarray(3 * at, 3 * at + 3));
      });
    }
  });

  it('leaves the original below transparent entries and ids outside the palette', () => {
    const colours = Uint8Array.from([10, 20, 30, 0, 200, 100, 0, 51]);
    const source = { rgb: new Uint8Array(9).fill(100), ids: Uint8Array.from([0, 1, 2]), colours, largest: 2, value: 1 };
    expect([...blendMask('normal', { ...source, hidden: null }, 0.5)]).toEqual([
      100, 100, 100, 110, 100, 90, 100, 100, 100,
    ]);
    expect(blendColours('sixForty', source)[3]).toBe(255);
    expect(() => blendMask('jet', { ...source, rgb: new Uint8Array(8), hidden: null }, 0.5)).toThrow(RangeError);
  });
});
