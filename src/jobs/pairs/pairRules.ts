import { fillTemplate } from '../../core/png/errors.ts';
import type { FindingSeverity } from '../batchTypes.ts';

interface Rule {
  readonly severity: FindingSeverity;
  readonly message: string;
  /** What to do; empty where there is nothing to do. */
  readonly advice: string;
  /** The same in a window, where the advice names options of the command line. */
  readonly windowAdvice?: string;
}

/**
 * What may be wrong with a pair of which files are made; English sentences with `{name}` placeholders, keys of the l10n
 * bundle. An error makes none.
 */
export const PAIR_RULES = {
  maskUnreadable: { severity: 'error', message: 'The mask {path} cannot be read: {problem}', advice: '' },
  notMask: {
    severity: 'error',
    message: '{path} is a photograph and no mask.',
    advice: 'Choose the layout or the patterns of the dataset.',
  },
  originalUnreadable: { severity: 'error', message: 'The original {path} cannot be read: {problem}', advice: '' },
  originalUnsupported: {
    severity: 'error',
    message: 'The original {path} cannot be decoded: the image library sharp is not here.',
    advice: 'Install the Maskscope package that is made for this system, or run npm install sharp beside it.',
  },
  turned: {
    severity: 'error',
    message:
      'The mask has {width}×{height} pixels, as the original is stored; its EXIF orientation turns it to {otherWidth}×{otherHeight}.',
    advice: 'Masks drawn on the stored pixels: choose the stored frame (--frame stored).',
    windowAdvice:
      'If it was drawn on the stored pixels, choose under “Where sizes differ” that originals stay unturned.',
  },
  quarterTurn: {
    severity: 'error',
    message: 'The mask has {width}×{height} pixels and the original {otherWidth}×{otherHeight}: one is rotated by 90°.',
    advice: 'Rotate one of them first.',
  },
  scaled: {
    severity: 'error',
    message:
      'The mask has {width}×{height} pixels and the original {otherWidth}×{otherHeight}: the same shape at {percent} % of the size.',
    advice: 'Use the original of that size; exports scale originals to their masks with --fit.',
    windowAdvice: 'Use the original of that size; exports scale originals by “Where sizes differ”.',
  },
  sizesDiffer: {
    severity: 'error',
    message:
      'The mask has {width}×{height} pixels and the original {otherWidth}×{otherHeight}, which is another shape.',
    advice: 'Use the original that the mask was drawn on; exports stretch originals with --fit.',
    windowAdvice: 'Use the original that the mask was drawn on; exports stretch originals by “Where sizes differ”.',
  },
  fitted: {
    severity: 'information',
    message: 'The original of {otherWidth}×{otherHeight} pixels is scaled to {width}×{height}.',
    advice: '',
  },
  outputExists: {
    severity: 'error',
    message: 'A file that no earlier run wrote, or that was changed since, is at {path} already.',
    advice: 'Move it away, or choose another folder.',
  },
  outputCollision: {
    severity: 'error',
    message: 'Another pair has a file of the same name: {path}.',
    advice: 'Some file systems take names for one that differ only in case.',
  },
  changedSince: {
    severity: 'error',
    message: 'The files of the pair changed after the preview.',
    advice: 'Run the command again.',
    windowAdvice: 'Preview again.',
  },
  workerEnded: { severity: 'error', message: 'The pair ended the program that worked on it: {problem}', advice: '' },
  tileMissing: { severity: 'warning', message: '{name} is not on the sheet: {problem}', advice: '' },
  textUndrawable: {
    severity: 'warning',
    message: 'No font here has the characters of {names}; they stand by their ids or as “?”.',
    advice: 'Install a font that has them, such as Noto Sans CJK, or give its file with --font.',
    windowAdvice: 'Install a font that has them, such as Noto Sans CJK.',
  },
  noFont: {
    severity: 'error',
    message: 'No font was found to write names with.',
    advice: 'Install one, give its file with --font, or leave names out (--legend none).',
    windowAdvice: 'Install one, or choose no legend.',
  },
  noTiles: { severity: 'error', message: 'No pair can be read: the sheet would be empty.', advice: '' },
  imageTooLarge: { severity: 'error', message: 'The picture cannot be written: {problem}', advice: '' },
  noClasses: {
    severity: 'error',
    message: 'The ids of the mask of {path} tell objects apart, not classes.',
    advice: 'Decode them first, or leave the pair out.',
  },
  cropOutside: {
    severity: 'error',
    message: 'The part {part} lies outside of {width}×{height} pixels.',
    advice: 'Resize or pad first, or leave the pair out.',
  },
  sideInvalid: { severity: 'error', message: 'A picture cannot be {width}×{height} pixels.', advice: '' },
  pictureTooLarge: {
    severity: 'error',
    message: '{width}×{height} pixels are more than {most}.',
    advice: 'Choose a smaller size.',
  },
  tooManyTiles: {
    severity: 'error',
    message: 'The pair would become more than {most} tiles.',
    advice: 'Choose larger tiles or less overlap.',
  },
  kindLost: {
    severity: 'error',
    message: 'No folder of the result would say what the ids of {path} mean, as its own folders do.',
    advice: 'Decode the ids to classes first, or move the masks to a folder such as SegmentationObject.',
  },
  padOutside: {
    severity: 'error',
    message: 'The mask {path} has no id {id} for added pixels: its ids end at {most}.',
    advice: 'Choose another id, such as 0, or re-encode the masks first.',
  },
  padColour: {
    severity: 'error',
    message: 'The mask {path} has colours for ids, and the class map has no colour for id {id} of added pixels.',
    advice: 'Give a class map with that id and its colour.',
  },
  reencoded: {
    severity: 'information',
    message:
      'The original is decoded and written as JPEG of quality {quality}, which changes its pixels a little and loses its colour profile (ICC) and EXIF.',
    advice: 'PNG (--originals-as png) keeps the pixels.',
    windowAdvice: 'PNG keeps the pixels.',
  },
  becomesPng: {
    severity: 'information',
    message: 'The original becomes a PNG file with the pixels that it has, without colour profile (ICC) and EXIF.',
    advice: '',
  },
  reduced: {
    severity: 'information',
    message: 'The resized original has red, green and blue of 8 bits, whatever it had before.',
    advice: '',
  },
  cutReduced: {
    severity: 'information',
    message: 'The original has 16 bits a sample; what is cut out of it has 8.',
    advice: '',
  },
  yellowAlone: {
    severity: 'warning',
    message: 'Yellow is for one id, which is {id} here: the other chosen ones are not drawn.',
    advice: 'Choose one class, or another blend.',
  },
  yellowNowhere: {
    severity: 'warning',
    message: 'No pixel is yellow: the mask has none of the chosen classes.',
    advice: '',
  },
  allBlurred: {
    severity: 'warning',
    message: 'No pixel has one of the chosen classes: the whole picture is blurred.',
    advice: '',
  },
  nothingToDo: { severity: 'information', message: 'No pixel has one of the chosen classes.', advice: '' },
} as const satisfies Readonly<Record<string, Rule>>;

export type PairRule = keyof typeof PAIR_RULES;

/** Something about a pair. Plain data. */
export interface PairFinding {
  readonly rule: PairRule;
  readonly details: Readonly<Record<string, string | number>>;
}

/** What to do about a rule in a window, in English; empty where there is nothing to do. */
export function windowAdviceOf(rule: PairRule): string {
  const { advice, windowAdvice = advice }: Rule = PAIR_RULES[rule];
  return windowAdvice;
}

/** In English. */
export function describePairFinding({ rule, details }: PairFinding): string {
  const { message, advice } = PAIR_RULES[rule];
  return fillTemplate(advice === '' ? message : `${message} ${advice}`, details);
}

export function isPairError({ rule }: PairFinding): boolean {
  return PAIR_RULES[rule].severity === 'error';
}
