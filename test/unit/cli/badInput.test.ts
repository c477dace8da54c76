import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { hashesOf, maskFile, writeMaskTree } from '../../fixtures/batchTree.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { bundleCli, NODE, runCli } from './bundle.ts';

const NOBODY = 65_534;
const isRoot = process.getuid?.() === 0;

let script = '';
let folder = '';

beforeAll(async () => {
  script = await bundleCli('badInput');
});

beforeEach(() => {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'maskscope-bad-input-'));
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const run = (...args: string[]) => runCli(script, args, { cwd: folder });
const TO_VOC = ['reencode', 'masks', '--palette', 'voc', '--by', 'index', '--yes'];
const BORDER = ['border', 'masks', '--mode', 'union', '--iterations', '1', '--yes'];
const COMMANDS = [TO_VOC, BORDER];

const writeMaskFile = (name: string): void => {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), maskFile(new SeededRandom(74)));
};

/** Without the journals. */
const masksNow = (): Record<string, string> =>
  Object.fromEntries(Object.entries(hashesOf(folder)).filter(([path]) => !path.includes('.maskscope/')));

/** The lines of a preview about one file. */
const about = (stdout: string, name: string): string[] => {
  const lines = stdout.split('\n');
  const first = lines.findIndex((line) => line.startsWith(`${name}: `));
  const next = lines.findIndex((line, at) => at > first && !line.startsWith('  '));
  return lines.slice(first, next);
};

describe('a bad file among good ones', () => {
  it.each(COMMANDS)('%s: one finding that says what to do, and the rest goes on', (...command) => {
    writeMaskTree(join(folder, 'masks'), 6, 61);
    const bad: [string, Uint8Array | string][] = [
      ['text.png', 'not a PNG'],
      ['jpeg.png', Uint8Array.of(0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70)],
      ['empty.png', ''],
      ['cut.png', maskFile(new SeededRandom(62)).subarray(0, 90)],
    ];
    for (const [name, bytes] of bad) writeFileSync(join(folder, 'masks', name), bytes);
    const before = masksNow();
    const { status, stdout, stderr } = run(...command, '--in-place');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    for (const [name] of bad) {
      const lines = about(stdout, `masks/${name}`);
      expect(lines[0]).toBe(`masks/${name}: left alone`);
      expect(lines.slice(1)).toEqual([expect.stringMatching(/^ {2}error: .+ Correct or remove the file/)]);
    }
    expect(stdout).toMatch(/\n6 files to write, 0 as they should be, 4 left alone\..*\n6 files written/s);
    const after = masksNow();
    for (const [name] of bad) expect(after[`masks/${name}`]).toBe(before[`masks/${name}`]);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    expect(run('undo', 'masks', '--yes').status).toBe(0);
    expect(masksNow()).toEqual(before);
  });

  it('a class map of other classes, of no classes, or that is none', () => {
    writeMaskTree(join(folder, 'masks'), 6, 63);
    const before = masksNow();
    writeFileSync(join(folder, 'labelmap.txt'), 'a:1,2,3::\nb:4,5,6::\n');
    writeFileSync(join(folder, 'names.txt'), 'background\ncat\n');
    writeFileSync(join(folder, 'empty.txt'), '# nothing\n');
    writeFileSync(join(folder, 'broken.classes.json'), '{"classes": [');
    const others = run('reencode', 'masks', '--palette', 'labelmap.txt', '--by', 'colour', '--in-place', '--yes');
    expect(others.status).toBe(1);
    expect(others.stdout).toMatch(/6 left alone/);
    expect(others.stdout).toMatch(/Colours of no class .*: .*nearest: .* Name the id of each with --unknown-colour/);
    for (const file of ['names.txt', 'empty.txt', 'broken.classes.json']) {
      const { status, stderr } = run('reencode', 'masks', '--palette', file, '--by', 'colour', '--in-place', '--yes');
      expect(status).toBe(1);
      expect(stderr).toMatch(new RegExp(`^maskscope: ${file.replaceAll('.', '\\.')}: `));
    }
    for (const file of ['labelmap.txt', 'names.txt', 'empty.txt', 'broken.classes.json']) rmSync(join(folder, file));
    expect(masksNow()).toEqual(before);
  });
});

/** Runs the command as a user who owns nothing here but what is given to him. */
function runAsNobody(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(NODE, [script, ...args], {
    cwd: folder,
    uid: NOBODY,
    gid: NOBODY,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

describe.skipIf(!isRoot)('read-only places (needs root, to become a user who may not write there)', () => {
  beforeEach((context) => {
    chmodSync(folder, 0o755);
    if (runAsNobody('--version').status !== 0) context.skip('the command cannot be read by another user here');
  });

  it('in place: a finding for each file of a read-only folder, the others are written', () => {
    writeMaskTree(join(folder, 'masks/open'), 4, 64);
    writeMaskTree(join(folder, 'masks/closed'), 3, 65);
    for (const path of [
      'masks',
      ...readdirSync(join(folder, 'masks'), { recursive: true }).map((p) => `masks/${String(p)}`),
    ]) {
      chownSync(join(folder, path), NOBODY, NOBODY);
    }
    const closed = Object.keys(hashesOf(join(folder, 'masks/closed'))).map((path) => `masks/closed/${path}`);
    for (const path of ['masks/closed', 'masks/closed/train', 'masks/closed/val/a']) {
      if (statSync(join(folder, path), { throwIfNoEntry: false })) chmodSync(join(folder, path), 0o555);
    }
    const before = masksNow();
    const { status, stdout, stderr } = runAsNobody(...TO_VOC, '--in-place');
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    for (const name of closed) {
      expect(about(stdout, name).at(-1)).toMatch(/You have no permission to write here: .* Change the permissions/);
    }
    expect(stdout).toContain('4 files written, 0 as they were, 3 left alone.');
    const after = masksNow();
    for (const name of closed) expect(after[name]).toBe(before[name]);
    expect(Object.keys(after)).toEqual(Object.keys(before));
  });

  it('into a folder that cannot be made: nothing is written, and it is said why', () => {
    writeMaskTree(join(folder, 'masks'), 2, 66);
    mkdirSync(join(folder, 'closed'), { mode: 0o555 });
    const { status, stdout, stderr } = runAsNobody(...TO_VOC, '-o', 'closed/out');
    const closed = realpathSync(join(folder, 'closed'));
    const problem = `maskscope: You have no permission to write to ${closed}; choose another folder.\n`;
    expect({ status, stdout, stderr }).toEqual({ status: 1, stdout: '', stderr: problem });
    expect(readdirSync(closed)).toEqual([]);
    chmodSync(closed, 0);
    expect(runAsNobody(...TO_VOC, '-o', 'closed/out')).toEqual({ status: 1, stdout: '', stderr: problem });
    expect(runAsNobody(...TO_VOC, '-o', 'closed')).toEqual({ status: 1, stdout: '', stderr: problem });
  });
});

describe.skipIf(!isRoot || process.platform !== 'linux')(
  'a full or read-only disk (needs root, for a small tmpfs)',
  () => {
    const mount = (options: string): boolean => {
      mkdirSync(join(folder, 'masks'), { recursive: true });
      return spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', join(folder, 'masks')]).status === 0;
    };
    const remount = (options: string) => spawnSync('mount', ['-o', `remount,${options}`, join(folder, 'masks')]);
    const onMount = (options: string, work: () => void): void => {
      if (!mount(options)) return console.warn('skipped: tmpfs cannot be mounted here');
      try {
        work();
      } finally {
        spawnSync('umount', [join(folder, 'masks')]);
      }
    };

    it('in place: what does not fit keeps its bytes, and the same command finishes it', () => {
      onMount('size=8m', () => {
        writeMaskTree(join(folder, 'masks'), 60, 67);
        const before = masksNow();
        // Room for the journal and some of the files.
        const used = Number(
          /(\d+)\s+\d+\s+\d+%/.exec(spawnSync('df', ['-k', join(folder, 'masks')], { encoding: 'utf8' }).stdout)?.[1],
        );
        expect(remount(`size=${used + 100}k`).status).toBe(0);
        const first = run(...TO_VOC, '--in-place');
        expect(first.status).toBe(1);
        expect(first.stderr).toMatch(/No space is left on the device\. The file is as it was\. Free some space/);
        const between = masksNow();
        expect(Object.keys(between)).toEqual(Object.keys(before));
        expect(remount('size=8m').status).toBe(0);
        expect(run(...TO_VOC, '--in-place').status).toBe(0);
        const after = masksNow();
        for (const [path, hash] of Object.entries(between)) {
          if (hash !== before[path]) expect(hash).toBe(after[path]);
        }
        expect(run('undo', 'masks', '--yes').status).toBe(0);
        expect(masksNow()).toEqual(before);
      });
    });

    it('full before the journal: nothing is written, with the place and the bytes that are needed', () => {
      onMount('size=1m', () => {
        writeMaskTree(join(folder, 'masks'), 20, 71);
        const before = masksNow();
        const filler = join(folder, 'masks/filler');
        expect(spawnSync('sh', ['-c', `cat /dev/zero > '${filler}'`]).status).not.toBe(0);
        const { status, stdout, stderr } = run(...TO_VOC, '--in-place');
        expect(status).toBe(1);
        expect(stdout).toMatch(
          /\nwarning: [\d.]+ [kM]B are needed in .*\/masks, [\d.]+ k?B are free\.\n20 files to write/,
        );
        expect(stderr).toMatch(
          /^maskscope: No space is left in .*\/masks for the journal, which needs \d{4,} bytes \(\d+ are free\)\. Nothing was written; free some space and run the same command again\.\n$/,
        );
        rmSync(filler);
        expect(masksNow()).toEqual(before);
        expect(run(...TO_VOC, '--in-place')).toMatchObject({ status: 0 });
      });
    });

    it('an undo that finds no room says what to do, and goes on once there is some', () => {
      onMount('size=8m', () => {
        writeMaskTree(join(folder, 'masks'), 3, 73);
        const before = masksNow();
        expect(run(...TO_VOC, '--in-place').status).toBe(0);
        spawnSync('dd', ['if=/dev/zero', 'of=filling', 'bs=4k'], { cwd: join(folder, 'masks') });
        const { status, stderr } = run('undo', 'masks', '--yes');
        expect(status).toBe(1);
        expect(stderr).toMatch(/No space is left on the device\. The file is as it was\. Free some space/);
        rmSync(join(folder, 'masks/filling'));
        expect(run('undo', 'masks', '--yes').status).toBe(0);
        expect(masksNow()).toEqual(before);
      });
    });

    it('mounted for reading only: a finding for each file', () => {
      onMount('size=4m', () => {
        writeMaskTree(join(folder, 'masks'), 3, 68);
        expect(remount('ro').status).toBe(0);
        const { status, stdout } = run(...TO_VOC, '--in-place');
        expect(status).toBe(1);
        expect(stdout.match(/You have no permission to write here/g)).toHaveLength(3);
        expect(stdout).toContain('0 files to write');
      });
    });
  },
);

describe.skipIf(process.platform !== 'linux')('what of a folder is no input', () => {
  it('is left out and said: hidden files, linked and hidden folders, and results of earlier batches', () => {
    for (const name of ['f10', 'f2', 'f1', '.hidden']) writeMaskFile(`masks/${name}.png`);
    writeMaskFile('masks/.cache/a.png');
    writeMaskFile('masks/.git/a.png');
    writeMaskFile('masks/node_modules/a.png');
    mkdirSync(join(folder, 'elsewhere'));
    symlinkSync('../elsewhere', join(folder, 'masks/linked'));
    expect(run(...BORDER, '-o', 'masks/out').stdout).toMatch(
      /^masks\/f1\.png.*\nmasks\/f2\.png.*\nmasks\/f10\.png.*\n.*3 files written/s,
    );
    const { stdout } = run(...TO_VOC, '-o', 'voc');
    const out = join(realpathSync(folder), 'masks/out');
    expect(stdout).toContain(
      `\n${out} holds results of an earlier batch: 3 files left out; give the folder itself to work on them.\nskipped: 1 hidden file, 1 hidden folder, 1 linked folder\n3 files to write`,
    );
    expect(run(...TO_VOC.map((arg) => (arg === 'masks' ? 'masks/out' : arg)), '-o', 'voc2').status).toBe(0);
    expect(run('undo', 'masks/out', '--yes').status).toBe(0);
    writeMaskFile('masks/out/a.png');
    expect(run(...TO_VOC, '-o', 'voc3').stdout).toContain('4 files to write');
  });

  it('names what is not UTF-8, and a link for the output that leads nowhere', () => {
    writeMaskFile('masks/a.png');
    const odd = Buffer.concat([Buffer.from(join(folder, 'masks/')), Buffer.of(0xb4, 0xab), Buffer.from('.png')]);
    writeFileSync(odd, maskFile(new SeededRandom(73)));
    expect(run(...TO_VOC, '-o', 'out').stdout).toContain('The name of the file is not UTF-8; rename it.');
    rmSync(odd);
    symlinkSync('nowhere', join(folder, 'dangling'));
    const link = join(folder, 'dangling');
    expect(run(...TO_VOC, '-o', 'dangling')).toEqual({
      ...{ status: 1, stdout: '' },
      stderr: `maskscope: The output ${link} is a link that leads nowhere; remove it, or choose another folder.\n`,
    });
  });
});

describe.skipIf(process.platform !== 'linux')('a folder in which none can be made', () => {
  it('ends with a sentence: Node would try for ever to make one in /proc', () => {
    writeMaskTree(join(folder, 'masks'), 2, 72);
    for (const output of ['/proc/maskscope', '/proc/maskscope/deep']) {
      const { status, stderr } = spawnSync(NODE, [script, ...TO_VOC, '-o', output], {
        ...{ cwd: folder, encoding: 'utf8', timeout: 60_000, killSignal: 'SIGKILL' },
      });
      expect(status).toBe(1);
      expect(stderr).toMatch(
        /^maskscope: The folder \/proc\/\S+ cannot be created: ENOENT: .*\. Nothing was written\.\n$/,
      );
    }
  });
});

describe.skipIf(process.platform === 'win32')('links', () => {
  it('a dataset behind a link to its folder is written where it lies, and undone through the link', () => {
    writeMaskTree(join(folder, 'real'), 5, 69);
    symlinkSync('real', join(folder, 'masks'));
    const before = hashesOf(join(folder, 'real'));
    expect(run(...TO_VOC, '--in-place').status).toBe(0);
    expect(hashesOf(join(folder, 'real'))).not.toEqual(before);
    expect(statSync(join(folder, 'real/.maskscope')).isDirectory()).toBe(true);
    expect(run('undo', 'masks', '--yes').status).toBe(0);
    const after = Object.entries(hashesOf(join(folder, 'real'))).filter(([path]) => !path.includes('.maskscope'));
    expect(Object.fromEntries(after)).toEqual(before);
  });

  it.skipIf(process.getuid?.() !== 0)('a read-only file is replaced with a word of it, and stays read-only', () => {
    const [path = ''] = writeMaskTree(join(folder, 'masks'), 1, 71);
    const file = join(folder, 'masks', path);
    chmodSync(file, 0o444);
    const { status, stdout } = run(...TO_VOC, '--in-place');
    expect(status).toBe(0);
    expect(stdout).toContain('information: The file is read-only. It is replaced all the same, and stays read-only.');
    expect(statSync(file).mode & 0o777).toBe(0o444);
    chmodSync(file, 0o644);
  });

  it('a link that leads nowhere says so', () => {
    writeMaskTree(join(folder, 'masks'), 1, 72);
    symlinkSync('gone/lost.png', join(folder, 'masks/lost.png'));
    const { status, stdout } = run(...TO_VOC, '--in-place');
    expect(status).toBe(1);
    expect(stdout).toContain('error: A symbolic link to a file that does not exist: gone/lost.png.');
  });

  it('a hard-linked copy of a dataset keeps its bytes, and the preview says so for each file', () => {
    const paths = writeMaskTree(join(folder, 'masks'), 5, 70);
    mkdirSync(join(folder, 'copy'));
    paths.forEach((path, at) => linkSync(join(folder, 'masks', path), join(folder, 'copy', `${at}.png`)));
    const copies = hashesOf(join(folder, 'copy'));
    const before = hashesOf(join(folder, 'masks'));
    const { status, stdout } = run(...BORDER, '--in-place');
    expect(status).toBe(0);
    expect(stdout.match(/The file has other hard links \(1\). It becomes a file of its own/g)).toHaveLength(5);
    expect(hashesOf(join(folder, 'copy'))).toEqual(copies);
    expect(readFileSync(join(folder, 'copy/0.png'))).not.toEqual(readFileSync(join(folder, 'masks', paths[0] ?? '')));
    expect(run('undo', 'masks', '--yes').status).toBe(0);
    const after = Object.entries(hashesOf(join(folder, 'masks'))).filter(([path]) => !path.includes('.maskscope'));
    expect(Object.fromEntries(after)).toEqual(before);
  });
});
