import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Comparison } from '../../../src/jobs/compare/compareTypes.ts';
import { writeVocFolder } from '../../fixtures/datasetFolder.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, NODE, runCli, type Outcome } from './bundle.ts';

/** For root, which may read everything, another user. */
const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let script: string;
let base: string;
let voc: string;
beforeAll(async () => {
  script = await bundleCli('notGiven');
});
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'maskscope-not-given-'));
  voc = join(base, 'voc');
  writeVocFolder(voc, 6, new SeededRandom(11));
  process.env['XDG_CACHE_HOME'] = join(base, 'cache');
  chmodSync(base, 0o777);
});
const folders: string[] = [];
afterAll(() => {
  for (const one of folders) rmSync(one, { recursive: true, force: true });
});
beforeEach(() => folders.push(base));

const run = (...args: readonly string[]): Outcome => runCli(script, args, { cwd: base });

/** Runs the command as somebody who may not read everything; null where that cannot be done here. */
function runAsUser(...args: readonly string[]): Outcome | null {
  const identity = isRoot ? { uid: NOBODY, gid: NOBODY } : {};
  if (spawnSync(NODE, ['--version'], { ...identity, cwd: base }).status !== 0) return null;
  const { status, stdout, stderr } = spawnSync(NODE, [script, ...args], { ...identity, cwd: base, encoding: 'utf8' });
  return { status, stdout, stderr };
}

describe('what a dataset does not give', () => {
  it('is told where a folder may not be listed, and nothing is made of the masks that are left', ({ skip }) => {
    const objects = join(voc, 'SegmentationObject');
    cpSync(join(voc, 'SegmentationClass'), objects, { recursive: true });
    chmodSync(join(voc, 'SegmentationClass'), 0);
    try {
      const overlay = runAsUser('overlay', 'voc', '-o', 'out', '-y');
      if (overlay === null) return skip('no other user can run the command here');
      expect(overlay.status).toBe(1);
      expect(overlay.stderr).toContain(`${join(voc, 'SegmentationClass')} may not be listed`);
      expect(readdirSync(base)).not.toContain('out');
      const check = runAsUser('check', 'voc');
      expect(check?.status).toBe(1);
      expect(check?.stdout).toContain('folderForbidden');
      expect(runAsUser('stats', 'voc')?.stderr).toContain('SegmentationClass may not be listed');
    } finally {
      chmodSync(join(voc, 'SegmentationClass'), 0o755);
    }
  });

  it('is told where folders are links', () => {
    const linked = join(base, 'linked');
    mkdirSync(linked);
    for (const name of ['JPEGImages', 'SegmentationClass']) symlinkSync(join(voc, name), join(linked, name));
    const { status, stderr } = run('overlay', 'linked', '-o', 'out', '-y');
    expect(status).toBe(1);
    expect(stderr).toContain('Links to folders in it are not followed: JPEGImages, SegmentationClass.');
    rmSync(join(linked, 'SegmentationClass'), { recursive: true });
    cpSync(join(voc, 'SegmentationClass'), join(linked, 'SegmentationClass'), { recursive: true });
    expect(run('overlay', 'linked', '-o', 'out', '--dry-run').stdout).toContain(
      'Links to folders, which are not followed (1): JPEGImages',
    );
    expect(run('check', 'linked').stdout).toContain('folderLinked');
  });

  it('is told where the file of a tagged mask is gone, and the exit status says so', () => {
    expect(run('review', 'tag', 'accepted', 'voc', '2007_000000', '--reviewer', 'ana').status).toBe(0);
    expect(run('review', 'status', 'voc').status).toBe(0);
    const mask = join(voc, 'SegmentationClass', '2007_000000.png');
    rmSync(mask);
    symlinkSync(join(base, 'nowhere.png'), mask);
    for (const args of [
      ['status', 'voc'],
      ['list', 'stale', 'voc'],
      ['export', 'voc'],
    ]) {
      const { status, stderr } = run('review', ...args);
      expect(stderr).toContain('SegmentationClass/2007_000000.png: ');
      expect(stderr).toContain('Its tags count as stale until it can be read.');
      expect(status).toBe(1);
    }
  });
});

describe('a class map that cannot be used', () => {
  const BAD = '{"void": [1], "classes": [';

  it('is refused where it was given', () => {
    writeFileSync(join(base, 'bad.classes.json'), BAD);
    const masks = ['voc/SegmentationClass/2007_000000.png', 'voc/SegmentationClass/2007_000001.png'] as const;
    for (const args of [
      ['compare', ...masks, '--fail-under', '0'],
      ['overlay', 'voc', '-o', 'out', '-y'],
      ['colours', 'voc'],
      ['stats', 'voc'],
      ['review', 'status', 'voc'],
    ]) {
      const { status, stderr } = run(...args, '--class-map', 'bad.classes.json');
      expect(stderr).toContain('bad.classes.json cannot be used: The file is not valid JSON');
      expect(status).toBe(1);
    }
    writeFileSync(join(base, 'empty.txt'), '');
    expect(run('stats', 'voc', '--class-map', 'empty.txt').stderr).toContain('The file names no class.');
  });

  it('is told where it lies beside the masks, and the next one is taken', () => {
    writeFileSync(join(voc, 'a.classes.json'), BAD);
    const told = /The class map .*a\.classes\.json cannot be used: The file is not valid JSON/;
    expect(run('overlay', 'voc', '-o', 'out', '--dry-run').stdout).toMatch(told);
    const check = run('check', 'voc');
    expect(check.stdout).toContain('classMapUnusable');
    expect(check.status).toBe(1);
    rmSync(join(voc, 'classes.txt'));
    const { status, stdout, stderr } = run('compare', 'voc', 'voc', '--json');
    expect(stderr).toMatch(told);
    expect([status, (JSON.parse(stdout) as Comparison).classMap]).toEqual([0, null]);
  });

  it('leaves a classes.json of another program alone', () => {
    writeFileSync(join(voc, 'classes.json'), '{"names": ["a"]}');
    expect(run('check', 'voc').stdout).not.toContain('classMapUnusable');
  });

  it('is told line by line where only a part of it is wrong', () => {
    rmSync(join(voc, 'classes.txt'));
    writeFileSync(join(voc, 'labelmap.txt'), '# label:color_rgb:parts:actions\nbackground:0,0,0::\neye:300,0,0::\n');
    expect(run('overlay', 'voc', '-o', 'out', '--dry-run').stdout).toMatch(
      /labelmap\.txt: Line 3: 300,0,0 is not a colour/,
    );
  });
});
