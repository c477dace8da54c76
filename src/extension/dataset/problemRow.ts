import * as vscode from 'vscode';
import type { Dataset } from './dataset.ts';
import type { TreeRow } from './rowTree.ts';

/** Why a dataset has nothing to show; a click scans it again. */
export function problemRow(dataset: Dataset): TreeRow<Dataset> {
  return {
    label: vscode.l10n.t('Scan Again'),
    description: dataset.problem ?? '',
    sentence: dataset.problem ?? '',
    icon: new vscode.ThemeIcon('error', new vscode.ThemeColor('list.errorForeground')),
    command: 'maskscope.rescanDataset',
    about: dataset,
  };
}
