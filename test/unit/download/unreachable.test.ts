import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { newFolder } from '../../fixtures/downloadFolder.ts';
import { differing, download, requestFor } from '../../fixtures/downloads.ts';
import { FaultyServer, type Fault, type ServedFile } from '../../fixtures/faultyServer.ts';
import { paddedPng } from '../../fixtures/servedImages.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const random = new SeededRandom(21);
const servers: FaultyServer[] = [];
const retry = { hostFailures: 10, hostFailureTime: 0 };

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function serve(count: number, faults: readonly (Fault | null)[]) {
  const files = new Map<string, ServedFile>(
    Array.from({ length: count }, (_, i) => [`/${i}.png`, { bytes: paddedPng(random, 100), faults }]),
  );
  const server = await FaultyServer.start(files);
  servers.push(server);
  return { server, files, folder: newFolder() };
}

/** A port of this machine at which nothing listens. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a host that no connection comes about with', () => {
  it('is given up early, and the files of other hosts are downloaded', async () => {
    const { server, files, folder } = await serve(30, []);
    const { files: wanted, ...rest } = requestFor(server, files, folder);
    const host = `127.0.0.1:${await closedPort()}`;
    const lost = Array.from({ length: 200 }, (_, i) => ({ url: `http://${host}/${i}.png`, name: `lost/${i}.png` }));
    let retries = 0;
    const { counts, results } = await download(
      { ...rest, files: [...lost, ...wanted], retry },
      { onEvent: ({ type }) => (retries += type === 'retry' ? 1 : 0) },
    );
    expect(counts).toEqual({ saved: 30, present: 0, failed: 200, stopped: 0 });
    expect(differing(folder, files)).toEqual([]);
    const problems = results.slice(0, 200).map(({ problem }) => problem?.code);
    expect([...new Set(problems)]).toEqual(['hostUnreachable']);
    expect(results[0]?.problem?.details).toMatchObject({ host });
    // Without giving up there would be seven for each of the 200.
    expect(retries).toBeLessThan(128);
  });

  it('is asked again by the next run', async () => {
    const { server, files, folder } = await serve(15, Array<Fault>(2).fill('hangUp'));
    const request = requestFor(server, files, folder, { retry });
    expect((await download(request)).counts).toMatchObject({ saved: 0, failed: 15 });
    expect((await download({ ...request, retry: {} })).counts).toMatchObject({ saved: 15, failed: 0 });
  });

  it('is not given up within its time', async () => {
    const { server, files, folder } = await serve(40, ['hangUp']);
    const slow = { hostFailures: 10, hostFailureTime: 60_000 };
    expect((await download(requestFor(server, files, folder, { retry: slow }))).counts.saved).toBe(40);
  });

  it('is given up where its name is not known', async () => {
    const files = Array.from({ length: 100 }, (_, i) => ({
      url: `https://nowhere.invalid/${i}.png`,
      name: `${i}.png`,
    }));
    let lookups = 0;
    const { results } = await download(
      { folder: newFolder(), files, retry },
      {
        lookup: () => {
          lookups++;
          return Promise.reject(Object.assign(new Error('not found'), { code: 'ENOTFOUND' }));
        },
      },
    );
    expect(new Set(results.map(({ problem }) => problem?.code))).toEqual(new Set(['hostUnreachable']));
    expect(lookups).toBeLessThan(64);
  });
});

it('what is withheld is not asked for, and counts as failed unless it is there', async () => {
  const { server, files, folder } = await serve(3, []);
  const { files: wanted, ...rest } = requestFor(server, files, folder);
  const problem = { code: 'linkExpired', details: { date: '2023-05-16' } } as const;
  const withheld = wanted.map((file, i) => (i === 2 ? file : { ...file, withheld: problem }));
  writeFileSync(join(folder, '1.png'), 'from elsewhere');
  const { results } = await download({ ...rest, files: withheld });
  expect(results.map(({ status }) => status)).toEqual(['failed', 'present', 'saved']);
  expect(results[0]).toMatchObject({ problem, isRemembered: false });
  expect(server.requests.map(({ path }) => path)).toEqual(['/2.png']);
});
