import * as vscode from 'vscode';

/** A number with the separators of the user's language: `2,355`. */
export function numberText(value: number): string {
  return new Intl.NumberFormat(vscode.env.language).format(value);
}
