import { fillTemplate } from '../png/errors.ts';

/** Why ids cannot be changed as asked; English sentences with `{name}` placeholders. */
export const REMAP_PROBLEMS = {
  idsUnknown: 'Ids that the table says nothing about ({count}): {list}.',
  idsTooLarge: 'Ids above the limit of {limit} ({count}): {list}.',
  coloursUnknown: 'Colours of no class ({count}): {list}.',
  coloursShared: 'Colours of more than one class ({count}): {list}.',
  idsShareColour: 'Colours of the mask that more than one of its ids has ({count}): {list}.',
  notBinary: 'The mask is not binary: {list}.',
  binaryAmbiguous:
    'Transparency and brightness disagree on the object, which has {byAlpha} or {byBrightness} pixels: {list}.',
  alphaTellsNothing:
    'By transparency {object} of {pixels} pixels are the object, all or none, while brightness varies.',
  brightnessTellsNothing:
    'By brightness {object} of {pixels} pixels are the object, all or none, while transparency varies.',
  thresholdTooLarge: 'The threshold {threshold} is above {most}, the largest value that this file can have.',
  wrongSource: 'This needs {expected}, but the mask is {found}.',
} as const;

export type RemapProblemCode = keyof typeof REMAP_PROBLEMS;

/** A value of a mask that stands in the way: an id, or a colour in words, and its pixels. */
export interface RefusedValue {
  /** An id in digits, or a colour as `#rrggbb` or `#rrggbbaa`. */
  readonly value: string;
  readonly pixels: number;
  /** What it might be, in words. */
  readonly hint?: string;
}

const LISTED = 10;

/** Ids cannot be changed as asked; the mask is untouched. */
export class RemapError extends Error {
  override readonly name = 'RemapError';
  readonly code: RemapProblemCode;
  readonly details: Readonly<Record<string, string | number>>;
  /** Everything that stands in the way, however long; the sentence names the first {@link LISTED}. */
  readonly values: readonly RefusedValue[];

  constructor(
    code: RemapProblemCode,
    values: readonly RefusedValue[],
    details: Readonly<Record<string, string | number>> = {},
  ) {
    const list = values.slice(0, LISTED).map(({ value, pixels, hint }) => {
      const what = hint === undefined ? '' : `; ${hint}`;
      return `${value} (${pixels} px${what})`;
    });
    const filled = { count: values.length, list: list.join(', ') + (values.length > LISTED ? ', …' : ''), ...details };
    super(fillTemplate(REMAP_PROBLEMS[code], filled));
    this.code = code;
    this.details = filled;
    this.values = values;
  }
}
