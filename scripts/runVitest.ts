import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

const root = dirname(import.meta.dirname);

/**
 * Runs a project of vitest.config.ts, printing every test.
 * @param filters parts of file names; none: all files of the project
 * @returns what was counted; a run that broke off, or that ran nothing, counts as a failure
 */
export async function runVitest(
  project: string,
  filters: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<SuiteResult> {
  const report = join(root, 'out', 'results', `${[project, ...Object.values(env)].join('-')}.json`);
  await mkdir(dirname(report), { recursive: true });
  await rm(report, { force: true });
  const options = ['--reporter=verbose', '--reporter=json', `--outputFile.json=${report}`];
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const child = spawn(process.execPath, [vitest, 'run', '--project', project, ...options, ...filters], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, ...env },
  });
  const code = await new Promise<number>((done) => {
    child.on('error', () => done(1));
    child.on('exit', (status) => done(status ?? 1));
  });
  const counted = await counts(report);
  const broken = code !== 0 && counted.failed === 0;
  return broken || counted.passed === 0 ? { ...counted, failed: Math.max(1, counted.failed) } : counted;
}

async function counts(report: string): Promise<SuiteResult> {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(await readFile(report, 'utf8')) as {
      readonly numPassedTests: number;
      readonly numFailedTests: number;
      readonly numPendingTests: number;
    };
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
