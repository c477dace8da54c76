import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CommandError } from './commandLine.ts';
import { runCommand } from './systemCommand.ts';

/** The VS Code that development and tests run where the desktop build is absent: 4.139.1 carries VS Code 1.139.1. */
export const CODE_SERVER_VERSION = '4.139.1';

/** Where downloads that outlive a clone are kept. */
export function cacheFolder(): string {
  const cacheHome = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  return process.env['MASKSCOPE_CACHE'] ?? join(cacheHome, 'maskscope');
}

/**
 * The folder of the VS Code server (it holds `out/server-main.js`), installed on first use. An installation is made
 * beside its place and then renamed, so an interrupted one leaves nothing half done and two at once do no harm.
 * @param signal ends the installation
 * @throws CommandError where the folder for downloads cannot be written or npm fails
 */
export async function ensureCodeServer(signal?: AbortSignal): Promise<string> {
  const cache = cacheFolder();
  const place = join(cache, `code-server-${CODE_SERVER_VERSION}`);
  const server = (folder: string) => join(folder, 'node_modules', 'code-server', 'lib', 'vscode');
  const stamp = (folder: string) => join(folder, 'complete');
  if (existsSync(stamp(place))) return server(place);

  console.error(`Installing the VS Code server ${CODE_SERVER_VERSION} into ${place} (600 MB, once) …`);
  const temporary = await temporaryFolder(cache, place);
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const options = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  try {
    await writeFile(join(temporary, 'package.json'), '{ "private": true }\n');
    await runCommand(
      npm,
      ['install', '--prefix', temporary, ...options, `code-server@${CODE_SERVER_VERSION}`],
      temporary,
      signal,
    );
    // The package leaves the server's own dependencies to its post-install script, which would also compile.
    await runCommand(
      npm,
      ['install', '--prefix', server(temporary), ...options, '--omit=dev'],
      server(temporary),
      signal,
    );
    await writeFile(stamp(temporary), `${CODE_SERVER_VERSION}\n`);
    if (existsSync(place) && !existsSync(stamp(place))) await rename(place, `${temporary}.incomplete`);
    try {
      await rename(temporary, place);
    } catch (error) {
      // Another process was first.
      if (!existsSync(stamp(place))) throw error;
    }
  } finally {
    await rm(temporary, { recursive: true, force: true });
    await rm(`${temporary}.incomplete`, { recursive: true, force: true });
  }
  return server(place);
}

async function temporaryFolder(cache: string, place: string): Promise<string> {
  try {
    await mkdir(cache, { recursive: true });
    return await mkdtemp(`${place}.`);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(
      `The folder for downloads, ${cache}, cannot be written (${reason}). ` +
        'Make it writable, or name another in the environment variable MASKSCOPE_CACHE.',
    );
  }
}
