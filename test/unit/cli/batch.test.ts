import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashesOf, writeMaskTree } from '../../fixtures/batchTree.ts';
import { decodeIndependently } from '../../fixtures/independentDecoder.ts';
import { chunk, paletteFile } from '../../fixtures/pngBuilder.ts';
import { bundleCli, runCli } from './bundle.ts';

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('batch');
});

beforeEach(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'maskscope-cli-batch-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(script, args, { cwd: folder });
const put = (name: string, bytes: Uint8Array | string) => {
  mkdirSync(join(folder, 'masks'), { recursive: true });
  writeFileSync(join(folder, name), bytes);
};
const idsOf = (name: string): number[] => decodeIndependently(readFileSync(join(folder, name))).samples;
const TO_VOC = ['reencode', 'masks', '--palette', 'voc', '--by', 'index'];

describe('maskscope reencode', () => {
  it('previews, writes with threads, and is undone', () => {
    writeMaskTree(join(folder, 'masks'), 70, 41);
    const before = hashesOf(folder);
    const preview = run(...TO_VOC, '--in-place', '--dry-run');
    expect(preview.status).toBe(0);
    expect(run(...TO_VOC, '--dry-run')).toEqual(preview);
    expect(preview.stdout).toMatch(/^masks\/0\d+\.png: (?:palette|grey) \d+×\d+, [48] bits.* → palette/m);
    expect(preview.stdout).toMatch(/70 files to write.*originals \([\d.]+ k?B\) are kept/);
    expect(hashesOf(folder)).toEqual(before);

    expect(run(...TO_VOC, '--in-place')).toMatchObject({
      status: 1,
      stderr: 'maskscope: nothing was written; give --yes to write\n',
    });
    expect(hashesOf(folder)).toEqual(before);

    expect(run(...TO_VOC, '--in-place', '--yes')).toMatchObject({ status: 0, stderr: '' });
    expect(run('undo', 'masks').status).toBe(1);
    expect(run('undo', 'masks', '--yes')).toMatchObject({ status: 0, stderr: '' });
    const after = Object.entries(hashesOf(folder)).filter(([path]) => !path.includes('.maskscope'));
    expect(Object.fromEntries(after)).toEqual(before);
    expect(run('undo', 'masks', '--yes').stderr).toBe('maskscope: masks: no batch is left to undo here\n');
  });

  it('prints JSON, one line a file', () => {
    writeMaskTree(join(folder, 'masks'), 3, 42);
    put('masks/bad.png', 'not a PNG');
    const { status, stdout } = run(...TO_VOC, '-o', 'out', '--yes', '--json');
    expect(status).toBe(1);
    const lines = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; status?: string; counts?: object });
    expect(lines.filter(({ type }) => type === 'preview')).toHaveLength(4);
    expect(lines.find(({ type }) => type === 'plan')?.counts).toEqual({ write: 3, unchanged: 0, refused: 1 });
    expect(lines.at(-1)).toMatchObject({ type: 'outcome', counts: { written: 3, refused: 1 } });
  });

  it('takes class map files, and decides single colours as told', () => {
    put('labelmap.txt', 'background:0,0,0::\ncat:128,0,0::\n');
    const palette = Buffer.alloc(768, 5);
    palette.set([128, 0, 0, 0, 0, 0, 1, 2, 3]);
    put('masks/a.png', paletteFile(3, 1, Uint8Array.of(0, 1, 2), [chunk('PLTE', palette)]));
    const args = ['reencode', 'masks', '--palette', 'labelmap.txt', '--by', 'colour', '-o', 'out', '--yes'];
    const refused = run(...args);
    expect(refused.status).toBe(1);
    expect(refused.stdout).toContain('colour #010203: 1 px, nearest 0 background');
    expect(existsSync(join(folder, 'out'))).toBe(false);
    expect(run(...args, '--unknown-colour', '#010203=7').status).toBe(0);
    expect(idsOf('out/a.png')).toEqual([1, 0, 7]);
  });

  it('takes class map files in UTF-16, and says what is wrong with others', () => {
    const labelmap = 'background:0,0,0::\n눈:128,0,0::\n';
    put('labelmap.txt', Buffer.from(`\ufeff${labelmap}`, 'utf16le'));
    put('binary.txt', Uint8Array.of(0xff, 0, 1));
    put('masks/a.png', paletteFile(2, 1, Uint8Array.of(0, 1), [chunk('PLTE', Buffer.of(128, 0, 0, 0, 0, 0))]));
    const args = ['--by', 'colour', '-o', 'out', '--yes'];
    expect(run('reencode', 'masks', '--palette', 'labelmap.txt', ...args)).toMatchObject({ status: 0, stderr: '' });
    expect(idsOf('out/a.png')).toEqual([1, 0]);
    expect(run('reencode', 'masks', '--palette', 'binary.txt', ...args)).toMatchObject({
      status: 1,
      stderr: 'maskscope: binary.txt is not text in UTF-8; save it as UTF-8\n',
    });
    put('photo.txt', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70));
    // "눈" in EUC-KR.
    put('korean.txt', Buffer.from([0xb4, 0xab, ...Buffer.from(':128,0,0::\n')]));
    const problems = [
      ['photo.txt', 'photo.txt is a JPEG file; give a class map, or a PNG mask'],
      ['korean.txt', 'korean.txt is not text in UTF-8; save it as UTF-8'],
      ['masks', 'masks is a folder; give the class map in it'],
    ] as const;
    for (const [name, problem] of problems) {
      expect(run('reencode', 'masks', '--palette', name, ...args).stderr).toBe(`maskscope: ${problem}\n`);
    }
  });

  it('places damage in image data', () => {
    const whole = paletteFile(
      16,
      16,
      new Uint8Array(256).map((_, at) => at % 7),
    );
    const at = Buffer.from(whole).indexOf('IDAT') + 12;
    const damaged = Uint8Array.from(whole);
    damaged[at] = (damaged[at] ?? 0) ^ 0xff;
    put('masks/a.png', damaged);
    for (const command of [TO_VOC, ['border', 'masks', '--mode', 'union', '--iterations', '1']]) {
      const { status, stdout } = run(...command, '--dry-run');
      expect(status).toBe(1);
      expect(stdout).toMatch(/error: .*\(byte \d+\)/);
    }
  });

  it('advises what works where ids have no colour, and where a file is a pointer of Git LFS', () => {
    const mask = paletteFile(3, 1, Uint8Array.of(0, 7, 1, 0), [chunk('PLTE', Buffer.of(0, 0, 0, 128, 0, 0))]);
    put('masks/short.png', mask);
    put('masks/pointer.png', `version https://git-lfs.github.com/spec/v1\noid sha256:${'4'.repeat(64)}\nsize 12345\n`);
    const toVoc = ['reencode', 'masks', '--palette', 'voc', '-o', 'out', '--yes'];
    const { stdout } = run(...toVoc, '--by', 'colour', '--unknown=nearest');
    expect(stdout).toMatch(/Colours of no class \(1\): 7 .*: use --by index .*, or .*--unknown=void or ID\.\n/);
    expect(stdout).not.toContain('#rrggbb');
    expect(stdout).toMatch(/Run "git lfs pull" to fetch 12345 bytes\.\n/);
    expect(run(...toVoc, '--by', 'colour', '--unknown=void').stdout).toMatch(/\n1 file written/);
    expect(run(...toVoc, '--by', 'index', '-o', 'other').stdout).toMatch(/\n1 file written/);
  });

  it('takes the palette of another mask, whose filling entries mean nothing', () => {
    const padded = Buffer.alloc(768);
    padded.set([0, 0, 0, 128, 0, 0, 0, 128, 0]);
    put('masks/a.png', paletteFile(3, 1, Uint8Array.of(1, 0, 1), [chunk('PLTE', Buffer.of(0, 128, 0, 0, 0, 0))]));
    put('padded.png', paletteFile(1, 1, Uint8Array.of(0), [chunk('PLTE', padded)]));
    const args = ['reencode', 'masks', '--palette', 'padded.png', '--by', 'colour', '-o', 'out', '--yes'];
    expect(run(...args).status).toBe(0);
    expect(idsOf('out/a.png')).toEqual([0, 2, 0]);
  });

  it('puts files whose palettes differ on one palette, by colour', () => {
    const plte = (...rgb: number[]) => chunk('PLTE', Buffer.from(rgb));
    put('masks/a.png', paletteFile(3, 1, Uint8Array.of(0, 1, 1), [plte(0, 0, 0, 128, 0, 0)]));
    put('masks/b.png', paletteFile(3, 1, Uint8Array.of(1, 0, 2), [plte(128, 0, 0, 0, 0, 0, 0, 128, 0)]));
    const preview = run('reencode', 'masks', '--palette', 'voc', '--by', 'index', '--in-place', '--dry-run');
    expect(preview.stdout).toContain('The palettes of 2 files differ. Colours that stand at more than one id: 2.');
    expect(preview.stdout).toContain('#000000 at 0, 1; #800000 at 0, 1');
    expect(run('reencode', 'masks', '--palette', 'voc', '--by', 'colour', '--in-place', '--yes').status).toBe(0);
    expect([idsOf('masks/a.png'), idsOf('masks/b.png')]).toEqual([
      [0, 1, 1],
      [0, 1, 2],
    ]);
  });

  it.each([
    [['reencode'], 'give at least one file or folder'],
    [['reencode', 'a.png', '--palette', 'voc', '--by', 'index'], 'say where to write'],
    [['reencode', 'a.png', '--palette', 'voc', '--by', 'index', '-o', 'b', '--in-place'], 'not both'],
    [['reencode', 'a.png', '--palette', 'voc', '-o', 'b'], 'say --by index'],
    [['reencode', 'a.png', '--by', 'index', '-o', 'b'], 'give --palette'],
    [['reencode', 'a.png', '--palette', 'voc', '--by', 'index', '--depth', '3', '-o', 'b'], '--depth is one of'],
    [['reencode', 'a.png', '--palette', 'five', '--by', 'colour', '--unknown=void', '-o', 'b'], 'no void class'],
    [
      ['reencode', 'a.png', '--palette', 'voc', '--by', 'colour', '--unknown=banana', '-o', 'b'],
      'one of error, void, nearest or an id',
    ],
    [['border', 'a.png', '--mode', 'union', '--iterations', '1', '--void', '0', '-o', 'b'], 'both 0'],
    [['border', 'a.png', '-o', 'b'], 'say --mode'],
    [['border', 'a.png', '--mode', 'objects', '--iterations', '2', '-o', 'b'], 'go together'],
    [['border', 'a.png', '--mode', 'union', '--iterations', '0', '-o', 'b'], 'whole number from 1'],
    [['border', 'a.png', '--mode', 'union', '--iterations', '1', '--resize', '9x9', '-o', 'b'], '--resampling'],
    [
      ['border', 'a.png', '--mode', 'union', '--iterations', '-1', '-o', 'b'],
      "--iterations takes a whole number from 1 to 65535, not '-1'",
    ],
    [['identify', '-x.png'], "unknown option '-x'; if -x.png is a file, write -- -x.png or ./-x.png"],
    [['border', 'a.png', '--remove', '-o', 'b'], '--within'],
    [['border', 'a.png', '--remove', '--within', '2', '--mode', 'union', '-o', 'b'], '--mode does not go'],
    [['undo', 'a', 'b'], 'give one folder'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });

  it('says what is wrong with a palette, a missing input, or a folder without masks', () => {
    expect(run('reencode', 'a.png', '--palette', 'vok', '--by', 'index', '-o', 'b').stderr).toMatch(
      /neither a file nor/,
    );
    expect(run('reencode', 'a.png', '--palette', 'voc', '--by', 'index', '-o', 'b').stdout).toMatch(/does not exist/);
    mkdirSync(join(folder, 'masks'));
    expect(run(...TO_VOC, '-o', 'b')).toMatchObject({
      status: 1,
      stderr: expect.stringMatching(/no PNG file/) as string,
    });
  });
});

describe('maskscope border', () => {
  it('extends a short palette and few bits for the void, in its colour', () => {
    const mask = paletteFile(5, 1, Uint8Array.of(0, 0, 1, 0, 0), [chunk('PLTE', Buffer.of(0, 0, 0, 9, 9, 9))]);
    put('masks/a.png', mask);
    const args = ['border', 'masks', '--mode', 'union', '--iterations', '1', '-o', 'out', '--yes'];
    const { status, stdout } = run(...args);
    expect(status).toBe(0);
    expect(stdout).toContain('lost pixels  0: 2');
    expect(idsOf('out/a.png')).toEqual([0, 255, 1, 255, 0]);
    const bytes = readFileSync(join(folder, 'out/a.png'));
    const plte = bytes.indexOf('PLTE') + 4;
    expect([...bytes.subarray(plte, plte + 6)]).toEqual([0, 0, 0, 9, 9, 9]);
    expect([...bytes.subarray(plte + 765, plte + 768)]).toEqual([224, 224, 192]);

    expect(run('border', 'out', '--remove', '--within', '1', '-o', 'filled', '--yes').status).toBe(0);
    expect(idsOf('filled/a.png')).toEqual([0, 0, 1, 0, 0]);
    expect(run('undo', 'filled', '--yes').stdout).toContain('\n1 file removed, 0 left alone.\n');
  });

  it('warns of a background that no file has', () => {
    const mask = paletteFile(3, 1, Uint8Array.of(0, 0, 1, 0), [chunk('PLTE', Buffer.of(0, 0, 0, 9, 9, 9))]);
    put('masks/a.png', mask);
    const draw = (...more: string[]) =>
      run('border', 'masks', '--mode', 'union', '--iterations', '1', '-o', 'out', '--dry-run', ...more).stdout;
    expect(draw('--background', '77')).toMatch(/\nwarning: No file has the id 77, .*\n1 file to write, /);
    expect(draw()).not.toContain('No file has');
  });

  it('warns where a border seems to be there already', () => {
    put('masks/a.png', paletteFile(7, 1, Uint8Array.of(0, 0, 0, 1, 0, 0, 0)));
    const border = (...more: string[]) => run('border', 'masks', '--mode', 'classes', '--in-place', ...more).stdout;
    expect(border('--iterations', '1', '--yes')).not.toContain('beside objects');
    const again = border('--iterations', '2', '--dry-run');
    expect(again).toContain('warning: The mask has 2 pixels of id 255 beside objects already, like a border.');
    expect(border('--iterations', '1', '--again', '--dry-run')).toMatch(
      /as it should be\n.*\n {2}warning: The mask has 2/,
    );
  });

  it('draws between objects of one class with instance masks, and warns where it resizes', () => {
    put('masks/a.png', paletteFile(4, 1, Uint8Array.of(1, 1, 1, 1)));
    mkdirSync(join(folder, 'instances'));
    put('instances/a.png', paletteFile(4, 1, Uint8Array.of(1, 1, 2, 2)));
    const border = ['border', 'masks', '--iterations', '1', '--yes'];
    expect(run(...border, '--mode', 'objects', '--instances', 'instances', '-o', 'out').status).toBe(0);
    expect(idsOf('out/a.png')).toEqual([1, 255, 255, 1]);
    put('instances/a.png', paletteFile(4, 1, Uint8Array.of(1, 255, 0, 2)));
    const rimmed = run(...border, '--mode', 'objects', '--instances', 'instances', '-o', 'rimmed');
    expect(rimmed.stdout).toContain('warning: 2 pixels of classes have no instance (0, or 255 in masks of 8 bits).');
    expect(idsOf('rimmed/a.png')).toEqual([1, 255, 255, 1]);
    rmSync(join(folder, 'instances/a.png'));
    const missing = run(...border, '--mode', 'objects', '--instances', 'instances', '-o', 'none');
    expect(missing.status).toBe(1);
    expect(missing.stdout).toMatch(/instance mask .*instances\/a\.png cannot be read/);
    const resized = run(...border, '--mode', 'union', '--resize', '2x1', '--resampling', 'opencv', '-o', 'small');
    expect(resized.stderr).toMatch(/their original images are not/);
    expect(idsOf('small/a.png')).toEqual([1, 1]);
  });
});

describe('maskscope specks', () => {
  const ROWS = [
    [0, 0, 0, 1, 1, 1],
    [0, 2, 0, 1, 1, 1],
    [0, 0, 0, 1, 255, 1],
  ];
  const PALETTE = chunk('PLTE', Buffer.from(Array.from({ length: 256 }, (_, id) => [id, 7, 255 - id]).flat()));
  const putSpeckled = (): void => {
    put('masks/a.png', paletteFile(6, 3, Uint8Array.from(ROWS.flat()), [PALETTE, chunk('tEXt', Buffer.from('a\0b'))]));
  };

  it('fills what check counts as specks, but for those of the void, and is undone byte for byte', () => {
    putSpeckled();
    const before = readFileSync(join(folder, 'masks/a.png'));
    const preview = run('specks', 'masks', '--dry-run');
    expect(preview).toMatchObject({ status: 0, stderr: '' });
    expect(preview.stdout).toContain('  ids before   0: 8, 1: 8, 2: 1, 255: 1\n  ids after    0: 9, 1: 8, 255: 1\n');
    expect(preview.stdout).toContain('  specks       1 filled, 1 px: 2→0 (1 px)\n');
    expect(readFileSync(join(folder, 'masks/a.png'))).toEqual(before);
    expect(run('specks', 'masks', '--in-place', '--yes')).toMatchObject({ status: 0, stderr: '' });
    expect(idsOf('masks/a.png')).toEqual(ROWS.flat().map((id) => (id === 2 ? 0 : id)));
    const after = readFileSync(join(folder, 'masks/a.png'));
    // Palette and texts stay.
    for (const type of ['PLTE', 'tEXt']) {
      const chunkOf = (bytes: Buffer): Buffer => bytes.subarray(bytes.indexOf(type), bytes.indexOf(type) + 12);
      expect(chunkOf(after)).toEqual(chunkOf(before));
    }
    expect(run('undo', 'masks', '--yes').status).toBe(0);
    expect(readFileSync(join(folder, 'masks/a.png'))).toEqual(before);
  });

  it('fills the void too where it is none, and leaves files without specks alone', () => {
    putSpeckled();
    put('masks/b.png', paletteFile(2, 2, Uint8Array.of(0, 0, 0, 0), [PALETTE]));
    const { status, stdout } = run('specks', 'masks', '--void', 'none', '--below', '2', '-o', 'out', '--yes');
    expect(status).toBe(0);
    expect(stdout).toContain('2→0 (1 px), 255→1 (1 px)');
    expect(stdout).toContain('masks/b.png: palette 2×2, 8 bits, 256 entries; copied unchanged');
    expect(idsOf('out/a.png')).toEqual(ROWS.flat().map((id) => (id === 2 ? 0 : id === 255 ? 1 : id)));
    expect(readFileSync(join(folder, 'out/b.png'))).toEqual(readFileSync(join(folder, 'masks/b.png')));
  });

  it('says how many specks nothing surrounds', () => {
    put('masks/a.png', paletteFile(2, 1, Uint8Array.of(1, 2), [PALETTE]));
    const { status, stdout } = run('specks', 'masks', '--dry-run');
    expect(status).toBe(0);
    expect(stdout).toContain('Specks that nothing larger surrounds: 2. They stay.');
  });

  it.each([
    [['specks'], 'at least one file'],
    [['specks', 'a.png'], 'say where to write'],
    [['specks', 'a.png', '--below', '1', '-o', 'b'], '--below takes a whole number from 2'],
    [['specks', 'a.png', '--void', '1,x', '-o', 'b'], '--void takes a whole number'],
  ])('refuses %j', (args, problem) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(problem);
  });
});
