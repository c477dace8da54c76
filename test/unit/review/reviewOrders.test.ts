import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { recogniseLayout } from '../../../src/core/dataset/layout.ts';
import { byNumber, inRandomOrder } from '../../../src/core/review/reviewOrder.ts';
import { contradictions, matchLabels, publishedText, readPublished } from '../../../src/core/review/publishedForm.ts';
import {
  countStates,
  reviewedPairs,
  stateOf,
  type ReviewSubject,
  type TagOf,
} from '../../../src/core/review/reviewState.ts';
import { ReviewSession } from '../../../src/core/review/reviewSession.ts';
import { readScores, scoresOf } from '../../../src/core/review/scores.ts';
import { emptyReview, withChanges } from '../../../src/core/review/reviewFile.ts';
import type { ReviewTag, Verdict } from '../../../src/core/review/tag.ts';

const subjects = (count: number): ReviewSubject[] =>
  Array.from({ length: count }, (_, at) => {
    const name = `face_${String(at).padStart(3, '0')}`;
    return { name, mask: `masks/${name}.png`, original: `img/${name}.jpg`, hash: String(at).padStart(64, '0') };
  });

describe('the order of a review', () => {
  it("by chance is that of NumPy's RandomState", () => {
    const names = subjects(500).map(({ name }) => name);
    const python = `import numpy, json; print(json.dumps([numpy.random.RandomState(s).permutation(500).tolist() for s in (0, 7, 4294967295)]))`;
    const wanted = JSON.parse(execFileSync('/usr/bin/python3', ['-c', python], { encoding: 'utf8' })) as number[][];
    const got = [0, 7, 4294967295].map((seed) => inRandomOrder([...names].reverse(), seed));
    expect(got).toEqual(wanted.map((order) => order.map((at) => names[at])));
  });

  it('by number has the worst first, those without one last, equals by name', () => {
    const numbers = new Map([
      ['b', 1],
      ['a', 1],
      ['c', 0.5],
      ['e', -2],
    ]);
    const of = (name: string): number | undefined => numbers.get(name);
    expect(byNumber(['d', 'b', 'c', 'a', 'e'], of, false)).toEqual(['e', 'c', 'a', 'b', 'd']);
    expect(byNumber(['d', 'b', 'c', 'a', 'e'], of, true)).toEqual(['a', 'b', 'c', 'e', 'd']);
  });

  it('takes scores from CSV and JSON of every usual form', () => {
    const names = ['face_001', 'train/face_002', 'face_003'];
    const forms: [string, string][] = [
      ['image;cam;loss\nimg/face_001.jpg;0.5;3\n"face_002.jpg";1e-3;2\nface_003.jpg;nan;1\n', 'a.csv'],
      [
        '[{"name":"face_001","cam":0.5,"loss":3},{"name":"train/face_002","cam":0.001,"loss":2},{"file":"x"}]',
        'a.json',
      ],
      ['{"face_001.png":{"cam":0.5},"face_002":{"cam":0.001}}', 'a.json'],
    ];
    for (const [text, path] of forms) {
      const found = scoresOf(readScores(text, path), 'cam', names, path);
      expect(Object.fromEntries(found)).toEqual({ face_001: 0.5, 'train/face_002': 0.001 });
    }
    expect(Object.fromEntries(scoresOf(readScores('{"face_003": 4}', 'a.json'), null, names, 'a'))).toEqual({
      face_003: 4,
    });
    const two = readScores(forms[0]?.[0] ?? '', 'a.csv');
    expect(two.columns).toEqual(['cam', 'loss']);
    expect(() => scoresOf(two, null, names, 'a.csv')).toThrow(/cam, loss/);
    expect(() => scoresOf(two, 'cam', ['other'], 'a.csv')).toThrow(/nothing of any pair/);
    expect(() => readScores('', 'a.csv')).toThrow(/holds no score/);
    // A frame of one sequence says nothing of that of another, nor one without its sequence of either.
    const frames = readScores('name,s\na/00024.png,1\n00025,2\nimages/c/00026.jpg,3\n', 'f');
    const pairs = ['a/00024', 'b/00024', 'a/00025', 'b/00025', 'c/00026', 'd/00026'];
    expect(Object.fromEntries(scoresOf(frames, 's', pairs, 'f'))).toEqual({ 'a/00024': 1, 'c/00026': 3 });
    expect(() => scoresOf(frames, 's', ['b/00025'], 'f', pairs)).toThrow(/nothing of any pair/);
    // Two files of one name say nothing of a third.
    expect(() => scoresOf(readScores('name,s\na/x,1\nb/x,2\n', 'f'), 's', ['c/x'], 'f')).toThrow();
  });
});

describe('published tags', () => {
  const first = {
    img_dir: 'i',
    mask_dir: 'm',
    labels: [
      { name: 'face_001', class: 1 },
      { name: 'face_002', class: 0 },
    ],
  };
  const second = {
    img_dir: 'i2',
    mask_dir: 'm',
    labels: [
      { name: 'face_002', class: 1 },
      { name: 'face_9', class: '1' },
    ],
  };

  it('saved twice into one file: the last label counts, contradictions are listed', () => {
    for (const gap of ['', '\n', '\n\n,']) {
      const read = readPublished(JSON.stringify(first) + gap + JSON.stringify(second, null, 2), 'f');
      expect(Object.fromEntries(read.labels)).toEqual({ face_001: 'accepted', face_002: 'accepted' });
      expect(read).toMatchObject({ conflicts: ['face_002'], documents: 2, unclear: 1, imageFolder: 'i2' });
    }
    expect(() => readPublished('[1, {"a": 2}]', 'f')).toThrow(/holds no tags/);
    // Broken off while it was saved for the second time.
    const cut = readPublished(JSON.stringify(first) + JSON.stringify(second).slice(0, 40), 'f');
    expect(cut).toMatchObject({ documents: 1, conflicts: [] });
    const brackets = { ...first, labels: [{ name: 'a"]}[{\\', class: 1 }] };
    expect([...readPublished(JSON.stringify(brackets) + JSON.stringify(second), 'f').labels.keys()]).toEqual([
      'a"]}[{\\',
      'face_002',
    ]);
  });

  it('find pairs by name, file and path, and are written in a form that reads back', () => {
    const paths = subjects(4).flatMap(({ name }) => [`data/img/${name}.jpg`, `data/masks/${name}.png`]);
    const layout = recogniseLayout(paths, {});
    const given = ['face_000', 'face_001.png', 'masks/face_002.png', 'C:\\x\\face_003.jpg', '../secret'];
    const labels = new Map<string, Verdict>(given.map((name) => [name, 'rejected']));
    const { labels: found, unknown } = matchLabels(layout, { labels });
    expect([...found.keys()]).toEqual(layout.pairs.slice(0, 3).map(({ name }) => name));
    expect(unknown).toEqual(['C:\\x\\face_003.jpg', '../secret']);

    const all = subjects(4);
    const file = withChanges(
      emptyReview('ana'),
      all.slice(0, 3).map(({ name, hash }, at) => ({
        ...{ name, hash, time: '2026-01-01T00:00:00.000Z' },
        verdict: at === 1 ? 'rejected' : 'accepted',
      })),
    );
    const text = publishedText(reviewedPairs(all, [file], null));
    const python = 'import json, sys; print(json.dumps(json.load(sys.stdin)))';
    expect(JSON.parse(execFileSync('/usr/bin/python3', ['-c', python], { input: text, encoding: 'utf8' }))).toEqual({
      img_dir: 'img',
      mask_dir: 'masks',
      labels: [
        { name: 'face_000', class: 1 },
        { name: 'face_001', class: 0 },
        { name: 'face_002', class: 1 },
      ],
    });
  });

  it('contradict each other also where one pair is spelt in two ways; the label that stands last counts', () => {
    const layout = recogniseLayout(['img/a.jpg', 'masks/a.png', 'img/b.jpg', 'masks/b.png'], {});
    const labels = [
      { name: 'a', class: 0 },
      { name: 'a.png', class: 1 },
      { name: 'b', class: 1 },
      { name: 'masks/b.png', class: 1 },
      { name: 'a', class: 0 },
    ];
    const read = readPublished(JSON.stringify({ labels }), 'f');
    const matched = matchLabels(layout, read);
    expect(read.conflicts).toEqual([]);
    expect(contradictions(read, matched)).toEqual(['a']);
    expect(Object.fromEntries(matched.labels)).toEqual({ a: 'rejected', b: 'accepted' });
  });
});

describe('how a pair stands', () => {
  const tag = (verdict: Verdict, isStale = false): TagOf => ({
    reviewer: 'r',
    tag: { name: 'a', verdict, hash: null, time: '2026-01-01T00:00:00.000Z' },
    isStale,
  });

  it('follows from the tags that are alive; reviewers who contradict each other are both heard', () => {
    expect(stateOf([])).toBe('unreviewed');
    expect(stateOf([tag('accepted'), tag('accepted')])).toBe('accepted');
    expect(stateOf([tag('rejected'), tag('accepted', true)])).toBe('rejected');
    expect(stateOf([tag('rejected'), tag('accepted'), tag('accepted')])).toBe('disagreed');
    expect(stateOf([tag('rejected', true), tag('accepted', true)])).toBe('stale');
  });
});

describe('a session', () => {
  let moment = 0;
  const start = (count: number, tagged: readonly number[] = []) => {
    const all = subjects(count);
    const time = '2026-01-01T00:00:00.000Z';
    const tags = all.flatMap(({ name, hash }, at) =>
      tagged.includes(at) ? [{ name, hash, verdict: 'accepted' as const, time }] : [],
    );
    return new ReviewSession(all, tags, () => new Date(moment++).toISOString());
  };

  it('begins with the first pair that is not reviewed, and goes on with the next one', () => {
    const session = start(5, [0, 1, 3]);
    expect(session.at).toBe(2);
    session.decide('accepted', 0);
    expect(session.nextOpen).toBe(4);
    session.show(4);
    session.decide('rejected', 1000);
    expect(session.nextOpen).toBeNull();
    expect(session.progress).toMatchObject({ total: 5, accepted: 4, rejected: 1, left: 0, rate: 60, timeLeft: 0 });
  });

  it('takes tags, reasons and notes back one by one, at the pair that they are about', () => {
    const session = start(3, [0]);
    const rejected = session.decide('rejected', 0);
    session.show(2);
    expect(session.rejected).toBe('face_001');
    session.explain('face_001', { reason: '  border  ', note: '' });
    session.explain('face_001', { note: 'n'.repeat(5000) });
    expect(session.tagOf('face_001')?.tag).toMatchObject({ reason: 'border', note: 'n'.repeat(4000) });
    expect(session.undo()).toMatchObject({ reason: 'border', verdict: 'rejected' });
    expect(session.at).toBe(1);
    expect(session.undo()).toMatchObject({ verdict: 'rejected', hash: rejected.hash });
    expect(session.undo()).toMatchObject({ name: 'face_001', verdict: null });
    expect(session.undo()).toBeNull();
    expect(session.progress).toMatchObject({ accepted: 1, rejected: 0, left: 2 });
  });

  it('takes back none of the tags that came in meanwhile', () => {
    const session = start(3);
    const given = { hash: null, verdict: 'rejected', time: '2030-01-01T00:00:00.000Z' } as const;
    const read = (...tags: ReviewTag[]) => new Map(tags.map((tag) => [tag.name, tag]));
    // Before the session's own: it is what there is again afterwards.
    session.takeTags(read({ ...given, name: 'face_000', time: '1960-01-01T00:00:00.000Z', reason: 'border' }));
    const own = session.decide('accepted', 0);
    session.show(1);
    const second = session.decide('accepted', 0);
    expect(session.undoable).toMatchObject({ name: 'face_001', verdict: null });
    // After it: the session's own is there no more, and is not to be taken back.
    session.takeTags(read(own, second, { ...given, name: 'face_001' }));
    expect(session.tagOf('face_001')?.tag.verdict).toBe('rejected');
    expect(session.undo()).toMatchObject({ name: 'face_000', verdict: 'rejected', reason: 'border' });
    expect(session.undo()).toBeNull();
    expect(session.tagOf('face_001')?.tag.verdict).toBe('rejected');
  });

  it('asks again for a pair whose pixels changed, and for no other', () => {
    const all = subjects(4);
    const session = start(4, [0, 1, 2, 3]);
    session.takeHashes(all.map((one, at) => (at === 2 ? { ...one, hash: 'f'.repeat(64) } : one)));
    expect([0, 1, 2, 3].map((at) => session.tagOf(all[at]?.name ?? '')?.isStale)).toEqual([false, false, true, false]);
    expect(session.nextOpen).toBe(2);
    expect(countStates(reviewedPairs(all, [], null)).unreviewed).toBe(4);
  });
});
