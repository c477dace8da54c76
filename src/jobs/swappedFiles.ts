import { finding } from './batchRules.ts';
import type { PlannedFile } from './batchTypes.ts';

/** What the files of a batch say together about red and blue; one English sentence, key of the l10n bundle. */
export const SWAPPED_FILES =
  'Files in which blue and red are swapped: {files}. Files that may be swapped as well, and are left alone: {uncertain}.';

/** Files of a batch in which red and blue are swapped, and files that do not tell and are refused for that. */
export interface SwappedFiles {
  readonly files: number;
  readonly uncertain: number;
}

/**
 * Holds files whose colours fit either way back until every other file was previewed: where one of those is swapped,
 * the class that a colour means cannot be known from the file alone.
 */
export class SwapGate {
  readonly #held: PlannedFile[] = [];
  #swapped = 0;

  /** The file, where it may go on at once; null where it waits. */
  pass(file: PlannedFile): PlannedFile | null {
    if (file.findings.some(({ rule }) => rule === 'swappedChannels')) this.#swapped++;
    if (file.isEitherWay !== true || file.status !== 'write') return file;
    this.#held.push(file);
    return null;
  }

  /** The files that waited, refused where others are swapped. */
  open(): { readonly files: readonly PlannedFile[]; readonly swapped: SwappedFiles | null } {
    if (this.#swapped === 0 || this.#held.length === 0) return { files: this.#held, swapped: null };
    const unknown = { ...finding('orderUnknown'), fix: { isAsStored: true } };
    const files = this.#held.map((file): PlannedFile => {
      return { ...file, status: 'refused', outputHash: '', outputSize: 0, findings: [...file.findings, unknown] };
    });
    return { files, swapped: { files: this.#swapped, uncertain: files.length } };
  }
}
