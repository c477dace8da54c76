import { fillTemplate } from '../../core/png/errors.ts';

/** Why masks cannot be compared: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const COMPARE_PROBLEMS = {
  fileAndFolder: 'Give two masks or two folders: {truth} and {prediction} are not of one kind.',
  noMasks: 'There is no PNG file in {path}.',
  noPairs: 'No mask in {prediction} has the name and the folders of one in {truth}.',
  sizesDiffer: 'The truth is {width} × {height}, the prediction {otherWidth} × {otherHeight}.',
  photograph: 'The file is a photograph, not a mask.',
  notClasses: 'The ids tell objects apart, not classes; decode them first.',
} as const;

export type CompareProblemCode = keyof typeof COMPARE_PROBLEMS;

/** Two masks, or two folders of them, cannot be compared. */
export class CompareProblem extends Error {
  override readonly name = 'CompareProblem';
  readonly code: CompareProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: CompareProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(COMPARE_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}
