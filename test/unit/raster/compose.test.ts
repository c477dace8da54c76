import { describe, expect, it } from 'vitest';
import type { ClassOverlap } from '../../../src/core/raster/classOverlaps.ts';
import { composeMask, type ComposeOptions, type MaskObject } from '../../../src/core/raster/compose.ts';
import type { OverlapPolicy } from '../../../src/core/raster/overlapPolicy.ts';
import { boxPolygon } from '../../../src/core/raster/polygon.ts';
import { rasterise } from '../../../src/core/raster/rasterise.ts';
import { areaOf, fillSpans, spansOfPlane, withoutSpans } from '../../../src/core/raster/spans.ts';
import { SpanCollector } from '../../../src/core/raster/spanCollector.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const SIZE = { width: 6, height: 1 };
const OPTIONS: Omit<ComposeOptions, 'policy'> = { ...SIZE, background: 0, voidId: 9, withInstances: true };

/** An object on one row of six pixels. */
const bar = (classId: number, from: number, to: number, order: number | null = null): MaskObject => ({
  classId,
  order,
  spans: rasterise([boxPolygon(from, 0, to - from, 1)], 6, 1, 'centre'),
});

function compose(objects: readonly MaskObject[], policy: OverlapPolicy) {
  const { ids, instances, overlaps } = composeMask(objects, { ...OPTIONS, policy });
  return { ids: ids.join(''), instances: instances?.join(''), overlaps };
}

describe('composeMask', () => {
  const eyes = [bar(2, 0, 4, 1), bar(1, 2, 5, 0), bar(2, 3, 6, 2)];

  it('puts the class on top that is named later, and of a class the object drawn later', () => {
    const { ids, instances, overlaps } = compose(eyes, { kind: 'classOrder', order: [2, 1] });
    expect([ids, instances]).toEqual(['221112', '112223']);
    expect(overlaps).toEqual([
      { first: 1, second: 2, pixels: 3, wonByFirst: 3, wonBySecond: 0 },
      { first: 2, second: 2, pixels: 1, wonByFirst: 0, wonBySecond: 0 },
    ]);
    expect(compose(eyes, { kind: 'classOrder', order: [1, 2] }).ids).toBe('222222');
    expect(compose(eyes, { kind: 'classOrder', order: [1, 2] }).instances).toBe('111333');
    expect(() => compose(eyes, { kind: 'classOrder', order: [1] })).toThrow(
      'The order of classes does not name the class with the id 2.',
    );
  });

  it('puts the object of fewer pixels on top', () => {
    const { ids, overlaps } = compose([bar(1, 1, 2), bar(2, 0, 6), bar(3, 4, 6), bar(4, 3, 5)], {
      kind: 'smallerOnTop',
    });
    expect(ids).toBe('212443');
    expect(overlaps.find(({ first, second }) => first === 2 && second === 3)).toEqual({
      ...{ first: 2, second: 3, pixels: 2, wonByFirst: 0, wonBySecond: 1 },
    });
  });

  it('follows the order of drawing where it is known, and refuses to guess it', () => {
    expect(compose(eyes, { kind: 'lastDrawn' }).instances).toBe('111333');
    expect(compose(eyes, { kind: 'firstDrawn' }).instances).toBe('112223');
    const unknown = [bar(1, 0, 2, 0), bar(2, 1, 3)];
    expect(() => compose(unknown, { kind: 'lastDrawn' })).toThrow('does not tell in which order');
    expect(() => compose(unknown, { kind: 'firstDrawn' })).toThrow('does not tell in which order');
  });

  it('makes void what several classes claim, but no overlap within a class', () => {
    const both = [bar(1, 0, 3), bar(1, 2, 4), bar(2, 3, 6)];
    const { ids, instances, overlaps } = compose(both, { kind: 'toVoid' });
    expect([ids, instances]).toEqual(['111922', '119933']);
    expect(overlaps).toEqual([
      { first: 1, second: 1, pixels: 1, wonByFirst: 0, wonBySecond: 0 },
      { first: 1, second: 2, pixels: 1, wonByFirst: 0, wonBySecond: 0 },
    ]);
  });

  it('refuses overlaps where they are an error', () => {
    const policy = { kind: 'error' } as const;
    expect(compose([bar(1, 0, 3), bar(2, 3, 6)], policy).ids).toBe('111222');
    expect(() => compose([bar(2, 0, 4), bar(1, 2, 6)], policy)).toThrow(
      'The classes with the ids 1 and 2 overlap in 2 pixels.',
    );
    const within = [bar(1, 0, 4), bar(1, 2, 6)];
    expect(() => compose(within, policy)).toThrow('Objects of the class with the id 1 overlap in 2 pixels.');
    expect([...composeMask(within, { ...OPTIONS, withInstances: false, policy }).ids]).toEqual([1, 1, 1, 1, 1, 1]);
  });

  it('takes 16 bits for ids above 255, and leaves out void among the ids of objects', () => {
    const many = Array.from({ length: 300 }, () => bar(1, 0, 1));
    const { ids, instances, instanceIds } = composeMask(many, {
      ...OPTIONS,
      voidId: 255,
      policy: { kind: 'smallerOnTop' },
    });
    expect(ids).toBeInstanceOf(Uint8Array);
    expect(instances).toEqual(Uint16Array.of(301, 0, 0, 0, 0, 0));
    expect(instanceIds.slice(253, 256)).toEqual([254, 256, 257]);
    expect(compose([bar(256, 0, 1)], { kind: 'error' }).ids).toBe('25600000');
    expect(() => compose([bar(65_536, 0, 1)], { kind: 'error' })).toThrow(RangeError);
  });

  it('is what painting plane by plane gives, with every overlap counted pixel by pixel', () => {
    const random = new SeededRandom(71);
    for (let round = 0; round < 60; round++) {
      const [width, height] = [random.integer(1, 30), random.integer(1, 30)];
      const objects = Array.from({ length: random.integer(0, 9) }, (_, order): MaskObject => {
        const points = Float64Array.from({ length: 2 * random.integer(3, 7) }, () => random.next() * 40 - 5);
        return { classId: random.integer(1, 4), order, spans: rasterise([[points]], width, height, 'opencv-4.6') };
      });
      const options = { width, height, background: 0, voidId: 255, withInstances: true };
      const { ids, instances, overlaps } = composeMask(objects, { ...options, policy: { kind: 'lastDrawn' } });
      const planes = objects.map(({ spans }) => {
        const plane = new Uint8Array(width * height);
        fillSpans(plane, spans, 1);
        return plane;
      });
      const expected = { ids: new Uint8Array(width * height), instances: new Uint8Array(width * height) };
      const pairs = new Map<string, ClassOverlap>();
      for (let i = 0; i < width * height; i++) {
        const claims = objects.flatMap(({ classId }, at) => (planes[at]?.[i] === 1 ? [{ classId, at }] : []));
        const winner = claims.at(-1);
        if (winner !== undefined) [expected.ids[i], expected.instances[i]] = [winner.classId, winner.at + 1];
        for (let first = 1; first <= 4; first++) {
          for (let second = first; second <= 4; second++) {
            const of = (id: number): number => claims.filter(({ classId }) => classId === id).length;
            if (first === second ? of(first) < 2 : of(first) === 0 || of(second) === 0) continue;
            const key = `${first} ${second}`;
            const before = pairs.get(key) ?? { first, second, pixels: 0, wonByFirst: 0, wonBySecond: 0 };
            pairs.set(key, {
              ...{ first, second, pixels: before.pixels + 1 },
              wonByFirst: before.wonByFirst + (winner?.classId === first ? 1 : 0),
              wonBySecond: before.wonBySecond + (first !== second && winner?.classId === second ? 1 : 0),
            });
          }
        }
      }
      expect(ids).toEqual(expected.ids);
      expect(instances).toEqual(expected.instances);
      const sorted = [...pairs.values()].sort((a, b) => a.first - b.first || a.second - b.second);
      expect(overlaps).toEqual(sorted);
    }
  });
});

describe('spans', () => {
  it('unite pieces in any order', () => {
    const random = new SeededRandom(72);
    for (let round = 0; round < 200; round++) {
      const plane = new Uint8Array(50 * 6);
      const collector = new SpanCollector(50, 6);
      for (let i = random.integer(0, 250); i > 0; i--) {
        const [y, from] = [random.integer(-1, 6), random.integer(-5, 52)];
        const to = from + random.integer(0, 4);
        collector.add(y, from, to);
        if (y >= 0 && y < 6)
          plane.fill(1, y * 50 + Math.min(Math.max(from, 0), 50), y * 50 + Math.min(Math.max(to, 0), 50));
      }
      const spans = collector.finish();
      const expected = spansOfPlane(plane, 50, 6);
      expect([...spans.bounds]).toEqual([...expected.bounds]);
      expect(areaOf(spans)).toBe(plane.reduce((sum, one) => sum + one, 0));
      const again = new Uint8Array(300);
      fillSpans(again, spans, 1);
      expect(again).toEqual(plane);
    }
  });

  it('lose the pixels of others', () => {
    const random = new SeededRandom(73);
    for (let round = 0; round < 200; round++) {
      const planes = [0, 1].map(() => Uint8Array.from({ length: 90 }, () => random.integer(0, 1)));
      const [one, other] = planes as [Uint8Array, Uint8Array];
      if (round % 3 === 0) other.fill(0, 0, 45);
      const rest = withoutSpans(spansOfPlane(one, 15, 6), spansOfPlane(other, 15, 6));
      expect([...rest.bounds]).toEqual([
        ...spansOfPlane(
          one.map((bit, i) => bit & ~(other[i] ?? 0)),
          15,
          6,
        ).bounds,
      ]);
    }
  });

  it('of a plane need its size', () => {
    expect(() => spansOfPlane(new Uint8Array(5), 2, 3)).toThrow(RangeError);
  });
});
