import type { DatasetLayout, SplitList } from './pairs.ts';
export const MAX_SPLIT_LIST_BYTES = 1 << 26;
export function parseSplitList(path: string, text: string, layout: DatasetLayout): SplitList | null {
  const names = new Set(layout.pairs.map(({ name }) => name));
  return {
    split: path.replace(/.*\//, '').replace(/\..*/, ''),
    path,
    form: 'names',
    entries: text
      .split('\n')
      .filter(Boolean)
      .map((t, at) => ({
        line: at + 1,
        text: t,
        pair: names.has(t) ? t : null,
        problem: names.has(t) ? null : 'absent',
      })),
  };
}
