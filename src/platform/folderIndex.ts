import { readdirSync } from 'node:fs';
import { basename, extname, join } from 'node:path';

/** Files beyond are not listed: a bound for whole disks that are given by accident. */
const MOST_FILES = 1_000_000;

/** The files of a folder and of all folders in it by name, whatever its case and normal form. */
export class FolderIndex {
  readonly folder: string;
  readonly #byRelative = new Map<string, string>();
  readonly #byName = new Map<string, string[]>();
  readonly #byStem = new Map<string, string[]>();
  readonly #keyOf: (name: string) => string;

  /**
   * Hidden files and folders, and linked folders, are passed over.
   *
   * @param keyOf equal for names that count as one
   * @throws what the file system says of the folder itself
   */
  constructor(folder: string, keyOf: (name: string) => string) {
    this.folder = folder;
    this.#keyOf = keyOf;
    const folders = [''];
    let count = 0;
    for (let inner = folders.pop(); inner !== undefined && count < MOST_FILES; inner = folders.pop()) {
      for (const entry of entriesOf(join(folder, inner), inner === '')) {
        const relative = inner === '' ? entry.name : `${inner}/${entry.name}`;
        if (entry.name.startsWith('.')) continue;
        if (entry.isDirectory()) folders.push(relative);
        else if (entry.isFile() || entry.isSymbolicLink()) {
          this.#add(relative);
          count++;
        }
      }
    }
  }

  /** The file at a path in the folder, parts separated by `/`; null where there is none. */
  at(relative: string): string | null {
    return this.#byRelative.get(this.#keyOf(relative)) ?? null;
  }

  /** Absolute paths of files of this name, sorted. */
  named(name: string): readonly string[] {
    return this.#byName.get(this.#keyOf(name)) ?? [];
  }

  /** Absolute paths of files of this name before their extension, sorted. */
  withStem(stem: string): readonly string[] {
    return this.#byStem.get(this.#keyOf(stem)) ?? [];
  }

  #add(relative: string): void {
    const path = join(this.folder, relative);
    const name = basename(relative);
    this.#byRelative.set(this.#keyOf(relative), path);
    insert(this.#byName, this.#keyOf(name), path);
    insert(this.#byStem, this.#keyOf(name.slice(0, name.length - extname(name).length)), path);
  }
}

function insert(map: Map<string, string[]>, key: string, path: string): void {
  const paths = map.get(key);
  if (paths === undefined) map.set(key, [path]);
  else {
    paths.push(path);
    paths.sort();
  }
}

/** Folders within that cannot be read are passed over. */
function entriesOf(folder: string, isOutermost: boolean) {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    if (isOutermost) throw error;
    return [];
  }
}
