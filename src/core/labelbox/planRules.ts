import { fillTemplate } from '../png/errors.ts';
import type { FindingDetails, FindingSeverity } from './rules.ts';

interface Rule {
  readonly severity: FindingSeverity;
  readonly message: string;
  /** What to do; empty where there is nothing to do. */
  readonly advice: string;
}

/**
 * What may be said about a conversion as a whole, beside its rows; English sentences with `{name}` placeholders, keys of
 * the l10n bundle.
 */
export const PLAN_RULES = {
  exportCut: {
    severity: 'warning',
    message:
      'The export was not read to its end: it breaks off at line {line} (byte {offset}). Rows are missing, and so are their names in lists.',
    advice: 'Copy or export the file again.',
  },
  labelsUnused: {
    severity: 'information',
    message: 'Labels that are not used, because another label of their row counts: {count}.',
    advice: '',
  },
  cocoAreas: {
    severity: 'information',
    message:
      'Pixels of classes are counted by the rule {rule}; areas in the annotation file are those of its polygons in COCO.',
    advice: '',
  },
  spaceShort: {
    severity: 'error',
    message: 'Writing to {root} takes {needed} bytes, and {free} are free.',
    advice: 'Free some space, or write to another disk.',
  },
  filesStay: {
    severity: 'warning',
    message: 'Files of earlier runs that this one does not make stay in the folder: {count}, {names}.',
    advice:
      'Delete them where their rows have new names or no mask any more; undoing the earlier runs deletes them, too.',
  },
  namesLeave: {
    severity: 'warning',
    message: 'Names that leave the list {path}, of rows that this run does not make: {count}, {names}.',
    advice: 'To keep lists of several exports, give each a folder of its own.',
  },
} as const satisfies Readonly<Record<string, Rule>>;

export type PlanRule = keyof typeof PLAN_RULES;

/** Something about a conversion as a whole. */
export interface PlanFinding {
  readonly rule: PlanRule;
  readonly details: FindingDetails;
}

/** What a rule says, and what to do, as templates. */
export function planSentences(rule: PlanRule): string[] {
  const { message, advice }: Rule = PLAN_RULES[rule];
  return advice === '' ? [message] : [message, advice];
}

/** A finding in English, with what to do. */
export function describePlanFinding({ rule, details }: PlanFinding): string {
  return planSentences(rule)
    .map((sentence) => fillTemplate(sentence, details))
    .join(' ');
}
