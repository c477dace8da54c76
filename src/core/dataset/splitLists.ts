import { fillTemplate } from '../png/errors.ts';
import { PairIndex, lastPart, pathsOf, withoutExtension } from './pairIndex.ts';
import type { DatasetLayout, Pair, SplitEntry, SplitList } from './pairs.ts';
import { splitNamed } from './splitWords.ts';

/** Why a file cannot be read as a split list; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const SPLIT_LIST_PROBLEMS = {
  notText: 'The file is not text in UTF-8.',
  tooLarge: 'The file is larger than {limit} MB.',
  unreadable: 'The file cannot be opened.',
  tooManyEntries: 'The list names more than {limit} pairs.',
} as const;

export type SplitListProblemCode = keyof typeof SPLIT_LIST_PROBLEMS;

/** A file that cannot be read as a split list. */
export class SplitListError extends Error {
  override readonly name = 'SplitListError';
  readonly code: SplitListProblemCode;
  readonly details: Readonly<Record<string, number>>;

  constructor(code: SplitListProblemCode, details: Readonly<Record<string, number>> = {}) {
    super(fillTemplate(SPLIT_LIST_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** A list of a million names takes a third of it. */
export const MAX_SPLIT_LIST_MB = 128;
/** A sequence counts as many times as it has frames. */
const MAX_ENTRIES = 2_000_000;
/** Longer lines name nothing; so many characters of them are kept. */
const LONGEST_LINE = 8192;
/** Blanks at which a line may part into two names that have blanks themselves. */
const MOST_BLANKS = 32;

type Form = SplitList['form'];

/** What a line, or a part of it, leads to. */
interface Target {
  readonly pairs: readonly Pair[];
  readonly form: Form;
  readonly problem: SplitEntry['problem'];
}

/**
 * Reads a split list: on each line a name (`2007_000032`), the name of a file or a path, or two paths, of an original and
 * its mask, with blanks, a tab or a comma between; a number behind a name is VOC's label and passed over. A name may have
 * blanks in it. In a list of sequences a line has an entry for each frame. Empty lines, lines that begin with `#` and name
 * nothing, and a head of columns are passed over.
 *
 * Paths start at the dataset's folder, a leading `/` too (`/train/x.png` in CamVid), or in a folder above the list. A path
 * that leads out of the dataset, by `..`, a drive or a folder that the dataset does not have, is `outside` and not followed.
 * Names without their folders are found where one pair alone has them, first in the split that the list is named after.
 *
 * @param path of the list in the dataset
 * @param text with or without BOM, lines ended in any way
 * @throws SplitListError where the text is binary or larger than {@link MAX_SPLIT_LIST_MB} million characters, or names
 *   more than two million pairs
 */
export function parseSplitList(path: string, text: string, layout: DatasetLayout): SplitList {
  if (text.length > MAX_SPLIT_LIST_MB * 1e6) throw new SplitListError('tooLarge', { limit: MAX_SPLIT_LIST_MB });
  if (text.includes('\0')) throw new SplitListError('notText');
  const split = splitOf(path);
  const reader = new LineReader(indexOf(layout), path, split);
  const entries: SplitEntry[] = [];
  const forms = new Map<Form, number>();
  let number = 0;
  for (const line of linesOf(text)) {
    number++;
    const written = line.trim();
    if (written === '') continue;
    const target = reader.read(written);
    const isFound = target.problem === null;
    if (!isFound && (written.startsWith('#') || (entries.length === 0 && isHead(written)))) continue;
    if (entries.length + target.pairs.length > MAX_ENTRIES) {
      throw new SplitListError('tooManyEntries', { limit: MAX_ENTRIES });
    }
    const common = { line: number, text: written.slice(0, LONGEST_LINE), problem: target.problem };
    if (!isFound) entries.push({ ...common, pair: null });
    for (const { name } of target.pairs) entries.push({ ...common, pair: name });
    forms.set(target.form, (forms.get(target.form) ?? 0) + 1);
  }
  const [form] = [...forms].reduce((most, one) => (one[1] > most[1] ? one : most), ['names', 0] as [Form, number]);
  return { split, path, form, entries };
}

/** Layouts do not change, and a dataset has several lists. */
const indices = new WeakMap<DatasetLayout, PairIndex>();

function indexOf(layout: DatasetLayout): PairIndex {
  const known = indices.get(layout);
  if (known !== undefined) return known;
  const index = new PairIndex(layout);
  indices.set(layout, index);
  return index;
}

function splitOf(path: string): string {
  const name = lastPart(path);
  const dot = name.lastIndexOf('.');
  const stem = dot > 0 ? name.slice(0, dot) : name;
  return splitNamed(stem) ?? stem;
}

/** Lines one by one: a list of a million names is not held twice. */
function* linesOf(text: string): Generator<string> {
  const ends = /\r\n|\n|\r/g;
  let start = text.startsWith('\ufeff') ? 1 : 0;
  for (let end = ends.exec(text); end !== null; end = ends.exec(text)) {
    yield text.slice(start, end.index);
    start = ends.lastIndex;
  }
  yield text.slice(start);
}

const HEAD_WORD =
  /^"?(?:images?|masks?|labels?|annotations?|file_?names?|names?|paths?|ids?|splits?)(?:_?(?:path|name|file|id))?"?$/i;

function isHead(line: string): boolean {
  return line.length < 200 && line.split(/[,;\t]/).every((field) => HEAD_WORD.test(field.trim()));
}

/** VOC's lists of a class: 1 shows it, −1 does not, 0 is hard to tell. */
const LABEL = /[\s,;]+[+-]?\d{1,9}$/;
const LONGEST_LABEL = 32;

class LineReader {
  readonly #index: PairIndex;
  readonly #split: string;
  /** The folders above the list, the nearest first, each with a `/` at the end. */
  readonly #above: readonly string[];

  constructor(index: PairIndex, path: string, split: string) {
    this.#index = index;
    this.#split = split;
    const folders = path.split('/').slice(0, -1);
    this.#above = folders.map((_, at) => `${folders.slice(0, folders.length - at).join('/')}/`);
  }

  read(line: string): Target {
    if (line.length > LONGEST_LINE) return { pairs: [], form: 'names', problem: 'absent' };
    const whole = this.#named(line);
    if (whole.problem === null) return whole;
    const fields = fieldsOf(line);
    const [first = '', second = ''] = fields;
    if (fields.length < 2) return fields.length === 1 && first !== line ? this.#named(first) : whole;
    const [label] = LABEL.exec(line.slice(-LONGEST_LABEL)) ?? [];
    if (label !== undefined) {
      const labelled = this.#named(line.slice(0, line.length - label.length));
      if (labelled.problem === null || fields.length === 2) return labelled;
    }
    if (!/[\t,;]/.test(line)) return this.#pairAmongBlanks(line) ?? this.#pair(first, second);
    return this.#pair(first, second);
  }

  #pairAmongBlanks(line: string): Target | null {
    let tried = 0;
    for (const blank of line.matchAll(/\s+/g)) {
      if (tried++ === MOST_BLANKS) return null;
      const found = this.#pair(line.slice(0, blank.index), line.slice(blank.index + blank[0].length));
      if (found.problem === null) return found;
    }
    return null;
  }

  /** A pair that has both files. */
  #pair(first: string, second: string): Target {
    const targets = [this.#named(first), this.#named(second)];
    const isOutside = targets.some(({ problem }) => problem === 'outside');
    const [pair, ...further] = new Set(targets.map(({ pairs }) => (pairs.length === 1 ? pairs[0] : undefined)));
    if (isOutside || pair === undefined || further.length > 0) {
      return { pairs: [], form: 'pairs', problem: isOutside ? 'outside' : 'absent' };
    }
    return { pairs: [pair], form: 'pairs', problem: null };
  }

  #named(written: string): Target {
    const path = this.#within(written);
    const form: Form = withoutExtension(written) === written ? 'names' : 'fileNames';
    if (path === null) return { pairs: [], form, problem: 'outside' };
    const pair = this.#find(path);
    if (pair !== null) return { pairs: [pair], form, problem: null };
    const frames = this.#index.bySequence(path);
    if (frames.length > 0) return { pairs: frames, form: 'sequences', problem: null };
    return { pairs: [], form, problem: 'absent' };
  }

  /** The path from the dataset's folder; null where it leads out of it. */
  #within(written: string): string | null {
    if (/^[a-z][a-z\d+.-]{0,20}:[\\/]/i.test(written) || /^(?:\\\\|\/\/|~)/.test(written)) return null;
    const isAbsolute = /^[\\/]/.test(written);
    const parts: string[] = [];
    for (const part of written.split(/[\\/]/)) {
      if (part === '' || part === '.') continue;
      if (part !== '..') parts.push(part);
      else if (parts.pop() === undefined) return null;
    }
    if (isAbsolute && parts.length > 1 && !this.#index.hasTop(parts[0] ?? '')) return null;
    return parts.join('/');
  }

  #find(path: string): Pair | null {
    const found = this.#index.byPath(path);
    if (found !== null) return found;
    for (const folder of this.#above) {
      const beside = this.#index.byPath(folder + path);
      if (beside !== null) return beside;
    }
    const inSplit = path.includes('/') ? null : this.#index.bySplit(this.#split, path);
    return inSplit ?? this.#index.byEnd(path) ?? this.#byLastPart(path);
  }

  /** Cityscapes' lists name the city besides: `train/aachen/aachen_000000_000019`. */
  #byLastPart(path: string): Pair | null {
    const last = lastPart(path);
    const pair = last === path ? null : this.#index.byEnd(last);
    if (pair === null) return null;
    const folders = new Set(pathsOf(pair).flatMap((one) => one.split('/').slice(0, -1)));
    return path
      .split('/')
      .slice(0, -1)
      .every((folder) => folders.has(folder))
      ? pair
      : null;
  }
}

/** By tab, else comma or semicolon, else blanks; quotes around a field are no part of it. */
function fieldsOf(line: string): string[] {
  const separator = line.includes('\t') ? '\t' : /[,;]/.test(line) ? /[,;]/ : /\s+/;
  return line
    .split(separator)
    .map((field) => field.trim().replace(/^"(.*)"$/, '$1'))
    .filter((field) => field !== '');
}
