/** Names of splits as folders and lists have them, and what they are called here. */
const SPLITS: Readonly<Record<string, string>> = {
  train: 'train',
  training: 'train',
  val: 'val',
  valid: 'val',
  validation: 'val',
  test: 'test',
  testing: 'test',
  trainval: 'trainval',
};

/** `train`, `train2017`, `val-2012`; the year is short, so that no name takes long. */
const SPLIT = /^([a-z]{3,10})[-_]?(?:(?:19|20)\d\d)?$/i;

/** The split that a folder is named after: `train`, `val`, `test` or `trainval`; null for other names. */
export function splitNamed(folder: string): string | null {
  const word = SPLIT.exec(folder)?.[1];
  return word === undefined ? null : (SPLITS[word.toLowerCase()] ?? null);
}

/** The split of the outermost folder that is named after one; null where none is. */
export function splitAmong(folders: readonly string[]): string | null {
  for (const folder of folders) {
    const split = splitNamed(folder);
    if (split !== null) return split;
  }
  return null;
}
