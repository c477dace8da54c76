import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compare, hasListings, listedPaths, reasonOf, renderTable, TABLE_FILE } from '../../conformance.ts';
import { describeShared } from '../../fixtures/describeShared.ts';

/** Files whose report differs from the listing, and why. A file that becomes equal has to leave the list. */
const DIFFERING: Readonly<Record<string, ReturnType<typeof reasonOf>>> = {
  'masks-paletted/mmseg/3dogs_mask.png': 'negativeVariance',
  ...Object.fromEntries(
    [1, 2, 4, 8].flatMap((depth) =>
      ['', '-1.8', '-linear', '-sRGB'].flatMap((gamma) =>
        ['', '-tRNS'].map((trns) => [`png-edge/libpng/palette-${depth}${gamma}${trns}.png`, 'garbledText'] as const),
      ),
    ),
  ),
};

describeShared('oracle/imagemagick-7.0.8', 'the identify report and listings of ImageMagick 7.0.8', () => {
  const comparisons = hasListings ? listedPaths().map(compare) : [];

  it('compares every listing', () => {
    expect(comparisons.length).toBeGreaterThan(400);
  });

  it('agrees on which files cannot be read', () => {
    for (const { path, refusal, listedRefusal } of comparisons) {
      expect({ path, refused: refusal !== null }).toEqual({ path, refused: listedRefusal !== null });
    }
  });

  it('is equal down to the end of the colormap for all palette and grey files', () => {
    const mandatory = comparisons.filter(({ kind }) => /^(palette|grey)/.test(kind));
    expect(mandatory.length).toBeGreaterThan(200);
    expect(mandatory.filter(({ equalToColormap }) => !equalToColormap).map(({ path }) => path)).toEqual([]);
  });

  it('differs from exactly the listings that are known to differ, for the known reasons', () => {
    const differing = comparisons.filter(({ differences }) => differences.length > 0);
    expect(Object.fromEntries(differing.map((comparison) => [comparison.path, reasonOf(comparison)]))).toEqual(
      DIFFERING,
    );
  });

  it('has a current table in docs/conformance.md', () => {
    expect(readFileSync(TABLE_FILE, 'utf8')).toBe(renderTable(comparisons));
  });
});
