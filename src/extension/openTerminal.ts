// Loaded when the user asks for a terminal.
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import * as vscode from 'vscode';

/**
 * Opens a terminal that knows the command `maskscope`. Installing an extension puts nothing on the PATH, and the machine
 * may have no Node; so a small script runs the command line tool with the Node that runs the extensions.
 */
export async function openTerminal(context: vscode.ExtensionContext): Promise<void> {
  const folder = await writeCommand(context.globalStorageUri.fsPath, context.asAbsolutePath(join('dist', 'cli.js')));
  const terminal = vscode.window.createTerminal({
    name: 'Maskscope',
    env: { PATH: [folder, process.env['PATH']].filter((part) => part !== undefined).join(delimiter) },
  });
  terminal.show();
  terminal.sendText('maskscope --help');
}

/** Writes the script, for the shells of this system, and returns its folder. */
export async function writeCommand(storage: string, cli: string, node = process.execPath): Promise<string> {
  const folder = join(storage, 'bin');
  await mkdir(folder, { recursive: true });
  const quoted = (path: string): string => `'${path.replaceAll("'", "'\\''")}'`;
  const script = join(folder, 'maskscope');
  await writeFile(script, `#!/bin/sh\nELECTRON_RUN_AS_NODE=1 exec ${quoted(node)} ${quoted(cli)} "$@"\n`);
  await chmod(script, 0o755);
  const batch = ['@setlocal', '@set ELECTRON_RUN_AS_NODE=1', `@"${node}" "${cli}" %*`, ''].join('\r\n');
  await writeFile(join(folder, 'maskscope.cmd'), batch);
  return folder;
}
