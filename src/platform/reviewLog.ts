import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fieldsOf } from '../core/formats/json.ts';
import { jsonLine, readTag } from '../core/review/reviewFile.ts';
import type { TagChange } from '../core/review/tag.ts';
import { isGone, ownProcess } from './ownedFile.ts';

/** Hidden, so that no scan of a dataset looks at it. */
const LOG = /^\.maskscope-review-[0-9a-f]+\.log$/;
/** A log of another machine, of which nothing tells whether its process runs, is done after so many milliseconds. */
const LONGEST = 7 * 24 * 3_600_000;
const MOST_BYTES = 64 * 2 ** 20;

/**
 * What one process has tagged and its reviewer's file does not hold yet. Each change is in the file before `add` returns,
 * so that it outlives the process. The log is there only while there are such changes.
 */
export class ReviewLog {
  readonly #path: string;
  readonly #reviewer: string;
  /** Changes that are in it. */
  #changes: TagChange[] = [];

  constructor(folder: string, reviewer: string) {
    this.#path = join(folder, `.maskscope-review-${randomBytes(8).toString('hex')}.log`);
    this.#reviewer = reviewer;
  }

  get changes(): readonly TagChange[] {
    return this.#changes;
  }

  /** Throws what the file system says; the change is then not in it. */
  add(change: TagChange): void {
    const head = { ...ownProcess(), reviewer: this.#reviewer };
    const lines = [...(this.#changes.length === 0 ? [head] : []), change].map((one) => `${jsonLine(one)}\n`);
    // A log is made, never found: what a stranger has put in its place is not written to.
    const isNew = this.#changes.length === 0;
    const file = openSync(this.#path, isNew ? 'wx' : 'a');
    try {
      const { size } = fstatSync(file);
      try {
        // All or none: a full disk takes a part.
        writeFileSync(file, lines.join(''));
      } catch (error) {
        // What is broken off would spoil the line that comes next.
        ftruncateSync(file, size);
        throw error;
      }
    } catch (error) {
      if (isNew) rmSync(this.#path, { force: true });
      throw error;
    } finally {
      closeSync(file);
    }
    this.#changes.push(change);
  }

  /** Takes all changes back that are in the log alone. */
  discard(): void {
    rmSync(this.#path, { force: true });
    this.#changes = [];
  }

  /** The first changes are in the reviewer's file now. Those that came since stay. */
  forget(count: number): void {
    const left = this.#changes.slice(count);
    if (count === 0) return;
    // What stays in the log for a moment holds against nothing that is later.
    if (left.length === 0) {
      rmSync(this.#path, { force: true });
      this.#changes = [];
    }
  }
}

/** A log that some process has left or is writing. */
export interface FoundLog {
  readonly path: string;
  readonly reviewer: string;
  readonly changes: readonly TagChange[];
  /** Its process is gone: once its changes are in the reviewer's file, it can be deleted. */
  readonly isLeft: boolean;
}

/** The logs in a folder. A line that a killed process has not finished was never acknowledged, and is passed over. */
export function findLogs(folder: string): FoundLog[] {
  return readdirSync(folder)
    .filter((name) => LOG.test(name))
    .sort()
    .flatMap((name) => readLog(join(folder, name)) ?? []);
}

/** Deletes a log whose changes are in the reviewer's file. */
export function deleteLog({ path }: FoundLog): void {
  rmSync(path, { force: true });
}

function readLog(path: string): FoundLog | null {
  let text: string;
  let modified: number;
  try {
    const facts = statSync(path);
    if (!facts.isFile() || facts.size > MOST_BYTES) return null;
    modified = facts.mtimeMs;
    text = readFileSync(path, 'utf8');
  } catch {
    // It was deleted meanwhile.
    return null;
  }
  const [head, ...entries] = text.split('\n').map(valueOf);
  const { process: owner, host, reviewer } = fieldsOf(head) ?? {};
  if (typeof owner !== 'number' || typeof host !== 'string' || typeof reviewer !== 'string') return null;
  const changes = entries.flatMap((entry) => changeOf(entry) ?? []);
  return { path, reviewer, changes, isLeft: isGone({ process: owner, host }) || Date.now() - modified > LONGEST };
}

function valueOf(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

function changeOf(entry: unknown): TagChange | null {
  const { name, verdict, time } = fieldsOf(entry) ?? {};
  if (verdict === null && typeof name === 'string' && typeof time === 'string') return { name, verdict, time };
  return readTag(entry);
}
