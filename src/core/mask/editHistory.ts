import type { MaskEdit } from './edits.ts';

/** An edit, and what undo calls it. */
export interface NamedEdit {
  readonly label: string;
  readonly edit: MaskEdit;
}

/**
 * The edits of one mask in order, how many of them are done, and where among them the file on the disk is. It holds no
 * pixels: the mask is the file that the edits start from with the applied ones.
 */
export class EditHistory {
  #entries: readonly NamedEdit[];
  #applied: number;
  #savedAt: number | null;

  /**
   * @param entries edits that are done already
   * @param savedAt how many of them the file on the disk holds; null where it holds something else
   */
  constructor(entries: readonly NamedEdit[] = [], savedAt: number | null = 0) {
    this.#entries = entries;
    this.#applied = entries.length;
    this.#savedAt = savedAt;
  }

  /** All of them, those that were undone included. */
  get entries(): readonly NamedEdit[] {
    return this.#entries;
  }

  /** How many are done. */
  get applied(): number {
    return this.#applied;
  }

  /** How many the file on the disk holds; null where undo and redo do not lead there. */
  get savedAt(): number | null {
    return this.#savedAt;
  }

  /** Whether the mask is another than the file on the disk. */
  get isDirty(): boolean {
    return this.#savedAt !== this.#applied;
  }

  get appliedEdits(): readonly MaskEdit[] {
    return this.#entries.slice(0, this.#applied).map(({ edit }) => edit);
  }

  /** Adds an edit that is done. Those that were undone are gone, and with them perhaps the way back to the saved mask. */
  push(entry: NamedEdit): void {
    if (this.#savedAt !== null && this.#savedAt > this.#applied) this.#savedAt = null;
    this.#entries = [...this.#entries.slice(0, this.#applied), entry];
    this.#applied = this.#entries.length;
  }

  /**
   * Undoes or redoes up to a place.
   *
   * @throws RangeError where there are fewer edits
   */
  setApplied(applied: number): void {
    if (!Number.isInteger(applied) || applied < 0 || applied > this.#entries.length) {
      throw new RangeError(`There are ${this.#entries.length} edits; ${applied} of them cannot be done.`);
    }
    this.#applied = applied;
  }

  /**
   * The file on the disk now holds the first `count` edits, which were done when saving began.
   *
   * @param isStillThere false where another edit has taken the place of one of them since
   */
  markSaved(count: number, isStillThere = true): void {
    this.#savedAt = isStillThere && count <= this.#entries.length ? count : null;
  }

  /** The file on the disk holds something that undo and redo do not lead to. */
  dropSavePoint(): void {
    this.#savedAt = null;
  }

  /** Back to what was saved; edits after that are gone. False where undo and redo do not lead there. */
  revert(): boolean {
    if (this.#savedAt === null) return false;
    this.#entries = this.#entries.slice(0, this.#savedAt);
    this.#applied = this.#savedAt;
    return true;
  }

  /**
   * What a backup has to keep: the edits since the save, where the mask as it is now follows from the saved file; else
   * all that are done, which start from the file that was opened.
   */
  unsaved(): { readonly since: 'save' | 'open'; readonly entries: readonly NamedEdit[] } {
    const done = this.#entries.slice(0, this.#applied);
    if (this.#savedAt === null || this.#savedAt > this.#applied) return { since: 'open', entries: done };
    return { since: 'save', entries: done.slice(this.#savedAt) };
  }
}
