/** How a list that is there becomes the one that is to be written. */
export interface ListChange {
  /** Lines that the new list has and the old one lacks, in the order of the new one. */
  readonly comes: readonly string[];
  /** Lines that the old list has and the new one lacks, in the order of the old one. */
  readonly goes: readonly string[];
  /** Lines that both have. */
  readonly stays: number;
}

/** Compares two lists, whatever order they are in. */
export function listChange(before: readonly string[], after: readonly string[]): ListChange {
  const [old, now] = [new Set(before), new Set(after)];
  const comes = [...now].filter((line) => !old.has(line));
  return { comes, goes: [...old].filter((line) => !now.has(line)), stays: now.size - comes.length };
}
