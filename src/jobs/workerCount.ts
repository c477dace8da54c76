import { availableParallelism } from 'node:os';

/** Threads beyond this wait for the disk. */
const MOST_WORKERS = 8;

/** Worker threads for a job over many files. */
export function workerCount(): number {
  return Math.min(MOST_WORKERS, availableParallelism());
}
