import { FILE_RULES } from './fileRules.ts';
import { PIXEL_RULES } from './pixelRules.ts';
import { SET_RULES } from './setRules.ts';

/** What may be wrong with a dataset; English sentences with `{name}` placeholders, keys of the l10n bundle. */
export type RuleTable = Readonly<
  Record<
    string,
    {
      /** Where the user says nothing else. */
      readonly severity: 'error' | 'warning' | 'information';
      readonly message: string;
      /** What to do. */
      readonly advice: string;
    }
  >
>;

/** All rules of a dataset's findings, in the order in which findings of one severity are listed. */
export const DATASET_RULES = { ...FILE_RULES, ...PIXEL_RULES, ...SET_RULES } as const satisfies RuleTable;

export type DatasetRule = keyof typeof DATASET_RULES;

/** Whether a text, such as a setting's key, is the id of a rule. */
export function isDatasetRule(text: string): text is DatasetRule {
  return Object.hasOwn(DATASET_RULES, text);
}
