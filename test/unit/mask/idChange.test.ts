import { describe, expect, it } from 'vitest';
import { applyEdit } from '../../../src/core/mask/edits.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import { parseIdPairs, planIdChange, type IdChange, type IdFacts } from '../../../src/core/mask/idChange.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference, reference } from './pythonReference.ts';

const greyMask = (ids: Uint8Array, width: number): Mask => ({
  width,
  height: ids.length / width,
  encoding: 'grey',
  bitDepth: 8,
  ids,
  palette: null,
  colours: null,
});
const factsOf = (ids: Uint8Array, more: Partial<IdFacts> = {}): IdFacts => ({
  counts: histogramById(ids),
  limit: 255,
  voidIds: new Set([255]),
  ...more,
});
const SMALL = factsOf(Uint8Array.of(0, 0, 0, 1, 1, 2, 255));
const problem = (change: IdChange, facts = SMALL) => {
  const plan = planIdChange(facts, change);
  return plan.ok ? null : plan.problem;
};

describe('a change of ids', () => {
  it.skipIf(!hasReference)('gives the pixels that numpy gives, and tells the counts before and after', () => {
    const random = new SeededRandom(97);
    const asked = Array.from({ length: 60 }, () => {
      const width = random.integer(1, 30);
      const ids = Uint8Array.from({ length: width * random.integer(1, 20) }, () =>
        random.choice([0, 1, 2, 7, 200, 255]),
      );
      const change = random.choice<IdChange>([
        { kind: 'merge', from: random.choice([0, 1, 2]), into: random.integer(0, 255) },
        { kind: 'swap', one: random.choice([0, 1, 2]), other: random.integer(0, 255) },
        { kind: 'shift', by: random.integer(0, 54) },
        { kind: 'remap', pairs: [0, 1, 2, 3].map((id) => [id, random.integer(0, 255)] as const) },
      ]);
      return { ids, width, height: ids.length / width, change };
    });
    const answers = reference(
      `change = case['change']
result = mask.copy()
if change['kind'] == 'merge': result[mask == change['from']] = change['into']
elif change['kind'] == 'swap':
    result[mask == change['one']] = change['other']
    result[mask == change['other']] = change['one']
elif change['kind'] == 'shift': result = numpy.where(mask == 255, 255, mask.astype(int) + change['by']).astype('u1')
else:
    for a, b in change['pairs']: result[mask == a] = b`,
      asked,
    );
    let planned = 0;
    asked.forEach(({ ids, width, change }, index) => {
      const plan = planIdChange(factsOf(ids), change);
      const answer = answers[index] as Uint8Array;
      if (!plan.ok) return;
      planned++;
      const edited = applyEdit(greyMask(ids, width), { kind: 'lut', table: plan.table });
      expect([...edited.ids]).toEqual([...answer]);
      expect(plan.pixels).toBe(ids.filter((id, at) => id !== answer[at]).length);
      const [before, after] = [histogramById(ids), histogramById(answer)];
      for (const change of plan.changes)
        expect([change.before, change.after]).toEqual([before[change.id], after[change.id]]);
      const named = new Set(plan.changes.map(({ id }) => id));
      before.forEach((count, id) => expect(named.has(id) || count === after[id]).toBe(true));
    });
    expect(planned).toBeGreaterThan(30);
  });

  it('may need ids of 16 bits in a grey mask', () => {
    const ids = Uint8Array.of(1, 2, 3);
    const plan = planIdChange(factsOf(ids, { limit: 65_535, voidIds: new Set() }), { kind: 'shift', by: 1000 });
    const edited = plan.ok ? applyEdit(greyMask(ids, 3), { kind: 'lut', table: plan.table }) : null;
    expect([edited?.bitDepth, ...(edited?.ids ?? [])]).toEqual([16, 1001, 1002, 1003]);
  });

  it('says why it cannot be made', () => {
    expect(problem({ kind: 'merge', from: 9, into: 1 })).toEqual({ code: 'unusedId', id: 9 });
    expect(problem({ kind: 'merge', from: 1, into: 256 })).toEqual({ code: 'outOfRange', id: 256, limit: 255 });
    expect(problem({ kind: 'merge', from: 1, into: 1 })).toEqual({ code: 'sameId' });
    expect(problem({ kind: 'swap', one: 8, other: 9 })).toEqual({ code: 'unusedId', id: 8 });
    expect(problem({ kind: 'shift', by: -1 })).toEqual({ code: 'leavesRange', ids: [0], limit: 255 });
    expect(problem({ kind: 'shift', by: 253 })).toEqual({ code: 'landsOnVoid', ids: [2] });
    expect(problem({ kind: 'shift', by: 0 })).toEqual({ code: 'nothing' });
    expect(problem({ kind: 'remap', pairs: [[9, 1]] })).toEqual({ code: 'nothing' });
    const twice = [
      [1, 2],
      [1, 3],
    ] as const;
    expect(problem({ kind: 'remap', pairs: twice })).toEqual({ code: 'namedTwice', id: 1 });
  });

  it('warns where void becomes a class, or a class void', () => {
    const warnings = (change: IdChange) => {
      const plan = planIdChange(SMALL, change);
      return plan.ok ? plan.warnings : null;
    };
    expect(warnings({ kind: 'merge', from: 255, into: 1 })).toEqual([{ code: 'leavesVoid', ids: [255] }]);
    expect(warnings({ kind: 'swap', one: 1, other: 255 })).toEqual([
      { code: 'leavesVoid', ids: [255] },
      { code: 'becomesVoid', ids: [1] },
    ]);
    expect(warnings({ kind: 'shift', by: 1 })).toEqual([]);
  });
});

describe('a table of ids', () => {
  it('is read as people write and paste it', () => {
    const text = 'from,to\n# eyes\n3 -> 5\r\n4,6\n\n7\t8\n "9";"10"\n11 12\n13=14,\n15→16\n17: 18';
    expect(parseIdPairs(text)).toEqual({
      ok: true,
      pairs: [
        [3, 5],
        [4, 6],
        [7, 8],
        [9, 10],
        [11, 12],
        [13, 14],
        [15, 16],
        [17, 18],
      ],
    });
  });

  it('names the line that is no pair', () => {
    expect(parseIdPairs('1,2\n3,-4')).toEqual({ ok: false, line: 2, text: '3,-4' });
    expect(parseIdPairs('1,2\nthree')).toEqual({ ok: false, line: 2, text: 'three' });
    expect(parseIdPairs('12')).toEqual({ ok: false, line: 1, text: '12' });
  });
});
