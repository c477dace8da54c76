// Loaded when the user sets what a mask's ids mean.
import * as vscode from 'vscode';
import type { MaskKind } from '../../core/mask/mask.ts';
import type { Choices } from './choices.ts';
import { kindName } from './kindNames.ts';
import type { MaskDocument } from './maskDocument.ts';

interface KindItem extends vscode.QuickPickItem {
  /** Undefined: recognise it again. */
  readonly choice?: { readonly kind: MaskKind; readonly divisor?: number } | undefined;
}

/** Asks what the ids of a mask mean, and for which files the answer holds. */
export async function pickKind(document: MaskDocument, choices: Choices): Promise<void> {
  const now = document.kind;
  const items: KindItem[] = [
    {
      label: capitalised(kindName('semantic')),
      description: vscode.l10n.t('an id is a class'),
      choice: { kind: 'semantic' },
    },
    {
      label: capitalised(kindName('instance')),
      description: vscode.l10n.t('an id is an object'),
      choice: { kind: 'instance' },
    },
    ...[1000, 256].map((divisor): KindItem => ({
      label: `${capitalised(kindName('classInstance'))} (${divisor})`,
      description: vscode.l10n.t(
        'class · {0} + instance, as in {1}',
        divisor,
        divisor === 1000 ? 'Cityscapes' : 'KITTI',
      ),
      choice: { kind: 'classInstance', divisor },
    })),
    {
      label: capitalised(kindName('panoptic')),
      description: vscode.l10n.t('red + 256 · green + 65536 · blue is a segment'),
      choice: { kind: 'panoptic' },
    },
    { label: '', kind: vscode.QuickPickItemKind.Separator },
    { label: vscode.l10n.t('Recognise Automatically'), description: vscode.l10n.t('forget what was set here') },
  ];
  const isNow = ({ choice }: KindItem) =>
    choice?.kind === now.kind && (choice.divisor === undefined || choice.divisor === now.divisor);
  const picked = await vscode.window.showQuickPick(
    items.map((item) => (isNow(item) ? { ...item, detail: now.reason } : item)),
    { title: vscode.l10n.t('What do the ids of {0} mean?', document.context.fileName), matchOnDescription: true },
  );
  if (picked === undefined) return;
  if (picked.choice === undefined) {
    await choices.setKind(document.uri, 'file', undefined);
    return;
  }
  const folder = document.uri.path.split('/').at(-2) ?? '';
  const scope = await vscode.window.showQuickPick(
    [
      { label: vscode.l10n.t('This File'), description: document.context.fileName, scope: 'file' as const },
      { label: vscode.l10n.t('All Masks in the Folder'), description: folder, scope: 'folder' as const },
    ],
    { title: vscode.l10n.t('For which masks?') },
  );
  if (scope !== undefined) await choices.setKind(document.uri, scope.scope, picked.choice);
}

function capitalised(text: string): string {
  return text.slice(0, 1).toLocaleUpperCase() + text.slice(1);
}
