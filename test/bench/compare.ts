import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NODE } from '../unit/cli/bundle.ts';
import { paintMask, plainPng } from './benchMasks.ts';
import { atLeastAsFast, interleave, median, timeCall, type BenchRow } from './measure.ts';

/** Masks of Pascal VOC 2012's validation. */
const PAIRS = 1449;
const ROUNDS = 3;
/** Different masks; the others repeat them. */
const DIFFERENT = 100;

/** Predictions against truth, the whole command, against a loop in Pillow and NumPy that is started already. */
export async function benchCompare(script: string, folder: string): Promise<BenchRow[]> {
  const [truth, prediction] = ['truth', 'prediction'].map((name) => join(folder, name)) as [string, string];
  for (const one of [truth, prediction]) mkdirSync(one, { recursive: true });
  const different = Array.from({ length: DIFFERENT + 1 }, (_, at) =>
    plainPng(paintMask(`mask ${at}`, 500, 375, 2 + (at % 12), 20)),
  );
  for (let at = 0; at < PAIRS; at++) {
    writeFileSync(join(truth, `${at}.png`), different[at % DIFFERENT] ?? '');
    writeFileSync(join(prediction, `${at}.png`), different[(at % DIFFERENT) + 1] ?? '');
  }
  const medians = await interleave(
    [
      {
        name: 'ours',
        run: () => timeCall(() => execFileSync(NODE, [script, 'compare', truth, prediction], { stdio: 'ignore' })),
      },
      {
        name: 'numpy',
        run: () => {
          const python = join(import.meta.dirname, 'compare.py');
          const output = execFileSync('/usr/bin/python3', [python, truth, prediction, '1'], { encoding: 'utf8' });
          return median(JSON.parse(output) as number[]);
        },
      },
    ],
    ROUNDS,
  );
  const of = (name: string): number => medians.get(name) ?? Number.NaN;
  return [
    atLeastAsFast(
      `${PAIRS} pairs of 500 × 375, the whole command, against Pillow and NumPy`,
      of('ours'),
      of('numpy'),
      5,
    ),
  ];
}
