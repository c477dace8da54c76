import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ReviewError } from '../core/review/problems.ts';
import {
  emptyReview,
  readReviewFile,
  reviewFileText,
  withChanges,
  type ReviewFile,
} from '../core/review/reviewFile.ts';
import { REVIEW_FILE, reviewFileName } from '../core/review/reviewNames.ts';
import type { ReviewTag, TagChange } from '../core/review/tag.ts';
import { atomicWrite } from './atomicWrite.ts';
import { decodeText } from './decodeText.ts';
import { lockFile } from './fileLock.ts';
import { FileError } from './readFile.ts';
import { deleteLog, findLogs, ReviewLog, type FoundLog } from './reviewLog.ts';
import { takeSnapshot } from './snapshot.ts';

const MOST_MEGABYTES = 256;
/** Milliseconds that another window is waited for; writing takes a few. */
const PATIENCE = 10_000;

/** The tags of a dataset by all reviewers. */
export interface ReviewFiles {
  /** By reviewer, as code points order them. */
  readonly files: readonly ReviewFile[];
  /** Files of tags that cannot be read; they are left alone. */
  readonly problems: readonly ReviewError[];
}

/**
 * Reads the tags of a dataset: every reviewer's file, and what a process has tagged last before it was killed.
 *
 * @throws what the file system says of the folder
 */
export function readReviews(folder: string): ReviewFiles {
  const byReviewer = new Map<string, ReviewFile>();
  const problems: ReviewError[] = [];
  for (const name of readdirSync(folder)
    .filter((one) => REVIEW_FILE.test(one))
    .sort()) {
    try {
      const file = readReview(join(folder, name), name);
      // Where somebody has renamed a file there may be two of one reviewer.
      const other = byReviewer.get(file.reviewer);
      byReviewer.set(file.reviewer, other === undefined ? file : joined(other, file));
    } catch (error) {
      if (!(error instanceof ReviewError)) throw error;
      problems.push(error);
    }
  }
  for (const { reviewer, changes } of findLogs(folder)) {
    byReviewer.set(reviewer, withChanges(byReviewer.get(reviewer) ?? emptyReview(reviewer), changes));
  }
  const files = [...byReviewer.values()];
  return { files: files.sort((a, b) => (a.reviewer < b.reviewer ? -1 : 1)), problems };
}

function joined(first: ReviewFile, second: ReviewFile): ReviewFile {
  const both = withChanges(first, [...second.tags.values()]);
  return { ...both, conflicts: [...new Set([...first.conflicts, ...second.conflicts])] };
}

/** @throws ReviewError */
function readReview(path: string, name: string): ReviewFile {
  let bytes: Uint8Array;
  try {
    bytes = takeSnapshot(path, MOST_MEGABYTES * 2 ** 20).bytes;
  } catch (error) {
    if (error instanceof FileError && error.code === 'tooLarge') {
      throw new ReviewError('tooLarge', { path: name, limit: MOST_MEGABYTES });
    }
    throw new ReviewError('unreadable', { path: name, reason: error instanceof Error ? error.message : String(error) });
  }
  const text = decodeText(bytes);
  if (text === null) throw new ReviewError('notText', { path: name });
  return readReviewFile(text, name);
}

/**
 * Where one reviewer's tags of a dataset are written. A tag is in a log before `add` returns, and from there it comes into
 * the reviewer's file, which is read again for it: several windows may write at the same time.
 */
export class ReviewStore {
  readonly folder: string;
  readonly reviewer: string;
  /** Name of the reviewer's file in {@link folder}. */
  readonly fileName: string;
  readonly #log: ReviewLog;
  #writing: Promise<void> = Promise.resolve();
  #latest = 0;
  /** The reviewer's file as it was read or written last. */
  #known: { readonly stamp: string; readonly file: ReviewFile } | undefined;

  /** Throws ReviewError `reviewerEmpty`. */
  constructor(folder: string, reviewer: string) {
    if (reviewer.trim() === '') throw new ReviewError('reviewerEmpty');
    this.folder = folder;
    this.reviewer = reviewer;
    this.fileName = reviewFileName(reviewer);
    this.#log = new ReviewLog(folder, reviewer);
  }

  /**
   * The time of a change that is made now: later than that of any change before.
   *
   * @param there what it replaces, by the clock of another machine maybe
   */
  now(there?: { readonly time: string }): string {
    const before = Math.max(this.#latest, there === undefined ? 0 : Date.parse(there.time));
    this.#latest = Math.max(Date.now(), before + 1);
    return new Date(this.#latest).toISOString();
  }

  /**
   * The reviewer's tags by name as they are now, whoever wrote them; null where the file cannot be read, which writing it
   * tells. The file is read only where it is not the one that was read or written last.
   */
  tags(): ReadonlyMap<string, ReviewTag> | null {
    const path = join(this.folder, this.fileName);
    try {
      const stamp = stampOf(path);
      if (stamp !== this.#known?.stamp) {
        const file = stamp === '' ? emptyReview(this.reviewer) : readReview(path, this.fileName);
        this.#known = { stamp, file };
      }
      const logs = findLogs(this.folder).filter(({ reviewer }) => reviewer === this.reviewer);
      return withChanges(
        this.#known.file,
        logs.flatMap(({ changes }) => changes),
      ).tags;
    } catch {
      return null;
    }
  }

  /** Keeps a change, whatever becomes of this process. Throws what the file system says. */
  add(change: TagChange): void {
    this.#log.add(change);
  }

  /**
   * Keeps changes in the reviewer's file, all or none: those of a file that cannot be written are not left in the log, where
   * nobody would look for them.
   */
  async write(changes: readonly TagChange[]): Promise<void> {
    try {
      for (const change of changes) this.add(change);
      await this.flush();
    } catch (error) {
      this.#log.discard();
      throw error;
    }
  }

  /** Brings all changes into the reviewer's file. Rejects with ReviewError or what the file system says; then they stay in the log. */
  flush(): Promise<void> {
    // One after the other, and each takes what has come meanwhile.
    this.#writing = this.#writing.catch(() => undefined).then(() => this.#write());
    return this.#writing;
  }

  async #write(): Promise<void> {
    const path = join(this.folder, this.fileName);
    const lock = join(this.folder, `.${this.fileName}.lock`);
    if (this.#log.changes.length === 0 && this.#leftLogs().length === 0) return;
    const unlock = await lockFile(lock, PATIENCE);
    if (unlock === null) throw new ReviewError('busy', { path: this.fileName, lock });
    try {
      const facts = lstatSync(path, { throwIfNoEntry: false });
      if (facts?.isSymbolicLink() === true) throw new ReviewError('link', { path: this.fileName });
      const before = facts === undefined ? emptyReview(this.reviewer) : readReview(path, this.fileName);
      const left = this.#leftLogs();
      const count = this.#log.changes.length;
      const changes = [...left.flatMap((one) => one.changes), ...this.#log.changes];
      const file = withChanges({ ...before, reviewer: this.reviewer }, changes);
      await atomicWrite(path, new TextEncoder().encode(reviewFileText(file)));
      this.#known = { stamp: stampOf(path), file };
      this.#log.forget(count);
      for (const one of left) deleteLog(one);
    } finally {
      unlock();
    }
  }

  #leftLogs(): FoundLog[] {
    return findLogs(this.folder).filter(({ reviewer, isLeft }) => isLeft && reviewer === this.reviewer);
  }
}

/** What tells one version of a file from another; empty where there is none. */
function stampOf(path: string): string {
  const facts = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  return facts === undefined ? '' : `${facts.ino} ${facts.size} ${facts.mtimeNs}`;
}
