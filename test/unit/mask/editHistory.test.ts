import { describe, expect, it } from 'vitest';
import { isMaskEdit } from '../../../src/core/mask/editCheck.ts';
import { EditHistory } from '../../../src/core/mask/editHistory.ts';
import { MOST_RUNS } from '../../../src/core/mask/edits.ts';

const edit = { kind: 'lut', table: new Uint16Array(256) } as const;
const history = (...labels: string[]): EditHistory => new EditHistory(labels.map((label) => ({ label, edit })));
const labels = (of: EditHistory) => of.entries.map(({ label }) => label).join('');

describe('a history of edits', () => {
  it('forgets what was undone at the next edit', () => {
    const edits = history('a', 'b', 'c');
    edits.setApplied(1);
    expect(edits.appliedEdits).toHaveLength(1);
    edits.push({ label: 'd', edit });
    expect([labels(edits), edits.applied]).toEqual(['ad', 2]);
  });

  it('is dirty on both sides of what was saved, and clean there', () => {
    const edits = history('a', 'b');
    edits.markSaved(1);
    expect(edits.isDirty).toBe(true);
    edits.setApplied(1);
    expect(edits.isDirty).toBe(false);
    edits.setApplied(0);
    expect(edits.isDirty).toBe(true);
  });

  it('does not take another edit in the place of a saved one for the saved one', () => {
    const edits = history('a', 'b');
    edits.markSaved(2);
    edits.setApplied(1);
    edits.push({ label: 'c', edit });
    expect([edits.isDirty, edits.savedAt, edits.revert()]).toEqual([true, null, false]);
  });

  it('knows nothing saved after another edit took the place of one that was being saved', () => {
    const edits = history('a');
    edits.markSaved(1, false);
    expect(edits.savedAt).toBeNull();
    edits.markSaved(5);
    expect(edits.savedAt).toBeNull();
  });

  it('goes back to what was saved, forwards too', () => {
    const edits = history('a', 'b', 'c');
    edits.markSaved(2);
    edits.setApplied(0);
    expect([edits.revert(), edits.applied, labels(edits)]).toEqual([true, 2, 'ab']);
  });

  it('goes to no place that is not there', () => {
    for (const place of [-1, 2, 0.5, Number.NaN]) expect(() => history('a').setApplied(place)).toThrow(RangeError);
  });
});

describe('an edit from a page', () => {
  const palette = (change: object) => ({
    kind: 'palette',
    palette: { rgb: new Uint8Array(6), alpha: Uint8Array.of(255, 255), transparencyEntries: 0, ...change },
  });
  const runs = (...numbers: number[]) => ({ kind: 'pixels', runs: Uint32Array.from(numbers) });

  it('is taken where it is plain and within the mask', () => {
    const sound = [
      palette({}),
      palette({ alpha: Uint8Array.of(0, 255), transparencyEntries: 1 }),
      palette({ rgb: new Uint8Array(768), alpha: new Uint8Array(256), transparencyEntries: 256 }),
      { kind: 'lut', table: new Uint16Array(256) },
      { kind: 'lut', table: new Uint16Array(65_536) },
      runs(),
      runs(0, 10, 3, 65_535),
      runs(0, 1, 3, 4, 1, 9, 3, 4),
    ];
    for (const one of sound) expect(isMaskEdit(one, 10)).toBe(true);
  });

  it('is refused where it is not', () => {
    const unsound: unknown[] = [
      ...[null, undefined, 7, 'palette', [], {}, { kind: 'lut' }, { kind: 'toString' }],
      palette({ rgb: new Uint8Array(0), alpha: new Uint8Array(0) }),
      palette({ rgb: new Uint8Array(7) }),
      palette({ rgb: [0, 0, 0, 0, 0, 0] }),
      palette({ rgb: new Uint8Array(771), alpha: new Uint8Array(257).fill(255) }),
      palette({ alpha: Uint8Array.of(255) }),
      palette({ transparencyEntries: 3 }),
      palette({ transparencyEntries: -1 }),
      palette({ transparencyEntries: 0.5 }),
      palette({ transparencyEntries: undefined }),
      palette({ alpha: Uint8Array.of(255, 254) }),
      { kind: 'palette', palette: null },
      { kind: 'lut', table: new Uint16Array(255) },
      { kind: 'lut', table: new Uint32Array(256) },
      { kind: 'lut', table: { length: 256 } },
      { kind: 'pixels', runs: new Uint16Array(4) },
      runs(0, 1, 2),
      runs(0, 0, 1, 2),
      runs(0, 11, 1, 2),
      runs(10, 1, 1, 2),
      runs(0xffffffff, 1, 1, 2),
      runs(0, 1, 65_536, 2),
      runs(0, 1, 2, 65_536),
      runs(0, 2, 1, 2, 1, 1, 1, 2),
      runs(5, 1, 1, 2, 0, 1, 1, 2),
      { kind: 'pixels', runs: new Uint32Array(4 * (MOST_RUNS + 1)) },
    ];
    unsound.forEach((one, at) => expect(isMaskEdit(one, 10), `number ${at}`).toBe(false));
  });
});
