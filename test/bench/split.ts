import { execFileSync, spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeSplit, type SplitOptions } from '../../src/core/split/makeSplit.ts';
import type { SplitItem } from '../../src/core/split/splitItem.ts';
import { NODE } from '../unit/cli/bundle.ts';
import { atLeastAsFast, formatSeconds, interleave, processorTimeOf, timeCall, type BenchRow } from './measure.ts';

const NAMES = 1_000_000;
const ROUNDS = 5;
const MOST_SECONDS = 2;
const PYTHON = '/usr/bin/python3';
const SHAPE = { kind: 'ratios', ratios: [0.8, 0.1, 0.1] } as const;

type Kind = 'plain' | 'label' | 'grouped' | 'stable';
const METHODS: Readonly<Record<Kind, Pick<SplitOptions, 'method' | 'stratify'>>> = {
  plain: { method: 'sklearn', stratify: null },
  label: { method: 'sklearn', stratify: 'label' },
  grouped: { method: 'grouped', stratify: null },
  stable: { method: 'stable', stratify: null },
};

/** A million names into three lists, in memory and by the whole command, against scikit-learn where it is there. */
export async function benchSplit(script: string, folder: string): Promise<BenchRow[]> {
  const file = join(folder, 'names.txt');
  const names = Array.from({ length: NAMES }, (_, at) => `frames/${String((at * 7919) % NAMES).padStart(7, '0')}`);
  writeFileSync(file, names.map((name) => `${name}\n`).join(''));
  const hasPeer = spawnSync(PYTHON, ['-c', 'import sklearn.model_selection']).status === 0;
  if (!hasPeer) console.log('skipped: splits against scikit-learn (install python3-sklearn)');
  const peer = join(import.meta.dirname, 'split.py');
  const rows: BenchRow[] = [];
  for (const kind of ['plain', 'label', 'grouped', 'stable'] as const) {
    const items = names.map((name): SplitItem => {
      const group = kind === 'grouped' ? name.slice(0, -4) : null;
      return { name, group, pixels: null, label: kind === 'label' ? name.slice(-2) : null };
    });
    const options: SplitOptions = { ...METHODS[kind], shape: SHAPE, seed: 1 };
    const split = (): unknown =>
      makeSplit(items, options).parts.map(({ indices }) => Array.from(indices, (at) => names[at]));
    const theirs = (): number => Number(execFileSync(PYTHON, [peer, file, kind], { encoding: 'utf8' }));
    const medians = await interleave(
      [
        { name: 'ours', run: () => timeCall(split) },
        { name: 'processor', run: () => processorTimeOf(split) },
        ...(hasPeer && kind !== 'stable' ? [{ name: 'theirs', run: theirs }] : []),
      ],
      ROUNDS,
    );
    const of = (name: string): number => medians.get(name) ?? Number.NaN;
    if (medians.has('theirs')) {
      rows.push(atLeastAsFast(`${kind}, against scikit-learn`, of('ours'), of('theirs'), 1));
    }
    rows.push(within(`${kind}: processor time`, of('processor')), within(`${kind}: wall time`, of('ours')));
  }
  const out = join(folder, 'lists');
  const command = ['split', file, '--method', 'sklearn', '--ratio', '0.8,0.1,0.1', '--seed', '1', '-o', out, '--yes'];
  const medians = await interleave(
    [
      {
        name: 'command',
        run: () => {
          rmSync(out, { recursive: true, force: true });
          return timeCall(() => execFileSync(NODE, [script, ...command], { stdio: 'ignore' }));
        },
      },
    ],
    ROUNDS,
  );
  rows.push(within('plain: the whole command, read, proved and written', medians.get('command') ?? Number.NaN));
  return rows;
}

function within(what: string, seconds: number): BenchRow {
  return {
    what,
    ours: formatSeconds(seconds),
    other: '',
    ratio: '',
    aim: `< ${MOST_SECONDS} s`,
    met: seconds < MOST_SECONDS,
  };
}
