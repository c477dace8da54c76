import { describe, expect, it } from 'vitest';
import { applyEdits, type MaskEdit } from '../../../src/core/mask/edits.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import { EditedMask } from '../../../webview/mask/editedMask.ts';
import { changedRows } from '../../../webview/mask/canvas/changedRows.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const WIDTH = 13;

function maskOf(random: SeededRandom): Mask {
  const ids = Uint8Array.from({ length: WIDTH * 8 }, () => random.integer(0, 5));
  const palette = { rgb: random.bytes(3 * 256), alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 };
  return { width: WIDTH, height: 8, encoding: 'palette', bitDepth: 8, ids, palette, colours: null };
}

function editOf(random: SeededRandom, mask: Mask): MaskEdit {
  switch (random.integer(0, 2)) {
    case 0:
      return { kind: 'palette', palette: { ...(mask.palette ?? never()), rgb: random.bytes(3 * 256) } };
    case 1:
      return { kind: 'lut', table: Uint16Array.from({ length: 256 }, () => random.integer(0, 5)) };
    default: {
      const at = random.integer(0, mask.ids.length - 1);
      return { kind: 'pixels', runs: Uint32Array.of(at, 1, mask.ids[at] ?? 0, random.integer(0, 5)) };
    }
  }
}

const never = (): never => {
  throw new Error('A palette mask has a palette.');
};

describe('the mask of a page', () => {
  it('is what all edits make of the file’s, after any edits, undos and redos of any page', () => {
    const random = new SeededRandom(101);
    for (let round = 0; round < 30; round++) {
      const base = maskOf(random);
      const edited = new EditedMask(1, base, { revision: 0, edits: [], applied: 0 });
      let edits: MaskEdit[] = [];
      let applied = 0;
      for (let revision = 1; revision <= 40; revision++) {
        const now = applyEdits(base, edits.slice(0, applied));
        const isEdit = random.integer(0, 1) === 0;
        const kept = isEdit ? applied : edits.length;
        const added = isEdit ? [editOf(random, now)] : [];
        edits = [...edits.slice(0, kept), ...added];
        applied = isEdit ? edits.length : random.integer(0, edits.length);
        edited.take({ type: 'edits', generation: 1, revision, kept, added, applied });
        const mask = edited.compose();
        expect(edited.revision).toBe(revision);
        expect(mask).toEqual(applyEdits(base, edits.slice(0, applied)));
      }
      expect(base).toEqual(new EditedMask(1, base, { revision: 0, edits: [], applied: 0 }).compose());
    }
  });

  it('starts with the edits that a document had before the page was made', () => {
    const random = new SeededRandom(102);
    const base = maskOf(random);
    const first = editOf(random, base);
    const second = editOf(random, applyEdits(base, [first]));
    const edited = new EditedMask(1, base, { revision: 7, edits: [first, second], applied: 1 });
    expect(edited.compose()).toEqual(applyEdits(base, [first]));
    edited.take({ type: 'edits', generation: 1, revision: 8, kept: 2, added: [], applied: 2 });
    expect(edited.compose()).toEqual(applyEdits(base, [first, second]));
  });

  it('has undone states ready without composing them again', () => {
    const random = new SeededRandom(103);
    const base = maskOf(random);
    const edited = new EditedMask(1, base, { revision: 0, edits: [], applied: 0 });
    const table = Uint16Array.from({ length: 256 }, (_, id) => (id === 1 ? 2 : id));
    edited.take({ type: 'edits', generation: 1, revision: 1, kept: 0, added: [{ kind: 'lut', table }], applied: 1 });
    const merged = edited.compose();
    edited.take({ type: 'edits', generation: 1, revision: 2, kept: 1, added: [], applied: 0 });
    expect(edited.compose()).toBe(base);
    edited.take({ type: 'edits', generation: 1, revision: 3, kept: 1, added: [], applied: 1 });
    expect(edited.compose()).toBe(merged);
  });
});

describe('the rows that an edit changed', () => {
  it('hold every pixel that differs, and begin and end with one', () => {
    const random = new SeededRandom(104);
    for (let round = 0; round < 200; round++) {
      const [height, offset] = [random.integer(1, 9), random.integer(0, 3)];
      const bytes = random.bytes(offset + WIDTH * height).map((value) => value % 6);
      const before = random.integer(0, 1) === 0 ? bytes.subarray(offset) : Uint16Array.from(bytes.subarray(offset));
      const after = before.slice();
      for (let count = random.integer(0, 3); count > 0; count--) {
        after[random.integer(0, after.length - 1)] = random.integer(0, 5);
      }
      const rows = [...after.keys()].filter((i) => after[i] !== before[i]).map((i) => Math.floor(i / WIDTH));
      const expected = rows.length === 0 ? null : { top: Math.min(...rows), bottom: Math.max(...rows) + 1 };
      expect(changedRows(before, after, WIDTH)).toEqual(expected);
    }
  });
});
