import { isDatasetRule, type DatasetRule } from '../../core/dataset/findings/rules.ts';

/** Findings of a dataset as commands and links name them. Plain data: it is written into the links of Problems. */
export interface FindingReference {
  /** URI of the dataset's folder. */
  readonly folder: string;
  readonly rule: DatasetRule;
  /** In the dataset, of the only file that is meant; null: all of the rule. */
  readonly path: string | null;
}

/** What a command was given, as far as it names findings. */
export function findingReference(given: unknown): FindingReference | null {
  if (typeof given !== 'object' || given === null) return null;
  const { folder, rule, path } = given as Readonly<Record<string, unknown>>;
  if (typeof folder !== 'string' || typeof rule !== 'string' || !isDatasetRule(rule)) return null;
  return { folder, rule, path: typeof path === 'string' ? path : null };
}
