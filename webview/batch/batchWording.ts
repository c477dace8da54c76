import type { BatchClass, ChangeFacts, FileStatus, StorageFacts } from '../../src/protocol/batch.ts';
import type { BatchStrings } from '../../src/protocol/batchStrings.ts';
import { fill } from '../ui/texts.ts';
import type { FileFilter } from './batchModel.ts';

/** Puts what happens to files into the user's language. */
export class BatchWording {
  readonly strings: BatchStrings;
  readonly #numbers: Intl.NumberFormat;
  readonly #tenths: Intl.NumberFormat;

  /** @param locale BCP 47 */
  constructor(strings: BatchStrings, locale: string) {
    this.strings = strings;
    this.#numbers = new Intl.NumberFormat(locale);
    this.#tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
  }

  number(value: number): string {
    return this.#numbers.format(value);
  }

  /** `12 B`, `3.4 MB`. */
  bytes(bytes: number): string {
    const units = ['B', 'kB', 'MB', 'GB', 'TB'];
    let size = bytes;
    let unit = 0;
    for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
    return `${this.#tenths.format(size)} ${units[unit]}`;
  }

  status(status: FileStatus): string {
    const { strings } = this;
    return {
      write: strings.statusWrite,
      unchanged: strings.statusUnchanged,
      refused: strings.statusRefused,
      written: strings.statusWritten,
      cancelled: strings.statusCancelled,
      restored: strings.statusRestored,
      removed: strings.statusRemoved,
    }[status];
  }

  filter(filter: FileFilter, isWritten: boolean): string {
    const { strings } = this;
    return {
      all: strings.filterAll,
      write: isWritten ? strings.filterWritten : strings.filterWrite,
      cancelled: strings.filterCancelled,
      undone: strings.filterUndone,
      unchanged: strings.filterUnchanged,
      refused: strings.filterRefused,
      findings: strings.filterFindings,
    }[filter];
  }

  storage({ kind, bitDepth, entries, width, height }: StorageFacts): string {
    const { strings } = this;
    const name = {
      palette: strings.kindPalette,
      grey: strings.kindGrey,
      'grey+alpha': strings.kindGreyAlpha,
      RGB: 'RGB',
      RGBA: 'RGBA',
    }[kind];
    return kind === 'palette'
      ? fill(strings.storagePalette, name, bitDepth, entries, width, height)
      : fill(strings.storageText, name, bitDepth, width, height);
  }

  /** What happens to the pixels, in a few words. */
  change(change: ChangeFacts | null): string {
    const { strings } = this;
    if (change === null) return '';
    const { losses, renumbered, before, after, keepsData, isCopy, repaired, filled } = change;
    if (repaired !== null && repaired.pixels > 0) return fill(strings.changeRepaired, this.number(repaired.pixels));
    if (filled !== null) return fill(strings.changeFilled, this.number(filled.pixels));
    if (losses.length > 0) {
      return fill(strings.changeLosses, this.number(losses.reduce((sum, [, pixels]) => sum + pixels, 0)));
    }
    if (renumbered.length > 0) return fill(strings.changeRenumbered, this.number(renumbered.length));
    if (isCopy) return strings.changeCopied;
    if (keepsData) return strings.changePalette;
    return String(before) === String(after) ? strings.changeKept : strings.changeIds;
  }

  /** `3 cat`; the id alone where the class has no name. */
  classText({ id, name }: Pick<BatchClass, 'id' | 'name'>): string {
    return name === null || name === '' ? String(id) : `${id} ${name}`;
  }
}
