import { describe, expect, it } from 'vitest';
import { voc } from '../../../src/core/formats/presets/voc.ts';
import { drawBorder } from '../../../src/core/mask/border.ts';
import { damageDetails, recogniseDamage, swapRedAndBlue, type Damage } from '../../../src/core/mask/damage.ts';
import { usedEntries } from '../../../src/core/mask/damageFacts.ts';
import { differingPalettesIn } from '../../../src/core/mask/damagePalettes.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import {
  applyColourPlan,
  coloursOfClassMap,
  planByColour,
  type ColouredId,
} from '../../../src/core/mask/remapColours.ts';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { namedPalette } from '../../../src/core/palette/namedPalettes.ts';
import type { Palette } from '../../../src/core/png/types.ts';
import { AS_IMAGE, coloured, colourMask, greyMask, scene, SIDE, throughJpeg } from '../../fixtures/damagedMasks.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

const TARGET = coloursOfClassMap(voc);
const VOC = namedPalette('voc');

const facts = { width: SIDE, height: SIDE, bitDepth: 8 } as const;

const paletteMask = (ids: Uint8Array, palette: Palette = VOC): Mask => ({
  ...facts,
  encoding: 'palette',
  ids,
  palette,
  colours: null,
});

/** The same picture with its palette in another order. */
function reordered(ids: Uint8Array, order: readonly number[]): Mask {
  const rgb = Uint8Array.from(order.flatMap((id) => [...vocColour(id)]));
  const palette = { rgb, alpha: new Uint8Array(order.length).fill(255), transparencyEntries: 0 };
  return paletteMask(
    ids.map((id) => order.indexOf(id)),
    palette,
  );
}

function byFrequency(ids: Uint8Array): number[] {
  const histogram = histogramById(ids);
  const used = [...histogram.keys()].filter((id) => (histogram[id] ?? 0) > 0);
  return used.sort((a, b) => (histogram[b] ?? 0) - (histogram[a] ?? 0));
}

const idsByColour = (mask: Mask, target: readonly ColouredId[]) =>
  applyColourPlan(mask, planByColour(mask, target, { unknown: 'error' })).ids;

const kindsOf = (mask: Mask, target: readonly ColouredId[] = TARGET) =>
  recogniseDamage(mask, target).map(({ kind }) => kind);

function only<Kind extends Damage['kind']>(found: readonly Damage[], kind: Kind): Damage & { kind: Kind } {
  expect(found.map((one) => one.kind)).toEqual([kind]);
  return found[0] as Damage & { kind: Kind };
}

const random = new SeededRandom(71);
const SCENES = Array.from({ length: 12 }, () => scene(random));

describe('sound masks', () => {
  it('show no damage: palettes with and without a border, grey and RGB, with and without a class map', () => {
    const border = {
      mode: 'objects',
      iterations: 2,
      side: 'centred',
      element: 'rectangle',
      voidId: 255,
      background: 0,
    } as const;
    for (const ids of SCENES) {
      const bordered = drawBorder(ids, SIDE, SIDE, { ...border, instances: ids }).ids as Uint8Array;
      for (const target of [TARGET, []]) {
        for (const mask of [paletteMask(ids), paletteMask(bordered), greyMask(ids), greyMask(bordered)]) {
          expect(kindsOf(mask, target)).toEqual([]);
        }
        expect(kindsOf(colourMask(coloured(bordered)), target)).toEqual([]);
      }
    }
  });

  it('may be noise, tiny, or of one colour', () => {
    const noise = new SeededRandom(72);
    for (const width of [1, 2, 7]) {
      const ids = noise.bytes(width * 3);
      const mask = { ...greyMask(ids, width) };
      expect(() => kindsOf(mask)).not.toThrow();
      expect(() => kindsOf(colourMask(noise.bytes(9 * width), width))).not.toThrow();
    }
    expect(kindsOf(greyMask(new Uint8Array(SIDE * SIDE)))).toEqual([]);
  });
});

describe('palettes', () => {
  it('are adaptive where colours stand in order of frequency', () => {
    for (const ids of SCENES) {
      const order = byFrequency(ids);
      const found = only(recogniseDamage(reordered(ids, order), TARGET), 'adaptivePalette');
      expect(found.order).toBe('frequency');
      const displaced = order.flatMap((belongsTo, id) => (id === belongsTo ? [] : [{ id, belongsTo }]));
      expect(found.displaced).toMatchObject(displaced);
    }
  });

  it.skipIf(!hasReference)("are adaptive as Pillow's own quantisers leave them, by colour they are put back", () => {
    const samples = SCENES.slice(0, 4).map(coloured);
    for (const [method, order] of [
      ['Image.MEDIANCUT', 'luminance'],
      ['Image.FASTOCTREE', 'frequency'],
    ] as const) {
      const code = `
${AS_IMAGE}.quantize(256, method=${method})
result = numpy.concatenate([numpy.array(image.getpalette()[:12], numpy.uint8), numpy.asarray(image).ravel()])`;
      const results = reference(
        code,
        samples.map((ids) => ({ ids, width: 3 * SIDE, height: SIDE })),
      );
      results.forEach((bytes, at) => {
        const palette = { rgb: bytes.slice(0, 12), alpha: new Uint8Array(4).fill(255), transparencyEntries: 0 };
        const mask = paletteMask(bytes.slice(12), palette);
        const found = only(recogniseDamage(mask, TARGET), 'adaptivePalette');
        expect(found.order).toBe(order);
        expect(idsByColour(mask, TARGET)).toEqual(SCENES[at]);
      });
    }
  });

  it('are renumbered where the order is any other', () => {
    for (const ids of SCENES) {
      const found = only(recogniseDamage(reordered(ids, [7, 0, 15, 1]), TARGET), 'renumberedPalette');
      expect(found.displaced.map(({ id, belongsTo }) => [id, belongsTo])).toEqual([
        [0, 7],
        [1, 0],
        [2, 15],
        [3, 1],
      ]);
    }
  });

  it('are renumbered, not adaptive, where an optimiser kept the order of the ids', () => {
    const ids = new Uint8Array(SIDE * SIDE);
    // Black, (128, 0, 0), (64, 128, 0), (224, 224, 192): lighter and lighter, and not by frequency.
    for (const [at, id] of [1, 10, 255].entries()) ids.fill(id, 1000 * at, 1000 * at + 500 + 100 * at);
    const found = only(recogniseDamage(reordered(ids, [0, 1, 10, 255]), TARGET), 'renumberedPalette');
    expect(found).toMatchObject({
      order: null,
      displaced: [
        { id: 2, belongsTo: 10 },
        { id: 3, belongsTo: 255 },
      ],
    });
  });

  it('are nobody’s damage where the class map has other colours, or there is none', () => {
    const [ids = new Uint8Array()] = SCENES;
    const mask = reordered(ids, byFrequency(ids));
    expect(kindsOf(mask, [])).toEqual([]);
    expect(kindsOf(mask, [{ id: 0, name: null, red: 1, green: 1, blue: 1 }])).toEqual([]);
    // A class map with the five colours, in which navy and olive stand elsewhere than in VOC.
    const five = namedPalette('five');
    const own = coloursOfClassMap({ ...voc, entries: voc.entries.slice(0, 1) });
    expect(kindsOf(paletteMask(scene(new SeededRandom(1), [1, 3, 4]), five), own)).toEqual([]);
  });

  it('differ between files where one colour stands at several ids', () => {
    const uses = SCENES.map((ids) => {
      const mask = reordered(ids, byFrequency(ids));
      return usedEntries(mask.palette as Palette, histogramById(mask.ids));
    });
    const found = differingPalettesIn(uses);
    expect(found).toMatchObject({ files: SCENES.length, ordered: SCENES.length });
    expect(found?.colours.every(({ ids }) => ids.length > 1)).toBe(true);
    expect(differingPalettesIn(SCENES.map((ids) => usedEntries(VOC, histogramById(ids))))).toBeNull();
    // Cityscapes has one black five times, on purpose.
    const black = usedEntries(namedPalette('cityscapes'), histogramById(Uint8Array.from([0, 1, 2, 7])));
    expect(differingPalettesIn([black, black])).toBeNull();
  });

  it('cut the void off where they are short', () => {
    const short = { rgb: VOC.rgb.slice(0, 63), alpha: new Uint8Array(21).fill(255), transparencyEntries: 0 };
    const ids = scene(new SeededRandom(3));
    ids.fill(255, 0, 30);
    expect(only(recogniseDamage(paletteMask(ids, short), TARGET), 'uncolouredVoid')).toMatchObject({
      id: 255,
      entries: 21,
      pixels: 30,
    });
    expect(kindsOf(paletteMask(ids), TARGET)).toEqual([]);
    // An optimiser left five entries, the void's last: its colour tells what it was.
    const optimised = reordered(ids, [0, 7, 1, 15, 255]);
    expect(kindsOf(optimised)).toEqual(['renumberedPalette']);
    expect(kindsOf(optimised, [])).toEqual([]);
    expect(idsByColour(optimised, TARGET)).toEqual(ids);
    // In four bits 255 became 15, which the palette does not have.
    const four = scene(new SeededRandom(3), [1, 2, 3]);
    four.fill(15, 0, 30);
    const seven = { rgb: VOC.rgb.slice(0, 21), alpha: new Uint8Array(7).fill(255), transparencyEntries: 0 };
    expect(kindsOf({ ...paletteMask(four, seven), bitDepth: 4 })).toEqual(['truncatedVoid']);
    expect(kindsOf({ ...paletteMask(scene(new SeededRandom(3), [1, 2, 3]), seven), bitDepth: 4 })).toEqual([]);
  });

  it('may have cut a void of 255 to the largest id of few bits, where that lies like a border', () => {
    const border = { mode: 'objects', iterations: 2, side: 'centred', element: 'rectangle', background: 0 } as const;
    const sixteen = { rgb: VOC.rgb.slice(0, 48), alpha: new Uint8Array(16).fill(255), transparencyEntries: 0 };
    for (let seed = 0; seed < 5; seed++) {
      const ids = scene(new SeededRandom(seed), [1, 7, 12]);
      const rims = drawBorder(ids, SIDE, SIDE, { ...border, instances: ids, voidId: 15 }).ids as Uint8Array;
      const found = only(recogniseDamage({ ...paletteMask(rims, sixteen), bitDepth: 4 }, TARGET), 'clampedVoid');
      expect(found).toMatchObject({ id: 15, bits: 4, pixels: rims.filter((id) => id === 15).length });
      // An object of class 15, and the same rims in 8 bits or where the entry has the void's own colour.
      const objects = scene(new SeededRandom(seed), [1, 7, 15]);
      expect(kindsOf({ ...paletteMask(objects, sixteen), bitDepth: 4 })).toEqual([]);
      expect(kindsOf(paletteMask(rims, sixteen))).toEqual([]);
      const own = { ...sixteen, rgb: sixteen.rgb.slice() };
      own.rgb.set([224, 224, 192], 45);
      expect(kindsOf({ ...paletteMask(rims, own), bitDepth: 4 })).not.toContain('clampedVoid');
    }
  });
});

describe('edges', () => {
  it.skipIf(!hasReference)('are anti-aliased where two colours mix', () => {
    const smooth = `
${AS_IMAGE}.resize((${4 * SIDE}, ${4 * SIDE}), Image.NEAREST).rotate(3)
result = numpy.asarray(image.resize((${SIDE}, ${SIDE}), Image.BOX))`;
    const results = reference(
      smooth,
      SCENES.slice(0, 5).map((ids) => ({ ids: coloured(ids), width: 3 * SIDE, height: SIDE })),
    );
    for (const samples of results) {
      const mask = colourMask(samples);
      for (const target of [TARGET, []]) {
        expect(only(recogniseDamage(mask, target), 'blendedEdges').pixels).toBeGreaterThan(100);
      }
    }
  });

  it.skipIf(!hasReference)('are stained where JPEG was between', () => {
    const results = reference(
      throughJpeg(90),
      SCENES.slice(0, 5).map((ids) => ({ ids: coloured(ids), width: 3 * SIDE, height: SIDE })),
    );
    for (const samples of results) {
      const found = recogniseDamage(colourMask(samples), TARGET);
      expect(only(found, 'compressedEdges').ids.length).toBeGreaterThan(50);
    }
  });

  it.skipIf(!hasReference).each([75, 95])(
    'are stained by JPEG of quality %d with a quarter of the colours, too',
    (quality) => {
      const results = reference(
        throughJpeg(quality, '4:2:0'),
        SCENES.slice(0, 5).map((ids) => ({ ids: coloured(ids), width: 3 * SIDE, height: SIDE })),
      );
      for (const samples of results) {
        expect(only(recogniseDamage(colourMask(samples), TARGET), 'compressedEdges').ids.length).toBeGreaterThan(50);
      }
    },
  );

  it('are not stained where many objects have colours of their own, near those of classes', () => {
    const samples = new Uint8Array(3 * SIDE * SIDE);
    for (let object = 0; object < 36; object++) {
      const [x0, y0] = [16 * (object % 6), 16 * Math.floor(object / 6)];
      for (let y = 0; y < 14; y++) {
        for (let x = 0; x < 14; x++) samples.set([120, 100 + object, 10], 3 * (SIDE * (y0 + y) + x0 + x));
      }
    }
    expect(kindsOf(colourMask(samples))).toEqual([]);
  });

  it('are found in grey masks of black and white, and not between ids', () => {
    const ids = new Uint8Array(SIDE * SIDE);
    for (let y = 0; y < SIDE; y++) {
      for (let x = 0; x < SIDE; x++) {
        const distance = Math.hypot(x - 48, y - 48) - 30;
        ids[SIDE * y + x] = Math.round(255 * Math.min(1, Math.max(0, 0.5 - distance)));
      }
    }
    expect(only(recogniseDamage(greyMask(ids), []), 'blendedEdges').pixels).toBeGreaterThan(50);
    expect(kindsOf(greyMask(ids.map((id) => (id > 127 ? 255 : 0))))).toEqual([]);
  });

  it('leave rare classes alone: a small object is no stain', () => {
    const ids = scene(new SeededRandom(5));
    for (const id of [3, 5, 9, 11])
      for (let y = 0; y < 3; y++) ids.fill(id, SIDE * (5 + y) + 6 * id, SIDE * (5 + y) + 6 * id + 3);
    expect(kindsOf(colourMask(coloured(ids)), TARGET)).toEqual([]);
    expect(kindsOf(colourMask(coloured(ids)), [])).toEqual([]);
  });
});

describe('invented ids', () => {
  it.skipIf(!hasReference)('are what linear resizing leaves between two classes', () => {
    for (const [from, to] of [
      ['palette', 64],
      ['grey', 80],
    ] as const) {
      const results = reference(
        `result = cv2.resize(mask, (${to}, ${to}), interpolation=cv2.INTER_LINEAR)`,
        SCENES.slice(0, 6).map((ids) => ({ ids, width: SIDE, height: SIDE })),
      );
      for (const bytes of results) {
        const mask = from === 'grey' ? greyMask(bytes, to) : { ...paletteMask(bytes), width: to, height: to };
        const found = recogniseDamage(mask, TARGET).find(({ kind }) => kind === 'inventedIds');
        if (found?.kind !== 'inventedIds') throw new Error('not found');
        expect(found.ids.length).toBeGreaterThan(0);
        expect(found.ids.filter((id) => [0, 1, 7, 15].includes(id))).toEqual([]);
      }
    }
  });

  it('are no thin class that also lies elsewhere, and no rim of void', () => {
    const ids = new Uint8Array(SIDE * SIDE);
    for (let y = 0; y < SIDE; y++) ids.fill(2, SIDE * y + 48, SIDE * y + SIDE).fill(1, SIDE * y + 47, SIDE * y + 48);
    const found = only(recogniseDamage(greyMask(ids), []), 'inventedIds');
    expect(found).toMatchObject({ ids: [1], pixels: SIDE, mayBeClasses: [] });
    const named = only(recogniseDamage(greyMask(ids), TARGET), 'inventedIds');
    expect(named.mayBeClasses).toEqual([1]);
    const otherColour = only(recogniseDamage(paletteMask(ids, namedPalette('ade20k')), TARGET), 'inventedIds');
    expect(otherColour.mayBeClasses).toEqual([]);
    for (let y = 0; y < 5; y++) ids.fill(1, SIDE * y + 10, SIDE * y + 20);
    expect(kindsOf(greyMask(ids))).toEqual([]);
    expect(kindsOf(greyMask(ids.map((id) => (id === 1 ? 255 : id))))).toEqual([]);
  });
});

describe('channels', () => {
  it('were added where two coloured masks overlap, even if the sum is a class of its own', () => {
    // 1 + 2 = 3 in the VOC colormap: (128, 0, 0) + (0, 128, 0) = (128, 128, 0).
    const samples = new Uint8Array(3 * SIDE * SIDE);
    for (let y = 20; y < 60; y++) {
      for (let x = 10; x < 50; x++) samples[3 * (SIDE * y + x)] = 128;
      for (let x = 40; x < 80; x++) samples[3 * (SIDE * (y + 10) + x) + 1] = 128;
    }
    const found = only(recogniseDamage(colourMask(samples), TARGET), 'channelSums');
    expect(found.sums).toMatchObject([
      { colour: '#808000', parts: ['#008000', '#800000'], pixels: 300, mistakenFor: 3 },
    ]);
    // The same class somewhere else as well is a class there, and hides nothing here.
    for (let x = 0; x < 5; x++) samples.set([128, 128, 0], 3 * x);
    expect(only(recogniseDamage(colourMask(samples), TARGET), 'channelSums').pixels).toBe(300);
  });

  it.skipIf(!hasReference)(
    'were added to themselves, and through borders between them, as NumPy and OpenCV add',
    () => {
      const add = (code: string) => {
        const [bytes = new Uint8Array()] = reference(
          `
one = numpy.zeros((${SIDE}, ${SIDE}, 3), numpy.uint8)
other = one.copy()
${code}`,
          [{ ids: new Uint8Array(1), width: 1, height: 1 }],
        );
        return recogniseDamage(colourMask(bytes), TARGET).filter(({ kind }) => kind === 'channelSums');
      };
      const boxes = (a: string, b: string, rim = 0) => `
one[20:60, 10:50] = (224, 224, 192); one[${20 + rim}:${60 - rim}, ${10 + rim}:${50 - rim}] = ${a}
other[30:70, 30:80] = (224, 224, 192); other[${30 + rim}:${70 - rim}, ${30 + rim}:${80 - rim}] = ${b}`;
      // 30 × 20 pixels: rows 30 to 59, columns 30 to 49; with a rim of 3, 24 × 14.
      expect(add(`${boxes('(192, 0, 0)', '(192, 0, 0)')}\nresult = cv2.add(one, other)`)).toMatchObject([
        { pixels: 600, sums: [{ colour: '#FF0000', parts: ['#C00000', '#C00000'], pixels: 600, mistakenFor: null }] },
      ]);
      const [chairs] = add(`${boxes('(192, 0, 0)', '(0, 192, 0)', 3)}\nresult = cv2.add(one, other)`);
      const sums = chairs?.kind === 'channelSums' ? chairs.sums : [];
      expect(sums).toContainEqual(
        expect.objectContaining({ colour: '#C0C000', parts: ['#00C000', '#C00000'], pixels: 336 }),
      );
      const white = [{ id: 1, name: null, red: 255, green: 255, blue: 255 }];
      const [bytes = new Uint8Array()] = reference(
        `
one = numpy.zeros((${SIDE}, ${SIDE}, 3), numpy.uint8); other = one.copy()
one[20:60, 10:50] = 255; other[30:70, 30:80] = 255
result = one + other`,
        [{ ids: new Uint8Array(1), width: 1, height: 1 }],
      );
      expect(only(recogniseDamage(colourMask(bytes), white), 'channelSums').sums).toMatchObject([
        { colour: '#FEFEFE', parts: ['#FFFFFF', '#FFFFFF'], pixels: 600 },
      ]);
    },
  );

  it('were not added where classes only lie side by side, whatever their colours make', () => {
    const draw = (...boxes: (readonly [id: number, left: number, top: number, right: number, bottom: number])[]) => {
      const ids = new Uint8Array(SIDE * SIDE);
      for (const [id, left, top, right, bottom] of boxes) {
        for (let y = top; y < bottom; y++) ids.fill(id, SIDE * y + left, SIDE * y + right);
      }
      return colourMask(coloured(ids));
    };
    // (64, 0, 0) + (192, 0, 0) wraps to black: a cat beside a chair.
    expect(kindsOf(draw([8, 10, 20, 30, 40], [9, 30, 20, 50, 40]))).toEqual([]);
    // Of (128, 0, 0), (0, 128, 0) and (128, 128, 0) each is the wrapped sum of the others.
    expect(kindsOf(draw([1, 5, 10, 25, 30], [3, 25, 10, 45, 30], [2, 5, 30, 45, 50]))).toEqual([]);
    expect(kindsOf(draw([1, 5, 10, 25, 30], [3, 25, 10, 45, 30], [2, 45, 10, 65, 30]))).toEqual([]);
  });

  it('wrap or are cut', () => {
    const row = (sum: readonly number[]) => {
      const samples = new Uint8Array(3 * SIDE * SIDE);
      for (let y = 0; y < SIDE; y++) {
        for (let x = 10; x < 90; x++)
          samples.set(x < 40 ? [200, 10, 0] : x < 60 ? sum : [100, 20, 0], 3 * (SIDE * y + x));
      }
      return colourMask(samples);
    };
    expect(kindsOf(row([44, 30, 0]), [])).toEqual(['channelSums']);
    expect(kindsOf(row([255, 30, 0]), [])).toEqual(['channelSums']);
    expect(kindsOf(row([45, 30, 0]), [])).toEqual([]);
  });

  it('were swapped where only blue for red makes classes, and swapping mends it', () => {
    for (const ids of [scene(new SeededRandom(8), [1, 9, 12]), scene(new SeededRandom(9), [13, 15, 5])]) {
      const swapped = swapRedAndBlue(colourMask(coloured(ids)));
      const isVisible = [...ids].some((id) => id === 9 || id === 12 || id === 13);
      expect(isVisible).toBe(true);
      const own = TARGET.filter(({ id }) => ids.includes(id));
      expect(only(recogniseDamage(swapped, own), 'swappedChannels').plainColours).toBe(0);
      // (128, 0, 0) swapped is another class of the whole class map, which does not hide the others.
      expect(only(recogniseDamage(swapped, TARGET), 'swappedChannels').plainColours).toBe(0);
      expect(idsByColour(swapRedAndBlue(swapped), own)).toEqual(ids);
    }
    expect(kindsOf(swapRedAndBlue(paletteMask(SCENES[0] as Uint8Array)))).toEqual(['swappedChannels']);
  });

  it('fill the sentences', () => {
    const damage = recogniseDamage(swapRedAndBlue(paletteMask(SCENES[0] as Uint8Array)), TARGET);
    expect(damage.map((one) => damageDetails(one))).toEqual([{ count: 2 }]);
  });
});
