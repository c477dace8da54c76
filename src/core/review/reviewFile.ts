import { fieldsOf, parseJson } from '../formats/json.ts';
import { ReviewError } from './problems.ts';
import { holdsAgainst, VERDICTS, type ReviewTag, type TagChange } from './tag.ts';

/** What the first line of a file of tags says of its format. */
const FORMAT = 'maskscope review';
/** Is raised only where an older reader would do harm; fields that are added do not raise it. */
const VERSION = 1;

/** All tags of one reviewer, as they lie in one file. */
export interface ReviewFile {
  readonly reviewer: string;
  /** By name of the pair. */
  readonly tags: ReadonlyMap<string, ReviewTag>;
  /** Fields of the first line that this version does not know. */
  readonly more: Readonly<Record<string, unknown>>;
  /** Entries that this version does not understand; they are kept. */
  readonly foreign: readonly unknown[];
  /** Names with several tags that differ in their verdict, of which the latest counts: two merged histories. */
  readonly conflicts: readonly string[];
}

export function emptyReview(reviewer: string): ReviewFile {
  return { reviewer, tags: new Map(), more: {}, foreign: [], conflicts: [] };
}

/**
 * Reads a file of tags: a JSON array whose first element is `{"format", "version", "reviewer"}` and each further one a tag.
 *
 * @param path for errors
 * @throws ReviewError `notTags`, `mergeConflict`, `newerVersion`
 */
export function readReviewFile(text: string, path: string): ReviewFile {
  const parsed = parseJson(text);
  if ('problem' in parsed) {
    if (/^(?:<{7}|>{7}) /m.test(text)) throw new ReviewError('mergeConflict', { path });
    throw new ReviewError('notTags', { path, reason: String(parsed.problem.details['reason'] ?? '') });
  }
  const [first, ...entries] = Array.isArray(parsed.value) ? (parsed.value as unknown[]) : [];
  const { format, version, reviewer, ...more } = fieldsOf(first) ?? {};
  if (format !== FORMAT || typeof reviewer !== 'string' || typeof version !== 'number') {
    throw new ReviewError('notTags', { path, reason: `its first entry is not {"format":"${FORMAT}", …}` });
  }
  if (version > VERSION) throw new ReviewError('newerVersion', { path, version });
  const tags = new Map<string, ReviewTag>();
  const foreign: unknown[] = [];
  const conflicts = new Set<string>();
  for (const entry of entries) {
    const tag = readTag(entry);
    if (tag === null) {
      foreign.push(entry);
      continue;
    }
    const there = tags.get(tag.name);
    if (there !== undefined && there.verdict !== tag.verdict) conflicts.add(tag.name);
    if (holdsAgainst(tag, there)) tags.set(tag.name, tag);
  }
  return { reviewer, tags, more, foreign, conflicts: [...conflicts] };
}

const HASH = /^[0-9a-f]{64}$/;

/** A tag; null for anything else, such as a verdict of a later version. */
export function readTag(value: unknown): ReviewTag | null {
  const { name, verdict, hash = null, time, reason, note, ...more } = fieldsOf(value) ?? {};
  const known = VERDICTS.find((one) => one === verdict);
  if (typeof name !== 'string' || known === undefined || typeof time !== 'string') return null;
  if (Number.isNaN(Date.parse(time)) || !(hash === null || (typeof hash === 'string' && HASH.test(hash)))) return null;
  if (!isTextOrAbsent(reason) || !isTextOrAbsent(note)) return null;
  return {
    ...{ name, verdict: known, hash, time },
    ...(reason === undefined ? {} : { reason }),
    ...(note === undefined ? {} : { note }),
    ...(Object.keys(more).length === 0 ? {} : { more }),
  };
}

function isTextOrAbsent(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

/**
 * The text of a file of tags. One line a tag, ordered by name; each begins with its comma, so that a new tag changes no
 * other line, and that lines of two histories joined in any order are still JSON. Characters that are not seen or turn
 * what stands around them are escaped.
 */
export function reviewFileText({ reviewer, tags, more, foreign }: ReviewFile): string {
  const ordered = [...tags.values()].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
  const lines = [...ordered.map(tagLine), ...foreign.map(jsonLine).sort()];
  const head = jsonLine({ format: FORMAT, version: VERSION, reviewer, ...more });
  return [`[${head}`, ...lines.map((line) => `,${line}`), ']', ''].join('\n');
}

/** A tag as one line of JSON. */
export function tagLine({ name, verdict, hash, time, reason, note, more }: ReviewTag): string {
  return jsonLine({ name, verdict, reason, note, hash, time, ...more });
}

/** Line ends of other systems, and characters that hide or reorder text. */
const UNSEEN = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** JSON in one line and without invisible characters. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value).replace(UNSEEN, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The file with changes in it: each holds against an earlier one. */
export function withChanges(file: ReviewFile, changes: readonly TagChange[]): ReviewFile {
  const tags = new Map(file.tags);
  for (const change of changes) {
    if (!holdsAgainst(change, tags.get(change.name))) continue;
    if (change.verdict === null) tags.delete(change.name);
    else tags.set(change.name, change);
  }
  return { ...file, tags };
}
