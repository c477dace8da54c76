import * as vscode from 'vscode';

/** The text of a file, to be amended and saved as it is but for the amendment. */
export async function documentToAmend(uri: vscode.Uri): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uri);
  const name = vscode.workspace.asRelativePath(uri);
  if (document.isDirty) throw new Error(vscode.l10n.t('{0} has unsaved changes. Save them first.', name));
  // An editor gives a whole file one kind of line end, and what is no UTF-8 other bytes.
  const bytes = Buffer.from(await vscode.workspace.fs.readFile(uri));
  const start = bytes.subarray(0, 3).equals(BOM) ? 3 : 0;
  if (!bytes.subarray(start).equals(Buffer.from(document.getText(), 'utf8'))) {
    await vscode.window.showTextDocument(document);
    throw new Error(
      vscode.l10n.t('{0} is not in UTF-8, or its line ends differ: saving it would change more than the fix.', name),
    );
  }
  return document;
}

const BOM = Buffer.from([0xef, 0xbb, 0xbf]);

/** Shows what changes, and makes and saves it where the user agrees. Resolves with whether it was made. */
export async function applyAfterPreview(
  edit: vscode.WorkspaceEdit,
  documents: readonly vscode.TextDocument[],
): Promise<boolean> {
  const [first] = documents;
  if (first === undefined) return false;
  // Undo is the editor's, so the first of them is left open.
  await vscode.window.showTextDocument(first, { preview: false });
  const before = documents.map(({ version }) => version);
  if (!(await vscode.workspace.applyEdit(edit))) return false;
  const changed = documents.filter(({ version }, at) => version !== before[at]);
  for (const document of changed) await document.save();
  if (changed.length > 0) await vscode.window.showTextDocument(first, { preview: false });
  return changed.length > 0;
}
