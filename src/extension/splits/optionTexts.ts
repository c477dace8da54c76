import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { GroupBy } from '../../core/split/groupKeys.ts';
import type { SplitMethod, SplitOptions, SplitShape } from '../../core/split/makeSplit.ts';
import type { ListForm } from '../../core/split/namesFile.ts';
import { folderText } from '../convert/optionTexts.ts';
import type { SplitSetup } from '../../protocol/split.ts';
import { requestOf, type SplitAnswers } from './splitSteps.ts';

/** What the command is called, in its steps and on its page. */
export function splitTitle(): string {
  return vscode.l10n.t('Generate Splits');
}

/** `0.8 / 0.1 / 0.1`, `5 folds`. */
export function shapeText(shape: SplitShape): string {
  return shape.kind === 'folds' ? vscode.l10n.t('{0} folds', shape.folds) : shape.ratios.join(' / ');
}

export function methodText(method: SplitMethod): string {
  return { grouped: vscode.l10n.t('Grouped'), stable: vscode.l10n.t('Stable'), sklearn: 'scikit-learn' }[method];
}

export function groupText(groupBy: GroupBy | null): string {
  switch (groupBy?.kind) {
    case undefined:
      return vscode.l10n.t('Each Name for Itself');
    case 'folder':
      return vscode.l10n.t('Folder');
    case 'sequence':
      return vscode.l10n.t('Sequence');
    case 'duplicates':
      return vscode.l10n.t('Duplicates');
    case 'nearDuplicates':
      return vscode.l10n.t('Near-Duplicates');
    case 'pattern':
      return vscode.l10n.t('Part of the Name: {0}', groupBy.pattern);
    case 'file':
      return vscode.l10n.t('Table {0}', folderText(groupBy.path));
  }
}

export function stratifyText(stratify: SplitOptions['stratify'], labels: string | null): string {
  switch (stratify) {
    case null:
      return vscode.l10n.t('Nothing');
    case 'presence':
      return vscode.l10n.t('Classes in Images');
    case 'pixels':
      return vscode.l10n.t('Pixels of Classes');
    case 'label':
      return vscode.l10n.t('Labels of {0}', folderText(labels));
  }
}

export function formText(form: ListForm): string {
  return {
    given: vscode.l10n.t('As They Are'),
    names: vscode.l10n.t('Without Extension'),
    files: vscode.l10n.t('With Extension'),
    pairs: vscode.l10n.t('Image and Mask'),
  }[form];
}

/** What the page shows of the answers. */
export function setupOf(answers: SplitAnswers): SplitSetup {
  const option = (label: string, value: string): { label: string; value: string } => ({ label, value });
  const { options, groupBy, labels, form, folder } = requestOf(answers);
  const { method, shape, seed, stratify } = options;
  return {
    title: `${splitTitle()}: ${basename(answers.source)}`,
    options: [
      option(vscode.l10n.t('Parts'), shapeText(shape)),
      option(vscode.l10n.t('Method'), methodText(method)),
      ...(method === 'sklearn' ? [] : [option(vscode.l10n.t('Kept together'), groupText(groupBy))]),
      ...(method === 'stable' ? [] : [option(vscode.l10n.t('Balanced by'), stratifyText(stratify, labels))]),
      option(vscode.l10n.t('Seed'), String(seed)),
      option(vscode.l10n.t('Lines'), formText(form)),
      option(vscode.l10n.t('Into'), folderText(folder)),
    ],
  };
}
