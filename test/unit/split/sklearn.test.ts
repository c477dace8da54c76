import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { kFold } from '../../../src/core/split/kFold.ts';
import { labelCodes, pickLabels } from '../../../src/core/split/labelCodes.ts';
import { MersenneTwister } from '../../../src/core/split/mersenneTwister.ts';
import { SplitError } from '../../../src/core/split/problems.ts';
import { pythonFloat } from '../../../src/core/split/pythonFloat.ts';
import { ratioParts } from '../../../src/core/split/ratios.ts';
import { sklearnSplit } from '../../../src/core/split/sklearnSplit.ts';
import { trainTestSplit, type TrainTestOptions } from '../../../src/core/split/trainTestSplit.ts';
import { describeShared } from '../../fixtures/describeShared.ts';
import { SeededRandom } from '../../fixtures/seededRandom.ts';
import { hasShared, readShared } from '../../fixtures/sharedData.ts';
import { hasNumpy, hasSklearn, pythonAnswers } from './sklearnReference.ts';

const ORACLE = 'oracle/scikit-learn-1.2.1.json';

interface Listed {
  readonly n: number;
  readonly first10: readonly number[];
  readonly last3: readonly number[];
  readonly sha256_csv: string;
}

interface Case {
  readonly n: number;
  readonly seed: number;
  readonly train?: Listed;
  readonly rest?: Listed;
  readonly val?: Listed;
  readonly test?: Listed;
  readonly error?: string;
  readonly val_error?: string;
}

interface Oracle {
  readonly raw: readonly {
    readonly seed: number;
    readonly mt_uint32_first8: readonly number[];
    readonly random_sample_first5: readonly number[];
    readonly permutation10: readonly number[];
  }[];
  readonly plain: readonly Case[];
  readonly stratified: readonly Case[];
  readonly y: Readonly<Record<string, readonly number[]>>;
  readonly extra: readonly {
    readonly n: number;
    readonly test_size: number;
    readonly seed: number;
    readonly K: number;
    readonly strat_train: Listed;
    readonly strat_test: Listed;
    readonly plain_train: Listed;
    readonly plain_test: Listed;
  }[];
}

const listed = (indices: Int32Array): Listed => ({
  n: indices.length,
  first10: [...indices.slice(0, 10)],
  last3: [...indices.slice(-3)],
  sha256_csv: createHash('sha256').update(indices.join(',')).digest('hex'),
});

/** What scikit-learn says where we throw. */
const SENTENCES: Readonly<Partial<Record<SplitError['code'], RegExp>>> = {
  trainEmpty:
    /^With n_samples=\d+, test_size=(?:None and train_size=[\d.e-]+|[\d.e-]+ and train_size=None), the resulting train set will be empty/,
  labelTooRare: /^The least populated class in y has only 1 member/,
  fewerThanLabels: /^The (?:train|test)_size = \d+ should be greater or equal to the number of classes = \d+/,
  sizeInvalid: /should be either positive and smaller than the number of samples/,
  tooFewForFolds: /^Cannot have number of splits n_splits=\d+ greater than the number of samples/,
  labelTooRareForFolds: /^n_splits=\d+ cannot be greater than the number of members in each class/,
};

/** A result, or the error of scikit-learn that ours stands for. */
function orError<T>(act: () => T, theirs: unknown): T | { error: unknown } {
  try {
    return act();
  } catch (error) {
    if (!(error instanceof SplitError)) throw error;
    const { error: sentence = '' } = (theirs ?? {}) as { error?: string };
    expect(sentence).toMatch(SENTENCES[error.code] ?? /^$/);
    return { error: sentence };
  }
}

const oracle = hasShared(ORACLE) ? (JSON.parse(Buffer.from(readShared(ORACLE)).toString()) as Oracle) : null;
const cases = <K extends keyof Oracle>(key: K): Oracle[K] | readonly never[] => oracle?.[key] ?? [];

describeShared(ORACLE, 'the vectors of scikit-learn 1.2.1', () => {
  it('hold the generator', () => {
    expect(cases('raw')).toHaveLength(4);
    for (const { seed, mt_uint32_first8, random_sample_first5, permutation10 } of oracle?.raw ?? []) {
      const words = new MersenneTwister(seed);
      expect(mt_uint32_first8.map(() => words.next32())).toEqual(mt_uint32_first8);
      // NumPy's random_sample: 27 and 26 bits of two words.
      const doubles = new MersenneTwister(seed);
      const next = () => ((doubles.next32() >>> 5) * 0x4000000 + (doubles.next32() >>> 6)) / 2 ** 53;
      expect(random_sample_first5.map(next)).toEqual(random_sample_first5);
      expect([...new MersenneTwister(seed).permutation(10)]).toEqual(permutation10);
    }
  });

  const twoCalls = ({ n, seed, train, rest, val, test, error, val_error }: Case, labels?: readonly number[]): void => {
    const first = labels && labelCodes(labels.map(String));
    const split = (count: number, size: number, stratify: typeof first): ReturnType<typeof trainTestSplit> =>
      trainTestSplit(count, { size: { train: size }, seed, ...(stratify === undefined ? {} : { stratify }) });
    const one = orError(() => split(n, 0.8, first), { error });
    if ('error' in one) {
      expect(train).toBeUndefined();
      return;
    }
    expect([listed(one.train), listed(one.test)]).toEqual([train, rest]);
    const two = orError(() => split(one.test.length, 0.5, first && pickLabels(first, one.test)), {
      error: error ?? val_error,
    });
    if ('error' in two) {
      expect(val).toBeUndefined();
      return;
    }
    const named = (indices: Int32Array): Int32Array => indices.map((at) => one.test[at] ?? -1);
    expect([listed(named(two.train)), listed(named(two.test))]).toEqual([val, test]);
  };

  it.each(cases('plain'))('plain: $n names, seed $seed', (one) => twoCalls(one));

  it.each(cases('stratified'))('stratified: $n names, seed $seed', (one) => twoCalls(one, oracle?.y[String(one.n)]));

  it.each(cases('extra'))('test_size $test_size of $n, $K labels, seed $seed', (one) => {
    const { n, test_size, seed, K } = one;
    const size = { test: test_size };
    const plain = trainTestSplit(n, { size, seed });
    expect([listed(plain.train), listed(plain.test)]).toEqual([one.plain_train, one.plain_test]);
    const stratify = labelCodes(Array.from({ length: n }, (_, at) => String(at % K)));
    const stratified = trainTestSplit(n, { size, seed, stratify });
    expect([listed(stratified.train), listed(stratified.test)]).toEqual([one.strat_train, one.strat_test]);
  });
});

const describeIf = (condition: boolean) => (condition ? describe : describe.skip);

describeIf(hasNumpy)('NumPy', () => {
  it('permutes alike', () => {
    const random = new SeededRandom(1);
    const wanted = Array.from({ length: 60 }, () => ({
      seed: random.integer(0, 0xffff_ffff),
      count: random.integer(0, 3000),
    }));
    const theirs = pythonAnswers<number[]>(
      `result = numpy.random.RandomState(case['seed']).permutation(case['count']).tolist()`,
      wanted,
    );
    const ours = wanted.map(({ seed, count }) => [...new MersenneTwister(seed).permutation(count)]);
    expect(ours).toEqual(theirs);
  });

  it('numbers labels alike', () => {
    const random = new SeededRandom(2);
    const texts = ['b', 'a', '눈', '😀', '\ufffd', 'ab', 'B', ''];
    const wanted = Array.from({ length: 40 }, () => ({
      labels: Array.from({ length: 20 }, () => random.choice(texts)),
    }));
    const theirs = pythonAnswers<[string[], number[]]>(
      `labels, codes = numpy.unique(case['labels'], return_inverse=True)
result = [labels.tolist(), codes.tolist()]`,
      wanted,
    );
    const ours = wanted.map(({ labels }) => labelCodes(labels));
    expect(ours.map(({ labels, codes }) => [labels, [...codes]])).toEqual(theirs);
    expect(labelCodes(['10', '9', '9.0', '-1'])).toEqual({
      codes: Int32Array.of(2, 1, 1, 0),
      labels: ['-1', '9', '10'],
    });
  });

  it('writes floats alike', () => {
    const random = new SeededRandom(3);
    const values = [0.5, 1, 0.1 + 0.2, 1e-5, 1.5e-7, 12, 0.3 / 0.4, 1e-4, 1e16, 1e22, 0, -0.25];
    for (let i = 0; i < 200; i++) values.push(random.next() * 10 ** random.integer(-12, 20));
    const theirs = pythonAnswers<string>(
      `result = repr(float(case['value']))`,
      values.map((value) => ({ value })),
    );
    expect(values.map(pythonFloat)).toEqual(theirs);
  });
});

describeIf(hasSklearn)('scikit-learn', () => {
  const random = new SeededRandom(20_191_008);
  const labelled = Array.from({ length: 400 }, () => {
    const n = random.integer(1, 120);
    const kinds = random.integer(1, 8);
    return {
      n,
      seed: random.integer(0, 0xffff_ffff),
      size: random.choice([0.8, 0.5, 0.9, 0.1, 0.25, 1 / 3, 0.75, random.next()]),
      isTest: random.next() < 0.3,
      labels: Array.from({ length: n }, () => String(Math.floor(kinds * random.next() ** 2))),
      folds: random.integer(2, 7),
    };
  });

  it.each([false, true])('splits alike; stratified: %s', (isStratified) => {
    const theirs = pythonAnswers<[number[], number[]] | { error: string }>(
      `from sklearn.model_selection import train_test_split
size = {('test_size' if case['isTest'] else 'train_size'): case['size']}
strata = case['labels'] if ${isStratified ? 'True' : 'False'} else None
result = [part.tolist() for part in train_test_split(numpy.arange(case['n']), random_state=case['seed'], stratify=strata, **size)]`,
      labelled,
    );
    const ours = labelled.map(({ n, seed, size, isTest, labels }, at) => {
      const options: TrainTestOptions = {
        seed,
        size: isTest ? { test: size } : { train: size },
        ...(isStratified ? { stratify: labelCodes(labels) } : {}),
      };
      const result = orError(() => trainTestSplit(n, options), theirs[at]);
      return 'error' in result ? result : [[...result.train], [...result.test]];
    });
    expect(ours).toEqual(theirs);
    expect(theirs.filter((one) => 'error' in one).length).toBeGreaterThan(0);
    expect(theirs.filter((one) => !('error' in one)).length).toBeGreaterThan(100);
  });

  it.each([false, true])('folds alike; stratified: %s', (isStratified) => {
    const theirs = pythonAnswers<number[][] | { error: string }>(
      `from sklearn.model_selection import KFold, StratifiedKFold
kind = ${isStratified ? 'StratifiedKFold' : 'KFold'}
folds = kind(case['folds'], shuffle=True, random_state=case['seed'])
result = [held.tolist() for _, held in folds.split(numpy.arange(case['n']), case['labels'])]`,
      labelled,
    );
    const ours = labelled.map(({ n, seed, folds, labels }, at) => {
      const strata = isStratified ? [labelCodes(labels)] : [];
      const held = orError(() => kFold(n, folds, seed, ...strata), theirs[at]);
      if ('error' in held) return held;
      return Array.from({ length: folds }, (_, fold) => [...held.keys()].filter((index) => held[index] === fold));
    });
    expect(ours).toEqual(theirs);
  });

  it('gives the same lists for the calls that are printed', () => {
    const wanted = Array.from({ length: 60 }, () => {
      const n = random.integer(20, 300);
      const labels = Array.from({ length: n }, () => String(random.integer(0, 3)));
      const ratios = random.choice([
        [0.8, 0.1, 0.1],
        [0.6, 0.3, 0.1],
        [0.7, 0.3],
        [8, 1, 1],
        [0.5, 0, 0.5],
        [1, 1, 1],
      ]);
      return { n, labels, ratios, seed: random.integer(0, 99), isStratified: random.next() < 0.5 };
    }).map((one) => {
      const strata = one.isStratified ? [labelCodes(one.labels)] : [];
      try {
        const parts = ratioParts(one.ratios);
        const { lists, calls } = sklearnSplit(one.n, parts, one.seed, ...strata);
        return { ...one, calls, splits: parts.map(({ split }) => split), lists: lists.map((list) => [...list]) };
      } catch {
        return null;
      }
    });
    const made = wanted.filter((one) => one !== null);
    expect(made.length).toBeGreaterThan(40);
    const theirs = pythonAnswers<number[][]>(
      `from sklearn.model_selection import train_test_split
names = list(range(case['n']))
labels = case['labels']
label_of = dict(zip(names, labels))
scope = dict(names=names, labels=labels, label_of=label_of, train_test_split=train_test_split)
for line in case['calls']: exec(line, scope)
result = [scope[split] for split in case['splits']]`,
      made,
    );
    expect(made.map(({ lists }) => lists)).toEqual(theirs);
  });
});

describe('pickLabels', () => {
  it('numbers the labels that are left as if there were no others', () => {
    const all = labelCodes([...'dabcab']);
    expect(pickLabels(all, Int32Array.of(3, 0, 5))).toEqual(labelCodes([...'cdb']));
  });
});

describe('two calls of train_test_split', () => {
  const sizes = (count: number, ratios: readonly number[]) =>
    sklearnSplit(count, ratioParts(ratios), 20_191_008).lists.map(({ length }) => length);

  it('print what they are, and are not the ratios exactly', () => {
    const { calls, lists } = sklearnSplit(547, ratioParts([0.8, 0.1, 0.1]), 20_191_008);
    expect(calls).toEqual([
      'train, rest = train_test_split(names, train_size=0.8, random_state=20191008)',
      'val, test = train_test_split(rest, train_size=0.5, random_state=20191008)',
    ]);
    expect(lists.map(({ length }) => length)).toEqual([437, 55, 55]);
    expect([...(lists[0] ?? [])].slice(0, 10)).toEqual([227, 27, 449, 409, 441, 352, 426, 212, 142, 107]);
    expect(sizes(100, [0.6, 0.3, 0.1])).toEqual([60, 29, 11]);
    expect(sizes(10, [0.7, 0.3])).toEqual([7, 3]);
  });

  it('name labels where they are stratified', () => {
    const { calls } = sklearnSplit(12, ratioParts([2, 1, 1]), 7, labelCodes([...'aabbaabbaabb']));
    expect(calls).toEqual([
      'train, rest = train_test_split(names, train_size=0.5, random_state=7, stratify=labels)',
      'val, test = train_test_split(rest, train_size=0.5, random_state=7, stratify=[label_of[name] for name in rest])',
    ]);
  });

  it('are refused with a sentence that says what to do', () => {
    const codeOf = (act: () => unknown): string => {
      try {
        act();
      } catch (error) {
        return error instanceof SplitError ? error.code : 'other';
      }
      return 'none';
    };
    const split = (count: number, labels: string, size = 0.5) =>
      trainTestSplit(count, { size: { train: size }, seed: 1, stratify: labelCodes([...labels]) });
    expect(codeOf(() => trainTestSplit(1, { size: { train: 0.5 }, seed: 1 }))).toBe('trainEmpty');
    expect(codeOf(() => trainTestSplit(9, { size: { train: 1 }, seed: 1 }))).toBe('sizeInvalid');
    expect(codeOf(() => trainTestSplit(9, { size: { test: Number.NaN }, seed: 1 }))).toBe('sizeInvalid');
    expect(codeOf(() => trainTestSplit(9, { size: { train: 0.5 }, seed: -1 }))).toBe('seedInvalid');
    expect(codeOf(() => trainTestSplit(9, { size: { train: 0.5 }, seed: 2 ** 32 }))).toBe('seedInvalid');
    expect(codeOf(() => split(5, 'aabbc'))).toBe('labelTooRare');
    expect(codeOf(() => split(6, 'aabbcc', 0.9))).toBe('fewerThanLabels');
    expect(codeOf(() => split(6, 'aabbcc'))).toBe('none');
    expect(codeOf(() => kFold(3, 4, 1))).toBe('tooFewForFolds');
    expect(codeOf(() => kFold(4, 3, 1, labelCodes([...'abab'])))).toBe('labelTooRareForFolds');
    expect(codeOf(() => ratioParts([0.5]))).toBe('ratiosInvalid');
    expect(codeOf(() => ratioParts([0.5, -0.5, 1]))).toBe('ratiosInvalid');
    expect(codeOf(() => ratioParts([0, 0.5, 0.5]))).toBe('ratiosInvalid');
    expect(codeOf(() => ratioParts([1, 0, 0]))).toBe('ratiosInvalid');
    expect(codeOf(() => ratioParts([Infinity, 1]))).toBe('ratiosInvalid');
  });
});
