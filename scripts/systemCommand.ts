import { spawn } from 'node:child_process';
import { CommandError } from './commandLine.ts';

/**
 * Runs a command with its output on stderr.
 * @param signal ends the command; the promise settles when it is gone
 * @throws CommandError unless it exits with 0
 */
export async function runCommand(
  command: string,
  args: readonly string[],
  cwd: string,
  signal?: AbortSignal,
): Promise<void> {
  signal?.throwIfAborted();
  const child = spawn(command, args, {
    cwd,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  const end = () => child.kill('SIGTERM');
  signal?.addEventListener('abort', end);
  await new Promise<void>((done, fail) => {
    child.on('error', fail);
    child.on('exit', (code) => {
      if (code === 0) done();
      else fail(new CommandError(`${command} ${args.join(' ')} ended with ${String(code)}`));
    });
  });
  signal?.removeEventListener('abort', end);
}
