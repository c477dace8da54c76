import { describe, expect, it } from 'vitest';
import type { Mask } from '../../../src/core/mask/mask.ts';
import type { MaskContext } from '../../../src/protocol/mask.ts';
import { MaskSides } from '../../../webview/compare/maskSides.ts';

const MASK: Mask = {
  ...{ width: 2, height: 1, encoding: 'grey', bitDepth: 8 },
  ...{ ids: Uint8Array.of(0, 1), palette: null, colours: null },
};

/** What the host says of a mask whose id 1 has a name; null: no class map is found yet. */
function contextOf(name: string | null): MaskContext {
  const entries = [{ id: 1, name: name ?? '' }];
  return {
    ...{ fileName: 'a.png', editability: { ok: true }, disk: 'same', saveProblem: null },
    classMap: name === null ? null : { entries, source: 'classes.json', matchBy: 'id', problems: [] },
    kind: { kind: 'semantic', reason: '', chosenByUser: false },
  };
}

/** A page whose masks are decoded when the test says so. */
function slowPage() {
  const decoding: ((mask: Mask) => void)[] = [];
  let changes = 0;
  const undecoded: number[] = [];
  const sides = new MaskSides({
    decode: () => new Promise((resolve) => decoding.push(resolve)),
    photographText: (label) => label,
    onChange: () => changes++,
    onUndecoded: (_, generation) => undecoded.push(generation),
  });
  const open = (generation: number, context: MaskContext): void =>
    sides.receive({ type: 'open', side: 'truth', generation, label: 'a', bytes: new ArrayBuffer(0), context });
  const decoded = async (): Promise<void> => {
    for (const resolve of decoding.splice(0)) resolve(MASK);
    await Promise.resolve();
    await Promise.resolve();
  };
  return { sides, open, decoded, changes: () => changes, undecoded };
}

describe('masks of a pair', () => {
  it('have the names that came while they were decoded', async () => {
    const { sides, open, decoded } = slowPage();
    open(1, contextOf(null));
    sides.receive({ type: 'context', side: 'truth', context: contextOf('eye') });
    expect(sides.get('truth')).toBeUndefined();
    await decoded();
    expect(sides.get('truth')?.meaning(1).className).toBe('eye');
  });

  it('have the names that came with a version, where none came after it', async () => {
    const { sides, open, decoded } = slowPage();
    sides.receive({ type: 'context', side: 'truth', context: contextOf('of an earlier version') });
    open(1, contextOf('eye'));
    await decoded();
    expect(sides.get('truth')?.meaning(1).className).toBe('eye');
  });

  it('get other names when they are there', async () => {
    const { sides, open, decoded, changes } = slowPage();
    open(1, contextOf(null));
    await decoded();
    sides.receive({ type: 'context', side: 'truth', context: contextOf('nose') });
    expect(sides.get('truth')?.meaning(1).className).toBe('nose');
    expect(changes()).toBe(2);
  });

  it('lose names with the pair that they belong to', async () => {
    const { sides, open, decoded } = slowPage();
    open(1, contextOf(null));
    sides.receive({ type: 'context', side: 'truth', context: contextOf('eye') });
    sides.receive({ type: 'start', state: { files: [] }, rules: null });
    await decoded();
    expect(sides.get('truth')).toBeUndefined();
    open(2, contextOf(null));
    await decoded();
    expect(sides.get('truth')?.meaning(1).className).toBeNull();
  });
});
