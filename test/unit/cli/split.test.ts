import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { readShared } from '../../fixtures/sharedData.ts';
import { bundleCli, runCli } from './bundle.ts';

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('split');
});

beforeEach(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'maskscope-cli-split-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(script, ['split', ...args], { cwd: folder });
const put = (path: string, text: string): void => {
  mkdirSync(join(folder, dirname(path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const linesIn = (path: string): string[] => readFileSync(join(folder, path), 'utf8').split('\n').slice(0, -1);
const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `${at}\n`).join('');
const NOTEBOOK = ['--method', 'sklearn', '--ratio', '0.8,0.1,0.1', '--seed', '20191008'];

const ORACLE = 'oracle/scikit-learn-1.2.1.json';
describeShared(ORACLE, 'maskscope split --method sklearn', () => {
  it("writes the notebook's lists: the same names in the same order", () => {
    const oracle = JSON.parse(Buffer.from(readShared(ORACLE)).toString()) as {
      plain: readonly { n: number; seed: number; [part: string]: unknown }[];
    };
    const wanted = oracle.plain.find(({ n, seed }) => n === 547 && seed === 20_191_008);
    put('names.txt', numbers(547));
    const { status, stdout } = run('names.txt', ...NOTEBOOK, '-o', 'out', '--yes');
    expect(status).toBe(0);
    expect(stdout).toContain(
      'in Python:\n' +
        '  train, rest = train_test_split(names, train_size=0.8, random_state=20191008)\n' +
        '  val, test = train_test_split(rest, train_size=0.5, random_state=20191008)\n' +
        'proof: no name in two lists, every name in one\n',
    );
    for (const split of ['train', 'val', 'test']) {
      const lines = linesIn(`out/${split}.txt`);
      const sha256 = createHash('sha256').update(lines.join(',')).digest('hex');
      expect(wanted?.[split]).toMatchObject({ n: lines.length, sha256_csv: sha256 });
    }
  });
});

describe('maskscope split', () => {
  it('asks before it writes, shows what changes, and is undone', () => {
    put('names.txt', numbers(10));
    put('out/val.txt', '1\nmine\n');
    const args = ['names.txt', '--method', 'grouped', '--ratio', '6,3,1', '--seed', '1', '-o', 'out'];
    const { status, stdout, stderr } = run(...args);
    expect([status, stderr]).toEqual([1, 'maskscope: nothing was written; give --yes to write\n']);
    expect(stdout).toMatch(/^ {2}train {2}6 {2}\(60\.0 %; 6 wanted\)$/m);
    expect(stdout).toMatch(/^val\.txt: 3 names; \d stay, \d come, \d go$/m);
    expect(stdout).toMatch(/^ {2}goes: (?:1, )?mine$/m);
    expect(existsSync(join(folder, 'out/train.txt'))).toBe(false);
    expect(run(...args, '--dry-run')).toMatchObject({ status: 0, stdout, stderr: '' });
    expect(run(...args, '--yes').stdout).toContain('4 files written.');
    expect(run(...args, '--yes').stdout).toContain('0 files to write, 0 to replace, 4 as they should be');
    expect(runCli(script, ['undo', 'out', '--yes'], { cwd: folder }).status).toBe(0);
    expect(linesIn('out/val.txt')).toEqual(['1', 'mine']);
    expect(existsSync(join(folder, 'out/train.txt'))).toBe(false);
  });

  it('prints JSON, one line each', () => {
    put('names.txt', numbers(10));
    const { stdout } = run(
      'names.txt',
      '--method',
      'stable',
      '--folds',
      '2',
      '--seed',
      '1',
      '-o',
      'out',
      '--yes',
      '--json',
    );
    const [plan, outcome] = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as { type: string; lists?: { path: string }[] });
    expect(plan?.lists?.map(({ path }) => path)).toEqual([
      'fold_0/train.txt',
      'fold_0/val.txt',
      'fold_1/train.txt',
      'fold_1/val.txt',
    ]);
    expect(outcome).toMatchObject({ type: 'outcome', written: 5 });
  });

  it('splits a dataset by what its masks hold, and audits what it wrote', () => {
    writeVocFolder(join(folder, 'voc'), 40, new SeededRandom(8));
    const args = ['voc', '--method', 'grouped', '--stratify', 'presence', '--ratio', '.5,.25,.25', '--seed', '2'];
    const { status, stdout } = run(...args, '-o', 'voc/ImageSets/Segmentation', '--yes');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^ {2}class +whole +train +val +test$/m);
    expect(stdout).toMatch(/^ {2}1 cat +[\d.]+ % +[\d.]+ % +[\d.]+ % +[\d.]+ %$/m);
    expect(stdout).toMatch(/^mean deviation from the whole: [\d.]+ points; 20 random splits of these sizes: /m);
    expect(run('audit', 'voc')).toMatchObject({ status: 0, stderr: '' });
    const [first = ''] = linesIn('voc/ImageSets/Segmentation/train.txt');
    put('voc/ImageSets/Segmentation/val.txt', `${first}\n`);
    const audit = run('audit', 'voc');
    expect(audit.status).toBe(1);
    expect(audit.stdout).toContain(
      `in both ImageSets/Segmentation/train.txt and ImageSets/Segmentation/val.txt: 1 name: ${first}\n`,
    );
    expect(audit.stdout).toContain('in no list: 10 names: ');
  });

  it('audits lists alone', () => {
    put('a/train.txt', 'clip1_0001.png\nclip1_0002.png\nb\n');
    put('a/val.txt', 'clip1_0003.png\nb.png\nb\n');
    const { status, stdout } = run('audit', 'a/train.txt', 'a/val.txt', '--within', '1');
    expect(status).toBe(1);
    expect(stdout).toContain('in both train.txt and val.txt: 1 name: b\n');
    expect(stdout).toContain('val.txt: b comes 2 times, in lines 2, 3\n');
    expect(stdout).toContain('val.txt: 50.0 % (1 name) within 1 frame of train.txt: clip1_0003 (1 from clip1_0002)\n');
    expect(JSON.parse(run('audit', 'a/train.txt', 'a/val.txt', '--json').stdout)).toMatchObject({ unlisted: [] });
  });

  it('names what is wrong', () => {
    put('names.txt', numbers(3));
    const problem = (...args: string[]) => run('names.txt', '--seed', '1', '-o', 'out', '--yes', ...args);
    expect(problem('--method', 'sklearn', '--ratio', '.1,.9')).toMatchObject({
      status: 1,
      stderr:
        'maskscope: A part of 0.1 leaves the first list empty; names: 3. Give another ratio, or split more names.\n',
    });
    expect(problem('--method', 'grouped', '--ratio', '1,1', '--stratify', 'pixels').stderr).toContain(
      'Give the folder of a dataset to stratify by its classes.',
    );
    expect(run('none.txt', ...NOTEBOOK, '-o', 'out').stderr).toMatch(
      /none\.txt cannot be read: The file does not exist/,
    );
    expect(run('audit', 'none.txt')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('none.txt') as string,
    });
    mkdirSync(join(folder, 'empty'));
    expect(run('audit', 'empty').stderr).toContain('empty: there is no image in it');
  });

  it.each([
    [[], 'give one file of names, or the folder of a dataset'],
    [['a', 'b', ...NOTEBOOK, '-o', 'c'], 'give one file of names'],
    [['a', ...NOTEBOOK], 'give the folder of the lists with -o'],
    [['a', '--ratio', '1,1', '--seed', '1', '-o', 'b'], 'say --method sklearn, grouped, stable'],
    [['a', '--method', 'random', '--ratio', '1,1', '--seed', '1', '-o', 'b'], '--method is one of'],
    [['a', '--method', 'stable', '--ratio', '1,1', '-o', 'b'], 'give a --seed'],
    [
      ['a', '--method', 'stable', '--ratio', '1,1', '--seed', '4294967296', '-o', 'b'],
      '--seed takes a whole number from 0',
    ],
    [['a', '--method', 'stable', '--seed', '1', '-o', 'b'], 'give --ratio or --folds'],
    [
      ['a', '--method', 'stable', '--ratio', '1,1', '--folds', '2', '--seed', '1', '-o', 'b'],
      'give --ratio or --folds',
    ],
    [['a', '--method', 'stable', '--folds', '1', '--seed', '1', '-o', 'b'], '--folds takes a whole number from 2'],
    [['a', '--method', 'stable', '--ratio', '1;1', '--seed', '1', '-o', 'b'], 'is not two or three numbers'],
    [['a', '--method', 'stable', '--ratio', '1,1', '--seed', '1', '--labels', 'l', '-o', 'b'], '--labels goes with'],
    [['a', ...NOTEBOOK, '--stratify', 'pixels', '-o', 'b'], '--stratify goes with'],
    [['a', ...NOTEBOOK, '--group-by', 'folder', '-o', 'b'], '--group-by goes with'],
    [
      ['a', '--method', 'stable', '--ratio', '1,1', '--seed', '1', '--group-by', 'x', '-o', 'b'],
      '--group-by is one of',
    ],
    [['audit'], 'give the folder of a dataset, or lists'],
    [['audit', 'a', '--within', 'x'], '--within takes a whole number'],
  ])('refuses %j', (args, message) => {
    const { status, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stderr).toContain(message);
  });
});
