import { describe, expect, it } from 'vitest';
import type { MaskAhead, MaskContext } from '../../../src/protocol/mask.ts';
import { DecodedAhead } from '../../../webview/mask/decodedAhead.ts';
import { maskFile } from '../../fixtures/datasets.ts';

const CONTEXT: MaskContext = {
  ...{ fileName: 'a.png', classMap: null, disk: 'same', saveProblem: null },
  kind: { kind: 'semantic', reason: '', chosenByUser: false },
  editability: { ok: true },
};
const EDITING = { revision: 0, edits: [], applied: 0 };
const TOTAL = 9;

/** The mask of a pair, all of whose pixels are its index; its generation is 100 and its index. */
function ahead(index: number, sent = true): MaskAhead {
  const bytes = sent ? new Uint8Array(maskFile({ ids: new Uint8Array(12).fill(index), width: 4 })).buffer : null;
  const place = { name: `pair ${index}`, index, total: TOTAL };
  return { generation: 100 + index, bytes, context: CONTEXT, editing: EDITING, place };
}

const at = (index: number) => ({ index, total: TOTAL });

async function decoded(...indices: number[]): Promise<DecodedAhead> {
  const masks = new DecodedAhead();
  expect(
    masks.decode(
      indices.map((index) => ahead(index)),
      false,
    ),
  ).toEqual([]);
  await masks.masks();
  return masks;
}

/** What is there to be shown at once. */
const ready = (masks: DecodedAhead): number[] =>
  Array.from({ length: TOTAL }, (_, index) => index).filter((index) => {
    const found = masks.at(at(index), false);
    if (found === null) return false;
    expect([found.generation, ...found.mask.ids.slice(0, 2)]).toEqual([100 + index, index, index]);
    return true;
  });

describe('masks that are decoded ahead', () => {
  it('are there at once when they are decoded, and not before', async () => {
    const masks = new DecodedAhead();
    masks.decode([ahead(1)], false);
    expect(masks.at(at(1), false)).toBeNull();
    await masks.masks();
    expect(ready(masks)).toEqual([1]);
  });

  it('are of one list alone', async () => {
    expect((await decoded(1)).at({ index: 1, total: TOTAL + 1 }, false)).toBeNull();
  });

  it('are kept without their bytes being sent again, and dropped where they are not named', async () => {
    const masks = await decoded(1, 2, 3);
    expect(masks.decode([ahead(2, false), ahead(3, false), ahead(4)], false)).toEqual([]);
    expect(ready(masks)).toEqual([]);
    await masks.masks();
    expect(ready(masks)).toEqual([2, 3, 4]);
    expect(masks.bytesOf(102)).toEqual(ahead(2).bytes);
    expect(masks.bytesOf(101)).toBeUndefined();
  });

  it('are asked for where the page does not have their bytes any more', async () => {
    const masks = await decoded(1);
    expect(masks.decode([ahead(1, false), ahead(5, false)], false)).toEqual([105]);
  });

  it('take up the mask that is left, one at a time', async () => {
    const masks = await decoded(2);
    const mask = masks.at(at(2), false)?.mask;
    if (mask === undefined) throw new Error('The mask is not there.');
    for (const index of [4, 5]) {
      const { context, editing, place, bytes } = ahead(index);
      if (bytes === null) throw new Error('The bytes are not there.');
      const ids = new Uint8Array(12).fill(index);
      masks.keep(
        100 + index,
        { bytes, context, editing: index === 5 ? editing : null, place },
        { ...mask, ids },
        false,
      );
    }
    expect(ready(masks)).toEqual([2, 5]);
    expect(masks.bytesOf(104)).toBeUndefined();
  });

  it('are not shown without the edits that the host has to tell', async () => {
    const masks = await decoded(2);
    const found = masks.at(at(2), false);
    if (found === null) throw new Error('The mask is not there.');
    masks.keep(102, { ...found, editing: null }, found.mask, false);
    expect(masks.at(at(2), false)).toBeNull();
  });

  it('are decoded anew where the user insists on a photograph', async () => {
    const masks = await decoded(1);
    expect(masks.at(at(1), true)).toBeNull();
    expect(masks.take(101, { force: true })).toBeUndefined();
    expect(masks.take(101, { force: false })).toBeDefined();
  });
});
