// npm test: everything that must hold before a change is kept. Ends with a table and `N passed, N failed`.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { execPath, exit } from 'node:process';
import { ensureCodeServer } from './codeServer.ts';
import { explainErrors } from './commandLine.ts';
import { type SuiteResult, runVitest } from './runVitest.ts';
import { ensureSystemPackages } from './systemPackages.ts';

const root = dirname(import.meta.dirname);

interface Step {
  readonly name: string;
  run(): Promise<SuiteResult>;
}

/**
 * Runs a program on the pinned Node. Where its output has a line `N passed, N failed`, the last one counts;
 * otherwise it is one check that holds or not.
 */
function program(name: string, ...args: readonly string[]): Step {
  const run = async (): Promise<SuiteResult> => {
    const child = spawn(execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      process.stdout.write(text);
    });
    const code = await new Promise<number>((done) => {
      child.on('error', () => done(1));
      child.on('close', (status) => done(status ?? 1));
    });
    const counted = [...output.matchAll(/^(\d+) passed, (\d+) failed$/gm)].at(-1);
    if (counted === undefined) return { passed: Number(code === 0), failed: Number(code !== 0), skipped: 0 };
    const failed = Number(counted[2]);
    return { passed: Number(counted[1]), failed: code !== 0 ? Math.max(1, failed) : failed, skipped: 0 };
  };
  return { name, run };
}

const tests = (name: string, project: string): Step => ({ name, run: () => runVitest(project) });
const bin = (path: string) => join('node_modules', path);

/** Side by side: each list takes one core, and no picture waits for the other. */
const checks: readonly (readonly Step[])[] = [
  [program('lint', bin('eslint/bin/eslint.js'), '.')],
  [
    program('types', 'scripts/types.ts'),
    program('format', bin('prettier/bin/prettier.cjs'), '--check', '--log-level=warn', '.'),
  ],
];

const steps: readonly Step[] = [
  tests('unit', 'unit'),
  program('build', 'esbuild.mjs'),
  program('packages', 'scripts/package.ts', '--no-build', '--target', 'linux-x64', '--target', 'universal'),
  tests('package contents', 'package'),
  program('integration', 'test/integration/run.ts'),
  program('end to end', 'test/e2e/run.ts', 'development', 'restricted', 'linux-x64', 'universal'),
];

await explainErrors('npm test', async () => {
  await ensureSystemPackages();
  await ensureCodeServer();
});
type Row = SuiteResult & { readonly name: string; readonly seconds: number };
const title = (text: string) => console.log(`\n── ${text} ${'─'.repeat(Math.max(0, 76 - text.length))}`);
const timed = async (step: Step): Promise<Row> => {
  const start = performance.now();
  const result = await step.run();
  return { name: step.name, ...result, seconds: (performance.now() - start) / 1000 };
};
const start = performance.now();
const oneByOne = async (list: readonly Step[]): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const step of list) rows.push(await timed(step));
  return rows;
};
title(
  checks
    .flat()
    .map(({ name }) => name)
    .join(', '),
);
const rows = (await Promise.all(checks.map(oneByOne))).flat();
for (const step of steps) {
  title(step.name);
  rows.push(await timed(step));
}

const sum = (key: 'passed' | 'failed' | 'skipped') => rows.reduce((total, row) => total + row[key], 0);
const line = (name: string, ...cells: readonly (string | number)[]) =>
  console.log(name.padEnd(34) + cells.map((cell) => String(cell).padStart(9)).join(''));
console.log(`\n── summary ${'─'.repeat(69)}`);
line('', 'passed', 'failed', 'skipped', 'seconds');
for (const row of rows) line(row.name, row.passed, row.failed, row.skipped, row.seconds.toFixed(1));
line('all', sum('passed'), sum('failed'), sum('skipped'), ((performance.now() - start) / 1000).toFixed(1));
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed`);
exit(sum('failed') === 0 ? 0 : 1);
