import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/jobs/compare/compareTypes.ts';
import { colourMaskFile, maskFile } from '../../fixtures/datasets.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasReference } from '../mask/pythonReference.ts';
import { bundleCli, runCli, type Outcome } from './bundle.ts';

const COUNT = 60;
const nameOf = (at: number): string => `2007_${String(at).padStart(6, '0')}`;

let script: string;
let base: string;
beforeAll(async () => {
  script = await bundleCli('compare');
  base = mkdtempSync(join(tmpdir(), 'maskscope-compare-'));
  writeVocFolder(join(base, 'voc'), COUNT, new SeededRandom(8));
  mkdirSync(join(base, 'out', 'deep'), { recursive: true });
  // Predictions are the masks with some rows of another's ids; those further down are found by their names.
  execFileSync('/usr/bin/python3', ['-c', PREDICT, base]);
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const PREDICT = `
import glob, os, sys, numpy
from PIL import Image
random = numpy.random.RandomState(3)
for at, path in enumerate(sorted(glob.glob(sys.argv[1] + '/voc/SegmentationClass/*.png'))):
    image = Image.open(path)
    mask = numpy.array(image)
    rows = random.rand(mask.shape[0]) < 0.3
    mask[rows] = random.choice([0, 1, 2, 5, 7, 255], mask[rows].shape)
    other = Image.fromarray(mask, 'P' if at % 2 else 'L')
    if at % 2: other.putpalette(image.getpalette())
    other.save(os.path.join(sys.argv[1], 'out', 'deep' if at % 3 == 0 else '', os.path.basename(path)))`;

const NUMPY = `
import glob, json, os, sys, numpy
from PIL import Image
matrix = numpy.zeros((256, 256), numpy.int64)
means = {}
def ious(matrix):
    judged = matrix.copy(); judged[255] = 0
    union = judged.sum(0) + judged.sum(1) - judged.diagonal()
    judged_union = union.copy(); judged_union[255] = 0
    return {int(c): float(judged[c, c] / union[c]) for c in numpy.nonzero(judged_union)[0]}
for path in glob.glob(sys.argv[1] + '/voc/SegmentationClass/*.png'):
    name = os.path.basename(path)
    other, = glob.glob(sys.argv[1] + '/out/**/' + name, recursive=True)
    truth, prediction = [numpy.array(Image.open(one)).astype(numpy.int64) for one in (path, other)]
    own = numpy.bincount((truth * 256 + prediction).ravel(), minlength=65536).reshape(256, 256)
    matrix += own
    own = ious(own)
    means[name[:-4]] = sum(own.values()) / len(own) if own else None
print(json.dumps([ious(matrix), matrix[:255].diagonal()[:255].sum().item() / matrix[:255].sum().item(), means, int(matrix[255].sum()), int(matrix[:255, 255].sum())]))`;

function run(...args: readonly string[]): Outcome {
  return runCli(script, args, { cwd: base });
}

describe('maskscope compare', () => {
  it.skipIf(!hasReference)('has the scores of two folders that NumPy computes, the worst masks first', () => {
    const { status, stdout } = run('compare', '--json', 'voc/SegmentationClass', 'out');
    const { scores, pairs, unpredicted, failed, voids } = JSON.parse(stdout) as Comparison;
    const [ious, accuracy, means, voidPixels, voidPredicted] = JSON.parse(
      execFileSync('/usr/bin/python3', ['-c', NUMPY, base], { encoding: 'utf8' }),
    ) as [Record<string, number>, number, Record<string, number>, number, number];
    expect([status, unpredicted, failed, voids]).toEqual([0, [], [], [255]]);
    expect(scores.classes.map(({ key }) => String(key))).toEqual(Object.keys(ious));
    for (const { key, iou } of scores.classes) expect(iou).toBeCloseTo(ious[String(key)] ?? NaN, 12);
    expect(scores.pixelAccuracy).toBeCloseTo(accuracy, 12);
    expect([scores.voidPixels, scores.voidPredicted]).toEqual([voidPixels, voidPredicted]);
    expect(pairs).toHaveLength(COUNT);
    for (const { name, scores: own } of pairs) expect(own.meanIou).toBeCloseTo(means[name] ?? NaN, 12);
    const order = pairs.map(({ scores: own }) => own.meanIou ?? Infinity);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  it('names classes, says what was taken for what, and lists the worst masks', () => {
    const { stdout } = run('compare', 'voc/SegmentationClass', 'out', '--class-map', 'voc/classes.txt', '--boundary');
    expect(stdout).toMatch(/class +IoU +Dice +precision +recall +F +truth px +predicted px/);
    expect(stdout).toMatch(/background \(0\) +\d\d\.\d\d %/);
    expect(stdout).toMatch(/ {2}background \(0\) → \w+/);
    expect(stdout).toMatch(/Masks, the worst first/);
  });

  it('is a gate for a workflow', () => {
    expect(run('compare', 'voc/SegmentationClass', 'out', '--fail-under', '0.1').status).toBe(0);
    const { status, stderr } = run('compare', 'voc/SegmentationClass', 'out', '--fail-under', '0.99');
    expect(status).toBe(1);
    expect(stderr).toMatch(/the mean IoU 0\.\d{4} is below 0\.99/);
  });

  it('says by how much the mean is below where four decimals do not tell', () => {
    mkdirSync(join(base, 'near'));
    const ids = new Uint8Array(300 * 300).fill(1, 0, 45_000);
    writeFileSync(join(base, 'near/truth.png'), maskFile({ ids, width: 300, colours: null }));
    // 44,999 of 45,000 pixels, and 45,000 of 45,001: the mean is 0.99997777…
    writeFileSync(
      join(base, 'near/guess.png'),
      maskFile({ ids: Uint8Array.from(ids, (id, at) => (at === 0 ? 0 : id)), width: 300, colours: null }),
    );
    const { status, stderr } = run('compare', 'near/truth.png', 'near/guess.png', '--fail-under', '0.99998');
    expect([status, stderr]).toEqual([1, 'maskscope: the mean IoU 0.999978 is below 0.99998\n']);
  });

  it('says which file is not there, and one line a problem beside CSV', () => {
    const { status, stderr } = run('compare', 'voc/SegmentationClass', 'nowhere');
    expect([status, stderr]).toEqual([
      1,
      `maskscope: ${join(base, 'nowhere')}: The file or its folder does not exist\n`,
    ]);
    for (const folder of ['csv/truth', 'csv/guess']) mkdirSync(join(base, folder), { recursive: true });
    for (const name of ['truth/a', 'truth/b', 'guess/a', 'guess/c']) {
      writeFileSync(join(base, `csv/${name}.png`), maskFile({ ids: new Uint8Array(6), width: 2 }));
    }
    expect(run('compare', 'csv/truth', 'csv/guess', '--csv').stderr).toBe(
      'maskscope: Without a prediction, 1: b\nmaskscope: Predictions without a truth, 1: c\n',
    );
  });

  it('says where one side looks black and white and the other has 0 and 1', () => {
    const ids = new Uint8Array(6).fill(1, 3);
    const write = (name: string, object: number) =>
      writeFileSync(join(base, name), maskFile({ ids: ids.map((id) => id * object), width: 2, colours: null }));
    write('ones.png', 1);
    write('whites.png', 255);
    expect(run('compare', 'ones.png', 'whites.png').stderr).toContain('the prediction looks black and white');
    expect(run('compare', 'whites.png', 'ones.png').stderr).toContain('the truth looks black and white');
    expect(run('compare', 'ones.png', 'ones.png').stderr).toBe('');
  });

  it('writes a line a mask as CSV', () => {
    const lines = run('compare', '--csv', 'voc/SegmentationClass', 'out').stdout.trim().split('\n');
    expect(lines[0]).toMatch(/^name,mean_iou,mean_dice,pixel_accuracy,boundary_f,iou_background \(0\),iou_cat/);
    expect(lines).toHaveLength(COUNT + 1);
  });

  it('fails where a mask is broken, of another size, or has no prediction, and compares the rest', () => {
    for (const folder of ['truth', 'guess']) mkdirSync(join(base, folder));
    for (const at of [1, 2, 4, 5]) {
      copyFileSync(join(base, `voc/SegmentationClass/${nameOf(at)}.png`), join(base, `truth/${nameOf(at)}.png`));
      if (at !== 5) copyFileSync(join(base, `truth/${nameOf(at)}.png`), join(base, `guess/${nameOf(at)}.png`));
    }
    writeFileSync(join(base, `guess/${nameOf(2)}.png`), 'nothing');
    writeFileSync(join(base, `guess/${nameOf(4)}.png`), maskFile({ ids: new Uint8Array(6), width: 2 }));
    writeFileSync(join(base, 'guess/more.png'), maskFile({ ids: new Uint8Array(6), width: 2 }));
    const { status, stdout } = run('compare', 'truth', 'guess');
    expect(status).toBe(1);
    expect(stdout).toContain(`Without a prediction, 1: ${nameOf(5)}`);
    expect(stdout).toContain('Predictions without a truth, 1: more');
    expect(stdout).toContain('Not compared, 2:');
    expect(stdout).toMatch(/2007_000004\.png: The truth is \d+ × \d+, the prediction 2 × 3\./);
    expect(stdout).toMatch(/mean +100\.00 %/);
  });

  it('compares RGB masks by the classes of their colours, with id masks, too', () => {
    const ids = new Uint8Array(64 * 64).map((_, at) => (at < 2000 ? 1 : at < 3000 ? 2 : 0));
    writeFileSync(join(base, 'rgb.png'), colourMaskFile(ids));
    writeFileSync(join(base, 'ids.png'), maskFile({ ids }));
    const { status, stdout } = run('compare', '--class-map', 'voc', 'rgb.png', 'ids.png');
    expect(status).toBe(0);
    expect(stdout).toMatch(/mean +100\.00 %/);
    expect(stdout).toMatch(/bicycle \(2\)/);
  });

  it('takes 255 for a class where masks are black and white', () => {
    const half = new Uint8Array(64 * 64).fill(255, 0, 2048);
    writeFileSync(join(base, 'white.png'), maskFile({ ids: half, colours: null }));
    writeFileSync(join(base, 'black.png'), maskFile({ ids: new Uint8Array(64 * 64), colours: null }));
    const { stdout } = run('compare', '--json', 'white.png', 'black.png');
    expect((JSON.parse(stdout) as Comparison).scores).toMatchObject({ meanIou: 0.25, voidPixels: 0 });
    const ignored = JSON.parse(
      run('compare', '--json', '--void', '255', 'white.png', 'black.png').stdout,
    ) as Comparison;
    expect(ignored.scores).toMatchObject({ meanIou: 1, voidPixels: 2048 });
  });

  it.each([
    [['compare', 'voc'], 'give the truth and the prediction'],
    [['compare', 'voc', 'out', '--csv', '--json'], 'give --csv or --json, not both'],
    [['compare', 'voc', 'out', '--void', '1;2'], '--void takes ids with commas between'],
    [['compare', 'voc', 'out', '--fail-under', '72'], '--fail-under takes a number from 0 to 1'],
  ])('refuses %j', (args, problem) => {
    const { status, stderr } = run(...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(problem)]);
  });

  it.each([
    [['compare', 'voc', 'rgb.png'], 'Give two masks or two folders'],
    [['compare', 'voc/JPEGImages', 'voc/ImageSets'], 'There is no PNG file in'],
    [['compare', 'gone', 'out'], 'gone: The file or its folder does not exist'],
    [['compare', 'voc/SegmentationClass', 'out', '--class-map', 'gone.txt'], 'The class map'],
  ])('says why %j cannot be compared', (args, problem) => {
    const { status, stderr } = run(...args);
    expect([status, stderr]).toEqual([1, expect.stringContaining(problem)]);
  });

  it('judges what an earlier batch wrote, and says and fails where links to folders are not followed', () => {
    const folder = join(base, 'partly');
    for (const side of ['t', 'p']) mkdirSync(join(folder, side), { recursive: true });
    const masks = [0, 1].map((at) => join('voc/SegmentationClass', `${nameOf(at)}.png`)) as [string, string];
    for (const side of ['t', 'p']) copyFileSync(join(base, masks[0]), join(folder, side, 'x.png'));
    expect(run('compare', 'partly/t', 'partly/p', '--fail-under', '0.9').status).toBe(0);
    // Grey masks, so that a palette makes files of them.
    for (const side of ['t', 'p']) {
      mkdirSync(join(folder, `from-${side}`));
      for (const [at, from] of [2, 4].entries()) {
        copyFileSync(join(base, 'out', `${nameOf(from)}.png`), join(folder, `from-${side}`, `${at}.png`));
      }
      const inputs = [0, 1].map((at) => `partly/from-${side}/${at}.png`);
      const made = ['reencode', ...inputs, '--palette', 'voc', '--by', 'index', '-o', `partly/${side}/val`];
      expect(run(...made, '--yes').status).toBe(0);
    }
    const written = JSON.parse(run('compare', 'partly/t', 'partly/p', '--json').stdout) as Comparison;
    expect(written.pairs.map(({ name }) => name).sort()).toEqual(['val/0', 'val/1', 'x']);
    expect(written.leftOut).toEqual({ linked: 0, hidden: 0 });
    for (const side of ['t', 'p']) {
      rmSync(join(folder, side, 'val'), { recursive: true });
      symlinkSync(join(folder, `from-${side}`), join(folder, side, 'val'));
    }
    copyFileSync(join(base, masks[1]), join(folder, 't', '.hidden.png'));
    const linked = run('compare', 'partly/t', 'partly/p', '--fail-under', '0.9');
    expect(linked.status).toBe(1);
    expect(linked.stdout).toContain('Links to folders, which are not followed, 2');
    expect(linked.stdout).toContain('Hidden folders and PNG files, which are left out, 1');
  });
});
