import { withoutExtension } from './pairIndex.ts';
import type { DatasetLayout, Pair, SplitList } from './pairs.ts';
import { parseSplitList } from './splitLists.ts';

/** What a list lacks of some pairs. */
export interface ListAdditions {
  /** Lines for the pairs that it does not name yet, without line ends. */
  readonly lines: readonly string[];
  /** How many of the pairs it names already, in whatever form. */
  readonly listed: number;
  /** Names of pairs that cannot be told the way the list tells pairs: a mask is missing, or a name has a line end. */
  readonly unwritten: readonly string[];
}

/** How a line tells one name: that of the pair or a path, as many of its folders left away, with or without extension. */
interface Way {
  readonly source: 'name' | 'original' | 'mask';
  readonly dropped: number;
  readonly hasExtension: boolean;
  readonly before: string;
  readonly behind: string;
}

/** How a line tells a pair: by one name, or by two with a separator between. */
interface LineWay {
  readonly ways: readonly Way[];
  readonly separator: string;
}

const AROUND = [
  { before: '', behind: '' },
  { before: '/', behind: '' },
  { before: './', behind: '' },
  { before: '"', behind: '"' },
] as const;

/** So many lines tell how a list tells pairs. */
const MOST_LINES = 1000;
/** Names may have blanks; lines with more of them are passed over. */
const MOST_SEPARATORS = 32;
const SEPARATOR = /\s*[\t,;]\s*|\s+/g;

/**
 * The lines that a split list needs to name further pairs, told as most of its lines tell theirs. Each is read back: none
 * is given that does not lead to its pair alone.
 *
 * @param path of the list in the dataset
 * @param text of the list
 * @param names of the pairs; those that the dataset does not have are left out
 * @throws SplitListError as {@link parseSplitList} does
 */
export function listAdditions(
  path: string,
  text: string,
  names: readonly string[],
  layout: DatasetLayout,
): ListAdditions {
  const list = parseSplitList(path, text, layout);
  const byName = new Map(layout.pairs.map((pair) => [pair.name, pair]));
  const listed = new Set(list.entries.map(({ pair }) => pair));
  const wanted = [...new Set(names)].flatMap((name) => byName.get(name) ?? []);
  const missing = wanted.filter(({ name }) => !listed.has(name));
  const lines = new Map<Pair, string>();
  for (const way of [...waysOf(list, byName), ...plainWays(list.form)]) {
    const left = missing.filter((pair) => !lines.has(pair));
    if (left.length === 0) break;
    for (const [pair, line] of writtenAs(way, left, path, layout)) lines.set(pair, line);
  }
  return {
    lines: missing.flatMap((pair) => lines.get(pair) ?? []),
    listed: wanted.length - missing.length,
    unwritten: missing.filter((pair) => !lines.has(pair)).map(({ name }) => name),
  };
}

/** Lines that lead to their pairs when the list is read again. */
function writtenAs(way: LineWay, pairs: readonly Pair[], path: string, layout: DatasetLayout): [Pair, string][] {
  const written = pairs.flatMap((pair): [Pair, string][] => {
    const line = lineOf(pair, way);
    return line === null || line !== line.trim() || /[\r\n\0]/.test(line) ? [] : [[pair, line]];
  });
  // Null where a line leads to several pairs, or to none.
  const found = new Map<number, string | null>();
  const text = written.map(([, line]) => line).join('\n');
  for (const { line, pair } of parseSplitList(path, text, layout).entries)
    found.set(line, found.has(line) ? null : pair);
  return written.filter(([{ name }], at) => found.get(at + 1) === name);
}

/** How the lines of a list's form tell their pairs, the most frequent way first. */
function waysOf({ form, entries }: SplitList, byName: ReadonlyMap<string, Pair>): LineWay[] {
  if (form === 'sequences') return [];
  const counts = new Map<string, { readonly way: LineWay; count: number }>();
  let seen = 0;
  for (const { text, pair: name } of entries) {
    const pair = name === null ? undefined : byName.get(name);
    if (pair === undefined) continue;
    const ways = form === 'pairs' ? pairWaysOf(text, pair) : nameWaysOf(text, pair, form === 'fileNames');
    for (const way of ways) {
      const key = JSON.stringify(way);
      const known = counts.get(key) ?? { way, count: 0 };
      known.count++;
      counts.set(key, known);
    }
    if (ways.length > 0 && ++seen === MOST_LINES) break;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count).map(({ way }) => way);
}

function nameWaysOf(text: string, pair: Pair, hasExtension: boolean): LineWay[] {
  return writings(pair, hasExtension)
    .filter(([, written]) => written === text)
    .map(([way]) => ({ ways: [way], separator: '' }));
}

function pairWaysOf(text: string, pair: Pair): LineWay[] {
  const told = [true, false].flatMap((hasExtension) => writings(pair, hasExtension));
  const waysTo = (part: string): Way[] =>
    told.filter(([{ source }, written]) => source !== 'name' && written === part).map(([way]) => way);
  let tried = 0;
  for (const { index, 0: separator } of text.matchAll(SEPARATOR)) {
    if (tried++ === MOST_SEPARATORS) break;
    const behind = waysTo(text.slice(index + separator.length));
    const found = waysTo(text.slice(0, index)).flatMap((first) =>
      behind.filter(({ source }) => source !== first.source).map((second) => ({ ways: [first, second], separator })),
    );
    if (found.length > 0) return found;
  }
  return [];
}

/** The ways to tell a pair by one name, and what each gives. */
function writings(pair: Pair, hasExtension: boolean): [Way, string][] {
  const all: [Way, string][] = [];
  for (const source of hasExtension ? (['original', 'mask'] as const) : (['name', 'original', 'mask'] as const)) {
    const folders = (pair[source] ?? '').split('/').length - 1;
    for (let dropped = 0; dropped <= folders; dropped++) {
      for (const around of AROUND) {
        const way = { source, dropped, hasExtension, ...around };
        const written = nameOf(pair, way);
        if (written !== null) all.push([way, written]);
      }
    }
  }
  return all;
}

/** For lists that tell nothing of how, and pairs that cannot be told as the others are. */
function plainWays(form: SplitList['form']): LineWay[] {
  const hasExtension = form === 'fileNames' || form === 'pairs';
  const whole = (source: Way['source']): Way => ({ source, dropped: 0, hasExtension, before: '', behind: '' });
  if (form === 'pairs') return [{ ways: [whole('original'), whole('mask')], separator: ' ' }];
  const sources = hasExtension ? (['original', 'mask'] as const) : (['name', 'original', 'mask'] as const);
  return sources.map((source) => ({ ways: [whole(source)], separator: '' }));
}

function lineOf(pair: Pair, { ways, separator }: LineWay): string | null {
  const names = ways.map((way) => nameOf(pair, way));
  return names.includes(null) ? null : names.join(separator);
}

function nameOf(pair: Pair, { source, dropped, hasExtension, before, behind }: Way): string | null {
  const whole = pair[source];
  if (whole === null) return null;
  const parts = (hasExtension || source === 'name' ? whole : withoutExtension(whole)).split('/').slice(dropped);
  return parts.length === 0 ? null : before + parts.join('/') + behind;
}
