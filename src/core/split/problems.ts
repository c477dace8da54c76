import { fillTemplate } from '../png/errors.ts';

/** Why names cannot be split as asked: English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const SPLIT_PROBLEMS = {
  nothingToSplit: 'There is no name to split.',
  tooManyNames: 'There are more than {limit} names; split a part of them.',
  nameTwice: '{name} is named twice. Each name may stand in one list only: take one of them out.',
  nameWithBreak: '{name} has a line break in its name, so that no list can name it. Rename the file.',
  ratiosInvalid:
    'The ratios {ratios} do not split: give two or three numbers of 0 and more, the first of them above 0.',
  seedInvalid: '{seed} is no seed: give a whole number from 0 to 4294967295.',
  foldsInvalid: 'Folds {folds}: give a whole number from 2 to {limit}.',
  tooFewForFolds: 'Names or groups: {count}, too few for {folds} folds; give fewer folds.',
  labelTooRareForFolds: 'No label has as many as {folds} names, one for each fold; give fewer folds.',
  unreadable: '{path} cannot be read: {problem}',
  notText: '{path} is not text in UTF-8; save it as UTF-8.',
  listForeign: '{path} is there already and no text, so that its difference cannot be shown. Move it away.',
  duplicatesUnknown: 'Nothing tells which images are equal. Give the folder of a dataset to keep duplicates together.',
  nothingPaired: 'There is no mask in {path}, and so nothing to train on.',
  noGroups: 'No name belongs to a group. Group by something else, or split without groups.',
  namesCollide:
    '{first} and {second} are both {name} without extension. Write them with extension, or rename one of them.',
  extensionUnknown: 'Nothing tells the extension of {name}. Write names without extension.',
  maskUnknown: 'Nothing tells image and mask of {name}. Give lines of an image and its mask, or write names alone.',
  tableEmpty: 'The table {path} has no row of a name and a value.',
  tableForeign: 'The table {path} says nothing of any name that is split: its first row of a name is {name}.',
  sizeInvalid: 'A part of {size} is no part: it must lie between 0 and 1.',
  trainEmpty: 'A part of {size} leaves the first list empty; names: {count}. Give another ratio, or split more names.',
  labelTooRare:
    'The label {label} has 1 name; a stratified split needs 2 of each. Join rare labels, or leave them out.',
  fewerThanLabels:
    'A list as short as {size} cannot hold each of the {labels} labels. Give another ratio, or fewer labels.',
  labelMissing: 'The labels say nothing of {name}. Give each name a label.',
  sklearnKnowsNoGroups: 'train_test_split knows no groups. Choose the method "grouped" to keep groups whole.',
  sklearnOneLabel:
    'train_test_split stratifies by one label a name. Give labels, or choose the method "grouped" to stratify by classes.',
  labelsBelongToSklearn:
    'One label a name belongs to the method "sklearn". "grouped" stratifies by the classes in masks.',
  stableKnowsNoStrata: 'The method "stable" looks at each name alone and cannot stratify. Choose "grouped".',
  classesUnknown:
    'Nothing tells which classes the masks have. Give the folder of a dataset to stratify by its classes.',
  patternInvalid: 'The pattern {pattern} is no regular expression: {reason}',
  patternWithoutGroup: 'The pattern {pattern} has no part in parentheses, which would be the group.',
} as const;

export type SplitProblemCode = keyof typeof SPLIT_PROBLEMS;

/** Names cannot be split as asked. */
export class SplitError extends Error {
  override readonly name = 'SplitError';
  readonly code: SplitProblemCode;
  readonly details: Readonly<Record<string, string | number>>;

  constructor(code: SplitProblemCode, details: Readonly<Record<string, string | number>> = {}) {
    super(fillTemplate(SPLIT_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}
