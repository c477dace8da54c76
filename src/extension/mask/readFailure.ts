import * as vscode from 'vscode';
import type { Diagnosis } from '../../protocol/mask.ts';
import type { ReadFailure } from './fileSource.ts';

/** The page for a file whose bytes could not be had. */
export function describeFailure(failure: ReadFailure): Diagnosis {
  const nothing = { intactRows: 0, height: 0 };
  switch (failure.code) {
    case 'deleted':
      return {
        code: 'deleted',
        message: vscode.l10n.t('The file does not exist: it was deleted or moved.'),
        facts: [],
        advice: vscode.l10n.t('The mask is shown again as soon as the file is back.'),
        ...nothing,
      };
    case 'tooLarge':
      return {
        code: 'fileTooLarge',
        message: vscode.l10n.t('The file is too large to be a mask.'),
        facts: [
          { label: vscode.l10n.t('Size'), value: megabytes(failure.size) },
          { label: vscode.l10n.t('Limit'), value: megabytes(failure.limit) },
        ],
        advice: vscode.l10n.t('Check that the file is a PNG; masks compress to a small part of their pixels.'),
        ...nothing,
      };
    case 'unreadable':
      return {
        code: 'unreadable',
        message: vscode.l10n.t('The file cannot be read.'),
        facts: [{ label: vscode.l10n.t('Reason'), value: failure.reason }],
        advice: vscode.l10n.t('Check its permissions and the connection to the folder it lies in.'),
        ...nothing,
      };
  }
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MB`;
}
