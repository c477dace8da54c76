import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { vocColour } from '../../../src/core/palette/idColours.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { chunk, paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { bundleCli, NODE, runCli } from './bundle.ts';

const PALETTE = chunk('PLTE', Buffer.from(Array.from({ length: 256 }, (_, id) => [...vocColour(id)]).flat()));
const [WIDTH, HEIGHT] = [120, 90];

let script: string;
let base: string;
beforeAll(async () => {
  script = await bundleCli('pictures');
  base = mkdtempSync(join(tmpdir(), 'maskscope-pictures-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

/** A mask whose left third is id 1, its middle 2, its right 0; and a soft original, turned by its EXIF where asked for. */
async function writePair(name: string, classes: string, orientation = 1): Promise<string> {
  const folder = join(base, name);
  for (const one of ['images', 'masks']) mkdirSync(join(folder, one), { recursive: true });
  const ids = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => [1, 2, 0][Math.floor((at % WIDTH) / 40)] ?? 0);
  writeFileSync(join(folder, 'masks/a.png'), paletteFile(WIDTH, HEIGHT, ids, [PALETTE]));
  writeFileSync(join(folder, 'classes.txt'), classes);
  const [width, height] = orientation > 4 ? [HEIGHT, WIDTH] : [WIDTH, HEIGHT];
  const samples = Uint8Array.from({ length: 3 * width * height }, (_, at) => (at * 7) % 251);
  const image = sharp(samples, { raw: { width, height, channels: 3 } });
  if (orientation > 1) image.withMetadata({ orientation });
  writeFileSync(join(folder, 'images/a.png'), await image.png().toBuffer());
  return folder;
}

const pixelsOf = (path: string) => sharp(path).raw().toBuffer({ resolveWithObject: true });

describe('maskscope overlay', () => {
  it.skipIf(!hasReference)('equals what NumPy makes of the same pair', async () => {
    const folder = await writePair('plain', '0: background\n1: cat\n2: dog\n');
    const out = join(base, 'plain-out');
    expect(runCli(script, ['overlay', folder, '-o', out, '--opacity', '0.4', '-y'])).toMatchObject({
      status: 0,
      stderr: '',
    });
    const wanted = execFileSync('/usr/bin/python3', [
      '-c',
      `
import sys, numpy
from PIL import Image
mask = Image.open(sys.argv[1] + '/masks/a.png')
ids, colours = numpy.array(mask), numpy.array(mask.convert('RGB')).astype(float)
image = numpy.array(Image.open(sys.argv[1] + '/images/a.png').convert('RGB')).astype(float)
sys.stdout.buffer.write(numpy.where((ids > 0)[..., None], numpy.floor(image * 0.6 + colours * 0.4 + 0.5), image).astype(numpy.uint8).tobytes())`,
      folder,
    ]);
    const { data } = await pixelsOf(join(out, 'a.png'));
    const far = data.filter((value, at) => Math.abs(value - (wanted[at] ?? 0)) > 0);
    expect(far.length).toBeLessThanOrEqual(data.length / 1000);
    expect(data.length).toBe(wanted.length);
  });

  it('has the colour of ids beyond the palette in the legend, as in the picture', async () => {
    const folder = await writePair('beyond', '0: background\n1: cat\n2: dog\n');
    const ids = Uint8Array.from({ length: WIDTH * HEIGHT }, (_, at) => (at % WIDTH < 40 ? 5 : 0));
    const short = chunk('PLTE', Buffer.from([0, 0, 0, 200, 0, 0]));
    writeFileSync(join(folder, 'masks/a.png'), paletteFile(WIDTH, HEIGHT, ids, [short]));
    const out = join(base, 'beyond-out');
    runCli(script, ['overlay', folder, '-o', out, '--legend', 'beside', '--opacity', '1', '-y']);
    if (!existsSync(join(out, 'a.png'))) return;
    const { data, info } = await pixelsOf(join(out, 'a.png'));
    const beside = new Set<string>();
    for (let y = 0; y < info.height; y++) {
      for (let x = WIDTH; x < info.width; x++) {
        const at = info.channels * (y * info.width + x);
        beside.add([...data.subarray(at, at + 3)].join());
      }
    }
    expect([...data.subarray(0, 3)]).toEqual([255, 212, 0]);
    expect([...beside]).toContain('255,212,0');
  });

  it('names Hangul with a font of the system, and says so where none has it', async () => {
    const folder = await writePair('hangul', '0: background\n1: 고양이\n2: dog\n');
    const fonts = join(base, 'fonts.conf');
    writeFileSync(fonts, '<?xml version="1.0"?><fontconfig><dir>/nonexistent</dir></fontconfig>');
    const run = (out: string, env: Record<string, string>, ...more: string[]) =>
      spawnSync(NODE, [script, 'overlay', folder, '-o', join(base, out), '--legend', 'beside', '-y', ...more], {
        ...{ encoding: 'utf8', env: { ...process.env, ...env } },
      });
    const without = run('hangul-none', { FONTCONFIG_FILE: fonts });
    expect(without.stderr).toMatch(/No font was found/);
    expect(existsSync(join(base, 'hangul-none', 'a.png'))).toBe(false);
    const latin = '/usr/share/fonts/truetype/dejavu';
    if (existsSync(latin)) {
      writeFileSync(fonts, `<?xml version="1.0"?><fontconfig><dir>${latin}</dir></fontconfig>`);
      const some = run('hangul-latin', { FONTCONFIG_FILE: fonts });
      expect(some.stderr).toMatch(/No font here has the characters of 고양이/);
      expect((await pixelsOf(join(base, 'hangul-latin', 'a.png'))).info.width).toBeGreaterThan(WIDTH);
    }
    const korean = '/usr/share/fonts/truetype/nanum/NanumGothic.ttf';
    if (!existsSync(korean)) return;
    const own = run('hangul-own', { FONTCONFIG_FILE: fonts }, '--font', korean);
    expect(own.stderr).toBe('');
    expect(own.status).toBe(0);
  });

  it('refuses what is no font, or not there', async () => {
    const folder = await writePair('fonts', '1: dog\n');
    const run = (font: string) =>
      runCli(script, ['overlay', folder, '-o', join(base, 'fonts-out'), '--legend', 'beside', '--font', font, '-y']);
    for (const [font, problem] of [
      [join(folder, 'images', 'a.png'), /takes a font file such as/],
      [join(base, 'none.ttf'), /none\.ttf: The file does not exist; see/],
    ] as const) {
      const { status, stderr } = run(font);
      expect(stderr).toMatch(problem);
      expect(status).toBe(2);
    }
    expect(existsSync(join(base, 'fonts-out'))).toBe(false);
  });

  it('takes a list from here or from the dataset, and says where there is none, or no folder', async () => {
    const folder = await writePair('listed', '0: background\n1: cat\n2: dog\n');
    writeFileSync(join(folder, 'val.txt'), 'a\n');
    const overlay = (...args: readonly string[]) =>
      runCli(script, ['overlay', ...args, '-o', 'listed-out', '--dry-run'], { cwd: base });
    expect(overlay('listed', '--list', 'val.txt').status).toBe(0);
    expect(overlay('listed', '--list', 'listed/val.txt').status).toBe(0);
    const problem = 'The file or its folder does not exist';
    expect(overlay('listed', '--list', 'test.txt')).toMatchObject({
      status: 1,
      stderr: `maskscope: test.txt: ${problem}; check the path after --list\n`,
    });
    expect(overlay('listed', '--list', 'listed')).toMatchObject({
      status: 1,
      stderr: 'maskscope: listed: This is a folder; --list takes one file\n',
    });
    const swatches = runCli(script, ['colours', 'listed', '--swatches', 'listed/masks'], { cwd: base });
    expect(swatches.stderr).toMatch(/listed\/masks: This is a folder; --swatches takes one file\n$/);
    expect(overlay('nofolder')).toMatchObject({
      status: 1,
      stderr: `maskscope: ${join(base, 'nofolder')}: ${problem}\n`,
    });
  });

  it('refuses places among originals and masks, and takes others in the dataset', () => {
    const folder = join(base, 'places');
    writeVocFolder(folder, 3, new SeededRandom(2));
    symlinkSync(join(folder, 'SegmentationClass'), join(base, 'places-link'));
    const run = (data: string, out: string, command = 'overlay') =>
      runCli(script, [command, data, '-o', out, '-y'], { cwd: base });
    for (const [command, out, holder] of [
      ['overlay', 'places/SegmentationClass/ov', 'SegmentationClass'],
      ['cutout', 'places/JPEGImages/a/b', 'JPEGImages'],
      ['focus', 'places-link/ov', 'SegmentationClass'],
    ] as const) {
      const { status, stderr } = run('places', out, command);
      expect([out, status, stderr]).toEqual([
        ...[out, 1],
        `maskscope: The results would lie among the originals and masks of the dataset in ${join(folder, holder)}; choose another folder.\n`,
      ]);
    }
    expect(readdirSync(join(folder, 'SegmentationClass')).filter((name) => !name.endsWith('.png'))).toEqual([]);
    for (const made of [/^3 files written/m, /^0 files written, 3 as they should be/m]) {
      expect(run('places', 'places/overlays')).toMatchObject({
        stdout: expect.stringMatching(made) as string,
        stderr: '',
      });
    }
    // Where masks lie in folders for each split, all around them is theirs; where all lie together, so is the whole.
    for (const [path, name] of [
      ['split/images/train', 'a.png'],
      ['split/masks/train', 'a.png'],
      ['flat', 'a.png'],
      ['flat', 'a_mask.png'],
    ] as const) {
      mkdirSync(join(base, path), { recursive: true });
      writeFileSync(join(base, path, name), paletteFile(8, 8, new Uint8Array(64), [PALETTE]));
    }
    expect(run('split', 'split/masks/ov')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('split/masks;') as string,
    });
    expect(run('flat', 'flat/ov')).toMatchObject({ status: 1, stderr: expect.stringContaining('/flat;') as string });
    expect(run('split', 'split/overlays').stderr).toBe('');
  });

  it('fails where nothing is to be written, or a pair is not on the sheet', async () => {
    const folder = await writePair('holes', '0: background\n1: cat\n2: dog\n');
    const run = (...args: readonly string[]) => runCli(script, [...args, '-o', join(base, 'holes-out'), '-y']);
    expect(run('sheet', folder).status).toBe(0);
    writeFileSync(join(folder, 'masks/b.png'), readFileSync(join(folder, 'masks/a.png')).subarray(0, 200));
    writeFileSync(join(folder, 'images/b.png'), readFileSync(join(folder, 'images/a.png')));
    const sheet = run('sheet', folder);
    expect([sheet.status, sheet.stdout + sheet.stderr]).toEqual([1, expect.stringContaining('b is not on the sheet')]);
    rmSync(join(folder, 'images'), { recursive: true });
    expect(run('overlay', folder)).toMatchObject({ status: 1 });
  });

  it('refuses a quality of PNG, and what is no mask', async () => {
    const folder = await writePair('other', '0: background\n1: cat\n2: dog\n');
    const run = (...args: readonly string[]) =>
      runCli(script, [...args, '-o', join(base, 'other-out'), '-y'], { cwd: base });
    for (const [command, ...more] of [['overlay'], ['sheet', '--format', 'png'], ['focus', '--classes', 'cat']]) {
      const { status, stderr } = run(command ?? '', 'other', '--quality', '50', ...more);
      expect([status, stderr]).toEqual([2, expect.stringContaining('--quality is of JPEG and WebP')]);
    }
    expect(run('overlay', 'other', '--quality', '50', '--format', 'jpeg').status).toBe(0);
    await sharp(join(folder, 'images/a.png')).jpeg().toFile(join(folder, 'photo.jpg'));
    for (const name of ['other/classes.txt', 'other/photo.jpg']) {
      expect(run('overlay', name)).toMatchObject({
        status: 1,
        stderr: `maskscope: ${join(base, name)}: This is no mask; a PNG is expected\n`,
      });
    }
    // Bytes count as well as names.
    writeFileSync(join(folder, 'mask'), readFileSync(join(folder, 'masks/a.png')));
    expect(run('overlay', 'other/mask', '--original', 'other/images/a.png').stderr).toBe('');
  });

  it('says what to do where nothing may be written, and where an undo may not', () => {
    // The superuser may write anywhere: the command runs as another.
    const uid = process.getuid?.() === 0 ? 65_534 : undefined;
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-readonly-'));
    const run = (...args: readonly string[]) =>
      runCli(script, args, { cwd: folder, ...(uid === undefined ? {} : { uid }) });
    writeVocFolder(join(folder, 'voc'), 2, new SeededRandom(3));
    const give = (path: string, mode: number): void => {
      const inner = readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name));
      if (uid !== undefined) for (const one of [path, ...inner]) chownSync(one, uid, uid);
      chmodSync(path, mode);
    };
    mkdirSync(join(folder, 'ro'));
    give(folder, 0o755);
    chmodSync(join(folder, 'ro'), 0o555);
    expect(run('overlay', 'voc', '-o', 'ro', '-y')).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: `maskscope: You have no permission to write to ${join(folder, 'ro')}; choose another folder.\n`,
    });
    expect(run('overlay', 'voc', '-o', 'out/in', '-y').status).toBe(0);
    chmodSync(join(folder, 'out/in'), 0o555);
    const kept = run('undo', 'out/in', '-y');
    // Threads enter files into the journal in any order.
    expect([kept.status, kept.stderr.split('\n').sort()]).toEqual([
      1,
      [
        '',
        ...['2007_000000.png', '2007_000001.png'].map(
          (name) =>
            `maskscope: ${join(folder, 'out/in', name)}: You have no permission to change this file, or the folder that it lies in. Change the permissions and undo again. The file is as it was.`,
        ),
      ],
    ]);
    chmodSync(join(folder, 'out/in/.maskscope/batches'), 0o555);
    expect(run('undo', 'out/in', '-y')).toMatchObject({
      status: 1,
      stderr: `maskscope: ${join(folder, 'out/in')}: You have no permission to write here; change the permissions and undo again\n`,
    });
    for (const one of ['out/in/.maskscope/batches', 'out/in']) chmodSync(join(folder, one), 0o755);
    expect(run('undo', 'out/in', '-y').status).toBe(0);
    rmSync(folder, { recursive: true });
  });

  it('turns originals as their EXIF says, and refuses masks of unturned ones', async () => {
    const folder = await writePair('turned', '1: cat\n', 6);
    const out = join(base, 'turned-out');
    expect(runCli(script, ['overlay', folder, '-o', out, '-y']).status).toBe(0);
    expect((await pixelsOf(join(out, 'a.png'))).info).toMatchObject({ width: WIDTH, height: HEIGHT });
    const stored = runCli(script, ['overlay', folder, '-o', join(base, 'stored'), '--frame', 'stored', '-y']);
    expect(stored.status).toBe(1);
    expect(stored.stdout).toMatch(/rotated by 90°/);
  });
});

describe('maskscope cutout', () => {
  it('keeps hostile names of classes within its folder', async () => {
    const folder = await writePair('hostile', '0: background\n1: ../../escaped\n2: a/../../b:*?"<>|\n');
    const out = join(base, 'hostile', 'deep', 'out');
    const before = readdirSync(base).sort();
    const { status, stderr } = runCli(script, ['cutout', folder, '-o', out, '-y']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const found = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((name) => /^[^.].*a\.png$/.test(name));
    expect(found).toHaveLength(2);
    expect(readdirSync(base).sort()).toEqual(before);
    expect(readdirSync(join(base, 'hostile', 'deep'))).toEqual(['out']);
    // Pixels are the original's, and nothing of the others is in the file.
    const { data, info } = await pixelsOf(join(out, found.sort()[0] ?? ''));
    const { data: original } = await pixelsOf(join(folder, 'images/a.png'));
    expect(info).toMatchObject({ width: WIDTH, height: HEIGHT, channels: 4 });
    for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
      const own = [...data.subarray(4 * pixel, 4 * pixel + 4)];
      expect([
        [0, 0, 0, 0],
        [...original.subarray(3 * pixel, 3 * pixel + 3), 255],
      ]).toContainEqual(own);
    }
  });

  it('gives classes whose names file systems take for one folders of their own', async () => {
    const folder = await writePair('alike', '0: background\n1: a/b\n2: A:B\n');
    const out = join(base, 'alike-out');
    const { status, stderr } = runCli(script, ['cutout', folder, '-o', out, '-y']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const found = readdirSync(out).filter((name) => !name.startsWith('.') && existsSync(join(out, name, 'a.png')));
    expect(found.sort()).toEqual(['A_B-2', 'a_b-1']);
  });

  it.skipIf(!hasReference)('is as transparent as the original, of 8 and of 16 bits', async () => {
    const folder = await writePair('clear', '0: background\n1: cat\n2: dog\n');
    const made = `
import sys, cv2, numpy
rng = numpy.random.default_rng(4)
folder, bits = sys.argv[1], int(sys.argv[2])
a = rng.integers(0, 256, (${HEIGHT}, ${WIDTH}, 4)).astype(numpy.uint8)
cv2.imwrite(folder + '/images/a.png', a.astype(numpy.uint16) * 257 if bits == 16 else a)
a[:, :, 3].tofile(folder + '/alpha')`;
    for (const bits of [8, 16]) {
      execFileSync('/usr/bin/python3', ['-c', made, folder, String(bits)]);
      const alpha = readFileSync(join(folder, 'alpha'));
      rmSync(join(folder, 'alpha'));
      const out = join(base, `clear-out-${bits}`);
      expect(runCli(script, ['cutout', folder, '-o', out, '-y']).status).toBe(0);
      const { data } = await pixelsOf(join(out, 'cat/a.png'));
      for (let pixel = 0; pixel < WIDTH * HEIGHT; pixel++) {
        expect(data[4 * pixel + 3]).toBe(pixel % WIDTH < 40 ? alpha[pixel] : 0);
      }
    }
  });
});

describe('classes that do not exist', () => {
  it('are refused by every command, with those that do', async () => {
    const folder = await writePair('chosen', '0: background\n1: cat\n2: dog\n');
    const out = join(base, 'chosen-out');
    for (const [command, option] of [
      ['overlay', '--classes'],
      ['sheet', '--classes'],
      ['cutout', '--classes'],
      ['focus', '--classes'],
      ['colours', '--class'],
    ] as const) {
      const ask = (value: string) =>
        runCli(script, [command, folder, option, value, ...(command === 'colours' ? [] : ['-o', out, '--dry-run'])]);
      const unknown = ask('nosuch');
      expect([unknown.status, unknown.stderr]).toEqual([1, expect.stringContaining('no class “nosuch”')]);
      expect(unknown.stderr).toContain('background (0), cat (1), dog (2)');
      expect(ask('256').stderr).toContain('No mask can hold the id 256: ids end at 255 here.');
      // An id that no mask happens to have, and a name in other letters.
      expect([command, ask('77').status, ask('CAT').status]).toEqual([command, 0, 0]);
    }
    rmSync(join(folder, 'classes.txt'));
    const unnamed = runCli(script, ['overlay', folder, '--classes', 'cat', '-o', out, '--dry-run']);
    expect(unnamed.stderr).toContain('choose them by their ids');
  });
});

describe('maskscope sheet', () => {
  it('draws the same pairs by the same seed, as many as asked for', () => {
    writeVocFolder(join(base, 'voc'), 12, new SeededRandom(4));
    const sheet = (out: string, seed: string) => {
      const args = ['sheet', join(base, 'voc'), '-o', join(base, out), '--count', '4', '--seed', seed, '-y'];
      expect(runCli(script, args)).toMatchObject({ status: 0, stderr: '' });
      return readFileSync(join(base, out, 'sheet.png'), 'base64');
    };
    const first = sheet('sheet1', '7');
    expect(sheet('sheet2', '7')).toBe(first);
    expect(sheet('sheet3', '8')).not.toBe(first);
  });
});

describe('a run that is killed', () => {
  it('is finished by the same command, in the same bytes, and can be taken back', async () => {
    const count = 60;
    writeVocFolder(join(base, 'kill'), count, new SeededRandom(9));
    const args = (out: string) => ['overlay', join(base, 'kill'), '-o', join(base, out), '-y'];
    expect(runCli(script, args('whole')).status).toBe(0);
    const written = (out: string): string[] =>
      existsSync(join(base, out)) ? readdirSync(join(base, out)).filter((name) => name.endsWith('.png')) : [];
    const child = spawn(NODE, [script, ...args('killed')], { stdio: 'ignore' });
    while (written('killed').length === 0 && child.exitCode === null) await wait(2);
    const ended = once(child, 'exit');
    if (child.exitCode === null) {
      child.kill('SIGKILL');
      await ended;
    }
    expect(runCli(script, args('killed'))).toMatchObject({ status: 0, stderr: '' });
    expect(written('killed')).toHaveLength(count);
    for (const name of written('killed')) {
      expect(readFileSync(join(base, 'killed', name)).equals(readFileSync(join(base, 'whole', name)))).toBe(true);
    }
    expect(runCli(script, ['undo', join(base, 'killed'), '-y']).status).toBe(0);
    expect(written('killed')).toEqual([]);
  }, 60_000);
});
