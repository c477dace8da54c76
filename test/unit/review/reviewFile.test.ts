import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { emptyReview, readReviewFile, reviewFileText, withChanges } from '../../../src/core/review/reviewFile.ts';
import { reviewFileName } from '../../../src/core/review/reviewNames.ts';
import type { ReviewTag } from '../../../src/core/review/tag.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';

const HOSTILE = [
  'a\nb',
  '"}]\r\n,{"name":"x"',
  '\u202egnp.elbon',
  '__proto__',
  'constructor',
  '<img src=x onerror=alert(1)>',
  '=cmd|1',
  '\u2028\u2029',
  '한국어/얼굴_001',
  '\ud800 alone',
  '🦊',
  '../../etc/passwd',
  '',
];

const tagOf = (name: string, fields: Partial<ReviewTag> = {}): ReviewTag => ({
  ...{ name, verdict: 'accepted', hash: 'a'.repeat(64), time: '2026-11-30T10:00:00.000Z' },
  ...fields,
});
const fileOf = (reviewer: string, tags: readonly ReviewTag[]) => withChanges(emptyReview(reviewer), tags);

describe('a file of tags', () => {
  it('gives back what was written, whatever names, notes and reviewers hold, one line a tag', () => {
    const random = new SeededRandom(1);
    for (let round = 0; round < 200; round++) {
      const text = (): string =>
        HOSTILE[random.integer(0, HOSTILE.length - 1)] + String.fromCodePoint(random.integer(0, 0xd7ff));
      const tags = Array.from({ length: random.integer(0, 12) }, () =>
        tagOf(text(), {
          ...(random.next() < 0.5 ? { verdict: 'rejected' } : {}),
          ...(random.next() < 0.5 ? { reason: text(), note: text() } : {}),
          ...(random.next() < 0.3 ? { hash: null } : {}),
          ...(random.next() < 0.3 ? { more: { later: text() } } : {}),
        }),
      );
      const file = fileOf(text(), tags);
      const written = reviewFileText(file);
      expect(readReviewFile(written, 'f')).toEqual(file);
      const lines = written.split(/\r\n|[\n\r\u2028\u2029]/);
      expect(lines).toHaveLength(file.tags.size + 3);
      expect(written).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
    }
  });

  it('is the same text whatever the order in which tags came', () => {
    const tags = ['b', 'a', 'c', 'ä', 'Z'].map((name) => tagOf(name));
    expect(reviewFileText(fileOf('ana', tags))).toBe(reviewFileText(fileOf('ana', [...tags].reverse())));
  });

  it('keeps what a newer version of the program has added, and refuses a newer format', () => {
    const text = [
      '[{"format":"maskscope review","version":1,"reviewer":"ana","team":"b"}',
      ',{"name":"a","verdict":"accepted","hash":null,"time":"2026-11-30T10:00:00.000Z","sure":0.5}',
      ',{"name":"b","verdict":"postponed","time":"2026-11-30T10:00:00.000Z"}',
      ']',
      '',
    ].join('\n');
    expect(reviewFileText(readReviewFile(text, 'f'))).toBe(text);
    expect(() => readReviewFile(text.replace('"version":1', '"version":2'), 'f')).toThrow(/newer Maskscope/);
    expect(() => readReviewFile('{}', 'f')).toThrow(/no file of tags/);
  });

  it('takes the later of two tags of one pair, and says so where they differ', () => {
    const [early, late] = [tagOf('a'), tagOf('a', { verdict: 'rejected', time: '2026-11-30T11:00:00.000Z' })];
    for (const both of [
      [early, late],
      [late, early],
    ]) {
      const lines = both.map((tag) => `,${JSON.stringify(tag)}`);
      const text = ['[{"format":"maskscope review","version":1,"reviewer":"ana"}', ...lines, ']'].join('\n');
      const { tags, conflicts } = readReviewFile(text, 'f');
      expect(tags.get('a')?.verdict).toBe('rejected');
      expect(conflicts).toEqual(['a']);
    }
  });

  it('gives each reviewer a file name that no other has, on systems that know no case too', () => {
    const names = [
      'ana',
      'Ana',
      'ANA',
      'ana ',
      'a/na',
      '../ana',
      '',
      ' ',
      '한',
      'con',
      'a'.repeat(300),
      '<b>',
      'ana\n',
    ];
    const files = names.map((name) => reviewFileName(name).toLowerCase());
    expect(new Set(files).size).toBe(names.length);
    for (const file of files) expect(file).toMatch(/^maskscope\.review\.[\p{L}\p{N}-]{1,80}\.json$/u);
    expect(reviewFileName('ana')).toBe('maskscope.review.ana.json');
  });
});

describe('in Git', () => {
  let folder = '';
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'maskscope-review-'))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
  const write = (reviewer: string, names: readonly string[]): void => {
    const text = reviewFileText(
      fileOf(
        reviewer,
        names.map((name) => tagOf(name)),
      ),
    );
    writeFileSync(join(folder, reviewFileName(reviewer)), text);
  };

  it('the work of two reviewers on the same pairs merges without a conflict', () => {
    git('init', '-q', '-b', 'main');
    write('ana', ['f1']);
    git('add', '.');
    git('commit', '-qm', 'base');
    git('checkout', '-qb', 'other');
    write('boris', ['f1', 'f2', 'f3']);
    git('add', '.');
    git('commit', '-qm', 'boris');
    git('checkout', '-q', 'main');
    write('ana', ['f1', 'f2', 'f3']);
    git('commit', '-qam', 'ana');
    git('merge', '-q', 'other');
    for (const reviewer of ['ana', 'boris']) {
      const text = readFileSync(join(folder, reviewFileName(reviewer)), 'utf8');
      expect([...readReviewFile(text, 'f').tags.keys()]).toEqual(['f1', 'f2', 'f3']);
    }
  });

  const merge = (names: readonly (readonly string[])[], ...options: string[]) => {
    const files = names.map((own, at) => {
      const path = join(folder, `${at}.json`);
      writeFileSync(
        path,
        reviewFileText(
          fileOf(
            'ana',
            own.map((name) => tagOf(name)),
          ),
        ),
      );
      return path;
    });
    const [ours = '', base = '', theirs = ''] = files;
    const { status, stdout } = spawnSync('git', ['merge-file', '-p', ...options, ours, base, theirs], {
      encoding: 'utf8',
    });
    return { status, stdout };
  };

  it('one reviewer on two machines merges line by line; where both tagged neighbours, with merge=union', () => {
    const base = Array.from({ length: 20 }, (_, at) => `f${at + 10}`);
    const apart = merge([[...base, 'f100'], base, [...base, 'f290']]);
    expect(apart.status).toBe(0);
    expect([...readReviewFile(apart.stdout, 'f').tags.keys()].sort()).toEqual([...base, 'f100', 'f290'].sort());
    const neighbours = [[...base, 'f30', 'f31'], base, [...base, 'f30', 'f32']];
    expect(() => readReviewFile(merge(neighbours).stdout, 'f')).toThrow(/unresolved merge/);
    const union = merge(neighbours, '--union');
    expect([...readReviewFile(union.stdout, 'f').tags.keys()].sort()).toEqual([...base, 'f30', 'f31', 'f32'].sort());
    // What Maskscope writes next is in order again.
    expect(reviewFileText(readReviewFile(union.stdout, 'f'))).toBe(
      reviewFileText(
        fileOf(
          'ana',
          [...base, 'f30', 'f31', 'f32'].map((name) => tagOf(name)),
        ),
      ),
    );
  });
});
