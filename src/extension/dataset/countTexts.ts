import * as vscode from 'vscode';
import { numberText } from '../page/numberText.ts';

export function pairsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 pair') : vscode.l10n.t('{0} pairs', numberText(count));
}

export function imagesText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 image') : vscode.l10n.t('{0} images', numberText(count));
}

export function regionsText(count: number): string {
  return count === 1 ? vscode.l10n.t('1 region') : vscode.l10n.t('{0} regions', numberText(count));
}
