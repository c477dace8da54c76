import * as vscode from 'vscode';
import type { MaskKind } from '../../core/mask/mask.ts';

/** A kind in the user's language. */
export function kindName(kind: MaskKind): string {
  switch (kind) {
    case 'semantic':
      return vscode.l10n.t('semantic');
    case 'instance':
      return vscode.l10n.t('instance');
    case 'classInstance':
      return vscode.l10n.t('class × instance');
    case 'panoptic':
      return vscode.l10n.t('panoptic');
  }
}
