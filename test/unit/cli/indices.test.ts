import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npyHeader } from '../../../src/core/formats/npy.ts';
import { chunk, file, greyFile, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';
import { bundleCli, NODE, runCli } from './bundle.ts';

const PYTHON = '/usr/bin/python3';
const hasNumpy = spawnSync(PYTHON, ['-c', 'import numpy']).status === 0;
if (!hasNumpy) console.warn(`skipped: ${PYTHON} has no numpy to read arrays back`);

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('indices');
  folder = mkdtempSync(join(tmpdir(), 'maskscope-indices-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(script, args, { cwd: folder });
const put = (name: string, bytes: Uint8Array) => writeFileSync(join(folder, name), bytes);

/** What numpy makes of a file: type, whether in C order, and the values. */
function load(name: string): unknown {
  const code = `
import json, sys, numpy
array = numpy.load(sys.argv[1])
print(json.dumps([array.dtype.str, bool(array.flags.c_contiguous), array.tolist()]))`;
  return JSON.parse(spawnSync(PYTHON, ['-c', code, join(folder, name)], { encoding: 'utf8' }).stdout);
}

describe('npyHeader', () => {
  it('is what numpy writes', () => {
    const expected = "\u0093NUMPY\u0001\0v\0{'descr': '|u1', 'fortran_order': False, 'shape': (375, 500), }";
    const text = Buffer.from(npyHeader('u1', [375, 500])).toString('latin1');
    expect(text).toBe(`${expected.padEnd(127)}\n`);
  });
});

describe.skipIf(!hasNumpy)('maskscope indices, read by numpy', () => {
  it('keeps palette ids, those beyond the palette too', () => {
    put('mask.png', paletteFile(3, 2, Uint8Array.of(0, 1, 2, 255, 7, 1), [chunk('PLTE', Buffer.alloc(6))]));
    expect(run('indices', 'mask.png', '-o', 'mask.npy')).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(load('mask.npy')).toEqual([
      '|u1',
      true,
      [
        [0, 1, 2],
        [255, 7, 1],
      ],
    ]);
  });

  it('writes 16-bit ids as uint16', () => {
    const rows = Buffer.from([0, 0x03, 0xe8, 0, 7, 0, 0xff, 0xff, 0x01, 0x00]);
    put('instances.png', file(ihdr(2, 2, 16, 0), idat(rows), IEND));
    expect(run('indices', 'instances.png', '--output', 'instances.npy').status).toBe(0);
    expect(load('instances.npy')).toEqual([
      '<u2',
      true,
      [
        [1000, 7],
        [65535, 256],
      ],
    ]);
  });

  it('unpacks ids of few bits and takes the grey of grey with alpha', () => {
    put(
      'bits.png',
      file(ihdr(5, 1, 2, 3), chunk('PLTE', Buffer.alloc(12)), idat(Buffer.from([0, 0b00011011, 0b01000000])), IEND),
    );
    put('alpha.png', file(ihdr(2, 1, 8, 4), idat(Buffer.from([0, 9, 255, 8, 0])), IEND));
    expect(run('indices', 'bits.png', '-o', 'bits.npy').status).toBe(0);
    expect(run('indices', 'alpha.png', '-o', 'alpha.npy').status).toBe(0);
    expect(load('bits.npy')).toEqual(['|u1', true, [[0, 1, 2, 3, 1]]]);
    expect(load('alpha.npy')).toEqual(['|u1', true, [[9, 8]]]);
  });

  it('combines the colours of panoptic maps, as their reference code does', () => {
    put('panoptic.png', file(ihdr(2, 1, 8, 2), idat(Buffer.from([0, 1, 2, 3, 255, 255, 255])), IEND));
    put('rgba.png', file(ihdr(1, 1, 8, 6), idat(Buffer.from([0, 4, 0, 1, 0])), IEND));
    expect(run('indices', '--panoptic', 'panoptic.png', '-o', 'panoptic.npy').status).toBe(0);
    expect(run('indices', '--panoptic', 'rgba.png', '-o', 'rgba.npy').status).toBe(0);
    expect(load('panoptic.npy')).toEqual(['<u4', true, [[1 + 2 * 256 + 3 * 65536, 16777215]]]);
    expect(load('rgba.npy')).toEqual(['<u4', true, [[4 + 65536]]]);
  });
});

describe('maskscope indices', () => {
  it('refuses colours, and palettes with --panoptic, and writes nothing', () => {
    put('rgb.png', file(ihdr(1, 1, 8, 2), idat(Buffer.from([0, 1, 2, 3])), IEND));
    put('grey.png', greyFile(2, 2));
    const colours = run('indices', 'rgb.png', '-o', 'no.npy');
    expect(colours.status).toBe(1);
    expect(colours.stderr).toMatch(/^maskscope: rgb\.png: The pixels are colours, not ids; .*--panoptic\n$/);
    const grey = run('indices', '--panoptic', 'grey.png', '-o', 'no.npy');
    expect(grey.status).toBe(1);
    expect(grey.stderr).toMatch(/^maskscope: grey\.png: --panoptic needs an RGB or RGBA image/);
    expect(existsSync(join(folder, 'no.npy'))).toBe(false);
  });

  it('leaves an existing output alone when the mask cannot be read, and no temporary file', () => {
    put('old.npy', Buffer.from('old'));
    put('bad.png', Buffer.from('not a PNG'));
    const { status, stderr } = run('indices', 'bad.png', '-o', 'old.npy');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^maskscope: bad\.png: This is not a PNG file/);
    expect(readFileSync(join(folder, 'old.npy'), 'utf8')).toBe('old');
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('names the output when that is the problem', () => {
    put('grey.png', greyFile(2, 2));
    const { status, stderr } = run('indices', 'grey.png', '-o', 'absent/out.npy');
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: 'maskscope: absent/out.npy: The file or its folder does not exist\n',
    });
  });

  it('leaves no temporary file where Ctrl+C ends it while it writes', async () => {
    const side = 12_000;
    put('large.png', greyFile(side, side));
    put('large.npy', Buffer.from('old'));
    const isWriting = (): boolean => readdirSync(folder).some((name) => name.endsWith('.tmp'));
    let interrupted = 0;
    for (let attempt = 0; attempt < 5 && interrupted === 0; attempt++) {
      const child = spawn(NODE, [script, 'indices', 'large.png', '-o', 'large.npy'], { cwd: folder, stdio: 'ignore' });
      const ended = new Promise((resolve) => child.once('exit', (_status, signal) => resolve(signal)));
      while (child.exitCode === null && child.signalCode === null && !isWriting()) await wait(1);
      child.kill('SIGINT');
      if ((await ended) === 'SIGINT') interrupted++;
      expect(isWriting()).toBe(false);
      if (interrupted > 0) expect(readFileSync(join(folder, 'large.npy'), 'utf8')).toBe('old');
    }
    expect(interrupted).toBe(1);
  });
});
