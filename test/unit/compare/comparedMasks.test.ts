import { describe, expect, it } from 'vitest';
import { PRESETS } from '../../../src/core/formats/presets/presets.ts';
import type { Mask } from '../../../src/core/mask/mask.ts';
import type { ClassMapFacts, KindFacts, MaskContext } from '../../../src/protocol/mask.ts';
import { compareMasks, type ComparedBy, type SideMask } from '../../../webview/compare/comparedMasks.ts';

const MAP: ClassMapFacts = {
  entries: [
    { id: 0, name: 'nothing', isVoid: true },
    { id: 1, name: 'one' },
  ],
  source: 'classes.json',
  matchBy: 'id',
  problems: [],
};

function side(ids: readonly number[], kind: KindFacts['kind'] = 'semantic'): SideMask {
  const mask: Mask = {
    ...{ width: ids.length, height: 1, encoding: 'grey', bitDepth: 8 },
    ...{ ids: Uint8Array.from(ids), palette: null, colours: null },
  };
  const context: MaskContext = {
    ...{ fileName: 'a.png', editability: { ok: true }, disk: 'same', saveProblem: null },
    ...{ classMap: MAP, kind: { kind, reason: '', chosenByUser: false } },
  };
  return { label: 'a.png', mask, context };
}

const [truth, prediction] = [side([0, 0, 1, 255]), side([0, 1, 1, 1])];
const judged = (rules: ComparedBy['rules'], one = truth, other = prediction) => {
  const { scores, voids, named } = compareMasks(one, other, { rules, isBoundary: false });
  return { meanIou: scores?.meanIou, voids: [...voids], names: named.classes.map(({ name }) => name) };
};

describe('two masks', () => {
  it('are judged by the class map beside the truth', () => {
    expect(judged(null)).toEqual({ meanIou: 0.25, voids: [0], names: ['nothing', 'one', null] });
  });

  it('of two folders are judged by the ids that are void there, even if none is', () => {
    const classMap = { entries: [], idsFrom: 'id', problems: [] } as const;
    expect(judged({ classMap, voidIds: [] })).toEqual({
      ...{ meanIou: (1 / 2 + 1 / 3 + 0) / 3, voids: [] },
      names: [null, null, null],
    });
  });

  it('of two folders are judged by the class map there, or by none', () => {
    expect(judged({ classMap: PRESETS.voc, voidIds: null })).toEqual({
      ...{ meanIou: (1 / 2 + 1 / 2) / 2, voids: [255] },
      names: ['background', 'aeroplane', 'void'],
    });
    expect(judged({ classMap: null, voidIds: null }).names).toEqual([null, null, null]);
  });

  it('of objects are never named', () => {
    const [one, other] = [side([1, 2], 'instance'), side([1, 1], 'instance')];
    expect(judged({ classMap: PRESETS.voc, voidIds: null }, one, other).names).toEqual([null, null]);
  });
});
