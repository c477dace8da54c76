import { fillTemplate } from '../png/errors.ts';

export type FindingSeverity = 'error' | 'warning' | 'information';

interface Rule {
  readonly severity: FindingSeverity;
  readonly message: string;
}

/** What may be wrong with an export; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const LABELBOX_RULES = {
  brokenElement: { severity: 'error', message: 'This row cannot be read and is left out: {reason}' },
  elementTooLarge: {
    severity: 'error',
    message: 'This row has more than {limit} MB and is left out.',
  },
  truncated: {
    severity: 'error',
    message: 'The file ends within this row, which is left out. Copy or export the file again.',
  },
  unclosed: {
    severity: 'warning',
    message: 'The list of rows is not closed at the end of the file; rows may be missing.',
  },
  trailingText: { severity: 'warning', message: 'Something follows the end of the list of rows; it is not read.' },
  utf16: {
    severity: 'error',
    message:
      'The file is UTF-16, as spreadsheets write "Unicode text" and PowerShell what it redirects. Save it as UTF-8.',
  },
  notARow: { severity: 'error', message: 'This row is {text}, not an object with fields, and is left out.' },
  fieldsUnknown: {
    severity: 'error',
    message: 'This row has none of the fields of a row and is left out: {text}.',
  },
  bytesInvalid: {
    severity: 'warning',
    message:
      'This row has bytes that are not valid UTF-8; each is read as "�", also in names. Save or export the file as UTF-8.',
  },
  recordCells: { severity: 'warning', message: 'This record has {count} cells; the header has {expected}.' },
  cellInvalid: { severity: 'error', message: 'The cell "{column}" is not valid JSON: {reason}' },
  eraContradicted: {
    severity: 'warning',
    message:
      'The label is viewed at {host}, as in exports of the kind {own}, but the rows are read as {era}, which count y the other way. Look at this row over its image, and choose the era.',
  },
  labelUnreadable: { severity: 'error', message: 'The label is {text}, which is none of the known forms.' },
  geometryUnreadable: {
    severity: 'error',
    message: 'The geometry of object {object}, {name}, cannot be read: {text}',
  },
  kindUnknown: { severity: 'warning', message: 'Object {object}, {name}, is of an unknown kind: {kind}.' },
  nestedTooDeep: {
    severity: 'warning',
    message: 'Classifications are nested more than {limit} deep; the deeper ones are not listed.',
  },
  notImage: {
    severity: 'information',
    message: 'This row is not an image but: {media}. It is listed; masks are made of images only.',
  },
  classNameMissing: {
    severity: 'error',
    message: 'Object {object} has no class name, and so no id. Name its class, or delete the object.',
  },
  classNameBlanks: {
    severity: 'warning',
    message: 'The class name "{written}" has blanks or control characters around or within it; it is read as {name}.',
  },
  classNameCaseTwin: {
    severity: 'warning',
    message: 'The class names "{first}" and "{second}" differ only in upper and lower case or in blanks.',
  },
  classNameLookalike: {
    severity: 'warning',
    message:
      'The class names "{first}" and "{second}" look alike, but are written with other characters: {firstCodes} where the other has {secondCodes}. They are two classes.',
  },
  classNameSlash: {
    severity: 'information',
    message: 'The class name {name} has a slash, which no file or folder name can have.',
  },
  externalIdDuplicate: {
    severity: 'warning',
    message: 'The external id {id} appeared before, in row {first}, with another data row.',
  },
  dataRowDuplicate: {
    severity: 'warning',
    message:
      'The data row {id} appeared before, in row {first}: one image has several rows. Choose which of them counts.',
  },
  tooFewPoints: {
    severity: 'error',
    message: 'Object {object}, {name}: an outline of {count} different points encloses nothing; three are needed.',
  },
  lineTooShort: {
    severity: 'error',
    message: 'Object {object}, {name}: a line of {count} different points has no length; two are needed.',
  },
  outsideImage: {
    severity: 'warning',
    message: 'Object {object}, {name}, reaches {distance} px beyond the image of {width} × {height}.',
  },
  selfIntersection: {
    severity: 'warning',
    message: 'Object {object}, {name}: an outline crosses itself near {x}, {y}.',
  },
  pointOutside: {
    severity: 'warning',
    message: 'Object {object}, the point {name}, lies outside every {region}; in most rows it lies inside one.',
  },
  linkExpired: { severity: 'information', message: 'The link expired on {date}: {kind}.' },
} as const satisfies Readonly<Record<string, Rule>>;

export type LabelboxRule = keyof typeof LABELBOX_RULES;

/** Findings about elements that are no rows for anybody: they are left out. */
export const ROWS_LEFT_OUT: readonly LabelboxRule[] = [
  'brokenElement',
  'elementTooLarge',
  'truncated',
  'notARow',
  'fieldsUnknown',
];

export type FindingDetails = Readonly<Record<string, string | number>>;

/** Something wrong with an export, and where. */
export interface LabelboxFinding {
  readonly rule: LabelboxRule;
  /** Index of the row, from 0; null where the whole file is meant. */
  readonly row: number | null;
  /** Line, from 1, and byte of the row, or of what is wrong. */
  readonly line: number;
  readonly offset: number;
  readonly details: FindingDetails;
}

/** Takes findings as they come up. */
export type Report = (rule: LabelboxRule, details?: FindingDetails) => void;

/** A finding in English. */
export function describeFinding({ rule, details }: Pick<LabelboxFinding, 'rule' | 'details'>): string {
  return fillTemplate(LABELBOX_RULES[rule].message, details);
}
