import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { isGone, ownProcess, type FileOwner } from './ownedFile.ts';

/** Milliseconds between looks at a lock that another has. */
const BETWEEN_LOOKS = 15;
/** A lock of another machine that nobody has touched for so many milliseconds is left over. */
const LEFT_OVER = 60_000;

/**
 * Takes a lock file for this process, and waits for another that has it. One whose process is gone is taken over.
 *
 * @param patienceMs how long it waits
 * @returns gives it back; null where another has it for longer
 */
export async function lockFile(path: string, patienceMs: number): Promise<(() => void) | null> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      writeFileSync(path, JSON.stringify(ownProcess()), { flag: 'wx' });
      return () => rmSync(path, { force: true });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    if (isLeftOver(path)) takeAway(path);
    else if (Date.now() >= until) return null;
    else await pause(BETWEEN_LOOKS);
  }
}

function isLeftOver(path: string): boolean {
  const facts = statSync(path, { throwIfNoEntry: false });
  if (facts === undefined) return false;
  const owner = ownerOf(path);
  // Empty for the moment in which it is made.
  return owner === null || !isGone(owner) ? Date.now() - facts.mtimeMs > LEFT_OVER : true;
}

/** Of two that take a lock over, the second may get hold of the new one of the first: that is put back. */
function takeAway(path: string): void {
  const aside = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  try {
    if (!isLeftOver(aside)) linkSync(aside, path);
  } catch {
    // A third has taken it by now.
  }
  rmSync(aside, { force: true });
}

function ownerOf(path: string): FileOwner | null {
  try {
    const { process: owner, host } = JSON.parse(readFileSync(path, 'utf8')) as Partial<FileOwner>;
    return typeof owner === 'number' && owner > 0 && typeof host === 'string' ? { process: owner, host } : null;
  } catch {
    return null;
  }
}
