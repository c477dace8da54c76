import { spawnSync } from 'node:child_process';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { IdFormat } from '../../../src/core/mask/idExport.ts';
import { writePng, type WritableImage } from '../../../src/core/png/write.ts';
import { exportIds, type IdExport } from '../../../src/jobs/exportIds.ts';
import { deflate } from '../../../src/platform/zlib.ts';
import { randomImage } from '../../fixtures/masks.ts';
import { chunk, file, idat, IEND, ihdr, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';

const folder = mkdtempSync(join(tmpdir(), 'maskscope-export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const exported = (bytes: Uint8Array, options: Partial<IdExport> = {}) =>
  exportIds({
    bytes: Uint8Array.from(bytes).buffer,
    edits: [],
    kind: 'semantic',
    format: 'grey8',
    source: null,
    output: null,
    ...options,
  });

interface ReadFile {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: readonly number[];
}

/** The arrays that NumPy, Pillow and OpenCV find in files. */
function readByPython(paths: readonly string[]): ReadFile[] {
  const program = `
import json, sys
import cv2, numpy as np
from PIL import Image
def read(path):
    if path.endswith('.npy'): return np.load(path)
    if path.endswith('16.png'): return cv2.imread(path, cv2.IMREAD_UNCHANGED)
    return np.array(Image.open(path))
arrays = [read(path) for path in json.load(sys.stdin)]
print(json.dumps([{'dtype': str(a.dtype), 'shape': a.shape, 'values': a.ravel().tolist()} for a in arrays]))`;
  const run = spawnSync('/usr/bin/python3', ['-c', program], {
    input: JSON.stringify(paths),
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout) as ReadFile[];
}

/** The ids of an image: of grey with alpha the grey. */
function idsOf({ header, samples }: WritableImage): number[] {
  const all = Array.from(samples);
  return header.colourType === 4 ? all.filter((_, at) => at % 2 === 0) : all;
}

describe('files of ids', () => {
  it.skipIf(!hasReference)('hold what NumPy, Pillow and OpenCV read, with the edits', async () => {
    const random = new SeededRandom(81);
    const expected: { path: string; dtype: string; shape: number[]; values: number[] }[] = [];
    for (let at = 0; at < 40; at++) {
      const image = randomImage(random, [0, 3, 4]);
      const { width, height, bitDepth } = image.header;
      const isWide = bitDepth === 16;
      // Every other mask has an unsaved edit that swaps two ids.
      const [a, b] = [random.integer(0, 2 ** bitDepth - 1), random.integer(0, 2 ** bitDepth - 1)];
      const table = Uint16Array.from({ length: isWide ? 65_536 : 256 }, (_, id) => id);
      [table[a], table[b]] = [b, a];
      const edits = at % 2 === 0 ? [] : [{ kind: 'lut', table } as const];
      const values = idsOf(image).map((id) => (edits.length === 0 ? id : (table[id] ?? id)));
      const bytes = writePng(image, deflate);
      for (const [format, name] of [
        ['grey8', '8.png'],
        ['grey16', '16.png'],
        ['npy', '.npy'],
      ] as [IdFormat, string][]) {
        const path = join(folder, `${at}-${name}`);
        const outcome = await exported(bytes, { edits, format, output: path });
        if (format === 'grey8' && Math.max(...values) > 255) {
          expect(outcome).toEqual({ problem: 'idsAbove255', largestId: Math.max(...values) });
          continue;
        }
        const bits = format === 'grey16' || (format === 'npy' && isWide) ? 16 : 8;
        expect(outcome).toEqual({ file: null, width, height, bits, ids: new Set(values).size });
        expected.push({ path, dtype: `uint${bits}`, shape: [height, width], values });
      }
    }
    const found = readByPython(expected.map(({ path }) => path));
    expect(expected.length).toBeGreaterThan(100);
    expect(found).toEqual(expected.map(({ dtype, shape, values }) => ({ dtype, shape, values })));
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it.skipIf(!hasReference)('hold panoptic ids as R + 256·G + 65536·B', async () => {
    const rgb = file(ihdr(3, 1, 8, 2), idat(Uint8Array.of(0, 1, 2, 3, 255, 255, 255, 0, 0, 7)), IEND);
    const path = join(folder, 'panoptic.npy');
    const outcome = await exported(rgb, { kind: 'panoptic', format: 'npy', output: path });
    expect(outcome).toMatchObject({ bits: 32, ids: 3 });
    expect(readByPython([path])).toEqual([{ dtype: 'uint32', shape: [1, 3], values: [197_121, 16_777_215, 458_752] }]);
  });

  it('say nothing of colours', async () => {
    const before = [
      chunk('gAMA', Uint8Array.of(0, 0, 177, 143)),
      chunk('PLTE', Buffer.alloc(768, 7)),
      chunk('tRNS', 'x'),
    ];
    const outcome = await exported(paletteFile(2, 1, Uint8Array.of(3, 255), before));
    const text = Buffer.from('file' in outcome ? (outcome.file ?? []) : []).toString('latin1');
    expect(text.slice(12, 16)).toBe('IHDR');
    expect(['gAMA', 'PLTE', 'tRNS'].filter((type) => text.includes(type))).toEqual([]);
  });
});

describe('what is refused', () => {
  const rgb = file(ihdr(1, 1, 8, 2), idat(Uint8Array.of(0, 1, 2, 3)), IEND);
  const wideRgb = file(ihdr(1, 1, 16, 2), idat(Uint8Array.of(0, 1, 2, 3, 4, 5, 6)), IEND);

  it('is colours that are no ids, and segments in grey', async () => {
    expect(await exported(rgb, { format: 'npy' })).toMatchObject({ problem: 'coloursNotIds' });
    expect(await exported(rgb, { kind: 'panoptic', format: 'grey16' })).toMatchObject({ problem: 'segmentsNotGrey' });
    expect(await exported(wideRgb, { kind: 'panoptic', format: 'npy' })).toMatchObject({ problem: 'segmentsNot8Bit' });
  });

  it('is 8 bits for ids above 255, which an edit may have brought', async () => {
    const grey = file(ihdr(2, 1, 8, 0), idat(Uint8Array.of(0, 4, 5)), IEND);
    const edits = [{ kind: 'pixels', runs: Uint32Array.of(1, 1, 5, 300) } as const];
    expect(await exported(grey, { edits })).toEqual({ problem: 'idsAbove255', largestId: 300 });
    expect(await exported(grey, { edits, format: 'grey16' })).toMatchObject({ bits: 16, ids: 2 });
  });

  it('is a damaged file', async () => {
    expect(await exported(paletteFile(1, 1, Uint8Array.of(0)).subarray(0, -14))).toEqual({ problem: 'damaged' });
  });

  it('is an edit of another mask', async () => {
    const edits = [{ kind: 'pixels', runs: Uint32Array.of(0, 9, 3, 4) } as const];
    expect(await exported(paletteFile(1, 1, Uint8Array.of(0)), { edits })).toEqual({ problem: 'mismatch' });
  });

  it('is to write the mask itself, by whatever name', async () => {
    const bytes = paletteFile(1, 1, Uint8Array.of(0));
    const [source, link, hardLink] = ['mask.png', 'link.png', 'hard.png'].map((name) => join(folder, name));
    if (source === undefined || link === undefined || hardLink === undefined) throw new Error('unreachable');
    writeFileSync(source, bytes);
    symlinkSync(source, link);
    linkSync(source, hardLink);
    for (const output of [source, link, hardLink]) {
      expect(await exported(bytes, { source, output })).toEqual({ problem: 'isMask' });
    }
    expect(Buffer.compare(readFileSync(source), bytes)).toBe(0);
  });

  it('is a place that cannot be written; nothing is left there', async () => {
    const bytes = paletteFile(1, 1, Uint8Array.of(0));
    const output = join(folder, 'absent', 'a.png');
    expect(await exported(bytes, { output })).toMatchObject({ problem: 'unwritable' });
    mkdirSync(join(folder, 'taken.png', 'inside'), { recursive: true });
    expect(await exported(bytes, { output: join(folder, 'taken.png') })).toMatchObject({ problem: 'unwritable' });
    expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });
});
