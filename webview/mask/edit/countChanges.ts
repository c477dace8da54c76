import type { CountChange } from '../../../src/core/mask/idChange.ts';
import type { PixelRuns } from '../../../src/core/mask/edits.ts';

/** The ids whose pixel counts differ, ascending. Histograms may be of different lengths. */
export function countChanges(before: ArrayLike<number>, after: ArrayLike<number>): CountChange[] {
  const changes: CountChange[] = [];
  for (let id = 0; id < Math.max(before.length, after.length); id++) {
    const change = { id, before: before[id] ?? 0, after: after[id] ?? 0 };
    if (change.before !== change.after) {
      changes.push(change);
    }
  }
  return changes;
}

/** What runs of pixels do to the counts. */
export function countChangesOfRuns(counts: ArrayLike<number>, runs: PixelRuns): CountChange[] {
  const after = new Map<number, number>();
  const add = (id: number, pixels: number): void => void after.set(id, (after.get(id) ?? counts[id] ?? 0) + pixels);
  for (let at = 0; at < runs.length; at += 4) {
    const [, length = 0, from = 0, to = 0] = runs.subarray(at, at + 4);
    add(from, -length);
    add(to, length);
  }
  return [...after]
    .sort(([a], [b]) => a - b)
    .map(([id, pixels]) => ({ id, before: counts[id] ?? 0, after: pixels }))
    .filter(({ before, after: now }) => before !== now);
}
