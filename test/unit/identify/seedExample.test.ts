import { expect, it } from 'vitest';
import { identifyImage } from '../../../src/core/identify/identifyImage.ts';
import { renderIdentifyReport } from '../../../src/core/identify/report.ts';
import type { PngImage } from '../../../src/core/png/types.ts';
import { createSha256 } from '../../../src/platform/hash.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { readShared } from '../../fixtures/sharedData.ts';

const LISTING = 'oracle/imagemagick-7.0.8/seed-example-10198-category.png.txt';

/** Pixels by id as the published listing of a five-class face mask counts them. */
const COUNTS = [247880, 7980, 2467, 1780, 2037];
const COLOURS = [0, 0, 0, 128, 0, 0, 0, 128, 0, 0, 0, 128, 128, 128, 0];

function faceMask(): PngImage {
  const samples = new Uint8Array(512 * 512);
  let at = 0;
  COUNTS.forEach((count, id) => {
    samples.fill(id, at, at + count);
    at += count;
  });
  const rgb = new Uint8Array(768);
  rgb.set(COLOURS);
  return {
    header: { width: 512, height: 512, bitDepth: 8, colourType: 3, interlaced: false },
    samples,
    channels: 1,
    palette: { rgb, alpha: new Uint8Array(256).fill(255), transparencyEntries: 0 },
    chunks: [],
    fileSize: 0,
  };
}

describeShared(LISTING, 'a mask with the counts of a published listing', () => {
  it('prints that listing: statistics, histogram and colormap', () => {
    const listing = new TextDecoder().decode(readShared(LISTING)).trimEnd().split('\n');
    const facts = identifyImage(faceMask(), 'example-10198-category.png', { sha256: createSha256, inflate: null });
    const report = renderIdentifyReport(facts).split('\n');

    const cut = listing.indexOf('         (...)');
    expect(cut).toBeGreaterThan(0);
    expect(report.slice(0, cut)).toEqual(listing.slice(0, cut));
    const rest = listing.slice(cut + 1).filter((line) => !line.startsWith('  Version:'));
    const lastEntry = report.findIndex((line) => line.startsWith('       255: '));
    expect(report.slice(lastEntry, lastEntry + rest.length)).toEqual(rest);
  });
});
