// Runs the end-to-end tests in Chromium against VS Code's server. Needs a build and, for packages, `npm run package`.
// Files with failures run once more, by themselves and in a new browser: a window that breaks under load takes all tests
// after it along, and a defect fails every time. All failures are listed at the end.
//   node test/e2e/run.ts [VARIANT…] [-- PART-OF-A-FILE-NAME…]
// Variants (default: the first two): development, restricted (Restricted Mode), soak (windows that end in more ways than
// development has time for), and targets of packages, which are unzipped as an installation does: linux-x64, universal …
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { argv, execPath, exit } from 'node:process';
import { spawnSync } from 'node:child_process';
import { type Failure, type SuiteResult, runVitest } from '../../scripts/runVitest.ts';
import { ensureCodeServer } from '../../scripts/codeServer.ts';
import { ensureSystemPackages } from '../../scripts/systemPackages.ts';

const root = dirname(dirname(import.meta.dirname));
const given = argv.slice(2);
const separator = given.includes('--') ? given.indexOf('--') : given.length;
const filters = given.slice(separator + 1);
const variants = separator === 0 ? ['development', 'restricted'] : given.slice(0, separator);
const FOLDERS: Readonly<Record<string, string>> = {
  development: 'editor/',
  restricted: 'restricted/',
  soak: 'editor/hotExit',
};

await ensureSystemPackages();
await ensureCodeServer();
const sample = spawnSync(execPath, [join(root, 'scripts', 'sample.ts'), '--fresh'], { stdio: 'inherit' });
if (sample.status !== 0) exit(1);
if (!existsSync(join(root, 'dist', 'extension.js'))) throw new Error('There is no build yet: npm run build');
if (variants.includes('development') && filters.length === 0) {
  await rm(join(root, 'test-results', 'screenshots'), { recursive: true, force: true });
}
await mkdir(join(root, 'test-results', 'screenshots'), { recursive: true });

/** More files than this do not fail by chance. */
const MOST_FILES_AGAIN = 4;
/** Failures of first runs, and those that count. */
const seen: Failure[] = [];
const final: Failure[] = [];

/** A run of a variant; of files that are run again, what the second run says counts. */
async function run(variant: string, files: readonly string[]): Promise<SuiteResult> {
  const env = { MASKSCOPE_E2E: variant };
  const first = await runVitest('e2e', files, env);
  seen.push(...first.failures);
  const again = [...new Set(first.failures.map(({ file }) => file))];
  if (again.length === 0 || again.length > MOST_FILES_AGAIN) {
    final.push(...first.failures);
    return first;
  }
  console.log(`\nRun again: ${again.join(', ')}`);
  const second = await runVitest('e2e', again, env);
  final.push(...second.failures);
  const joined = (key: 'passed' | 'skipped') =>
    again.reduce((rest, file) => rest - (first.files.get(file)?.[key] ?? 0), first[key]) + second[key];
  return { passed: joined('passed'), failed: second.failed, skipped: joined('skipped') };
}

function list(heading: string, failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  console.log(`\n${heading}:`);
  for (const { file, test, message } of failures) console.log(`  ${file}: ${test ?? 'the file'}\n    ${message}`);
}

let passed = 0;
let failed = 0;
for (const variant of variants) {
  const folder = FOLDERS[variant] ?? 'installed/';
  const files = filters.length > 0 ? filters : [`test/e2e/${folder}`];
  const result = await run(variant, files);
  console.log(`e2e ${variant}: ${result.passed} passed, ${result.failed} failed`);
  passed += result.passed;
  failed += result.failed;
}
list('Failed in the first run', seen);
list('Failed', final);
console.log(`${passed} passed, ${failed} failed`);
exit(failed === 0 ? 0 : 1);
