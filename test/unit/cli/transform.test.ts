import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DatasetStatistics } from '../../../src/core/dataset/statistics.ts';
import { ColourType } from '../../../src/core/png/types.ts';
import { writePng } from '../../../src/core/png/write.ts';
import type { Comparison } from '../../../src/jobs/compare/compareTypes.ts';
import { readImage } from '../../../src/jobs/readImage.ts';
import { crc32, deflate } from '../../../src/platform/zlib.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { paletteFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, runCli } from './bundle.ts';

type Statistics = Pick<DatasetStatistics, 'kinds' | 'pairs' | 'classes'>;

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('transform');
  folder = mkdtempSync(join(tmpdir(), 'maskscope-transform-'));
  writeVocFolder(join(folder, 'voc'), 8, new SeededRandom(1));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(script, args, { cwd: folder });
const sizeOf = (path: string) => {
  const { width, height } = readImage(readFileSync(join(folder, path))).header;
  return [width, height];
};

describe('maskscope transform', () => {
  it('does steps in the order of the command line', () => {
    expect(
      run('transform', 'voc', '--resize', '30x20', '--rotate=90', '--crop', '0,0,20,10', '-o', 'one', '-y').status,
    ).toBe(0);
    expect(sizeOf('one/masks/2007_000000.png')).toEqual([20, 10]);
    expect(sizeOf('one/images/2007_000000.png')).toEqual([20, 10]);
    const other = run('transform', 'voc', '--crop', '0,0,20,10', '--resize', '30x20', '-o', 'two', '--dry-run');
    expect(other.status).toBe(1);
    expect(other.stdout).toContain('lies outside');
  });

  it('makes tiles of which splits keep those of a pair together', () => {
    expect(run('transform', 'voc', '--tiles', '8', '--overlap', '2', '-o', 'tiles', '-y').status).toBe(0);
    const split = ['--method', 'grouped', '--ratio', '0.5,0.5', '--seed', '1', '-o', 'tiles/splits', '-y'];
    const made = run('split', 'tiles', '--group-by', 'file:tiles/groups.csv', ...split);
    expect(made.status).toBe(0);
    const pairsOf = (list: string): Set<string> =>
      new Set(
        readFileSync(join(folder, 'tiles/splits', list), 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.replace(/_x\d+_y\d+$/, '')),
      );
    const [train, val] = [pairsOf('train.txt'), pairsOf('val.txt')];
    expect([...train].filter((pair) => val.has(pair))).toEqual([]);
    expect(train.size + val.size).toBe(8);
  });

  it('refuses places in the dataset, where the copies would be pairs of it the next time', () => {
    symlinkSync(join(folder, 'voc/JPEGImages'), join(folder, 'link'));
    for (const out of ['voc', 'voc/aug', 'voc/a/b', 'voc/SegmentationClass/aug', 'voc/JPEGImages/aug', 'link/aug']) {
      const { status, stderr } = run('transform', 'voc', '--flip', 'horizontal', '-o', out, '-y');
      expect([out, status, stderr]).toEqual([
        ...[out, 1],
        `maskscope: The results would lie among the originals and masks of the dataset in ${join(folder, 'voc')}; choose another folder.\n`,
      ]);
    }
    expect(readdirSync(join(folder, 'voc')).sort()).not.toContain('aug');
    // A folder beside it whose name begins alike is another.
    expect(run('transform', 'voc', '--flip', 'horizontal', '-o', 'voc-flipped', '-y').status).toBe(0);
  });

  it('says once what it says of every pair', () => {
    const { stdout } = run('transform', 'voc', '--resize', '8x8', '-o', 'once', '--dry-run');
    expect(stdout.match(/has red, green and blue of 8 bits/g)).toHaveLength(1);
    expect(stdout).toMatch(/^Of 8 pairs: The resized original/m);
    expect(stdout).not.toContain('about the whole');
  });

  it('scales originals to their masks where it is asked to, and says so', () => {
    const original = join(folder, 'small/images/a.png');
    const header = { bitDepth: 8, colourType: ColourType.rgb, interlaced: false } as const;
    const grey = new Uint8Array(3 * 10 * 5).fill(90);
    mkdirSync(join(folder, 'small/images'), { recursive: true });
    mkdirSync(join(folder, 'small/masks'), { recursive: true });
    writeFileSync(
      original,
      writePng({ header: { ...header, width: 10, height: 5 }, samples: grey, palette: null }, deflate, { crc32 }),
    );
    writeFileSync(join(folder, 'small/masks/a.png'), paletteFile(20, 10, new Uint8Array(200).fill(3)));
    const left = run('transform', 'small', '--flip', 'vertical', '-o', 'left', '-y');
    expect([left.status, left.stdout.includes('with --fit')]).toEqual([1, true]);
    const fitted = run('transform', 'small', '--flip', 'vertical', '--fit', '--originals-as', 'png', '-o', 'fit', '-y');
    expect(fitted.stdout).toContain('is scaled to 20×10');
    expect(fitted.status).toBe(0);
    const made = readImage(readFileSync(join(folder, 'fit/images/a.png')));
    expect([made.header.width, made.header.height, new Set(made.samples)]).toEqual([20, 10, new Set([90])]);
    expect(new Set(readImage(readFileSync(join(folder, 'fit/masks/a.png'))).samples)).toEqual(new Set([3]));
  });

  it('keeps masks of objects masks of objects, with no names of classes for their numbers', () => {
    mkdirSync(join(folder, 'objects/VOC/SegmentationObject'), { recursive: true });
    mkdirSync(join(folder, 'objects/VOC/JPEGImages'), { recursive: true });
    writeFileSync(join(folder, 'objects/VOC/classes.txt'), '0: background\n1: cat\n2: dog\n');
    const ids = Uint8Array.from({ length: 200 }, (_, at) => [0, 1, 2, 255][at % 4] ?? 0);
    const rgb = new Uint8Array(600).fill(90);
    const header = { width: 20, height: 10, bitDepth: 8, colourType: ColourType.rgb, interlaced: false } as const;
    const original = writePng({ header, samples: rgb, palette: null }, deflate, { crc32 });
    for (const name of ['a', 'b']) {
      writeFileSync(join(folder, 'objects/VOC/SegmentationObject', `${name}.png`), paletteFile(20, 10, ids));
      writeFileSync(join(folder, 'objects/VOC/JPEGImages', `${name}.png`), original);
    }
    expect(run('transform', 'objects/VOC', '--tiles', '10', '-o', 'objects/out', '-y').status).toBe(0);
    expect(readdirSync(join(folder, 'objects/out')).sort()).toEqual([
      '.maskscope',
      'SegmentationObject',
      'groups.csv',
      'images',
    ]);
    expect(readFileSync(join(folder, 'objects/out/groups.csv'), 'utf8')).toBe(
      'name,group\na_x0_y0,a\na_x10_y0,a\nb_x0_y0,b\nb_x10_y0,b\n',
    );
    const { kinds, pairs, classes } = JSON.parse(run('stats', 'objects/out', '--json').stdout) as Statistics;
    expect({ kinds, pairs, classes: classes.map(({ name }) => name) }).toEqual({
      ...{ kinds: { instance: 4 }, pairs: 4, classes: [] },
    });
    // The folder of the masks by itself, too.
    const alone = JSON.parse(run('stats', 'objects/VOC/SegmentationObject', '--json').stdout) as Statistics;
    expect([alone.kinds, alone.classes]).toEqual([{ instance: 2 }, []]);
    const masks = 'objects/VOC/SegmentationObject';
    const compared = JSON.parse(run('compare', masks, masks, '--json').stdout) as Comparison;
    expect(compared.classes.map(({ key, name }) => [key, name])).toEqual([
      [0, null],
      [1, null],
      [2, null],
      [255, null],
    ]);
    expect([compared.classMap, compared.voids]).toEqual([null, [255]]);
  });

  it('says which masks of the pairs it does not move', () => {
    mkdirSync(join(folder, 'voc/SegmentationObject'));
    for (const name of ['2007_000000', '2007_000001']) {
      cpSync(join(folder, `voc/SegmentationClass/${name}.png`), join(folder, `voc/SegmentationObject/${name}.png`));
    }
    try {
      const { stdout } = run('transform', 'voc', '--flip', 'vertical', '-o', 'flipped', '--dry-run');
      expect(stdout).toContain('not moved (2): SegmentationObject/2007_000000.png, SegmentationObject/2007_000001.png');
      const some = run('transform', 'voc', '--only', '2007_000003', '--flip', 'vertical', '-o', 'flipped', '--dry-run');
      expect(some.stdout).not.toContain('not moved');
      // By themselves, as it advises.
      const masks = ['voc/SegmentationObject/2007_000000.png', 'voc/SegmentationObject/2007_000001.png'];
      expect(run('transform', ...masks, '--flip', 'vertical', '-o', 'objects2', '-y').status).toBe(0);
      expect(readdirSync(join(folder, 'objects2/SegmentationObject'))).toHaveLength(2);
    } finally {
      rmSync(join(folder, 'voc/SegmentationObject'), { recursive: true });
    }
  });

  it('says what is wrong with its options', () => {
    for (const [args, problem] of [
      [[], 'give at least one step'],
      [['--crop', '1,2,3'], '--crop takes X,Y,W,H'],
      [['--resize', '0x5'], '--resize takes WxH'],
      [['--rotate', '45'], '--rotate is one of'],
      [['--overlap', '3', '--flip', 'horizontal'], 'go with --tiles'],
      [['--tiles', '8', '--overlap', '8'], '--overlap takes a whole number from 0 to 7'],
    ] as const) {
      const { status, stderr } = run('transform', 'voc', ...args, '-o', 'out');
      expect([status, stderr.includes(problem)]).toEqual([2, true]);
    }
  });
});

describe('maskscope colours', () => {
  it('prints a line a colour, and writes maps that can be taken back', () => {
    const { status, stdout } = run('colours', 'voc', '--count', '2', '--csv', '--maps', 'maps', '-y');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^file,id,class,rank,hex,name,ciede2000,share,pixels,l,a,b\n,1,cat,1,#[\da-f]{6},/);
    expect(run('undo', 'maps', '-y').status).toBe(0);
  });

  it('prints one JSON document, with maps as well', () => {
    const { status, stdout } = run('colours', 'voc', '--count', '2', '--json', '--maps', 'maps', '-y');
    expect(status).toBe(0);
    const { classes, maps } = JSON.parse(stdout) as {
      classes: object[];
      maps: { plan: { files: { write: number } }; results: object[]; outcome: { written: number } };
    };
    expect(classes.length).toBeGreaterThan(0);
    expect(maps.outcome.written).toBe(maps.plan.files.write);
    expect(run('undo', 'maps', '-y').status).toBe(0);
  });

  it('fails where its folder or the original of its mask is not there', () => {
    const absent = run('colours', 'nofolder');
    expect([absent.status, absent.stdout]).toEqual([1, '']);
    expect(absent.stderr).toBe(`maskscope: ${join(folder, 'nofolder')}: The file or its folder does not exist\n`);
    mkdirSync(join(folder, 'lone'));
    writeFileSync(join(folder, 'lone/a.png'), paletteFile(20, 10, new Uint8Array(200).fill(3)));
    const lone = run('colours', 'lone/a.png');
    expect([lone.status, lone.stdout.includes('--original FILE')]).toEqual([1, true]);
  });

  it('says what is wrong with its options', () => {
    expect(run('colours', 'voc', '--count', '0').status).toBe(2);
    expect(run('colours', 'voc', '--count', '2', '--mean-shift', '9').status).toBe(2);
    expect(run('colours', 'voc', '--swatches', 'voc/classes.txt').stderr).toContain('has no name and colour');
  });
});
