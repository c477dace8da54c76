import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { summariseDataset } from '../../../src/core/dataset/statistics.ts';
import { DatasetScan, type ScanOutcome, type ScanSetting } from '../../../src/jobs/dataset/datasetScan.ts';
import { randomMask, writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { greyFile } from '../../fixtures/pngBuilder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';

const INLINE: ScanSetting = { workers: 0, workerScript: '' };

let base: string;
let folder: string;
let number = 0;
beforeAll(() => {
  base = mkdtempSync(join(tmpdir(), 'maskscope-scan-'));
});
afterAll(() => rmSync(base, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(base, `dataset${++number}`);
  process.env['XDG_CACHE_HOME'] = join(base, `cache${number}`);
});

function scan(setting: Partial<ScanSetting> = {}, shard: { index: number; count: number } | null = null) {
  return new DatasetScan({ folder, layout: {}, classMap: null, shard }, { ...INLINE, ...setting });
}

/** Files are old enough to be known by their times. */
function age(): void {
  const paths = execFileSync('find', [folder, '-type', 'f'], { encoding: 'utf8' }).trim().split('\n');
  const long = new Date(Date.now() - 60_000);
  for (const path of paths) utimesSync(path, long, long);
}

function statisticsOf({ facts }: ScanOutcome): unknown {
  return summariseDataset(facts);
}

/** Sums over the masks of a VOC folder, by NumPy and OpenCV; broken ones are left out. */
const PYTHON = `
import sys, json, glob, hashlib, cv2, numpy
from PIL import Image
classes, hashes, broken = {}, {}, 0
for path in sorted(glob.glob(sys.argv[1] + '/SegmentationClass/*.png')):
    try: mask = numpy.array(Image.open(path))
    except Exception: broken += 1; continue
    nonvoid = int((mask != 255).sum())
    hashes[path[len(sys.argv[1]) + 1:]] = hashlib.sha256(b'%dx%d\\n' % mask.shape[::-1] + mask.astype(numpy.uint8).tobytes()).hexdigest()
    for value in numpy.unique(mask):
        regions = cv2.connectedComponents((mask == value).astype(numpy.uint8), connectivity=4)[0] - 1
        one = classes.setdefault(int(value), [0, 0, 0, 0])
        for at, add in enumerate([int((mask == value).sum()), 1, regions, nonvoid]): one[at] += add
print(json.dumps([classes, hashes, broken]))`;

describe('a scan', () => {
  it.skipIf(!hasReference)(
    'counts pixels, images and regions as NumPy and OpenCV do, and tells what is broken',
    async () => {
      writeVocFolder(folder, 60, new SeededRandom(5), 20);
      const { facts, files } = await scan().run();
      const statistics = summariseDataset(facts);
      const output = execFileSync('/usr/bin/python3', ['-c', PYTHON, folder], { encoding: 'utf8' });
      const [classes, hashes, broken] = JSON.parse(output) as [
        Record<string, number[]>,
        Record<string, string>,
        number,
      ];
      expect([files, statistics.pairs, statistics.masks, statistics.broken]).toEqual([120, 60, 57, 3]);
      expect(broken).toBe(3);
      const counted = statistics.classes.filter(({ images }) => images > 0);
      expect(
        Object.fromEntries(
          counted.map(({ key, pixels, images, regions, pixelsOfImages }) => [
            key,
            [pixels, images, regions, pixelsOfImages],
          ]),
        ),
      ).toEqual(classes);
      for (const [path, hash] of Object.entries(hashes)) expect(facts.records.get(path)).toMatchObject({ hash });
      expect(statistics.classes.map(({ name }) => name).slice(0, 4)).toEqual(['background', 'cat', 'dog', 'bird']);
      expect(statistics.classes.find(({ name }) => name === 'bird')).toMatchObject({
        pixels: 0,
        images: 0,
        most: null,
      });
      const split = (name: string) => statistics.splits.find((one) => one.split === name);
      expect([split('train')?.pairs, split('val')?.pairs]).toEqual([30, 30]);
      for (const { key, images, pixels } of counted) {
        const parts = statistics.splits.map(({ classes: of }) => of.find(([other]) => other === key)?.[1]);
        expect(parts.reduce((sum, part) => sum + (part?.images ?? 0), 0)).toBe(images);
        expect(parts.reduce((sum, part) => sum + (part?.pixels ?? 0), 0)).toBe(pixels);
      }
    },
  );

  it('reads again only what changed', async () => {
    writeVocFolder(folder, 20, new SeededRandom(6));
    age();
    // The change time cannot be set back; what was written within a step of the clock is read again.
    await new Promise((resolve) => setTimeout(resolve, 2100));
    const first = await scan().run();
    const second = await scan().run();
    expect([first.scanned, second.scanned, second.files]).toEqual([40, 0, 40]);
    expect(statisticsOf(second)).toEqual(statisticsOf(first));

    const path = 'SegmentationClass/2007_000007.png';
    const mask = randomMask(new SeededRandom(77), 30, 30);
    writeFileSync(join(folder, path), mask);
    rmSync(join(folder, 'SegmentationClass/2007_000008.png'));
    const third = await scan().run();
    expect([third.scanned, third.files]).toEqual([1, 39]);
    expect(third.facts.records.get(path)).toMatchObject({ width: 30, height: 30, size: mask.length });
    expect(third.facts.layout.pairs.find(({ name }) => name === '2007_000008')?.mask).toBeNull();
  }, 20_000);

  it('notices a file that changes while it runs', async () => {
    writeVocFolder(folder, 40, new SeededRandom(7));
    const path = 'JPEGImages/2007_000000.png';
    let isWritten = false;
    const onProgress = (): void => {
      if (isWritten) return;
      isWritten = true;
      writeFileSync(join(folder, path), greyFile(50, 20));
    };
    const outcome = await scan({ onProgress }).run();
    expect(outcome.changed).toBe(1);
    expect(outcome.facts.records.get(path)).toMatchObject({ width: 50, height: 20 });
  });

  it('stops at once, and goes on where it was', async () => {
    writeVocFolder(folder, 100, new SeededRandom(8));
    const stopped: DatasetScan = scan({ onProgress: () => stopped.cancel() });
    const outcome = await stopped.run();
    expect(outcome.isCancelled).toBe(true);
    expect(outcome.scanned).toBeGreaterThan(0);
    expect(outcome.scanned).toBeLessThan(200);
    const known = outcome.facts.layout.pairs.filter(({ mask }) => outcome.facts.records.get(mask ?? '') !== undefined);
    expect(known.length).toBeLessThan(100);
    const whole = await scan().run();
    process.env['XDG_CACHE_HOME'] = join(base, `fresh${number}`);
    expect(statisticsOf(whole)).toEqual(statisticsOf(await scan().run()));
  });

  it('agrees with another one of the same folder at the same time', async () => {
    writeVocFolder(folder, 60, new SeededRandom(10), 7);
    const [one, other] = await Promise.all([scan().run(), scan().run()]);
    expect(statisticsOf(one)).toEqual(statisticsOf(other));
    expect(statisticsOf(await scan().run())).toEqual(statisticsOf(one));
  });

  it('loses none of the broken files among many', async () => {
    writeVocFolder(folder, 1000, new SeededRandom(11), 100);
    const { facts } = await scan().run();
    const broken = facts.layout.pairs.filter(({ mask }) => facts.records.get(mask ?? '')?.type === 'broken');
    expect(broken.map(({ name }) => name)).toEqual(
      Array.from({ length: 10 }, (_, at) => `2007_${String(100 * at + 99).padStart(6, '0')}`),
    );
    expect(summariseDataset(facts)).toMatchObject({ pairs: 1000, masks: 990, broken: 10 });
  });

  it('hashes originals of one size in bytes, and those alone', async () => {
    writeVocFolder(folder, 6, new SeededRandom(12));
    const original = (at: number): string => join(folder, `JPEGImages/2007_00000${at}.png`);
    writeFileSync(original(1), readFileSync(original(0)));
    writeFileSync(original(2), Buffer.concat([readFileSync(original(0)), Buffer.from('longer than all')]));
    const { facts } = await scan().run();
    const hashOf = (at: number) => {
      const record = facts.records.get(`JPEGImages/2007_00000${at}.png`);
      return record?.type === 'image' ? record.hash : undefined;
    };
    expect(hashOf(0)).toMatch(/^[0-9a-f]{64}$/);
    expect(hashOf(1)).toBe(hashOf(0));
    expect(hashOf(2)).toBeNull();
  });

  it('leaves the dataset as it is', async () => {
    writeVocFolder(folder, 3, new SeededRandom(13));
    const before = execFileSync('find', [folder], { encoding: 'utf8' });
    await scan().run();
    expect(execFileSync('find', [folder], { encoding: 'utf8' })).toBe(before);
    expect(existsSync(join(base, `cache${number}`, 'maskscope'))).toBe(true);
  });

  it.each([
    ['an empty folder', 'nothingFound', ''],
    ['no folder', 'folderMissing', '/nowhere'],
    ['a file', 'notAFolder', '/file'],
  ])('says that it was given %s', async (_, code, suffix) => {
    execFileSync('mkdir', ['-p', folder]);
    writeFileSync(join(folder, 'file'), '');
    folder += suffix;
    await expect(scan().run()).rejects.toMatchObject({ code });
  });
});
