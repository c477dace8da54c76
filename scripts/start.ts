// npm start: builds, makes the sample dataset and opens VS Code on it with the extension loaded.
//   --server      use the VS Code server even where there is a desktop VS Code
//   --port N      the server's port (default: a free one)
//   --no-open     build and make the sample only
//   FOLDER        open this folder instead of the sample
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { delimiter, dirname, join, resolve } from 'node:path';
import { env, execPath, exit, platform } from 'node:process';
import { parseArgs } from 'node:util';
import { CommandError, explainErrors } from './commandLine.ts';
import { startSampleServer } from './sampleServer.ts';
import { startServer, windowUrl } from './vscodeServer.ts';

const root = dirname(import.meta.dirname);

/** The user's first settings in the server's window: the folder and the masks, without what VS Code offers beside. */
const FIRST_SETTINGS: Readonly<Record<string, unknown>> = {
  'chat.disableAIFeatures': true,
  // In a browser VS Code saves by itself after a second, which a first trial does not expect.
  'files.autoSave': 'off',
  'git.openRepositoryInParentFolders': 'never',
  'telemetry.telemetryLevel': 'off',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Aborted when this process is asked to end, or when the one that started it is gone. */
const ending = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => ending.abort());
if (env['MASKSCOPE_MACHINE_NODE'] !== undefined) {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) ending.abort();
  }, 500).unref();
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new CommandError(`--port takes a number from 0 (a free one) to 65535, not "${text}"`, 2);
}

/** @throws CommandError when nothing can listen on this port of the loopback interface. */
async function checkPort(port: number): Promise<void> {
  const probe = createServer();
  try {
    probe.listen(port, '127.0.0.1');
    await once(probe, 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reason = code === 'EADDRINUSE' ? 'is in use' : `cannot be used (${code ?? String(error)})`;
    throw new CommandError(`port ${port} ${reason}; choose another, or leave --port out for a free one`);
  }
  probe.close();
  await once(probe, 'close');
}

/** The command of a desktop VS Code; the one in a remote terminal cannot load an extension under development. */
function desktopCode(): string | undefined {
  const names = platform === 'win32' ? ['code.cmd'] : ['code', 'code-insiders', 'codium'];
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => !folder.includes('remote-cli'));
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find((file) => existsSync(file));
}

async function step(name: string, ...args: string[]): Promise<void> {
  const child = spawn(execPath, args, { cwd: root, stdio: 'inherit', signal: ending.signal });
  const [status] = (await once(child, 'exit')) as [number | null];
  if (status !== 0) throw new CommandError(`${name} failed`);
}

async function main(): Promise<void> {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      server: { type: 'boolean', default: false },
      port: { type: 'string', default: '0' },
      'no-open': { type: 'boolean', default: false },
    },
  });
  const port = parsePort(options.port);
  const [given, ...others] = positionals;
  if (others.length > 0) throw new CommandError('one folder can be opened at a time', 2);
  const folder = resolve(given ?? join(root, 'sample'));
  if (given !== undefined && statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
    throw new CommandError(`there is no folder ${folder}`, 2);
  }
  const code = options.server ? undefined : desktopCode();
  const serves = !options['no-open'] && code === undefined;
  if (serves) await checkPort(port);

  await step('the build', 'esbuild.mjs', '--development');
  await step('making the sample dataset', 'scripts/sample.ts');
  const sample = options['no-open'] ? undefined : await startSampleServer(join(root, 'sample'));
  const sampleServed = `The images of two Labelbox exports of the sample are served at ${sample?.origin ?? ''}; Ctrl+C ends it.`;
  if (serves) {
    console.log(sampleServed);
    await serve(folder, port, options.server);
  } else if (code === undefined || options['no-open']) {
    console.log(`Ready: ${folder}`);
  } else {
    const editor = spawn(code, ['--new-window', `--extensionDevelopmentPath=${root}`, folder], {
      stdio: 'inherit',
      shell: platform === 'win32',
      signal: ending.signal,
    });
    const [status] = (await once(editor, 'exit')) as [number | null];
    if (status !== 0) throw new CommandError(`${code} failed`);
    console.log(`VS Code opened on ${folder}`);
    console.log(sampleServed);
    await aborted();
  }
  await sample?.stop();
}

async function aborted(): Promise<void> {
  const { signal } = ending;
  if (!signal.aborted) await once(signal, 'abort');
}

/** Serves until Ctrl+C; the last line printed is the address. */
async function serve(folder: string, port: number, wanted: boolean): Promise<void> {
  const dataFolder = join(root, '.vscode-test', 'server');
  const firstStart = !existsSync(join(dataFolder, 'data', 'User', 'settings.json'));
  const { signal } = ending;
  const server = await startServer({
    port,
    dataFolder,
    signal,
    ...(firstStart ? { settings: FIRST_SETTINGS } : {}),
  });
  if (!wanted) console.log('No desktop VS Code was found on this machine.');
  console.log('A VS Code server runs on loopback; Ctrl+C ends it.');
  console.log(`Open ${windowUrl(server.origin, folder, { extension: root })}`);
  await Promise.race([aborted(), server.ended]);
  if (!signal.aborted) throw new CommandError('the VS Code server has ended');
  await server.stop();
}

await explainErrors('npm start', async () => {
  try {
    await main();
    exit(0);
  } catch (error) {
    // Interrupted on the way: what failed then is no news.
    if (ending.signal.aborted) exit(130);
    throw error;
  }
});
