// What a clean clone needs before any script of the project can run: the locked packages and the pinned Node.
// Runs on Node 18 or later with nothing installed, so it imports built-in modules only.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { argv, env, execPath, exit, platform, stderr } from 'node:process';
import { fileURLToPath } from 'node:url';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, 'node_modules');
const bin = join(modules, '.bin');
const stamp = join(modules, '.maskscope-lock');
const pinnedNode = join(modules, 'node', 'bin', platform === 'win32' ? 'node.exe' : 'node');

const npm = (...args) => {
  const { status, error } = spawnSync(platform === 'win32' ? 'npm.cmd' : 'npm', args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: platform === 'win32',
  });
  if (error !== undefined || status !== 0) {
    stderr.write(`npm ${args.join(' ')} failed${error === undefined ? '' : `: ${error.message}`}\n`);
    exit(1);
  }
};

/** The pinned Node runs and has the version that package.json pins. */
function nodeIsReady() {
  const wanted = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).devDependencies.node;
  const { stdout } = spawnSync(pinnedNode, ['--version'], { encoding: 'utf8' });
  return stdout?.trim() === `v${wanted}`;
}

/** Installs the locked packages if the lock file changed since the last time, and the pinned Node with them. */
function install() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  const installed = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
  if (!installed) {
    stderr.write('Installing the locked npm packages …\n');
    npm('ci', '--no-audit', '--no-fund', '--loglevel=error');
  }
  // Where npm is told to run no install scripts, the package `node` arrives without its binary.
  if (!nodeIsReady()) npm('rebuild', '--ignore-scripts=false', 'node', 'esbuild');
  if (!nodeIsReady()) {
    stderr.write(`The pinned Node did not install: ${pinnedNode} does not run.\n`);
    exit(1);
  }
  if (!installed) writeFileSync(stamp, hash);
}

/**
 * Runs a script of the project on the pinned Node, with the arguments of this process, and ends with its exit code.
 * @param {string} script path from the repository's root
 */
export function run(script) {
  install();
  const child = spawn(pinnedNode, [join(root, script), ...argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
    env: { ...env, PATH: `${bin}${delimiter}${env.PATH ?? ''}`, MASKSCOPE_MACHINE_NODE: execPath },
  });
  // The child cleans up and ends; its exit code becomes this one's.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => exit(signal === null ? (code ?? 1) : 1));
}
