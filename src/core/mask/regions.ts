import type { Mask } from './mask.ts';

/** A 4-connected region of one id. Coordinates are pixels, ends inclusive. */
export interface Region {
  /** Pixels. */
  readonly size: number;
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
  /** A pixel of the region: the middle of its longest row run (of equals the first). */
  readonly x: number;
  readonly y: number;
  /** Index (y · width + x) of its first pixel in reading order; regions are ordered by it. */
  readonly firstPixel: number;
}

/** A region with its place among all regions of its id. */
export interface FoundRegion extends Region {
  /** 1 … count, in reading order of the regions' first pixels. */
  readonly ordinal: number;
  readonly count: number;
  /** The search went past the last (or first) region and began again at the other end. */
  readonly wrapped: boolean;
}

type Picture = Pick<Mask, 'ids' | 'width' | 'height'>;

/**
 * The next or previous region of `id`. Where `from` lies in a region of that id, the search starts at that region,
 * else at the pixel itself; null starts before the first pixel. Null: the id is nowhere.
 *
 * Time: two passes over the mask; memory: a few numbers for each run in a row, however many regions there are.
 */
export function findRegion(
  mask: Picture,
  id: number,
  from: { readonly x: number; readonly y: number } | null,
  direction: 'next' | 'previous',
): FoundRegion | null {
  const at = startOf(mask, id, from);
  let before = 0;
  let count = 0;
  let first: Region | null = null;
  let last: Region | null = null;
  let next: Region | null = null;
  let previous: Region | null = null;
  forEachRegion(mask, id, (region) => {
    const place = region.firstPixel;
    count++;
    if (!first || place < first.firstPixel) first = region;
    if (!last || place > last.firstPixel) last = region;
    if (place < at) before++;
    if (place > at && (!next || place < next.firstPixel)) next = region;
    if (place < at && (!previous || place > previous.firstPixel)) previous = region;
  });
  const found: Region | null = direction === 'next' ? next : previous;
  if (found) {
    const isStart = isFirstPixel(mask, id, at) ? 1 : 0;
    return {
      ...(found as Region),
      ordinal: direction === 'next' ? before + isStart + 1 : before,
      count,
      wrapped: false,
    };
  }
  const other: Region | null = direction === 'next' ? first : last;
  return other && { ...(other as Region), ordinal: direction === 'next' ? 1 : count, count, wrapped: true };
}

/** Calls `visit` for each region of `id`, in the order in which their last rows end. */
export function forEachRegion(mask: Picture, id: number, visit: (region: Region) => void): void {
  sweep(mask, id, -1, visit);
}

/** Where the search starts: the first pixel of the region at `from`, or the pixel itself. */
function startOf(mask: Picture, id: number, from: { readonly x: number; readonly y: number } | null): number {
  if (!from) return -1;
  const { ids, width, height } = mask;
  const x = Math.min(Math.max(Math.trunc(from.x), 0), width - 1);
  const y = Math.min(Math.max(Math.trunc(from.y), 0), height - 1);
  const pixel = y * width + x;
  if (ids[pixel] !== id) return pixel;
  let start = pixel;
  sweep(mask, id, pixel, (region, holdsPixel) => {
    if (holdsPixel) start = region.firstPixel;
    return holdsPixel;
  });
  return start;
}

/** `at` is either a pixel outside the id or the first pixel of a region. */
function isFirstPixel({ ids }: Picture, id: number, at: number): boolean {
  return at >= 0 && ids[at] === id;
}

/** A component of the rows so far. */
interface Component extends Region {
  size: number;
  left: number;
  right: number;
  bottom: number;
  x: number;
  y: number;
  firstPixel: number;
  longestRun: number;
  holdsPixel: boolean;
  /** Set when it was merged into another one. */
  mergedInto: Component | null;
}

interface Run {
  readonly start: number;
  readonly end: number;
  readonly component: Component;
}

/**
 * Joins runs row by row, keeping only the runs of two rows; a component without a run in the newest row is complete.
 *
 * @param pixel the index whose component is asked for (−1: none)
 * @param visit returns true to stop
 */
function sweep(
  { ids, width, height }: Picture,
  id: number,
  pixel: number,
  visit: (region: Region, holdsPixel: boolean) => boolean | void,
): void {
  let above: Run[] = [];
  let stopped = false;
  const complete = (old: readonly Run[], y: number): void => {
    for (const run of old) {
      const component = root(run.component);
      if (stopped || component.bottom >= y || component.mergedInto) continue;
      // Marked as merged into itself, so that its other runs do not report it again.
      component.mergedInto = component;
      const { size, left, top, right, bottom, x, y: row, firstPixel } = component;
      stopped = visit({ size, left, top, right, bottom, x, y: row, firstPixel }, component.holdsPixel) === true;
    }
  };

  let at = ids.indexOf(id);
  let rowAbove = -1;
  while (at >= 0 && !stopped) {
    const y = Math.floor(at / width);
    const rowStart = y * width;
    const rowEnd = rowStart + width;
    if (rowAbove !== y - 1) {
      complete(above, y);
      above = [];
    }
    const row: Run[] = [];
    let candidate = 0;
    while (at >= 0 && at < rowEnd) {
      let end = at + 1;
      while (end < rowEnd && ids[end] === id) end++;
      const start = at - rowStart;
      const stop = end - rowStart;
      let component: Component | null = null;
      while (candidate < above.length && (above[candidate] as Run).end <= start) candidate++;
      for (let k = candidate; k < above.length && (above[k] as Run).start < stop; k++) {
        component = joined(component, root((above[k] as Run).component));
      }
      const grown = withRun(component, start, stop, y, at);
      grown.holdsPixel ||= pixel >= at && pixel < end;
      row.push({ start, end: stop, component: grown });
      at = ids.indexOf(id, end);
    }
    complete(above, y);
    above = row;
    rowAbove = y;
  }
  if (!stopped) complete(above, height);
}

function root(component: Component): Component {
  let top = component;
  while (top.mergedInto && top.mergedInto !== top) top = top.mergedInto;
  // Shorten the way for the next question.
  for (let step = component; step !== top;) {
    const following = step.mergedInto as Component;
    step.mergedInto = top;
    step = following;
  }
  return top;
}

function joined(a: Component | null, b: Component): Component {
  if (!a || a === b) return b;
  const [kept, gone] = a.firstPixel < b.firstPixel ? [a, b] : [b, a];
  kept.size += gone.size;
  kept.left = Math.min(kept.left, gone.left);
  kept.right = Math.max(kept.right, gone.right);
  kept.bottom = Math.max(kept.bottom, gone.bottom);
  kept.holdsPixel ||= gone.holdsPixel;
  if (gone.longestRun > kept.longestRun || (gone.longestRun === kept.longestRun && gone.y < kept.y)) {
    kept.longestRun = gone.longestRun;
    kept.x = gone.x;
    kept.y = gone.y;
  }
  gone.mergedInto = kept;
  return kept;
}

function withRun(component: Component | null, start: number, stop: number, y: number, firstPixel: number): Component {
  const length = stop - start;
  const middle = start + ((length - 1) >> 1);
  if (!component) {
    return {
      size: length,
      left: start,
      top: y,
      right: stop - 1,
      bottom: y,
      x: middle,
      y,
      firstPixel,
      longestRun: length,
      holdsPixel: false,
      mergedInto: null,
    };
  }
  component.size += length;
  component.left = Math.min(component.left, start);
  component.right = Math.max(component.right, stop - 1);
  component.bottom = y;
  if (length > component.longestRun) {
    component.longestRun = length;
    component.x = middle;
    component.y = y;
  }
  return component;
}
