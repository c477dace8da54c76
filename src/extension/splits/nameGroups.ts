import { runInNewContext } from 'node:vm';
import * as vscode from 'vscode';
import { patternGroup } from '../../core/split/groupKeys.ts';
import { SplitError } from '../../core/split/problems.ts';
import { numberText } from '../page/numberText.ts';
import { splitProblemText } from './failureTexts.ts';

/** Milliseconds for all names of the sample: a pattern may take longer than anybody waits. */
const PATIENCE = 200;
const EXAMPLES = 3;

/** What a pattern makes of a sample of names: a problem, or its first groups in words. */
export type PatternTrial = { readonly problem: string } | { readonly note: string };

/** Tries a regular expression that is to read groups off names. */
export function tryPattern(pattern: string, names: readonly string[]): PatternTrial {
  if (pattern === '') return { problem: vscode.l10n.t('Enter a regular expression with a part in parentheses.') };
  try {
    const groupOf = patternGroup(pattern);
    const keys = runInNewContext(
      'names.map(groupOf)',
      { names, groupOf: (name: string) => groupOf(name) },
      {
        timeout: PATIENCE,
      },
    ) as readonly (string | null)[];
    return described(keys);
  } catch (error) {
    if (error instanceof SplitError) return { problem: splitProblemText(error.code, error.details) };
    return { problem: vscode.l10n.t('The pattern takes too long. Make it simpler.') };
  }
}

function described(keys: readonly (string | null)[]): PatternTrial {
  const counts = new Map<string, number>();
  for (const key of keys) if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  if (counts.size === 0) return { problem: vscode.l10n.t('It matches none of the first names, such as those shown.') };
  const examples = [...counts].slice(0, EXAMPLES).map(([key, count]) => `${key} (${numberText(count)})`);
  return {
    note: vscode.l10n.t(
      'Groups among the first {0} names: {1}, such as {2}. Names without a group: {3}.',
      ...[numberText(keys.length), numberText(counts.size), examples.join(', ')],
      numberText(keys.filter((key) => key === null).length),
    ),
  };
}
