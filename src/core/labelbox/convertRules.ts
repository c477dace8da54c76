import { fillTemplate } from '../png/errors.ts';
import { ROWS_LEFT_OUT, type FindingDetails, type FindingSeverity, type LabelboxRule } from './rules.ts';

interface Rule {
  readonly severity: FindingSeverity;
  readonly message: string;
  /** What to do; empty where there is nothing to do. */
  readonly advice: string;
}

/**
 * What may be wrong with a row that is to become a mask; English sentences with `{name}` placeholders, keys of the l10n
 * bundle. An error leaves the row out.
 */
export const CONVERT_RULES = {
  rowUnreadable: {
    severity: 'error',
    message: 'The row cannot be read again.',
    advice: 'Do not change the export meanwhile.',
  },
  rowLost: {
    severity: 'error',
    message: 'Byte {place} of the export: {problem}',
    advice: 'Copy or export the file again.',
  },
  severalProjects: {
    severity: 'error',
    message: 'The image has labels of {count} projects: {names}.',
    advice: 'Say with --project whose labels count; their classes are not the same.',
  },
  labelsUnused: {
    severity: 'information',
    message: 'Label {number} of {count} of this row is used; it has {unused} more that could be.',
    advice: '',
  },
  rowFailed: { severity: 'error', message: 'The row cannot become a mask: {problem}', advice: '' },
  sizeUnknown: {
    severity: 'error',
    message: 'The export does not state the size of the image, and no original was found.',
    advice: 'Give the folder of the originals with --originals, or the size with --size.',
  },
  sizeDiffers: {
    severity: 'error',
    message: 'The original {file} is {width} × {height}, but the export says {exportWidth} × {exportHeight}.',
    advice: 'Find the image that was labelled; nothing is stretched.',
  },
  imageTooLarge: {
    severity: 'error',
    message: 'The image of {width} × {height} has more than {limit} pixels.',
    advice: '',
  },
  frameUnknown: {
    severity: 'error',
    message:
      'The image is turned by its EXIF orientation {orientation}, and the export does not tell whether it was labelled turned.',
    advice: 'Say --frame displayed (as viewers show it) or --frame stored (as the pixels lie in the file).',
  },
  orientationDiffers: {
    severity: 'error',
    message:
      'The original {file} has the EXIF orientation {orientation}, but the export says {exportOrientation}: it may not be the image that was labelled.',
    advice: 'Say --frame displayed (as viewers show it) or --frame stored (as the pixels lie in the file).',
  },
  frameDisplayed: {
    severity: 'warning',
    message: 'The mask fits the image as it is displayed, turned by its EXIF orientation {orientation}.',
    advice: 'Programs that ignore the orientation see the original turned otherwise.',
  },
  originalMissing: {
    severity: 'warning',
    message: 'No original of this row was found in the folder of the originals.',
    advice: 'Download it, or name it after its external id.',
  },
  originalShared: {
    severity: 'warning',
    message:
      'No original of this row was found: {count} images have its external id, {id}, so that no file of that name is taken. Name its original {name}, with the extension of the image.',
    advice: '',
  },
  originalNotOwn: {
    severity: 'warning',
    message:
      'The file {file} is not taken for the original: by its name it may be that of {count} images. Name the original of this row {name}, with the extension of the image.',
    advice: 'Or keep originals in folders, as their external ids have them.',
  },
  originalAmbiguous: {
    severity: 'error',
    message: 'Several files may be the original of this row: {first} and {second}.',
    advice: 'Keep one of them in the folder of the originals.',
  },
  originalUnreadable: {
    severity: 'error',
    message: 'The original {file} cannot be read: {problem}',
    advice: 'Replace it, or take it out of the folder of the originals.',
  },
  outlineMissing: {
    severity: 'error',
    message: 'Object {object}, {name}, has a mask, but no outline.',
    advice: 'Give both sources, the one that counts first: --source polygons,masks or --source masks,polygons.',
  },
  objectMaskMissing: {
    severity: 'error',
    message: 'Object {object}, {name}, has an outline, but no mask.',
    advice: 'Give both sources, the one that counts first: --source polygons,masks or --source masks,polygons.',
  },
  maskMissing: {
    severity: 'error',
    message: 'The mask of {name} is not in the folder of the masks; looked for {file}.',
    advice: 'Download the masks and give their folder with --masks, or use --source polygons.',
  },
  maskAmbiguous: {
    severity: 'error',
    message: 'Several files may be the mask of {name}: {first} and {second}.',
    advice: 'Keep one of them in the folder of the masks.',
  },
  maskShared: {
    severity: 'error',
    message: 'The mask {file} would be that of {name} and of {other}, whose addresses differ.',
    advice: 'Download the masks anew into an empty folder.',
  },
  maskUnreadable: {
    severity: 'error',
    message: 'The mask {file} cannot be read: {problem}',
    advice: 'Download it again.',
  },
  maskSizeDiffers: {
    severity: 'error',
    message: 'The mask {file} is {width} × {height}, but the image is {imageWidth} × {imageHeight}.',
    advice: 'Find the mask of this image; nothing is stretched.',
  },
  maskNotBinary: {
    severity: 'warning',
    message:
      'The mask {file} has {pixels} pixels that are neither 0 nor full, from {least} to {most}; they were cut at {threshold}.',
    advice: 'Masks of Labelbox have none: it was resized, or saved as JPEG.',
  },
  maskChannelsDiffer: {
    severity: 'warning',
    message: 'The mask {file} has {pixels} pixels whose channels differ; red was taken.',
    advice: 'Look whether it is the mask of one object or class.',
  },
  compositeUnknown: {
    severity: 'warning',
    message: 'The mask {file} has {pixels} pixels of colours that no object has, {colour} for one.',
    advice: 'They became background. Look whether it is the mask of this label.',
  },
  polygonInvalid: {
    severity: 'error',
    message: 'Object {object}, {name}: {problem}',
    advice: 'Correct or delete the object.',
  },
  noArea: {
    severity: 'information',
    message: '{count} points and lines have no area and were left out: {names}.',
    advice: '',
  },
  maskReplaced: {
    severity: 'information',
    message: 'Masks of {count} objects are not in the folder of the masks; their outlines were taken: {names}.',
    advice: '',
  },
  objectsMerged: {
    severity: 'information',
    message: 'The export has one mask for all objects of a class, which count as one: {names}.',
    advice: 'To tell objects apart, use --source polygons.',
  },
  boxFilled: { severity: 'information', message: '{count} boxes were filled: {names}.', advice: '' },
  kindUnknown: {
    severity: 'error',
    message: 'Object {object}, {name}, is of the kind {kind}, which has no area that is known.',
    advice: 'Correct or delete the object.',
  },
  outsideImage: {
    severity: 'warning',
    message: 'Object {object}, {name}, reaches {distance} px beyond the image of {width} × {height}.',
    advice: 'What lies outside is cut off. Look whether it is the original that was labelled.',
  },
  noPixels: {
    severity: 'warning',
    message: 'Object {object}, {name}, covers no pixel.',
    advice: 'It is too small, or lies outside the image.',
  },
  noPixelsCoco: {
    severity: 'warning',
    message: '{count} objects cover no pixel by the rule of COCO and have no annotation.',
    advice: '',
  },
  classNameMissing: {
    severity: 'error',
    message: 'Object {object} has no class name, and so no id.',
    advice: 'Name its class, or delete the object.',
  },
  classUnknown: {
    severity: 'error',
    message: 'The class map has no class {name}.',
    advice: 'Add it to the class map, or say --unknown-class add or --unknown-class skip.',
  },
  classSkipped: {
    severity: 'warning',
    message: 'The class map has no class {name}; {count} objects were left out.',
    advice: '',
  },
  overlap: {
    severity: 'warning',
    message: '{pairs} overlap in {pixels} pixels.',
    advice: '',
  },
  overlapRefused: {
    severity: 'error',
    message: '{pairs} overlap in {pixels} pixels.',
    advice: 'Say who gets them with --overlap: class-order, smaller-on-top, first-drawn, last-drawn or void.',
  },
  classesMissing: {
    severity: 'error',
    message: 'These classes are required and missing: {names}.',
    advice: '',
  },
  outputExists: {
    severity: 'error',
    message: 'Another file is at {path} already.',
    advice: 'Move it away, or give another folder.',
  },
  outputCollision: {
    severity: 'error',
    message: 'Two rows would be written to {path}.',
    advice: 'Give one of them another external id.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

/** Sentences that fill the `{problem}` of rules, beside those of errors; keys of the l10n bundle. */
export const NESTED_PROBLEMS = {
  noImage: 'it is no image.',
  noColours: 'it has no colours of eight bits.',
} as const;

/** Details of a finding whose `{problem}` is a sentence of {@link NESTED_PROBLEMS}; its template translates it. */
export function nestedProblem(code: keyof typeof NESTED_PROBLEMS): FindingDetails {
  return { template: NESTED_PROBLEMS[code], problem: NESTED_PROBLEMS[code] };
}

export type ConvertRule = keyof typeof CONVERT_RULES;

/** Something about a row that becomes a mask, or that does not. */
export interface ConvertFinding {
  readonly rule: ConvertRule;
  readonly details: FindingDetails;
}

/** Takes what is found about a row. */
export type ReportConvert = (rule: ConvertRule, details?: FindingDetails) => void;

/** A finding in English, with what to do. */
export function describeConvertFinding({ rule, details }: ConvertFinding): string {
  const { message, advice } = CONVERT_RULES[rule];
  const sentence = fillTemplate(message, details);
  return advice === '' ? sentence : `${sentence} ${advice}`;
}

/** Findings of the reader that say that there is no row, or none that can be trusted: of a record of a CSV with too few or too many cells nobody knows which is which. */
export const LOST_ROWS: ReadonlySet<LabelboxRule> = new Set([...ROWS_LEFT_OUT, 'recordCells']);

/** Whether a finding leaves its row out. */
export function isRefusal({ rule }: ConvertFinding): boolean {
  return CONVERT_RULES[rule].severity === 'error';
}
