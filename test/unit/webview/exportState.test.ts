import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '../../../src/core/labelbox/table/entry.ts';
import { readSavedState } from '../../../webview/labelbox/savedState.ts';

describe('what the page of an export keeps', () => {
  it('comes back as it was saved', () => {
    const state = {
      query: { ...EVERYTHING, text: 'face', present: ['eye'], missing: ['nose'], labellers: ['anna'] },
      ...{ tab: 'summary', width: 480 },
    };
    expect(readSavedState(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });

  it('is left out where it cannot be used', () => {
    const query = { present: [3, 'eye', null], missing: 'nose', sort: { column: 'colour' }, review: 7 };
    expect(readSavedState({ query, tab: 1, width: 'wide' })).toEqual({
      query: { ...EVERYTHING, present: ['eye'] },
      ...{ tab: 'rows', width: null },
    });
    expect(readSavedState(null).query).toEqual(EVERYTHING);
  });
});
