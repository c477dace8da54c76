import type { ReviewSubject } from './reviewState.ts';
import { medianOf } from '../median.ts';
import {
  holdsAgainst,
  MOST_NOTE,
  MOST_REASON,
  tagAgain,
  trimmedText,
  type ReviewTag,
  type TagChange,
  type Verdict,
} from './tag.ts';

/** How far a review is, by the tags of its reviewer. */
export interface ReviewProgress {
  readonly total: number;
  readonly accepted: number;
  readonly rejected: number;
  /** Pairs without a tag of the mask as it is now. */
  readonly left: number;
  /** Tags a minute, of the last ones; null before there are two. */
  readonly rate: number | null;
  /** Seconds; null where nothing tells. */
  readonly timeLeft: number | null;
}

/** Tags between which the rate is measured. */
const MEASURED = 20;

interface Undoable {
  readonly name: string;
  readonly before: ReviewTag | undefined;
}

/** The time of a change, later than that of what it replaces. */
export type TimeOf = (there: { readonly time: string } | undefined) => string;

/** One reviewer's way through some pairs: what is current, what was tagged, what can be taken back. */
export class ReviewSession {
  readonly subjects: readonly ReviewSubject[];
  readonly #timeOf: TimeOf;
  readonly #hashes: Map<string, string | null>;
  readonly #tags: Map<string, ReviewTag>;
  #undo: Undoable[] = [];
  /** When tags were given, in milliseconds. */
  #moments: number[] = [];
  #at: number;

  /**
   * @param subjects in the order of the review; one at least. It begins with the first that is not reviewed
   * @param tags of the reviewer so far
   */
  constructor(subjects: readonly ReviewSubject[], tags: readonly ReviewTag[], timeOf: TimeOf) {
    this.subjects = subjects;
    this.#timeOf = timeOf;
    this.#hashes = new Map(subjects.map(({ name, hash }) => [name, hash]));
    this.#tags = new Map(tags.map((tag) => [tag.name, tag]));
    this.#at = Math.max(0, this.#openFrom(0) ?? 0);
  }

  /** Place of the current pair, from 0. */
  get at(): number {
    return this.#at;
  }

  get name(): string {
    return this.subjects[this.#at]?.name ?? '';
  }

  get canUndo(): boolean {
    return this.#undo.length > 0;
  }

  /** The reviewer's tag of a pair; null where there is none. */
  tagOf(name: string): { readonly tag: ReviewTag; readonly isStale: boolean } | null {
    const tag = this.#tags.get(name);
    return tag === undefined ? null : { tag, isStale: tag.hash !== this.#hashes.get(name) };
  }

  /** What the masks are now; pairs that are gone keep what was known of them. */
  takeHashes(subjects: readonly Pick<ReviewSubject, 'name' | 'hash'>[]): void {
    for (const { name, hash } of subjects) if (this.#hashes.has(name)) this.#hashes.set(name, hash);
  }

  /**
   * What the reviewer's tags are now: an import, another window or the command line may have written some. Those that came
   * in place of one of this session's are not taken back with it.
   */
  takeTags(tags: ReadonlyMap<string, ReviewTag>): void {
    const others = new Set<string>();
    for (const { name } of this.subjects) {
      const [there, own] = [tags.get(name), this.#tags.get(name)];
      if (there === undefined || there.time === own?.time || !holdsAgainst(there, own)) continue;
      this.#tags.set(name, there);
      others.add(name);
    }
    if (others.size > 0) this.#undo = this.#undo.filter(({ name }) => !others.has(name));
  }

  hashOf(name: string): string | null {
    return this.#hashes.get(name) ?? null;
  }

  /** Goes to a pair. */
  show(at: number): void {
    this.#at = Math.max(0, Math.min(this.subjects.length - 1, at));
  }

  /**
   * Tags the current pair. Its reason and note stay where the verdict does.
   *
   * @param moment now, in milliseconds
   */
  decide(verdict: Verdict, moment: number): ReviewTag {
    const { name } = this;
    const before = this.#tags.get(name);
    const tag = tagAgain(before, { name, verdict, hash: this.hashOf(name), time: this.#timeOf(before) });
    this.#put(tag, before);
    this.#moments = [...this.#moments, moment].slice(-MEASURED);
    return tag;
  }

  /** Where to go after a tag: the next pair that is not reviewed, from the start again at the end; null where there is none. */
  get nextOpen(): number | null {
    return this.#openFrom(this.#at + 1) ?? this.#openFrom(0);
  }

  /** The pair that a reason or note is about: the current one where it is rejected, or else the one that was rejected last. */
  get rejected(): string | null {
    if (this.#tags.get(this.name)?.verdict === 'rejected') return this.name;
    const isRejected = ({ name }: Undoable): boolean => this.#tags.get(name)?.verdict === 'rejected';
    return this.#undo.findLast(isRejected)?.name ?? null;
  }

  /** Gives a rejected pair a reason or note; empty ones take it away. Null where it has no tag. */
  explain(name: string, texts: { readonly reason?: string; readonly note?: string }): ReviewTag | null {
    const before = this.#tags.get(name);
    if (before === undefined) return null;
    const reason = trimmedText(texts.reason ?? before.reason ?? '', MOST_REASON);
    const note = trimmedText(texts.note ?? before.note ?? '', MOST_NOTE);
    const { verdict, hash } = before;
    const tag = tagAgain(before, { name, verdict, hash, time: this.#timeOf(before) }, { reason, note });
    this.#put(tag, before);
    return tag;
  }

  /** What {@link undo} would change; null where there is nothing to undo. */
  get undoable(): TagChange | null {
    const last = this.#undo.at(-1);
    if (last === undefined) return null;
    const { name, before } = last;
    const time = this.#timeOf(this.#tags.get(name));
    return before === undefined ? { name, verdict: null, time } : { ...before, time };
  }

  /** Takes the last tag, reason or note back, and goes to its pair; null where there is nothing. */
  undo(): TagChange | null {
    const change = this.undoable;
    const last = this.#undo.pop();
    if (change === null || last === undefined) return null;
    const { name, before } = last;
    const { time } = change;
    if (before === undefined) this.#tags.delete(name);
    else this.#tags.set(name, { ...before, time });
    this.#moments.pop();
    const at = this.subjects.findIndex((subject) => subject.name === name);
    if (at >= 0) this.#at = at;
    return change;
  }

  /** A change that could not be kept is not there. */
  forgetLast(): void {
    const last = this.#undo.pop();
    if (last === undefined) return;
    if (last.before === undefined) this.#tags.delete(last.name);
    else this.#tags.set(last.name, last.before);
  }

  get progress(): ReviewProgress {
    let [accepted, rejected] = [0, 0];
    for (const { name } of this.subjects) {
      const own = this.tagOf(name);
      if (own === null || own.isStale) continue;
      if (own.tag.verdict === 'accepted') accepted++;
      else rejected++;
    }
    const total = this.subjects.length;
    const left = total - accepted - rejected;
    const gaps = this.#moments.slice(1).map((moment, at) => moment - (this.#moments[at] ?? moment));
    // The median passes over a pause.
    const each = medianOf(gaps);
    return {
      ...{ total, accepted, rejected, left },
      rate: each === null ? null : 60_000 / Math.max(1, each),
      timeLeft: each === null ? null : (left * each) / 1000,
    };
  }

  #put(tag: ReviewTag, before: ReviewTag | undefined): void {
    this.#tags.set(tag.name, tag);
    this.#undo.push({ name: tag.name, before });
  }

  #openFrom(start: number): number | null {
    for (let at = start; at < this.subjects.length; at++) {
      const own = this.tagOf(this.subjects[at]?.name ?? '');
      if (own === null || own.isStale) return at;
    }
    return null;
  }
}
