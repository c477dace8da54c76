import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where this user's programs keep what they can make again: `$XDG_CACHE_HOME` or `~/.cache` (XDG Base Directory
 * Specification), `~/Library/Caches` on macOS, `%LOCALAPPDATA%` on Windows.
 */
export function cacheFolder(): string {
  return join(base(), 'maskscope');
}

function base(): string {
  const chosen = process.env['XDG_CACHE_HOME'];
  if (chosen !== undefined && chosen.startsWith('/')) return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches');
  if (process.platform === 'win32') return process.env['LOCALAPPDATA'] ?? join(homedir(), 'AppData', 'Local');
  return join(homedir(), '.cache');
}
