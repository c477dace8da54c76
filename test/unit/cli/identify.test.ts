import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IdentifyFacts } from '../../../src/core/identify/facts.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { chunk, greyFile, paletteFile } from '../../fixtures/pngBuilder.ts';
import { sharedPath } from '../../fixtures/sharedData.ts';
import { bundleCli, NODE, runCli } from './bundle.ts';

const PALETTE = chunk('PLTE', Buffer.from([0, 0, 0, 128, 0, 0, 128, 0, 0]));
let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('identify');
  folder = mkdtempSync(join(tmpdir(), 'maskscope-cli-'));
  writeFileSync(join(folder, 'mask.png'), paletteFile(4, 2, Uint8Array.of(0, 1, 2, 2, 2, 2, 1, 0), [PALETTE]));
  writeFileSync(join(folder, 'grey.png'), greyFile(3, 3));
  writeFileSync(join(folder, 'empty.png'), '');
  writeFileSync(join(folder, '-dash.png'), greyFile(1, 1));
  const broken = greyFile(3, 3);
  broken[broken.length - 20] = (broken[broken.length - 20] ?? 0) ^ 1;
  writeFileSync(join(folder, 'broken.png'), broken);
  mkdirSync(join(folder, 'folder.png'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(script, args, { cwd: folder });

describe('maskscope', () => {
  it('explains itself', () => {
    for (const args of [['--help'], ['-h'], ['help'], ['identify', '--help'], ['indices', '-h'], ['help', 'indices']]) {
      const { status, stdout, stderr } = run(...args);
      expect({ args, status, stderr }).toEqual({ args, status: 0, stderr: '' });
      expect(stdout).toContain('Usage:');
    }
  });

  it('tells its version', () => {
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(run('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  it.each([
    [
      [],
      'give a command: identify, indices, scan, stats, check, compare, colours, overlay, sheet, cutout, focus, transform, review, reencode, border, specks, split, undo or labelbox; see maskscope --help',
    ],
    [['paint'], "unknown command 'paint'; see maskscope --help"],
    [['--paint'], "unknown option '--paint'; see maskscope --help"],
    [['identify'], 'give at least one file; see maskscope identify --help'],
    [['identify', '--all', 'mask.png'], "unknown option '--all'; see maskscope identify --help"],
    [['indices', 'mask.png'], 'give the output with -o OUT.npy; see maskscope indices --help'],
    [['indices', 'a', 'b', '-o', 'c'], 'give exactly one file; see maskscope indices --help'],
    [
      ['indices', 'mask.png', '-o', './mask.png'],
      'the output would replace the mask itself; see maskscope indices --help',
    ],
  ])('refuses %j with status 2', (args, message) => {
    expect(run(...args)).toEqual({ status: 2, stdout: '', stderr: `maskscope: ${message}\n` });
  });

  it('says in one line that Node is too old', () => {
    const pretend = `Object.defineProperty(process.versions,'node',{value:'22.12.0'});require(${JSON.stringify(script)})`;
    const { status, stdout, stderr } = spawnSync(NODE, ['-e', pretend], { encoding: 'utf8' });
    expect({ status, stdout, stderr }).toEqual({
      status: 1,
      stdout: '',
      stderr: 'maskscope: needs Node.js 22.13 or newer; this is 22.12.0\n',
    });
  });
});

describe('maskscope identify', () => {
  it('prints one report after the other and nothing else', () => {
    const { status, stdout, stderr } = run('identify', 'mask.png', 'grey.png');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout.match(/^\S.*$/gm)).toEqual(['Image: mask.png', 'Image: grey.png']);
    expect(stdout).toContain(
      '  Histogram:\n         2: (  0,  0,  0) #000000 black\n         6: (128,  0,  0) #800000 maroon\n',
    );
  });

  it('adds the histogram by id on request', () => {
    const { stdout } = run('identify', '--ids', 'mask.png');
    expect(stdout.match(/^\S.*$/gm)).toEqual(['Image: mask.png', 'Ids: mask.png']);
    expect(stdout).toContain('         4: id 2 #800000 maroon\n');
    expect(stdout).toContain('Ids 1 and 2 share the colour #800000');
  });

  it('prints the same facts as JSON, one line a file', () => {
    const lines = run('identify', '--json', 'mask.png', 'grey.png').stdout.trimEnd().split('\n');
    const facts = lines.map((line) => JSON.parse(line) as IdentifyFacts);
    expect(facts.map(({ name, type, width, height }) => [name, type, width, height])).toEqual([
      ['mask.png', 'Palette', 4, 2],
      ['grey.png', 'Bilevel', 3, 3],
    ]);
    expect(facts[0]?.ids?.histogram.map(({ id, count }) => [id, count])).toEqual([
      [0, 2],
      [1, 2],
      [2, 4],
    ]);
  });

  it('gives a line for each file that it cannot read, prints the others and exits with 1', () => {
    const { status, stdout, stderr } = run(
      'identify',
      'absent.png',
      'mask.png',
      'empty.png',
      'broken.png',
      'folder.png',
      'grey.png',
    );
    expect(status).toBe(1);
    expect(stdout.match(/^\S.*$/gm)).toEqual(['Image: mask.png', 'Image: grey.png']);
    const [absent, empty, broken, directory, ...rest] = stderr.trimEnd().split('\n');
    expect(absent).toBe('maskscope: absent.png: The file or its folder does not exist');
    expect(empty).toMatch(/^maskscope: empty\.png: The file is empty/);
    expect(broken).toMatch(
      /^maskscope: broken\.png: Chunk IDAT is damaged: the CRC computed from its bytes is 0x\w+, the CRC stored in it 0x\w+, at byte 33$/,
    );
    expect(directory).toBe('maskscope: folder.png: This is a directory; give the files in it');
    expect(rest).toEqual([]);
  });

  it('reads standard input for -, and files with a dash after --', () => {
    const input = greyFile(2, 2);
    const piped = runCli(script, ['identify', '-'], { input });
    expect(piped.stdout.split('\n')[0]).toBe('Image: -');
    expect(piped.status).toBe(0);
    expect(run('identify', '--', '-dash.png').stdout.split('\n')[0]).toBe('Image: -dash.png');
  });

  it('escapes control characters of names', () => {
    expect(run('identify', 'a\u001b[31m\n.png').stderr).toBe(
      'maskscope: a\\x1b[31m\\x0a.png: The file or its folder does not exist\n',
    );
  });

  it('ends quietly when its reader goes away', () => {
    const files = Array.from({ length: 200 }, () => 'mask.png').join(' ');
    const { stdout, stderr, status } = spawnSync(
      'sh',
      ['-c', `{ "$0" "$1" identify ${files}; echo "status $?" >&2; } | head -n 1`, NODE, script],
      { cwd: folder, encoding: 'utf8' },
    );
    expect({ stdout, stderr, status }).toEqual({ stdout: 'Image: mask.png\n', stderr: 'status 0\n', status: 0 });
  });

  it.skipIf(!existsSync('/dev/full'))('says that standard output cannot be written', () => {
    const { stderr, status } = spawnSync('sh', ['-c', '"$0" "$1" identify mask.png > /dev/full', NODE, script], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^maskscope: standard output: ENOSPC.*\n$/);
  });
});

describeShared('data/masks-paletted', 'maskscope identify on a real mask', () => {
  it('prints the listing of ImageMagick down to the colormap', () => {
    const path = 'masks-paletted/labelme/semantic_segmentation/SegmentationClass/2011_000003.png';
    const listing = readFileSync(sharedPath(`oracle/imagemagick-7.0.8/${path}.txt`), 'utf8');
    const { stdout } = runCli(script, ['identify', sharedPath(`data/${path}`)]);
    const above = (report: string) => report.slice(report.indexOf('\n'), report.indexOf('  Rendering intent:'));
    expect(above(stdout)).toBe(above(listing));
  });
});
