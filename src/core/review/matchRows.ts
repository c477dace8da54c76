/**
 * Which row of a stranger's table is about which pair. A row that has the name of a pair is. Else one of the two may have
 * folders before the other (`face` and `train/face`), where no other pair could be meant by the row and no other row by
 * the pair: frames of two sequences often have one last name.
 *
 * @param rows names without extensions, `/` between their parts
 * @param names of all pairs
 * @returns the row by the name of its pair
 */
export function matchRows(rows: Iterable<string>, names: readonly string[]): Map<string, string> {
  const known = new Set(names);
  /** The only pair whose name ends so; null where there are several. */
  const byEnd = new Map<string, string | null>();
  for (const name of known) for (const end of endsOf(name)) byEnd.set(end, byEnd.has(end) ? null : name);
  const found = new Map<string, string | null>();
  const exact = new Map<string, string>();
  for (const row of new Set(rows)) {
    if (known.has(row)) {
      exact.set(row, row);
      continue;
    }
    const longer = byEnd.get(row);
    const meant = [...endsOf(row).filter((end) => known.has(end)), ...(longer === undefined ? [] : [longer])];
    const [name] = meant;
    if (meant.length !== 1 || name === null || name === undefined) continue;
    found.set(name, found.has(name) ? null : row);
  }
  const matched = [...found].filter((entry): entry is [string, string] => entry[1] !== null);
  return new Map([...matched, ...exact]);
}

/** The parts of a path without its first one, without its first two, and so on. */
function endsOf(path: string): string[] {
  const ends: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) ends.push(path.slice(at + 1));
  return ends;
}
