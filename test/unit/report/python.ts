import { spawnSync } from 'node:child_process';

/** What a program of Debian's Python prints as JSON, given JSON. */
export function pythonJson(program: string, input: unknown): unknown {
  const run = spawnSync('/usr/bin/python3', ['-c', program], {
    ...{ input: JSON.stringify(input), encoding: 'utf8', maxBuffer: 1 << 28 },
  });
  if (run.status !== 0) throw new Error(run.stderr);
  return JSON.parse(run.stdout);
}
