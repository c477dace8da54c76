import type { FileVersion } from '../../core/dataset/records.ts';
import type { Steps } from '../../core/steps.ts';
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

  /** @param count of all files; nothing is known of them yet */
  constructor(root: string, count: number) {
    this.#root = root;
    this.#numbers = new Float64Array(2 * count);
  }

  /** Versions as files lie there now, file by file. */
  *look(files: readonly NumberedFile[]): Steps<void> {
    for (const { path, at } of files) {
      const version = versionOf(this.#root, path);
      this.#numbers[2 * at] = version?.size ?? 0;
      this.#numbers[2 * at + 1] = version?.modified ?? 0;
      yield;
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

  /** Those of some files that are others now than the ones known of, file by file. */
  *outdated(files: readonly NumberedFile[]): Steps<NumberedFile[]> {
    const found: NumberedFile[] = [];
    for (const file of files) {
      const { size, modified } = this.of(file);
      const now = versionOf(this.#root, file.path);
      if (now !== null && (size !== now.size || modified !== now.modified)) found.push(file);
      yield;
    }
    return found;
  }
}
