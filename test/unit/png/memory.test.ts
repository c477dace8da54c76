import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { deflateSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { describeShared } from '../../fixtures/describeShared.ts';
import { chunk, file, greyFile, idat, IEND, ihdr } from '../../fixtures/pngBuilder.ts';
import { listShared, sharedPath } from '../../fixtures/sharedData.ts';

const MEBIBYTE = 2 ** 20;
const PROGRAM = fileURLToPath(new URL('../../fixtures/peakMemory.ts', import.meta.url));
// The pinned Node, which runs TypeScript, whichever one runs the tests.
const NODE = fileURLToPath(new URL('../../../node_modules/.bin/node', import.meta.url));

/** Peak of resident memory that reading the files adds, in a process of its own, and what came of each. */
function measure(paths: readonly string[]): { added: number; outcomes: string[] } {
  const output = execFileSync(NODE, ['--no-warnings', PROGRAM, ...paths], { encoding: 'utf8', timeout: 60_000 });
  const { before, after, outcomes } = JSON.parse(output) as {
    before: number;
    after: number;
    outcomes: Record<string, string>;
  };
  return { added: after - before, outcomes: paths.map((path) => outcomes[path] ?? '') };
}

describeShared('data/png-edge', 'edge cases of others', () => {
  it('take less than 256 MB and end', () => {
    const paths = [...listShared('data/png-edge'), ...listShared('data/pngsuite/corrupt')].map(sharedPath);
    const { added, outcomes } = measure(paths);
    expect(outcomes.length).toBeGreaterThan(80);
    expect(added).toBeLessThan(256 * MEBIBYTE);
  });
});

describe('bombs', () => {
  const folder = mkdtempSync(join(tmpdir(), 'png-bombs-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const stored = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return path;
  };
  const nothing = deflateSync(Buffer.alloc(256 * MEBIBYTE));
  const hugeLength = chunk('tEXt', 'a');
  hugeLength.writeUInt32BE(0xffffffff, 0);

  it.each<[string, Uint8Array, string]>([
    ['2³¹ − 1 squared', file(ihdr(2 ** 31 - 1, 2 ** 31 - 1, 8, 0), idat(Buffer.alloc(9)), IEND), 'tooLarge'],
    ['2³¹ squared', file(ihdr(2 ** 31, 2 ** 31, 8, 0), idat(Buffer.alloc(9)), IEND), 'headerInvalid'],
    ['16,384 squared in a few bytes', file(ihdr(16_384, 16_384, 8, 0), idat(Buffer.alloc(9)), IEND), 'dataTooSmall'],
    ['a deflate bomb', file(ihdr(10, 10, 8, 0), chunk('IDAT', nothing), IEND), 'dataTooLong'],
    [
      'a deflate bomb that breaks off',
      file(ihdr(10, 10, 8, 0), chunk('IDAT', nothing.subarray(0, -9)), IEND),
      'dataTooLong',
    ],
    ['a chunk of 4 GB', file(ihdr(1, 1, 8, 0), hugeLength, IEND), 'chunkLengthInvalid'],
    ['a text bomb', greyFile(1, 1, [chunk('zTXt', Buffer.concat([Buffer.from('a\0\0'), nothing]))]), 'decoded'],
    ['a million empty chunks', file(ihdr(1, 1, 8, 0), Buffer.alloc(12 * MEBIBYTE, chunk('teSt'))), 'tooManyChunks'],
  ])('%s costs less than 128 MB', (name, bytes, outcome) => {
    const { added, outcomes } = measure([stored(`${name.length}.png`, bytes)]);
    expect(outcomes).toEqual([outcome]);
    expect(added).toBeLessThan(128 * MEBIBYTE);
  });
});
