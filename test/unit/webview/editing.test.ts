import { describe, expect, it, vi } from 'vitest';
import { relabelRuns, regionAt } from '../../../src/core/mask/relabel.ts';
import { histogramById } from '../../../src/core/mask/histogram.ts';
import { applyEdit, type MaskEdit } from '../../../src/core/mask/edits.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import type { FromMaskWebview, MaskContext } from '../../../src/protocol/mask.ts';
import { MASK_STRINGS } from '../../../src/protocol/maskStrings.ts';
import { countChanges, countChangesOfRuns } from '../../../webview/mask/edit/countChanges.ts';
import { Editing } from '../../../webview/mask/edit/editing.ts';
import { largestId, voidIdsOf } from '../../../webview/mask/edit/maskIds.ts';
import { classMapColours, namedColours } from '../../../webview/mask/edit/palettePresets.ts';
import type { MaskHost } from '../../../webview/mask/maskHost.ts';
import { MaskModel } from '../../../webview/mask/maskModel.ts';
import { readSavedState } from '../../../webview/mask/savedState.ts';
import { Wording } from '../../../webview/mask/wording.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const wording = new Wording(MASK_STRINGS, 'en');
const CONTEXT: MaskContext = {
  fileName: 'a.png',
  classMap: {
    entries: [
      { id: 0, name: 'background', colour: '#000000' },
      { id: 2, name: 'rim', colour: '#e0e0c0', isVoid: true },
      { id: 3, name: 'plain' },
    ],
    source: 'test',
    matchBy: 'id',
    problems: [],
  },
  kind: { kind: 'semantic', reason: '', chosenByUser: false },
  editability: { ok: true },
  disk: 'same',
  saveProblem: null,
};
const MASK: Mask = {
  width: 4,
  height: 2,
  encoding: 'palette',
  bitDepth: 8,
  ids: Uint8Array.of(0, 0, 1, 1, 0, 0, 1, 2),
  palette: { rgb: new Uint8Array(9), alpha: new Uint8Array(3).fill(255), transparencyEntries: 0 },
  colours: null,
};
const MERGE: MaskEdit = { kind: 'lut', table: Uint16Array.from({ length: 256 }, (_, id) => (id === 1 ? 0 : id)) };

const never = (): never => {
  throw new Error('There is a class map.');
};

function opened(context: MaskContext = CONTEXT) {
  const model = new MaskModel(readSavedState(undefined));
  model.openMask(3, 5, MASK, context);
  model.setCounts(histogramById(MASK.ids));
  const posted: FromMaskWebview[] = [];
  const say = vi.fn();
  const host = { post: (message: FromMaskWebview) => posted.push(message) } as unknown as MaskHost;
  return { model, posted, say, editing: new Editing(host, model, wording, say) };
}

describe('a change that the page asks for', () => {
  it('is sent with what the page knows, and told with its counts once it is back', () => {
    const { model, posted, say, editing } = opened();
    editing.submit({ section: 'ids', label: 'Merge 1 into 0', edit: MERGE });
    editing.submit({ section: 'ids', label: 'Merge 1 into 0', edit: MERGE });
    expect(posted).toEqual([{ type: 'edit', generation: 3, revision: 5, label: 'Merge 1 into 0', edit: MERGE }]);
    expect(model.state.made).toBeNull();
    model.setEdited(6, applyEdit(MASK, MERGE));
    editing.received([{ ...MERGE }]);
    expect(model.state.made).toEqual({
      section: 'ids',
      label: 'Merge 1 into 0',
      changes: [
        { id: 0, before: 4, after: 7 },
        { id: 1, before: 3, after: 0 },
      ],
    });
    expect(say).toHaveBeenCalledWith('Done: Merge 1 into 0, id 0: 4 → 7 px, id 1: 3 → 0 px');
    model.setEdited(7, MASK);
    editing.received([]);
    expect(model.state.made).toBeNull();
  });

  it('is told lost where another editor was faster', () => {
    const { model, say, editing } = opened();
    editing.submit({ section: 'ids', label: 'Merge 1 into 0', edit: MERGE });
    const other: MaskEdit = { kind: 'lut', table: Uint16Array.from({ length: 256 }, () => 0) };
    model.setEdited(6, applyEdit(MASK, other));
    editing.received([other]);
    expect(model.state.made).toBeNull();
    expect(say).toHaveBeenCalledWith(MASK_STRINGS.editLost);
  });

  it('is not sent where the file cannot be edited', () => {
    const { posted, editing } = opened({ ...CONTEXT, editability: { ok: false, reason: 'Read-only.' } });
    editing.submit({ section: 'ids', label: 'Merge 1 into 0', edit: MERGE });
    expect(posted).toEqual([]);
  });
});

describe('renaming a class', () => {
  it('names the class of the id: of an instance its class, of a colour that which has it', () => {
    const { posted, editing } = opened({ ...CONTEXT, kind: { ...CONTEXT.kind, kind: 'classInstance', divisor: 1000 } });
    editing.renameClass(26);
    editing.renameClass(27_003);
    expect(posted).toEqual([
      { type: 'renameClass', id: 26 },
      { type: 'renameClass', id: 27 },
    ]);
    const ofColours = opened();
    const colours = Uint8Array.of(0xe0, 0xe0, 0xc0, 255, 1, 2, 3, 255);
    const mask: Mask = { ...MASK, encoding: 'colour', palette: null, colours };
    const classMap = { ...(CONTEXT.classMap ?? never()), matchBy: 'colour' as const };
    ofColours.model.openMask(4, 6, mask, { ...CONTEXT, classMap });
    ofColours.editing.renameClass(0);
    expect(ofColours.posted).toEqual([{ type: 'renameClass', id: 2 }]);
  });
});

describe('the model', () => {
  it('keeps place, hidden ids and selection over an edit, and forgets the region', () => {
    const { model, editing } = opened();
    const view = { centreX: 1, centreY: 1, scale: 3, cursor: { x: 2, y: 0 } };
    model.set({ view, selected: 2 });
    model.toggleVisible(2);
    editing.pickRegion(2, 0);
    expect(model.state.region?.region.size).toBe(3);
    model.setEdited(6, applyEdit(MASK, MERGE));
    const { state } = model;
    expect([state.view, state.selected, state.region, model.isVisible(2)]).toEqual([view, 2, null, false]);
    expect(state.rows?.find(({ id }) => id === 0)?.pixels).toBe(7);
    expect(state.open?.revision).toBe(6);
  });
});

describe('counts before and after', () => {
  it('of runs are those that counting the edited mask gives', () => {
    const random = new SeededRandom(105);
    for (let round = 0; round < 40; round++) {
      const ids = Uint8Array.from({ length: 60 }, () => random.integer(0, 3));
      const mask: Mask = { ...MASK, width: 10, height: 6, ids };
      const runs = relabelRuns(regionAt(mask, random.integer(0, 9), random.integer(0, 5), 4), random.integer(0, 9));
      const before = histogramById(ids);
      const after = histogramById(applyEdit(mask, { kind: 'pixels', runs }).ids);
      expect(countChangesOfRuns(before, runs)).toEqual(countChanges(before, after));
    }
  });

  it('may be of histograms of different lengths', () => {
    expect(countChanges([3, 1], [3, 0, 0, 1])).toEqual([
      { id: 1, before: 1, after: 0 },
      { id: 3, before: 0, after: 1 },
    ]);
  });
});

describe('what a mask allows', () => {
  it('are the void ids of its class map, and ids that its format holds', () => {
    const { model } = opened();
    const open = model.state.open;
    expect(open === null ? null : [[...voidIdsOf(open)], largestId(open)]).toEqual([[2], 255]);
    const instances = opened({ ...CONTEXT, kind: { ...CONTEXT.kind, kind: 'instance' } }).model.state.open;
    expect(instances === null ? null : voidIdsOf(instances).size).toBe(0);
  });

  it('are the colours of presets and of its class map', () => {
    const open = opened().model.state.open;
    const ofMap = open === null ? null : classMapColours(open, MASK_STRINGS);
    expect([0, 1, 2, 3].map((id) => ofMap?.colourOf(id))).toEqual([[0, 0, 0], null, [224, 224, 192], null]);
    const voc = namedColours('voc', MASK_STRINGS);
    expect([voc.name, voc.colourOf(15), voc.colourOf(256)]).toEqual(['Pascal VOC', [192, 128, 128], null]);
  });
});
