import { describe, expect, it } from 'vitest';
import { Selection } from '../../../webview/gallery/selection.ts';

const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const PLAIN = { isRange: false, isAdding: false };
const RANGE = { isRange: true, isAdding: false };
const ADD = { isRange: false, isAdding: true };
const fresh = (): Selection => {
  const selection = new Selection();
  selection.setNames(names);
  return selection;
};

describe('choosing pairs', () => {
  it('takes one, a range from it in either direction, and further ones', () => {
    const selection = fresh();
    selection.choose(2, PLAIN);
    selection.choose(4, RANGE);
    expect(selection.chosen).toEqual(['c', 'd', 'e']);
    selection.choose(0, RANGE);
    expect(selection.chosen).toEqual(['a', 'b', 'c']);
    selection.choose(5, ADD);
    selection.choose(1, ADD);
    expect(selection.chosen).toEqual(['a', 'c', 'f']);
    selection.choose(3, { isRange: true, isAdding: true });
    expect(selection.chosen).toEqual(['a', 'b', 'c', 'd', 'f']);
  });

  it('stays with the names when their order changes, and forgets those that are gone', () => {
    const selection = fresh();
    selection.choose(1, PLAIN);
    selection.choose(4, ADD);
    selection.setNames(['f', 'e', 'd', 'a']);
    expect(selection.chosen).toEqual(['e']);
    expect(selection.active).toBe(1);
    selection.restore(['d', 'gone', 'f'], 'd');
    expect(selection.chosen).toEqual(['f', 'd']);
    expect(selection.active).toBe(2);
  });

  it('keeps the cursor inside, also of nothing', () => {
    const selection = fresh();
    selection.choose(99, PLAIN);
    expect([selection.active, ...selection.chosen]).toEqual([5, 'f']);
    selection.move(-3);
    expect(selection.active).toBe(0);
    selection.setNames([]);
    selection.choose(1, PLAIN);
    selection.chooseAll();
    expect([selection.active, selection.count]).toEqual([0, 0]);
  });
});
