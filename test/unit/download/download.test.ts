import { appendFileSync, existsSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import { describeFailures, describeProgress } from '../../../src/cli/downloadTexts.ts';
import { Download } from '../../../src/jobs/download.ts';
import type { DownloadEvent, DownloadRequest } from '../../../src/jobs/downloadTypes.ts';
import { downloadJournalPath } from '../../../src/platform/download/downloadJournal.ts';
import { HostLimits } from '../../../src/platform/download/hostLimits.ts';
import { bodyFacts } from '../../../src/platform/download/responseFacts.ts';
import { newFolder } from '../../fixtures/downloadFolder.ts';
import { differing, download, hastyTiming, requestFor } from '../../fixtures/downloads.ts';
import { FaultyServer, type Fault, type ServedFile } from '../../fixtures/faultyServer.ts';
import { faultyImages, paddedPng } from '../../fixtures/servedImages.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const random = new SeededRandom(8);
const bytes = paddedPng(random, 50_000);
const servers: FaultyServer[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

/** A server of one file, and the request for it. */
async function serving(file: Partial<ServedFile>, more: Partial<DownloadRequest> = {}) {
  const files = new Map<string, ServedFile>([['/a.png', { bytes, ...file }]]);
  const server = await FaultyServer.start(files);
  servers.push(server);
  const folder = newFolder();
  return { server, folder, files, request: requestFor(server, files, folder, more) };
}

describe('a download that breaks off', () => {
  it('is continued where the server still has the same', async () => {
    const { server, folder, files, request } = await serving({ faults: ['cut'] });
    expect((await download(request)).counts.saved).toBe(1);
    expect(differing(folder, files)).toEqual([]);
    const [first, second] = server.requests;
    expect(second).toMatchObject({
      status: 206,
      range: `bytes=${first?.sent}-`,
      sent: bytes.length - (first?.sent ?? 0),
    });
    expect(second?.ifRange).toMatch(/^"[0-9a-f]+"$/);
  });

  it.each<[Fault, number[]]>([
    ['changedTag', [200, 200]],
    ['rangeIgnored', [200, 200]],
    ['rangeWrong', [200, 206, 200]],
    ['rangeRefused', [200, 416, 200]],
  ])('begins anew where it cannot be: %s', async (fault, statuses) => {
    const { server, folder, files, request } = await serving({ faults: ['cut', fault] });
    expect((await download(request)).counts.saved).toBe(1);
    expect(server.requests.map(({ status }) => status)).toEqual(statuses);
    expect(differing(folder, files)).toEqual([]);
  });

  it('asks for all of it where nothing tells whether the file is the same', async () => {
    const { server, request } = await serving({ faults: ['cut'], isUntagged: true });
    expect((await download(request)).counts.saved).toBe(1);
    expect(server.requests.map(({ range }) => range)).toEqual([null, null]);
  });

  it('is found by the end of its image where no length was declared, and is kept where the server has no more', async () => {
    const cut = bytes.subarray(0, 30_000);
    const { server, folder, files, request } = await serving({ bytes: cut });
    const { results, bytes: counted } = await download(request);
    const flaw = { code: 'noEnd', details: {} };
    expect(results[0]).toMatchObject({ status: 'saved', flaw, kind: 'PNG', bytes: 30_000 });
    expect(counted).toBe(30_000);
    expect(server.requests).toHaveLength(3);
    expect(differing(folder, files)).toEqual([]);
    // Every later run says so again.
    const again = await download(request);
    expect(again.results[0]).toMatchObject({ status: 'present', flaw });
    expect(describeFailures(again.results)).toEqual(['a.png: The image has no end; the server has it so. Look at it.']);
  });

  it('is told from an image that something follows', async () => {
    const { server, request } = await serving({ bytes: Buffer.concat([bytes, Buffer.alloc(70, 7)]) });
    const { results } = await download(request);
    expect(results[0]).toMatchObject({ status: 'saved', flaw: { code: 'trailingData' } });
    expect(server.requests).toHaveLength(1);
  });

  it('is told where the file that is there has another size than the one that came', async () => {
    const { folder, request } = await serving({});
    await download(request);
    truncateSync(join(folder, 'a.png'), 1234);
    const { results } = await download(request);
    const details = { bytes: 1234, expected: bytes.length };
    expect(results[0]).toMatchObject({ status: 'present', flaw: { code: 'sizeDiffers', details } });
  });
});

describe('what the server refuses', () => {
  it.each<[Fault, string, object]>([
    ['forbidden', 'httpStatusReason', { status: 403, reason: 'AccessDenied: Access denied.' }],
    ['missing', 'httpStatusReason', { status: 404, reason: 'No such image' }],
    ['gone', 'httpStatus', { status: 410 }],
    ['errorAsImage', 'notAnImageReason', { looksLike: 'XML', reason: 'AccessDenied: Access denied.' }],
  ])('is told, remembered, and asked for again only on demand: %s', async (fault, code, details) => {
    const { server, folder, request } = await serving({ faults: [fault] });
    const failed = { status: 'failed', problem: { code, details } };
    expect((await download(request)).results[0]).toMatchObject({ ...failed, isRemembered: false });
    expect((await download(request)).results[0]).toMatchObject({ ...failed, isRemembered: true });
    expect(server.requests).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['.maskscope']);
    expect((await download({ ...request, retryFailed: true })).counts.saved).toBe(1);
  });

  it('is asked for again where its address was signed anew', async () => {
    const { request } = await serving({ faults: ['forbidden'] });
    const signed = (signature: string) => ({
      ...request,
      files: request.files.map(({ url, name }) => ({ url: `${url}?Signature=${signature}`, name })),
    });
    expect((await download(signed('old'))).counts.failed).toBe(1);
    expect((await download(signed('new'))).counts.saved).toBe(1);
    expect((await download(signed('newer'))).counts.present).toBe(1);
  });

  it('is given up after some attempts where it does not pass, but not remembered', async () => {
    const { server, request } = await serving({ faults: Array<Fault>(3).fill('serverError') });
    const { results } = await download({ ...request, retry: { attempts: 3 } });
    expect(results[0]?.problem).toEqual({
      code: 'httpStatusReason',
      details: { status: 500, reason: 'Internal error' },
    });
    expect(server.requests).toHaveLength(3);
    expect((await download(request)).counts.saved).toBe(1);
  });
});

describe('a file of several addresses', () => {
  const signed = (request: DownloadRequest, ...paths: readonly string[]): DownloadRequest => ({
    ...request,
    files: request.files.map(({ url, name }) => ({ url, name, others: paths.map((path) => new URL(path, url).href) })),
  });

  it('comes from the first that leads to it', async () => {
    const { server, folder, request } = await serving({ faults: ['forbidden', 'missing'] });
    const { results } = await download(signed(request, '/a.png?sig=1', '/a.png?sig=2', '/a.png?sig=3'));
    expect(results[0]).toMatchObject({ status: 'saved', bytes: bytes.length });
    expect(server.requests.map(({ query }) => query)).toEqual(['', '?sig=1', '?sig=2']);
    expect(Buffer.compare(readFileSync(join(folder, 'a.png')), bytes)).toBe(0);
  });

  it('is given up for good only where all of them are', async () => {
    const { server, request } = await serving({ faults: ['forbidden', 'missing', 'serverError', 'missing'] });
    const gone = signed(request, '/a.png?sig=1');
    expect((await download(gone)).results[0]).toMatchObject({ status: 'failed', isRemembered: false });
    expect((await download(gone)).results[0]).toMatchObject({ status: 'failed', isRemembered: true });
    expect(server.requests).toHaveLength(2);
    const other = signed(request, '/a.png?sig=2');
    const { results } = await download({ ...other, retry: { attempts: 1 } });
    expect(results[0]?.problem).toMatchObject({ details: { status: 500 } });
    expect((await download(other)).counts.saved).toBe(1);
  });
});

it('a file above the limit is refused by its declared length, and while it comes', async () => {
  for (const faults of [[], ['cutWithoutLength']] as Fault[][]) {
    const { server, folder, request } = await serving({ faults, pace: 1 }, { maxBytes: 20_000 });
    expect((await download(request)).results[0]?.problem).toEqual({ code: 'tooLarge', details: { limit: 20_000 } });
    expect(server.requests).toHaveLength(1);
    expect(readdirSync(folder)).toEqual(['.maskscope']);
  }
});

it('a declared length of more digits than numbers hold is above the limit', () => {
  const lengthOf = (length: string) => bodyFacts(new Response(null, { headers: { 'content-length': length } }))?.length;
  expect(lengthOf('123456789012345')).toBe(123456789012345);
  expect(lengthOf('9999999999999999')).toBeGreaterThan(1e15);
  expect(lengthOf('9'.repeat(400))).toBe(Infinity);
  expect(lengthOf('-1')).toBeNull();
});

it('a body that is sent compressed arrives as it was', async () => {
  const { folder, request } = await serving({ bytes: gzipSync(bytes), isGzipped: true });
  expect((await download(request)).results[0]).toMatchObject({ status: 'saved', bytes: bytes.length });
  expect(Buffer.compare(readFileSync(join(folder, 'a.png')), bytes)).toBe(0);
});

it('a name that came from one address is not taken for another', async () => {
  const { server, folder, request } = await serving({});
  await download(request);
  const other = { ...request, files: [{ url: `${server.url}/b.png`, name: 'a.png' }] };
  expect((await download(other)).results[0]?.problem).toEqual({ code: 'otherSource', details: { name: 'a.png' } });
  expect(existsSync(join(folder, 'a.png'))).toBe(true);
});

describe('the state file', () => {
  it('may be cut at any byte, damaged or absent: what is there is not fetched again', async () => {
    const files = faultyImages(new SeededRandom(3), 12, 0.3, ['missing']);
    const server = await FaultyServer.start(files);
    servers.push(server);
    const request = requestFor(server, files, newFolder());
    const { counts } = await download(request);
    expect(counts.failed).toBeGreaterThan(0);
    const path = downloadJournalPath(request.folder);
    const whole = readFileSync(path);
    const asked = () => server.requests.length;
    for (let length = 0; length <= whole.length; length += 37) {
      writeFileSync(path, whole);
      truncateSync(path, length);
      // Failures that were forgotten may be asked for; the server has the files by then.
      const again = await download({ ...request, files: request.files.slice(0, 6) });
      expect(again.counts.present + again.counts.failed + again.counts.saved).toBe(6);
    }
    writeFileSync(path, whole);
    appendFileSync(
      path,
      '{"name":"0001.png","state":"failed","request":"../..","problem":{"code":"toString"}}\n\0\xff{]',
    );
    const before = asked();
    expect((await download(request)).counts.saved).toBe(0);
    expect(asked()).toBe(before);
  });
});

describe('a host that asks to be left alone', () => {
  it('is told with the time', async () => {
    const { server, request } = await serving({ faults: ['tooManyRequestsLong'] });
    const stop = new AbortController();
    const held: string[] = [];
    const outcome = await new Download(request, {
      agreed: () => true,
      onEvent: (event) => {
        if (event.type !== 'progress' || event.progress.held === null) return;
        held.push(describeProgress(event.progress));
        stop.abort();
      },
    }).run(stop.signal);
    expect(outcome.counts.stopped).toBe(1);
    expect(held[0]).toContain(`${server.host} asks to wait 120 s`);
  });

  it('keeps no timer, and with it no process, once nothing waits for it', async () => {
    const timers = (): number => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const limits = new HostLimits({ concurrency: 2, perHost: 2, perSecond: 1e6 }, () => performance.now());
    const before = timers();
    limits.hold('a', 120_000);
    const stop = new AbortController();
    const waiting = [limits.enter('a', stop.signal), limits.enter('a', stop.signal)];
    expect(timers()).toBe(before + 1);
    stop.abort(new Error('stopped'));
    for (const one of waiting) await expect(one).rejects.toThrow('stopped');
    expect(timers()).toBe(before);
  });
});

describe('pause, resume and stop', () => {
  it('end the requests that run, keep their bytes, and go on with the rest', async () => {
    const { server, folder, files, request } = await serving({ pace: 20 });
    const states: string[] = [];
    const running: Download = new Download(request, {
      agreed: () => true,
      timing: hastyTiming(2),
      onEvent: (event: DownloadEvent) => {
        if (event.type === 'state') states.push(event.state);
        if (event.type === 'progress' && event.progress.bytes > 0 && states.length === 1) {
          running.pause();
          setTimeout(() => running.resume(), 100);
        }
      },
    });
    const { counts } = await running.run();
    expect(counts.saved).toBe(1);
    expect(states).toEqual(['running', 'paused', 'running', 'ended']);
    expect(server.requests.map(({ status }) => status)).toEqual([200, 206]);
    expect(differing(folder, files)).toEqual([]);
  });

  it('leave what is missing to the next run', async () => {
    const { server, folder, files, request } = await serving({ pace: 20 });
    const stop = new AbortController();
    const stopped = await new Download(request, {
      agreed: () => true,
      onEvent: (event) => {
        if (event.type === 'progress' && event.progress.bytes > 0) stop.abort();
      },
    }).run(stop.signal);
    expect(stopped.counts).toEqual({ saved: 0, present: 0, failed: 0, stopped: 1 });
    expect(existsSync(join(folder, 'a.png'))).toBe(false);
    expect((await download(request)).counts.saved).toBe(1);
    expect(server.requests.map(({ status }) => status)).toEqual([200, 206]);
    expect(differing(folder, files)).toEqual([]);
  });

  it('keep a second download out of the folder', async () => {
    const { request } = await serving({ pace: 20 });
    const first = download(request);
    await expect(download(request)).rejects.toThrow(/Another maskscope/);
    expect((await first).counts.saved).toBe(1);
  });
});
