import type { Spans } from './spans.ts';

/**
 * Goes through the pixels that objects claim, row by row from left to right, in pieces within which the claims do not
 * change.
 *
 * @param objects from the lowest to the topmost
 * @param visit gets the row, the first column, the column after the last, and the positions in `objects` that claim the
 *   piece, ascending, in the first `count` entries of `claims`
 */
export function sweepSpans(
  objects: readonly Spans[],
  visit: (y: number, from: number, to: number, claims: Int32Array, count: number) => void,
): void {
  const byRow = objects
    .map((spans, object) => ({ object, first: spans.firstRow, rows: spans.starts.length - 1 }))
    .filter(({ rows }) => rows > 0)
    .sort((a, b) => a.first - b.first);
  const claims = new Int32Array(objects.length);
  let live: { readonly object: number; readonly first: number; readonly rows: number }[] = [];
  let next = 0;
  let events = new Float64Array(64);
  for (let y = byRow[0]?.first ?? 0; next < byRow.length || live.length > 0; y++) {
    live = live.filter(({ first, rows }) => y < first + rows);
    for (; next < byRow.length && (byRow[next] as (typeof byRow)[number]).first === y; next++) {
      live.push(byRow[next] as (typeof byRow)[number]);
    }
    let used = 0;
    for (const { object, first } of live) {
      const { starts, bounds } = objects[object] as Spans;
      const end = 2 * (starts[y - first + 1] as number);
      for (let i = 2 * (starts[y - first] as number); i < end; i++) {
        if (used === events.length) events = Float64Array.from({ length: 2 * used }, (_, at) => events[at] ?? 0);
        // Column, object, and whether it begins there in one double, which sorts without a callback.
        events[used++] = ((bounds[i] as number) * 2 ** 20 + object) * 2 + (i % 2 === 0 ? 1 : 0);
      }
    }
    if (live.length > 1) events.subarray(0, used).sort();
    sweepRow(y, events, used, claims, visit);
  }
}

function sweepRow(
  y: number,
  events: Float64Array,
  used: number,
  claims: Int32Array,
  visit: (y: number, from: number, to: number, claims: Int32Array, count: number) => void,
): void {
  let [count, from] = [0, 0];
  for (let i = 0; i < used; i++) {
    const event = events[i] as number;
    const isStart = event % 2 === 1;
    const object = ((event - (isStart ? 1 : 0)) / 2) % 2 ** 20;
    const column = Math.floor(event / 2 ** 21);
    if (column > from && count > 0) visit(y, from, column, claims, count);
    from = column;
    let at = isStart ? count++ : 0;
    if (isStart) {
      for (; at > 0 && (claims[at - 1] as number) > object; at--) claims[at] = claims[at - 1] as number;
      claims[at] = object;
    } else {
      while (claims[at] !== object) at++;
      claims.copyWithin(at, at + 1, count--);
    }
  }
}
