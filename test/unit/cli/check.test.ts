import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATASET_RULES } from '../../../src/core/dataset/findings/rules.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, runCli, type Outcome } from './bundle.ts';

let script: string;
let base: string;
beforeAll(async () => {
  script = await bundleCli('check');
  base = mkdtempSync(join(tmpdir(), 'maskscope-check-'));
  writeVocFolder(join(base, 'sound'), 12, new SeededRandom(3));
  writeFileSync(join(base, 'sound/classes.txt'), '0: background\n1: cat\n2: dog\n5: bird\n255: void\n');
  cpSync(join(base, 'sound'), join(base, 'my set'), { recursive: true });
  const masks = join(base, 'my set/SegmentationClass');
  writeFileSync(join(masks, '2007_000003.png'), readFileSync(join(masks, '2007_000003.png')).subarray(0, -20));
  rmSync(join(base, 'my set/JPEGImages/2007_000004.png'));
  appendFileSync(join(base, 'my set/ImageSets/Segmentation/val.txt'), '2007_000001\n');
  process.env['XDG_CACHE_HOME'] = join(base, 'cache');
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

const run = (...args: readonly string[]): Outcome => runCli(script, ['check', ...args], { cwd: base });
/** Random regions have specks and are alike by chance. */
const QUIET = ['specks', 'palettesDiffer', 'nearDuplicates', 'nearDuplicatesAcrossSplits'].flatMap((rule) => [
  '--severity',
  `${rule}=off`,
]);

interface Told {
  readonly rule: string;
  readonly severity: string;
  readonly path: string | null;
  readonly message: string;
}

const toldBy = ({ stdout }: Outcome): Told[] =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);

describe('maskscope check', () => {
  it('tells a line a finding, what to do, and how many there are; errors make the exit status 1', () => {
    const { status, stdout, stderr } = run(...QUIET, 'my set');
    expect([status, stderr]).toEqual([1, '']);
    expect(stdout).toContain('SegmentationClass/2007_000003.png: error: ');
    expect(stdout).toMatch(/^SegmentationClass\/2007_000003\.png: error: .*IDAT.* \[brokenFile\]$/m);
    expect(stdout).toMatch(
      /^SegmentationClass\/2007_000004\.png: warning: The mask has no original\. \[originalMissing\]$/m,
    );
    expect(stdout).toMatch(
      /^ImageSets\/Segmentation\/train\.txt:2: error: Names in both train and val: 1 \(2007_000001\)\. /m,
    );
    expect(stdout).toMatch(/^originalMissing: Add the original/m);
    expect(stdout).toMatch(/^error 2, warning \d+, information \d+$/m);
  });

  it('prints findings as JSON', () => {
    const rules = toldBy(run('--json', ...QUIET, 'my set')).map(({ rule, path }) => `${rule} ${path ?? ''}`);
    expect(rules).toEqual(
      expect.arrayContaining([
        'brokenFile SegmentationClass/2007_000003.png',
        'splitOverlap ImageSets/Segmentation/train.txt',
        'originalMissing SegmentationClass/2007_000004.png',
      ]),
    );
  });

  it('ends with 0 where the severities leave no error, and with 1 for warnings if they are to fail', () => {
    const calmed = [...QUIET, '--severity', 'brokenFile=warning', '--severity', 'splitOverlap=off'];
    expect(run(...calmed, 'my set').status).toBe(0);
    expect(run(...calmed, '--fail-on', 'warning', 'my set').status).toBe(1);
    const severities = toldBy(run('--json', ...calmed, 'my set')).map(({ severity }) => severity);
    expect(severities).not.toContain('error');
  });

  it('writes SARIF with paths from the current folder', () => {
    const { status } = run('--sarif', 'findings.sarif', ...QUIET, 'my set');
    expect(status).toBe(1);
    const log = readFileSync(join(base, 'findings.sarif'), 'utf8');
    expect(log).toContain('"uri": "my%20set/SegmentationClass/2007_000003.png"');
    expect(log).not.toContain(base);
    const piped = run('--sarif', '-', ...QUIET, 'my set');
    expect(JSON.parse(piped.stdout)).toEqual(JSON.parse(log));
  });

  it('says so when SARIF cannot be written', () => {
    const { status, stderr } = run('--sarif', 'nowhere/findings.sarif', 'sound');
    expect(status).toBe(1);
    expect(stderr).toMatch(/nowhere\/findings\.sarif: /);
    expect(existsSync(join(base, 'nowhere'))).toBe(false);
  });

  it('lists the rules', () => {
    const { status, stdout } = run('--rules');
    expect(status).toBe(0);
    expect(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(' ')[0]),
    ).toEqual(Object.keys(DATASET_RULES));
  });

  it.each([
    [[], 'give the folder of a dataset'],
    [['--json', '--sarif', '-', 'sound'], 'give --json or --sarif -, not both'],
    [['--severity', 'specks', 'sound'], "--severity takes RULE=LEVEL, not 'specks'"],
    [['--severity', 'dust=off', 'sound'], "there is no rule 'dust'"],
    [['--severity', 'specks=loud', 'sound'], "is one of error, warning, information, off, not 'loud'"],
    [['--fail-on', 'information', 'sound'], '--fail-on is one of error, warning'],
    [['--specks-below', '0', 'sound'], '--specks-below takes a whole number from 1'],
    [['--sarif', '-', '..'], '--sarif is for datasets below the current folder'],
    [['--near-duplicates', '40', 'sound'], '--near-duplicates takes a whole number from 0 to 31'],
  ])('refuses %j', (args, problem) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toContain(problem);
  });

  it('ends with 1 where there is no dataset', () => {
    expect(run('nowhere')).toMatchObject({ status: 1, stdout: '' });
  });
});
