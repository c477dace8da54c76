import type { DatasetFacts } from '../core/dataset/facts.ts';
import type { ReviewFile } from '../core/review/reviewFile.ts';
import type { ReviewSubject } from '../core/review/reviewState.ts';
import { UsageError } from './usageError.ts';

/** A dataset and what reviewers say of it. */
export interface ReviewData {
  /** Links resolved. */
  readonly root: string;
  readonly facts: DatasetFacts;
  readonly subjects: readonly ReviewSubject[];
  readonly files: readonly ReviewFile[];
  /** Every file of tags could be read. */
  readonly isWhole: boolean;
  /** The file system gave every mask; what it did not was told. */
  readonly areMasksRead: boolean;
  /** Names of the files of tags that could not, which was told. */
  readonly unread: readonly string[];
}

/** Throws UsageError for a name that nobody who has tagged has: a slip of the keys must not look like work undone. */
export function expectReviewer({ files }: Pick<ReviewData, 'files'>, reviewer: string | undefined): void {
  if (reviewer === undefined || files.some((file) => file.reviewer === reviewer)) return;
  const names = files.map((file) => file.reviewer).join(', ');
  throw new UsageError(
    `--reviewer ${reviewer}: nobody of that name has tagged here; ${names === '' ? 'nobody has yet' : `there are: ${names}`}`,
    'review',
  );
}
