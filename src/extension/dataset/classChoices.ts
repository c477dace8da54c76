import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { StepItem, StepUi } from '../batch/stepUi.ts';
import { numberText } from '../page/numberText.ts';
import { pairsText } from './countTexts.ts';
import { activeMask } from './activeMask.ts';
import { CLASS_SORTS, type ClassScope, type ClassSort } from './classesTree.ts';
import type { Dataset } from './dataset.ts';

/** Asks what is counted; undefined where the user gave up. */
export async function pickScope(ui: StepUi, dataset: Dataset, now: ClassScope): Promise<ClassScope | undefined> {
  const [folders, { splits }] = await Promise.all([
    dataset.ask('folders', null),
    dataset.ask('statistics', { scope: { kind: 'all' } }),
  ]);
  const scopes = new Map<string, ClassScope>();
  const item = (scope: ClassScope, description: string): StepItem => {
    const value = JSON.stringify(scope);
    scopes.set(value, scope);
    return { value, label: scopeText(dataset, scope), description };
  };
  const mask = activeMask();
  const items = [
    item({ kind: 'all' }, pairsText(dataset.overview?.pairs ?? 0)),
    item({ kind: 'mask' }, mask === null ? '' : basename(mask.path)),
    ...(splits.length === 0 ? [] : [{ label: vscode.l10n.t('Splits') }]),
    ...splits.map((one) => item({ kind: 'split', split: one.split }, pairsText(one.pairs))),
    ...(folders.length === 0 ? [] : [{ label: vscode.l10n.t('Folders') }]),
    ...folders.map(({ path, masks }) => item({ kind: 'folder', path }, vscode.l10n.t('{0} masks', numberText(masks)))),
  ];
  const answer = await ui.pick({
    ...{ title: vscode.l10n.t('Classes'), canGoBack: false, items, active: JSON.stringify(now) },
    placeholder: vscode.l10n.t('What is counted?'),
  });
  return typeof answer === 'string' ? scopes.get(answer) : undefined;
}

/** Asks by what classes are ordered; undefined where the user gave up. */
export async function pickSort(ui: StepUi, now: ClassSort): Promise<ClassSort | undefined> {
  const answer = await ui.pick({
    ...{ title: vscode.l10n.t('Classes'), canGoBack: false, active: now },
    placeholder: vscode.l10n.t('Order classes by what?'),
    items: CLASS_SORTS.map((sort) => ({ value: sort, label: sortText(sort) })),
  });
  return CLASS_SORTS.find((sort) => sort === answer);
}

export function scopeText(dataset: Dataset, scope: ClassScope): string {
  switch (scope.kind) {
    case 'all':
      return basename(dataset.folder.path);
    case 'mask':
      return vscode.l10n.t('active mask');
    case 'split':
      return scope.split;
    case 'folder':
      return scope.path;
  }
}

export function sortText(sort: ClassSort): string {
  switch (sort) {
    case 'name':
      return vscode.l10n.t('by name');
    case 'id':
      return vscode.l10n.t('by id');
    case 'pixels':
      return vscode.l10n.t('by pixels');
    case 'images':
      return vscode.l10n.t('by images');
    case 'regions':
      return vscode.l10n.t('by regions');
  }
}
