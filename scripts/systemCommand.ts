import { spawn } from 'node:child_process';

/** Runs a command with its output on stderr; rejects unless it exits with 0. */
export async function runCommand(command: string, args: readonly string[], cwd: string): Promise<void> {
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  await new Promise<void>((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => {
      if (code === 0) done();
      else fail(new Error(`${command} ${args.join(' ')} ended with ${String(code)}`));
    });
  });
}
