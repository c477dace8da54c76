import { fillTemplate } from '../png/errors.ts';

/** What is wrong with tags, or with files that they come from: English sentences with `{name}` placeholders. */
export const REVIEW_PROBLEMS = {
  notText: '{path} is not text in UTF-8.',
  tooLarge: '{path} is larger than {limit} MB.',
  unreadable: '{path} cannot be read: {reason}',
  link: '{path} is a link, and is not written through. Put a file in its place.',
  busy: 'Another window has been writing {path} for a while. Try again, or delete {lock} if nobody is.',
  notTags:
    '{path} is no file of tags: {reason}. Restore it from version control, or move it away; nothing in it is changed.',
  mergeConflict:
    '{path} has an unresolved merge in it. Keep the lines of both sides and delete the three marks; of two tags of a pair the later one counts.',
  newerVersion: '{path} was written by a newer Maskscope (version {version} of the format). Update to change it.',
  notPublished: '{path} holds no tags: expected an object with a list "labels" of names and classes 1 or 0.',
  scoresEmpty: '{path} holds no score: expected a column or field with a number for each name.',
  scoresNotJson:
    '{path} has a JSON syntax error at line {line}, column {column}: {reason}. Write the file again as a whole.',
  scoresQuoteOpen: '{path} opens a quote in line {line} that is not closed: {text}. Close it, or delete it.',
  scoreColumnAbsent: '{path} has no column {column} with numbers; there are: {columns}.',
  scoresForeign: '{path} says nothing of any pair that is reviewed; its first name is {name}.',
  reviewerEmpty: 'Say who reviews.',
} as const;

export type ReviewProblemCode = keyof typeof REVIEW_PROBLEMS;

/** Tags cannot be read or written. */
export class ReviewError extends Error {
  override readonly name = 'ReviewError';
  readonly code: ReviewProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: ReviewProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(REVIEW_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}
