/** The divisors in use: Cityscapes and MOTS compose ids with 1000, KITTI and Mapillary Vistas with 256. */
export type Divisor = 1000 | 256;

/** The largest 16-bit id is void where it occurs at all. */
const VOID = 65_535;
const PLAUSIBLE_CLASSES = 200;
const PLAUSIBLE_INSTANCE = 200;

/** Consecutive instance ids (1, 2, 3 … 5000) are dense, composed ones leave wide gaps. */
const DENSEST = 8;

/** MOTS (mots_tools): 1000 · class + track with car 1 and pedestrian 2; 10000 is the ignored region. */
const MOTS_IGNORED = 10_000;
const MOTS_CLASSES: ReadonlySet<number> = new Set([1, 2, 10]);

/**
 * True where the ids can hardly be anything but MOTS: the ignored region occurs, and everything else is background,
 * car or pedestrian.
 */
export function hasMotsIds(ids: readonly number[] | undefined): boolean {
  return ids?.includes(MOTS_IGNORED) === true && areOfMotsClasses(ids);
}

function areOfMotsClasses(ids: readonly number[]): boolean {
  return ids.every((id) => id === 0 || MOTS_CLASSES.has(Math.floor(id / 1000)));
}

/**
 * The divisor (1000 or 256) by which ids that nothing else speaks of decode into classes and instances; null where
 * neither does. Semantic ids of 16 bits look alike, so two composed ids are asked for, and instances that are counted
 * from 0 or 1 with few gaps. Ids below the divisor are classes without instances (Cityscapes) and say nothing.
 *
 * @param ids distinct, 0 … 65,535
 */
export function composedDivisorOf(ids: readonly number[] | undefined): Divisor | null {
  if (ids === undefined || isDense(ids)) return null;
  if (hasMotsIds(ids)) return 1000;
  let best: { divisor: Divisor; counted: number } | null = null;
  for (const divisor of [1000, 256] as const) {
    const composed = composedOf(ids, divisor);
    if (composed.length < 2 || !isPlausible(composed, divisor)) continue;
    const highest = new Map<number, number>();
    for (const id of composed) {
      const classId = Math.floor(id / divisor);
      highest.set(classId, Math.max(highest.get(classId) ?? 0, id % divisor));
    }
    // So many instances are counted up to; with few gaps that is hardly more than there are.
    const counted = [...highest.values()].reduce((sum, instance) => sum + instance + 1, 0);
    if (counted > 2 * composed.length + highest.size) continue;
    if (best === null || counted < best.counted) best = { divisor, counted };
  }
  return best?.divisor ?? null;
}

/**
 * The divisor of ids in a folder `instances` (MOTS, and Mapillary Vistas where the path does not tell): 1000 whenever
 * all ids fit it, so that it does not change from frame to frame. Tracks of MOTS have gaps and any number.
 *
 * @param ids distinct, 0 … 65,535
 */
export function instancesDivisorOf(ids: readonly number[] | undefined): Divisor {
  if (ids === undefined || hasMotsIds(ids) || areOfMotsClasses(ids)) return 1000;
  const fits = ids.every((id) => id === 0 || id >= 1000 || id === VOID) && isPlausible(composedOf(ids, 1000), 1000);
  if (fits || isDense(ids)) return 1000;
  const composed = composedOf(ids, 256);
  return composed.length > 0 && isPlausible(composed, 256) ? 256 : 1000;
}

function isDense(ids: readonly number[]): boolean {
  return ids.length * DENSEST > Math.max(0, ...ids);
}

function composedOf(ids: readonly number[], divisor: Divisor): number[] {
  return ids.filter((id) => id >= divisor && id !== VOID);
}

/** Instances are counted from 0 or 1, so the right divisor leaves small remainders; datasets have few classes. */
function isPlausible(composed: readonly number[], divisor: Divisor): boolean {
  return composed.every((id) => id % divisor <= PLAUSIBLE_INSTANCE && id / divisor < PLAUSIBLE_CLASSES + 1);
}
