import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Finding, PlannedFile } from '../../../src/jobs/batchTypes.ts';
import { scene, SIDE } from '../../fixtures/damagedMasks.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { bundleCli, runCli } from './bundle.ts';

let script = '';
let folder = '';
const random = new SeededRandom(91);

beforeAll(async () => {
  script = await bundleCli('damage');
});

beforeEach(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'maskscope-damage-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** Python that damages a mask with the field's own tools. It sees `ids` and `rgb`, and saves `mask.png`. */
function damage(ids: Uint8Array, code: string): void {
  const program = `
import io, sys
import cv2, numpy
from PIL import Image
ids = numpy.frombuffer(sys.stdin.buffer.read(), numpy.uint8).reshape(${SIDE}, ${SIDE})
bits = [(ids >> b) & 1 for b in range(8)]
rgb = numpy.stack([sum((bits[3 * k + c] << (7 - k)) for k in range(3) if 3 * k + c < 8) for c in range(3)], -1).astype(numpy.uint8)
voc = [sum((((i >> (3 * k + c)) & 1) << (7 - k)) for k in range(3)) for i in range(256) for c in range(3)]
${code}`;
  const { status, stderr } = spawnSync('/usr/bin/python3', ['-c', program], { cwd: folder, input: ids });
  if (status !== 0) throw new Error(String(stderr));
}

interface Outcome {
  readonly status: number | null;
  readonly file: PlannedFile;
  readonly findings: ReadonlyMap<string, Finding>;
}

function run(...args: string[]): Outcome {
  const all = ['reencode', 'mask.png', '--palette', 'voc', ...args, '-o', 'out', '--yes', '--json'];
  const { status, stdout, stderr } = runCli(script, all, { cwd: folder });
  if (stdout === '') throw new Error(stderr);
  const file = JSON.parse(stdout.slice(0, stdout.indexOf('\n'))) as PlannedFile;
  return { status, file, findings: new Map(file.findings.map((finding) => [finding.rule, finding])) };
}

const written = (): number[] => decodeIndependently(readFileSync(join(folder, 'out/mask.png'))).samples;

describe.skipIf(!hasReference)('damage that is mended', () => {
  it.each(['MEDIANCUT', 'FASTOCTREE'])('palettes of Pillow’s quantiser %s: by colour', (method) => {
    const ids = scene(random);
    damage(ids, `Image.fromarray(rgb).quantize(256, method=Image.${method}).save('mask.png')`);
    const { findings } = run('--by', 'index', '--dry-run');
    const finding = findings.get('adaptivePalette');
    expect(finding).toMatchObject({ severity: 'warning', fix: { by: 'colour' } });
    expect(finding?.advice).toBe(
      'With --by colour each colour gets its own id back. ' +
        'maskscope reencode mask.png --palette voc --by colour --dry-run',
    );
    const mended = run('--by', 'colour');
    expect(mended.findings.get('adaptivePalette')).toMatchObject({
      severity: 'information',
      advice: 'This run mends it.',
    });
    expect(mended.findings.get('adaptivePalette')).not.toHaveProperty('fix');
    expect(written()).toEqual([...ids]);
  });

  it('palettes that an optimiser renumbered: by colour', () => {
    const ids = scene(random);
    damage(
      ids,
      `image = Image.fromarray(ids); image.putpalette(voc); image.remap_palette([15, 7, 0, 1]).save('mask.png')`,
    );
    expect(run('--by', 'index', '--dry-run').findings.get('renumberedPalette')?.fix).toEqual({ by: 'colour' });
    expect(run('--by', 'colour').status).toBe(0);
    expect(written()).toEqual([...ids]);
  });

  it('BGR that was read as RGB: by colour, swapped', () => {
    const ids = scene(random, [1, 9, 12]);
    damage(ids, `cv2.imwrite('mask.png', rgb)`);
    const { findings } = run('--by', 'colour', '--dry-run');
    expect(findings.get('swappedChannels')?.fix).toEqual({ by: 'colour', isSwapped: true });
    expect(findings.get('swappedChannels')?.advice).toContain('--palette voc --by colour --swap-red-blue --dry-run');
    expect(run('--by', 'colour', '--swap-red-blue').status).toBe(0);
    expect(written()).toEqual([...ids]);
  });

  it('edges that JPEG stained: repaired, with the counts in the preview; left alone unless asked', () => {
    const ids = scene(random);
    damage(
      ids,
      `
stream = io.BytesIO()
Image.fromarray(rgb).save(stream, 'JPEG', quality=95, subsampling=0)
Image.open(stream).save('mask.png')`,
    );
    const plain = run('--by', 'colour');
    expect(plain.file.status).toBe('refused');
    expect(plain.findings.get('compressedEdges')?.fix).toEqual({ by: 'colour', repair: 'edges' });
    expect(plain.findings.get('compressedEdges')?.advice).toContain('--by colour --repair edges --dry-run');
    const { status, file } = run('--by', 'colour', '--repair', 'edges');
    expect(status).toBe(0);
    const wrong = written().filter((id, at) => id !== ids[at]).length;
    expect(wrong).toBeLessThanOrEqual(2);
    const { repaired } = file.change ?? {};
    expect(repaired?.pixels).toBe(Number(plain.findings.get('compressedEdges')?.details['pixels']));
    expect(repaired?.changes).toHaveLength(64);
    expect(repaired?.changes[0]).toMatchObject({ from: expect.stringMatching(/^#[0-9A-F]{6}$/) as string });
    expect(repaired?.changes.every(({ to }) => [0, 1, 7, 15].includes(to))).toBe(true);
  });

  it('ids that a smooth resize invented: repaired by index too', () => {
    const ids = scene(random, [15]);
    damage(ids, `cv2.imwrite('mask.png', cv2.resize(ids, (${2 * SIDE}, ${2 * SIDE}), interpolation=cv2.INTER_LINEAR))`);
    const { findings, file } = run('--by', 'index', '--dry-run');
    expect(findings.get('inventedIds')?.fix).toEqual({ repair: 'edges' });
    expect(file.change?.after.length).toBeGreaterThan(4);
    const mended = run('--by', 'index', '--repair', 'edges');
    expect(mended.file.change?.after.map(([id]) => id)).toEqual([0, 15]);
    expect(mended.file.change?.before).toEqual(file.change?.before);
    expect(written().filter((_, at) => (at % (2 * SIDE)) % 2 === 0 && Math.floor(at / 2 / SIDE) % 2 === 0)).toEqual([
      ...ids,
    ]);
  });
});

it('an id for unknown colours has to fit', () => {
  const args = (...more: string[]) => ['reencode', 'a.png', '--palette', 'voc', '--by', 'colour', '-o', 'out', ...more];
  const error = (...more: string[]) => runCli(script, args(...more), { cwd: folder }).stderr;
  expect(error('--unknown=300')).toContain("--unknown takes a whole number from 0 to 255, not '300'");
  expect(error('--unknown=16', '--depth', '4')).toContain('from 0 to 15');
  expect(error('--unknown=300', '--raw', '16')).not.toContain('whole number');
});

describe.skipIf(!hasReference)('damage that cannot be mended, or not without its owner', () => {
  it('a void that a short palette cut off is reported and never remapped', () => {
    const ids = scene(random, [1, 7]).fill(15, 0, 50);
    // Pillow fills palettes up; the last entry goes.
    damage(
      ids,
      `
import struct, zlib
image = Image.fromarray(ids); image.putpalette(voc[:48]); image.save('mask.png', bits=4)
data = open('mask.png', 'rb').read()
at = data.index(b'PLTE')
chunk = b'PLTE' + bytes(voc[:45])
chunk = struct.pack('>I', 45) + chunk + struct.pack('>I', zlib.crc32(chunk))
open('mask.png', 'wb').write(data[:at - 4] + chunk + data[at + 56:])`,
    );
    const { findings, file } = run('--by', 'index', '--repair', 'edges');
    expect(findings.get('truncatedVoid')).toMatchObject({ severity: 'warning' });
    expect(findings.get('truncatedVoid')).not.toHaveProperty('fix');
    expect(file.change?.renumbered).toEqual([]);
    expect(written()).toEqual([...ids]);
  });

  it('in 8 bits a void without a colour is intact, and by id gets its colour', () => {
    const ids = scene(random).fill(255, 0, 50);
    damage(ids, `image = Image.fromarray(ids); image.putpalette(voc[:63]); image.save('mask.png')`);
    const asked = run('--by', 'colour', '--dry-run').findings.get('uncolouredVoid');
    expect(asked).toMatchObject({ severity: 'warning', fix: { by: 'index' } });
    expect(asked?.message).toBe(
      'The palette of 21 entries has no colour for the void 255 (50 pixels): the ids are intact.',
    );
    expect(run('--by', 'index').findings.get('uncolouredVoid')?.severity).toBe('information');
    expect(written()).toEqual([...ids]);
  });

  it('sums of two colours name both classes, and wait for a choice', () => {
    const ids = new Uint8Array(SIDE * SIDE);
    damage(
      ids,
      `
one = numpy.zeros_like(rgb); one[20:60, 10:50] = (128, 0, 0)
other = numpy.zeros_like(rgb); other[30:70, 40:80] = (0, 128, 0)
Image.fromarray(one + other).save('mask.png')`,
    );
    const { findings } = run('--by', 'colour', '--dry-run');
    expect(findings.get('channelSums')).toMatchObject({
      message:
        'Colours were added where masks overlap, 300 pixels: #808000 (3 bird) = #008000 (2 bicycle) + #800000 (1 aeroplane).',
      fix: { decide: [{ colour: '#808000', candidates: [2, 1, 255] }] },
    });
    expect(findings.get('channelSums')?.advice).toMatch(/--by colour --unknown-colour '#808000=ID' --dry-run$/);
    const decided = run('--by', 'colour', '--unknown-colour', '#808000=255');
    expect(decided.findings.get('channelSums')?.severity).toBe('information');
    expect(written().filter((id) => id === 255)).toHaveLength(300);
  });

  it('edges without a class within reach are refused', () => {
    damage(
      new Uint8Array(SIDE * SIDE),
      `Image.fromarray(numpy.tile(numpy.arange(${SIDE}, dtype=numpy.uint8), (${SIDE}, 1))).save('mask.png')`,
    );
    const { file, findings } = run('--by', 'index', '--repair', 'edges');
    expect(file.status).toBe('refused');
    expect(findings.get('repairUndecided')?.details['pixels']).toBe(SIDE * (SIDE - 18));
  });
});
