import { hostname } from 'node:os';

/** Which process a file belongs to, written into it. */
export interface FileOwner {
  readonly process: number;
  readonly host: string;
}

/** This process. */
export function ownProcess(): FileOwner {
  return { process: process.pid, host: hostname() };
}

/** Whether an owner is surely gone: a process of this machine that does not run any more. */
export function isGone({ process: owner, host }: FileOwner): boolean {
  if (host !== hostname()) return false;
  try {
    process.kill(owner, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}
