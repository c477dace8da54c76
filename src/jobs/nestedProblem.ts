import { BMP_PROBLEMS, BmpError } from '../core/formats/bmp.ts';
import { COCO_RLE_PROBLEMS, CocoRleError } from '../core/formats/cocoRle.ts';
import { FILE_PROBLEMS } from '../core/formats/fileProblems.ts';
import type { FindingDetails } from '../core/labelbox/rules.ts';
import { PNG_PROBLEMS, PngError } from '../core/png/errors.ts';
import { RASTER_PROBLEMS, RasterError } from '../core/raster/errors.ts';
import { FileError } from '../platform/readFile.ts';

/**
 * An error as details of a finding whose sentence holds it as `{problem}`: in English, and, of our own errors, with the
 * template and the details by which it is translated.
 */
export function problemOf(error: unknown): FindingDetails {
  const problem = error instanceof Error ? error.message : String(error);
  if (error instanceof PngError) {
    const place = error.offset === undefined ? {} : { offset: error.offset };
    return { ...error.details, ...place, template: PNG_PROBLEMS[error.code], problem };
  }
  if (error instanceof FileError) return { ...error.details, template: FILE_PROBLEMS[error.code], problem };
  if (error instanceof BmpError) return { ...error.details, template: BMP_PROBLEMS[error.code], problem };
  if (error instanceof RasterError) return { ...error.details, template: RASTER_PROBLEMS[error.code], problem };
  if (error instanceof CocoRleError) return { ...error.details, template: COCO_RLE_PROBLEMS[error.code], problem };
  return { problem };
}
