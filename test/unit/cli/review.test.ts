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
    expect(refused.stderr).toContain('nothing was tagged');
    expect(readdirSync(join(folder, 'voc')).filter((name) => name.endsWith('.log'))).toEqual([]);
    expect(readFileSync(join(folder, 'voc/maskscope.review.ana.json'), 'utf8')).toBe('[');
  });
});
