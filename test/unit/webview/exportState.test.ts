import { describe, expect, it } from 'vitest';
import { EVERYTHING, type TableEntry } from '../../../src/core/labelbox/table/entry.ts';
import { findKept, keepRow } from '../../../webview/labelbox/keptRow.ts';
import { readSavedState } from '../../../webview/labelbox/savedState.ts';

function entryOf(facts: Partial<TableEntry>): TableEntry {
  return {
    ...{ entry: 0, row: 0, label: 0, place: { offset: 0, length: 1, line: 1 }, name: null, dataRowId: null },
    ...{ state: 'labelled', media: 'image', classes: [], objects: 0, labeller: null, seconds: null },
    ...{ createdAt: null, updatedAt: null, review: null, reviews: 0, alternatives: 1, findings: 0, worst: null },
    ...facts,
  };
}

describe('what the page of an export keeps', () => {
  it('comes back as it was saved', () => {
    const state = {
      query: { ...EVERYTHING, text: 'face', present: ['eye'], missing: ['nose'], labellers: ['anna'] },
      ...{ tab: 'summary', width: 480, selected: keepRow(entryOf({ entry: 7, name: 'a' }), 5, 120.5) },
    };
    expect(readSavedState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('is left out where it cannot be used', () => {
    const query = { present: [3, 'eye', null], missing: 'nose', sort: { column: 'colour' }, review: 7 };
    expect(readSavedState({ query, tab: 1, width: 'wide', selected: { entry: 'x', row: 1 } })).toEqual({
      query: { ...EVERYTHING, present: ['eye'] },
      ...{ tab: 'rows', width: null, selected: null },
    });
    expect(readSavedState(null).query).toEqual(EVERYTHING);
  });
});

describe('the row that a page keeps', () => {
  const kept = keepRow(entryOf({ entry: 4, row: 3, label: 1, name: 'face.jpg', dataRowId: 'r3' }), 4, 0);

  it('is found by its data row, wherever the file has it now', () => {
    const moved = entryOf({ entry: 9, row: 8, label: 1, name: 'face.jpg', dataRowId: 'r3' });
    const namesake = entryOf({ entry: 4, row: 3, label: 1, name: 'face.jpg', dataRowId: 'r4' });
    expect(findKept(kept, [namesake, moved])).toBe(moved);
    expect(findKept(kept, [namesake])).toBe(null);
  });

  it('is the same label of the same row where a data row has several', () => {
    const first = entryOf({ entry: 3, row: 3, label: 0, name: 'face.jpg', dataRowId: 'r3' });
    const second = entryOf({ entry: 4, row: 3, label: 1, name: 'face.jpg', dataRowId: 'r3' });
    const later = entryOf({ entry: 6, row: 5, label: 1, name: 'face.jpg', dataRowId: 'r3' });
    expect(findKept(kept, [first, later, second])).toBe(second);
    expect(findKept(kept, [first, later])).toBe(later);
  });

  it('is known by its name without a data row, and by its place without either', () => {
    const named = keepRow(entryOf({ row: 2, name: 'b.jpg' }), 2, 0);
    const rows = [entryOf({ row: 1, name: 'a.jpg' }), entryOf({ row: 6, name: 'b.jpg' }), entryOf({ row: 2 })];
    expect(findKept(named, rows)).toBe(rows[1]);
    expect(findKept(keepRow(entryOf({ row: 2 }), 2, 0), rows)).toBe(rows[2]);
  });
});
