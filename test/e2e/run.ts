// Runs the end-to-end tests in Chromium against VS Code's server. Needs a build and, for packages, `npm run package`.
//   node test/e2e/run.ts [VARIANT…] [-- PART-OF-A-FILE-NAME…]
// Variants (default: the first two): development, restricted (Restricted Mode), soak (windows that end in more ways than
// development has time for), and targets of packages, which are unzipped as an installation does: linux-x64, universal …
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { argv, execPath, exit } from 'node:process';
import { spawnSync } from 'node:child_process';
import { runVitest } from '../../scripts/runVitest.ts';
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

let passed = 0;
let failed = 0;
for (const variant of variants) {
  const folder = FOLDERS[variant] ?? 'installed/';
  const files = filters.length > 0 ? filters : [`test/e2e/${folder}`];
  const result = await runVitest('e2e', files, { MASKSCOPE_E2E: variant });
  console.log(`e2e ${variant}: ${result.passed} passed, ${result.failed} failed`);
  passed += result.passed;
  failed += result.failed;
}
console.log(`${passed} passed, ${failed} failed`);
exit(failed === 0 ? 0 : 1);
