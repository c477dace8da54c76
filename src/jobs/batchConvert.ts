import { convertBorder } from './border.ts';
import type { BatchFile, BatchTask, Conversion } from './batchTypes.ts';
import { convertReencode } from './reencode.ts';
import { convertSpecks } from './specks.ts';

export interface ConvertOptions {
  /** False where the result alone is wanted: nothing is counted, and the proof of the preview holds. */
  readonly isPreview: boolean;
}

/**
 * What a task makes of the bytes of one file; the same bytes for the same input.
 *
 * @throws PngError and FileError about the file
 */
export type Convert = (bytes: Uint8Array, file: BatchFile, options?: ConvertOptions) => Conversion;

/** The conversion of a task, with what all its files share prepared once. */
export function prepareConversion(task: BatchTask): Convert {
  switch (task.kind) {
    case 'reencode':
      return convertReencode(task.options);
    case 'border':
      return convertBorder(task.options);
    case 'specks':
      return convertSpecks(task.options);
  }
}
