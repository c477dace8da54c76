import { fillTemplate } from '../png/errors.ts';

/** Why objects cannot become a mask; English sentences with `{name}` placeholders. */
export const RASTER_PROBLEMS = {
  coordinateNotFinite: 'Point {point} of a polygon is no number: {x}, {y}.',
  coordinateTooLarge: 'Point {point} of a polygon lies further out than any image: {x}, {y}.',
  outlineTooDense: 'An outline crosses the rows of the image more than {limit} times.',
  drawOrderUnknown:
    'The export does not tell in which order its objects were drawn; choose another policy for overlaps than first or last drawn.',
  classNotOrdered: 'The order of classes does not name the class with the id {classId}.',
  classesOverlap: 'The classes with the ids {first} and {second} overlap in {pixels} pixels.',
  instancesOverlap: 'Objects of the class with the id {first} overlap in {pixels} pixels.',
  tooManyObjects: 'The image has more than {limit} objects, more than a mask of 16 bits tells apart.',
} as const;

export type RasterProblemCode = keyof typeof RASTER_PROBLEMS;

/** Objects cannot become a mask as asked. */
export class RasterError extends Error {
  override readonly name = 'RasterError';
  readonly code: RasterProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: RasterProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(RASTER_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}
