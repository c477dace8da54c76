import { describe, expect, it } from 'vitest';
import type { BatchFile } from '../../../src/jobs/batchTypes.ts';
import { convertBorder, type BorderOptions } from '../../../src/jobs/border.ts';
import { maskFile } from '../../fixtures/batchTree.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { chunk, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const FILE: BatchFile = { index: 0, name: 'a.png', relative: 'a.png', source: '/a.png', output: '/a.png' };

/** Histogram by id, as another decoder's samples give it. */
function counted(bytes: Uint8Array): [id: number, pixels: number][] {
  const counts = new Map<number, number>();
  for (const id of decodeIndependently(bytes).samples) counts.set(id, (counts.get(id) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b);
}

function optionsFor(random: SeededRandom): BorderOptions {
  const voidId = random.choice([255, 255, 3]);
  if (random.integer(0, 3) === 0) return { kind: 'remove', voidId, within: random.integer(1, 4) };
  return {
    kind: 'draw',
    mode: random.choice(['union', 'classes'] as const),
    iterations: random.integer(1, 6),
    side: random.choice(['outer', 'inner', 'centred'] as const),
    element: random.choice(['rectangle', 'cross'] as const),
    ...{ voidId, background: random.choice([0, 0, 2]) },
    backgroundBecomes: random.choice([null, null, 9]),
    ...{ colour: null, instances: null },
    resize: random.choice([null, null, { width: 31, height: 40, rule: 'opencv' as const }]),
  };
}

describe('the preview of a border', () => {
  it('counts ids before and after as another decoder does, and the pixels that ids lose', () => {
    const random = new SeededRandom(101);
    for (let round = 0; round < 120; round++) {
      const bytes = maskFile(random);
      const before = Uint8Array.from(bytes);
      const options = optionsFor(random);
      const context = `${round}: ${JSON.stringify(options)}`;
      const { output, change } = convertBorder(options)(bytes, FILE);
      expect(bytes, context).toEqual(before);
      if (output === null || change === null) throw new Error(`refused ${context}`);
      expect(change.before, context).toEqual(counted(bytes));
      expect(change.after, context).toEqual(counted(output));
      if (options.kind === 'draw' && options.resize !== null) continue;
      const after = new Map(change.after);
      for (const [id, pixels] of change.losses) {
        if (options.kind === 'draw' && id === options.backgroundBecomes) continue;
        const had = new Map(change.before).get(id) ?? 0;
        expect(had - (after.get(id) ?? 0), context).toBe(pixels);
      }
      const quick = convertBorder(options)(bytes, FILE, { isPreview: false });
      expect(quick.output, context).toEqual(output);
    }
  });
});

describe('a border', () => {
  const DRAW: BorderOptions = {
    ...({ kind: 'draw', mode: 'union', side: 'outer', element: 'rectangle' } as const),
    ...{ iterations: 1, voidId: 255, background: 0, backgroundBecomes: null, colour: null },
    ...{ instances: null, resize: null },
  };
  const plte = Buffer.alloc(768, 9);
  plte.set([224, 224, 192], 3 * 200);
  const row = (...ids: number[]): Uint8Array => paletteFile(ids.length, 1, Uint8Array.from(ids), [chunk('PLTE', plte)]);
  const convert = (bytes: Uint8Array, options: Partial<BorderOptions>) =>
    convertBorder({ ...DRAW, ...options } as BorderOptions)(bytes, FILE);
  const warnings = (bytes: Uint8Array, options: Partial<BorderOptions>) =>
    convert(bytes, options)
      .findings.filter(({ severity }) => severity === 'warning')
      .map(({ rule, details }) => [rule, details['id'], details['pixels']]);

  it('warns before it is merged with pixels of a class', () => {
    expect(warnings(row(0, 0, 1, 0, 0, 3, 3), { voidId: 3 })).toEqual([['borderIdTaken', 3, 2]]);
    expect(warnings(row(0, 0, 1, 0, 0, 3, 3), { voidId: 4 })).toEqual([]);
    // A binary mask's object is no void; beside other classes 255 is one, and so is what has the void's colour: a border
    // that is there already.
    expect(warnings(row(0, 0, 255, 255, 0), {})).toEqual([['borderIdTaken', 255, 2]]);
    expect(warnings(row(0, 0, 255, 1, 0), {})).toEqual([['borderThere', 255, 1]]);
    expect(warnings(row(0, 0, 200, 1, 0), { voidId: 200 })).toEqual([['borderThere', 200, 1]]);
  });

  it('warns before the background is merged with pixels of a class, and counts all that it loses', () => {
    const bytes = row(0, 0, 0, 0, 1, 9, 9);
    expect(warnings(bytes, { backgroundBecomes: 9 })).toEqual([['backgroundIdTaken', 9, 2]]);
    expect(warnings(bytes, { backgroundBecomes: 8 })).toEqual([]);
    const { output, change } = convert(bytes, { backgroundBecomes: 9 });
    expect(decodeIndependently(output ?? bytes).samples).toEqual([9, 9, 9, 255, 1, 9, 9]);
    expect(change?.losses).toEqual([[0, 4]]);
  });

  it('is a copy where there is nothing to draw', () => {
    const bytes = row(1, 1, 2);
    expect(convert(bytes, {})).toMatchObject({ output: bytes, findings: [], change: { isCopy: true, losses: [] } });
    expect(convert(row(0, 1, 2), {}).change?.isCopy).toBe(false);
  });
});
