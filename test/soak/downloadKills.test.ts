import { expect, it } from 'vitest';
import { killDownloads } from '../fixtures/downloadKills.ts';

it('100 killed downloads lose nothing and repeat nothing', async () => {
  const { midway, continued } = await killDownloads(100, 100);
  console.log(
    `${midway} of 100 kills came between the first and the last file; ${continued} requests continued a part`,
  );
  expect(midway).toBeGreaterThan(50);
  expect(continued).toBeGreaterThan(50);
});
