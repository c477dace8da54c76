// npm start: builds, makes the sample dataset and opens VS Code on it with the extension loaded.
//   --server      use the VS Code server even where there is a desktop VS Code
//   --port N      the server's port (default: a free one)
//   --no-open     build and make the sample only
//   FOLDER        open this folder instead of the sample
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join, resolve } from 'node:path';
import { env, execPath, exit, platform } from 'node:process';
import { parseArgs } from 'node:util';
import { startServer, windowUrl } from './vscodeServer.ts';

const root = dirname(import.meta.dirname);
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    server: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    'no-open': { type: 'boolean', default: false },
  },
});

/** The command of a desktop VS Code; the one in a remote terminal cannot load an extension under development. */
function desktopCode(): string | undefined {
  const names = platform === 'win32' ? ['code.cmd'] : ['code', 'code-insiders', 'codium'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('remote-cli'));
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

function step(name: string, ...args: string[]): void {
  const { status } = spawnSync(execPath, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    console.error(`npm start: ${name} failed`);
    exit(1);
  }
}

step('the build', 'esbuild.mjs', '--development');
step('making the sample dataset', 'scripts/sample.ts');
const folder = resolve(positionals[0] ?? join(root, 'sample'));

const code = options.server ? undefined : desktopCode();
if (options['no-open']) {
  console.log(`Ready: ${folder}`);
} else if (code !== undefined) {
  const editor = spawn(code, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
    stdio: 'inherit',
    shell: platform === 'win32',
  });
  editor.on('exit', (status) => {
    console.log(`VS Code opened on ${folder}`);
    exit(status ?? 1);
  });
} else {
  await serve();
}

/** Serves until Ctrl+C; the last line printed is the address. */
async function serve(): Promise<void> {
  const dataFolder = join(root, '.vscode-test', 'server');
  const firstStart = !existsSync(dataFolder);
  const server = await startServer({
    port: Number(options.port),
    dataFolder,
    ...(firstStart ? { settings: { 'workbench.startupEditor': 'none', 'chat.disableAIFeatures': true } } : {}),
  });
  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    void server.stop().then(() => exit(0));
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  void server.ended.then(() => {
    if (stopping) return;
    console.error('The VS Code server has ended.');
    exit(1);
  });
  if (!options.server) console.log('No desktop VS Code was found on this machine.');
  console.log('A VS Code server runs on loopback; Ctrl+C ends it.');
  console.log(`Open ${windowUrl(server.origin, folder, { extension: root })}`);
}
