import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { newFolder } from '../../fixtures/downloadFolder.ts';
import { differing, download, requestFor } from '../../fixtures/downloads.ts';
import { FaultyServer } from '../../fixtures/faultyServer.ts';
import { faultyImages } from '../../fixtures/servedImages.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

it('2,913 of 2,913 files arrive, byte for byte, though every fifth request goes wrong', async () => {
  const files = faultyImages(new SeededRandom(2913), 2913, 0.2);
  const server = await FaultyServer.start(files);
  const folder = newFolder();
  const retries = new Set<string>();
  const { counts, results } = await download(requestFor(server, files, folder), {
    onEvent: (event) => {
      if (event.type === 'retry') retries.add(event.problem.code);
    },
  });
  expect(results.filter(({ status }) => status !== 'saved')).toEqual([]);
  expect(counts).toEqual({ saved: 2913, present: 0, failed: 0, stopped: 0 });
  expect(differing(folder, files)).toEqual([]);
  expect(readdirSync(folder).filter((name) => !files.has(`/${name}`))).toEqual(['.maskscope']);
  expect(server.requests.length).toBeGreaterThan(3300);
  const codes = [
    'empty',
    'httpStatus',
    'httpStatusReason',
    'imageIncomplete',
    'connectionCut',
    'rangeWrong',
    'stalled',
  ];
  expect(codes.filter((code) => !retries.has(code))).toEqual([]);
  const before = server.requests.length;
  const again = await download(requestFor(server, files, folder));
  expect(again.counts).toEqual({ saved: 0, present: 2913, failed: 0, stopped: 0 });
  expect(server.requests.length).toBe(before);
  await server.stop();
}, 240_000);
