import type { ClassMapFix } from '../../formats/classMapLint.ts';
import { fillTemplate } from '../../png/errors.ts';
import { DATASET_RULES, type DatasetRule } from './rules.ts';

/** The most serious first. */
export const DATASET_SEVERITIES = ['error', 'warning', 'information'] as const;
export type DatasetSeverity = (typeof DATASET_SEVERITIES)[number];

/** Facts that fill a rule's sentence and advice. Lists are written out, ten at most. */
export type FindingDetails = Readonly<Record<string, string | number>>;

/** Where in the file: a pixel of a mask, a line of a text from 1, or a byte. */
export type FindingPlace =
  { readonly x: number; readonly y: number } | { readonly line: number } | { readonly offset: number };

/** Which capability mends a finding, as plain data. */
export type DatasetFix =
  | {
      /** Options of a re-encoding of the file, to be merged into those of the request. */
      readonly kind: 'reencode';
      readonly by?: 'index' | 'colour';
      readonly isSwapped?: true;
      readonly repair?: 'edges';
      /** Binary masks: the id of the object, which is where the value is `threshold` or more. */
      readonly classId?: number;
      readonly threshold?: number;
      /** `#RRGGBB` of which only the user knows what they are. */
      readonly decide?: readonly string[];
    }
  | {
      /** Regions of fewer pixels become what surrounds them. */
      readonly kind: 'fillSpecks';
      readonly below: number;
      /** Of the mask, ascending: their specks stay. */
      readonly voidIds: readonly number[];
    }
  | { readonly kind: 'classMap'; readonly fixes: readonly ClassMapFix[] }
  | {
      /** Lines, from 1, that leave a split list. */
      readonly kind: 'removeLines';
      readonly list: string;
      readonly lines: readonly number[];
    };

/** A fix where there is one, to be spread into a finding. */
export type FindingFix = { readonly fix?: DatasetFix };

/** Something wrong with a dataset, and where. Plain data. */
export interface DatasetFinding {
  readonly rule: DatasetRule;
  readonly severity: DatasetSeverity;
  /** Path in the dataset; null where the dataset as a whole is meant. */
  readonly path: string | null;
  /** Name of the pair; null where none or several are meant. */
  readonly pair: string | null;
  readonly place?: FindingPlace;
  /**
   * Fills the sentences. Where these hold `{problem}`, `template` (if there is one) is the sentence by which it is
   * translated, filled by the same details.
   */
  readonly details: FindingDetails;
  /** Paths of other files that it is about, {@link MOST_RELATED} at most. */
  readonly related?: readonly string[];
  readonly fix?: DatasetFix;
}

/** More paths tell nothing more. */
export const MOST_RELATED = 50;

/** What a finding says, in English. */
export function describeDatasetFinding({ rule, details }: Pick<DatasetFinding, 'rule' | 'details'>): string {
  return fillTemplate(DATASET_RULES[rule].message, details);
}

/** What to do about a finding, in English. */
export function adviceOfFinding({ rule, details }: Pick<DatasetFinding, 'rule' | 'details'>): string {
  return fillTemplate(DATASET_RULES[rule].advice, details);
}

/** `a, b, …`: ten at most. */
export function inWords(items: readonly (string | number)[]): string {
  return items.slice(0, MOST_IN_WORDS).join(', ') + (items.length > MOST_IN_WORDS ? ', …' : '');
}

const MOST_IN_WORDS = 10;
