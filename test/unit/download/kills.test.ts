import { expect, it } from 'vitest';
import { killDownloads } from '../../fixtures/downloadKills.ts';

it('10 killed downloads lose nothing and repeat nothing', async () => {
  const { midway, continued } = await killDownloads(10, 10);
  console.log(`${midway} of 10 kills came between the first and the last file; ${continued} requests continued a part`);
  expect(midway).toBeGreaterThan(0);
  expect(continued).toBeGreaterThan(0);
}, 180_000);
