import type { SeededRandom } from '../../fixtures/seededRandom.ts';

export interface PolygonCase {
  readonly width: number;
  readonly height: number;
  readonly points: Float64Array;
}

const KINDS = ['inside', 'outside', 'fractions', 'small', 'far', 'large'] as const;

/**
 * A polygon that nobody draws on purpose: it crosses itself, leaves the image, repeats points, runs along rows and
 * columns, has one point or many.
 */
export function randomPolygon(random: SeededRandom): PolygonCase {
  const [width, height] = [random.integer(1, 40), random.integer(1, 40)];
  const kind = random.choice(KINDS);
  const coordinate = (size: number, largest: number): number => {
    switch (kind) {
      case 'inside':
        return random.integer(0, size - 1);
      case 'outside':
        return random.integer(-size, 2 * size);
      case 'fractions':
        return (random.next() * 2 - 0.5) * size;
      case 'small':
        return random.integer(0, 4);
      case 'far':
        return random.choice([random.integer(-5, size + 5), random.integer(-3000, 3000)]);
      case 'large':
        return random.choice([random.integer(-5, size + 5), random.integer(-largest, largest)]);
    }
  };
  const points: number[] = [];
  const count = random.choice([1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 8, 12, 20, 50]);
  for (let i = 0; i < count; i++) {
    const chance = random.next();
    // OpenCV goes through every row above the image: rows far away would take long there.
    const [x, y] = [coordinate(width, 1e9), coordinate(height, 5000)];
    const [lastX, lastY] = [points.at(-2) ?? x, points.at(-1) ?? y];
    points.push(chance < 0.2 ? lastX : x, chance < 0.1 || (chance > 0.2 && chance < 0.3) ? lastY : y);
  }
  return { width, height, points: Float64Array.from(points) };
}
