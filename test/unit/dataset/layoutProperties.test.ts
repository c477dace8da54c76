import { describe, expect, it } from 'vitest';
import { layoutCandidates, recogniseLayout } from '../../../src/core/dataset/layout.ts';
import type { DatasetLayout } from '../../../src/core/dataset/pairs.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { LISTINGS } from './listings.ts';

const SEEDS = Array.from({ length: 12 }, (_, seed) => seed + 1);
const IMAGE = /\.(?:png|jpe?g|gif|tiff?|bmp|webp)$/i;

function shuffled<T>(items: readonly T[], random: SeededRandom): T[] {
  const mixed = [...items];
  for (let at = mixed.length - 1; at > 0; at--) {
    const other = random.integer(0, at);
    [mixed[at], mixed[other]] = [mixed[other] as T, mixed[at] as T];
  }
  return mixed;
}

/** Every path that a layout tells of, as often as it does. */
function toldPaths({ pairs, aside, unpaired }: DatasetLayout): string[] {
  const paired = pairs.flatMap(({ original, mask, others }) => [original, mask, ...others.map(({ path }) => path)]);
  return [...paired.filter((path) => path !== null), ...aside.map(({ path }) => path), ...unpaired].sort();
}

describe.each(Object.entries(LISTINGS))('%s', (_, listingOf) => {
  it('is recognised, with every pair of it', () => {
    for (const seed of SEEDS) {
      const { kind, paths, pairs } = listingOf(new SeededRandom(seed));
      const layout = recogniseLayout(paths);
      expect({ seed, kind: layout.kind }).toEqual({ seed, kind });
      const found = layout.pairs.map(({ name, original, mask }) => [name, [original, mask]] as const);
      expect(new Map(found)).toEqual(pairs);
      expect(found).toHaveLength(pairs.size);
      expect(layout.unpaired).toEqual([]);
    }
  });

  it('does not depend on the order of the listing, nor on what comes twice', () => {
    for (const seed of SEEDS) {
      const random = new SeededRandom(seed);
      const { paths } = listingOf(random);
      const mixed = shuffled([...paths, ...paths.slice(0, 3)], random);
      expect(recogniseLayout(mixed)).toEqual(recogniseLayout(paths));
      expect(layoutCandidates(mixed)).toEqual(layoutCandidates(paths));
    }
  });

  it('has the same pairs below folders of any name', () => {
    for (const seed of SEEDS) {
      const { paths } = listingOf(new SeededRandom(seed));
      const { kind, pairs, unpaired } = recogniseLayout(paths);
      for (const root of ['project/', '내 데이터/x y/']) {
        const below = recogniseLayout(paths.map((path) => root + path));
        const within = (path: string | null) => (path === null ? null : root + path);
        expect(below.kind).toBe(kind);
        expect(below.pairs).toEqual(
          pairs.map((pair) => ({
            ...pair,
            original: within(pair.original),
            mask: within(pair.mask),
            others: pair.others.map(({ path, kind: other }) => ({ path: root + path, kind: other })),
          })),
        );
        expect(below.unpaired).toEqual(unpaired.map((path) => root + path));
      }
    }
  });

  it('tells of every image once and has every name once, whatever is missing or added', () => {
    for (const seed of SEEDS) {
      const random = new SeededRandom(seed);
      const { paths } = listingOf(random);
      const kept = paths.filter(() => random.next() < 0.7);
      const added = paths.filter(() => random.next() < 0.2).map((path) => path.replace(/\.[a-z]+$/i, '.bmp'));
      const strange = ['x.png', 'a/b/c.jpg', 'masks/.png', 'images/_mask.png', '-original.jpg', '_L.png', 'é.png'];
      const listing = [...kept, ...added, ...strange.filter(() => random.next() < 0.5)];
      const images = [...new Set(listing)].filter((path) => IMAGE.test(path.replace(/(^|\/)\.\w+$/, '')));
      for (const kind of ['voc', 'cvat', 'cityscapes', 'davis', 'recipe', 'camvid', 'folders', 'suffix'] as const) {
        const layout = recogniseLayout(listing, { kind });
        expect({ seed, kind, paths: toldPaths(layout) }).toEqual({ seed, kind, paths: images.sort() });
        const names = layout.pairs.map(({ name }) => name);
        expect(new Set(names).size).toBe(names.length);
      }
    }
  });
});

describe('names of strangers', () => {
  it('are read in time that grows with their length alone', () => {
    const hostile = [
      `images/${'_mask-'.repeat(20_000)}.png`,
      `masks/${'9'.repeat(100_000)}_1.png`,
      `${'a/'.repeat(30_000)}x.png`,
      `${'a_'.repeat(60_000)}gtFine_labelIds.png`,
      `images/${' '.repeat(100_000)}.jpg`,
      `${'train_'.repeat(20_000)}/x.jpg`,
      `masks/${'.'.repeat(100_000)}png`,
      '__proto__/constructor.png',
      'images/__proto__.jpg',
      'masks/__proto__.png',
    ];
    const layout = recogniseLayout(hostile);
    // Whole, they would take longer to show than to read.
    const short = (paths: readonly string[]) => paths.map((path) => `${path.slice(0, 20)} ${path.length}`);
    expect(short(toldPaths(layout))).toEqual(short([...hostile].sort()));
    expect(layout.pairs.find(({ name }) => name === '__proto__')?.mask).toBe('masks/__proto__.png');
  });

  it('are ordered by code point', () => {
    const names = ['images/\uff5e.jpg', 'images/\u{1f600}.jpg', 'images/a.jpg', 'images/B.jpg'];
    expect(recogniseLayout(names).pairs.map(({ name }) => name)).toEqual(['B', 'a', '\uff5e', '\u{1f600}']);
  });

  it('are told of by the hundred thousand', () => {
    const paths = Array.from({ length: 50_000 }, (_, at) => [`images/${at}.jpg`, `masks/${at}.png`]).flat();
    const { pairs, unpaired } = recogniseLayout(paths);
    expect([pairs.length, unpaired.length]).toEqual([50_000, 0]);
  });
});
