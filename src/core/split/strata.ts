import type { SplitItem } from './splitItem.ts';
import type { UnitStrata } from './stratifiedSplit.ts';
import type { Units } from './units.ts';

/** By which classes of images a split is stratified: whether a class is there, or how many pixels it has. */
export type StratifyBy = 'presence' | 'pixels';

/** The strata of each unit. Images without any class are a stratum of their own, so that lists share them too. */
export function strataOf(items: readonly Pick<SplitItem, 'pixels'>[], units: Units, by: StratifyBy): UnitStrata {
  const codes = new Map<string, number>();
  const rows: Map<number, number>[] = Array.from(units.sizes, () => new Map<number, number>());
  for (const [index, { pixels }] of items.entries()) {
    const row = rows[units.unitOf[index] ?? 0];
    if (row === undefined) continue;
    const keys =
      pixels === null || pixels.size === 0
        ? ['empty']
        : Array.from(pixels, ([key, count]) => (by === 'presence' ? `${key}` : `${key}×${areaBin(count)}`));
    for (const key of keys) {
      let code = codes.get(key);
      if (code === undefined) codes.set(key, (code = codes.size));
      row.set(code, (row.get(code) ?? 0) + 1);
    }
  }
  const starts = new Int32Array(rows.length + 1);
  for (const [unit, row] of rows.entries()) starts[unit + 1] = (starts[unit] ?? 0) + row.size;
  return {
    strata: codes.size,
    starts,
    stratum: Int32Array.from(rows.flatMap((row) => [...row.keys()])),
    items: Int32Array.from(rows.flatMap((row) => [...row.values()])),
  };
}

/** Areas of one bin differ by less than four times. */
function areaBin(pixels: number): number {
  return Math.floor(Math.log2(pixels) / 2);
}
