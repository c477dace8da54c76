import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { atLeastAsFast, interleave, timeCall, type BenchRow } from './measure.ts';

const root = join(import.meta.dirname, '..', '..');

/** `maskscope identify` against ImageMagick's, both as whole processes. */
export async function benchIdentify(file: { name: string; path: string }): Promise<BenchRow[]> {
  const magick = identifyVersion();
  if (magick === null) {
    console.log('skipped: identify against ImageMagick (install imagemagick)');
    return [];
  }
  const medians = await interleave(
    [
      {
        name: 'ours',
        run: () => timeCall(() => run(process.execPath, [join(root, 'dist', 'cli.js'), 'identify', file.path])),
      },
      { name: 'magick', run: () => timeCall(() => run('identify', ['-verbose', file.path])) },
    ],
    11,
  );
  return [
    atLeastAsFast(
      `${file.name}: identify, whole process, against ImageMagick ${magick}`,
      medians.get('ours') ?? Number.NaN,
      medians.get('magick') ?? Number.NaN,
      1.5,
    ),
  ];
}

/** Time to load the host's bundle, in fresh processes, less what an empty module takes there. */
export async function benchHostLoad(): Promise<BenchRow[]> {
  const script = join(import.meta.dirname, 'loadHost.cjs');
  const bundle = join(root, 'dist', 'extension.js');
  const medians = await interleave(
    [{ name: 'load', run: () => Number(run(process.execPath, [script, bundle])) / 1e3 }],
    15,
  );
  const seconds = medians.get('load') ?? Number.NaN;
  return [
    {
      what: 'load of the host bundle (dist/extension.js)',
      ours: `${(seconds * 1e3).toFixed(1)} ms`,
      other: '',
      ratio: '',
      aim: '< 15 ms',
      met: seconds < 0.015,
    },
  ];
}

function identifyVersion(): string | null {
  const { stdout, error } = spawnSync('identify', ['-version'], { encoding: 'utf8' });
  return error ? null : (/ImageMagick (\S+)/.exec(stdout)?.[1] ?? null);
}

function run(command: string, args: readonly string[]): string {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 28 });
}
