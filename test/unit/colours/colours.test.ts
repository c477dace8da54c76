import { describe, expect, it } from 'vitest';
import { excludeRim, excludeShadows } from '../../../src/core/colours/classPixels.ts';
import { colourDifference } from '../../../src/core/colours/colourDifference.ts';
import { ColourCounts, squaredDistance, type ColourPoints } from '../../../src/core/colours/colourPoints.ts';
import { colourMap, dominantColours } from '../../../src/core/colours/dominantColours.ts';
import { kMeans, nearestCentres } from '../../../src/core/colours/kMeans.ts';
import { labOf, rgbOfLab, type Lab } from '../../../src/core/colours/lab.ts';
import { meanShift } from '../../../src/core/colours/meanShift.ts';
import { kMeansBySilhouette, meanSilhouette } from '../../../src/core/colours/silhouette.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from '../mask/pythonReference.ts';
import { pythonJson } from '../report/python.ts';
import { hasSklearn } from './sklearn.ts';

/** Blobs of colours, as pixels: `groups` middles with a spread around each. */
function picture(random: SeededRandom, pixels: number, groups: number, spread: number): Uint8Array {
  const middles = Array.from({ length: groups }, () => [0, 0, 0].map(() => random.integer(20, 235)));
  const rgb = new Uint8Array(3 * pixels);
  for (let at = 0; at < pixels; at++) {
    const middle = random.choice(middles);
    for (let channel = 0; channel < 3; channel++) {
      const noise = (random.next() + random.next() + random.next() - 1.5) * spread;
      rgb[3 * at + channel] = Math.min(255, Math.max(0, Math.round((middle[channel] ?? 0) + noise)));
    }
  }
  return rgb;
}

const labsOf = (rgb: Uint8Array): Float64Array => {
  const lab = new Float64Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) lab.set(labOf(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0), at);
  return lab;
};

const pointsOf = (rgb: Uint8Array, bits: number): ColourPoints => {
  const counts = new ColourCounts(bits);
  counts.add(rgb, new Uint8Array(rgb.length / 3).fill(1));
  return counts.points();
};

const evenly = (lab: Float64Array): ColourPoints => ({ lab, weights: new Float64Array(lab.length / 3).fill(1) });

const rows = (lab: Float64Array): number[][] =>
  Array.from({ length: lab.length / 3 }, (_, at) => [...lab.subarray(3 * at, 3 * at + 3)]);

const inertiaOf = (lab: Float64Array, centres: Float64Array): number =>
  nearestCentres(lab, centres).reduce((sum, label, at) => sum + squaredDistance(lab, at, centres, label), 0);

describe('L*a*b*', () => {
  it.skipIf(!hasReference)('is what OpenCV computes from linear floats; from others it looks up a table', () => {
    const rgb = new SeededRandom(1).bytes(3 * 4000);
    const [answer] = reference(
      `image = mask.reshape(-1, 1, 3) / 255
linear = numpy.where(image <= 0.04045, image / 12.92, ((image + 0.055) / 1.055) ** 2.4).astype(numpy.float32)
exact = cv2.cvtColor(linear, cv2.COLOR_LRGB2Lab)
assert abs(exact - cv2.cvtColor(image.astype(numpy.float32), cv2.COLOR_RGB2Lab)).max() < 0.5
result = exact.astype(numpy.float64)`,
      [{ ids: rgb, width: 3, height: 4000 }],
    );
    const wanted = new Float64Array((answer as Uint8Array).slice().buffer);
    const worst = labsOf(rgb).reduce((most, value, at) => Math.max(most, Math.abs(value - (wanted[at] ?? NaN))), 0);
    expect(worst).toBeLessThan(0.002);
  });

  it('leads back to the same colour', () => {
    const random = new SeededRandom(2);
    for (let round = 0; round < 2000; round++) {
      const rgb = [random.integer(0, 255), random.integer(0, 255), random.integer(0, 255)] as const;
      expect(rgbOfLab(labOf(...rgb))).toEqual([...rgb]);
    }
  });
});

/** Sharma, Wu and Dalal 2005, table 1: the first L*a*b*, the second, the difference. */
const SHARMA: readonly (readonly [Lab, Lab, number])[] = [
  [[50, 2.6772, -79.7751], [50, 0, -82.7485], 2.0425],
  [[50, 3.1571, -77.2803], [50, 0, -82.7485], 2.8615],
  [[50, 2.8361, -74.02], [50, 0, -82.7485], 3.4412],
  [[50, -1.3802, -84.2814], [50, 0, -82.7485], 1],
  [[50, -1.1848, -84.8006], [50, 0, -82.7485], 1],
  [[50, -0.9009, -85.5211], [50, 0, -82.7485], 1],
  [[50, 0, 0], [50, -1, 2], 2.3669],
  [[50, -1, 2], [50, 0, 0], 2.3669],
  [[50, 2.49, -0.001], [50, -2.49, 0.0009], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.001], 7.1792],
  [[50, 2.49, -0.001], [50, -2.49, 0.0011], 7.2195],
  [[50, 2.49, -0.001], [50, -2.49, 0.0012], 7.2195],
  [[50, -0.001, 2.49], [50, 0.0009, -2.49], 4.8045],
  [[50, -0.001, 2.49], [50, 0.001, -2.49], 4.8045],
  [[50, -0.001, 2.49], [50, 0.0011, -2.49], 4.7461],
  [[50, 2.5, 0], [50, 0, -2.5], 4.3065],
  [[50, 2.5, 0], [73, 25, -18], 27.1492],
  [[50, 2.5, 0], [61, -5, 29], 22.8977],
  [[50, 2.5, 0], [56, -27, -3], 31.903],
  [[50, 2.5, 0], [58, 24, 15], 19.4535],
  [[50, 2.5, 0], [50, 3.1736, 0.5854], 1],
  [[50, 2.5, 0], [50, 3.2972, 0], 1],
  [[50, 2.5, 0], [50, 1.8634, 0.5757], 1],
  [[50, 2.5, 0], [50, 3.2592, 0.335], 1],
  [[60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387], 1.2644],
  [[63.0109, -31.0961, -5.8663], [62.8187, -29.7946, -4.0864], 1.263],
  [[61.2901, 3.7196, -5.3901], [61.4292, 2.248, -4.962], 1.8731],
  [[35.0831, -44.1164, 3.7933], [35.0232, -40.0716, 1.5901], 1.8645],
  [[22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619], 2.0373],
  [[36.4612, 47.858, 18.3852], [36.2715, 50.5065, 21.2231], 1.4146],
  [[90.8027, -2.0831, 1.441], [91.1528, -1.6435, 0.0447], 1.4441],
  [[90.9257, -0.5406, -0.9208], [88.6381, -0.8985, -0.7239], 1.5381],
  [[6.7747, -0.2908, -2.4247], [5.8714, -0.0985, -2.2286], 0.6377],
  [[2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514], 0.9082],
];

describe('CIEDE2000', () => {
  it('has the published differences of all 34 pairs, both ways', () => {
    expect(SHARMA).toHaveLength(34);
    for (const [one, other, difference] of SHARMA) {
      expect(colourDifference(one, other)).toBeCloseTo(difference, 4);
      expect(colourDifference(other, one)).toBeCloseTo(difference, 4);
    }
  });
});

describe('k-means', () => {
  it.skipIf(!hasSklearn)('is within 1 % as good as scikit-learn on every pixel, though it counts in cells', () => {
    const cases = Array.from({ length: 8 }, (_, seed) => {
      const random = new SeededRandom(seed);
      const rgb = picture(random, 2000, random.integer(2, 8), random.integer(10, 120));
      return { seed, k: random.integer(1, 8), rgb, lab: labsOf(rgb) };
    });
    const inertias = pythonJson(
      `import json, sys, numpy
from sklearn.cluster import KMeans
print(json.dumps([KMeans(c['k'], n_init=10, random_state=c['seed']).fit(numpy.array(c['lab'])).inertia_ for c in json.load(sys.stdin)]))`,
      cases.map(({ seed, k, lab }) => ({ seed, k, lab: rows(lab) })),
    ) as number[];
    cases.forEach(({ seed, k, rgb, lab }, at) => {
      for (const bits of [5, 6]) {
        const { centres } = kMeans(pointsOf(rgb, bits), k, seed);
        expect(inertiaOf(lab, centres) / (inertias[at] ?? NaN)).toBeLessThan(1.01);
      }
    });
  });

  it('gives the same centres for the same seed, and a colour its place however often it counts', () => {
    const points = pointsOf(picture(new SeededRandom(3), 2000, 5, 60), 6);
    expect(kMeans(points, 5, 7)).toEqual(kMeans(points, 5, 7));
    const twice = { ...points, weights: points.weights.map((weight) => 2 * weight) };
    const [once, other] = [kMeans(points, 5, 7), kMeans(twice, 5, 7)];
    expect(other.labels).toEqual(once.labels);
    expect(other.inertia).toBeCloseTo(2 * once.inertia, 6);
  });

  it('finds each colour where there are as many as groups', () => {
    const lab = Float64Array.from([10, 0, 0, 50, 20, 20, 90, -10, 5]);
    const { centres, inertia } = kMeans({ lab, weights: Float64Array.from([1, 1000, 3]) }, 3, 1);
    expect(inertia).toBe(0);
    expect(new Set(rows(centres).map(String))).toEqual(new Set(rows(lab).map(String)));
    expect(() => kMeans({ lab, weights: new Float64Array(3).fill(1) }, 4, 1)).toThrow(RangeError);
  });
});

describe('the silhouette', () => {
  it.skipIf(!hasSklearn)('is what scikit-learn computes', () => {
    const cases = Array.from({ length: 20 }, (_, seed) => {
      const random = new SeededRandom(100 + seed);
      const lab = labsOf(picture(random, random.integer(4, 300), 4, 40));
      const labels = Uint8Array.from({ length: lab.length / 3 }, () => random.integer(0, random.integer(1, 5)));
      labels.set([0, 1]);
      return { lab, labels };
    });
    const wanted = pythonJson(
      `import json, sys, numpy
from sklearn.metrics import silhouette_score
print(json.dumps([silhouette_score(numpy.array(c['lab']), c['labels']) for c in json.load(sys.stdin)]))`,
      cases.map(({ lab, labels }) => ({ lab: rows(lab), labels: [...labels] })),
    ) as number[];
    cases.forEach(({ lab, labels }, at) => expect(meanSilhouette(lab, labels)).toBeCloseTo(wanted[at] ?? NaN, 8));
  });

  it('speaks for the number of groups that are there', () => {
    for (const groups of [2, 3, 5]) {
      const random = new SeededRandom(groups);
      const middles = [0, 1, 2, 3, 4].slice(0, groups).map((at) => [20 + 15 * at, 60 * (at % 2), 25 * at - 50]);
      const lab = Float64Array.from(
        { length: 900 },
        (_, at) => (middles[Math.floor(at / 3) % groups]?.[at % 3] ?? 0) + random.next(),
      );
      expect(kMeansBySilhouette(evenly(lab), 8, 1).centres).toHaveLength(3 * groups);
    }
    expect(kMeansBySilhouette(evenly(Float64Array.from([1, 2, 3])), 8, 1).centres).toHaveLength(3);
    const noise = Uint8Array.from(new SeededRandom(5).bytes(3000), (byte) => 100 + (byte % 8));
    expect(kMeansBySilhouette(pointsOf(noise, 6), 8, 1).centres).toHaveLength(3);
  });
});

describe('mean shift', () => {
  it.skipIf(!hasSklearn)('stands still where scikit-learn does, and puts each pixel where it does', () => {
    const cases = Array.from({ length: 10 }, (_, seed) => {
      const random = new SeededRandom(200 + seed);
      return { lab: labsOf(picture(random, 500, random.integer(1, 6), 50)), radius: random.integer(8, 25) };
    });
    const wanted = pythonJson(
      `import json, sys, numpy
from sklearn.cluster import MeanShift
def answer(c):
    found = MeanShift(bandwidth=c['radius'], bin_seeding=True).fit(numpy.array(c['lab']))
    return {'centres': found.cluster_centers_.tolist(), 'labels': found.labels_.tolist()}
print(json.dumps([answer(c) for c in json.load(sys.stdin)]))`,
      cases.map(({ lab, radius }) => ({ lab: rows(lab), radius })),
    ) as { centres: number[][]; labels: number[] }[];
    cases.forEach(({ lab, radius }, at) => {
      const { centres, labels } = meanShift(evenly(lab), radius);
      const theirs = wanted[at];
      expect(rows(centres)).toHaveLength(theirs?.centres.length ?? NaN);
      rows(centres).forEach((centre, index) =>
        centre.forEach((value, axis) => expect(value).toBeCloseTo(theirs?.centres[index]?.[axis] ?? NaN, 4)),
      );
      expect([...labels]).toEqual(theirs?.labels);
    });
  });
});

describe('pixels that do not count', () => {
  it.skipIf(!hasReference)('are those that OpenCV erodes', () => {
    const cases = Array.from({ length: 30 }, (_, seed) => {
      const random = new SeededRandom(seed);
      const [width, height] = [random.integer(1, 40), random.integer(1, 40)];
      const ids = Uint8Array.from({ length: width * height }, () => Number(random.next() < 0.93));
      return { ids, width, height, steps: random.integer(0, 3) };
    });
    const answers = reference(`result = cv2.erode(mask, numpy.ones((2 * case['steps'] + 1,) * 2, numpy.uint8))`, cases);
    cases.forEach(({ ids, width, height, steps }, at) => {
      excludeRim(ids, width, height, steps);
      expect(ids).toEqual(answers[at]);
    });
  });

  it('are darker than a share of the median', () => {
    const rgb = Uint8Array.from([200, 198, 40, 190, 60].flatMap((grey) => [grey, grey, grey]));
    const isMeant = Uint8Array.from([1, 1, 1, 1, 1]);
    excludeShadows(rgb, isMeant, 0.5);
    expect([...isMeant]).toEqual([1, 1, 0, 1, 0]);
    const half = Uint8Array.from([0, 0, 1, 0, 1]);
    excludeShadows(rgb, half, 0.5);
    expect([...half]).toEqual([0, 0, 1, 0, 1]);
  });
});

describe('dominant colours', () => {
  it('are sorted by pixels, and the map says which pixels made which', () => {
    const rgb = Uint8Array.from([...Array<number[]>(3).fill([255, 0, 0]), [0, 0, 255], [0, 255, 0]].flat());
    const isMeant = Uint8Array.from([1, 1, 1, 1, 0]);
    const counts = new ColourCounts(5);
    counts.add(rgb, isMeant);
    const { colours, pixels } = dominantColours(counts.points(), { kind: 'count', count: 5 }, 1, []);
    expect(colours.map(({ hex, share }) => [hex, share])).toEqual([
      ['#ff0000', 0.75],
      ['#0000ff', 0.25],
    ]);
    expect(pixels).toBe(4);
    expect([...colourMap(rgb, isMeant, colours)]).toEqual([1, 1, 1, 2, 0]);
  });

  it('of parts that are summed are those of the whole', () => {
    const random = new SeededRandom(9);
    const [one, other] = [picture(random, 400, 3, 80), picture(random, 300, 4, 30)];
    const whole = pointsOf(Uint8Array.from([...one, ...other]), 5);
    const sum = new ColourCounts(5);
    for (const part of [one, other]) {
      const counts = new ColourCounts(5);
      counts.add(part, new Uint8Array(part.length / 3).fill(1));
      sum.addPacked(counts.packed);
    }
    expect(sum.points()).toEqual(whole);
    expect(() => sum.addPacked(new ColourCounts(6).packed)).toThrow(RangeError);
  });
});
