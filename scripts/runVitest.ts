import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';

export interface SuiteResult {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What failed in a run of Vitest. */
export interface Failure {
  /** Path of the test file, from the root of the project. */
  readonly file: string;
  /** Full name of the test; absent where the file itself failed, e.g. in a hook. */
  readonly test?: string;
  /** First line of the last error. */
  readonly message: string;
}

export interface VitestResult extends SuiteResult {
  readonly failures: readonly Failure[];
  /** Tests that passed and that were skipped in each test file, by its path from the root of the project. */
  readonly files: ReadonlyMap<string, Pick<SuiteResult, 'passed' | 'skipped'>>;
}

interface JsonReport {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly message: string;
    readonly assertionResults: readonly {
      readonly fullName: string;
      readonly status: string;
      readonly failureMessages?: readonly string[];
    }[];
  }[];
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
): Promise<VitestResult> {
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

async function counts(report: string): Promise<VitestResult> {
  try {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(
      await readFile(report, 'utf8'),
    ) as JsonReport;
    const failures = testResults.filter(({ status }) => status === 'failed').flatMap(failuresOf);
    const files = new Map(testResults.map((result) => [pathOf(result.name), countsOf(result)]));
    return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests, failures, files };
  } catch {
    return { passed: 0, failed: 0, skipped: 0, failures: [], files: new Map() };
  }
}

type FileReport = JsonReport['testResults'][number];

const pathOf = (name: string): string => relative(root, name).replaceAll('\\', '/');

function countsOf({ assertionResults }: FileReport): Pick<SuiteResult, 'passed' | 'skipped'> {
  const count = (...ofStatuses: readonly string[]) =>
    assertionResults.filter(({ status }) => ofStatuses.includes(status)).length;
  return { passed: count('passed'), skipped: count('pending', 'skipped', 'todo') };
}

function failuresOf({ name, message, assertionResults }: FileReport): Failure[] {
  const file = pathOf(name);
  const firstLine = (text = '') => text.trim().split('\n', 1)[0] ?? '';
  const tests = assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages }) => ({ file, test: fullName, message: firstLine(failureMessages?.at(-1)) }));
  return tests.length > 0 ? tests : [{ file, message: firstLine(message) }];
}
