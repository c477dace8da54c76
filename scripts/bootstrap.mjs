// Runs a script of the project on the pinned Node, after installing what a clean clone lacks.
//   node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]     SCRIPT: path from the repository's root
// Runs on Node 18 or later with nothing installed, so it imports built-in modules only.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { argv, env, execPath, exit, platform, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stamp = join(modules, '.maskscope-lock');
const pinnedNode = join(modules, 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node');

/** The process that runs now, and the signal that this one was asked to end with. */
let child;
let asked;

function end(signal) {
  asked ??= signal;
  child?.kill(signal);
}

/** The process that started this one and, where that is npm's shell (a shell of Linux stays between), npm itself. */
function parents() {
  const { ppid } = process;
  try {
    if (platform !== 'linux' || !/^(ba|da|a|k|z)?sh$/.test(readFileSync(`/proc/${ppid}/comm`, 'utf8').trim()))
      return `${ppid}`;
    return `${ppid} ${/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${ppid}/status`, 'utf8'))?.[1]}`;
  } catch {
    return `${ppid}`;
  }
}

/** Runs a command to its end; ends this process with it when a signal has come meanwhile. */
async function finish(command, args, options) {
  child = spawn(command, args, { cwd: root, ...options });
  const result = await new Promise((done) => {
    child.on('error', (error) => done({ code: 1, error }));
    child.on('exit', (code, signal) => done({ code: code ?? 128 + (constants.signals[signal] ?? 0) }));
  });
  if (asked !== undefined) exit(result.code === 0 ? 0 : 128 + constants.signals[asked]);
  return result;
}

function fail(message) {
  stderr.write(`${message}\n`);
  exit(1);
}

/** What went wrong with an npm command, or undefined. */
async function npm(...args) {
  const windows = platform === 'win32';
  const { code, error } = await finish(windows ? 'npm.cmd' : 'npm', args, { stdio: ['ignore', 2, 2], shell: windows });
  return code === 0 ? undefined : `npm ${args[0]} failed${error === undefined ? '' : `: ${error.message}`}`;
}

/** The pinned Node runs and has the version that package.json pins. */
function nodeIsReady() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;
  const { stdout } = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return stdout?.trim() === `v${wanted}`;
}

async function installPackages() {
  const options = ['--no-audit', '--no-fund', '--loglevel=error'];
  stderr.write('Installing the locked npm packages …\n');
  if ((await npm('ci', ...options)) === undefined) return;
  // An installation that was cut short leaves folders that npm itself cannot remove.
  stderr.write('Removing node_modules and installing once more …\n');
  rmSync(modules, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  const problem = await npm('ci', ...options);
  if (problem !== undefined) fail(`${problem}: its messages above say why. Mend that and start again.`);
}

/** Installs the locked packages if the lock file changed since the last time, and the pinned Node with them. */
async function install() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (!installed) await installPackages();
  // Where npm is told to run no install scripts, the package `node` arrives without its binary.
  if (!nodeIsReady()) {
    const problem = await npm('rebuild', '--ignore-scripts=false', 'node', 'esbuild');
    if (problem !== undefined) fail(problem);
  }
  if (!nodeIsReady()) fail(`The pinned Node did not install: ${pinnedNode} does not run.`);
  if (!installed) writeFileSync(stamp, hash);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => end(signal));
// npm ends without a word to what it started when it, or its shell, is killed. Outside npm the parent may be a shell
// that is meant to go, as with nohup.
if (env.npm_lifecycle_event !== undefined) {
  const first = parents();
  const watch = setInterval(() => {
    if (parents() === first) return;
    clearInterval(watch);
    end('SIGTERM');
  }, 500);
  watch.unref();
}

const [script, ...args] = argv.slice(2);
if (script === undefined) fail('Usage: node scripts/bootstrap.mjs SCRIPT [ARGUMENT…]');
try {
  await install();
} catch (error) {
  if (error?.syscall === undefined) throw error;
  fail(`The packages cannot be installed: ${error.message}`);
}
const { code, error } = await finish(pinnedNode, [join(root, script), ...args], {
  stdio: 'inherit',
  env: { ...env, PATH: `${bin}${delimiter}${env.PATH ?? ''}`, MASKSCOPE_MACHINE_NODE: execPath },
});
if (error !== undefined) fail(`${pinnedNode} does not run: ${error.message}`);
exit(code);
