import { SplitError } from './problems.ts';

/** What the names of one group have in common. */
export type GroupBy =
  /** The folder in the name. */
  | { readonly kind: 'folder' }
  /** The video or series that a frame is of. */
  | { readonly kind: 'sequence' }
  /** Images or masks that are equal. */
  | { readonly kind: 'duplicates' }
  /** The same, and masks that are nearly so. */
  | { readonly kind: 'nearDuplicates' }
  /** The first part in parentheses of a regular expression. */
  | { readonly kind: 'pattern'; readonly pattern: string }
  /** A table of names and groups; its path. */
  | { readonly kind: 'file'; readonly path: string };

/** The folder of a name; null for names without one, which stand for themselves. */
export function folderGroup(name: string): string | null {
  const end = name.lastIndexOf('/');
  return end < 0 ? null : name.slice(0, end);
}

/**
 * Reads groups off names by a regular expression: what its first part in parentheses matches. A name that it does not match
 * stands for itself.
 *
 * @throws SplitError `patternInvalid`, `patternWithoutGroup`
 */
export function patternGroup(pattern: string): (name: string) => string | null {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern, 'u');
  } catch (error) {
    throw new SplitError('patternInvalid', { pattern, reason: (error as Error).message });
  }
  // An alternative that matches everything tells how many parts there are.
  const parts = new RegExp(`${pattern}|`, 'u').exec('')?.length ?? 1;
  if (parts < 2) throw new SplitError('patternWithoutGroup', { pattern });
  return (name) => expression.exec(name)?.[1] ?? null;
}
