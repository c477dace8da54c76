import { fillTemplate } from '../../png/errors.ts';
import type { Claim } from '../claims.ts';
import { isImage, maskRank, originalRank, type ListedFile } from '../listedFile.ts';
import { splitAmong } from '../splitWords.ts';

/** What is wrong with patterns; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export const PATTERN_PROBLEMS = {
  placeholder: 'The pattern {pattern} must have the placeholder {placeholder} in it, once.',
  outside: 'The pattern {pattern} leads out of the dataset: write it from the dataset’s folder on, without “..”.',
  equal: 'Originals and masks have the same pattern, {pattern}: nothing would tell them apart.',
} as const;

export type PatternProblemCode = keyof typeof PATTERN_PROBLEMS;

/** A pattern that cannot be used. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly code: PatternProblemCode;
  readonly details: Readonly<Record<string, string>>;

  constructor(code: PatternProblemCode, details: Readonly<Record<string, string>>) {
    super(fillTemplate(PATTERN_PROBLEMS[code], details));
    this.code = code;
    this.details = details;
  }
}

/** Where a user's originals and masks lie: `raw/{name}.jpg` and `seg/{name}_m.png`. The name may have folders in it. */
export interface LayoutPattern {
  readonly originals: string;
  readonly masks: string;
}

const PLACEHOLDER = '{name}';

interface Ends {
  readonly start: string;
  readonly end: string;
}

/**
 * Originals and masks by a user's patterns, case as written. A file that both patterns match is what the longer one says.
 *
 * @throws PatternError where a pattern does not have the placeholder once, leads out of the dataset, or both are the same
 */
export function readPattern(files: readonly ListedFile[], { originals, masks }: LayoutPattern): Claim[] {
  const original = endsOf(originals);
  const mask = endsOf(masks);
  if (original.start === mask.start && original.end === mask.end) throw new PatternError('equal', { pattern: masks });
  const lengthOf = ({ start, end }: Ends): number => start.length + end.length;
  const isMaskFirst = lengthOf(mask) > lengthOf(original);
  return files.flatMap((file): Claim[] => {
    if (!isImage(file)) return [];
    const asOriginal = nameBetween(file.path, original);
    const asMask = nameBetween(file.path, mask);
    if (asMask !== null && (isMaskFirst || asOriginal === null)) {
      return [{ ...named(file, asMask), role: 'mask', rank: maskRank(file) }];
    }
    if (asOriginal === null) return [];
    return [{ ...named(file, asOriginal), role: 'original', rank: originalRank(file) }];
  });
}

function endsOf(pattern: string): Ends {
  const path = pattern.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
  const [start, end, further] = path.split(PLACEHOLDER);
  if (start === undefined || end === undefined || further !== undefined) {
    throw new PatternError('placeholder', { pattern, placeholder: PLACEHOLDER });
  }
  if (path.startsWith('/') || path.split('/').includes('..') || /^[a-z]:/i.test(path)) {
    throw new PatternError('outside', { pattern });
  }
  return { start, end };
}

function nameBetween(path: string, { start, end }: Ends): string | null {
  if (path.length <= start.length + end.length || !path.startsWith(start) || !path.endsWith(end)) return null;
  return path.slice(start.length, path.length - end.length);
}

function named(file: ListedFile, name: string) {
  return { file, place: [], key: name, split: splitAmong(file.folders) };
}
