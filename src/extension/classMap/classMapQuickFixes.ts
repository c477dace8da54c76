// Loaded when quick fixes of a class map are asked for.
import * as vscode from 'vscode';
import { editsFor, readClassMapText, type ClassMapText, type TextEdit } from '../../core/formats/classMapEdits.ts';
import type { ClassMapFix } from '../../core/formats/classMapLint.ts';
import { marksOf } from './classMapDiagnostics.ts';

/** The fixes that the format of the file can hold, for the findings at a range. */
export function classMapQuickFixes(
  document: vscode.TextDocument,
  range: vscode.Range,
  diagnostics: readonly vscode.Diagnostic[],
): vscode.CodeAction[] {
  const { uri } = document;
  const source = readClassMapText(uri.path.slice(uri.path.lastIndexOf('/') + 1), document.getText());
  return marksOf(uri, source).flatMap(({ rule, span, fixes }) => {
    const place = new vscode.Range(document.positionAt(span.start), document.positionAt(span.end));
    if (place.intersection(range) === undefined) return [];
    const ended = diagnostics.filter((one) => one.code === rule && one.range.isEqual(place));
    const offered = fixes.flatMap((fix) => {
      const edits = editsFor(source, fix);
      return edits === null ? [] : [{ fix, edits }];
    });
    return offered.map(({ fix, edits }, at) => {
      const action = new vscode.CodeAction(titleOf(source, fix), vscode.CodeActionKind.QuickFix);
      action.edit = workspaceEdit(document, edits);
      action.diagnostics = ended;
      action.isPreferred = at === 0;
      return action;
    });
  });
}

/** Edits of a document's text as VS Code applies them, in one step of undo. */
export function workspaceEdit(document: vscode.TextDocument, edits: readonly TextEdit[]): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(end)), text);
  }
  return edit;
}

function titleOf({ map }: ClassMapText, fix: ClassMapFix): string {
  const name = fix.kind === 'add' ? fix.name : (map.entries[fix.entry]?.name ?? '');
  switch (fix.kind) {
    case 'rename':
      return name === fix.name
        ? vscode.l10n.t('Take the blanks from {0}', name)
        : vscode.l10n.t('Rename {0} to {1}', name, fix.name);
    case 'renumber':
      return vscode.l10n.t('Give {0} the free id {1}', name, fix.id);
    case 'recolour':
      return vscode.l10n.t('Give {0} the free colour {1}', name, fix.colour);
    case 'remove':
      return vscode.l10n.t('Remove {0}', name);
    case 'add':
      return vscode.l10n.t('Add the class {0} with the id {1}', name, fix.id);
  }
}
