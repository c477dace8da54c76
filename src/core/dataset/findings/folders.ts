import type { DatasetFacts } from '../facts.ts';
import type { DatasetCheck, Report } from './check.ts';

/** Folders of which nothing is known: a dataset without them may be another one. */
export class FolderCheck implements DatasetCheck {
  readonly #folders: DatasetFacts['folders'];

  constructor({ folders }: DatasetFacts) {
    this.#folders = folders;
  }

  finish(report: Report): void {
    for (const path of this.#folders.forbidden) report('folderForbidden', { path });
    for (const path of this.#folders.linked) report('folderLinked', { path });
  }
}
