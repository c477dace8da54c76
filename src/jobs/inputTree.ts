import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { JOURNAL_FOLDER, JournalDamaged, listBatches, readHeader, stateOf } from '../platform/journal.ts';

/** What of the folders that were given is no input. */
export interface LeftOut {
  /** PNG files whose names begin with a dot. */
  readonly hiddenFiles: number;
  /** Folders whose names begin with a dot, but for `.git` and our own. */
  readonly hiddenFolders: number;
  /** Links to folders. */
  readonly linkedFolders: number;
  /** Folders that an earlier batch has written into, and the PNG files in them. */
  readonly results: readonly { readonly folder: string; readonly files: number }[];
}

/** Passed over without a word: they hold no dataset. */
const SILENT = new Set(['.git', JOURNAL_FOLDER, 'node_modules']);

/** By numbers as people count: f2 before f10. Made when it is needed: that takes longer than listing a small folder. */
let natural: Intl.Collator | null = null;

/** Lists the PNG files of folders, and counts what it passes over. */
export class InputTree {
  readonly #excluded: string | null;
  readonly #takesResults: boolean;
  readonly #sums = { hiddenFiles: 0, hiddenFolders: 0, linkedFolders: 0 };
  readonly #results: { folder: string; files: number }[] = [];

  /**
   * @param excluded a folder that is not entered: that of the output
   * @param takesResults whether what earlier batches wrote is input as well
   */
  constructor(excluded: string | null, takesResults = false) {
    this.#excluded = excluded;
    this.#takesResults = takesResults;
  }

  get leftOut(): LeftOut {
    return { ...this.#sums, results: [...this.#results] };
  }

  /**
   * `*.png` in a folder and the folders in it, by name. Not entered: hidden folders, `node_modules`, links to folders, and
   * folders below this one that hold the journal of a batch that wrote into them, whose files are results.
   */
  *pngsIn(folder: string): Generator<{ path: string; isLink: boolean }> {
    for (const entry of entriesOf(folder)) {
      const path = join(folder, entry.name);
      const isHidden = entry.name.startsWith('.');
      if (entry.isDirectory()) {
        if (SILENT.has(entry.name) || path === this.#excluded) continue;
        if (isHidden) this.#sums.hiddenFolders++;
        else if (!this.#takesResults && isOutput(path))
          this.#results.push({ folder: path, files: count(new InputTree(null).pngsIn(path)) });
        else yield* this.pngsIn(path);
        continue;
      }
      const isLink = entry.isSymbolicLink();
      if (isLink && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) this.#sums.linkedFolders++;
      else if (/\.png$/i.test(entry.name)) {
        if (isHidden) this.#sums.hiddenFiles++;
        else yield { path, isLink: !entry.isFile() };
      }
    }
  }
}

function entriesOf(folder: string) {
  const { compare } = (natural ??= new Intl.Collator('en', { numeric: true }));
  return readdirSync(folder, { withFileTypes: true }).sort(
    (a, b) => compare(a.name, b.name) || (a.name < b.name ? -1 : 1),
  );
}

/** Whether a batch that is not taken back has written into a folder. */
function isOutput(folder: string): boolean {
  try {
    return listBatches(folder).some((batch) => stateOf(batch) !== 'undone' && readHeader(batch).target === 'folder');
  } catch (error) {
    if (error instanceof JournalDamaged) return false;
    throw error;
  }
}

function count(items: Iterable<unknown>): number {
  let sum = 0;
  for (const item of items) if (item !== undefined) sum++;
  return sum;
}
