import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blurCounted, blurPicture, type Blur } from '../../../src/core/compose/blur.ts';
import { boundsOf, cutOut } from '../../../src/core/compose/cutOut.ts';
import { FocusPart, shallowFocus } from '../../../src/core/compose/focus.ts';
import { outlinesOf } from '../../../src/core/compose/outline.ts';
import { drawOverlay } from '../../../src/core/compose/overlay.ts';
import type { Picture } from '../../../src/core/compose/picture.ts';
import { isChosen } from '../../../src/core/compose/classChoice.ts';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { randomRegions } from '../../fixtures/masks.ts';
import { hasReference } from '../mask/pythonReference.ts';

const random = new SeededRandom(77);
const SIZES = [
  [61, 43],
  [7, 5],
  [1, 9],
  [120, 2],
] as const;
const BLURS: readonly Blur[] = [
  { kind: 'box', size: 3 },
  { kind: 'box', size: 15 },
  { kind: 'box', size: 31 },
  { kind: 'gaussian', sigma: 1.2 },
  { kind: 'gaussian', sigma: 6 },
];

function pictureOf(width: number, height: number): Picture {
  return { width, height, rgb: Uint8Array.from({ length: 3 * width * height }, () => random.integer(0, 255)) };
}

const folder = mkdtempSync(join(tmpdir(), 'maskscope-compose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function python(script: string, ...args: readonly string[]): void {
  execFileSync('/usr/bin/python3', ['-c', script, folder, ...args]);
}

describe.skipIf(!hasReference)('against OpenCV and NumPy', () => {
  const pictures = SIZES.map(([width, height]) => pictureOf(width, height));
  const masks = SIZES.map(([width, height]) => Uint8Array.from(randomRegions(random, width, height, 3)));
  beforeAll(() => {
    pictures.forEach(({ rgb }, at) => writeFileSync(join(folder, `p${at}`), rgb));
    masks.forEach((ids, at) => writeFileSync(join(folder, `m${at}`), ids));
    python(
      `
import sys, json, cv2, numpy
folder, sizes, blurs = sys.argv[1], json.loads(sys.argv[2]), json.loads(sys.argv[3])
for at, (w, h) in enumerate(sizes):
    p = numpy.fromfile(f'{folder}/p{at}', numpy.uint8).reshape(h, w, 3)
    m = numpy.fromfile(f'{folder}/m{at}', numpy.uint8).reshape(h, w)
    for b, blur in enumerate(blurs):
        f = (lambda x: cv2.blur(x, (blur['size'],) * 2)) if blur['kind'] == 'box' else (lambda x: numpy.uint8(numpy.rint(cv2.GaussianBlur(x.astype(numpy.float64), (round(blur['sigma'] * 6 + 1) | 1,) * 2, blur['sigma']))))
        f(p).tofile(f'{folder}/b{at}-{b}')
        # Means of what is background, in double precision.
        keep = (m == 0).astype(numpy.float64)
        size = (blur['size'],) * 2 if blur['kind'] == 'box' else (round(blur['sigma'] * 6 + 1) | 1,) * 2
        g = (lambda x: cv2.blur(x, size)) if blur['kind'] == 'box' else (lambda x: cv2.GaussianBlur(x, size, blur['sigma']))
        weight = g(keep).reshape(h, w)[..., None]
        mean = g(p * keep[..., None]).reshape(h, w, 3) / numpy.maximum(weight, 1e-9)
        numpy.where(keep[..., None] > 0, mean, -1).tofile(f'{folder}/n{at}-{b}')
    for width in (1, 2, 5):
        k = numpy.ones((2 * width + 1,) * 2, numpy.uint8)
        edge = cv2.dilate(m, k) != cv2.erode(m, k)
        edge.astype(numpy.uint8).tofile(f'{folder}/o{at}-{width}')
    cv2.addWeighted(p, 0.6, p[::-1].copy(), 0.4, 0).tofile(f'{folder}/a{at}')
`,
      JSON.stringify(SIZES),
      JSON.stringify(BLURS),
    );
  });

  it.each(BLURS.map((blur, at) => ({ ...blur, at, blur })))('blurs as OpenCV does: $blur', ({ blur, at }) => {
    pictures.forEach((picture, number) => {
      const wanted = readFileSync(join(folder, `b${number}-${at}`));
      const { rgb } = blurPicture(picture, blur);
      const far = rgb.filter((value, place) => Math.abs(value - (wanted[place] ?? 0)) > 1);
      expect([number, far.length]).toEqual([number, 0]);
    });
  });

  it.each(BLURS.map((blur, at) => ({ blur, at })))('takes means of what counts: $blur', ({ blur, at }) => {
    pictures.forEach((picture, number) => {
      const bytes = readFileSync(join(folder, `n${number}-${at}`));
      const wanted = new Float64Array(bytes.buffer, bytes.byteOffset, bytes.length / 8);
      const counts = (masks[number] ?? new Uint8Array()).map((id) => (id === 0 ? 1 : 0));
      const { rgb } = blurCounted(picture, counts, blur);
      const far = rgb.filter(
        (value, place) => (wanted[place] ?? -1) >= 0 && Math.abs(value - (wanted[place] ?? 0)) > 0.51,
      );
      expect([number, far.length]).toEqual([number, 0]);
    });
  });

  it.each([1, 2, 5])('draws outlines of %i pixels where a square holds another id', (width) => {
    SIZES.forEach(([columns, rows], at) => {
      const lines = outlinesOf(masks[at] ?? new Uint8Array(), { width: columns, height: rows }, width);
      expect([at, Buffer.from(lines).equals(readFileSync(join(folder, `o${at}-${width}`)))]).toEqual([at, true]);
    });
  });
});

function colours(alpha = 255): { colours: Uint8Array; outsideFrom: number } {
  const rgba = Uint8Array.from(Array.from({ length: 4 }, (_, id) => [...vocColour(id), alpha]).flat());
  return { colours: rgba, outsideFrom: 4 };
}

describe('overlays', () => {
  const [width, height] = [40, 30];
  const ids = Uint8Array.from(randomRegions(random, width, height, 3));
  const all = new Uint8Array(256).fill(1);

  it('mixes original and colour to the nearest level, and leaves the rest', () => {
    const original = pictureOf(width, height);
    const drawn = { ...original, rgb: original.rgb.slice() };
    const shown = Uint8Array.from(all, (_, id) => (id === 2 ? 1 : 0));
    drawOverlay(drawn, { width, height, ids }, colours(), { isFilled: true, opacity: 0.3, outline: 0 }, shown);
    drawn.rgb.forEach((value, at) => {
      const id = ids[Math.floor(at / 3)] ?? 0;
      const before = original.rgb[at] ?? 0;
      const wanted = id === 2 ? before * 0.7 + (vocColour(2)[at % 3] ?? 0) * 0.3 : before;
      expect(Math.abs(value - wanted)).toBeLessThanOrEqual(0.5 + 1e-9);
    });
  });

  it('is the colours alone at full opacity, and nothing at none', () => {
    const original = pictureOf(width, height);
    for (const opacity of [0, 1]) {
      const rgb = original.rgb.slice();
      drawOverlay(
        { width, height, rgb },
        { width, height, ids },
        colours(),
        { isFilled: true, opacity, outline: 0 },
        all,
      );
      const wanted =
        opacity === 0 ? original.rgb : Uint8Array.from(Array.from(ids).flatMap((id) => [...vocColour(id)]));
      expect(Buffer.from(rgb).equals(wanted)).toBe(true);
    }
  });

  it('covers what is under outlines', () => {
    const rgb = pictureOf(width, height).rgb;
    const before = rgb.slice();
    const lines = outlinesOf(ids, { width, height }, 2);
    drawOverlay(
      { width, height, rgb },
      { width, height, ids },
      colours(),
      { isFilled: false, opacity: 1, outline: 2 },
      all,
    );
    ids.forEach((id, pixel) => {
      const wanted = lines[pixel] === 1 ? [...vocColour(id)] : [...before.subarray(3 * pixel, 3 * pixel + 3)];
      expect([...rgb.subarray(3 * pixel, 3 * pixel + 3)]).toEqual(wanted);
    });
  });
});

describe('cut-outs', () => {
  it('have the pixels of a class and nothing of others', () => {
    const [width, height] = [33, 21];
    const picture = pictureOf(width, height);
    const ids = Uint8Array.from(randomRegions(random, width, height, 3));
    const isMeant = Uint8Array.from({ length: 256 }, (_, id) => (id === 1 ? 1 : 0));
    const box = boundsOf({ width, ids }, isMeant);
    if (box === null) throw new Error('the class is there');
    const { rgba, width: across } = cutOut(picture, ids, isMeant, box);
    let counted = 0;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const at = y * width + x;
        const isInside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
        if (ids[at] === 1) expect(isInside).toBe(true);
        if (!isInside) continue;
        const own = rgba.subarray(4 * ((y - box.top) * across + x - box.left)).subarray(0, 4);
        const wanted = ids[at] === 1 ? [...picture.rgb.subarray(3 * at, 3 * at + 3), 255] : [0, 0, 0, 0];
        expect([...own]).toEqual(wanted);
        if (ids[at] === 1) counted++;
      }
    }
    expect(counted).toBe(ids.filter((id) => id === 1).length);
  });

  it('have no bounds where the class is not', () => {
    expect(boundsOf({ width: 2, ids: new Uint8Array(4) }, new Uint8Array(256))).toBeNull();
  });
});

describe('shallow focus', () => {
  const [width, height] = [40, 20];
  // A red subject on a blue ground.
  const parts = Uint8Array.from({ length: width * height }, (_, at) => (at % width < 20 ? FocusPart.subject : 0));
  const rgb = Uint8Array.from(Array.from(parts).flatMap((part) => (part === 1 ? [255, 0, 0] : [0, 0, 255])));

  it('leaves no halo where the blur is normalised, and one where it is composed', () => {
    const blur = { kind: 'box', size: 9 } as const;
    const normalised = shallowFocus({ width, height, rgb }, parts, blur, 'normalised');
    expect(Buffer.from(normalised.rgb).equals(rgb)).toBe(true);
    const composed = shallowFocus({ width, height, rgb }, parts, blur, 'composed');
    expect(composed.rgb[3 * 20]).toBeGreaterThan(100);
    expect([...composed.rgb.subarray(0, 60)]).toEqual([...rgb.subarray(0, 60)]);
  });

  it('takes no colour from what nobody says anything of, and blurs it', () => {
    const own = parts.map((part, at) => (at % width >= 20 && at % width < 23 ? FocusPart.unknown : part));
    const green = rgb.map((value, at) =>
      Math.floor(at / 3) % width >= 20 && Math.floor(at / 3) % width < 23 ? 200 : value,
    );
    const { rgb: made } = shallowFocus({ width, height, rgb: green }, own, { kind: 'box', size: 9 }, 'normalised');
    expect([...made.subarray(3 * 20, 3 * 40)]).toEqual(Array.from({ length: 20 }, () => [0, 0, 255]).flat());
  });
});

describe('the choice of classes', () => {
  const cat = { key: 1, name: 'Cat', colour: null, isVoid: false };
  const ground = { key: 0, name: 'background', colour: null, isVoid: false };
  const rim = { key: 255, name: null, colour: null, isVoid: true };

  it('is by name or id, and without background and void where none is named', () => {
    const all = { only: null, hasBackground: false, hasVoid: false };
    expect([cat, ground, rim].map((one) => isChosen(all, one))).toEqual([true, false, false]);
    expect(isChosen({ ...all, hasVoid: true }, rim)).toBe(true);
    expect(isChosen({ ...all, hasBackground: true }, ground)).toBe(true);
    expect([cat, ground, rim].map((one) => isChosen({ ...all, only: ['cat', '255'] }, one))).toEqual([
      true,
      false,
      true,
    ]);
  });
});
