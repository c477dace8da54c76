import { expect, it } from 'vitest';
import { killBatches } from '../fixtures/batchKills.ts';
import { bundleCli } from '../unit/cli/bundle.ts';

it('200 killed batches end in the same bytes as batches that nobody killed', async () => {
  const script = await bundleCli('soakKills');
  const { midway, midwayUndo, undone } = await killBatches(script, 200, 150, 4);
  console.log(`${midway} of 200 kills came between the first and the last file, ${midwayUndo} of ${undone} in an undo`);
  expect(midway).toBeGreaterThan(20);
});
