import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { bundleCli, runCli } from './bundle.ts';

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('swapped');
});

beforeEach(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'maskscope-channels-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/**
 * Masks as `cv2.imwrite` makes them of RGB arrays: `tells` holds aeroplane (128, 0, 0) and chair (192, 0, 0), `either`
 * bird (128, 128, 0) on black, whose swap is the bus's, and `plain` green alone, which is its own swap.
 */
function writeMasks(written = 'value'): void {
  const program = `
import os
import cv2, numpy
os.mkdir('masks')
def write(name, *colours):
    value = numpy.zeros((20, 20, 3), numpy.uint8)
    for at, colour in enumerate(colours):
        value[4 * at + 2:4 * at + 6, 3:15] = colour
    cv2.imwrite('masks/' + name + '.png', ${written})
write('tells', (128, 0, 0), (192, 0, 0))
write('either', (128, 128, 0))
write('plain', (0, 128, 0))`;
  const { status, stderr } = spawnSync('/usr/bin/python3', ['-c', program], { cwd: folder });
  if (status !== 0) throw new Error(String(stderr));
}

const run = (...args: string[]) =>
  runCli(script, ['reencode', 'masks', '--palette', 'voc', '--by', 'colour', '-o', 'out', '--yes', ...args], {
    cwd: folder,
  });
const idsOf = (name: string): Set<number> =>
  new Set(decodeIndependently(readFileSync(join(folder, 'out', name))).samples);

describe.skipIf(!hasReference)('files of one run in which red and blue are swapped', () => {
  it('hold back those whose colours fit either way, until the user decides', () => {
    writeMasks();
    const { status, stdout } = run();
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /either\.png: left alone\n(?: .*\n)* {2}error: The colours fit with red and blue swapped too/,
    );
    expect(stdout).toContain(
      'warning: Files in which blue and red are swapped: 1. Files that may be swapped as well, and are left alone: 1.',
    );
    expect(existsSync(join(folder, 'out/either.png'))).toBe(false);
    expect(idsOf('plain.png')).toEqual(new Set([0, 2]));

    rmSync(join(folder, 'out'), { recursive: true });
    expect(run('--swap-red-blue').status).toBe(0);
    expect(idsOf('either.png')).toEqual(new Set([0, 3]));
    expect(idsOf('tells.png')).toEqual(new Set([0, 1, 9]));

    rmSync(join(folder, 'out'), { recursive: true });
    expect(run('--no-swap').status).toBe(1);
    expect(idsOf('either.png')).toEqual(new Set([0, 6]));
  });

  it('hold nothing back where the files that tell are as they should be', () => {
    writeMasks('value[:, :, ::-1]');
    const { status, stdout } = run();
    expect(status).toBe(0);
    expect(stdout).not.toContain('swapped');
    expect(idsOf('either.png')).toEqual(new Set([0, 3]));
  });

  it('takes one of the two options', () => {
    expect(run('--swap-red-blue', '--no-swap')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('give --swap-red-blue or --no-swap, not both') as string,
    });
  });
});
