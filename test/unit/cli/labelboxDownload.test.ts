import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { newFolder } from '../../fixtures/downloadFolder.ts';
import { differing } from '../../fixtures/downloads.ts';
import { FaultyServer, type Fault, type ServedFile } from '../../fixtures/faultyServer.ts';
import { paddedPng } from '../../fixtures/servedImages.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, NODE, type Outcome } from './bundle.ts';

const SECRET = 'lb-5ecret-5ecret';
const ROWS = 12;
let script = '';
const servers: FaultyServer[] = [];

beforeAll(async () => {
  script = await bundleCli('labelboxDownload');
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});
afterAll(() => rmSync(join(script, '..'), { recursive: true, force: true }));

/** The command beside this process, which serves what it asks for. */
function run(
  args: readonly string[],
  env: Record<string, string> = {},
  onError?: (pid: number) => void,
): Promise<Outcome> {
  const child = spawn(NODE, [script, 'labelbox', 'download', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  onError?.(child.pid ?? 0);
  return new Promise((resolve) => child.once('close', (status) => resolve({ status, stdout, stderr })));
}

/** A server of originals and masks, and the export that leads to them. */
async function exported(
  faultsOf: (path: string) => readonly (Fault | null)[] = () => [],
  more: Partial<ServedFile> = {},
) {
  const random = new SeededRandom(77);
  const files = new Map<string, ServedFile>();
  const served = new Map<string, ServedFile>();
  const add = (path: string, name: string): void => {
    const file = { bytes: paddedPng(random, random.integer(100, 9000)), faults: faultsOf(path), ...more };
    files.set(path, file);
    served.set(`/${name}`, file);
  };
  for (let row = 1; row <= ROWS; row++) {
    add(`/images/${row}.jpg`, `originals/face.${row}.jpg`);
    for (const name of ['eye', 'nose']) add(`/masks/${row}/${name}`, `masks/face.${row}--f${row}${name}.png`);
  }
  const server = await FaultyServer.start(files);
  servers.push(server);
  const rows = Array.from({ length: ROWS }, (_, i) => ({
    ...{ ID: `l${i + 1}`, 'DataRow ID': `d${i + 1}`, 'External ID': `face.${i + 1}.jpg` },
    'Labeled Data': `${server.url}/images/${i + 1}.jpg?Signature=s3cret`,
    Label: {
      objects: ['eye', 'nose'].map((name) => ({
        ...{ featureId: `f${i + 1}${name}`, title: name, value: name, color: '#ff0000' },
        instanceURI: `${server.url}/masks/${i + 1}/${name}?token=s3cret`,
      })),
      classifications: [],
    },
  }));
  const folder = newFolder();
  const file = join(folder, 'export.json');
  writeFileSync(file, JSON.stringify(rows));
  return { server, file, rows, served, output: join(folder, 'faces') };
}

describe('maskscope labelbox download', () => {
  it('fetches originals and masks through faults, and the second time nothing', async () => {
    const random = new SeededRandom(4);
    const passing: readonly Fault[] = ['tooManyRequests', 'cut', 'hangUp', 'unavailable', 'cutWithoutLength'];
    const { server, file, served, output } = await exported(() =>
      Array.from({ length: 3 }, () => (random.next() < 0.2 ? random.choice(passing) : null)),
    );
    const first = await run([file, '-o', output, '--yes', '--rate', '1000']);
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    expect(first.stdout).toContain(`${file}: 12 rows lead to 36 files\n  ${server.host}: 12 images, 24 masks\n`);
    expect(first.stdout).toMatch(/36 downloaded \([\d.]+ [kM]?B\), 0 there already\n$/);
    expect(differing(output, served)).toEqual([]);
    const asked = server.requests.length;
    const again = await run([file, '-o', output]);
    expect(again.stdout).toContain('0 downloaded (0 B), 36 there already');
    expect([again.status, server.requests.length]).toEqual([0, asked]);
  });

  it('asks nobody without an agreement, and says how to give it', async () => {
    const { server, file, output } = await exported();
    const refused = await run([file, '-o', output]);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toContain(`requests to ${server.host} need an agreement; give --agree ${server.host}`);
    expect(refused.stderr).toContain('36 files: Requests to');
    expect(server.requests).toEqual([]);
    expect(existsSync(output)).toBe(false);
    const agreed = await run([file, '-o', output, '--agree', server.host, '--originals']);
    expect(agreed.status).toBe(0);
    expect(server.requests.every(({ path }) => path.startsWith('/images/'))).toBe(true);
    expect(readdirSync(output, { recursive: true }).filter((name) => /\.(?:jpg|png)$/.test(String(name)))).toHaveLength(
      12,
    );
  });

  it('says what has expired, what is missing and why, and retries on demand', async () => {
    const { server, file, rows, output } = await exported((path) =>
      path === '/images/3.jpg' ? ['missing'] : path === '/masks/4/eye' ? ['forbidden'] : [],
    );
    const expired = rows.map((row, i) =>
      i === 6 ? { ...row, 'Labeled Data': `${row['Labeled Data']}&Expires=1500000000000` } : row,
    );
    writeFileSync(file, JSON.stringify(expired));
    const { status, stdout, stderr } = await run([file, '-o', output, '--yes']);
    expect(status).toBe(1);
    expect(stdout).toContain('not asked for: 1 link expired, the last one 2017-07-14');
    expect(stdout).toContain('33 downloaded');
    expect(stderr).toContain('originals/face.7.jpg: The link expired on 2017-07-14.');
    expect(stderr).toContain('originals/face.3.jpg: The server answered 404: No such image');
    expect(stderr).toContain('masks/face.4--f4eye.png: The server answered 403: AccessDenied: Access denied.');
    expect(stdout + stderr).not.toContain('s3cret');
    expect(server.requestsFor('/images/7.jpg')).toEqual([]);
    const again = await run([file, '-o', output, '--yes', '--json']);
    const lines = again.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; counts?: object });
    expect(lines[0]).toMatchObject({ type: 'list', total: 36, expired: 1 });
    expect(lines.at(-1)).toMatchObject({ type: 'outcome', counts: { saved: 0, present: 33, failed: 3, stopped: 0 } });
    expect(again.status).toBe(1);
    const last = await run([file, '-o', output, '--yes', '--retry-failed', '--expired']);
    expect([last.status, last.stderr]).toEqual([0, '']);
  });

  it('says which rows could not be read', async () => {
    const { file, rows, output } = await exported();
    const lines = rows.map((row) => JSON.stringify(row));
    lines[2] = '{"broken": tru}';
    writeFileSync(file, `[\n${lines.join(',\n')}\n`);
    const { status, stdout, stderr } = await run([file, '-o', output, '--yes']);
    expect(stdout).toContain('11 rows lead to 33 files');
    expect(stderr).toContain(
      `${file}: 1 row could not be read (line 4); the file ends before its end, so that rows may be missing`,
    );
    expect(status).toBe(1);
    writeFileSync(file, JSON.stringify(rows.slice(0, 1)));
    expect((await run([file, '-o', output, '--originals'])).stdout).toContain('1 row leads to 1 file\n');
  });

  it('stops at once with Ctrl+C, and goes on from there', async () => {
    const { server, file, served, output } = await exported(() => [], { pace: 150 });
    const stopped = await run([file, '-o', output, '--yes'], {}, (pid) => {
      const timer = setInterval(() => {
        if (server.requests.length < 6) return;
        clearInterval(timer);
        process.kill(pid, 'SIGINT');
      }, 5);
    });
    expect(stopped.status).toBe(1);
    expect(stopped.stderr).toContain('stopped; the same command goes on from here');
    expect(stopped.stdout).toMatch(/\d+ not reached/);
    expect((await run([file, '-o', output, '--yes', '--concurrency', '16'])).status).toBe(0);
    expect(differing(output, served)).toEqual([]);
  });

  it('sends the key to its host alone, and shows it nowhere', async () => {
    const { server, file, output } = await exported();
    const keyed = ['-o', output, '--yes', '--allow-private', '--key-host', server.host];
    expect((await run([file, ...keyed])).status).toBe(2);
    const { status, stdout, stderr } = await run([file, ...keyed, '--masks'], { LABELBOX_API_KEY: SECRET });
    expect(status).toBe(0);
    expect(new Set(server.requests.map(({ authorization }) => authorization))).toEqual(new Set([`Bearer ${SECRET}`]));
    const other = server.requests.length;
    const keyFile = join(output, '..', 'key');
    writeFileSync(keyFile, `${SECRET}\n`);
    const second = await run([file, ...keyed.slice(0, -1), 'api.labelbox.com', '--key-file', keyFile, '--originals']);
    expect(second.status).toBe(0);
    expect(new Set(server.requests.slice(other).map(({ authorization }) => authorization))).toEqual(new Set([null]));
    const state = readFileSync(join(output, '.maskscope', 'downloads.jsonl'), 'utf8');
    expect(stdout + stderr + second.stdout + second.stderr + state).not.toContain(SECRET);
  });

  it('says what is wrong with the folder, and of which file', async () => {
    const { file, output } = await exported();
    const folder = join(output, '..');
    writeFileSync(join(folder, 'afile'), '');
    const outputs = async (path: string) => (await run([file, '-o', path, '--yes'])).stderr;
    const noFolder = 'A folder is expected, but the path leads to a file or through one';
    expect(await outputs(join(folder, 'afile'))).toBe(`maskscope: ${join(folder, 'afile')}: ${noFolder}\n`);
    expect(await outputs(join(folder, 'afile/sub'))).toBe(`maskscope: ${join(folder, 'afile/sub')}: ${noFolder}\n`);
    const state = join(folder, 'state', '.maskscope', 'downloads.jsonl');
    mkdirSync(state, { recursive: true });
    expect(await outputs(join(folder, 'state'))).toBe(`maskscope: ${state}: This is not a regular file\n`);
    mkdirSync(join(folder, 'linked'));
    symlinkSync(folder, join(folder, 'linked', 'originals'));
    const linked = await run([file, '-o', join(folder, 'linked'), '--yes', '--originals']);
    expect(linked.stderr.trim().split('\n')).toEqual([
      'maskscope: 12 files: originals is a link that leads out of the output folder. Put a folder in its place, ' +
        'or choose another one. (originals/face.1.jpg, originals/face.2.jpg, originals/face.3.jpg, …)',
    ]);
  });

  it('says that the key goes nowhere by http', async () => {
    const { server, file, output } = await exported();
    const env = { LABELBOX_API_KEY: SECRET };
    const { stderr } = await run([file, '-o', output, '--yes', '--originals', '--key-host', server.host], env);
    expect(stderr).toContain(`the key is not sent to ${server.host} by http; it needs https`);
    expect(server.requests.every(({ authorization }) => authorization === null)).toBe(true);
  });

  it('says what cannot be', async () => {
    const { file, output } = await exported();
    expect((await run([file, '-o', output, '--agree', ''])).status).toBe(2);
    writeFileSync(file, '{"a": 1}');
    const none = await run([file, '-o', output]);
    expect([none.status, existsSync(output)]).toEqual([1, false]);
    expect((await run([join(output, 'none.json'), '-o', output])).stderr).toContain('does not exist');
    for (const wrong of [
      [file],
      ['-o', output],
      [file, '-o', output, '--concurrency', '0'],
      [file, '-o', output, '--rate', 'x'],
    ]) {
      expect((await run(wrong)).status).toBe(2);
    }
    expect((await run([file, '-o', output, '--key-host', 'https://a/b'], { LABELBOX_API_KEY: SECRET })).status).toBe(2);
  });
});
