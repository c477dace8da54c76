import { OverlapCounter, type ClassOverlap } from './classOverlaps.ts';
import type { MaskObject } from './compose.ts';
import { sweepSpans } from './sweepSpans.ts';

/** Pairs of classes that overlap, ascending by ids, where nobody has to win: in a format that keeps every object whole. */
export function countOverlaps(objects: readonly MaskObject[]): ClassOverlap[] {
  const counter = new OverlapCounter(false);
  const classIds = objects.map(({ classId }) => classId);
  sweepSpans(
    objects.map(({ spans }) => spans),
    (_y, from, to, claims, count) => {
      if (count > 1) counter.count(claims, count, classIds, to - from, false);
    },
  );
  return counter.list();
}
