import type { SplitItem } from '../../../src/core/split/splitItem.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

/**
 * Names as they come in datasets: classes of very different frequency and area, some images without any, and groups whose
 * images resemble each other.
 *
 * @param mostInGroup 1: no groups
 */
export function randomItems(seed: number, count: number, classes: number, mostInGroup: number): SplitItem[] {
  const random = new SeededRandom(seed);
  const items: SplitItem[] = [];
  for (let group = 0; items.length < count; group++) {
    const favourite = random.integer(1, classes);
    for (let left = random.integer(1, mostInGroup); left > 0 && items.length < count; left--) {
      const pixels = new Map<number, number>();
      for (let key = 1; key <= classes; key++) {
        const chance = 0.8 / key + (mostInGroup > 1 && key === favourite ? 0.4 : 0);
        if (random.next() < chance) pixels.set(key, Math.floor(Math.exp(3 + 8 * random.next())));
      }
      if (random.next() < 0.1) pixels.clear();
      const name = `g${group}/n${items.length}`;
      items.push({ name, group: mostInGroup === 1 ? null : `g${group}`, pixels, label: null });
    }
  }
  return items;
}

/** Names without anything else. */
export function namedItems(names: readonly string[]): SplitItem[] {
  return names.map((name) => ({ name, group: null, pixels: null, label: null }));
}
