import { nameByPattern, type OriginalPattern } from './originalOf.ts';

/** A folder of originals, and how names lead from masks to them. */
export interface FolderChoice {
  readonly folder: string;
  readonly pattern: OriginalPattern;
}

/** Originals that a person chose for masks of a dataset. Plain data: it travels to other processes. */
export interface ChosenOriginals {
  /** Absolute paths by those of masks, which are relative to the dataset, `/` between the parts. */
  readonly files: Readonly<Record<string, string>>;
  /** By folders of masks, relative as well; the dataset's own is the empty one. */
  readonly folders: Readonly<Record<string, FolderChoice>>;
}

/**
 * The original that was chosen for a mask: for the file, else, where it is there, for its folder; null where none was.
 *
 * @param mask relative to the dataset, `/` between the parts
 * @param find the path of a file of a folder; null where it is not there
 */
export function chosenOriginal(
  mask: string,
  { files, folders }: ChosenOriginals,
  find: (folder: string, name: string) => string | null,
): string | null {
  const own = Object.hasOwn(files, mask) ? files[mask] : undefined;
  if (own !== undefined) return own;
  const end = mask.lastIndexOf('/');
  const folder = mask.slice(0, Math.max(0, end));
  const choice = Object.hasOwn(folders, folder) ? folders[folder] : undefined;
  const name = choice === undefined ? null : nameByPattern(choice.pattern, mask.slice(end + 1));
  return choice === undefined || name === null ? null : find(choice.folder, name);
}
