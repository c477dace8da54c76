import { fillTemplate } from '../../core/png/errors.ts';

/** Why a dataset cannot be worked on: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const DATASET_PROBLEMS = {
  folderMissing: 'The folder {path} does not exist.',
  notAFolder: '{path} is not a folder.',
  outputWithin: 'Originals or masks of the dataset lie in the folder {path}; choose another for what is made of them.',
  outputMixes: 'The results would lie among the originals and masks of the dataset in {path}; choose another folder.',
  nothingFound: 'There is no image in {path}.',
  nothingFoundLinks:
    'There is no image in {path}. Links to folders in it are not followed: {links}. Give a folder that holds the files themselves.',
  folderForbidden:
    'The folder {path} may not be listed. Without it the dataset would be read as another one; change its permissions first.',
  classMapUnusable: 'The class map {path} cannot be used: {problem}',
  partUnreadable: '{path} is not the output of a scan: {reason}.',
  partsDiffer: '{path} is of another scan than {other}: {what} differ.',
  partTwice: '{path} and {other} are the same part.',
  partsMissing: 'Parts are missing: {list}.',
  classUnknown: 'There is no class {names}. The class map has: {known}.',
  classUnnamed: 'There is no class {names}: no class map was found that names classes, so choose them by their ids.',
  idOutside: 'No mask can hold the id {ids}: ids end at {most} here.',
} as const;

export type DatasetProblemCode = keyof typeof DATASET_PROBLEMS;

/** A dataset cannot be scanned or put together; nothing was written. */
export class DatasetProblem extends Error {
  override readonly name = 'DatasetProblem';
  readonly code: DatasetProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: DatasetProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(DATASET_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}
