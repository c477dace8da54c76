import { fillTemplate } from '../../core/png/errors.ts';

/** Why no colours can be found: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const COLOURS_PROBLEMS = {
  noDecoder:
    'Originals cannot be decoded here: the image library sharp is missing. Install the Maskscope package that is made for this system, or run npm install sharp beside it.',
  tooManyClasses: 'There are more than {most} classes. Choose some of them.',
} as const;

export type ColoursProblemCode = keyof typeof COLOURS_PROBLEMS;

/** Nothing can be said of the colours of any class. */
export class ColoursProblem extends Error {
  override readonly name = 'ColoursProblem';
  readonly code: ColoursProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: ColoursProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(COLOURS_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}
