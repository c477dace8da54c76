import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PNG } from 'pngjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLASS_COLOURS, classIds, drawFace } from '../../../scripts/sample/faces.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-sample-'));
  for (const run of ['first', 'second']) {
    execFileSync(process.execPath, [join(root, 'scripts', 'sample.ts'), join(folder, run)]);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function digests(run: string): Map<string, string> {
  const base = join(folder, run);
  const files = readdirSync(base, { recursive: true, encoding: 'utf8' }).filter((file) =>
    statSync(join(base, file)).isFile(),
  );
  return new Map(
    files.sort().map((file) => [
      file,
      createHash('sha256')
        .update(readFileSync(join(base, file)))
        .digest('hex'),
    ]),
  );
}

describe('the sample dataset', () => {
  it('has the same bytes on every run', () => {
    const first = digests('first');
    expect(first.size).toBeGreaterThan(40);
    expect(digests('second')).toEqual(first);
  });

  it('explains every file in its README', () => {
    const readme = readFileSync(join(folder, 'first', 'README.md'), 'utf8');
    const explained = [...readme.matchAll(/^- `(.+?)`/gm)].map(
      ([, path]) => new RegExp(`^${path?.replaceAll('.', '\\.').replaceAll('*', '[^/]*')}$`),
    );
    const files = [...digests('first').keys()].filter((file) => file !== 'README.md');
    expect(files.filter((file) => !explained.some((pattern) => pattern.test(file.replaceAll('\\', '/'))))).toEqual([]);
  });

  it('draws the classes that its masks hold, as another decoder sees them', () => {
    const ids = classIds(drawFace(20_191_008));
    const { data } = PNG.sync.read(readFileSync(join(folder, 'first', 'faces', 'SegmentationClass', 'face_01.png')));
    const wrong = ids.findIndex((id, i) =>
      (CLASS_COLOURS[id] ?? []).some((value, channel) => data[4 * i + channel] !== value),
    );
    expect(wrong).toBe(-1);
    expect(new Set(ids)).toEqual(new Set([0, 1, 2, 3, 4]));
  });

  it('stores an interlaced, a four-bit and a one-bit mask that another decoder reads', () => {
    const read = (name: string) => PNG.sync.read(readFileSync(join(folder, 'first', 'special', name)));
    const ids = classIds(drawFace(20_191_008));
    const colourAt = (png: { width: number; data: Uint8Array }, x: number, y: number) => [
      ...png.data.subarray(4 * (y * png.width + x), 4 * (y * png.width + x) + 3),
    ];
    const adam7 = read('adam7.mask.png');
    const fourBit = read('four-bit.mask.png');
    const oneBit = read('one-bit.mask.png');
    for (let y = 0; y < 251; y += 1) {
      for (let x = 0; x < 333; x += 1) {
        const id = ids[(y + 121) * 512 + x + 91] ?? 0;
        expect(colourAt(adam7, x, y)).toEqual(CLASS_COLOURS[id]);
        expect(colourAt(fourBit, x + 91, y + 121)).toEqual(CLASS_COLOURS[id]);
        expect(colourAt(oneBit, x + 91, y + 121)).toEqual(id > 0 ? [255, 255, 255] : [0, 0, 0]);
      }
    }
  });
});
