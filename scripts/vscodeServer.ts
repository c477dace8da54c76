import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CommandError } from './commandLine.ts';
import { ensureCodeServer } from './codeServer.ts';

export interface ServerOptions {
  /** 0 or absent: a free port. */
  readonly port?: number;
  /** Folders with unzipped extensions, linked into the server's extensions folder. */
  readonly extensionsFolder?: string;
  /** Asks for trust as a desktop window does; without it every folder is trusted. */
  readonly workspaceTrust?: boolean;
  /** Where settings and state live; a temporary folder, removed at the end, unless given. */
  readonly dataFolder?: string;
  /** Written to the user's settings.json. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Ends the start; a server that runs already is ended with {@link Server.stop}. */
  readonly signal?: AbortSignal;
}

/** A running VS Code server on loopback. */
export interface Server {
  readonly port: number;
  /** `http://127.0.0.1:PORT` */
  readonly origin: string;
  /** What the server printed so far. */
  log(): string;
  /** Settles when the server's process ends. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
}

/** Address of a window of the server at `origin`: the folder to open and the keys of the workbench's payload. */
export function windowUrl(
  origin: string,
  folder: string,
  development: { readonly extension?: string; readonly tests?: string },
): string {
  const remote = (path: string) => `vscode-remote://${new URL(origin).host}${encodeURI(path)}`;
  const payload = [['skipWelcome', 'true']];
  if (development.extension !== undefined) payload.push(['extensionDevelopmentPath', remote(development.extension)]);
  if (development.tests !== undefined) payload.push(['extensionTestsPath', remote(development.tests)]);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `${origin}/?${query.toString()}`;
}

/**
 * Starts a VS Code server and waits until it answers.
 * @throws CommandError when it ends, cannot listen or stays silent for a minute; the message carries its output.
 */
export async function startServer(options: ServerOptions = {}): Promise<Server> {
  const { signal } = options;
  const folder = await ensureCodeServer(signal);
  signal?.throwIfAborted();
  const data = options.dataFolder ?? (await mkdtemp(join(tmpdir(), 'maskscope-server-')));
  const extensions = options.extensionsFolder ?? join(data, 'extensions');
  const user = join(data, 'data', 'User');
  await mkdir(extensions, { recursive: true });
  await mkdir(user, { recursive: true });
  if (options.settings !== undefined) {
    await writeFile(join(user, 'settings.json'), JSON.stringify(options.settings, null, 2));
  }

  const child = spawn(
    process.execPath,
    [
      join(folder, 'out', 'server-main.js'),
      ...['--host', '127.0.0.1', '--port', String(options.port ?? 0)],
      ...['--server-data-dir', data, '--extensions-dir', extensions],
      '--without-connection-token',
      '--accept-server-license-terms',
      ...['--telemetry-level', 'off'],
      ...(options.workspaceTrust === true ? [] : ['--disable-workspace-trust']),
      '--enable-smoke-test-driver',
    ],
    { stdio: ['ignore', 'pipe', 'pipe'], env: serverEnvironment(), detached: process.platform !== 'win32' },
  );
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  // Nobody else ends the group of a server whose owner is killed.
  const endGroup = () => signalGroup(child, 'SIGKILL');
  process.on('exit', endGroup);

  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const stop = async () => {
    process.off('exit', endGroup);
    if (child.exitCode === null && child.signalCode === null) {
      signalGroup(child, 'SIGTERM');
      await Promise.race([ended, delay(3_000, undefined, { ref: false })]);
    }
    signalGroup(child, 'SIGKILL');
    if (options.dataFolder === undefined) await rm(data, { recursive: true, force: true, maxRetries: 5 });
  };

  const deadline = Date.now() + 60_000;
  // A server that cannot listen says so and lives on.
  const hopeless = () => child.exitCode !== null || signal?.aborted === true || /listen E[A-Z]+/.test(output);
  while (Date.now() < deadline && !hopeless()) {
    const port = /Extension host agent listening on (\d+)/.exec(output)?.[1];
    if (port !== undefined && (await answers(`http://127.0.0.1:${port}/version`))) {
      return { port: Number(port), origin: `http://127.0.0.1:${port}`, log: () => output, ended, stop };
    }
    await delay(100);
  }
  await stop();
  signal?.throwIfAborted();
  throw new CommandError(`The VS Code server did not start:\n${output}`);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok;
  } catch {
    return false;
  }
}

/** The server without what an editor's or npm's terminal leaves in the environment. */
function serverEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS|VITEST)/.test(name)),
  );
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? child.pid : -child.pid, signal);
  } catch {
    // It has ended already.
  }
}
