import { describe, expect, it } from 'vitest';
import type { BatchFile } from '../../../src/jobs/batchTypes.ts';
import { convertBorder, type BorderOptions } from '../../../src/jobs/border.ts';
import { maskFile } from '../../fixtures/batchTree.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
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
      if (options.kind === 'draw' && (options.resize !== null || options.backgroundBecomes !== null)) continue;
      const after = new Map(change.after);
      for (const [id, pixels] of change.losses) {
        const had = new Map(change.before).get(id) ?? 0;
        expect(had - (after.get(id) ?? 0), context).toBe(pixels);
      }
      const quick = convertBorder(options)(bytes, FILE, { isPreview: false });
      expect(quick.output, context).toEqual(output);
    }
  });
});
