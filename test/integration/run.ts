// Runs the integration tests inside a VS Code extension host and ends with `N passed, N failed`.
//   node test/integration/run.ts [PART-OF-A-FILE-NAME…]
//
// MASKSCOPE_VSCODE  electron: a desktop VS Code, downloaded by @vscode/test-electron
//                   server:   the VS Code server in Chromium
//                   auto:     (default) electron where there is a display and the download answers, else server
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { glob, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { argv, env, execPath, exit, pid, platform } from 'node:process';
import { setTimeout as delay } from 'node:timers/promises';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { launchBrowser } from '../e2e/browser.ts';
import { startServer, windowUrl } from '../../scripts/vscodeServer.ts';
import type { IntegrationResult } from './index.ts';

/** As in index.ts, which loads inside the extension host only. */
const REPORT_MARK = '\u258f';

const root = dirname(dirname(import.meta.dirname));
const parts = argv.slice(2);
// A part of the tests may run beside all of them.
const bundles = join(root, 'out', parts.length === 0 ? 'integration' : `integration-${pid}`);
const index = join(bundles, 'index.js');
const resultFile = join(bundles, 'result.json');
const LONGEST_RUN = 600_000;

/** Bundles index.ts and every `*.test.ts` of this folder as CommonJS, which is what VS Code loads. */
async function bundleTests(): Promise<void> {
  await rm(bundles, { recursive: true, force: true });
  await mkdir(bundles, { recursive: true });
  await writeFile(join(bundles, 'package.json'), '{ "type": "commonjs" }\n');
  const tests: string[] = [];
  for await (const file of glob('test/integration/**/*.test.ts', { cwd: root })) {
    if (parts.length === 0 || parts.some((part) => file.includes(part))) tests.push(file);
  }
  await build({
    absWorkingDir: root,
    entryPoints: ['test/integration/index.ts', ...tests],
    outbase: 'test/integration',
    outdir: bundles,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['vscode', 'mocha', 'sharp'],
    sourcemap: 'inline',
    logLevel: 'warning',
  });
}

async function runner(): Promise<'electron' | 'server'> {
  const wanted = env['MASKSCOPE_VSCODE'] ?? 'auto';
  if (wanted === 'electron' || wanted === 'server') return wanted;
  if (wanted !== 'auto') throw new Error(`MASKSCOPE_VSCODE is "${wanted}"; use electron, server or auto.`);
  if (platform === 'linux' && env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined) return 'server';
  try {
    const releases = 'https://update.code.visualstudio.com/api/releases/stable';
    return (await fetch(releases, { signal: AbortSignal.timeout(3_000) })).ok ? 'electron' : 'server';
  } catch {
    return 'server';
  }
}

async function runInElectron(workspace: string): Promise<void> {
  await runTests({
    extensionDevelopmentPath: root,
    extensionTestsPath: index,
    launchArgs: [workspace, '--disable-extensions', '--disable-workspace-trust'],
  });
}

/** Ends when the window reports the end of the run; rejects with its code, or after {@link LONGEST_RUN}. */
async function runInServer(workspace: string): Promise<void> {
  const server = await startServer({
    settings: {
      'chat.disableAIFeatures': true,
      'files.autoSave': 'off',
      'workbench.startupEditor': 'none',
      'git.openRepositoryInParentFolders': 'never',
    },
  });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const ended = new Promise<number>((done, fail) => {
      page.on('crash', () => fail(new Error('The window crashed.')));
      void page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => printLog(type, args));
      void page.exposeFunction('codeAutomationExit', (code: number) => done(code));
    });
    await page.goto(windowUrl(server.origin, workspace, { extension: root, tests: index }));
    const code = await Promise.race([
      ended,
      delay(LONGEST_RUN, undefined, { ref: false }).then(() => {
        throw new Error(`The run did not end within ${LONGEST_RUN / 1000} s.`);
      }),
    ]);
    if (code !== 0) throw new Error(`The extension host reported ${code}.`);
  } catch (error) {
    if (!existsSync(resultFile)) console.error(server.log().split('\n').slice(-20).join('\n'));
    throw error;
  } finally {
    await browser.close();
    await server.stop();
  }
}

/** The lines of the test report; with MASKSCOPE_VERBOSE everything that the window logs. */
function printLog(type: string, args: readonly unknown[]): void {
  const [first] = args;
  if (typeof first === 'string' && first.startsWith(REPORT_MARK)) console.log(first.slice(REPORT_MARK.length));
  else if (env['MASKSCOPE_VERBOSE'] !== undefined) console.log(type, ...args);
}

/** The folder that the window opens: a sample dataset of its own, so that tests may write into it. */
async function makeWorkspace(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'maskscope-integration-'));
  const { status } = spawnSync(execPath, [join(root, 'scripts', 'sample.ts'), folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The sample dataset cannot be made.');
  return folder;
}

await bundleTests();
const workspace = await makeWorkspace();
let problem: string | undefined;
try {
  const chosen = await runner();
  console.log(`integration: ${chosen === 'electron' ? 'desktop VS Code' : 'VS Code server in Chromium'}`);
  await (chosen === 'electron' ? runInElectron(workspace) : runInServer(workspace));
} catch (error) {
  problem = error instanceof Error ? error.message : String(error);
} finally {
  await rm(workspace, { recursive: true, force: true });
}

const result = existsSync(resultFile)
  ? (JSON.parse(readFileSync(resultFile, 'utf8')) as IntegrationResult)
  : { passed: 0, failed: 0, pending: 0 };
if (parts.length > 0) await rm(bundles, { recursive: true, force: true });
if (problem !== undefined) console.error(`integration: ${problem}`);
const lost = result.failed === 0 && (problem !== undefined || result.passed === 0);
console.log(`${result.passed} passed, ${lost ? 1 : result.failed} failed`);
exit(problem === undefined && result.passed > 0 && result.failed === 0 ? 0 : 1);
