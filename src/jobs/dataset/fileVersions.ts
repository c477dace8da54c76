import type { FileVersion } from '../../core/dataset/records.ts';
import { versionOf } from './listDataset.ts';
import type { FileToScan } from './scanFile.ts';

/** A file of a dataset, by its place among all of them. */
export interface NumberedFile extends FileToScan {
  /** From 0. */
  readonly at: number;
}

/** The versions of all files of a dataset that a scan knows of: two numbers each. */
export class FileVersions {
  readonly #root: string;
  /** Size and modification time of each in turn; 0 where there is no file. */
  readonly #numbers: Float64Array;

  /** As the files lie there now. */
  constructor(root: string, files: readonly NumberedFile[]) {
    this.#root = root;
    this.#numbers = new Float64Array(2 * files.length);
    for (const { path, at } of files) {
      const version = versionOf(root, path);
      if (version !== null) this.#numbers.set([version.size, version.modified], 2 * at);
    }
  }

  of({ path, at }: NumberedFile): FileVersion {
    return { path, size: this.#numbers[2 * at] ?? 0, modified: this.#numbers[2 * at + 1] ?? 0 };
  }

  /** @param versions size and modification time of the first of the files */
  set(files: readonly NumberedFile[], versions: Float64Array): void {
    for (const [k, { at }] of files.entries()) {
      if (2 * k >= versions.length) return;
      this.#numbers.set(versions.subarray(2 * k, 2 * k + 2), 2 * at);
    }
  }

  /** Whether the file that lies there now is another than the one known of. */
  isOutdated(file: NumberedFile): boolean {
    const { size, modified } = this.of(file);
    const now = versionOf(this.#root, file.path);
    return now !== null && (size !== now.size || modified !== now.modified);
  }
}
