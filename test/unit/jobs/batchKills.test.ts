import { expect, it } from 'vitest';
import { killBatches } from '../../fixtures/batchKills.ts';
import { bundleCli } from '../cli/bundle.ts';

it('20 killed batches end in the same bytes as batches that nobody killed', async () => {
  const script = await bundleCli('kills');
  const { midway } = await killBatches(script, 20, 60, 3);
  console.log(`${midway} of 20 kills came between the first and the last file`);
  expect(midway).toBeGreaterThan(0);
}, 180_000);
