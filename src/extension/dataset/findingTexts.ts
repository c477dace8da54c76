import * as vscode from 'vscode';
import type { DatasetFinding } from '../../core/dataset/findings/finding.ts';
import { DATASET_RULES, type DatasetRule } from '../../core/dataset/findings/rules.ts';
import { DATASET_RULE_TITLES } from '../../core/dataset/findings/ruleTitles.ts';

/** A finding in the user's language. */
export function findingMessage(finding: Pick<DatasetFinding, 'rule' | 'details'>): string {
  return vscode.l10n.t(DATASET_RULES[finding.rule].message, translatedDetails(finding.details));
}

/** What to do about a finding, in the user's language. */
export function adviceText(finding: Pick<DatasetFinding, 'rule' | 'details'>): string {
  return vscode.l10n.t(DATASET_RULES[finding.rule].advice, translatedDetails(finding.details));
}

/** What the findings of a rule have in common. */
export function ruleTitle(rule: DatasetRule): string {
  return vscode.l10n.t(DATASET_RULE_TITLES[rule]);
}

/** Details whose `problem` is a sentence of its own, which is translated by its template. */
export function translatedDetails(details: DatasetFinding['details']): Record<string, string | number> {
  const { template } = details;
  return typeof template === 'string' ? { ...details, problem: vscode.l10n.t(template, details) } : { ...details };
}
