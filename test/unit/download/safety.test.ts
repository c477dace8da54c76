import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { HostQuestion } from '../../../src/platform/download/hostGuard.ts';
import { isPrivateAddress } from '../../../src/platform/download/privateAddress.ts';
import { downloadJournalPath } from '../../../src/platform/download/downloadJournal.ts';
import { newFolder } from '../../fixtures/downloadFolder.ts';
import { download } from '../../fixtures/downloads.ts';
import { FaultyServer, type ServedFile } from '../../fixtures/faultyServer.ts';
import { paddedPng } from '../../fixtures/servedImages.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const bytes = paddedPng(new SeededRandom(5), 300);
const files = new Map<string, ServedFile>([['/ok.png', { bytes }]]);
const otherFiles = new Map<string, ServedFile>([['/ok.png', { bytes }]]);
let server: FaultyServer;
let other: FaultyServer;

beforeAll(async () => {
  server = await FaultyServer.start(files);
  other = await FaultyServer.start(otherFiles);
  files.set('/away.png', { bytes, faults: Array(9).fill('redirect'), location: `${other.url}/ok.png` });
  files.set('/loop.png', { bytes, faults: Array(9).fill('redirectLoop') });
  files.set('/back.png', { bytes, faults: Array(9).fill('redirect'), location: `${other.url}/back.png` });
  otherFiles.set('/back.png', { bytes, faults: Array(9).fill('redirect'), location: `${server.url}/ok.png` });
  files.set('/file.png', { bytes, faults: Array(9).fill('redirect'), location: 'file:///etc/passwd' });
});
afterAll(async () => {
  await server.stop();
  await other.stop();
});

const one = (url: string, name = 'a.png', more: object = {}, hooks: object = {}) => {
  const folder = newFolder();
  return download({ folder, files: [{ url, name }], ...more }, hooks).then(({ results: [result] }) => ({
    folder,
    status: result?.status,
    code: result?.problem?.code ?? null,
  }));
};

describe('private addresses', () => {
  it('are told from public ones', () => {
    const inside =
      '0.0.0.0 10.1.2.3 100.64.0.1 100.127.255.255 127.0.0.1 169.254.169.254 172.16.0.0 172.31.255.255 192.168.0.1 ' +
      '255.255.255.255 224.0.0.1 :: ::1 fc00::1 fd12::1 fe80::1 fe80::1%eth0 ff02::1 ::ffff:127.0.0.1 ::ffff:a00:1 ' +
      '::ffff:100.64.0.1 64:ff9b::7f00:1 2002:7f00:1:: 2001::1 ::127.0.0.1 [::1] [::ffff:7f00:1] localhost';
    const outside =
      '8.8.8.8 100.63.255.255 100.128.0.0 172.15.255.255 172.32.0.0 11.0.0.0 1.1.1.1 ::ffff:8.8.8.8 64:ff9b::808:808 ' +
      '2606:4700:4700::1111 [2a00:1450:4001:800::200e]';
    expect(inside.split(' ').filter((address) => !isPrivateAddress(address))).toEqual([]);
    expect(outside.split(' ').filter(isPrivateAddress)).toEqual([]);
  });
});

describe('hosts', () => {
  it('are asked for once, before the first request, and refused without an agreement', async () => {
    const questions: HostQuestion[] = [];
    const before = server.requests.length;
    const wanted = Array.from({ length: 9 }, (_, i) => ({ url: `${server.url}/ok.png`, name: `${i}.png` }));
    const { counts, results } = await download(
      { folder: newFolder(), files: wanted },
      { agreed: (question) => (questions.push(question), false) },
    );
    expect(questions).toEqual([{ host: server.host, privateAddress: '127.0.0.1', redirectedFrom: null }]);
    expect(counts.failed).toBe(9);
    expect(results[0]?.problem).toEqual({ code: 'hostRefused', details: { host: server.host } });
    expect(server.requests).toHaveLength(before);
  });

  it('redirect nowhere else on a private network unless that is allowed, and the new host is asked for', async () => {
    const before = other.requests.length;
    expect(await one(`${server.url}/away.png`)).toMatchObject({ code: 'redirectPrivate' });
    expect(other.requests).toHaveLength(before);
    const questions: HostQuestion[] = [];
    const agreed = (question: HostQuestion) => questions.push(question) > 0;
    expect(await one(`${server.url}/away.png`, 'a.png', { allowPrivate: true }, { agreed })).toMatchObject({
      status: 'saved',
    });
    expect(questions.map(({ redirectedFrom }) => redirectedFrom)).toEqual([null, server.host]);
    const refused = { agreed: ({ redirectedFrom }: HostQuestion) => redirectedFrom === null };
    expect(await one(`${server.url}/away.png`, 'a.png', { allowPrivate: true }, refused)).toMatchObject({
      code: 'hostRefused',
    });
  });

  it('that resolve to a public address are not talked to at a private one', async () => {
    const before = server.requests.length;
    const url = `${server.url.replace('127.0.0.1', 'localhost')}/ok.png`;
    const lookup = () => Promise.resolve(['93.184.215.14']);
    expect(await one(url, 'a.png', {}, { lookup })).toMatchObject({ code: 'addressPrivate' });
    expect(server.requests).toHaveLength(before);
    expect(await one(url, 'a.png', { allowPrivate: true }, { lookup })).toMatchObject({ status: 'saved' });
  });

  it('are recognised in every spelling of their address', async () => {
    const port = server.host.split(':')[1] ?? '';
    for (const spelling of ['2130706433', '0x7f.1', '0177.0.0.1', '[::ffff:127.0.0.1]']) {
      const questions: HostQuestion[] = [];
      await one(
        `http://${spelling}:${port}/ok.png`,
        'a.png',
        {},
        { agreed: (q: HostQuestion) => (questions.push(q), false) },
      );
      expect(questions[0]?.privateAddress, spelling).toMatch(/^(127\.0\.0\.1|::ffff:7f00:1)$/);
    }
  });
});

describe('addresses', () => {
  it('are refused without a request where they are none to download from', async () => {
    const before = server.requests.length;
    const url = (text: string) => one(text).then(({ code }) => code);
    expect(await url('file:///etc/passwd')).toBe('urlScheme');
    expect(await url('data:image/png;base64,AAAA')).toBe('urlScheme');
    expect(await url('not a url')).toBe('urlInvalid');
    expect(await url(`http://user:secret@${server.host}/ok.png`)).toBe('urlCredentials');
    expect(server.requests).toHaveLength(before);
  });

  it('that redirect to a file or in a circle are given up', async () => {
    expect(await one(`${server.url}/file.png`)).toMatchObject({ code: 'redirectInvalid' });
    const before = server.requests.length;
    expect(await one(`${server.url}/loop.png`)).toMatchObject({ code: 'redirectLoop' });
    expect(server.requests).toHaveLength(before + 6);
  });
});

describe('the key', () => {
  const value = 'Bearer KEY-5f0c';
  const keys = (path: string, at = server) => at.requestsFor(path).map(({ authorization }) => authorization);

  it('goes to its host alone, and not to where that redirects, nor back', async () => {
    files.set('/own.png', { bytes });
    const more = { allowPrivate: true, authorization: { host: server.host, value } };
    await one(`${server.url}/own.png`, 'a.png', more);
    expect(keys('/own.png')).toEqual([value]);
    otherFiles.set('/alone.png', { bytes });
    await one(`${other.url}/alone.png`, 'a.png', more);
    expect(keys('/alone.png', other)).toEqual([null]);
    const before = server.requestsFor('/ok.png').length;
    expect(await one(`${server.url}/back.png`, 'a.png', more)).toMatchObject({ status: 'saved' });
    expect(keys('/back.png')).toEqual([value]);
    expect(keys('/back.png', other)).toEqual([null]);
    expect(keys('/ok.png').slice(before)).toEqual([null]);
  });

  it('is not sent without TLS, unless to this machine where that is allowed', async () => {
    files.set('/plain.png', { bytes });
    await one(`${server.url}/plain.png`, 'a.png', { authorization: { host: server.host, value } });
    expect(keys('/plain.png')).toEqual([null]);
  });

  it('and the queries of addresses are kept nowhere and told to nobody', async () => {
    files.set('/secret.png', { bytes });
    files.set('/denied.png', { bytes, faults: Array(3).fill('forbidden') });
    const folder = newFolder();
    const events: unknown[] = [];
    const request = {
      folder,
      allowPrivate: true,
      authorization: { host: server.host, value },
      files: ['secret', 'denied', 'absent'].map((name) => ({
        url: `${server.url}/${name}.png?X-Goog-Signature=SIGNED77`,
        name: `${name}.png`,
      })),
    };
    const outcome = await download(request, { onEvent: (event) => events.push(event) });
    expect(outcome.counts).toMatchObject({ saved: 1, failed: 2 });
    const told = readFileSync(downloadJournalPath(folder), 'utf8') + JSON.stringify([events, outcome]);
    expect(told).toContain('/secret.png');
    expect(told).not.toMatch(/SIGNED77|KEY-5f0c/);
  });
});

describe('names', () => {
  it.each([
    '../a.png',
    'x/../../a.png',
    '/a.png',
    'a\\b.png',
    'C:a.png',
    'a/',
    '',
    '.',
    'a\0.png',
    '.maskscope/x.png',
    'nul',
    'masks/COM1.png',
  ])('that lead out of the folder are refused: %j', async (name) => {
    const before = server.requests.length;
    expect(await one(`${server.url}/ok.png`, name)).toMatchObject({ code: 'nameUnsafe' });
    expect(server.requests).toHaveLength(before);
  });

  it('lead through no link out of the folder, and over no link or file', async () => {
    const [folder, outside] = [newFolder(), newFolder()];
    symlinkSync(outside, join(folder, 'link'));
    symlinkSync(join(outside, 'victim.png'), join(folder, 'dangling.png'));
    writeFileSync(join(folder, 'mine.png'), 'mine');
    mkdirSync(join(folder, 'inner'));
    const names = [
      'link/a.png',
      'link/deep/a.png',
      'dangling.png',
      'mine.png',
      'inner/a.png',
      'INNER2/a.png',
      'Mine.png',
    ];
    const wanted = names.map((name) => ({ url: `${server.url}/ok.png`, name }));
    const { results } = await download({ folder, files: wanted });
    expect(results.map(({ status, problem }) => problem?.code ?? status)).toEqual([
      'linkLeadsOut',
      'linkLeadsOut',
      'present',
      'present',
      'saved',
      'saved',
      'nameTaken',
    ]);
    expect(readdirSync(outside)).toEqual([]);
    expect(readFileSync(join(folder, 'mine.png'), 'utf8')).toBe('mine');
    expect(existsSync(join(folder, 'inner/a.png'))).toBe(true);
  });
});
