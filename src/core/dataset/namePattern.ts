import type { Pair } from './pairs.ts';
import { splitNamed } from './splitWords.ts';

/** So many pairs, evenly spread, tell the pattern. */
const SAMPLE = 1000;

/**
 * The pattern that most files of pairs have: their path with `{name}` for the name. Where the path does not have the
 * name in one piece, the name of a split is `{split}` and other folders that the name has, or begins with, are `*`.
 * Null where there are no files.
 */
export function mostFrequentPattern(pairs: readonly Pair[], fileOf: (pair: Pair) => string | null): string | null {
  const counts = new Map<string, number>();
  const withFile = pairs.filter((pair) => fileOf(pair) !== null);
  const step = Math.ceil(withFile.length / SAMPLE);
  for (let at = 0; at < withFile.length; at += step) {
    const pair = withFile[at] as Pair;
    const path = fileOf(pair) ?? '';
    const pattern = patternOf(path, pair.name);
    counts.set(pattern, (counts.get(pattern) ?? 0) + 1);
  }
  let best: string | null = null;
  for (const [pattern, count] of counts) {
    const most = best === null ? 0 : (counts.get(best) ?? 0);
    if (best === null || count > most) best = pattern;
  }
  return best;
}

function patternOf(path: string, name: string): string {
  const folder = path.lastIndexOf('/') + 1;
  const whole = path.lastIndexOf(name);
  const isWhole = whole >= 0 && whole + name.length > folder && (whole === 0 || path[whole - 1] === '/');
  if (isWhole) return `${path.slice(0, whole)}{name}${path.slice(whole + name.length)}`;
  const parts = name.split('/');
  const stem = parts.pop() ?? '';
  const folders = path
    .slice(0, folder)
    .split('/')
    .slice(0, -1)
    .map((one) => {
      const split = parts.find((part) => splitNamed(part) !== null && one.includes(part));
      if (split !== undefined) return one.replace(split, '{split}');
      return parts.includes(one) || stem.startsWith(`${one}_`) ? '*' : one;
    });
  const file = path.slice(folder);
  const at = file.lastIndexOf(stem);
  const own = at < 0 ? file : `${file.slice(0, at)}{name}${file.slice(at + stem.length)}`;
  return [...folders, own].join('/');
}
