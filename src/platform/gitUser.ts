import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** `user.name` of Git as it is set for a folder; null where there is no Git, or no name. */
export async function gitUserName(folder: string): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['config', 'user.name'], { cwd: folder, timeout: 5000 });
    return stdout.trim() === '' ? null : stdout.trim();
  } catch {
    return null;
  }
}
