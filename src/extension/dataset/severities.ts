import * as vscode from 'vscode';
import type { DatasetSeverity } from '../../core/dataset/findings/finding.ts';
import type { RuleSeverities } from '../../core/dataset/findings/findDatasetProblems.ts';
import { isDatasetRule, type DatasetRule } from '../../core/dataset/findings/rules.ts';

export const FINDING_SETTINGS = 'maskscope.findings';
const LEVELS: readonly unknown[] = ['error', 'warning', 'information', 'off'];

/** What the settings of a folder say of severities; what is none is passed over. */
export function severitiesOf(folder: vscode.Uri): RuleSeverities {
  const set = vscode.workspace.getConfiguration(FINDING_SETTINGS, folder).get<object>('severities', {});
  const severities: Partial<Record<DatasetRule, DatasetSeverity | 'off'>> = {};
  for (const [rule, level] of Object.entries(set)) {
    if (isDatasetRule(rule) && LEVELS.includes(level)) severities[rule] = level as DatasetSeverity | 'off';
  }
  return severities;
}
