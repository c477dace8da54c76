import { describe, expect, it } from 'vitest';
import type { GalleryTile } from '../../../src/protocol/datasetPages.ts';
import { TileStore } from '../../../webview/gallery/tileStore.ts';

const tileOf = (name: string) => ({ row: { pair: { name } }, shows: 'mask', bytes: null }) as unknown as GalleryTile;
const namesFrom = (from: number, count: number) => Array.from({ length: count }, (_, at) => `p${from + at}`);

/** A store whose questions are answered by hand. */
function store() {
  const questions: { readonly names: readonly string[]; answer(): Promise<void> }[] = [];
  const tiles = new TileStore(
    (names) =>
      new Promise((resolve) => {
        const answer = async (): Promise<void> => {
          resolve({ hasSharp: true, tiles: names.map(tileOf) });
          await new Promise(setImmediate);
        };
        questions.push({ names, answer });
      }),
    () => undefined,
  );
  return { questions, tiles };
}

describe('pictures of a gallery', () => {
  it('are asked for in parts, two at a time, and not again', async () => {
    const { questions, tiles } = store();
    tiles.want(namesFrom(0, 30));
    tiles.want(namesFrom(0, 30));
    expect(questions.map(({ names }) => names)).toEqual([namesFrom(0, 8), namesFrom(8, 8)]);
    await questions[0]?.answer();
    expect(questions).toHaveLength(3);
    expect(tiles.get('p7')).toBeDefined();
    expect(tiles.get('p8')).toBeUndefined();
  });

  it('are not asked for where they were scrolled past', async () => {
    const { questions, tiles } = store();
    for (let row = 0; row < 1000; row++) tiles.want(namesFrom(row * 6, 24));
    for (let at = 0; at < questions.length; at++) await questions[at]?.answer();
    const asked = new Set(questions.flatMap(({ names }) => names));
    expect(asked.size).toBe(16 + 24);
    expect(asked).toContain('p6017');
  });

  it('stay within bounds, the ones looked at last', async () => {
    const { questions, tiles } = store();
    for (let at = 0; at < 2000; at += 8) {
      tiles.want(namesFrom(at, 8));
      await questions.at(-1)?.answer();
      tiles.get('p0');
    }
    const kept = namesFrom(0, 2000).filter((name) => tiles.get(name) !== undefined);
    expect(kept).toHaveLength(800);
    expect(kept[0]).toBe('p0');
    expect(kept.at(-1)).toBe('p1999');
  });

  it('are forgotten after a scan, with the answers that were under way', async () => {
    const { questions, tiles } = store();
    tiles.want(['p0']);
    tiles.clear();
    await questions[0]?.answer();
    expect(tiles.get('p0')).toBeUndefined();
    tiles.want(['p0']);
    expect(questions).toHaveLength(2);
  });
});
