import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { execFileSync } from 'node:child_process';
import { bundleCli, runCli } from './bundle.ts';

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('review');
});
beforeEach(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'maskscope-cli-review-'));
  process.env['XDG_CACHE_HOME'] = join(folder, 'cache');
  writeVocFolder(join(folder, 'voc'), 8, new SeededRandom(5));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) => runCli(script, ['review', ...args], { cwd: folder });
const nameOf = (at: number): string => `2007_${String(at).padStart(6, '0')}`;
const maskOf = (at: number): string => join(folder, 'voc/SegmentationClass', `${nameOf(at)}.png`);
const list = (state: string): string[] => run('list', state, 'voc').stdout.split('\n').slice(0, -1);
const tag = (verdict: string, reviewer: string, ...at: number[]) =>
  run('tag', verdict, 'voc', ...at.map(nameOf), '--reviewer', reviewer);

/** Changes a mask by Pillow: its palette alone, or one pixel. */
function change(path: string, what: 'palette' | 'pixel'): void {
  const python = `
import sys
from PIL import Image
image = Image.open(sys.argv[1])
if sys.argv[2] == 'palette': image.putpalette(bytes((7 * i + 3) % 256 for i in range(768)))
else: image.putpixel((3, 4), 1 if image.getpixel((3, 4)) != 1 else 2)
image.save(sys.argv[1])
`;
  execFileSync('/usr/bin/python3', ['-c', python, path, what]);
}

const containing = (text: string): unknown => expect.stringContaining(text);
const matching = (pattern: RegExp): unknown => expect.stringMatching(pattern);

describe('maskscope review', () => {
  it('a new palette keeps every tag alive, one changed pixel makes exactly that tag stale', () => {
    expect(tag('accepted', 'ana', 0, 1, 2, 3, 4, 5)).toMatchObject({ status: 0 });
    for (let at = 0; at < 6; at++) change(maskOf(at), 'palette');
    expect(list('accepted')).toEqual([0, 1, 2, 3, 4, 5].map(nameOf));
    expect(list('stale')).toEqual([]);
    change(maskOf(4), 'pixel');
    expect(list('stale')).toEqual([nameOf(4)]);
    expect(list('accepted')).toEqual([0, 1, 2, 3, 5].map(nameOf));
    expect(list('unreviewed,stale')).toEqual([4, 6, 7].map(nameOf));
  });

  it('hears every reviewer, and lists those who contradict each other', () => {
    tag('accepted', 'ana', 0, 1, 2);
    run('tag', 'rejected', 'voc', nameOf(1), nameOf(3), '--reviewer', 'Boris', '--reason', 'border', '--note', 'a\n=b');
    expect(list('accepted')).toEqual([0, 2].map(nameOf));
    expect(list('disagreed')).toEqual([nameOf(1)]);
    expect(run('list', 'accepted', 'voc', '--reviewer', 'ana').stdout.split('\n')).toHaveLength(4);
    const { stdout, status } = run('status', 'voc', '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      pairs: 8,
      together: { accepted: 2, rejected: 1, disagreed: 1, stale: 0, unreviewed: 4 },
      reviewers: [
        { reviewer: 'Boris', rejected: 2 },
        { reviewer: 'ana', accepted: 3 },
      ],
    });
    expect(run('status', 'voc').stdout).toContain('together');
    const csv = run('list', 'rejected', 'voc', '--csv').stdout;
    expect(csv).toContain(`${nameOf(3)},rejected,,border,"a\n=b"`);
    expect(readdirSync(join(folder, 'voc')).filter((name) => name.includes('review'))).toEqual([
      matching(/^maskscope\.review\.ana\.json$/),
      matching(/^maskscope\.review\.boris-[0-9a-f]{8}\.json$/),
    ]);
  });

  it('imports the published form after saying what changes, and exports it', () => {
    tag('accepted', 'ana', 0, 1);
    const labels = (...given: [number, number][]) => ({
      ...{ img_dir: 'JPEGImages', mask_dir: 'SegmentationClass' },
      labels: given.map(([at, value]) => ({ name: `${nameOf(at)}.png`, class: value })),
    });
    const twice = JSON.stringify(labels([0, 1], [1, 1], [2, 0])) + JSON.stringify(labels([1, 0], [2, 0], [99, 1]));
    writeFileSync(join(folder, 'labels.json'), twice);
    const dry = run('import', 'labels.json', 'voc', '--reviewer', 'ana', '--dry-run');
    expect(dry.stdout).toContain('ana: 1 new tags, 1 turned, 1 the same');
    expect(dry.stdout).toContain(`  ${nameOf(1)}: rejected in place of accepted`);
    expect(dry.stdout).toContain(`contradict an earlier one: ${nameOf(1)}.png`);
    expect(dry.stdout).toContain(`no pair of the dataset, left out: ${nameOf(99)}.png`);
    expect(list('rejected')).toEqual([]);
    expect(run('import', 'labels.json', 'voc', '--reviewer', 'ana').stderr).toContain('nothing was written');
    expect(run('import', 'labels.json', 'voc', '--reviewer', 'ana', '--yes').status).toBe(1);
    const out = run('export', 'voc');
    expect(JSON.parse(out.stdout)).toEqual({
      ...{ img_dir: 'JPEGImages', mask_dir: 'SegmentationClass' },
      labels: [[0, 1] as const, [1, 0] as const, [2, 0] as const].map(([at, value]) => ({
        name: nameOf(at),
        class: value,
      })),
    });
    expect(out.stderr).toContain('not in it: 5 unreviewed');
  });

  it('lists a scored round, the worst first, and by findings and chance', () => {
    writeFileSync(
      join(folder, 'cam.csv'),
      `file,quality\n${nameOf(3)}.jpg,0.1\n${nameOf(1)}.jpg,0.9\n${nameOf(5)}.jpg,0.5\n`,
    );
    tag('accepted', 'ana', 1, 3, 5, 7);
    const scored = (...more: string[]) => run('list', 'accepted', 'voc', '--scores', 'cam.csv', ...more).stdout;
    expect(scored()).toBe([3, 5, 1, 7].map((at) => `${nameOf(at)}\n`).join(''));
    expect(scored('--descending', '--limit', '2')).toBe([1, 5].map((at) => `${nameOf(at)}\n`).join(''));
    expect(scored('--json').split('\n')[0]).toContain('"score":0.1');
    const chance = run('list', 'accepted', 'voc', '--order', 'random', '--seed', '1').stdout;
    expect(chance.split('\n').sort()).toEqual(['', ...[1, 3, 5, 7].map(nameOf)]);
    expect(run('list', 'accepted', 'voc', '--order', 'findings').stdout.split('\n')).toHaveLength(5);
    expect(run('list', 'accepted', 'voc', '--order', 'random')).toMatchObject({ status: 2 });
    writeFileSync(join(folder, 'cam2.csv'), `file,quality,loss\n${nameOf(3)}.jpg,0.1,2\n`);
    const open = run('list', 'accepted', 'voc', '--order', 'score', '--scores', 'cam2.csv');
    expect([open.status, open.stderr]).toEqual([2, expect.stringContaining('choose one with --column: quality, loss')]);
    const absent = run('list', 'accepted', 'voc', '--export', 'nofile.json');
    expect([absent.status, absent.stderr]).toEqual([1, expect.stringContaining('nofile.json: ')]);
  });

  it('says of scores what it cannot use, and where, and goes on with the others', () => {
    const scored = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      const { status, stdout, stderr } = run('list', 'unreviewed', 'voc', '--scores', name, '--limit', '2');
      return { status, stdout, told: stderr.split('\n').slice(0, -1) };
    };
    const [a, b, c] = [nameOf(1), nameOf(2), nameOf(3)];
    const broken = `name,score\n${a},0.9\n\n${b},abc\n${c}\nface_99,0.4\n,0.3\n${nameOf(5)},0.1\nother,1\n`;
    expect(scored('broken.csv', broken)).toEqual({
      ...{ status: 0, stdout: `${nameOf(5)}\n${a}\n` },
      told: [
        `maskscope: broken.csv: 3 lines have no usable score, the first is line 4: ${b},abc`,
        'maskscope: broken.csv: 2 names are of no pair of the dataset, or of several, the first is: face_99',
      ],
    });
    expect(scored('one.json', `[{"name":"${a}","score":1},{"name":"${b}"},{"name":"x","score":2}]`)).toMatchObject({
      status: 0,
      told: [
        `maskscope: one.json: 1 entry has no usable score, entry 2: ${b}`,
        'maskscope: one.json: 1 name is of no pair of the dataset, or of several: x',
      ],
    });
    // A cell may go over lines, as notes do; a quote that nobody closed may not swallow the rest.
    const whole = `name,note,score\n${a},"one\n""two""\n",0.9\n"${b}",,0.1\n`;
    expect(scored('whole.csv', whole)).toEqual({ status: 0, stdout: `${b}\n${a}\n`, told: [] });
    for (const text of [`name,score\n${a},0.9\n"${b},0.1\n${c},1\n`, `name,score\n${a},1\n"${b},0.1\n"${c}",1\n`]) {
      expect(scored('quote.csv', text)).toEqual({
        ...{ status: 1, stdout: '' },
        told: [`maskscope: quote.csv opens a quote in line 3 that is not closed: "${b},0.1. Close it, or delete it.`],
      });
    }
    for (const [text, where] of [
      [`[\n{"name":"${a}","score":1},\n{"name":"${b}"`, 'line 3, column 22'],
      [`{"${a}": 1,\n "${b}": x}`, 'line 2, column 17'],
    ] as const) {
      const { status, told } = scored('cut.json', text);
      expect([status, told]).toEqual([1, [containing(`cut.json has a JSON syntax error at ${where}: `)]]);
      expect(told[0]).not.toMatch(/position|not valid JSON/);
    }
  });

  it('says of a file that cannot be read which it is and what it is for', () => {
    writeFileSync(join(folder, 'labels.json'), '{}');
    for (const [words, told] of [
      [
        ['list', 'unreviewed', 'voc', '--scores', 'missing.csv'],
        'missing.csv: The file does not exist; check the path after --scores',
      ],
      [['list', 'unreviewed', 'voc', '--scores', 'voc'], 'voc: This is a folder; --scores takes one file'],
      [['import', 'voc', 'voc', '-y'], 'voc: This is a folder; import takes one file'],
      [
        ['import', 'none.json', 'voc', '-y'],
        'none.json: The file or its folder does not exist; check the path after import',
      ],
    ] as const) {
      expect(run(...words)).toEqual({ status: 1, stdout: '', stderr: `maskscope: ${told}\n` });
    }
  });

  it('leads to the rows of the Labelbox export that pairs were made from', () => {
    const rows = [1, 3].map((at) => ({
      ID: `label${at}`,
      'DataRow ID': `row${at}`,
      'Labeled Data': `https://example.org/${at}.jpg`,
      'External ID': `${nameOf(at)}.jpg`,
      'Project Name': 'faces',
      Label: { objects: [] },
    }));
    writeFileSync(join(folder, 'export.json'), JSON.stringify(rows));
    tag('rejected', 'ana', 1, 3);
    const { stdout, status } = run('list', 'rejected', 'voc', '--export', 'export.json');
    expect(status).toBe(0);
    expect(stdout.split('\n').map((line) => line.split(',').slice(5, 8))).toEqual([
      ['row', 'external id', 'data row id'],
      ['1', `${nameOf(1)}.jpg`, 'row1'],
      ['2', `${nameOf(3)}.jpg`, 'row3'],
      [],
    ]);
    tag('rejected', 'ana', 6);
    expect(run('list', 'rejected', 'voc', '--export', 'export.json')).toMatchObject({
      status: 1,
      stderr: containing('no row has the name of 1 pairs'),
    });
  });

  it('keeps reason and note of a tag with the same verdict, until others are given', () => {
    const said = () => run('list', 'rejected', 'voc', '--csv').stdout.split('\n')[1]?.split(',').slice(3, 5);
    run('tag', 'rejected', 'voc', nameOf(2), '--reviewer', 'ana', '--reason', 'border', '--note', 'left ear');
    tag('rejected', 'ana', 2);
    expect(said()).toEqual(['border', 'left ear']);
    change(maskOf(2), 'pixel');
    writeFileSync(join(folder, 'labels.json'), JSON.stringify({ labels: [{ name: nameOf(2), class: 0 }] }));
    expect(run('import', 'labels.json', 'voc', '--reviewer', 'ana', '--yes').stdout).toContain('1 new tags');
    expect(said()).toEqual(['border', 'left ear']);
    run('tag', 'rejected', 'voc', nameOf(2), '--reviewer', 'ana', '--note', '');
    expect(said()).toEqual(['border', '']);
    tag('accepted', 'ana', 2);
    tag('rejected', 'ana', 2);
    expect(said()).toEqual(['', '']);
  });

  it('asks again for a mask that cannot be read once its bytes change', () => {
    const damaged = readFileSync(maskOf(3)).subarray(0, 60);
    writeFileSync(maskOf(3), damaged);
    tag('rejected', 'ana', 3);
    expect(list('rejected')).toEqual([nameOf(3)]);
    writeFileSync(maskOf(3), damaged.subarray(0, 50));
    expect(list('rejected')).toEqual([]);
    expect(list('stale')).toEqual([nameOf(3)]);
    writeFileSync(maskOf(3), damaged);
    expect(list('rejected')).toEqual([nameOf(3)]);
  });

  it('refuses a reviewer whom it does not know with the names that it does', () => {
    tag('accepted', 'ana', 1);
    tag('accepted', 'Boris', 1);
    for (const words of [
      ['status', 'voc'],
      ['export', 'voc'],
      ['list', 'accepted', 'voc'],
    ]) {
      const { status, stdout, stderr } = run(...words, '--reviewer', 'anna');
      expect([status, stdout]).toEqual([2, '']);
      expect(stderr).toContain('anna: nobody of that name has tagged here; there are: Boris, ana');
      expect(run(...words, '--reviewer', 'ana').status).toBe(0);
    }
  });

  it('lists contradictions of names with and without their extension', () => {
    const labels = [
      { name: nameOf(1), class: 1 },
      { name: `${nameOf(1)}.png`, class: 0 },
    ];
    writeFileSync(join(folder, 'labels.json'), JSON.stringify({ labels }));
    const { stdout } = run('import', 'labels.json', 'voc', '--reviewer', 'ana', '--dry-run');
    expect(stdout).toContain(`contradict an earlier one: ${nameOf(1)}.png`);
    const json = run('import', 'labels.json', 'voc', '--reviewer', 'ana', '--dry-run', '--json').stdout;
    expect(JSON.parse(json)).toMatchObject({ conflicts: [`${nameOf(1)}.png`], tags: [{ verdict: 'rejected' }] });
  });

  it('tells once of a file of tags that has an unresolved merge in it, and writes none', () => {
    const path = join(folder, 'voc/maskscope.review.ana.json');
    writeFileSync(path, '<<<<<<< ours\n');
    writeFileSync(join(folder, 'labels.json'), JSON.stringify({ labels: [{ name: nameOf(0), class: 1 }] }));
    const tries = [tag('accepted', 'ana', 0), run('import', 'labels.json', 'voc', '--reviewer', 'ana', '--yes')];
    for (const { stdout, stderr, status } of tries) {
      expect([stdout, status]).toEqual(['', 1]);
      expect(stderr.match(/unresolved merge/g)).toHaveLength(1);
    }
    expect(readFileSync(path, 'utf8')).toBe('<<<<<<< ours\n');
  });

  it('refuses what it cannot do, and changes nothing', () => {
    expect(tag('rejected', 'ana', 0, 50)).toMatchObject({ status: 1, stderr: containing(nameOf(50)) });
    expect(tag('perhaps', 'ana', 0).status).toBe(2);
    expect(run('list', 'accepted,other', 'voc').status).toBe(2);
    expect(run('export').status).toBe(2);
    writeFileSync(join(folder, 'x.json'), '{"labels": 3}');
    expect(run('import', 'x.json', 'voc', '--reviewer', 'ana')).toMatchObject({
      status: 1,
      stderr: containing('holds no tags'),
    });
    writeFileSync(join(folder, 'voc/maskscope.review.ana.json'), '[');
    const refused = tag('accepted', 'ana', 0);
    expect(refused).toMatchObject({ status: 1, stderr: containing('no file of tags') });
    expect(refused.stderr).toContain('Restore it from version control, or move it away; nothing in it is changed.\n');
    writeFileSync(join(folder, 'voc/maskscope.review.bo.json'), '');
    expect(run('status', 'voc').stderr).toMatch(
      /review\.bo\.json is no file of tags: .*\. Restore it from version control/,
    );
    expect(refused.stderr).toContain('nothing was tagged');
    expect(readdirSync(join(folder, 'voc')).filter((name) => name.endsWith('.log'))).toEqual([]);
    expect(readFileSync(join(folder, 'voc/maskscope.review.ana.json'), 'utf8')).toBe('[');
  });
});
